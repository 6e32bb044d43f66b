package workflow

import "gongkai/law"

// Act is the end of the application as the law of remedies sees it; false for one that is open, void, withdrawn or of a
// case alone: there is nothing to complain of. Who gave it (law.Reply.Agency) is left to the reader, who knows the body.
func (a *Application) Act() (law.Reply, bool) {
	act := law.Reply{Result: a.Result, Given: a.ClosedOn}
	switch r := a.Reply; {
	case !a.State.Closed() || a.State == Void:
		return act, false
	case r != nil && r.On == a.ClosedOn:
		act.Items, act.Given, act.Known = r.Items, r.On, r.HadOn()
		act.Online, act.InquiryFirst = r.ServedBy == "electronic", r.InquiryFirst
	case a.Result == "other.other": // withdrawn: nobody decided anything
		return act, false
	}
	return act, true
}

// Remedy gives the periods against the end of the application; false where there is none, its receipt is not proven, or it
// lies before 2015-05-01, when other periods held.
func (a *Application) Remedy(cal *law.Calendar) (law.Remedy, bool) {
	act, ok := a.Act()
	act.Agency = law.LocalDepartment // the periods do not depend on who reviews
	r, err := law.RemedyOf(act, cal)
	return r, ok && err == nil && !act.Known.IsZero()
}
