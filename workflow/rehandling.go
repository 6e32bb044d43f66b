package workflow

import "gongkai/law"

// Rehandling is a new run of an application after its reply was set aside: day 0 is On, and the whole reply period is
// open again, or until the day that the decision set.
type Rehandling struct {
	Seq   int
	Case  string
	On    law.Date
	Until law.Date
}

// How the result of a run after the first stands in table 3 (open reading A15); the event that closes the run says it.
const (
	CountsInstead = "instead" // it takes the place of the result that was counted
	CountsNot     = "not"     // what was counted stays; the correction shows in table 4
)

// rehandle begins the new run. What was counted stays counted until a new result takes its place: a reply given anew is
// no new application (rulebook 5.1).
func (a *Application) rehandle(e Event, data *Data) {
	if a.State == CaseOnly { // a case of no application: what was ordered is done
		return
	}
	a.SettledBy, a.Settled, a.CountsAs = a.countedBy(), a.Counting, ""
	a.ArchivedOn = 0
	r := Rehandling{Seq: e.Seq, Case: data.Case, On: e.On}
	if !data.Until.IsZero() {
		r.Until = max(data.Until, e.On) // a day that passed already had its alarm
	}
	a.Rehandlings = append(a.Rehandlings, r)
	if a.Supplement != nil {
		a.Earlier, a.Supplement = append(a.Earlier, *a.Supplement), nil
	}
	a.Restarts = append(a.Restarts, Restart{e.Seq, e.On})
	a.Result, a.ClosedOn, a.ResultOn, a.MarkedOn, a.ArchivedOn = "", 0, 0, 0, 0
	a.Reply, a.Proposal, a.Delayed = nil, nil, nil
	a.move(Received, e.On)
}

// replaced says that the result of this run took the place of the one counted before.
func (a *Application) replaced() bool { return a.State.Closed() && a.CountsAs == CountsInstead }

// countedBy is the event that brought about the result that table 3 counts; none while nothing is counted.
func (a *Application) countedBy() Mark {
	switch {
	case a.Settled.ClosedYear != 0 && !a.replaced():
		return a.SettledBy
	case a.State.Closed():
		return a.ClosedBy
	}
	return Mark{}
}

// markClosing notes which event closed the application.
func (a *Application) markClosing(e Event) {
	if a.State.Closed() && closes(e.Type) {
		a.ClosedBy = Mark{e.Seq, e.Type}
	}
}

// countsAs decides how a result of a later run stands in table 3; "" where nothing was counted before it.
func (d *decision) countsAs(to State, on law.Date, data *Data) string {
	counted := d.app.Settled.ClosedYear
	if counted == 0 || d.app.State.Closed() || !to.Closed() || to == Void {
		return ""
	}
	if d.choice(correctedReply) == "never" {
		return CountsNot
	}
	first := d.Office.Books(d.app.Agency).FirstUnfiled()
	if counted >= first && max(data.resultDate(on).Year(), first) == counted {
		return CountsInstead
	}
	return CountsNot
}

// correctedReply is the open reading A15.
const correctedReply = "corrected_reply"

// caseYear gives the year from which a case, or in which its outcome counts, where that is not its own: a filed year
// never moves. 0 = its own year.
func (d *decision) caseYear(eventType string, on law.Date) int {
	switch eventType {
	case ReviewFiled, ReviewDecided, SuitFiled, SuitDecided:
	default:
		return 0
	}
	if on.Year() >= d.Today.Year() { // a year that is not over cannot have been filed
		return 0
	}
	books := d.Office.Books(d.app.Agency)
	if first := max(books.firstUncounted(), min(books.FirstUnfiled(), d.Entered.Year())); first > on.Year() {
		return first
	}
	return 0
}

// countedIn is the year of the annual report in which a paper of a case counts.
func countedIn(on law.Date, data *Data) int { return max(on.Year(), data.CountsIn) }

// rehandling is the run after the last rehandling; nil in the first run.
func (a *Application) rehandling() *Rehandling {
	if n := len(a.Rehandlings); n > 0 {
		return &a.Rehandlings[n-1]
	}
	return nil
}

// sinceRehandled says whether an event came after the last rehandling: what an earlier run waited for is over with it.
func (a *Application) sinceRehandled(seq int) bool {
	r := a.rehandling()
	return r == nil || seq > r.Seq
}

// fixed is the clock of a run whose last day a decision set: nothing moves it, and it binds as it was written, on a rest
// day too.
func (c Clock) fixed(cal *law.Calendar, r *Rehandling) Clock {
	c.Run.Allowance = cal.Count(r.On, r.Until)
	c.Unextended = r.Until
	c.Due = Due{On: r.Until, Kind: Firm, Calendar: cal.Version()}
	return c
}
