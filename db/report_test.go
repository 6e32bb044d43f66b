package db_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/annual"
	"gongkai/db"
	"gongkai/law"
	"gongkai/workflow"
)

// register of an office: n rows of the years 2023 to 2026, the same for the same seed.
func ledgerFacts(n int, seed uint64) []workflow.LedgerFact {
	r := rand.New(rand.NewPCG(seed, 1))
	results := law.Results()
	facts := make([]workflow.LedgerFact, n)
	for i := range facts {
		f := workflow.LedgerFact{
			Application: fmt.Sprintf("%05d", n-i), Received: day("2023-01-01").AddDays(r.IntN(1150)), Channel: "online",
			Category: law.Categories()[r.IntN(6)].Key, Name: "某", Content: "某信息",
		}
		if closed := f.Received.AddDays(r.IntN(200)); closed < today {
			f.Closed, f.Result = closed, results[r.IntN(len(results))].Key
		}
		facts[i] = f
	}
	return facts
}

// entriesOf is what the facts contribute when no year was filed, said apart from the store.
func entriesOf(facts []workflow.LedgerFact) []annual.Entry {
	entries := make([]annual.Entry, len(facts))
	for i, f := range facts {
		entries[i] = annual.Entry{
			Agency: "T1", Number: f.Application, Category: f.Category, Received: f.Received, NewYear: f.Received.Year(),
			Closed: f.Closed, Result: f.Result,
		}
		if !f.Closed.IsZero() {
			entries[i].ClosedYear = f.Closed.Year()
		}
	}
	slices.SortFunc(entries, func(a, b annual.Entry) int { return bytes.Compare([]byte(a.Number), []byte(b.Number)) })
	return entries
}

func record(t testing.TB, s *db.Store, facts []workflow.LedgerFact) {
	t.Helper()
	n, err := s.RecordLedger(context.Background(), "clerk", "T1", facts, "the ledger")
	require.NoError(t, err)
	require.Equal(t, len(facts), n)
}

func report(t testing.TB, s *db.Store, year int) annual.Report {
	t.Helper()
	r, err := s.Report(context.Background(), "T1", year)
	require.NoError(t, err)
	return r
}

func verdictOf(t testing.TB, r annual.Report, rule string) annual.Verdict {
	t.Helper()
	i := slices.IndexFunc(r.Checks, func(c annual.Check) bool { return c.Rule == rule })
	require.GreaterOrEqual(t, i, 0)
	return r.Checks[i].OK
}

func TestTheTablesAreThoseOfTheEntriesOneByOne(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		facts := ledgerFacts(400, 7)
		record(t, s, facts)
		all := entriesOf(facts)
		position, _, _, err := s.Head(t.Context())
		require.NoError(t, err)
		for year := 2019; year <= 2026; year++ {
			r := report(t, s, year)
			table := annual.Tabulate(slices.Values(all), year)
			require.Equal(t, table.Grid(law.FormOf(year)), r.Table3, year)
			require.True(t, annual.Sound(r.Checks), year)
			want := annual.New("T1", year, law.FormOf(year), annual.NoFigures(law.FormOf(year)), table, annual.NoCases())
			want.AsOf, want.Position, want.Digest, want.Checks = today, position, want.TableDigest(), r.Checks
			require.Equal(t, want, r)

			counted := slices.DeleteFunc(slices.Clone(all), func(e annual.Entry) bool { return len(annual.Contributions(e, year)) == 0 })
			got, err := s.Entries(t.Context(), "T1", year)
			require.NoError(t, err)
			require.Equal(t, append([]annual.Entry{}, counted...), got, year)
		}
	})
}

func TestAListBehindAFigureIsAsLongAsTheFigure(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		record(t, s, ledgerFacts(150, 11))
		r := report(t, s, 2024)
		for _, row := range law.Rows(law.Form2021) {
			for i, column := range law.Columns() {
				list, err := s.CellEntries(t.Context(), "T1", 2024, row.Key, column.Key)
				require.NoError(t, err)
				require.Len(t, list, int(r.Table3.Rows[row.Key][i].N), "%s %s", row.Key, column.Key)
				for _, behind := range list {
					require.Equal(t, workflow.RecordedFromLedger, behind.Event)
					require.Equal(t, 1, behind.Sequence)
				}
				require.True(t, slices.IsSortedFunc(list, func(a, b annual.Behind) int { return bytes.Compare([]byte(a.Number), []byte(b.Number)) }))
			}
		}
		other, err := s.CellEntries(t.Context(), "T1", 2024, "other", "total")
		require.NoError(t, err)
		var figure int64 // the form of 2019 has one row for the three
		for _, row := range []string{"other.supplement_lapsed", "other.fee_unpaid", "other.other"} {
			figure += r.Table3.Cell(row, "total").N
		}
		require.Len(t, other, int(figure))
	})
}

func TestWhatIsNotThereIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		ctx := t.Context()
		code := func(err error) string {
			var r *workflow.Refusal
			require.ErrorAs(t, err, &r)
			return r.Code
		}
		_, err := s.Report(ctx, "T9", 2024)
		require.Equal(t, "unknown_agency", code(err))
		_, err = s.Doubtful(ctx, "T9", 2024)
		require.Equal(t, "unknown_agency", code(err))
		_, err = s.CellEntries(ctx, "T9", 2024, "new", "total")
		require.Equal(t, "unknown_agency", code(err))
		for _, cell := range [][2]string{{"news", "total"}, {"new", "all"}, {"", ""}} {
			_, err = s.CellEntries(ctx, "T1", 2024, cell[0], cell[1])
			require.Equal(t, "unknown_cell", code(err))
		}
		require.Equal(t, "unknown_agency", code(s.ImportReport(ctx, "clerk", "T9", annual.Report{Year: 2024}, nil)))
	})
}

// published gives the file of a report with some new cases, of which some are carried out, and the report read from it.
func published(t testing.TB, year int, carriedIn, fresh, carriedOut int64) (annual.Report, []byte) {
	t.Helper()
	var table annual.Table3
	for row, n := range map[string]int64{
		"new": fresh, "carried_in": carriedIn, "disclosed": fresh + carriedIn - carriedOut, "total": fresh + carriedIn - carriedOut, "carried_out": carriedOut,
	} {
		require.True(t, table.Add(row, "natural_person", n))
	}
	form := law.FormOf(year)
	var raw bytes.Buffer
	require.NoError(t, annual.WriteJSON(&raw, annual.New("某镇", year, form, annual.NoFigures(form), table, annual.NoCases())))
	r, err := annual.ParsePublished(raw.Bytes())
	require.NoError(t, err)
	return r, raw.Bytes()
}

func TestAPublishedReportIsFiledOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		ctx := t.Context()
		r, raw := published(t, 2022, 0, 5, 2)
		require.NoError(t, s.ImportReport(ctx, "clerk", "T1", r, raw))
		position, _, _, err := s.Head(ctx)
		require.NoError(t, err)
		require.NoError(t, s.ImportReport(ctx, "clerk", "T1", r, raw), "the same file again")
		again, _, _, err := s.Head(ctx)
		require.NoError(t, err)
		require.Equal(t, position, again)
		other, otherRaw := published(t, 2022, 0, 6, 2)
		err = s.ImportReport(ctx, "clerk", "T1", other, otherRaw)
		var refused *workflow.Refusal
		require.ErrorAs(t, err, &refused)
		require.Equal(t, "already_exists", refused.Code)

		events, err := s.Events(ctx, position, 1)
		require.NoError(t, err)
		require.Equal(t, "report:T1/2022", events[0].Stream)
		require.Equal(t, workflow.ReportImported, events[0].Type)
		event, err := events[0].Event()
		require.NoError(t, err)
		require.Equal(t, 2022, event.Data.(*workflow.ReportData).Year)

		filed := report(t, s, 2022)
		require.Equal(t, annual.Frozen, filed.Status)
		require.Equal(t, "T1", filed.Agency)
		require.Equal(t, r.Table3, filed.Table3)
		require.Equal(t, filed.TableDigest(), filed.Digest)
		require.Equal(t, annual.Undecided, verdictOf(t, filed, "B4"), "the year before is not at hand")
	})
}

func TestAFiledYearIsTheEvidenceOfTheNextOne(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		ctx := t.Context()
		for _, c := range []struct {
			year                   int
			carriedIn, fresh, open int64
		}{{2021, 0, 3, 1}, {2022, 2, 5, 2}, {2023, 2, 5, 0}} {
			r, raw := published(t, c.year, c.carriedIn, c.fresh, c.open)
			require.NoError(t, s.ImportReport(ctx, "clerk", "T1", r, raw))
		}
		require.Equal(t, annual.Broken, verdictOf(t, report(t, s, 2022), "B4"))
		require.Equal(t, annual.Holds, verdictOf(t, report(t, s, 2023), "B4"))

		filed := report(t, s, 2023)
		record(t, s, []workflow.LedgerFact{{
			Application: "1", Received: day("2023-12-01"), Channel: "online", Category: "natural_person",
			Closed: day("2024-01-09"), Result: "disclosed", Name: "某", Content: "某信息",
		}})
		require.Equal(t, filed, report(t, s, 2023), "a filed year never changes by itself")
		live := report(t, s, 2024)
		require.Equal(t, annual.Live, live.Status)
		require.Equal(t, annual.Broken, verdictOf(t, live, "B4"), "filed were none carried out, known is one carried in")

		r, raw := published(t, 2024, 0, 5, 0)
		var refused *workflow.Refusal
		require.ErrorAs(t, s.ImportReport(ctx, "clerk", "T1", r, raw), &refused)
		require.Equal(t, "year_has_cases", refused.Code)
		next, raw := published(t, law.DateOf(now()).Year(), 0, 5, 0)
		require.ErrorAs(t, s.ImportReport(ctx, "clerk", "T1", next, raw), &refused)
		require.Equal(t, "in_future", refused.Code)
	})
}

