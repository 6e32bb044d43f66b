package workflow

import "gongkai/law"

// decide records a suit. A refusal under arts. 14 to 16 must be reviewed first (行政复议法 art. 23), silence need not be
// (法释〔2025〕8号 art. 2). Whether it comes after a review follows from the history and must be told as it is: it is the
// column of table 4.
func (c *FileSuit) decide(d *decision) error {
	data := CaseData{Case: c.Case, By: orApplicant(c.By), AfterReview: c.AfterReview, Reviewer: c.Reviewer}
	if err := d.mayFile(c.Case); err != nil {
		return err
	}
	if d.app.Number != "" {
		if err := d.maySue(data); err != nil {
			return err
		}
	}
	return d.emitCase(SuitFiled, data)
}

func (d *decision) maySue(data CaseData) error {
	if r := d.undecided(Review, data.By); r != nil && d.on <= reviewRunsTo(r) {
		return refuse("review_pending", "行政复议法 29", r.Case)
	}
	reviewed := false // any decision of review, before this day
	for i := range d.app.Disputes {
		r := &d.app.Disputes[i]
		reviewed = reviewed || r.Kind == Review && r.StruckOn.IsZero() && !r.DecidedOn.IsZero() && r.DecidedOn <= d.on
	}
	if data.By == ByApplicant && d.reviewFirst() && !d.reviewedSince(d.app.ClosedOn) {
		result, _ := law.ResultByKey(d.app.Result)
		return refuse("review_first", "行政复议法 23", result.Title())
	}
	if reviewed != data.AfterReview {
		if reviewed {
			return refuse("suit_after_review", "行政诉讼法 45")
		}
		return refuse("suit_without_review", "行政诉讼法 45")
	}
	return nil
}

// reviewFirst says whether the result that stands must be reviewed before it is taken to court.
func (d *decision) reviewFirst() bool {
	act, ok := d.app.Act()
	order, known := act.Order()
	return ok && known && order == law.ReviewFirst
}

// reviewedSince says whether the applicant went to review against what was done on a day: the review was decided, or its
// period passed without a decision (行政复议法 art. 34).
func (d *decision) reviewedSince(done law.Date) bool {
	for i := range d.app.Disputes {
		r := &d.app.Disputes[i]
		if r.Kind != Review || r.By != ByApplicant || r.FiledOn < done || !r.StruckOn.IsZero() {
			continue
		}
		if r.DecidedOn.IsZero() && d.on > reviewRunsTo(r) || !r.DecidedOn.IsZero() && r.DecidedOn <= d.on {
			return true
		}
	}
	return false
}

// reviewRunsTo is a day up to which the review is certainly still running: 60 days, 30 in the simple procedure, from its
// acceptance (行政复议法 art. 62), which lies at most 7, or 3, working days before the copy came (arts. 48, 54).
func reviewRunsTo(r *Dispute) law.Date {
	if r.Procedure == "simple" {
		return r.FiledOn.AddDays(30 - 11)
	}
	return r.FiledOn.AddDays(60 - 17)
}

// decide records the agency's answer in court.
func (c *AnswerSuit) decide(d *decision) error { return d.answer(Suit, c.Case, SuitAnswered) }

// decide records the latest effective ruling.
func (c *DecideSuit) decide(d *decision) error {
	return d.conclude(Suit, SuitDecided, outcome{c.Case, c.Result, c.Until, c.Note})
}
