package annual

import "strings"

// field is a column a ledger may have.
type field int

const (
	fieldNumber field = iota
	fieldReceived
	fieldChannel
	fieldCategory
	fieldName
	fieldContent
	fieldDepartment
	fieldClosed
	fieldResult
	fieldNote
	fieldSupplementTold
	fieldSupplementReceived
	fieldExtensionTold
	fieldCount
)

// ledgerColumns are the columns by their label and key, with a few heads that registers commonly have for the same.
// private ones hold what messages never repeat. Without the required ones a row could not be counted; a file without
// closing dates and results would silently say that everything is open.
var ledgerColumns = [fieldCount]struct {
	label, key string
	others     []string
	required   bool
	private    bool
}{
	fieldNumber:             {"编号", "application", []string{"申请编号", "登记编号", "申请号", "收件编号", "登记号"}, true, false},
	fieldReceived:           {"收到日期", "received_on", []string{"收到申请日期", "收件日期", "收到时间", "收件时间", "收到申请时间"}, true, false},
	fieldChannel:            {"收件方式", "channel", []string{"收到方式", "申请方式", "提交方式", "申请渠道", "收件渠道"}, false, false},
	fieldCategory:           {"申请人类型", "category", []string{"申请人类别", "申请人性质", "申请主体类型"}, true, false},
	fieldName:               {"申请人", "name", []string{"申请人姓名", "申请人名称", "申请人姓名或名称"}, false, true},
	fieldContent:            {"申请内容", "content", []string{"申请公开内容", "内容", "申请事项", "申请公开的内容", "申请公开信息内容", "所需信息内容描述"}, false, true},
	fieldDepartment:         {"承办部门", "department", []string{"承办单位", "承办科室", "承办处室", "承办机构", "责任部门"}, false, false},
	fieldClosed:             {"办结日期", "closed_on", []string{"答复日期", "办结时间", "答复时间", "办理完成日期"}, true, false},
	fieldResult:             {"办理结果", "result", []string{"答复结果", "处理结果", "答复类型"}, true, false},
	fieldNote:               {"备注", "note", nil, false, true},
	fieldSupplementTold:     {"补正告知日期", "supplement_told_on", []string{"补正告知时间", "告知补正日期", "补正通知日期"}, false, false},
	fieldSupplementReceived: {"补正收到日期", "supplement_received_on", []string{"补正收到时间", "收到补正日期"}, false, false},
	fieldExtensionTold:      {"延期告知日期", "extension_told_on", []string{"延期告知时间", "告知延期日期"}, false, false},
}

var headWords = headIndex()

func headIndex() map[string]field {
	out := map[string]field{}
	for f, c := range ledgerColumns {
		for _, word := range append([]string{c.label, c.key}, c.others...) {
			out[fold(word)] = field(f)
		}
	}
	return out
}

// headField gives the column that a head means. Forms print a mark of what must be filled in before it, and how to fill it
// in behind it in brackets: *收到日期（年-月-日）.
func headField(head string) (field, bool) {
	word := strings.Trim(fold(head), "*:")
	if f, ok := headWords[word]; ok {
		return f, true
	}
	at := strings.IndexAny(word, "([")
	if at <= 0 || !strings.HasSuffix(word, ")") && !strings.HasSuffix(word, "]") {
		return noField, false
	}
	f, ok := headWords[word[:at]]
	return f, ok
}

// fold makes words comparable: no white space of any kind, full-width forms as half-width, small letters.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		if r >= 0xFF01 && r <= 0xFF5E {
			r -= 0xFEE0
		}
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, s)
}

// invisible tells white space, of any width and of none.
func invisible(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\v', '\f', '\r', 0x85, 0xA0, 0x3000, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x2028, 0x2029,
		0x202F, 0x205F, 0x1680:
		return true
	}
	return r >= 0x2000 && r <= 0x200A
}

func trim(s string) string { return strings.TrimFunc(s, invisible) }
