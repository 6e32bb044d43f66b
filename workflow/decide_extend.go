package workflow

import "gongkai/law"

// decide lengthens the reply period (art. 33 para. 2): at most 20 working days, once in a run, told no later than the
// due date of the run without it, pauses included. It may be granted during a pause.
func (c *Extend) decide(d *decision) error {
	if d.app.State != Received {
		return d.notNow()
	}
	version, _ := law.InForce(d.app.ReceivedOn) // a received application has one
	if r := d.app.rehandling(); r != nil && !r.Until.IsZero() {
		return refuse("fixed_by_decision", "行政复议法 77", r.Case, r.Until)
	}
	clock := d.app.clock(d.Calendar)
	if d.on < clock.Run.Day0 {
		return refuse("before_receipt", "33", d.on, clock.Run.Day0)
	}
	if e := d.app.extension(); e != nil {
		return refuse("already_extended", "33", e.On, e.Days)
	}
	if delayed := d.app.delayed(); delayed != nil {
		return refuse("already_delayed", "35", delayed.Until)
	}
	if c.Days > version.Extension.Number {
		return refuse("extension_too_long", "33", version.Extension.Number, c.Days)
	}
	if d.on > clock.Unextended {
		return refuse("extension_too_late", "33", clock.Unextended, d.on)
	}
	return d.emit(Extended, None, d.on, Data{Days: c.Days}, map[string]string{"reason": c.Reason, "approved_by": c.ApprovedBy})
}
