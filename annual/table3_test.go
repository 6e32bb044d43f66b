package annual

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongkai/law"
	"gongkai/workflow"
)

func TestTheRowsStandWhereTheCountingExpectsThem(t *testing.T) {
	t.Parallel()
	require.Len(t, lines2021, rowCount)
	require.Len(t, lines2019, rowCount-2)
	for place, key := range map[int]string{
		rowNew: law.RowNew, rowCarriedIn: law.RowCarriedIn, rowFirstResult: "disclosed", rowFirstOther: "other.supplement_lapsed",
		rowOtherOther: rowOther, rowTotal: law.RowTotal, rowCarriedOut: law.RowCarriedOut,
	} {
		require.Equal(t, key, lines2021[place].key)
	}
	require.Equal(t, rowOther2019, lines2019[rowFirstOther].key)
	require.Equal(t, law.ColumnTotal, columns[TotalColumn].Key)
	require.Len(t, cases, caseCount)
}

func TestAddCountsInTheRowAndItsTotalAndRefusesUnknownCells(t *testing.T) {
	t.Parallel()
	var table Table3
	require.True(t, table.Add("disclosed", "enterprise", 2))
	require.False(t, table.Add("disclosed", "total", 1), "the total is only a sum")
	require.False(t, table.Add("granted", "enterprise", 1))
	row, ok := table.Row("disclosed")
	require.True(t, ok)
	require.Equal(t, [Columns]int64{0, 2, 0, 0, 0, 0, 2}, row)
	require.Equal(t, int64(2), table.Cell("disclosed", "total"))
	require.Equal(t, int64(4), Sum(table, table).Cell("disclosed", "enterprise"))
	require.Equal(t, []Difference{
		{"disclosed", "enterprise", Count(0), Count(2)}, {"disclosed", "total", Count(0), Count(2)},
	}, Table3{}.Grid(law.Form2021).Diff(table.Grid(law.Form2021)))
}

// date reads a literal; a misspelt one gives a day that equals nothing.
func date(s string) law.Date {
	d, err := law.ParseDate(s)
	if err != nil {
		return -1
	}
	return d
}

func TestAnApplicationCountsWithItsReason(t *testing.T) {
	t.Parallel()
	base := Entry{Agency: "A", Number: "1", Category: "natural_person", Received: date("2024-12-20"), NewYear: 2024}
	with := func(change func(*Entry)) Entry {
		e := base
		change(&e)
		return e
	}
	closed := with(func(e *Entry) { e.Closed, e.ClosedYear, e.Result = date("2025-01-10"), 2025, "partial" })
	late := with(func(e *Entry) { e.Closed, e.ClosedYear, e.Result = date("2024-12-30"), 2025, "disclosed" })
	cell := func(row string) Cell { return Cell{row, "natural_person"} }
	for _, c := range []struct {
		name   string
		entry  Entry
		year   int
		cells  []Cell
		zh, en []string
	}{
		{"new and still open", base, 2024, []Cell{cell("new"), cell("carried_out")},
			[]string{"2024-12-20 收到（第1号事件，条例第31条），计入本年新收", "2024-12-20 收到（第1号事件），2024年内未办结，计入结转下年度继续办理（条例第50条）"},
			[]string{"received on 2024-12-20 (event 1, art. 31), counts as new", "received on 2024-12-20 (event 1), not closed within 2024, counts as carried over (art. 50)"}},
		{"not there before it came", base, 2023, []Cell{}, nil, nil},
		{"carried in and closed", closed, 2025, []Cell{cell("carried_in"), cell("partial"), cell("total")},
			[]string{
				"2024-12-20 收到（第1号事件），至2024年末尚未办结，计入上年结转（条例第50条）",
				"2025-01-10 答复（第4号事件，条例第37条），计入（二）部分公开",
				"2025-01-10 答复（第4号事件，条例第37条），计入（七）总计（（二）部分公开）",
			},
			[]string{
				"received on 2024-12-20 (event 1), still open at the end of 2024, counts as carried in (art. 50)",
				"replied on 2025-01-10 (event 4, art. 37), counts in （二）部分公开 (partly disclosed)",
				"replied on 2025-01-10 (event 4, art. 37), counts in （七）总计 (total closed), as （二）部分公开 (partly disclosed)",
			}},
		{"gone after it closed", closed, 2026, []Cell{}, nil, nil},
		{"closed in a filed year: carried over there", late, 2024, []Cell{cell("new"), cell("carried_out")},
			[]string{"2024-12-20 收到（第1号事件，条例第31条），计入本年新收", "2024-12-20 收到（第1号事件），2024-12-30 办结但在2024年度报送后登记，计入结转下年度继续办理（条例第50条）"},
			[]string{"received on 2024-12-20 (event 1, art. 31), counts as new", "received on 2024-12-20 (event 1), closed on 2024-12-30 but entered after 2024 was filed, counts as carried over (art. 50)"}},
		{"closed in a filed year: counts in the first unfiled one", late, 2025,
			[]Cell{cell("carried_in"), cell("disclosed"), cell("total")},
			[]string{
				"2024-12-20 收到（第1号事件），2024-12-30 办结但在2024年度报送后登记，按上年结转计（条例第50条）",
				"2024-12-30 答复（第4号事件，条例第36(1), 36(2)条）（2024年度已报送，顺延计入），计入（一）予以公开",
				"2024-12-30 答复（第4号事件，条例第36(1), 36(2)条）（2024年度已报送，顺延计入），计入（七）总计（（一）予以公开）",
			},
			[]string{
				"received on 2024-12-20 (event 1), closed on 2024-12-30 but entered after 2024 was filed, counts as carried in (art. 50)",
				"replied on 2024-12-30 (event 4, art. 36(1), 36(2)) (2024 was filed already), counts in （一）予以公开 (disclosed)",
				"replied on 2024-12-30 (event 4, art. 36(1), 36(2)) (2024 was filed already), counts in （七）总计 (total closed), as （一）予以公开 (disclosed)",
			}},
		{"void", with(func(e *Entry) { e.Void = true }), 2024, []Cell{}, nil, nil},
		{"only arrived", Entry{Category: "natural_person"}, 2024, []Cell{}, nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := Contributions(c.entry, c.year)
			require.Equal(t, c.cells, got)
			for i, cell := range got {
				require.True(t, Counts(c.entry, cell, c.year))
				require.True(t, Counts(c.entry, Cell{cell.Row, "total"}, c.year))
				behind, ok := trace(c.entry, workflow.Replied).In(cell, c.year)
				require.True(t, ok)
				require.Equal(t, c.zh[i], behind.Because("zh"))
				require.Equal(t, c.en[i], behind.Because("en"))
			}
			behind, ok := trace(c.entry, workflow.Replied).In(Cell{"refused.state_secret", "natural_person"}, c.year)
			require.False(t, ok)
			require.Equal(t, Behind{}, behind)
		})
	}
}

