package law_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"gongkai/law"
)

func TestEveryYearHasTheDaysOffOfItsNotices(t *testing.T) {
	t.Parallel()
	c := newest(t)
	// The number of working days a year is widely known; in 2020 the extension
	// took two of 251.
	for year, want := range map[int]int{2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248} {
		got := c.Count(law.NewDate(year, 1, 0), law.NewDate(year, 12, 31))
		require.Equal(t, want, got, year)
		require.True(t, c.Announced(year))
	}
	require.False(t, c.Announced(2018))
	require.False(t, c.Announced(2027))
}

func TestADaySaysItsKindAndTheNoticeThatDecidedIt(t *testing.T) {
	t.Parallel()
	c := newest(t)
	const n2025 = "国办发明电〔2024〕12号"
	for _, want := range []law.Day{
		{Date: day(t, "2025-03-04"), Working: true, Kind: law.Workday},
		{Date: day(t, "2025-03-08"), Kind: law.Weekend},
		{Date: day(t, "2025-10-01"), Kind: law.Holiday, Notice: n2025, Holiday: "国庆节、中秋节"},
		{Date: day(t, "2025-10-11"), Working: true, Kind: law.Makeup, Notice: n2025},
		{Date: day(t, "2018-12-29"), Working: true, Kind: law.Makeup, Notice: "国办发明电〔2018〕15号", Provisional: true},
		{Date: day(t, "2019-05-03"), Kind: law.Holiday, Notice: "国办发明电〔2019〕3号", Holiday: "劳动节"},
		{Date: day(t, "2020-02-01"), Kind: law.Holiday, Notice: "国办发明电〔2020〕1号", Holiday: "春节"},
		{Date: day(t, "2020-02-03"), Working: true, Kind: law.Workday},
		{Date: day(t, "2027-02-08"), Kind: law.Holiday, Holiday: "春节", Provisional: true},
		{Date: day(t, "2028-10-03"), Kind: law.Holiday, Holiday: "国庆节、中秋节", Provisional: true},
		{Date: day(t, "2150-05-01"), Kind: law.Holiday, Holiday: "劳动节", Provisional: true},
		{Date: day(t, "2150-05-04"), Working: true, Kind: law.Workday, Provisional: true},
	} {
		require.Empty(t, cmp.Diff(want, c.Day(want.Date)))
		require.Equal(t, want.Working, c.Working(want.Date))
	}
}

func TestAYearWithoutANoticeHasWeekendsAndStatutoryDays(t *testing.T) {
	t.Parallel()
	c := newest(t)
	for year, want := range map[int][]string{
		2010: {"01-01", "02-13", "02-14", "02-15", "04-05", "05-01", "06-16", "09-22", "10-01", "10-02", "10-03"},
		2017: {"01-01", "01-28", "01-29", "01-30", "04-04", "05-01", "05-30", "10-01", "10-02", "10-03", "10-04"},
		2027: {"01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01", "05-02", "06-09", "09-15", "10-01", "10-02", "10-03"},
		2030: {"01-01", "02-02", "02-03", "02-04", "02-05", "04-05", "05-01", "05-02", "06-05", "09-12", "10-01", "10-02", "10-03"},
		2031: {"01-01", "05-01", "05-02", "10-01", "10-02", "10-03"},
	} {
		var got []string
		for d := law.NewDate(year, 1, 1); d.Year() == year; d++ {
			switch c.Day(d).Kind {
			case law.Holiday:
				got = append(got, d.String()[5:])
			case law.Makeup:
				t.Fatalf("make-up day %s without a notice", d)
			}
		}
		require.Equal(t, want, got, year)
	}
}

