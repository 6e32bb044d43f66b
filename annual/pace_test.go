package annual

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongkai/law"
	"gongkai/workflow"
)

func civil(s string) law.Date {
	d, err := law.ParseDate(s)
	if err != nil {
		return 0
	}
	return d
}

func paceFact(number, received, ended, due, result string, used int) PaceFact {
	f := PaceFact{
		Entry: Entry{Agency: "A", Number: number, Category: "natural_person", Received: civil(received), Closed: civil(ended), Result: result},
		Due:   civil(due), Ended: civil(ended), Used: used, Replied: ended != "" && blockOf(result) != "other",
	}
	f.NewYear, f.ClosedYear = CountingYear(f.Received, 0), CountingYear(f.Closed, 0)
	return f
}

func TestThePaceOfAQuarterToldWhole(t *testing.T) {
	t.Parallel()
	before := paceFact("1", "2025-03-20", "2025-04-18", "2025-04-21", "disclosed", 19)
	before.Departments = []string{"D1", "D2"}
	before.Extended = []law.Date{civil("2025-03-31"), civil("2025-04-02")}
	late := paceFact("2", "2025-04-07", "2025-05-20", "2025-05-08", "refused.state_secret", 28)
	late.Departments = []string{"D1"}
	late.Supplements = []PaceStep{{On: civil("2025-04-08"), Came: civil("2025-04-10")}}
	lapsed := paceFact("3", "2025-05-06", "2025-06-03", "", "other.supplement_lapsed", 3)
	lapsed.Supplements = []PaceStep{{On: civil("2025-05-07"), Lapsed: civil("2025-06-03")}}
	open := paceFact("4", "2025-05-06", "", "2025-06-05", "", 0)
	open.Consulted = []PaceStep{{On: civil("2025-05-07"), Came: civil("2025-05-12")}, {On: civil("2025-07-07")}}
	open.Tasks = []PaceTask{
		{Stint: workflow.Stint{Department: "D1", AssignedOn: civil("2025-05-07"), DueOn: civil("2025-05-09"), ReturnedOn: civil("2025-05-08")}},
		{Stint: workflow.Stint{Department: "D2", AssignedOn: civil("2025-05-08"), DueOn: civil("2025-05-15"), ReportedOn: civil("2025-05-16")}, Took: 6},
		{Stint: workflow.Stint{Department: "D2", AssignedOn: civil("2025-05-19"), ReportedOn: civil("2025-05-20")}, Took: 1},
		{Stint: workflow.Stint{Department: "D3", AssignedOn: civil("2025-05-19"), DueOn: civil("2025-05-26")}},
	}
	after := paceFact("5", "2025-07-01", "", "2025-07-29", "", 0)
	arrived := paceFact("6", "", "", "", "", 0)
	gone := paceFact("7", "2025-01-06", "2025-03-31", "2025-02-10", "disclosed", 40)

	from, to := civil("2025-04-01"), civil("2025-06-30")
	got := Measure("A", []PaceFact{before, late, lapsed, open, after, arrived, gone}, from, to, civil("2026-01-05"))
	var table Table3
	for _, row := range []string{"carried_in", "disclosed", "refused.state_secret", "other.supplement_lapsed", "carried_out"} {
		table.Add(row, "natural_person", 1)
	}
	table.Add("new", "natural_person", 3)
	table.Add("total", "natural_person", 3)
	one := func(key string, working, calendar, late int) Speed {
		return Speed{key, 1, Spread{float64(working), working, working}, Spread{float64(calendar), calendar, calendar}, late}
	}
	both := Speed{"D1", 2, Spread{23.5, 28, 28}, Spread{36, 43, 43}, 1}
	all := both
	all.Key = ""
	require.Empty(t, cmp.Diff(Pace{
		Agency: "A", From: from, To: to, AsOf: to, Table3: table.Grid(law.Form2021),
		Replies:      all,
		ByResult:     []Speed{one("disclosed", 19, 29, 0), one("refused", 28, 43, 1), one("other", 3, 28, 0)},
		ByDepartment: []Speed{both, one("D2", 19, 29, 0)},
		Steps: Steps{
			ClosedLate: 1, OpenOverdue: 1, Extensions: 1, Supplements: 2, Supplemented: 1, Lapsed: 1, Consulted: 1, Opinions: 1,
		},
		Months: []Month{{"2025-04", 1, 1, 1}, {"2025-05", 2, 1, 2}, {"2025-06", 0, 1, 1}},
		Departments: []Assessment{
			{Department: "D1", Assigned: 1, Returned: 1},
			{Department: "D2", Assigned: 2, Reported: 2, InTime: 1, Late: 1, Took: Spread{3.5, 6, 6}},
			{Department: "D3", Assigned: 1, Open: 1, Overdue: 1},
		},
	}, got))
	require.Equal(t, 50, got.Departments[1].Share())

	today := Measure("A", []PaceFact{open}, from, to, civil("2025-06-05"))
	require.Equal(t, civil("2025-06-05"), today.AsOf)
	require.Zero(t, today.Steps.OpenOverdue, "it is overdue from the day after its date")
}

