package workflow

import "gongkai/law"

// decide asks for reasons when number or frequency of a person's applications is clearly beyond reason (art. 35). No
// number is too many by law; the request does not stop the clock unless the office reads art. 35 so (open reading A9).
func (c *RequestReasons) decide(d *decision) error {
	if d.app.State != Received {
		return d.notNow()
	}
	version, err := law.InForce(d.app.ReceivedOn)
	if err != nil || !version.Reasons.Has() {
		return refuse("not_under_this_law", "35", d.app.Law)
	}
	if r := d.app.Reasons; r != nil {
		return refuse("reasons_already_asked", "35", r.On)
	}
	if d.on < d.app.day0() {
		return refuse("before_receipt", "35", d.on, d.app.day0())
	}
	if err := d.checkService(d.on, c.ServedOn, "35"); err != nil {
		return err
	}
	days := c.Days
	if days == 0 {
		days = version.Reasons.Number
	}
	d.choice("reasons_stop_clock")
	data := Data{Days: days, ServedOn: c.ServedOn}
	if !c.ServedOn.IsZero() {
		data.LastDay = d.Calendar.Nth(c.ServedOn, days)
	}
	return d.emit(ReasonsRequested, None, d.on, data, nil)
}

// decide records the reasons given and what the agency makes of them.
func (c *ReceiveReasons) decide(d *decision) error {
	r := d.app.Reasons
	switch {
	case r == nil:
		return refuse("no_reasons_asked", "35")
	case !r.ReceivedOn.IsZero():
		return refuse("reasons_already", "35", r.ReceivedOn)
	case d.app.State != Received:
		return d.notNow()
	case d.on < r.On:
		return refuse("before_request", "35", d.on, r.On)
	}
	return d.emit(ReasonsReceived, None, d.on, Data{Acceptable: c.Acceptable}, map[string]string{"reasons": c.Reasons})
}

// decide fixes a later date of reply: the reasons are good, but the work cannot be done in the period of art. 33. The
// applicant is told before the period ends.
func (c *SetDelayedDate) decide(d *decision) error {
	if d.app.State != Received {
		return d.notNow()
	}
	if d.app.Reasons == nil || !d.app.Reasons.Acceptable {
		return refuse("no_good_reasons", "35")
	}
	if delayed := d.app.delayed(); delayed != nil {
		return refuse("already_delayed", "35", delayed.Until)
	}
	due := d.app.clock(d.Calendar).Due.On
	switch {
	case d.on < d.app.Reasons.ReceivedOn:
		return refuse("before_request", "35", d.on, d.app.Reasons.ReceivedOn)
	case d.on > due:
		return refuse("delay_too_late", "35", due, d.on)
	case c.Until <= due:
		return refuse("delay_too_short", "35", c.Until, due)
	}
	if err := d.checkService(d.on, c.ServedOn, "35"); err != nil {
		return err
	}
	return d.emit(DelayedDateSet, None, d.on, Data{Until: c.Until, ServedOn: c.ServedOn}, nil)
}

// needReasons holds 无正当理由大量反复申请 to its history: asked, and either found wanting or not given by the end of the
// period.
func (d *decision) needReasons() error {
	r := d.app.Reasons
	switch {
	case r == nil:
		return refuse("needs_reasons", "35")
	case r.Acceptable:
		return refuse("reasons_accepted", "35", r.ReceivedOn)
	case r.ReceivedOn.IsZero() && r.ServedOn.IsZero():
		return refuse("reasons_not_served", "35", r.Seq)
	case r.ReceivedOn.IsZero() && d.on <= d.app.ReasonsEnd(d.Calendar):
		return refuse("reasons_awaited", "35", d.app.ReasonsEnd(d.Calendar))
	}
	return nil
}
