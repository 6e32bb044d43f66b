package annual

import (
	"iter"
	"time"

	"gongkai/law"
)

// cameOn is the day from which an application counts: that of its receipt, or the first day of the year it is new in when
// the year of its receipt had been filed already. None while it counts nowhere.
func (e *Entry) cameOn() law.Date {
	if e.Void || e.NewYear == 0 {
		return 0
	}
	return within(e.Received, e.NewYear)
}

// leftOn is the day its result counts on; none while open. It never lies before cameOn.
func (e *Entry) leftOn() law.Date {
	closed := e.closedIn()
	if closed == 0 {
		return 0
	}
	return max(e.cameOn(), within(e.Closed, closed))
}

// within gives the day of a year nearest to d.
func within(d law.Date, year int) law.Date {
	return min(max(d, law.NewDate(year, time.January, 1)), law.NewDate(year, time.December, 31))
}

// TabulatePeriod counts table 3 of any period, both days included, from all applications of an agency: new in the period,
// carried in at its beginning, results in it, carried out at its end. Of a calendar year it is what Tabulate gives; of
// periods that follow on each other, 四 of one is 二 of the next.
func TabulatePeriod(entries iter.Seq[Entry], from, to law.Date) Table3 {
	var out Table3
	for e := range entries {
		came, left, c := e.cameOn(), e.leftOn(), e.column()
		if came.IsZero() || came > to || !left.IsZero() && left < from {
			continue
		}
		if came < from {
			out.add(rowCarriedIn, c, 1)
		} else {
			out.add(rowNew, c, 1)
		}
		if left.IsZero() || left > to {
			out.add(rowCarriedOut, c, 1)
			continue
		}
		out.add(e.row(), c, 1)
		out.add(rowTotal, c, 1)
	}
	return out
}
