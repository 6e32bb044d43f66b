package law_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongkai/law"
)

// drawRun draws runs over the tabled years, rest days as day 0 included.
func drawRun(t *rapid.T) law.Run {
	first, last := law.NewDate(2019, 1, 1), law.NewDate(2026, 6, 30)
	r := law.Run{
		Day0:      law.Date(rapid.IntRange(int(first), int(last)).Draw(t, "day0")),
		Allowance: rapid.IntRange(0, 60).Draw(t, "allowance"),
	}
	for range rapid.IntRange(0, 5).Draw(t, "pauses") {
		from := r.Day0.AddDays(rapid.IntRange(-10, 70).Draw(t, "from"))
		r.Pauses = append(r.Pauses, law.Pause{From: from, To: from.AddDays(rapid.IntRange(-3, 30).Draw(t, "long"))})
	}
	return r
}

func TestTheClockKeepsItsLaws(t *testing.T) {
	t.Parallel()
	c := newest(t)
	slow := naive{c.Notices()}
	rapid.Check(t, func(t *rapid.T) {
		r := drawRun(t)
		due := c.Due(r)
		plain := law.Run{Day0: r.Day0, Allowance: r.Allowance}
		require.Equal(t, slow.due(r), due, "the naive reading agrees")
		require.Equal(t, c.Nth(r.Day0, r.Allowance), c.Due(plain), "without pauses it is the n-th working day")
		require.GreaterOrEqual(t, due, c.Due(plain), "a pause never makes it earlier")
		if r.Allowance > 0 {
			require.True(t, c.Working(due), "the due date is a working day")
		}
		more := r
		more.Allowance++
		require.Greater(t, c.Due(more), due, "more allowance is later")
		twice := r
		twice.Pauses = append(append([]law.Pause(nil), r.Pauses...), r.Pauses...)
		require.Equal(t, due, c.Due(twice), "a pause told twice counts once")
	})
}

func TestOverlappingPausesAreTheirUnion(t *testing.T) {
	t.Parallel()
	c := newest(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawRun(t)
		off := map[law.Date]bool{}
		for _, p := range r.Pauses {
			for d := p.From + 1; d <= p.To; d++ {
				off[d] = true
			}
		}
		union := r
		union.Pauses = nil
		for d := range off {
			union.Pauses = append(union.Pauses, law.Pause{From: d - 1, To: d})
		}
		require.Equal(t, c.Due(union), c.Due(r))
		require.Empty(t, cmp.Diff(c.Explain(union), c.Explain(r)))
	})
}

func TestAnExplanationAddsUpToTheDueDate(t *testing.T) {
	t.Parallel()
	c := newest(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawRun(t)
		lines := c.Explain(r)
		counted := 0
		for i, l := range lines {
			require.Equal(t, r.Day0.AddDays(i), l.Date, "every calendar day has its line")
			if l.Counted {
				counted++
				require.True(t, c.Working(l.Date))
				for _, p := range r.Pauses {
					require.False(t, p.Has(l.Date))
				}
			}
			require.Equal(t, counted, l.N)
			require.NotEqual(t, l.Reason, law.ReasonText(l.Reason, "zh-CN"))
			require.NotEqual(t, l.Reason, law.ReasonText(l.Reason, "en"))
		}
		require.Equal(t, r.Allowance, counted)
		require.Equal(t, c.Due(r), lines[len(lines)-1].Date)
		if r.Allowance > 0 {
			require.True(t, lines[len(lines)-1].Counted)
		}
	})
}

func TestTheExplanationOfX18TellsTheSilentThirdParty(t *testing.T) {
	t.Parallel()
	lines := newest(t).Explain(law.Run{
		Day0: day(t, "2025-06-03"), Allowance: 20,
		Pauses: []law.Pause{{From: day(t, "2025-06-10"), To: day(t, "2025-07-03")}},
	})
	got := map[string]int{}
	for _, l := range lines {
		got[l.Reason]++
	}
	require.Equal(t, map[string]int{"day0": 1, "counted": 20, "weekend": 14, "pause": 17}, got)
	require.Equal(t, law.DayLine{Date: day(t, "2025-06-10"), Counted: true, N: 5, Reason: law.ReasonCounted}, lines[7])
	require.Equal(t, law.DayLine{Date: day(t, "2025-06-11"), N: 5, Reason: law.ReasonPause}, lines[8])
	require.Equal(t, "2025-07-24", lines[len(lines)-1].Date.String())
}

