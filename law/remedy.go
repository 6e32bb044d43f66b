package law

import (
	"fmt"
	"slices"
	"strings"
)

// Reply is what a final letter decided, as far as the remedies depend on it.
type Reply struct {
	Result string   // row of table 3
	Items  []string // results of the items, when the letter decided several
	Given  Date     // the day the letter went out: the act
	Known  Date     // the day the applicant received it; zero while not known
	Agency BodyKind // who gave it
	Online bool     // served by internet: a way to apply for review online must be named
	// InquiryFirst: the office holds review to come first for administrative
	// inquiries too (open reading A19).
	InquiryFirst bool
}

// Remedy is what the letter must tell of review and suit, as facts.
type Remedy struct {
	Result string       `json:"result"`
	Order  Review       `json:"order"`  // review first, either, or case by case
	Part   bool         `json:"part"`   // the order holds for the withheld part alone
	Bodies []ReviewBody `json:"bodies"` // who reviews; of two the applicant chooses
	Online bool         `json:"online"` // an online way to apply must be named (行政复议法 art. 22 para. 2)
	Ruling bool         `json:"ruling"` // after review the State Council may be asked instead of a court

	ReviewFiling Term `json:"-"`
	SuitFiling   Term `json:"-"` // direct suit; absent where review comes first
	AfterReview  Term `json:"-"`

	ReviewUntil Date `json:"review_until,omitzero"` // last day; none while the day of receipt is not known
	SuitUntil   Date `json:"suit_until,omitzero"`   // none where review comes first, too
}

// RemedyOf gives the remedies against a final letter by its result and date:
// before 2024-01-01 review or suit; from then review first for refusals
// (行政复议法 art. 23 para. 1(4)); from 2025-06-01 for refusals under arts. 14 to
// 16 alone (法释〔2025〕8号 art. 1). The last days follow from the day of receipt,
// rolled to a working day. Errors: an unknown result or kind of agency; a day
// under no known remedies wraps ErrNoVersion.
func RemedyOf(r Reply, c *Calendar) (Remedy, error) {
	result, ok := ResultByKey(r.Result)
	if !ok {
		return Remedy{}, fmt.Errorf("remedies: unknown result %q", r.Result)
	}
	terms, err := RemediesOn(r.Given)
	if err != nil {
		return Remedy{}, fmt.Errorf("remedies: %w", err)
	}
	bodies := ReviewBodies(r.Agency, r.Given)
	if len(bodies) == 0 {
		return Remedy{}, fmt.Errorf("remedies: unknown kind of agency %q", r.Agency)
	}
	out := Remedy{
		Result: r.Result, Order: r.order(result), Bodies: bodies,
		Online: r.Online && r.Given >= reviewTurn(), Ruling: bodies[0].Key == "itself",
		ReviewFiling: terms.ReviewFiling, AfterReview: terms.SuitAfterReview,
	}
	out.Part = out.Order == ReviewFirst && r.Result == HeadPartial
	if out.Order != ReviewFirst {
		out.SuitFiling = terms.SuitFiling
	}
	if r.Known == 0 {
		return out, nil
	}
	out.ReviewUntil = terms.ReviewFiling.End(c, r.Known, 0)
	if out.SuitFiling.Has() {
		out.SuitUntil = terms.SuitFiling.End(c, r.Known, 0)
	}
	return out, nil
}

// Order says whether review comes first against the letter; false for a result
// that is none.
func (r Reply) Order() (Review, bool) {
	result, ok := ResultByKey(r.Result)
	if !ok {
		return "", false
	}
	return r.order(result), true
}

// order says whether review comes first. A partly disclosed answer follows what
// was withheld: when the items tell that nothing was refused under arts. 14 to
// 16, the way to court is open.
func (r Reply) order(result Result) Review {
	of := func(x Result) Review {
		if x.Key == inquiryKey && r.InquiryFirst && r.Given >= reviewTurn() {
			return ReviewFirst
		}
		return x.Review(r.Given)
	}
	order := of(result)
	if result.Key != HeadPartial || order != ReviewFirst || len(r.Items) == 0 {
		return order
	}
	refused := slices.ContainsFunc(r.Items, func(key string) bool {
		item, ok := ResultByKey(key)
		return !ok || of(item) == ReviewFirst
	})
	if refused {
		return order
	}
	return ReviewOrSuit
}

