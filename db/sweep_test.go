package db_test

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/annual"
	"gongkai/db"
	"gongkai/law"
	"gongkai/workflow"
)

// doOn enters a command on its own day.
func doOn(t testing.TB, s *db.Store, cmd workflow.Command) workflow.Answer {
	t.Helper()
	on := cmd.Base().On
	a, err := s.Do(context.Background(), workflow.Request{Command: cmd, Actor: "clerk", Today: today, Entered: on})
	require.NoError(t, err)
	return a
}

func TestDaysAreOpenedOnceAndInOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		doOn(t, s, register("2026-0001", "2026-01-05")) // due 2026-02-02
		dry, err := s.SweepDryRun(t.Context(), day("2026-02-10"), today)
		require.NoError(t, err)
		days, err := s.Sweep(t.Context(), day("2026-02-10"), today)
		require.NoError(t, err)
		require.Equal(t, dry, days)
		require.Equal(t, db.OpenedDay{Day: day("2026-02-03"), Fired: 1, Late: true}, days[0])
		require.Len(t, days, 8)
		again, err := s.Sweep(t.Context(), day("2026-02-10"), today)
		require.NoError(t, err)
		require.Empty(t, again)
		days, err = s.Sweep(t.Context(), day("2026-02-12"), today)
		require.NoError(t, err)
		require.Equal(t, []db.OpenedDay{{Day: day("2026-02-11"), Late: true}, {Day: day("2026-02-12"), Late: true}}, days)
		c, err := s.Application(t.Context(), "T1", "2026-0001")
		require.NoError(t, err)
		require.True(t, c.Application.Overdue())
		require.Equal(t, workflow.ClockActor, c.History[len(c.History)-1].Actor)
		_, err = s.Sweep(t.Context(), today.AddDays(1), today)
		require.ErrorAs(t, err, new(*workflow.Refusal))
		require.Empty(t, verify(t, s))
	})
}

func TestTwoProcessesNeverFireADeadlineTwice(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		stores := []*db.Store{l.openOffice(t), l.open(t), l.open(t)}
		list := make([]workflow.LedgerFact, 1200)
		for i := range list {
			list[i] = ledgerOf(i + 1)[i]
			list[i].Closed, list[i].Result, list[i].Received = 0, "", day("2026-01-05").AddDays(i%20)
		}
		require.NoError(t, importLedger(stores[0], list))
		var wait sync.WaitGroup
		opened := make([][]db.OpenedDay, len(stores))
		for i, s := range stores {
			wait.Go(func() {
				var err error
				opened[i], err = s.Sweep(context.Background(), day("2026-02-28"), today)
				require.NoError(t, err)
			})
		}
		wait.Wait()
		seen := map[law.Date]int{}
		for _, days := range opened {
			for _, d := range days {
				seen[d.Day]++
			}
		}
		for d, n := range seen {
			require.Equal(t, 1, n, d.String())
		}
		events, err := stores[0].Events(t.Context(), 1, 100_000)
		require.NoError(t, err)
		marked := map[string]int{}
		for _, e := range events {
			if e.Type == workflow.OverdueMarked {
				marked[e.Stream]++
			}
		}
		require.NotEmpty(t, marked)
		for stream, n := range marked {
			require.Equal(t, 1, n, stream)
		}
		require.Empty(t, verify(t, stores[1]))
	})
}

func TestOpeningTheFirstOfJanuaryDraftsTheYearBefore(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		require.NoError(t, importLedger(s, ledgerOf(300)))
		_, err := s.Sweep(t.Context(), day("2025-12-30"), today)
		require.NoError(t, err)
		_, err = s.Sweep(t.Context(), day("2026-01-02"), today)
		require.NoError(t, err)
		draft, ok, err := s.Draft(t.Context(), "T1", 2025)
		require.NoError(t, err)
		require.True(t, ok)
		var r annual.Report
		require.NoError(t, json.Unmarshal(draft.Report, &r))
		live, err := s.Report(t.Context(), "T1", 2025)
		require.NoError(t, err)
		require.Equal(t, live.Table3, r.Table3)
		require.Equal(t, live.Digest, draft.Digest)
		require.EqualValues(t, 300, r.Table3.Cell("new", "total").N)
		require.Empty(t, verify(t, s))
	})
}

func TestANewCalendarMovesOpenApplicationsInTheSameTransaction(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		newest := law.Notice{
			Number: "测试〔2026〕1号", Title: "试", Announced: day("2026-03-01"), Year: 2026,
			Off: []law.Span{{From: day("2026-03-03"), To: day("2026-03-03")}}, Source: "test",
		}
		s := l.openOffice(t)
		before := map[string]law.Date{}
		for _, on := range []string{"2026-02-02", "2026-02-09", "2026-02-10", "2026-02-11", "2026-02-12"} {
			a := doOn(t, s, register("", on))
			before[a.Application] = *a.DueOn
		}
		closed := doOn(t, s, register("", "2026-02-10")).Application
		doOn(t, s, withdraw(closed, "2026-02-11"))
		moved, err := s.AddNotice(t.Context(), "admin", newest)
		require.NoError(t, err)
		var want []workflow.Moved
		for _, number := range slices.Sorted(maps.Keys(before)) {
			c, err := s.Application(t.Context(), "T1", number)
			require.NoError(t, err)
			require.Equal(t, workflow.DueRecomputed, c.History[1].Type)
			due := c.Application.Due
			require.Equal(t, workflow.Firm, due.Kind)
			if due.On != before[number] {
				want = append(want, workflow.Moved{Agency: "T1", Application: number, Before: before[number], After: due.On, Kind: due.Kind})
			}
		}
		require.NotEmpty(t, want)
		require.Equal(t, want, moved)
		c, err := s.Application(t.Context(), "T1", closed)
		require.NoError(t, err)
		require.Len(t, c.History, 2)
		_, err = s.AddNotice(t.Context(), "admin", newest)
		require.ErrorAs(t, err, new(*workflow.Refusal))
		// What was moved once is not remembered as it was: it can be moved again and acted on at once.
		again := newest
		again.Number, again.Off = "测试〔2026〕2号", []law.Span{{From: day("2026-03-04"), To: day("2026-03-04")}}
		twice, err := s.AddNotice(t.Context(), "admin", again)
		require.NoError(t, err)
		require.Len(t, twice, len(want))
		doOn(t, s, withdraw(want[0].Application, "2026-02-27"))
		require.Empty(t, verify(t, s))
	})
}