func TestWhatWasKnownOnADayIsAskedByThatDay(t *testing.T) {
	t.Parallel()
	c := newest(t)
	april := law.Run{Day0: day(t, "2019-04-23"), Allowance: 7}
	require.Equal(t, "2019-05-03", c.AsOf(day(t, "2019-03-21")).Due(april).String())
	require.Equal(t, "2019-05-05", c.AsOf(day(t, "2019-03-22")).Due(april).String())
	winter := law.Run{Day0: day(t, "2020-01-15"), Allowance: 20}
	require.Equal(t, "2020-02-17", c.AsOf(day(t, "2020-01-15")).Due(winter).String())
	require.Equal(t, "2020-02-19", c.AsOf(day(t, "2020-01-27")).Due(winter).String())

	require.Same(t, c, c.AsOf(day(t, "2026-11-22")))
	require.Empty(t, c.AsOf(day(t, "2018-12-05")).Notices())
	require.Equal(t, "none", c.AsOf(day(t, "2018-12-05")).Version())
	require.False(t, c.AsOf(day(t, "2025-11-03")).Announced(2026))
	require.True(t, c.AsOf(day(t, "2025-11-04")).Announced(2026))
	old := c.AsOf(day(t, "2022-06-01"))
	require.Same(t, old.AsOf(day(t, "2020-01-01")), c.AsOf(day(t, "2020-01-01")))
}

func TestAVersionNamesTheSetAndNothingElse(t *testing.T) {
	t.Parallel()
	ns := law.EmbeddedNotices()
	c := newest(t)
	slices.Reverse(ns)
	ns[0].Title, ns[0].Source = "another title", "another source"
	again, err := law.NewCalendar(ns)
	require.NoError(t, err)
	require.Equal(t, c.Version(), again.Version())
	require.True(t, strings.HasPrefix(c.Version(), "2025-11-04."), c.Version())
	seen := map[string]bool{}
	for _, n := range c.Notices() {
		v := c.AsOf(n.Announced).Version()
		require.False(t, seen[v], v)
		seen[v] = true
	}
}

func TestANewYearIsAddedByANotice(t *testing.T) {
	t.Parallel()
	c := newest(t)
	n := law.Notice{
		Number: "2027 test", Announced: day(t, "2026-11-10"), Year: 2027, Whole: true,
		Off:    []law.Span{{From: day(t, "2026-12-31"), To: day(t, "2027-01-02")}},
		Work:   []law.Date{day(t, "2026-12-27"), day(t, "2027-01-04")},
		Source: "made for this test",
	}
	with, err := c.With(n)
	require.NoError(t, err)
	require.True(t, c.Provisional(day(t, "2026-12-20"), day(t, "2027-01-05")))
	require.False(t, with.Provisional(day(t, "2026-12-20"), day(t, "2027-01-05")))
	require.False(t, with.Working(day(t, "2026-12-31")))
	require.Equal(t, law.Makeup, with.Day(day(t, "2026-12-27")).Kind)
	require.Equal(t, law.Workday, with.Day(day(t, "2027-01-04")).Kind)
	require.True(t, c.Working(day(t, "2026-12-31")), "the calendar before is untouched")
	require.Len(t, with.Notices(), len(c.Notices())+1)

	_, err = with.With(n)
	require.ErrorIs(t, err, law.ErrNotice)

	same := n
	same.Number, same.Year, same.Off, same.Work = "2026 late", 2026, []law.Span{{From: day(t, "2026-12-30"), To: day(t, "2026-12-30")}}, nil
	both, err := with.With(same)
	require.NoError(t, err)
	last := both.Notices()
	require.Equal(t, []string{"2026 late", "2027 test"}, []string{last[len(last)-2].Number, last[len(last)-1].Number})
	same.Number, same.Off = "2026 later", []law.Span{{From: day(t, "2026-12-29"), To: day(t, "2026-12-29")}}
	_, err = both.With(same)
	require.NoError(t, err)
}

func TestNobodyChangesACalendarThroughItsNotices(t *testing.T) {
	t.Parallel()
	c := newest(t)
	ns := c.Notices()
	ns[0].Off[0].To, ns[0].Work[0] = 0, 0
	require.Empty(t, cmp.Diff(law.EmbeddedNotices(), c.Notices()))
}

