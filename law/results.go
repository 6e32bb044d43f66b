package law

import (
	"slices"
	"strings"
	"time"
)

// Heads of results: the blocks （一） to （六） of table 3.
const (
	HeadDisclosed    = "disclosed"
	HeadPartial      = "partial"
	HeadRefused      = "refused"
	HeadUnable       = "unable"
	HeadNotProcessed = "not_processed"
	HeadOther        = "other"
)

// What must have happened before a result is lawful.
const (
	NeedSupplement   = "supplement"    // a supplement was asked for and came (art. 30)
	NeedReasons      = "reasons"       // reasons were asked for (art. 35)
	NeedEarlierReply = "earlier_reply" // the same applicant had a reply to the same request (art. 36(6))
	NeedClock        = "clock"         // nobody gives it: the clock does, after proven service
)

// Review says whether the applicant must go to review before he can sue.
type Review string

// ReviewCaseByCase: the row holds results of different kinds.
const (
	ReviewFirst      Review = "first"
	ReviewOrSuit     Review = "choice"
	ReviewCaseByCase Review = "case_by_case"
)

// ReviewRule is how it stands for replies from a day on.
type ReviewRule struct {
	From Date
	Rule Review
}

// Result is one row of table 3 in which a closed application counts. The 21
// results are one table; letters, states and forms follow from it.
type Result struct {
	Key       string // refused.state_secret …
	Code      string // R3.1 …, as the rulebook counts them
	Label     string // exact label of the row's last label cell
	Head      string // disclosed, partial, refused, unable, not_processed, other
	HeadLabel string // exact label of the block
	Articles  string // of the Regulation; a second act is named
	Row       int    // place in table 3 of the 2021 form, 1 to 25
	Needs     []string
	Reviews   []ReviewRule // by the day of the reply, oldest first
	English   string
	words     []string
}

// Review says whether review comes first for a reply given on d: never before
// 2024-01-01; since then for refusals (行政复议法 art. 23 para. 1(4)); since
// 2025-06-01 for those under arts. 14 to 16 alone (法释〔2025〕8号 art. 1).
func (r Result) Review(d Date) Review {
	out := ReviewOrSuit
	for _, rule := range r.Reviews {
		if d >= rule.From {
			out = rule.Rule
		}
	}
	return out
}

// RowKey gives the row of a form in which the result counts: the 2019 form has
// one row for all of （六）其他处理.
func (r Result) RowKey(form string) string {
	if form == Form2019 && r.Head == HeadOther {
		return HeadOther
	}
	return r.Key
}

// Title is the label with its block, without the numbers: 不予公开：属于国家秘密.
func (r Result) Title() string {
	head, label := unnumbered(r.HeadLabel), unnumbered(r.Label)
	if i := strings.Index(head, "（"); i > 0 {
		head = head[:i]
	}
	if r.HeadLabel == r.Label {
		return head
	}
	return head + "：" + label
}

// unnumbered cuts （三） or 3. off a label; every label of the form has one.
func unnumbered(label string) string {
	mark := "."
	if strings.HasPrefix(label, "（") {
		mark = "）"
	}
	_, rest, _ := strings.Cut(label, mark)
	return rest
}

func always(r Review) []ReviewRule { return []ReviewRule{{firstDay, r}} }

func refusalReview() []ReviewRule {
	return []ReviewRule{{firstDay, ReviewOrSuit}, {NewDate(2024, time.January, 1), ReviewFirst}}
}

// inquiryKey is the row whose order of remedies is open (A19).
const inquiryKey = "refused.administrative_inquiry"

// inquiryReview: 行政查询事项 rests on art. 36(7), outside arts. 14 to 16 (open
// reading A19).
func inquiryReview() []ReviewRule {
	return append(refusalReview(), ReviewRule{NewDate(2025, time.June, 1), ReviewOrSuit})
}

var resultWords = func() index {
	x := index{}
	for i, r := range results {
		for _, w := range r.spellings() {
			x.put(w, i)
		}
	}
	return x
}()

// spellings lists how a result may be written, with and without its block.
func (r Result) spellings() []string {
	head := unnumbered(r.HeadLabel)
	own := append([]string{r.Label, unnumbered(r.Label)}, r.words...)
	out := append([]string{r.Key, r.Code, r.English, r.Title()}, own...)
	if r.Label == r.HeadLabel {
		return out
	}
	for _, w := range own {
		out = append(out, head+w, r.HeadLabel+w)
	}
	return out
}

// Results gives all results in the order of the form.
func Results() []Result { return slices.Clone(results[:]) }

// ResultByKey gives the result with that key. Its slices are not to be changed.
func ResultByKey(key string) (Result, bool) {
	for i := range results {
		if results[i].Key == key {
			return results[i], true
		}
	}
	return Result{}, false
}

// ResultByWord reads a result as registers write it: key, code, label with or
// without number and block, or a usual word; see CategoryByWord. A bare block
// of several rows (不予公开) is not known: it does not say which row.
func ResultByWord(word string) (Result, bool) {
	i, ok := resultWords[fold(word)]
	if !ok {
		return Result{}, false
	}
	return results[i], true
}
