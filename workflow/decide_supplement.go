package workflow

import (
	"strconv"
	"strings"

	"gongkai/law"
)

// The applicant's period to supply what is missing is to be reasonable (open reading A7): working days.
const fewestDays, mostDays = 5, 30

// decide asks for a supplement: once (art. 30; open reading A6), within 7 working days of receipt. A later notice needs
// an override, and then the first due date stays the binding one (A5).
func (c *RequestSupplement) decide(d *decision) error {
	if s := d.app.Supplement; s != nil && (d.app.State == AwaitingSupplement || s.Received.IsZero() && s.TakenBack.IsZero() || d.choice("second_supplement") != "true") {
		return refuse("second_supplement", "30", s.On)
	}
	if d.app.State != Received {
		return d.notNow()
	}
	if c.Days < fewestDays || c.Days > mostDays {
		return refuse("period_out_of_range", "30", fewestDays, mostDays, c.Days)
	}
	if version, _ := law.InForce(d.app.ReceivedOn); !version.SupplementNotice.Has() { // nor would a supplement begin a new run
		return refuse("not_under_this_law", "30", version.Name)
	}
	noticeBy := d.app.clock(d.Calendar).NoticeBy
	tooLate := !noticeBy.IsZero() && d.on > noticeBy
	switch {
	case tooLate && d.choice("late_supplement") == "block":
		return refuse("supplement_blocked", "30", noticeBy, d.on)
	case tooLate && c.Override == nil:
		return refuse("supplement_too_late", "30", noticeBy, d.on)
	}
	if day0 := d.app.day0(); d.on < day0 {
		return refuse("before_receipt", "30", d.on, day0)
	}
	if err := d.checkService(d.on, c.ServedOn, "30"); err != nil {
		return err
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

// checkService holds the day a letter was served against the day it was sent and today.
func (d *decision) checkService(sent, served law.Date, article string) error {
	if !served.IsZero() && served < sent {
		return refuse("served_before_sent", article, served, sent)
	}
	if served > d.Today {
		return refuse("in_future", "", "served_on", served, d.Today)
	}
	return nil
}

// decide takes the supplement: a restart, not a pause — the whole period begins again on the day it came. One that came
// in time but is entered after the lapse takes the lapse back, and so does a late one with a good reason (open reading
// A7); without one the case stays closed, and a new application is open to the applicant.
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
	words := map[string]string{"content": c.Content, "good_reason": c.GoodReason}
	last := d.app.SupplementEnd(d.Calendar)
	late := !last.IsZero() && d.on > last
	switch {
	case d.app.State != AwaitingSupplement && s.LapsedOn.IsZero():
		return d.notNow()
	case late && strings.TrimSpace(c.GoodReason) == "":
		return refuse("supplement_lapsed", "30", last, d.on)
	}
	data := Data{Override: late}
	if day := d.dayOfReceipt(d.on); day != d.on {
		data.ReceivedOn = day
	}
	if d.app.State == AwaitingSupplement {
		return d.emit(SupplementReceived, Received, d.on, data, words)
	}
	if err := d.emit(SupplementReceived, None, d.on, data, words); err != nil {
		return err
	}
	return d.reverseLapse(Received)
}

// decide takes the notice back: the supplement is not needed after all, and the first run goes on from its own day 0 as
// if no notice had been given.
func (c *WithdrawSupplementRequest) decide(d *decision) error {
	if d.app.State != AwaitingSupplement {
		return d.notNow()
	}
	return d.emit(SupplementWithdrawn, Received, d.on, Data{}, map[string]string{"reason": c.Reason})
}
