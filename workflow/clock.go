package workflow

import (
	"slices"

	"gongkai/law"
)

// Clock is the reply clock of art. 33 as it stands, with what it was computed from. A run starts at Run.Day0 and begins
// again at zero with a restart (a supplement came); a pause leaves out the days of a consultation and goes on.
type Clock struct {
	Due
	Run        law.Run
	Unextended law.Date // due date of the run without its extension: the last day to tell of one (rulebook T4)
	Extended   int      // working days of extension in this run
	Consulting bool     // a consultation is open: the date is a forecast
	NoticeBy   law.Date // last day of a supplement notice, 7 working days after receipt (art. 30)
	Restarted  law.Date // second date shown beside the binding one, after a notice that was too late
}

// Clock computes the reply clock from the facts. The zero Clock stands for "no date": before receipt, while a supplement
// or a fee is awaited, after a voided registration.
func (a *Application) Clock(cal *law.Calendar) Clock { return a.clock(cal) }

func (a *Application) clock(cal *law.Calendar) Clock {
	version, err := law.InForce(a.ReceivedOn)
	if a.ReceivedOn.IsZero() || a.State == Void || err != nil {
		return Clock{}
	}
	c := Clock{Run: law.Run{Day0: a.ReceivedOn, Allowance: version.Reply.Number}}
	if version.SupplementNotice.Number > 0 {
		c.NoticeBy = cal.Nth(a.ReceivedOn, version.SupplementNotice.Number)
	}
	if s := a.Supplement; s != nil && !s.Received.IsZero() {
		if s.TooLate {
			c.Restarted = cal.Nth(s.Received, version.Reply.Number)
		} else {
			c.Run.Day0 = s.Received
		}
	}
	c.Run.Pauses, c.Consulting = a.pauses(cal, c.Run.Day0)
	c.Unextended = cal.Due(c.Run)
	for _, e := range a.Extensions {
		if e.On >= c.Run.Day0 {
			c.Extended += e.Days
		}
	}
	c.Run.Allowance += c.Extended
	if a.waits() {
		return c
	}
	c.Due = Due{On: cal.Due(c.Run), Kind: Firm, Calendar: cal.Version()}
	switch {
	case cal.Provisional(c.Run.Day0, c.Due.On):
		c.Due.Kind = Provisional
	case c.Consulting && !a.State.Closed():
		c.Due.Kind = Forecast
	}
	return c
}

// waits says that no reply date exists because the next step is the applicant's: while a timely supplement notice is
// open, and when the case ended there (lapsed or withdrawn).
func (a *Application) waits() bool {
	s := a.Supplement
	return s != nil && !s.TooLate && s.Received.IsZero() && (a.State == AwaitingSupplement || a.State == OtherwiseClosed)
}

// pauses lists the days left out by consultations of this run, each (sent, answered or end of the period], and whether
// one is still open. Consultations of an earlier run are dropped with it.
func (a *Application) pauses(cal *law.Calendar, day0 law.Date) (pauses []law.Pause, consulting bool) {
	for i := range a.Consultations {
		c := &a.Consultations[i]
		if c.SentOn < day0 {
			continue
		}
		end := a.ConsultationEnd(cal, c)
		if !c.OpinionOn.IsZero() && c.OpinionOn < end {
			end = c.OpinionOn
		} else if c.Open() {
			consulting = true
		}
		if end > c.SentOn {
			pauses = append(pauses, law.Pause{From: c.SentOn, To: end})
		}
	}
	return slices.Clip(pauses), consulting
}

// Open says whether the answer is still awaited.
func (c *Consultation) Open() bool { return c.OpinionOn.IsZero() && c.ClosedOn.IsZero() }

// ConsultationEnd is the last day of a consulted party's period: 15 working days from the day the letter was received
// (art. 32), or, while its receipt is not proven, from the day it was sent (open reading A11): the clock of the applicant
// must not stand still for a letter that never arrived.
func (a *Application) ConsultationEnd(cal *law.Calendar, c *Consultation) law.Date {
	version, err := law.InForce(a.ReceivedOn)
	if err != nil {
		return c.SentOn
	}
	days := consultationCap
	if version.Opinion.Has() {
		days = version.Opinion.Number
	}
	from := c.ServedOn
	if from.IsZero() {
		from = c.SentOn
	}
	return cal.Nth(from, days)
}

// consultationCap bounds a consultation for which the law sets no period: another agency (open reading A10), and any
// consultation under the Regulation of 2008.
const consultationCap = 15

// SupplementEnd is the last day of the applicant's period to supply what is missing; none while service is not proven.
func (a *Application) SupplementEnd(cal *law.Calendar) law.Date {
	s := a.Supplement
	if s == nil || s.ServedOn.IsZero() || s.Days == 0 {
		return 0
	}
	return cal.Nth(s.ServedOn, s.Days)
}

// Overdue follows from legal dates: closed by an act after the due date, or open and marked after the due date as it
// stands now. An act entered late but done in time takes it away.
func (a *Application) Overdue() bool {
	if a.Due.On.IsZero() || a.State == Void {
		return false
	}
	if a.State.Closed() {
		return a.ClosedOn > a.Due.On
	}
	return a.MarkedOn > a.Due.On
}
