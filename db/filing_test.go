package db_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongkai/annual"
	"gongkai/db"
	"gongkai/law"
	"gongkai/workflow"
)

func replied(number, on, result string) *workflow.Reply {
	return &workflow.Reply{
		Common: workflow.Common{Do: "reply", Agency: "T1", Application: number, On: day(on)},
		Result: result, Grounds: "依据", ServedBy: "post",
	}
}

func recategorised(number, before, after string) *workflow.Correct {
	return &workflow.Correct{
		Common: workflow.Common{Do: "correct", Agency: "T1", Application: number}, Sequence: 1, Reason: "登记有误",
		Fields: map[string]workflow.Change{"category": {Before: before, After: after}},
	}
}

func voided(number string) *workflow.VoidApplication {
	return &workflow.VoidApplication{Common: workflow.Common{Do: "void", Agency: "T1", Application: number}, Reason: "重复登记"}
}

func figure(year int, cell, value string) *workflow.RecordFigure {
	return &workflow.RecordFigure{
		Common: workflow.Common{Do: "record_figure", Agency: "T1"}, Year: year, Cell: cell, Value: workflow.CellValue(value),
		Source: "司法局", Signer: "张三",
	}
}

func refusedWith(t testing.TB, code string, err error) {
	t.Helper()
	var refusal *workflow.Refusal
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, code, refusal.Code)
}

func sound(t testing.TB, s *db.Store) {
	t.Helper()
	v, err := s.Verify(t.Context())
	require.NoError(t, err)
	require.Empty(t, v.Differences)
}

func cellOf(t testing.TB, r annual.Report, row, column string) int64 {
	t.Helper()
	f := r.Table3.Cell(row, column)
	require.Equal(t, annual.Number, f.State, "%s %s", row, column)
	return f.N
}

// The story of a year that is filed, of what comes after, and of its amendment.
func TestAFiledYearStaysAndItsAmendmentBringsWhatCameLater(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		ctx := t.Context()
		for _, number := range []string{"A1", "A2", "A3", "A4"} {
			do(t, s, register(number, "2025-12-01"))
		}
		do(t, s, replied("A1", "2025-12-10", "disclosed"))
		do(t, s, figure(2025, "art20_5.licences", "12"))
		_, err := s.AmendReport(ctx, "stat", workflow.AmendRequest{FileRequest: workflow.FileRequest{Agency: "T1", Year: 2025}, Reason: "x"})
		refusedWith(t, "report_not_filed", err)
		_, err = s.FileReport(ctx, "stat", workflow.FileRequest{Agency: "T1", Year: 2026})
		refusedWith(t, "year_not_over", err)

		filing, err := s.FileReport(ctx, "stat", workflow.FileRequest{Agency: "T1", Year: 2025, Signer: "李主任", Key: "k"})
		require.NoError(t, err)
		again, err := s.FileReport(ctx, "stat", workflow.FileRequest{Agency: "T1", Year: 2025, Signer: "李主任", Key: "k"})
		require.NoError(t, err)
		require.Equal(t, filing, again, "the same key gives the same answer")
		_, err = s.FileReport(ctx, "stat", workflow.FileRequest{Agency: "T1", Year: 2025})
		refusedWith(t, "report_filed", err)
		_, err = s.Do(ctx, workflow.Request{Command: figure(2025, "art20_5.licences", "13"), Actor: "stat", Today: today, Entered: today})
		refusedWith(t, "report_filed", err)

		first := report(t, s, 2025)
		require.Equal(t, annual.Frozen, first.Status)
		require.Equal(t, filing.Digest, first.Digest)
		require.Equal(t, [3]int64{4, 1, 3}, [3]int64{cellOf(t, first, "new", "total"), cellOf(t, first, "total", "total"), cellOf(t, first, "carried_out", "total")})

		do(t, s, replied("A2", "2025-12-20", "unable.not_held")) // late entry
		do(t, s, recategorised("A3", "natural_person", "enterprise"))
		do(t, s, voided("A4"))
		require.Equal(t, first, report(t, s, 2025), "what comes later never changes it")
		next := report(t, s, 2026)
		require.Equal(t, int64(3), cellOf(t, next, "carried_in", "natural_person"), "the column of the year that is closed")
		require.Equal(t, int64(0), cellOf(t, next, "carried_in", "enterprise"))
		require.Equal(t, int64(1), cellOf(t, next, "other.other", "natural_person"), "voided after it was filed")
		require.Equal(t, int64(1), cellOf(t, next, "unable.not_held", "natural_person"))
		require.Equal(t, annual.Holds, verdictOf(t, next, "B4"))
		sound(t, s)

		diff, err := s.ReportDiff(ctx, "T1", 2025, "en")
		require.NoError(t, err)
		require.Len(t, diff.Cases, 3)
		require.Equal(t, []annual.Cell{{Row: "new", Column: "natural_person"}, {Row: "carried_out", Column: "natural_person"}}, diff.Cases[0].Filed)
		require.Equal(t, "replied", diff.Cases[0].Event)
		require.Equal(t, []annual.Cell{}, diff.Cases[2].Live, "A4 counts nowhere")

		amended, err := s.AmendReport(ctx, "stat", workflow.AmendRequest{
			FileRequest: workflow.FileRequest{Agency: "T1", Year: 2025, Signer: "李主任"}, Reason: "漏登", Figures: []*workflow.RecordFigure{figure(2025, "art20_5.licences", "13（其中延续2件）")},
		})
		require.NoError(t, err)
		require.Equal(t, []string{"A2", "A3", "A4"}, amended.Recounted)
		second := report(t, s, 2025)
		require.Equal(t, annual.Amended, second.Status)
		require.Equal(t, diff.Cells, slicesOf3(annual.Compare(first, second)))
		require.Equal(t, annual.Figure{State: annual.Number, N: 13, Text: "（其中延续2件）"}, second.Table2.Figures["art20_5.licences"])
		require.Equal(t, int64(1), cellOf(t, second, "carried_out", "enterprise"))
		require.Equal(t, int64(1), cellOf(t, report(t, s, 2026), "carried_in", "enterprise"))
		require.Equal(t, annual.Holds, verdictOf(t, report(t, s, 2026), "B4"))
		_, err = s.AmendReport(ctx, "stat", workflow.AmendRequest{FileRequest: workflow.FileRequest{Agency: "T1", Year: 2025}, Reason: "x"})
		refusedWith(t, "nothing_to_amend", err)
		versionsStay(t, s, first, second)
	})
}