func TestTheMiddleAndTheSlowEndOfSomeDays(t *testing.T) {
	t.Parallel()
	require.Equal(t, Spread{}, spreadOf(nil))
	require.Equal(t, Spread{7, 7, 7}, spreadOf([]int{7}))
	require.Equal(t, Spread{5.5, 9, 10}, spreadOf([]int{10, 9, 8, 7, 6, 5, 4, 3, 2, 1}))
	require.Equal(t, Spread{6, 10, 11}, spreadOf([]int{11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}))
}

func TestAPeriodIsFilledInOrRefused(t *testing.T) {
	t.Parallel()
	today := civil("2025-06-01")
	for _, c := range []struct{ from, to, wantFrom, wantTo string }{
		{"", "", "2024-06-02", "2025-06-01"},
		{"2023-01-01", "", "2023-01-01", "2023-12-31"},
		{"2025-01-01", "", "2025-01-01", "2025-06-01"},
		{"", "2024-12-31", "2024-01-01", "2024-12-31"},
		{"2025-01-01", "2025-12-31", "2025-01-01", "2025-12-31"},
		{"2014-01-01", "2025-12-31", "2014-01-01", "2025-12-31"},
		{"2025-05-02", "2025-05-01", "", ""},
		{"2025-06-02", "2025-07-01", "", ""},
		{"2013-12-31", "2025-01-01", "", ""},
	} {
		got, err := PeriodOf(civil(c.from), civil(c.to), today)
		if c.wantFrom == "" {
			var refusal *workflow.Refusal
			require.ErrorAs(t, err, &refusal)
			require.Equal(t, "bad_period", refusal.Code)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, Period{civil(c.wantFrom), civil(c.wantTo)}, got, c)
	}
}

// datedEntries draws entries whose dates lie in or beside the years they count in, as filed years make them.
func datedEntries(t *rapid.T) []Entry {
	all := entries().Draw(t, "entries")
	for i := range all {
		e := &all[i]
		if e.NewYear != 0 {
			e.Received = civil("2019-07-01").AddDays(rapid.IntRange(0, 1800).Draw(t, "received"))
		}
		if e.ClosedYear != 0 {
			e.Closed = civil("2019-07-01").AddDays(rapid.IntRange(0, 2200).Draw(t, "closed"))
		}
	}
	return all
}

func TestAYearAsAPeriodIsTheTableOfTheYear(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := datedEntries(t)
		for year := 2019; year <= 2025; year++ {
			from, to := law.NewDate(year, 1, 1), law.NewDate(year, 12, 31)
			require.Equal(t, Tabulate(slices.Values(all), year), TabulatePeriod(slices.Values(all), from, to), year)
		}
	})
}

func TestWhatAPeriodCarriesOutTheNextCarriesIn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := datedEntries(t)
		facts := make([]PaceFact, len(all))
		for i, e := range all {
			facts[i] = PaceFact{Entry: e}
		}
		from := civil("2019-01-01")
		var before *Table3
		for range 8 {
			to := from.AddDays(rapid.IntRange(0, 400).Draw(t, "days"))
			table := TabulatePeriod(slices.Values(all), from, to)
			got := Measure("A", facts, from, to, civil("2026-01-01"))
			require.Equal(t, table.Grid(got.Table3.Form), got.Table3)
			last := got.Months[len(got.Months)-1]
			require.Equal(t, table.Cell("carried_out", "total"), int64(last.Open))
			for _, c := range columns {
				sum := func(row string) int64 { return table.Cell(row, c.Key) }
				require.Equal(t, sum("new")+sum("carried_in"), sum("total")+sum("carried_out"), "B2 of any period")
				if before != nil {
					require.Equal(t, before.Cell("carried_out", c.Key), sum("carried_in"))
				}
			}
			before, from = &table, to+1
		}
	})
}