// Text is the paragraph for the letter, in zh-CN or English. body is the name of
// the reviewing body where it is known ("" = as the act describes it); it takes
// the place of the body above the agency.
func (r Remedy) Text(lang, body string) string {
	if english(lang) {
		return r.english(body)
	}
	return r.chinese(body)
}

// bodyNames joins the bodies that review, the known name in place of the first
// that stands above the agency.
func (r Remedy) bodyNames(lang, name string) string {
	names := make([]string, 0, len(r.Bodies))
	for _, b := range r.Bodies {
		if b.Parent && name != "" {
			names = append(names, name)
			continue
		}
		names = append(names, pick(lang, b.Chinese, b.English))
	}
	return strings.Join(names, pick(lang, "或者", " or "))
}

func until(lang string, d Date) string {
	if d == 0 {
		return ""
	}
	return pick(lang, "（截至"+d.Chinese()+"）", fmt.Sprintf(" (until %s)", d))
}

func (r Remedy) chinese(body string) string {
	var b strings.Builder
	what := "本答复"
	if r.Part {
		what = "本答复中不予公开的部分"
	}
	fmt.Fprintf(&b, "对%s不服的，可以自收到本答复之日起%d日内%s，向%s申请行政复议（行政复议法第%s条、第%s条）",
		what, r.ReviewFiling.Number, until("", r.ReviewUntil), r.bodyNames("", body), r.ReviewFiling.Article, r.Bodies[0].Article)
	switch r.Order {
	case ReviewFirst:
		fmt.Fprintf(&b, "。依照行政复议法第23条，应当先申请行政复议；对行政复议决定仍不服的，再自收到决定书之日起%d日内向人民法院提起行政诉讼（行政诉讼法第%s条）",
			r.AfterReview.Number, r.AfterReview.Article)
	default:
		fmt.Fprintf(&b, "；也可以自收到本答复之日起%d个月内%s，直接向有管辖权的人民法院提起行政诉讼（行政诉讼法第%s条）",
			r.SuitFiling.Number, until("", r.SuitUntil), r.SuitFiling.Article)
	}
	if r.Ruling {
		b.WriteString("。对本机关作出的行政复议决定不服的，除向人民法院起诉外，也可以向国务院申请裁决，国务院的裁决为最终裁决")
	}
	if r.Online {
		b.WriteString("。本答复通过互联网送达，行政复议申请也可以通过随附的网上渠道提交")
	}
	return b.String() + "。"
}

func (r Remedy) english(body string) string {
	var b strings.Builder
	what := "this reply"
	if r.Part {
		what = "the part that is withheld"
	}
	fmt.Fprintf(&b, "Against %s you may apply for administrative review to %s within %d days of receiving it%s (Administrative Review Law, arts. %s, %s)",
		what, r.bodyNames("en", body), r.ReviewFiling.Number, until("en", r.ReviewUntil), r.ReviewFiling.Article, r.Bodies[0].Article)
	switch r.Order {
	case ReviewFirst:
		fmt.Fprintf(&b, ". Review must come first (art. 23 of that law); against its decision you may sue within %d days of receiving it (Administrative Litigation Law, art. %s)",
			r.AfterReview.Number, r.AfterReview.Article)
	default:
		fmt.Fprintf(&b, ", or sue directly in the people's court with jurisdiction within %d months of receiving it%s (Administrative Litigation Law, art. %s)",
			r.SuitFiling.Number, until("en", r.SuitUntil), r.SuitFiling.Article)
	}
	if r.Ruling {
		b.WriteString(". Against our own decision on review you may, instead of suing, ask the State Council for a ruling, which is final")
	}
	if r.Online {
		b.WriteString(". This reply was served online; review may be applied for by the online way given with it")
	}
	return b.String() + "."
}
