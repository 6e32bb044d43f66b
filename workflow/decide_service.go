package workflow

import (
	"slices"

	"gongkai/law"
)

// letters are the events whose letter is served on somebody.
var letters = []string{SupplementRequested, ConsultationSent, Extended, Replied, SupplementLapsed}

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
	served := c.ServedOn
	if served.IsZero() && c.Outcome == "served" {
		served = d.on
	}
	if served > d.Today {
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
	if proven := d.app.servedOn(c.Sequence); !proven.IsZero() && !served.IsZero() {
		return refuse("already_served", "", c.Sequence, proven)
	}
	data := Data{Sequence: c.Sequence, Outcome: c.Outcome, ServedOn: served}
	return d.emit(ServiceRecorded, None, d.on, data, map[string]string{"proof": c.Proof})
}

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
	if r := a.Reply; r != nil && r.Seq == seq {
		return r.ReceivedOn
	}
	return 0
}
