package torture_test

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/db/pgtest"
)

// TestAKilledDatabaseLosesNothing ends PostgreSQL under a running server with kill -9, or as pg_ctl stop -m immediate
// does, and starts it again. The program stays up and goes on by itself.
func TestAKilledDatabaseLosesNothing(t *testing.T) {
	t.Parallel()
	ctx, r := bounded(t), chance(t)
	own, err := pgtest.Start()
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, own.Stop()) })
	l := newLane(t, "own")
	l.url = own.URL("postgres")
	l.agency(t, "T1")
	p := l.serve(t)
	address, ok := p.address(t)
	require.True(t, ok, "the server ended by itself")
	w := l.load(ctx, 6)
	w.c.to(address)
	for n := range rounds {
		w.waits(t, ctx, 1+r.IntN(60))
		if n%2 == 0 {
			require.NoError(t, own.Kill())
		} else {
			require.NoError(t, syscall.Kill(own.Process(), syscall.SIGQUIT))
		}
		again(t, ctx, own)
	}
	w.waits(t, ctx, 30)
	w.finish()
	w.book.repeats(t, ctx, w.c)
	log := l.events(t, 1)
	w.book.holds(t, log)
	onBus, twice := l.onTheBus(t, ctx, log)
	p.kill()
	v := l.verified(t)
	t.Logf("%d kills of PostgreSQL under one server with 6 clients: %d commands acknowledged, %d of them sent again before their answer, of which %d were stored already; %d events verified, %d on the bus, %d of them twice",
		rounds, len(w.book.entries), w.book.resent(), w.book.lost, v.Events, onBus, twice)
}

// again starts the database as soon as the processes of the killed one let go of its shared memory.
func again(t *testing.T, ctx context.Context, s *pgtest.Server) {
	t.Helper()
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for {
		err := s.Run()
		if err == nil {
			return
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			require.Fail(t, "PostgreSQL does not start again", fmt.Sprint(err))
		}
	}
}
