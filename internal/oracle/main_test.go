package oracle_test

import (
	"flag"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/internal/oracle"
	"gongkai/law"
)

// How much is compared: a slice of some seconds in "make test", the whole by "make oracle" (CASES, LIVES, SEED).
var (
	cases = flag.Int("cases", 500_000, "questions put to the calendar and to the oracle")
	lives = flag.Int("lives", 3_000, "whole applications put to the workflow and to the oracle")
	seed  = flag.Uint64("seed", 20190515, "where the random numbers begin")
)

// share plays n cases on all processors, each with random numbers of its own, and tells how many agreed. compare gives
// the shortest account it has of a disagreement, or nothing.
func share(t *testing.T, what string, n int, compare func(r *rand.Rand) string) {
	t.Helper()
	var agreed atomic.Int64
	var found sync.Map
	var all sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		all.Go(func() {
			r := rand.New(rand.NewPCG(*seed, uint64(w)))
			shortest := ""
			for i, failed := w, 0; i < n && failed < 100; i += workers {
				switch detail := compare(r); {
				case detail == "":
					agreed.Add(1)
				case shortest == "" || len(detail) < len(shortest):
					shortest = detail
					failed++
				default:
					failed++
				}
			}
			if shortest != "" {
				found.Store(w, shortest)
			}
		})
	}
	all.Wait()
	found.Range(func(_, detail any) bool {
		t.Errorf("the clock and the oracle disagree (seed %d):\n%s", *seed, detail)
		return true
	})
	t.Logf("%d of %d %s agreed, seed %d", agreed.Load(), n, what, *seed)
}

// both is one day as each side writes it.
func both(d oracle.Day) law.Date {
	if d == 0 {
		return 0
	}
	return firstDay.AddDays(int(d) - 1)
}

const firstDay law.Date = 736695 // 2018-01-01, the oracle's day 1

func calendar(t require.TestingT) *law.Calendar {
	cal, err := law.NewCalendar(law.EmbeddedNotices())
	require.NoError(t, err)
	return cal
}
