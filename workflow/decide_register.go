package workflow

import "gongkai/law"

// decide registers the application. Day 0 is the day it was handed in, signed for, submitted online (the portal's own
// acknowledgement confirms it: open reading A1) or signed as an oral record; an ordinary letter and a fax have no day 0
// until the applicant has confirmed (art. 31).
func (c *Register) decide(d *decision) error {
	if _, err := law.InForce(d.on); err != nil {
		return refuse("no_law", "", d.on)
	}
	data := Data{
		Channel: c.Channel, Category: c.Applicant.Category, IDType: c.Applicant.IDType,
		Form: c.Form, Delivery: c.Delivery, NeedsHelp: c.NeedsHelp,
	}
	state := Arrived
	if !needsConfirmation(c.Channel) {
		state, data.ReceivedOn = Received, d.on
	}
	return d.emit(Registered, state, d.on, data, map[string]string{
		"name": c.Applicant.Name, "id_number": c.Applicant.IDNumber, "phone": c.Applicant.Phone,
		"email": c.Applicant.Email, "address": c.Applicant.Address, "agent": c.Applicant.Agent, "content": c.Content,
	})
}

func needsConfirmation(channel string) bool { return channel == "mail_ordinary" || channel == "fax" }

// decide confirms receipt: the day both sides agree is day 0.
func (c *ConfirmReceipt) decide(d *decision) error {
	if d.app.State != Arrived {
		return refuse("already_received", "31", d.app.ReceivedOn)
	}
	return d.emit(ReceiptConfirmed, Received, d.on, Data{ReceivedOn: d.on}, map[string]string{"evidence": c.Evidence})
}
