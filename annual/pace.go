package annual

import (
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"gongkai/law"
)

// Pace is how an agency worked in a period, both days included: beyond what the form of the annual report asks, and with
// the same table 3. What is new and closed counts as in the tables of the years, so that the sums agree; how long it took
// is told by the facts.
type Pace struct {
	Agency string   `json:"agency"`
	From   law.Date `json:"from"`
	To     law.Date `json:"to"`
	AsOf   law.Date `json:"as_of"` // the earlier of To and today: on it is judged what is open and overdue
	Table3 Grid     `json:"table3"`

	Replies      Speed        `json:"replies"`
	ByResult     []Speed      `json:"by_result"`     // by block of the form, what ended without a reply too
	ByDepartment []Speed      `json:"by_department"` // replies alone; what two departments had counts with both
	Steps        Steps        `json:"steps"`
	Months       []Month      `json:"months"`
	Departments  []Assessment `json:"departments"`
}

// Speed is how long the closed ones of a group took.
type Speed struct {
	Key      string `json:"key,omitempty"` // block of results, or code of the department; "" = with no department
	Count    int    `json:"count"`
	Working  Spread `json:"working"`  // working days of the reply period, pauses left out (art. 33)
	Calendar Spread `json:"calendar"` // days from receipt
	Late     int    `json:"late"`     // closed after their date
}

// Steps counts what happened in the period.
type Steps struct {
	ClosedLate   int `json:"closed_late"`
	OpenOverdue  int `json:"open_overdue"` // on the day AsOf
	Extensions   int `json:"extensions"`
	Supplements  int `json:"supplements"` // notices; how they ended stands beside it
	Supplemented int `json:"supplements_received"`
	Lapsed       int `json:"supplements_lapsed"`
	Consulted    int `json:"consultations"`
	Opinions     int `json:"opinions"`
}

// Month is one calendar month, or the part of it in the period.
type Month struct {
	Month  string `json:"month"` // 2025-03
	New    int    `json:"new"`
	Closed int    `json:"closed"`
	Open   int    `json:"open"` // at its end
}

// PaceBlocks are the keys of ByResult in the order of the form: the heads of the result keys.
func PaceBlocks() []string {
	var out []string
	for _, r := range law.Results() {
		if b := blockOf(r.Key); !slices.Contains(out, b) {
			out = append(out, b)
		}
	}
	return out
}

func blockOf(result string) string {
	block, _, _ := strings.Cut(result, ".")
	return block
}

// Measure computes the pace of a period from all applications of an agency that count in its years. The period ends on or
// after the day it begins.
func Measure(agency string, facts []PaceFact, from, to, today law.Date) Pace {
	p := Pace{Agency: agency, From: from, To: to, AsOf: min(to, today), ByResult: []Speed{}, ByDepartment: []Speed{}}
	p.Table3 = TabulatePeriod(entriesOfFacts(facts), from, to).Grid(law.FormOf(to.Year()))
	in := func(d law.Date) bool { return !d.IsZero() && from <= d && d <= to }
	var replies timing
	results, departments := map[string]*timing{}, map[string]*timing{}
	for i := range facts {
		f := &facts[i]
		p.Steps.count(f, in, p.AsOf)
		if !in(f.leftOn()) || f.Ended.IsZero() {
			continue
		}
		timingOf(results, blockOf(lines2021[f.row()].key)).add(f)
		if !f.Replied {
			continue
		}
		replies.add(f)
		for _, d := range orNone(f.Departments) {
			timingOf(departments, d).add(f)
		}
	}
	p.Replies = replies.speed("")
	for _, b := range PaceBlocks() {
		if t := results[b]; t != nil {
			p.ByResult = append(p.ByResult, t.speed(b))
		}
	}
	for _, d := range slices.Sorted(maps.Keys(departments)) {
		p.ByDepartment = append(p.ByDepartment, departments[d].speed(d))
	}
	p.Months = monthsOf(facts, from, to)
	p.Departments = assess(facts, from, to, p.AsOf)
	return p
}

func entriesOfFacts(facts []PaceFact) iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for i := range facts {
			if !yield(facts[i].Entry) {
				return
			}
		}
	}
}

// orNone puts what no department had into a group of its own.
func orNone(departments []string) []string {
	if len(departments) == 0 {
		return []string{""}
	}
	return departments
}

// timing gathers the days of a group.
type timing struct {
	working, calendar []int
	late              int
}

func timingOf(groups map[string]*timing, key string) *timing {
	if groups[key] == nil {
		groups[key] = &timing{}
	}
	return groups[key]
}

func (t *timing) add(f *PaceFact) {
	t.working = append(t.working, f.Used)
	t.calendar = append(t.calendar, int(f.Ended-f.Received))
	if f.late() {
		t.late++
	}
}

func (t *timing) speed(key string) Speed {
	return Speed{Key: key, Count: len(t.working), Working: spreadOf(t.working), Calendar: spreadOf(t.calendar), Late: t.late}
}

// late says that it was closed after its date.
func (f *PaceFact) late() bool { return !f.Ended.IsZero() && !f.Due.IsZero() && f.Ended > f.Due }

func (s *Steps) count(f *PaceFact, in func(law.Date) bool, asOf law.Date) {
	came, left := f.cameOn(), f.leftOn()
	if came.IsZero() { // arrived or void: it counts nowhere
		return
	}
	if in(left) && f.late() {
		s.ClosedLate++
	}
	open := came <= asOf && (left.IsZero() || left > asOf)
	if open && !f.Due.IsZero() && f.Due < asOf {
		s.OpenOverdue++
	}
	tally := func(n *int, d law.Date) {
		if in(d) {
			*n++
		}
	}
	for _, d := range f.Extended {
		tally(&s.Extensions, d)
	}
	for _, x := range f.Supplements {
		tally(&s.Supplements, x.On)
		tally(&s.Supplemented, x.Came)
		tally(&s.Lapsed, x.Lapsed)
	}
	for _, x := range f.Consulted {
		tally(&s.Consulted, x.On)
		tally(&s.Opinions, x.Came)
	}
}

// monthsOf counts month by month; the first and the last may be parts of one.
func monthsOf(facts []PaceFact, from, to law.Date) []Month {
	place := func(d law.Date) int {
		return (d.Year()-from.Year())*12 + int(d.Month()) - int(from.Month())
	}
	months := make([]Month, place(to)+1)
	open := 0
	for i := range facts {
		came, left := facts[i].cameOn(), facts[i].leftOn()
		if came.IsZero() || came > to || !left.IsZero() && left < from {
			continue
		}
		if came < from {
			open++
		} else {
			months[place(came)].New++
		}
		if !left.IsZero() && left <= to {
			months[place(left)].Closed++
		}
	}
	for i := range months {
		open += months[i].New - months[i].Closed
		months[i].Open = open
		months[i].Month = law.NewDate(from.Year(), from.Month()+time.Month(i), 1).String()[:len("2006-01")]
	}
	return months
}
