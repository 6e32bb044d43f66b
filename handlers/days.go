package handlers

import (
	"gongkai/law"
	"gongkai/workflow"
)

// Days is how a case stands against its due date, for people: a colour, and always words as well.
type Days struct {
	Tone string // calm, soon, late, rest, done
	Key  string // of the catalog
	N    int    // working days
	On   law.Date
	Kind string // of the due date
}

// Text tells it in words.
func (d Days) Text(p page) string {
	if d.N > 0 || d.Key == "days.left" {
		return p.T(d.Key, d.N)
	}
	return p.T(d.Key)
}

// daysLeft counts working days from today to the due date, or from the due date to today.
func daysLeft(calendar *law.Calendar, today law.Date, s workflow.Summary) Days {
	d := Days{On: s.DueOn, Kind: s.DueKind}
	switch {
	case s.State == workflow.Void:
		d.Tone, d.Key = "done", "days.void"
	case s.State.Closed() && s.Overdue:
		d.Tone, d.Key = "late", "days.closed_late"
	case s.State.Closed():
		d.Tone, d.Key = "done", "days.closed"
	case s.DueOn.IsZero():
		d.Tone, d.Key = "rest", "days.none"
	case s.DueOn < today:
		d.Tone, d.Key, d.N = "late", "days.late", max(1, calendar.Count(s.DueOn, today))
	case s.DueOn == today:
		d.Tone, d.Key = "soon", "days.today"
	default:
		d.N = calendar.Count(today, s.DueOn)
		d.Tone, d.Key = "calm", "days.left"
		if d.N <= soonDays {
			d.Tone = "soon"
		}
	}
	return d
}
