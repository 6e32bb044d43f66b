package workflow

import (
	"slices"

	"gongkai/law"
)

// letters are the events whose letter is served on somebody.
var letters = []string{SupplementRequested, ConsultationSent, Extended, Replied, SupplementLapsed, ReasonsRequested, DelayedDateSet,
	FeeRequested, FeeLapsed}

// decide records how a letter reached its addressee (rulebook 8.1). `served` without a date means the day of the fact;
// a refusal or a failed attempt proves nothing unless it names the day of substituted service.
func (c *RecordService) decide(d *decision) error {
	if c.Sequence > d.app.Seq() {
		return refuse("unknown_event", "", c.Sequence)
	}
	sent := d.app.History[c.Sequence-1]
	if !slices.Contains(letters, sent.Type) {
		return refuse("no_letter", "", c.Sequence, eventName(sent.Type))
	}
	served, derived := c.substituted(d.on)
	if served > d.Today && !derived {
		return refuse("in_future", "", "served_on", served, d.Today)
	}
	effective, err := corrected(d.app.History)
	if err != nil {
		return err
	}
	sent = effective[c.Sequence-1]
	if d.on < sent.On {
		return refuse("served_before_sent", "", d.on, sent.On)
	}
	if !served.IsZero() && served < sent.On {
		return refuse("served_before_sent", "", served, sent.On)
	}
	if proven := d.app.servedOn(c.Sequence); !proven.IsZero() && !served.IsZero() && (proven <= d.on || served >= proven) {
		return refuse("already_served", "", c.Sequence, proven)
	}
	data := Data{Sequence: c.Sequence, Outcome: c.Outcome, ServedOn: served, ServedBy: c.ServedBy, Carrier: c.Carrier}
	return d.emit(ServiceRecorded, None, d.on, data, map[string]string{"proof": c.Proof})
}

// publicNotice is how many days after its publication a public notice counts as service (民事诉讼法 art. 95, by analogy).
const publicNotice = 30

// substituted gives the day of service: the one named, the day of the fact for a letter served or left with witnesses,
// the end of its thirty days for a public notice (which may lie ahead: derived). None proves nothing.
func (c *RecordService) substituted(on law.Date) (served law.Date, derived bool) {
	switch {
	case !c.ServedOn.IsZero():
		return c.ServedOn, false
	case c.ServedBy == "notice":
		return on.AddDays(publicNotice), true
	case c.Outcome == "served", c.ServedBy == "left":
		return on, false
	}
	return 0, false
}

// ServedOn gives the proven day of service of the letter of an event; none while there is no proof.
func (a *Application) ServedOn(seq int) law.Date { return a.servedOn(seq) }

// servedOn gives the proven day of service of the letter of an event; none while there is no proof.
func (a *Application) servedOn(seq int) law.Date {
	if s := a.Supplement; s != nil && s.Seq == seq {
		return s.ServedOn
	}
	for _, c := range a.Consultations {
		if c.Seq == seq {
			return c.ServedOn
		}
	}
	if r := a.Reasons; r != nil && r.Seq == seq {
		return r.ServedOn
	}
	for _, f := range a.Fees {
		if f.Seq == seq {
			return f.ServedOn
		}
	}
	for _, s := range a.Earlier {
		if s.Seq == seq {
			return s.ServedOn
		}
	}
	if r := a.Reply; r != nil && r.Seq == seq {
		return r.ReceivedOn
	}
	return 0
}
