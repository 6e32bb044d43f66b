package oracle_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/internal/oracle"
	"gongkai/law"
)

// The two date arithmetics meet on every day the oracle knows.
func TestBothSidesWriteTheSameDates(t *testing.T) {
	t.Parallel()
	for d := oracle.On(2018, 1, 1); d <= oracle.On(2031, 12, 31); d++ {
		require.Equal(t, d.String(), both(d).String())
	}
}

// Every day of eight years, as every day of eight years knew it.
func TestWorkingDaysAgreeInEachViewOfTheNotices(t *testing.T) {
	t.Parallel()
	cal, book := calendar(t), oracle.NewBook()
	views := 0
	for known := oracle.On(2018, 11, 1); known <= oracle.On(2026, 12, 31); known++ {
		a, c := book.Known(known), cal.AsOf(both(known))
		if known > oracle.On(2018, 11, 1) && a == book.Known(known-1) {
			require.Same(t, cal.AsOf(both(known-1)), c, "%s: a notice the oracle has not heard", known)
			continue
		}
		views++
		for d := oracle.On(2019, 1, 1); d <= oracle.On(2030, 12, 31); d++ {
			require.Equal(t, a.Works(d), c.Working(both(d)), "%s, as known on %s", d, known)
			require.Equal(t, a.Provisional(d), c.Provisional(both(d), both(d)), "%s, as known on %s", d, known)
		}
	}
	require.Equal(t, 11, views)
}

func TestTheCalendarAgreesWithTheOracleOnRandomQuestions(t *testing.T) {
	t.Parallel()
	cal, book := calendar(t), oracle.NewBook()
	share(t, "questions to the calendar", *cases, func(r *rand.Rand) string {
		known := between(r, oracle.On(2018, 6, 1), oracle.On(2026, 12, 31))
		if r.IntN(2) == 0 {
			known = oracle.On(2026, 12, 31)
		}
		return ask(r, book.Known(known), cal.AsOf(both(known)), known)
	})
}

func between(r *rand.Rand, from, to oracle.Day) oracle.Day {
	return from + oracle.Day(r.IntN(int(to-from)+1))
}

// ask puts one random question to both.
func ask(r *rand.Rand, a *oracle.Almanac, c *law.Calendar, known oracle.Day) string {
	start, n := between(r, oracle.On(2019, 1, 1), oracle.On(2026, 12, 31)), r.IntN(61)
	differ := func(question string, want oracle.Day, got law.Date) string {
		if both(want) == got {
			return ""
		}
		return fmt.Sprintf("%s, as known on %s: oracle %s, clock %s", question, known, want, got)
	}
	switch r.IntN(8) {
	case 0:
		return differ(fmt.Sprintf("%d working days after %s", n, start), a.Nth(start, n), c.Nth(both(start), n))
	case 1:
		return differ(fmt.Sprintf("%d calendar days after %s", 3*n, start), a.CalendarDays(start, 3*n), c.Roll(both(start), 3*n))
	case 2:
		months := r.IntN(19)
		return differ(fmt.Sprintf("%d months after %s", months, start), a.Months(start, months), c.RollDay(both(start).AddMonths(months)))
	case 3:
		to := start + oracle.Day(r.IntN(200)-20)
		if used, counted := a.Used(start, to, nil), c.Count(both(start), both(to)); used != counted {
			return fmt.Sprintf("working days in (%s, %s], as known on %s: oracle %d, clock %d", start, to, known, used, counted)
		}
		return ""
	case 4:
		return differ(fmt.Sprintf("%s rolled", start), a.Roll(start), c.RollDay(both(start)))
	default:
		return askDue(r, a, c, start, n, differ)
	}
}

// askDue asks for the due date of a run with up to four pauses, anywhere around it, and for the count it explains.
func askDue(r *rand.Rand, a *oracle.Almanac, c *law.Calendar, start oracle.Day, n int, differ func(string, oracle.Day, law.Date) string) string {
	run, pauses := law.Run{Day0: both(start), Allowance: n}, []oracle.Pause(nil)
	for range r.IntN(5) {
		from := start + oracle.Day(r.IntN(90)-15)
		to := from + oracle.Day(r.IntN(40))
		pauses = append(pauses, oracle.Pause{From: from, To: to})
		run.Pauses = append(run.Pauses, law.Pause{From: both(from), To: both(to)})
	}
	question := fmt.Sprintf("%d working days after %s with pauses %v", n, start, run.Pauses)
	due := a.Due(start, n, pauses)
	if detail := differ(question, due, c.Due(run)); detail != "" || r.IntN(20) > 0 {
		return detail
	}
	for _, line := range c.Explain(run) {
		d := start + oracle.Day(line.Date-run.Day0)
		if d > start && line.Counted != a.Counts(d, pauses) || line.N != a.Used(start, d, pauses) {
			return fmt.Sprintf("%s: the clock explains %+v", question, line)
		}
	}
	return ""
}
