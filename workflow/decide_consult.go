package workflow

import "strconv"

// decide sends a consultation letter: from the day after, the reply clock stands still until the answer or the end of
// the other side's 15 working days (arts. 32-34). The sending day itself counts (open reading A4).
func (c *Consult) decide(d *decision) error {
	if d.app.State != Received {
		return d.notNow()
	}
	if d.app.consultation(c.Party) != nil {
		return refuse("party_exists", articleOfKind(c.Kind), c.Party)
	}
	if day0 := d.app.clock(d.Calendar).Run.Day0; d.on < day0 {
		return refuse("before_receipt", "", d.on, day0)
	}
	if !c.ServedOn.IsZero() && c.ServedOn < d.on {
		return refuse("served_before_sent", articleOfKind(c.Kind), c.ServedOn, d.on)
	}
	if c.ServedOn > d.Today {
		return refuse("in_future", "", "served_on", c.ServedOn, d.Today)
	}
	data := Data{Party: c.Party, Kind: c.Kind, ServedOn: c.ServedOn}
	d.choice("pause_mode")
	if c.Kind == "other_agency" { // the law sets no period for it
		data.Days, _ = strconv.Atoi(d.choice("other_agency_cap_wd"))
	}
	return d.emit(ConsultationSent, None, d.on, data, map[string]string{"name": c.Name})
}

// decide records the answer. It may be entered late, after the clock has ended the wait: what counts is when it came.
func (c *ReceiveOpinion) decide(d *decision) error {
	party := d.app.consultation(c.Party)
	if party == nil {
		return refuse("unknown_party", "32", c.Party)
	}
	if !party.OpinionOn.IsZero() {
		return refuse("opinion_already", articleOfKind(party.Kind), c.Party, party.OpinionOn)
	}
	if d.on < party.SentOn {
		return refuse("before_request", articleOfKind(party.Kind), d.on, party.SentOn)
	}
	return d.emit(OpinionReceived, None, d.on, Data{Party: c.Party, Stance: c.Stance}, map[string]string{"reason": c.Reason})
}

func articleOfKind(kind string) string {
	switch kind {
	case "joint_agency":
		return "34"
	case "other_agency":
		return "33"
	default:
		return "32"
	}
}
