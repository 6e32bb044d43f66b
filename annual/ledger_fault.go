package annual

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

var errTooLarge = fmt.Errorf("read ledger: %w: larger than %d MB", ErrLedger, largestLedger>>20)

// Fault says what is wrong or doubtful in one cell of a ledger.
type Fault struct {
	Line   int    `json:"line"`             // in the file, from 1
	Column string `json:"column,omitempty"` // the label of the column, "" when it is the whole row
	// Value is what stands there, shortened; "" for names and contents, which are not repeated in messages.
	Value string    `json:"value,omitempty"`
	Code  FaultCode `json:"code"`
	// Other is what it contradicts or fails: a date, a line number, a bound, or a list of what would be accepted.
	Other string `json:"other,omitempty"`
}

// FaultCode names a kind of fault; the list is only added to.
type FaultCode string

// The kinds of faults.
const (
	FaultMissingColumn FaultCode = "missing_column"
	FaultDoubleColumn  FaultCode = "double_column"
	FaultEmpty         FaultCode = "empty"
	FaultTooLong       FaultCode = "too_long"
	FaultNumber        FaultCode = "bad_number"
	FaultDate          FaultCode = "bad_date"
	FaultFuture        FaultCode = "in_future"
	FaultOrder         FaultCode = "out_of_order"
	FaultUnknownWord   FaultCode = "unknown_word"
	FaultDouble        FaultCode = "double_number"
	FaultNoResult      FaultCode = "closed_without_result"
	FaultNoClosing     FaultCode = "result_without_date"
	FaultExtraCell     FaultCode = "extra_cell"
	FaultQuotes        FaultCode = "broken_quotes"
	FaultControl       FaultCode = "control_character"
	FaultTooMany       FaultCode = "too_many_rows"

	// What is only doubtful.
	DoubtNoSupplement   FaultCode = "result_without_supplement"
	DoubtSupplementCame FaultCode = "lapsed_though_supplemented"
	DoubtSupplementOnly FaultCode = "supplement_without_notice"
	DoubtNoFeeNotice    FaultCode = "lapsed_without_fee_notice"
	DoubtNoReasons      FaultCode = "excessive_without_reasons"
	DoubtNoEarlierReply FaultCode = "repeat_without_earlier_reply"
	DoubtLateExtension  FaultCode = "extended_after_closing"
)

var faultTexts = map[FaultCode]told{
	FaultMissingColumn:  {"缺少这一列", "the column is missing"},
	FaultDoubleColumn:   {"这一列出现两次", "the column stands twice"},
	FaultEmpty:          {"不能为空", "must not be empty"},
	FaultTooLong:        {"过长，最多 %s 字", "too long, at most %s characters"},
	FaultNumber:         {"编号中不能有“/”或“\\”", "a number cannot hold a slash"},
	FaultDate:           {"不是日期，应如 2025-03-04、2025/3/4、2025年3月4日", "is no date; write 2025-03-04, 2025/3/4 or 2025年3月4日"},
	FaultFuture:         {"在今天（%s）之后", "lies after today (%s)"},
	FaultOrder:          {"与 %s 先后矛盾", "contradicts the order of dates: %s"},
	FaultUnknownWord:    {"不认识，可填：%s", "is unknown; one of: %s"},
	FaultDouble:         {"与第 %s 行编号重复", "is the number of line %s already"},
	FaultNoResult:       {"有办结日期，缺办理结果", "there is a closing date and no result"},
	FaultNoClosing:      {"有办理结果，缺办结日期", "there is a result and no closing date"},
	FaultExtraCell:      {"多出没有表头的一格", "stands under no head"},
	FaultQuotes:         {"引号不配对，此后各行无法读取", "the quotes do not match; the rows after it cannot be read"},
	FaultControl:        {"含有控制字符", "holds a control character"},
	FaultTooMany:        {"行数或单元格过多，最多 %s", "too many rows or cells, at most %s"},
	DoubtNoSupplement:   {"存疑：该结果应先告知补正，台账无补正告知日期（第三十条）", "doubtful: this result wants a supplement notice before it (art. 30)"},
	DoubtSupplementCame: {"存疑：已于 %s 收到补正，却按逾期不补正办结（第三十条）", "doubtful: lapsed although the supplement came on %s (art. 30)"},
	DoubtSupplementOnly: {"存疑：收到补正，但无补正告知日期（第三十条）", "doubtful: a supplement came and no notice is recorded (art. 30)"},
	DoubtNoFeeNotice:    {"存疑：该结果应先送达收费通知，台账不记载（第四十二条）", "doubtful: this result wants a fee notice before it, which a ledger does not show (art. 42)"},
	DoubtNoReasons:      {"存疑：该结果应先要求说明理由，台账不记载（第三十五条）", "doubtful: this result wants a request for reasons before it, which a ledger does not show (art. 35)"},
	DoubtNoEarlierReply: {"存疑：重复申请应有同一申请人在先的答复，本台账中没有（第三十六条）", "doubtful: a repeat wants an earlier reply to the same applicant, and this ledger has none (art. 36)"},
	DoubtLateExtension: {
		"存疑：延期告知晚于办结日期 %s（第三十三条）", "doubtful: the extension was told after the closing on %s (art. 33)",
	},
}

// Message says where and why in one line, in English when lang begins with "en", else in Chinese.
func (f Fault) Message(lang string) string {
	text := faultTexts[f.Code]
	pattern, where := text.zh, fmt.Sprintf("第 %d 行", f.Line)
	open, shut := "“", "”"
	if english(lang) {
		pattern, where = text.en, fmt.Sprintf("line %d", f.Line)
		open, shut = "\"", "\""
	}
	if f.Column != "" {
		where += ", " + f.Column
		if !english(lang) {
			where = fmt.Sprintf("第 %d 行，%s", f.Line, f.Column)
		}
	}
	value := ""
	if f.Value != "" {
		value = open + f.Value + shut + " "
	}
	if f.Other != "" {
		pattern = fmt.Sprintf(pattern, f.Other)
	}
	if english(lang) {
		return where + ": " + value + pattern
	}
	return where + "：" + value + pattern
}

// Refused gives one error for a ledger with faults, nil for a sound one; its text lists them all, a line each.
func (l Ledger) Refused(lang string) error {
	errs := make([]error, len(l.Faults))
	for i, f := range l.Faults {
		errs[i] = errors.New(f.Message(lang))
	}
	return errors.Join(errs...)
}

func byLine(a, b Fault) int { return cmp.Compare(a.Line, b.Line) }

func sortFaults(faults []Fault) { slices.SortStableFunc(faults, byLine) }