func TestAResultCountsInTheLaterOfItsYearAndTheFirstUnfiledOne(t *testing.T) {
	t.Parallel()
	require.Equal(t, 2024, CountingYear(date("2024-12-30"), 0))
	require.Equal(t, 2025, CountingYear(date("2024-12-30"), 2025))
	require.Equal(t, 2026, CountingYear(date("2026-01-01"), 2025))
	require.Zero(t, CountingYear(0, 2025))
}

// entries draws any entries, lawful or not: the sums must hold for whatever the store holds.
func entries() *rapid.Generator[[]Entry] {
	keys := []string{"", "unknown"}
	for _, r := range law.Results() {
		keys = append(keys, r.Key)
	}
	kinds := []string{"", "total"}
	for _, c := range law.Categories() {
		kinds = append(kinds, c.Key)
	}
	one := rapid.Custom(func(t *rapid.T) Entry {
		return Entry{
			Agency: "A", Category: rapid.SampledFrom(kinds).Draw(t, "category"),
			NewYear:    rapid.SampledFrom([]int{0, 2020, 2021, 2022, 2023}).Draw(t, "new"),
			ClosedYear: rapid.SampledFrom([]int{0, 2020, 2021, 2022, 2023, 2024}).Draw(t, "closed"),
			Result:     rapid.SampledFrom(keys).Draw(t, "result"),
			Void:       rapid.IntRange(0, 9).Draw(t, "void") == 0,
		}
	})
	return rapid.SliceOfN(one, 0, 60)
}

func TestTheSumsOfAnyEntriesHoldInEveryYear(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := entries().Draw(t, "entries")
		var before *Report
		for year := 2019; year <= 2025; year++ {
			table := Tabulate(slices.Values(all), year)
			for _, form := range []string{law.Form2021, law.Form2019} {
				r := New("A", year, form, NoFigures(form), table, NoCases())
				for _, check := range Audit(r, Evidence{Previous: before}) {
					if check.Rule != "B4" && check.Rule != "B6" && check.Rule != "B7" || check.Rule == "B4" && before != nil {
						require.Equal(t, Holds, check.OK, check.DetailEn)
					}
				}
			}
			for key, row := range table.Rows() {
				for c, n := range row {
					behind := 0
					for _, e := range all {
						if Counts(e, Cell{key, columns[c].Key}, year) {
							behind++
						}
					}
					require.Equal(t, n, int64(behind), "%s %s %d", key, columns[c].Key, year)
				}
			}
			r := New("A", year, law.Form2021, NoFigures(law.Form2021), table, NoCases())
			before = &r
		}
	})
}

func TestSumsOfPartsAreSumsOfAllTheirEntries(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := entries().Draw(t, "a"), entries().Draw(t, "b")
		all := slices.Concat(a, b)
		want := Tabulate(slices.Values(all), 2022)
		require.True(t, want == Sum(Tabulate(slices.Values(a), 2022), Tabulate(slices.Values(b), 2022)))
		back, ok := want.Grid(law.Form2021).Table()
		require.True(t, ok)
		require.True(t, want == back)
	})
}

func BenchmarkTabulate(b *testing.B) {
	results := law.Results()
	all := make([]Entry, 14_629)
	for i := range all {
		all[i] = Entry{
			Category: columns[i%TotalColumn].Key, NewYear: 2024 + i%2, ClosedYear: 2025, Result: results[i%len(results)].Key,
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		Tabulate(slices.Values(all), 2025)
	}
}