func TestCountingInvertsNth(t *testing.T) {
	t.Parallel()
	c := newest(t)
	rapid.Check(t, func(t *rapid.T) {
		day0 := law.NewDate(rapid.IntRange(1949, 2195).Draw(t, "year"), 1, rapid.IntRange(1, 365).Draw(t, "day"))
		n := rapid.IntRange(0, 600).Draw(t, "n")
		d := c.Nth(day0, n)
		require.Equal(t, n, c.Count(day0, d))
		if n > 0 {
			require.True(t, c.Working(d))
		}
		walked := 0
		for x := day0 + 1; x <= d; x++ {
			if c.Working(x) {
				walked++
			}
		}
		require.Equal(t, n, walked)
		require.Zero(t, c.Count(d, day0-1))
	})
}

func TestCountingFarAwayFollowsTheRule(t *testing.T) {
	t.Parallel()
	c, err := law.NewCalendar(nil)
	require.NoError(t, err)
	slow := naive{}
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.SampledFrom([]int{1950, 1990, 2006, 2040, 2100, 2190}).Draw(t, "year")
		r := law.Run{Day0: law.NewDate(year, 1, rapid.IntRange(1, 365).Draw(t, "day")), Allowance: rapid.IntRange(0, 100).Draw(t, "n")}
		require.Equal(t, slow.due(r), c.Due(r))
	})
}

func TestThereIsNoDayOutsideTheYearsOfTheCalendar(t *testing.T) {
	t.Parallel()
	c := newest(t)
	end := day(t, "2199-12-31")
	pause := []law.Pause{{From: day(t, "2025-01-01"), To: day(t, "2025-02-01")}}
	require.Equal(t, day(t, "2025-01-01"), c.Nth(day(t, "2025-01-01"), 0))
	for name, d := range map[string]law.Date{
		"negative":         c.Nth(day(t, "2025-01-01"), -1),
		"no day 0":         c.Nth(0, 5),
		"too many":         c.Nth(day(t, "2025-01-01"), 1<<40),
		"past the end":     c.Nth(end-3, 10),
		"long way":         c.Nth(day(t, "2025-01-01"), 60000),
		"no run":           c.Due(law.Run{Allowance: 20, Pauses: pause}),
		"negative run":     c.Due(law.Run{Day0: day(t, "2025-01-01"), Allowance: -1, Pauses: pause}),
		"roll of no date":  c.Roll(0, 3),
		"roll past end":    c.Roll(end, 1),
		"roll backwards":   c.Roll(end, -1),
		"no day to roll":   c.RollDay(0),
		"roll on last day": c.RollDay(law.NewDate(2200, 1, 1)),
	} {
		require.Zero(t, d, name)
	}
	require.Nil(t, c.Explain(law.Run{}))
	require.Equal(t, c.Count(day(t, "1949-01-01")-1, end), c.Count(0, end+1000))
}

func TestAPauseIsWrittenAsTwoDates(t *testing.T) {
	t.Parallel()
	p, err := law.ParsePause("2025-06-10..2025-06-20")
	require.NoError(t, err)
	require.Equal(t, law.Pause{From: day(t, "2025-06-10"), To: day(t, "2025-06-20")}, p)
	require.Equal(t, "2025-06-10..2025-06-20", p.String())
	require.False(t, p.Has(p.From))
	require.True(t, p.Has(p.To))
	for _, bad := range []string{"", "2025-06-10", "2025-06-10..", "..2025-06-10", "2025-06-10..2025-06-31", "2025-06-20..2025-06-10"} {
		_, err := law.ParsePause(bad)
		require.Error(t, err, bad)
	}
}

func BenchmarkNth(b *testing.B) {
	c, d := newest(b), law.NewDate(2025, 3, 3)
	b.ReportAllocs()
	for b.Loop() {
		c.Nth(d, 20)
	}
}

func BenchmarkDueWithTwoPauses(b *testing.B) {
	c := newest(b)
	r := law.Run{Day0: day(b, "2025-03-03"), Allowance: 20, Pauses: []law.Pause{
		{From: day(b, "2025-03-12"), To: day(b, "2025-03-26")}, {From: day(b, "2025-03-07"), To: day(b, "2025-03-21")},
	}}
	b.ReportAllocs()
	for b.Loop() {
		c.Due(r)
	}
}

func BenchmarkExplain(b *testing.B) {
	c := newest(b)
	r := law.Run{Day0: day(b, "2025-09-15"), Allowance: 40}
	b.ReportAllocs()
	for b.Loop() {
		c.Explain(r)
	}
}

func BenchmarkNewCalendar(b *testing.B) {
	ns := law.EmbeddedNotices()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := law.NewCalendar(ns); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkInForce(b *testing.B) {
	d := law.NewDate(2025, 3, 3)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := law.InForce(d); err != nil {
			b.Fatal(err)
		}
	}
}
