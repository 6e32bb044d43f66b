package torture_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/db"
	"gongkai/law"
	"gongkai/workflow"
)

const writers = 20

// TestOfTwentyRivalsExactlyOneWins lets twenty people, half of them on another server, act on the same state of the same
// application at the same moment.
func TestOfTwentyRivalsExactlyOneWins(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		ctx := bounded(t)
		stores := []*db.Store{l.store(t, ""), l.store(t, "")}
		require.NoError(t, stores[0].AddAgency(ctx, "admin", workflow.Agency{Code: "T1", Name: "凡村镇人民政府"}))
		on := law.DateOf(now()).AddDays(-7)
		const applications = 4
		for i := range applications {
			_, err := stores[i%2].Do(ctx, request(register(fmt.Sprintf("A%d", i), on, "")))
			require.NoError(t, err)
		}
		byStore := [2]int{}
		for n := range 2 * rounds {
			for i, number := range []string{"A0", "A1", "A2", "A3"} {
				byStore[rivals(t, ctx, stores, number, on, i+n*applications)]++
			}
		}
		for _, number := range []string{"A0", "A1", "A2", "A3"} {
			for _, s := range stores {
				c, err := s.Application(ctx, "T1", number)
				require.NoError(t, err)
				require.Equal(t, 1+2*rounds, c.Application.Seq())
			}
		}
		v, err := stores[1].Verify(ctx)
		require.NoError(t, err)
		require.Empty(t, v.Differences)
		t.Logf("%d times %d rivals on two servers: one winner each time, %d on one server, %d on the other; %d events verified",
			2*rounds*applications, writers, byStore[0], byStore[1], v.Events)
	})
}

// rivals lets all writers consult at once on the same sequence, and tells whose server won.
func rivals(t *testing.T, ctx context.Context, stores []*db.Store, number string, on law.Date, round int) int {
	t.Helper()
	before, err := stores[round%2].Application(ctx, "T1", number)
	require.NoError(t, err)
	seen := before.Application.Seq()
	errs := make([]error, writers)
	var wait sync.WaitGroup
	gate := make(chan struct{})
	for w := range writers {
		wait.Go(func() {
			cmd := &workflow.Consult{
				Common: common("consult", number, on.AddDays(1), fmt.Sprintf("%s-%d-%d", number, round, w)),
				Party:  fmt.Sprintf("P%d-%d", round, w), Kind: "third_party", Name: "某公司",
			}
			cmd.Seen = &seen
			<-gate
			_, errs[w] = stores[w%2].Do(ctx, request(cmd))
		})
	}
	close(gate)
	wait.Wait()
	winner := -1
	for w, err := range errs {
		if err == nil {
			require.Equal(t, -1, winner, "two of the rivals won")
			winner = w
			continue
		}
		var refusal *workflow.Refusal
		require.True(t, errors.As(err, &refusal), "%v", err)
		require.Equal(t, "conflict", refusal.Code)
	}
	require.NotEqual(t, -1, winner, "none of the rivals won: %v", errs[0])
	return winner % 2
}

// TestTwoSweepersNeverFireADeadlineTwice lets two servers open the same days at once while a third sweeper is killed over
// and over.
func TestTwoSweepersNeverFireADeadlineTwice(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		ctx, r := bounded(t), chance(t)
		stores := []*db.Store{l.store(t, ""), l.store(t, "")}
		require.NoError(t, stores[0].AddAgency(ctx, "admin", workflow.Agency{Code: "T1", Name: "凡村镇人民政府"}))
		today := law.DateOf(now())
		first := today.AddDays(-120)
		const applications = 200
		for i := range applications {
			on := first.AddDays(i / 4)
			// Entered on its day: nothing is due yet, the deadlines wait for a sweeper.
			entered := workflow.Request{Command: register(fmt.Sprintf("A%d", i), on, ""), Actor: "clerk", Today: on, Entered: on}
			_, err := stores[0].Do(ctx, entered)
			require.NoError(t, err)
		}
		due, err := stores[0].Due(ctx, today)
		require.NoError(t, err)
		require.Len(t, due, applications)
		took := l.run(t, "verify").took
		kills := 0
		for from := first; from < today; {
			from = min(from.AddDays(120/rounds+1), today)
			var wait sync.WaitGroup
			errs := make([]error, len(stores))
			for i, s := range stores {
				wait.Go(func() { _, errs[i] = s.Sweep(ctx, from, today) })
			}
			killed := l.killedAt(t, moment{after: upTo(r, 2*took)}, "sweep", "--on", from.String())
			wait.Wait()
			require.NoError(t, errors.Join(errs...))
			if killed.code != 0 {
				require.Equal(t, -1, killed.code, "%s", killed.stderr)
				kills++
			}
		}
		log := l.events(t, 1)
		days := onceAndInOrder(t, log, today, applications)
		v := l.verified(t)
		t.Logf("two servers and %d killed sweepers opened %d days: %d deadlines were armed before, each acted once; %d events verified",
			kills, days, len(due), v.Events)
	})
}

// onceAndInOrder checks that every day was opened once, without a gap, up to today, and that every application became
// overdue exactly once.
func onceAndInOrder(t *testing.T, log []event, today law.Date, applications int) (days int) {
	t.Helper()
	var opened []law.Date
	overdue := map[string]int{}
	for _, e := range log {
		switch e.Type {
		case workflow.DayOpened:
			var d struct {
				Day law.Date `json:"day"`
			}
			require.NoError(t, json.Unmarshal(e.Data, &d))
			opened = append(opened, d.Day)
		case workflow.OverdueMarked:
			overdue[e.Stream]++
		}
	}
	require.NotEmpty(t, opened)
	require.True(t, slices.IsSortedFunc(opened, cmp.Compare[law.Date]))
	for i, d := range opened {
		require.Equal(t, opened[0].AddDays(i), d, "a day was left out or opened twice")
	}
	require.Equal(t, today, opened[len(opened)-1])
	for stream, n := range overdue {
		require.Equal(t, 1, n, "%s was marked overdue more than once", stream)
	}
	require.Len(t, overdue, applications)
	return len(opened)
}
