package workflow

import "gongkai/law"

// Remedy says until when the applicant may complain of a reply (行政复议法 art. 20, 行政诉讼法 art. 46), counted from the
// day he had it. Dates are none where nobody can tell: while receipt of the letter is not proven.
type Remedy struct {
	ReceivedOn  law.Date `json:"received_on"`           // day the applicant had the reply
	ReviewFirst bool     `json:"review_first"`          // 行政复议法 art. 23: no suit without a decision of review
	ReviewUntil law.Date `json:"review_until,omitzero"` // last day to apply for review
	SuitUntil   law.Date `json:"suit_until,omitzero"`   // last day to sue directly; none where review comes first
}

// Remedy gives the periods against the reply that stands; false while there is none, or its receipt is not proven.
func (a *Application) Remedy(cal *law.Calendar) (Remedy, bool) {
	r := a.Reply
	if r == nil || r.ReceivedOn.IsZero() || !a.State.Closed() || a.State == Void {
		return Remedy{}, false
	}
	terms, err := law.RemediesOn(r.On)
	if err != nil {
		return Remedy{}, false // before 2015-05-01 other periods held
	}
	m := Remedy{ReceivedOn: r.ReceivedOn, ReviewUntil: terms.ReviewFiling.End(cal, r.ReceivedOn, 0)}
	result, ok := law.ResultByKey(r.Result)
	if m.ReviewFirst = ok && result.Review(r.On) == law.ReviewFirst; !m.ReviewFirst {
		m.SuitUntil = terms.SuitFiling.End(cal, r.ReceivedOn, 0)
	}
	return m, true
}
