package annual

import (
	"cmp"
	"iter"
	"slices"

	"gongkai/law"
)

// Flags are what the history of an application says beside its Entry, as the facts of the store hold it.
type Flags struct {
	NoGrounds        bool // replied, and the ground the result wants was not recorded
	ConsultationOpen bool // closed, and a consultation has neither opinion nor end
	LapseUnproven    bool // lapsed, or waits to, without proven service of the notice
	Overdue          bool // past its due date
	LateEntry        bool // an act was entered more than a working day after its date
}

// Doubt is one thing to look at before a year is filed; it hinders nothing.
type Doubt struct {
	Agency string    `json:"agency"`
	Number string    `json:"application"`
	Code   DoubtCode `json:"code"`
}

// DoubtCode names a kind of doubt; the list is only added to.
type DoubtCode string

// The kinds of doubts, in the order in which they are listed.
const (
	NoCategory       DoubtCode = "no_category"
	NoResult         DoubtCode = "no_result"
	NoReceipt        DoubtCode = "no_receipt_date"
	NoGrounds        DoubtCode = "reply_without_grounds"
	ConsultationOpen DoubtCode = "consultation_open"
	LapseUnproven    DoubtCode = "lapse_unproven"
	OverdueOpen      DoubtCode = "overdue_open"
	FiledYear        DoubtCode = "filed_year"
	LateEntry        DoubtCode = "late_entry"
)

var doubtTexts = map[DoubtCode]told{
	NoCategory:       {"没有申请人类型，暂计入“其他”", "no category of applicant; counted as other for now"},
	NoResult:         {"已办结但没有办理结果，暂计入（六）3.其他", "closed without a result; counted as other.other for now"},
	NoReceipt:        {"没有收到日期", "no date of receipt"},
	NoGrounds:        {"已答复但未记载依据", "replied without a ground on record"},
	ConsultationOpen: {"已办结但征求意见没有结束（第三十二条、第三十四条）", "closed while a consultation has no end (arts. 32, 34)"},
	LapseUnproven:    {"逾期处理没有送达证明（第三十条、第四十二条）", "a lapse without proof of service (arts. 30, 42)"},
	OverdueOpen:      {"已逾期尚未办结（第三十三条）", "overdue and open (art. 33)"},
	FiledYear:        {"发生在已报送年度，顺延计入", "of a year that was filed already; counts later"},
	LateEntry:        {"有补录的办理记录", "holds acts that were entered late"},

	// What a ledger brought along.
	DoubtCode(DoubtNoSupplement):   {"台账：该结果应先告知补正，未见补正告知日期（第三十条）", "ledger: this result wants a supplement notice before it (art. 30)"},
	DoubtCode(DoubtSupplementCame): {"台账：已收到补正，却按逾期不补正办结（第三十条）", "ledger: lapsed although the supplement came (art. 30)"},
	DoubtCode(DoubtSupplementOnly): {"台账：收到补正，但无补正告知日期（第三十条）", "ledger: a supplement came and no notice is recorded (art. 30)"},
	DoubtCode(DoubtNoFeeNotice):    {"台账：该结果应先送达收费通知（第四十二条）", "ledger: this result wants a fee notice before it (art. 42)"},
	DoubtCode(DoubtNoReasons):      {"台账：该结果应先要求说明理由（第三十五条）", "ledger: this result wants a request for reasons before it (art. 35)"},
	DoubtCode(DoubtNoEarlierReply): {"台账：重复申请应有同一申请人在先的答复（第三十六条）", "ledger: a repeat wants an earlier reply to the same applicant (art. 36)"},
	DoubtCode(DoubtLateExtension):  {"台账：延期告知晚于办结日期（第三十三条）", "ledger: the extension was told after the closing (art. 33)"},
}

// Text says it in English when lang begins with "en", else in Chinese.
func (d Doubt) Text(lang string) string {
	text := doubtTexts[d.Code]
	if english(lang) {
		return d.Number + ": " + text.en
	}
	return d.Number + "：" + text.zh
}

// Doubts lists what is doubtful in a year among the applications that count in it, by kind and then by number.
func Doubts(cases iter.Seq2[Entry, Flags], year int) []Doubt {
	order := map[DoubtCode]int{}
	for i, code := range []DoubtCode{
		NoCategory, NoResult, NoReceipt, NoGrounds, ConsultationOpen, LapseUnproven, OverdueOpen, FiledYear, LateEntry,
	} {
		order[code] = i
	}
	var out []Doubt
	for e, f := range cases {
		if contribute(&e, year).n == 0 {
			continue
		}
		for _, code := range doubtsOf(e, f, year) {
			out = append(out, Doubt{e.Agency, e.Number, code})
		}
	}
	slices.SortStableFunc(out, func(a, b Doubt) int {
		return cmp.Or(cmp.Compare(order[a.Code], order[b.Code]), cmp.Compare(a.Agency, b.Agency),
			cmp.Compare(a.Number, b.Number))
	})
	return out
}

func doubtsOf(e Entry, f Flags, year int) []DoubtCode {
	closedNow := e.closedIn() == year
	_, hasCategory := law.CategoryByKey(e.Category)
	_, hasResult := law.ResultByKey(e.Result)
	moved := e.NewYear == year && !e.Received.IsZero() && e.Received.Year() < year ||
		closedNow && !e.Closed.IsZero() && e.Closed.Year() < year
	var out []DoubtCode
	for _, c := range []struct {
		holds bool
		code  DoubtCode
	}{
		{!hasCategory, NoCategory},
		{closedNow && !hasResult, NoResult},
		{e.Received.IsZero(), NoReceipt},
		{closedNow && f.NoGrounds, NoGrounds},
		{closedNow && f.ConsultationOpen, ConsultationOpen},
		{f.LapseUnproven, LapseUnproven},
		{!closedNow && f.Overdue, OverdueOpen},
		{moved, FiledYear},
		{f.LateEntry, LateEntry},
	} {
		if c.holds {
			out = append(out, c.code)
		}
	}
	return out
}
