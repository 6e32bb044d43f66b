package law

import (
	"fmt"
	"time"
)

// Remedies are the periods of review (行政复议法) and suit (行政诉讼法) for an act
// done in [From, To).
type Remedies struct {
	From, To         Date
	ReviewFiling     Term // the applicant applies for review
	ReviewAnswer     Term // the agency answers, ordinary procedure
	ReviewAnswerFast Term // the agency answers, simple procedure; absent before 2024
	SuitFiling       Term // the applicant sues directly
	SuitAfterReview  Term // the applicant sues after review
	SuitAnswer       Term // the agency answers in court
}

const (
	reviewAct = "行政复议法"
	suitAct   = "行政诉讼法"
)

// RemediesOn gives the periods for an act of the given day. The error wraps
// ErrNoVersion before 2015-05-01, when other periods of suit held.
func RemediesOn(d Date) (Remedies, error) {
	for _, r := range remedyVersions() {
		if d >= r.From && (r.To == 0 || d < r.To) {
			return r, nil
		}
	}
	return Remedies{}, fmt.Errorf("%w: no periods of review and suit are known on %q", ErrNoVersion, d)
}

// remedyVersions are the periods of all times, oldest first.
func remedyVersions() [2]Remedies {
	before := Remedies{
		From:            NewDate(2015, time.May, 1),
		To:              reviewTurn(),
		ReviewFiling:    fixed("review_filing", 60, CalendarDays, FromKnowing, "9", 1).of(reviewAct),
		ReviewAnswer:    fixed("review_answer", 10, CalendarDays, FromReviewCopy, "23", 1).of(reviewAct),
		SuitFiling:      fixed("suit_filing", 6, Months, FromKnowing, "46", 1).of(suitAct),
		SuitAfterReview: fixed("suit_after_review", 15, CalendarDays, FromLetterReceived, "45", 0).of(suitAct),
		SuitAnswer:      fixed("suit_answer", 15, CalendarDays, FromSuitCopy, "67", 1).of(suitAct),
	}
	// The revision of 2023: ten and five days are working days (art. 88).
	now := before
	now.From, now.To = reviewTurn(), 0
	now.ReviewFiling = fixed("review_filing", 60, CalendarDays, FromKnowing, "20", 1).of(reviewAct)
	now.ReviewAnswer = fixed("review_answer", 10, WorkingDays, FromReviewCopy, "48", 0).of(reviewAct)
	now.ReviewAnswerFast = fixed("review_answer_fast", 5, WorkingDays, FromReviewCopy, "54", 1).of(reviewAct)
	return [2]Remedies{before, now}
}

func (r Remedies) terms() []Term {
	return []Term{r.ReviewFiling, r.ReviewAnswer, r.ReviewAnswerFast, r.SuitFiling, r.SuitAfterReview, r.SuitAnswer}
}

// act is the short name under which a term stands in the sheet: the review act
// of before the revision has numbers of its own.
func (r Remedies) act(t Term) string {
	if t.Law == reviewAct && r.From < reviewTurn() {
		return ActReview1999
	}
	return t.Law
}
