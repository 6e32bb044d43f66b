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
	Awaiting   bool     // an answer that stops the clock is awaited: the date is a forecast
	NoticeBy   law.Date // last day of a supplement notice, 7 working days after receipt (art. 30)
	Delayed    bool     // the date was fixed under art. 35, not counted
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
	c.Run.Day0 = a.day0()
	if version.SupplementNotice.Number > 0 {
		c.NoticeBy = cal.Nth(a.noticeFrom(), version.SupplementNotice.Number)
	}
	if r := a.rehandling(); r != nil && !r.Until.IsZero() {
		return c.fixed(cal, r)
	}
	if s := a.Supplement; s != nil && !s.Received.IsZero() && s.TooLate {
		c.Restarted = cal.Nth(s.Received, version.Reply.Number)
	}
	c.Run.Pauses, c.Awaiting = a.pauses(cal)
	c.Unextended = cal.Due(c.Run)
	for _, e := range a.Extensions {
		if a.inRun(e.Seq, e.On) {
			c.Extended += e.Days
		}
	}
	c.Run.Allowance += c.Extended
	if a.waits() {
		return c
	}
	c.Due = Due{On: cal.Due(c.Run), Kind: Firm, Calendar: cal.Version()}
	if d := a.delayed(); d != nil { // the date told to the applicant stands, whatever pauses come after it
		c.Due.On, c.Delayed = d.Until, true
		return c
	}
	switch {
	case cal.Provisional(c.Run.Day0, c.Due.On):
		c.Due.Kind = Provisional
	case c.Awaiting && !a.State.Closed():
		c.Due.Kind = Forecast
	}
	return c
}

// day0 is day 0 of the run that counts: receipt, or the last event from which the whole period began again.
func (a *Application) day0() law.Date { return a.start().On }

// start is the fact that began the run that counts.
func (a *Application) start() Restart {
	last := Restart{On: a.ReceivedOn}
	for _, r := range a.Restarts {
		if r.On > last.On || r.On == last.On && r.Seq > last.Seq {
			last = r
		}
	}
	return last
}

// inRun says whether a fact belongs to the run that counts. Facts are ordered by day and sequence number: what was done
// before a restart is dropped with the old run, on the day of the restart too.
func (a *Application) inRun(seq int, on law.Date) bool {
	start := a.start()
	return on > start.On || on == start.On && seq >= start.Seq
}

// noticeFrom is the day from which the 7 working days of a supplement notice run: receipt, or for a second notice (open
// reading A6) the supplement before it.
func (a *Application) noticeFrom() law.Date {
	from := a.ReceivedOn
	if r := a.rehandling(); r != nil {
		from = max(from, r.On)
	}
	for _, s := range append(a.Earlier, copies(a.Supplement)...) {
		from = max(from, s.Received)
	}
	return from
}

func copies(s *Supplement) []Supplement {
	if s == nil {
		return nil
	}
	return []Supplement{*s}
}

// delayed is the date fixed under art. 35 in the run that counts.
func (a *Application) delayed() *Delayed {
	if a.Delayed != nil && a.inRun(a.Delayed.Seq, a.Delayed.On) {
		return a.Delayed
	}
	return nil
}

// waits says that no reply date exists because the next step is the applicant's: while a timely supplement notice or a
// fee notice is open, and when the case ended there (lapsed or withdrawn).
func (a *Application) waits() bool {
	s, f := a.Supplement, a.fee()
	supplement := s != nil && !s.TooLate && s.Received.IsZero() && s.TakenBack.IsZero() && a.State == AwaitingSupplement
	fee := f != nil && f.PaidOn.IsZero() && a.State == FeeNotified
	if a.State == OtherwiseClosed {
		supplement = s != nil && !s.TooLate && s.Received.IsZero() && s.TakenBack.IsZero()
		fee = f != nil && f.PaidOn.IsZero()
	}
	return supplement || fee
}

// pauses lists the days left out by consultations of this run, each (sent, answered or end of the period], and whether
// one is still awaited; by choice a request for reasons too (open reading A9). Consultations of an earlier run are dropped with it.
func (a *Application) pauses(cal *law.Calendar) (pauses []law.Pause, awaiting bool) {
	for i := range a.Consultations {
		c := &a.Consultations[i]
		if !a.inRun(c.Seq, c.SentOn) {
			continue
		}
		end := a.ConsultationEnd(cal, c)
		if !c.OpinionOn.IsZero() && c.OpinionOn < end {
			end = c.OpinionOn
		} else if c.Open() {
			awaiting = true
		}
		if p := c.pause(end); p.To > p.From {
			pauses = append(pauses, p)
		}
	}
	if r := a.Reasons; r != nil && r.StopsClock && a.inRun(r.Seq, r.On) {
		end := a.ReasonsEnd(cal)
		if r.ReceivedOn.IsZero() {
			awaiting = true
		} else {
			end = min(end, r.ReceivedOn)
		}
		pauses = append(pauses, law.Pause{From: r.On, To: end})
	}
	return slices.Clip(pauses), awaiting
}

// pause gives the days left out for a wait that ended on a day. Offices count its end days in three ways (open reading
// A4); the default leaves out neither the sending day nor any day after the answer.
func (c *Consultation) pause(end law.Date) law.Pause {
	switch c.Mode {
	case "exclude_both":
		return law.Pause{From: c.SentOn.AddDays(-1), To: end}
	case "count_both":
		return law.Pause{From: c.SentOn, To: end.AddDays(-1)}
	}
	return law.Pause{From: c.SentOn, To: end}
}

// Open says whether the answer is still awaited.
func (c *Consultation) Open() bool { return c.OpinionOn.IsZero() && c.ClosedOn.IsZero() }

// ConsultationEnd is the last day of a consulted party's period: 15 working days from the day the letter was received
// (art. 32), or, while its receipt is not proven, from the first documented attempt to deliver it, else from the day it
// was sent (open reading A11): the clock of the applicant must not stand still for a letter that never arrived.
func (a *Application) ConsultationEnd(cal *law.Calendar, c *Consultation) law.Date {
	version, _ := law.InForce(a.ReceivedOn) // a received application has one
	days := consultationCap
	switch {
	case c.Days > 0:
		days = c.Days
	case version.Opinion.Has():
		days = version.Opinion.Number
	}
	from := c.SentOn
	if !c.AttemptOn.IsZero() {
		from = c.AttemptOn
	}
	last := cal.Nth(from, days)
	if c.ServedOn.IsZero() || c.ServedOn > last { // what comes after the wait has ended begins no other one
		return last
	}
	return cal.Nth(c.ServedOn, days)
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

// FeeEnd is the last day to pay: 20 working days from the day the applicant had the notice (国办函〔2020〕109号); none
// while service is not proven.
func (a *Application) FeeEnd(cal *law.Calendar) law.Date {
	f := a.fee()
	version, err := law.InForce(a.ReceivedOn)
	if f == nil || f.ServedOn.IsZero() || err != nil || !version.FeePayment.Has() {
		return 0
	}
	return version.FeePayment.End(cal, f.ServedOn, 0)
}

// ReasonsEnd is the last day to give the reasons asked for (art. 35), from proven service, else from the day the request
// was made.
func (a *Application) ReasonsEnd(cal *law.Calendar) law.Date {
	r := a.Reasons
	if r == nil {
		return 0
	}
	from := r.ServedOn
	if from.IsZero() {
		from = r.On
	}
	return cal.Nth(from, r.Days)
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