func TestAContradictoryNoticeIsRefused(t *testing.T) {
	t.Parallel()
	good := `{"number":"x","title":"","announced":"2026-11-10","year":2027,"whole":true,"off":[{"from":"2027-01-01","to":"2027-01-03"}],"work":["2027-01-10"],"source":"test"}`
	want, err := law.ParseNotice([]byte(good))
	require.NoError(t, err)
	b, err := json.Marshal(want)
	require.NoError(t, err)
	require.JSONEq(t, good, string(b))

	for name, change := range map[string][2]string{
		"unknown field":        {`"title":""`, `"titel":""`},
		"field missing":        {`"whole":true,`, ``},
		"no number":            {`"number":"x"`, `"number":" "`},
		"no announcement":      {`2026-11-10`, ``},
		"impossible day":       {`2027-01-10`, `2027-02-30`},
		"off and on":           {`2027-01-10`, `2027-01-02`},
		"ends before start":    {`"to":"2027-01-03"`, `"to":"2026-12-31"`},
		"another year":         {`2027-01-10`, `2028-01-10`},
		"reaches too far":      {`"from":"2027-01-01"`, `"from":"2026-11-01"`},
		"year out of range":    {`"year":2027`, `"year":12027`},
		"not a number":         {`"year":2027`, `"year":"2027"`},
		"data after":           {`"source":"test"}`, `"source":"test"}{}`},
		"work day twice":       {`["2027-01-10"]`, `["2027-01-10","2027-01-10"]`},
		"no days":              {`[{"from":"2027-01-01","to":"2027-01-03"}],"work":["2027-01-10"]`, `[],"work":[]`},
		"spans that overlap":   {`[{`, `[{"from":"2027-01-02","to":"2027-01-04"},{`},
		"truncated":            {`}`, ``},
		"an array, not a case": {`{"number"`, `[{"number"`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		require.NotEqual(t, good, bad, name)
		_, err := law.ParseNotice([]byte(bad))
		require.ErrorIs(t, err, law.ErrNotice, name)
	}
	_, err = law.NewCalendar([]law.Notice{want, want})
	require.ErrorContains(t, err, "x is there twice")
	want.Work = append(want.Work, want.Off[0].From)
	_, err = law.NewCalendar([]law.Notice{want})
	require.ErrorContains(t, err, "2027-01-01 is listed twice (off, work)")
}

func TestEveryNoticeThatComesWithTheProgramSaysWhereItIsFrom(t *testing.T) {
	t.Parallel()
	ns := law.EmbeddedNotices()
	require.Len(t, ns, 10)
	for i, n := range ns {
		require.NotEmpty(t, n.Title)
		require.NotEmpty(t, n.Source)
		if i > 0 {
			require.Less(t, ns[i-1].Announced, n.Announced)
		}
		for _, d := range n.Work {
			w := d.Weekday()
			require.True(t, w == 0 || w == 6, "%s works on %s", n.Number, d)
		}
	}
}

func FuzzParseNotice(f *testing.F) {
	for _, n := range law.EmbeddedNotices() {
		b, err := json.Marshal(n)
		require.NoError(f, err)
		f.Add(b)
	}
	f.Add([]byte(`{"number":null}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		n, err := law.ParseNotice(b)
		if err != nil {
			require.ErrorIs(t, err, law.ErrNotice)
			return
		}
		c, err := law.NewCalendar([]law.Notice{n})
		require.NoError(t, err)
		for _, s := range n.Off {
			require.False(t, c.Working(s.From))
			require.False(t, c.Working(s.To))
		}
		for _, d := range n.Work {
			require.True(t, c.Working(d))
		}
	})
}

func TestAClosedCaseKeepsTheCalendarOfItsClosing(t *testing.T) {
	t.Parallel()
	cal, err := law.NewCalendar(law.EmbeddedNotices())
	require.NoError(t, err)
	early, late := cal.AsOf(law.NewDate(2019, 12, 1)), cal.AsOf(law.NewDate(2020, 3, 1))
	require.Same(t, late, cal.InForceAt(law.NewDate(2020, 3, 1), early.Version()), "notices came between the last date and closing")
	require.Same(t, late, cal.InForceAt(law.NewDate(2019, 12, 1), late.Version()), "entered later, by the calendar of then")
	require.Same(t, cal, cal.InForceAt(law.NewDate(2019, 12, 1), cal.Version()))
	require.Same(t, cal, cal.InForceAt(law.NewDate(2019, 12, 1), "of another log"))
}
