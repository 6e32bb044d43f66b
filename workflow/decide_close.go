package workflow

// decide closes the case at the applicant's wish, on the day the agency has the withdrawal. After a reply, or once the
// case is closed otherwise, there is nothing left to withdraw.
func (c *Withdraw) decide(d *decision) error {
	if d.app.State.Closed() {
		return refuse("already_closed", "", d.app.State, d.app.ClosedOn)
	}
	if err := d.emit(Withdrawn, OtherwiseClosed, d.on, Data{Result: "other.other"}, map[string]string{"reason": c.Reason}); err != nil {
		return err
	}
	return d.closeTasks(d.on)
}

// decide strikes a mistaken registration: nothing is deleted, and it counts nowhere.
func (c *VoidApplication) decide(d *decision) error {
	if d.app.State == Void {
		return refuse("already_void", "")
	}
	if d.on < d.app.RegisteredOn {
		return refuse("out_of_order", "", d.on, d.app.RegisteredOn)
	}
	if err := d.emit(Voided, Void, d.on, d.voided(), map[string]string{"reason": c.Reason}); err != nil {
		return err
	}
	return d.closeTasks(d.on)
}

// voided says what a voided registration leaves in the tables (rulebook 5.1): before its year was filed nothing; one that
// a filed year carried over leaves as 其他 in the first unfiled year; one that a filed year counted out stays there.
func (d *decision) voided() Data {
	first := d.Office.FirstUnfiled(d.app.Agency)
	switch {
	case d.app.NewYear == 0 || d.app.NewYear >= first:
		return Data{}
	case d.app.ClosedYear != 0 && d.app.ClosedYear < first:
		return Data{CountsIn: d.app.ClosedYear}
	}
	return Data{CountsIn: first, Result: "other.other"}
}
