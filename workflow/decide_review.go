package workflow

import "gongkai/law"

// decide records a review. It is about what the agency did or failed to do: a result, or a reply that is overdue. Steps
// on the way cannot be reviewed (国办函〔2021〕132号 art. 3).
func (c *FileReview) decide(d *decision) error {
	data := CaseData{Case: c.Case, By: orApplicant(c.By), Procedure: c.Procedure}
	if data.Procedure == "" {
		data.Procedure = "ordinary"
	}
	if data.Procedure == "simple" && !AnswerTerm(Review, data.Procedure, d.on).Has() {
		return refuse("no_simple_procedure", "行政复议法 53", d.on)
	}
	if err := d.mayFile(c.Case); err != nil {
		return err
	}
	if s := d.undecided(Suit, data.By); s != nil && d.app.Number != "" {
		return refuse("suit_pending", "行政复议法 29", s.Case)
	}
	return d.emitCase(ReviewFiled, data)
}

func orApplicant(by string) string {
	if by == "" {
		return ByApplicant
	}
	return by
}

// mayFile checks what holds for every new case: its code is free, and there is something to complain of.
func (d *decision) mayFile(code string) error {
	if d.app.Dispute(code) != nil || !d.replaying && d.Office.HasCase(d.app.Agency, code) {
		return refuse("case_exists", "", code)
	}
	if d.app.Number == "" {
		return nil
	}
	if d.app.State == Void {
		return d.notNow()
	}
	if due := d.app.Due.On; !d.app.State.Closed() && (due.IsZero() || d.on <= due) {
		return refuse("nothing_to_review", "51", d.app.State)
	}
	return nil
}

// undecided gives a case of a kind that somebody brought and that has no decision yet; nil when there is none.
func (d *decision) undecided(kind, by string) *Dispute {
	for i := range d.app.Disputes {
		if c := &d.app.Disputes[i]; c.Kind == kind && c.By == by && c.Pending() {
			return c
		}
	}
	return nil
}

// emitCase appends the event that brings a case.
func (d *decision) emitCase(eventType string, data CaseData) error {
	to := None
	if d.app.State == None {
		to = CaseOnly
	}
	return d.emit(eventType, to, d.on, Data{CaseData: data}, nil)
}

// decide records the agency's answer to the body that reviews.
func (c *AnswerReview) decide(d *decision) error { return d.answer(Review, c.Case, ReviewAnswered) }

// decide records the end of the review.
func (c *DecideReview) decide(d *decision) error {
	return d.conclude(Review, ReviewDecided, outcome{c.Case, c.Result, c.Until, c.Note})
}

// open finds a case that has no decision yet.
func (d *decision) open(kind, code string) (*Dispute, error) {
	c := d.app.Dispute(code)
	switch {
	case c == nil:
		return nil, refuse("unknown_case", "", code)
	case kind != "" && c.Kind != kind:
		return nil, refuse("case_is", "", code, caseKind(c.Kind))
	case !c.StruckOn.IsZero():
		return nil, refuse("case_struck", "", code)
	case !c.DecidedOn.IsZero():
		return nil, refuse("case_decided", "", code, c.DecidedOn)
	}
	return c, nil
}

func (d *decision) answer(kind, code, eventType string) error {
	c, err := d.open(kind, code)
	if err != nil {
		return err
	}
	if !c.AnsweredOn.IsZero() {
		return refuse("case_answered", "", code, c.AnsweredOn)
	}
	if d.on < c.FiledOn {
		return refuse("before_copy", "", d.on, c.FiledOn)
	}
	return d.emit(eventType, None, d.on, Data{CaseData: CaseData{Case: code}}, nil)
}

// outcome is how a case ended.
type outcome struct {
	code, result string
	until        law.Date
	note         string
}

func (d *decision) conclude(kind, eventType string, o outcome) error {
	c, err := d.open(kind, o.code)
	if err != nil {
		return err
	}
	if last := latest(c.FiledOn, c.AnsweredOn); d.on < last {
		return refuse("before_copy", "", d.on, last)
	}
	if !o.until.IsZero() && o.until < d.on {
		return refuse("until_passed", "", o.until, d.on)
	}
	if !o.until.IsZero() && o.result == Upheld {
		return refuse("nothing_to_do", "")
	}
	data := Data{CaseData: CaseData{Case: o.code}, Result: o.result, Until: o.until}
	return d.emit(eventType, None, d.on, data, map[string]string{"note": o.note})
}

// strike takes a case back that was entered by mistake. What a decision of it already brought about stays.
func (d *decision) strike(v *VoidApplication) error {
	c := d.app.Dispute(v.Case)
	switch {
	case c == nil:
		return refuse("unknown_case", "", v.Case)
	case !c.StruckOn.IsZero():
		return refuse("case_struck", "", v.Case)
	case !c.RehandledOn.IsZero():
		return refuse("case_rehandled", "", v.Case, c.RehandledOn)
	case d.on < c.FiledOn:
		return refuse("before_copy", "", d.on, c.FiledOn)
	}
	return d.emit(CaseStruck, None, d.on, Data{CaseData: CaseData{Case: v.Case}}, map[string]string{"reason": v.Reason})
}
