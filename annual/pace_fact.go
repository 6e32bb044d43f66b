package annual

import (
	"slices"
	"strings"

	"gongkai/law"
	"gongkai/workflow"
)

// PaceFact is what one application says of the pace of work. Dates are civil dates, numbers of days are working days where
// nothing else is said.
type PaceFact struct {
	Entry
	Due         law.Date // binding reply date; none while no reply date runs
	Ended       law.Date // day it was closed, as the facts say; Entry.Closed may be another day by the office's choice
	Used        int      // working days of the reply period used: from day 0 of the run that counted to Ended, pauses left out
	Replied     bool     // closed by a letter on the matter, not by a lapse or a withdrawal
	Departments []string // whose it was, each once, in the order of assignment
	Extended    []law.Date
	Supplements []PaceStep
	Consulted   []PaceStep
	Tasks       []PaceTask
}

// PaceStep is something asked of somebody outside and what came of it.
type PaceStep struct {
	On, Came, Lapsed law.Date
}

// PaceTask is a stint of a department, and how many working days it took to report.
type PaceTask struct {
	workflow.Stint
	Took int
}

// PaceOf takes from the fold of an application what is measured. An error means a history that cannot be read.
func PaceOf(app *workflow.Application, cal *law.Calendar) (PaceFact, error) {
	f := PaceFact{
		Entry: Entry{
			Agency: app.Agency, Number: app.Number, Category: app.Column, Received: app.ReceivedOn, NewYear: app.NewYear,
			Closed: app.ResultOn, ClosedYear: app.ClosedYear, Result: app.Row,
		},
		Due: app.Due.On,
	}
	if app.State.Closed() && !app.ReceivedOn.IsZero() {
		f.Ended = app.ClosedOn
		f.Used = cal.Used(app.Clock(cal).Run, app.ClosedOn)
		f.Replied = app.Reply != nil || app.FromLedger && !strings.HasPrefix(app.Result, "other.")
	}
	for _, e := range app.Extensions {
		f.Extended = append(f.Extended, e.On)
	}
	notices := slices.Clone(app.Earlier)
	if app.Supplement != nil {
		notices = append(notices, *app.Supplement)
	}
	for _, s := range notices {
		if s.TakenBack.IsZero() {
			f.Supplements = append(f.Supplements, PaceStep{s.On, s.Received, s.LapsedOn})
		}
	}
	for _, c := range app.Consultations {
		f.Consulted = append(f.Consulted, PaceStep{c.SentOn, c.OpinionOn, c.ClosedOn})
	}
	stints, err := app.Stints()
	if err != nil {
		return PaceFact{}, err
	}
	for _, s := range stints {
		task := PaceTask{Stint: s}
		if !s.ReportedOn.IsZero() {
			task.Took = cal.Count(s.AssignedOn, s.ReportedOn)
		}
		f.Tasks = append(f.Tasks, task)
		if !slices.Contains(f.Departments, s.Department) {
			f.Departments = append(f.Departments, s.Department)
		}
	}
	return f, nil
}
