package workflow

// decide takes the application up again after a decision that set its reply aside or held its silence unlawful: a new run
// of the whole reply period from this day, or until the day that the decision set.
func (c *Rehandle) decide(d *decision) error {
	decided := d.app.Dispute(c.Case)
	switch {
	case decided == nil:
		return refuse("unknown_case", "", c.Case)
	case !decided.StruckOn.IsZero():
		return refuse("case_struck", "", c.Case)
	case decided.DecidedOn.IsZero() || decided.Outcome == Upheld || decided.Outcome == OtherOutcome && d.app.Number != "":
		return refuse("nothing_set_aside", "", c.Case)
	case !decided.RehandledOn.IsZero():
		return refuse("case_rehandled", "", c.Case, decided.RehandledOn)
	case d.on < decided.DecidedOn:
		return refuse("before_copy", "", d.on, decided.DecidedOn)
	}
	data := Data{CaseData: CaseData{Case: c.Case}, Until: decided.Until}
	switch {
	case d.app.State == CaseOnly:
		return d.emit(Rehandled, None, d.on, data, nil)
	case d.app.State.Closed() && d.app.State != Void, d.app.State == Received:
		return d.emit(Rehandled, Received, d.on, data, nil)
	}
	return d.notNow()
}
