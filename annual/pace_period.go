package annual

import (
	"gongkai/law"
	"gongkai/workflow"
)

// longestPeriod is how many years a period may touch: more is no period of work but the whole archive.
const longestPeriod = 12

// Period is the span of days that is measured, both included.
type Period struct{ From, To law.Date }

// PeriodOf fills in what was left out: without an end a year from the beginning, at most up to
// today; without a beginning the year up to the end; of nothing the last twelve months. Refused: bad_period (ends before it begins, begins after today, or
// reaches over too many years).
func PeriodOf(from, to, today law.Date) (Period, error) {
	p := Period{from, to}
	if to.IsZero() && from.IsZero() {
		p.To = today
	}
	if p.To.IsZero() {
		p.To = min(law.NewDate(from.Year()+1, from.Month(), from.Day())-1, max(today, from))
	}
	if p.From.IsZero() {
		p.From = law.NewDate(p.To.Year()-1, p.To.Month(), p.To.Day()) + 1
	}
	if p.From > p.To || p.From > today || p.To.Year()-p.From.Year() >= longestPeriod {
		return p, workflow.NewRefusal("bad_period", "", p.From, p.To, longestPeriod)
	}
	return p, nil
}
