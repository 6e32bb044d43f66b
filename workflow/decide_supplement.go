package workflow

import (
	"strconv"
)

// The applicant's period to supply what is missing is to be reasonable (open reading A7): working days.
const fewestDays, mostDays = 5, 30

// decide asks for a supplement: once (art. 30; open reading A6), within 7 working days of receipt. A later notice needs
// an override, and then the first due date stays the binding one (A5).
func (c *RequestSupplement) decide(d *decision) error {
	if d.app.State == AwaitingSupplement || d.app.Supplement != nil {
		return refuse("second_supplement", "30", d.app.Supplement.On)
	}
	if d.app.State != Received {
		return d.notNow()
	}
	if c.Days < fewestDays || c.Days > mostDays {
		return refuse("period_out_of_range", "30", fewestDays, mostDays, c.Days)
	}
	noticeBy := d.app.clock(d.Calendar).NoticeBy
	tooLate := !noticeBy.IsZero() && d.on > noticeBy
	if tooLate && c.Override == nil {
		return refuse("supplement_too_late", "30", noticeBy, d.on)
	}
	if !c.ServedOn.IsZero() && c.ServedOn < d.on {
		return refuse("served_before_sent", "30", c.ServedOn, d.on)
	}
	if c.ServedOn > d.Today {
		return refuse("in_future", "", "served_on", c.ServedOn, d.Today)
	}
	data := Data{Days: c.Days, ServedOn: c.ServedOn, Override: tooLate}
	private := map[string]string{}
	for i, item := range c.Items {
		private["items."+strconv.Itoa(i+1)] = item
	}
	if tooLate {
		private["override"] = c.Override.Reason
	}
	if !c.ServedOn.IsZero() {
		data.LastDay = d.Calendar.Nth(c.ServedOn, c.Days)
	}
	return d.emit(SupplementRequested, AwaitingSupplement, d.on, data, private)
}

// decide takes the supplement: a restart, not a pause — the whole period begins again on the day it came. One that came
// in time but is entered after the lapse takes the lapse back; one that came too late leaves the case closed, and a new
// application is open to the applicant.
func (c *ReceiveSupplement) decide(d *decision) error {
	s := d.app.Supplement
	if s == nil {
		return refuse("no_supplement_asked", "30")
	}
	if !s.Received.IsZero() {
		return refuse("supplement_already", "30", s.Received)
	}
	if d.on < s.On {
		return refuse("before_request", "30", d.on, s.On)
	}
	words := map[string]string{"content": c.Content}
	if d.app.State == AwaitingSupplement {
		return d.emit(SupplementReceived, Received, d.on, Data{}, words)
	}
	if s.LapsedOn.IsZero() {
		return d.notNow()
	}
	if last := d.app.SupplementEnd(d.Calendar); d.on > last {
		return refuse("supplement_lapsed", "30", last, d.on)
	}
	if err := d.emit(SupplementReceived, None, d.on, Data{}, words); err != nil {
		return err
	}
	if err := d.emit(LapseReversed, Received, d.on, Data{}, nil); err != nil {
		return err
	}
	for _, t := range d.app.Tasks {
		if t.Status == "closed" {
			if err := d.emitFor(t.Department, TaskReopened, None, d.on, Data{}, nil); err != nil {
				return err
			}
		}
	}
	return nil
}