// versionsStay holds every version, the check of the log, and a rebuild against what was filed.
func versionsStay(t *testing.T, s *db.Store, first, second annual.Report) {
	ctx := t.Context()
	old, err := s.ReportAs(ctx, annual.Ask{Agency: "T1", Year: 2025, Version: 1})
	require.NoError(t, err)
	require.Equal(t, first, old)
	_, err = s.ReportAs(ctx, annual.Ask{Agency: "T1", Year: 2025, Version: 3})
	refusedWith(t, "unknown_version", errOr(err))
	list, err := s.Filings(ctx, "T1", 2025)
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Equal(t, [2]string{"李主任", "漏登"}, [2]string{list[1].Signer, list[1].Reason})
	sound(t, s)
	before := report(t, s, 2026)
	_, err = s.Rebuild(ctx)
	require.NoError(t, err)
	require.Equal(t, before, report(t, s, 2026), "rebuilt is what was kept")
	require.Equal(t, second, report(t, s, 2025))
	sound(t, s)
}

func errOr(err error) error {
	if err == nil {
		return errors.New("no error")
	}
	return err
}

// slicesOf3 leaves the cells of table 3.
func slicesOf3(cells []annual.CellDiff) []annual.CellDiff {
	out := []annual.CellDiff{}
	for _, c := range cells {
		if c.Table == 3 {
			out = append(out, c)
		}
	}
	return out
}

