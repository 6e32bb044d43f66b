package workflow

import "gongkai/law"

// decide registers the application. Day 0 is the day it was handed in, signed for, submitted online (the portal's own
// acknowledgement confirms it: open reading A1) or signed as an oral record; an ordinary letter, a fax and signed mail to
// a named person have no day 0 until the applicant has confirmed (art. 31).
func (c *Register) decide(d *decision) error {
	if _, err := law.InForce(d.on); err != nil {
		return refuse("no_law", "", d.on)
	}
	if c.SubmittedOn > d.on {
		return refuse("submitted_after_arrival", "31", c.SubmittedOn, d.on)
	}
	if c.ToPerson && c.Channel != "mail_signed" {
		return &Refusal{Code: "malformed", Faults: []Fault{{Field: "to_person", Code: "bad_value", Want: c.Channel}}}
	}
	data := Data{
		Channel: c.Channel, Category: c.Applicant.Category, IDType: c.Applicant.IDType,
		Form: c.Form, Delivery: c.Delivery, NeedsHelp: c.NeedsHelp,
		SubmittedOn: c.SubmittedOn, ToPerson: c.ToPerson, Parent: c.Parent,
	}
	state := Arrived
	if !d.needsConfirmation(c.Channel, c.ToPerson) {
		state, data.ReceivedOn = Received, d.dayOfReceipt(d.on)
	}
	return d.emit(Registered, state, d.on, data, map[string]string{
		"name": c.Applicant.Name, "id_number": c.Applicant.IDNumber, "phone": c.Applicant.Phone,
		"email": c.Applicant.Email, "address": c.Applicant.Address, "agent": c.Applicant.Agent, "content": c.Content,
		"evidence": c.Evidence,
	})
}

// needsConfirmation says whether day 0 is the day the office has confirmed with the applicant.
func (d *decision) needsConfirmation(channel string, toPerson bool) bool {
	switch channel {
	case "mail_ordinary", "fax":
		return true
	case "online":
		return d.choice("online_receipt") == "manual_confirm"
	}
	return toPerson
}

// dayOfReceipt is day 0 for what came on a day: the day itself, or by choice the next working day where it came on a rest
// day (open reading A2). A make-up day is a working day.
func (d *decision) dayOfReceipt(on law.Date) law.Date {
	if !d.Calendar.Working(on) && d.choice("rest_day_receipt") == "next_working_day" {
		return d.Calendar.Nth(on, 1)
	}
	return on
}

// decide confirms receipt: the day both sides agree is day 0. For an ordinary letter that is the day it came; where the
// applicant could not be reached, the day contact was restored (国办公开办函〔2015〕207号).
func (c *ConfirmReceipt) decide(d *decision) error {
	if d.app.State != Arrived {
		return refuse("already_received", "31", d.app.ReceivedOn)
	}
	data := Data{ReceivedOn: d.dayOfReceipt(d.on)}
	return d.emit(ReceiptConfirmed, Received, d.on, data, map[string]string{"evidence": c.Evidence})
}