func TestResultsThatNeedANoticeAreComparedWithTheNotices(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		lapsed := workflow.LedgerFact{
			Application: "1", Received: day("2024-03-01"), Channel: "online", Category: "natural_person", SupplementTold: day("2024-03-05"),
			Closed: day("2024-04-09"), Result: "other.supplement_lapsed", Name: "某", Content: "某信息",
		}
		bare := lapsed
		bare.Application, bare.SupplementTold, bare.Doubts = "2", 0, []string{"result_without_supplement"}
		bare.Received, bare.Closed = day("2025-03-03"), day("2025-04-09")
		repeat := bare
		repeat.Application, repeat.Result, repeat.Doubts = "3", "not_processed.repeat", nil
		repeat.Received, repeat.Closed = day("2023-03-03"), day("2023-04-10")
		record(t, s, []workflow.LedgerFact{lapsed, bare, repeat})
		require.Equal(t, annual.Holds, verdictOf(t, report(t, s, 2023), "B7"), "the repeat itself was a reply")
		require.Equal(t, annual.Holds, verdictOf(t, report(t, s, 2024), "B7"))
		require.Equal(t, annual.Undecided, verdictOf(t, report(t, s, 2025), "B7"))

		doubts, err := s.Doubtful(t.Context(), "T1", 2025)
		require.NoError(t, err)
		require.Contains(t, doubts, annual.Doubt{Agency: "T1", Number: "2", Code: "result_without_supplement"})
		none, err := s.Doubtful(t.Context(), "T1", 2022)
		require.NoError(t, err)
		require.Equal(t, []annual.Doubt{}, none)
	})
}

func TestTheFirstOfJanuaryDraftsTheYearThatEnded(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		do(t, s, register("A1", "2025-12-24"))
		before := report(t, s, 2025)
		_, found, err := s.Draft(t.Context(), "T1", 2025)
		require.NoError(t, err)
		require.False(t, found)
		_, err = s.Sweep(t.Context(), day("2026-01-01"), today)
		require.NoError(t, err)
		draft, found, err := s.Draft(t.Context(), "T1", 2025)
		require.NoError(t, err)
		require.True(t, found)
		var r annual.Report
		require.NoError(t, json.Unmarshal(draft.Report, &r))
		require.Equal(t, before.Digest, draft.Digest)
		require.Equal(t, before.Table3, r.Table3)
		require.Equal(t, day("2026-01-01"), r.AsOf)
		require.Equal(t, int64(1), r.Table3.Cell("carried_out", "natural_person").N)
		var doubts []annual.Doubt
		require.NoError(t, json.Unmarshal(draft.Doubtful, &doubts))
	})
}

// BenchmarkReport reads the tables of a year of a body with 14,629 applications.
func BenchmarkReport(b *testing.B) {
	for _, lane := range []func(testing.TB) lane{sqliteLane, postgresLane} {
		l := lane(b)
		b.Run(l.name, func(b *testing.B) {
			s := l.openOffice(b)
			facts := ledgerFacts(14629, 3)
			for i := range facts { // all in one year, which is the most there is to count
				f := &facts[i]
				f.Received = law.NewDate(2024, time.January, 1).AddDays(i % 366)
				if f.Closed = f.Received.AddDays(i % 30); f.Result == "" {
					f.Result = "disclosed"
				}
			}
			record(b, s, facts)
			b.Run("tables", func(b *testing.B) {
				for b.Loop() {
					require.Equal(b, int64(len(facts)), report(b, s, 2024).Table3.Cell("new", "total").N)
				}
			})
			b.Run("cell", func(b *testing.B) {
				for b.Loop() {
					_, err := s.CellEntries(b.Context(), "T1", 2024, "disclosed", "total")
					require.NoError(b, err)
				}
			})
			b.Run("list", func(b *testing.B) {
				for b.Loop() {
					_, err := s.Applications(b.Context(), workflow.Query{Agency: "T1"})
					require.NoError(b, err)
				}
			})
			b.Run("search", func(b *testing.B) {
				for b.Loop() {
					_, err := s.Applications(b.Context(), workflow.Query{Agency: "T1", Text: "12345"})
					require.NoError(b, err)
				}
			})
		})
	}
}