func TestAFigureFitsItsCellOrIsRefused(t *testing.T) {
	t.Parallel()
	s := sqliteLane(t).openOffice(t)
	put := func(year int, cell, value string) error {
		_, err := s.Do(t.Context(), workflow.Request{Command: figure(year, cell, value), Actor: "stat", Today: today, Entered: today})
		return err
	}
	for _, c := range []struct {
		year        int
		cell, value string
		want        annual.Figure
	}{
		{2025, "art20_5.licences", "0", annual.Count(0)},
		{2025, "art20_6.penalties", "", annual.Figure{State: annual.Blank}},
		{2025, "art20_1.regulations.made", "/", annual.Figure{State: annual.Blank, Text: "/"}},
		{2025, "art20_1.normative_documents.made", "22（其中修订16件）", annual.Figure{State: annual.Number, N: 22, Text: "（其中修订16件）"}},
		{2025, "art20_8.fees_10k_yuan", "26.5512", annual.Count(26_551_200)},
		{2020, "art20_5.licences.change", "减4", annual.Count(-4)},
		{2020, "art20_9.procurement.amount", "251000元", annual.Figure{State: annual.Words, Text: "251000元"}},
	} {
		require.NoError(t, put(c.year, c.cell, c.value), "%s %s", c.cell, c.value)
		require.Equal(t, c.want, report(t, s, c.year).Table2.Figures[c.cell], "%s %s", c.cell, c.value)
	}
	for code, c := range map[string][3]string{
		"unknown_figure": {"2020", "art20_8.fees_10k_yuan", "1"}, "in_future": {"2027", "art20_5.licences", "1"},
	} {
		year := 2020
		if c[0] == "2027" {
			year = 2027
		}
		refusedWith(t, code, put(year, c[1], c[2]))
	}
	for _, value := range []string{"-1", "2.5", "十二", "1e3", "999999999999999", "12 件"} {
		refusedWith(t, "malformed", put(2025, "art20_5.licences", value))
	}
	refusedWith(t, "malformed", put(2025, "art20_8.fees_10k_yuan", "1.23456"))
	figures, err := s.Figures(t.Context(), "T1", 2025)
	require.NoError(t, err)
	require.Len(t, figures, 5)
	require.Equal(t, [2]string{"司法局", "张三"}, [2]string{figures[0].Source, figures[0].Signer})
	sound(t, s)
}

// Random histories over three years, with late entries, corrections, voids, filings and amendments: A1 to A5 of the
// reliability goals hold at every moment, the past is the same whenever it is asked, incremental equals rebuilt.
func TestRandomYearsKeepTheirPromises(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := sqliteLane(t).openOffice(t)
		h := &years{t: rt, s: s, state: map[string]bool{}}
		for i := range rapid.IntRange(5, 25).Draw(rt, "steps") {
			h.step(i)
			h.promises(t)
		}
		sound(t, s)
		h.bothWays(t)
		kept := h.all(t)
		_, err := s.Rebuild(t.Context())
		require.NoError(rt, err)
		require.Equal(rt, kept, h.all(t), "rebuilt is what was kept")
		for _, m := range h.moments {
			r, err := s.ReportAs(t.Context(), annual.Ask{Agency: "T1", Year: m.year, Position: m.position})
			require.NoError(rt, err)
			if r.Status == annual.Live {
				r.AsOf = today // these tests have a clock of their own, recorded times are the database's
			}
			raw, err := json.Marshal(r)
			require.NoError(rt, err)
			require.JSONEq(rt, m.raw, string(raw), "the past of %d at %d", m.year, m.position)
		}
		require.NoError(rt, s.Close())
	})
}

// years plays a random office of one body.
type years struct {
	t       *rapid.T
	s       *db.Store
	state   map[string]bool // numbers
	numbers []string
	moments []pastMoment
}

type pastMoment struct {
	year     int
	position int64
	raw      string
}

var someCategories = []string{"natural_person", "enterprise", "research"}

func (h *years) step(i int) {
	ctx := h.t.Context()
	request := func(cmd workflow.Command) {
		_, err := h.s.Do(ctx, workflow.Request{Command: cmd, Actor: "p", Today: today, Entered: today})
		var refusal *workflow.Refusal
		if err != nil && !errors.As(err, &refusal) {
			h.t.Fatalf("%s: %v", cmd.Base().Do, err)
		}
	}
	on := day("2023-01-02").AddDays(rapid.IntRange(0, 1150).Draw(h.t, "day")).String()
	number := fmt.Sprintf("N%d", i)
	if len(h.numbers) > 0 {
		number = rapid.SampledFrom(h.numbers).Draw(h.t, "number")
	}
	switch what := rapid.SampledFrom([]string{"register", "register", "reply", "reply", "void", "category", "result", "file", "amend"}).Draw(h.t, "what"); {
	case what == "register" || len(h.numbers) == 0:
		number = fmt.Sprintf("N%d", i)
		cmd := register(number, on)
		cmd.Applicant.Category = rapid.SampledFrom(someCategories).Draw(h.t, "category")
		request(cmd)
		h.numbers = append(h.numbers, number)
	case what == "reply":
		request(replied(number, on, rapid.SampledFrom([]string{"disclosed", "partial", "unable.not_held"}).Draw(h.t, "result")))
	case what == "void":
		request(voided(number))
	case what == "category":
		request(recategorised(number, rapid.SampledFrom(someCategories).Draw(h.t, "before"), rapid.SampledFrom(someCategories).Draw(h.t, "after")))
	case what == "result":
		request(&workflow.Correct{
			Common: workflow.Common{Do: "correct", Agency: "T1", Application: number}, Sequence: 3, Reason: "x",
			Fields: map[string]workflow.Change{"result": {Before: "disclosed", After: "partial"}},
		})
	case what == "file":
		_, err := h.s.FileReport(ctx, "p", workflow.FileRequest{Agency: "T1", Year: rapid.IntRange(2023, 2025).Draw(h.t, "year")})
		h.refusalAtMost(err)
	default:
		_, err := h.s.AmendReport(ctx, "p", workflow.AmendRequest{
			FileRequest: workflow.FileRequest{Agency: "T1", Year: rapid.IntRange(2023, 2025).Draw(h.t, "year")}, Reason: "x",
		})
		h.refusalAtMost(err)
	}
}

