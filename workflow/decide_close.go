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

// decide strikes a mistaken registration: nothing is deleted. Before its year was filed it counts nowhere; one that a
// filed year carried over leaves as 其他 in the first unfiled year; one that a filed year counted out stays there
// (rulebook 5.1).
func (c *VoidApplication) decide(d *decision) error {
	if c.Case != "" {
		return d.strike(c)
	}
	if d.app.pending("") {
		return refuse("case_pending", "")
	}
	if d.app.State == Void {
		return refuse("already_void", "")
	}
	if d.on < d.app.RegisteredOn {
		return refuse("out_of_order", "", d.on, d.app.RegisteredOn)
	}
	if err := d.emit(Voided, Void, d.on, Data{}, map[string]string{"reason": c.Reason}); err != nil {
		return err
	}
	return d.closeTasks(d.on)
}
