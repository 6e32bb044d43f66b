package workflow

import (
	"cmp"
	"slices"

	"gongkai/law"
)

// Deadline is a day after which the clock acts by itself. DueOn is the last day of the period, ActsOn the day on which
// the clock acts: the calendar day after for `overdue` and for the end of a consultation, the next working day for a
// lapse (the applicant has the whole of the last day).
type Deadline struct {
	Kind   string   `json:"kind"` // the clock's own command: lapse_supplement, lapse_fee, close_consultation, mark_overdue
	Party  string   `json:"party,omitempty"`
	DueOn  law.Date `json:"due_on"`
	ActsOn law.Date `json:"acts_on"`
}

// Deadlines lists what is armed now, earliest first.
func (a *Application) Deadlines(cal *law.Calendar) []Deadline {
	if a.State == Void || a.State == None {
		return nil
	}
	armed := a.caseDeadlines()
	if last := a.SupplementEnd(cal); a.State == AwaitingSupplement && !last.IsZero() {
		armed = append(armed, Deadline{Kind: "lapse_supplement", DueOn: last, ActsOn: cal.Nth(last, 1)})
	}
	if last := a.FeeEnd(cal); a.State == FeeNotified && !last.IsZero() {
		armed = append(armed, Deadline{Kind: "lapse_fee", DueOn: last, ActsOn: cal.Nth(last, 1)})
	}
	if a.State == Received {
		for i := range a.Consultations {
			if c := &a.Consultations[i]; c.Open() && a.sinceRehandled(c.Seq) {
				last := a.ConsultationEnd(cal, c)
				armed = append(armed, Deadline{Kind: "close_consultation", Party: c.Party, DueOn: last, ActsOn: last.AddDays(1)})
			}
		}
	}
	if due := a.Due.On; (a.State == Received || a.State == AwaitingSupplement) && !due.IsZero() && a.MarkedOn <= due {
		armed = append(armed, Deadline{Kind: "mark_overdue", DueOn: due, ActsOn: due.AddDays(1)})
	}
	slices.SortStableFunc(armed, func(x, y Deadline) int { return cmp.Compare(x.ActsOn, y.ActsOn) })
	return armed
}

// WaitsForProof lists the sequence numbers of letters whose service is not proven and whose period therefore does not
// run: no lapse acts on them.
func (a *Application) WaitsForProof() []int {
	var seqs []int
	if s := a.Supplement; a.State == AwaitingSupplement && s.ServedOn.IsZero() {
		seqs = append(seqs, s.Seq)
	}
	if f := a.fee(); a.State == FeeNotified && f != nil && f.ServedOn.IsZero() {
		seqs = append(seqs, f.Seq)
	}
	for _, c := range a.Consultations {
		if a.State == Received && c.Open() && c.ServedOn.IsZero() && a.sinceRehandled(c.Seq) {
			seqs = append(seqs, c.Seq)
		}
	}
	return seqs
}

// actDeadlines lets the armed deadlines act, one after the other, until none is due by the given day: acting may arm or
// disarm another.
func (d *decision) actDeadlines(day law.Date) error {
	for {
		armed := d.app.Deadlines(d.Calendar)
		if len(armed) == 0 || armed[0].ActsOn > day {
			return nil
		}
		if err := d.act(armed[0]); err != nil {
			return err
		}
	}
}

func (d *decision) act(dl Deadline) error {
	actor, command, entered := d.Actor, d.command, d.Entered
	d.Actor, d.command, d.Entered = ClockActor, "", max(entered, dl.ActsOn)
	defer func() { d.Actor, d.command, d.Entered = actor, command, entered }()
	d.choices = nil // the clock rests on no choice of its own
	data := Data{LastDay: dl.DueOn, Late: dl.ActsOn < entered}
	switch dl.Kind {
	case "lapse_supplement":
		data.Result = "other.supplement_lapsed"
		if err := d.emit(SupplementLapsed, OtherwiseClosed, dl.ActsOn, data, nil); err != nil {
			return err
		}
		return d.closeTasks(dl.ActsOn)
	case "lapse_fee":
		data.Result = "other.fee_unpaid"
		if err := d.emit(FeeLapsed, OtherwiseClosed, dl.ActsOn, data, nil); err != nil {
			return err
		}
		return d.closeTasks(dl.ActsOn)
	case "close_consultation":
		data.Party, data.Silence = dl.Party, silence(d.app.consultation(dl.Party).Kind)
		return d.emit(ConsultationClosed, None, dl.ActsOn, data, nil)
	case markAnswerOverdue:
		data.Case = dl.Party
		return d.emit(AnswerOverdueMarked, None, dl.ActsOn, data, nil)
	case markPerformanceOverdue:
		data.Case = dl.Party
		return d.emit(PerformanceOverdueMarked, None, dl.ActsOn, data, nil)
	default:
		return d.emit(OverdueMarked, None, dl.ActsOn, data, nil)
	}
}

// ClockActor is who acts when a deadline does: the rule, never a person.
const ClockActor = "clock"

// silence says what no answer means: a joint maker consents (art. 34), a third party leaves the decision to the agency
// (art. 32), and so does another agency.
func silence(kind string) string {
	if kind == "joint_agency" {
		return "consent"
	}
	return "agency_decides"
}

// closeTasks tells each department that still works on a closed case that its part is over.
func (d *decision) closeTasks(on law.Date) error {
	for _, t := range d.app.Tasks {
		if t.Open() {
			if err := d.emitFor(t.Department, TaskClosed, None, on, Data{}, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// Recompute moves the reply clock of an open application to a newly announced calendar, by an event that keeps the new
// date and its calendar. Nothing comes back when the date stays. The reply date of a closed application never moves, but
// the term of answer of a case that waits for it does.
func Recompute(ctx Context, app *Application, announced law.Date) ([]Event, *Application, error) {
	now := app.clock(ctx.Calendar).Due
	stays := app.State.Closed() || app.Due.On.IsZero() || now.On == app.Due.On && now.Kind == app.Due.Kind
	if stays && len(TermsAfter(app, app, DueRecomputed, ctx.Calendar)) == 0 {
		return nil, app, nil
	}
	ctx.Actor = ClockActor
	d := &decision{Context: ctx, app: app}
	if err := d.emit(DueRecomputed, None, announced, Data{}, nil); err != nil {
		return nil, nil, err
	}
	if err := d.actDeadlines(ctx.Entered); err != nil { // the new date may lie in the past
		return nil, nil, err
	}
	return d.events, d.app, nil
}