func (h *years) refusalAtMost(err error) {
	var refusal *workflow.Refusal
	if err != nil && !errors.As(err, &refusal) {
		h.t.Fatal(err)
	}
}

func (h *years) all(t *testing.T) []annual.Report {
	list := make([]annual.Report, 0, 4)
	for year := 2023; year <= 2026; year++ {
		list = append(list, report(t, h.s, year))
	}
	return list
}

// promises are A1 (every column balances), A2 (carried in is what the year before carried out), A4 (the past stays) and
// A5 (a list behind a figure is as long as the figure).
func (h *years) promises(t *testing.T) {
	reports := h.all(t)
	position, _, _, err := h.s.Head(t.Context())
	require.NoError(h.t, err)
	for i, r := range reports {
		require.True(h.t, annual.Sound(r.Checks), "%d: %v", r.Year, r.Checks)
		if i > 0 {
			for _, column := range append(annual.ColumnKeys(), law.ColumnTotal) {
				require.Equal(h.t, reports[i-1].Table3.Cell("carried_out", column), r.Table3.Cell("carried_in", column), "%d %s", r.Year, column)
			}
		}
		for _, row := range []string{"new", "carried_in", "total", "carried_out"} {
			list, err := h.s.CellEntries(t.Context(), "T1", r.Year, row, "total")
			require.NoError(h.t, err)
			require.Len(h.t, list, int(r.Table3.Cell(row, "total").N), "%d %s", r.Year, row)
		}
	}
	year := rapid.IntRange(2023, 2026).Draw(h.t, "looked at")
	raw, err := json.Marshal(reports[year-2023])
	require.NoError(h.t, err)
	h.moments = append(h.moments, pastMoment{year, position, string(raw)})
}

// bothWays holds the two directions of a figure against each other: the cells that each application tells from its own
// history are, one by one, the lists behind the figures as they stand in the derived rows.
func (h *years) bothWays(t *testing.T) {
	books, err := h.s.Books(t.Context(), "T1")
	require.NoError(h.t, err)
	type place struct {
		year int
		row  string
	}
	told := map[place][]annual.Behind{}
	for _, number := range slices.Sorted(slices.Values(h.numbers)) {
		c, err := h.s.Application(t.Context(), "T1", number)
		if h.refusalAtMost(err); err != nil {
			continue // its registration was refused
		}
		for _, y := range annual.CountedIn(c, books, today.Year(), "zh") {
			for _, b := range y.Cells {
				told[place{y.Year, b.Row}] = append(told[place{y.Year, b.Row}], b)
			}
		}
	}
	for year := 2023; year <= today.Year(); year++ {
		for _, row := range law.Rows(law.Form2021) {
			list, err := h.s.CellEntries(t.Context(), "T1", year, row.Key, law.ColumnTotal)
			require.NoError(h.t, err)
			for i := range list {
				list[i].Column = annual.ColumnOf(list[i].Entry)
			}
			require.Equal(h.t, append([]annual.Behind{}, told[place{year, row.Key}]...), list, "%d %s", year, row.Key)
			delete(told, place{year, row.Key})
		}
	}
	require.Empty(h.t, told, "nothing is told that no report counts")
}
