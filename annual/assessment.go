package annual

import (
	"maps"
	"slices"

	"gongkai/law"
)

// Assessment is one department's work in a period (目标考核). What ended counts in the period it ended in, what is open at
// its end.
type Assessment struct {
	Department string `json:"department"`
	Assigned   int    `json:"assigned"`
	Reported   int    `json:"reported"`
	InTime     int    `json:"in_time"` // of the reported ones, by their date or without one
	Late       int    `json:"late"`    // of the reported ones
	Returned   int    `json:"returned"`
	Open       int    `json:"open"`    // on the last day
	Overdue    int    `json:"overdue"` // of the open ones
	Took       Spread `json:"took"`    // working days from assignment to report
}

// Share is how many of a hundred reported ones came in time; 0 where none was reported.
func (a Assessment) Share() int {
	if a.Reported == 0 {
		return 0
	}
	return (a.InTime*200 + a.Reported) / (2 * a.Reported)
}

func assess(facts []PaceFact, from, to, asOf law.Date) []Assessment {
	in := func(d law.Date) bool { return !d.IsZero() && from <= d && d <= to }
	found := map[string]*Assessment{}
	took := map[string][]int{}
	for i := range facts {
		for _, t := range facts[i].Tasks {
			touched := in(t.AssignedOn) || in(t.EndOn()) || t.Open(asOf)
			if !touched {
				continue
			}
			a := found[t.Department]
			if a == nil {
				a = &Assessment{Department: t.Department}
				found[t.Department] = a
			}
			a.count(t, in, asOf)
			if in(t.ReportedOn) {
				took[t.Department] = append(took[t.Department], t.Took)
			}
		}
	}
	list := make([]Assessment, 0, len(found))
	for _, code := range slices.Sorted(maps.Keys(found)) {
		found[code].Took = spreadOf(took[code])
		list = append(list, *found[code])
	}
	return list
}

func (a *Assessment) count(t PaceTask, in func(law.Date) bool, asOf law.Date) {
	if in(t.AssignedOn) {
		a.Assigned++
	}
	if in(t.ReturnedOn) {
		a.Returned++
	}
	if t.Open(asOf) {
		a.Open++
		if !t.DueOn.IsZero() && t.DueOn < asOf {
			a.Overdue++
		}
	}
	if !in(t.ReportedOn) {
		return
	}
	a.Reported++
	if t.DueOn.IsZero() || t.ReportedOn <= t.DueOn {
		a.InTime++
	} else {
		a.Late++
	}
}
