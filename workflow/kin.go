package workflow

import "gongkai/law"

// Kin is another application of the same applicant to the same body, known by keyed hashes. Content is opened only for
// readers who may see it.
type Kin struct {
	Application string
	ReceivedOn  law.Date // by which it is counted in a month; none while not received, or void
	SubmittedOn law.Date // the same, by the day of submission (open reading A22)
	ClosedOn    law.Date
	State       State
	Result      string
	Items       int  // items it counts as when a fee is asked by item
	Before      bool // entered before this one
	Answered    bool // by a reply
	Content     string
}

// KinOf tells what another application is to this one.
func KinOf(a *Application, before bool) Kin {
	return Kin{
		Application: a.Number, ReceivedOn: a.CountedOn(byReceipt), SubmittedOn: a.CountedOn(bySubmission), ClosedOn: a.ClosedOn,
		State: a.State, Result: a.Result, Items: a.Items(), Before: before,
		Answered: a.Reply != nil || a.FromLedger && a.Result != "" && head(a.Result) != "other",
	}
}

// countedOn is the day by which it belongs to a month.
func (k Kin) countedOn(basis string) law.Date {
	if basis == bySubmission {
		return k.SubmittedOn
	}
	return k.ReceivedOn
}

// ItemsBefore counts the items of the same applicant that came before an application in its natural month.
func ItemsBefore(kin []Kin, a *Application, basis string) int {
	day, n := a.CountedOn(basis), 0
	for _, k := range kin {
		if on := k.countedOn(basis); sameMonth(on, day) && (on < day || on == day && k.Before) {
			n += k.Items
		}
	}
	return n
}

func sameMonth(a, b law.Date) bool {
	return !a.IsZero() && a.Year() == b.Year() && a.Month() == b.Month()
}
