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
	suit := Remedies{
		ReviewFiling:    fixed("review_filing", 60, CalendarDays, FromKnowing, "9", 1).of(reviewAct),
		ReviewAnswer:    fixed("review_answer", 10, CalendarDays, FromReviewCopy, "23", 1).of(reviewAct),
		SuitFiling:      fixed("suit_filing", 6, Months, FromKnowing, "46", 1).of(suitAct),
		SuitAfterReview: fixed("suit_after_review", 15, CalendarDays, FromLetterReceived, "45", 0).of(suitAct),
		SuitAnswer:      fixed("suit_answer", 15, CalendarDays, FromSuitCopy, "67", 1).of(suitAct),
	}
	before, turn := NewDate(2015, time.May, 1), NewDate(2024, time.January, 1)
	switch {
	case d < before:
		return Remedies{}, fmt.Errorf("%w: no periods of review and suit are known on %q", ErrNoVersion, d)
	case d < turn:
		suit.From, suit.To = before, turn
		return suit, nil
	}
	// The revision of 2023: ten and five days are working days (art. 88).
	suit.From = turn
	suit.ReviewFiling = fixed("review_filing", 60, CalendarDays, FromKnowing, "20", 1).of(reviewAct)
	suit.ReviewAnswer = fixed("review_answer", 10, WorkingDays, FromReviewCopy, "48", 0).of(reviewAct)
	suit.ReviewAnswerFast = fixed("review_answer_fast", 5, WorkingDays, FromReviewCopy, "54", 1).of(reviewAct)
	return suit, nil
}
