package torture_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// load is several clients at work on one lane's server.
type load struct {
	book *book
	c    *client
	stop chan struct{}
	wait sync.WaitGroup
}

func (l lane) load(ctx context.Context, clients int) *load {
	w := &load{book: newBook("T1"), c: newClient(), stop: make(chan struct{})}
	for i := range clients {
		w.wait.Go(func() { w.book.work(ctx, w.c, fmt.Sprintf("%s-%d", l.name, i), w.stop) })
	}
	return w
}

// finish lets every client end the command at hand, which takes a running server.
func (w *load) finish() {
	close(w.stop)
	w.wait.Wait()
}

// waits until the clients were told n answers more.
func (w *load) waits(t *testing.T, ctx context.Context, n int) {
	t.Helper()
	for range n {
		select {
		case <-w.book.told:
		case <-ctx.Done():
			require.Fail(t, "the clients get no answers", "%v", w.book.wrong)
		}
	}
}

// bounded is a context that ends a test that is stuck.
func bounded(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience+time.Duration(rounds)*10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// TestAKilledServerLosesNothingAndDoublesNothing kills the server while it starts, at random moments under load, and at
// the very moment of an answer, when other transactions are on their way to the disk.
func TestAKilledServerLosesNothingAndDoublesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		ctx, r := bounded(t), chance(t)
		l.agency(t, "T1")
		w := l.load(ctx, 6)
		kinds := map[string]int{}
		for n := range rounds {
			kinds[l.killedOnce(t, ctx, w, r, n)]++
		}
		last := l.serve(t)
		address, ok := last.address(t)
		require.True(t, ok, "the server ended by itself")
		w.c.to(address)
		w.waits(t, ctx, 30)
		w.finish()
		w.book.repeats(t, ctx, w.c)
		log := l.events(t, 1)
		w.book.holds(t, log)
		onBus, twice := l.onTheBus(t, ctx, log)
		last.kill()
		v := l.verified(t)
		t.Logf("%d kills of a server (%v) under 6 clients: %d commands acknowledged, %d of them sent again before their answer, of which %d were stored already, all answered alike when sent once more; %d events verified, %d on the bus, %d of them twice",
			rounds, kinds, len(w.book.entries), w.book.resent(), w.book.lost, v.Events, onBus, twice)
	})
}

// killedOnce runs the server once and kills it. It tells when.
func (l lane) killedOnce(t *testing.T, ctx context.Context, w *load, r *rand.Rand, n int) string {
	t.Helper()
	p := l.serve(t)
	if n%4 == 0 {
		moment{after: upTo(r, 250*time.Millisecond)}.awaits(p.ended)
		p.kill()
		return "start"
	}
	address, ok := p.address(t)
	if !ok {
		said, _ := p.stderr.so()
		require.Fail(t, "the server ended by itself", "%s", said)
	}
	w.c.to(address)
	kind := "answer"
	if n%4 == 1 {
		kind = "running"
		moment{after: upTo(r, 600*time.Millisecond)}.awaits(p.ended)
	} else {
		w.waits(t, ctx, 1+r.IntN(60))
	}
	select {
	case <-p.ended:
		said, _ := p.stderr.so()
		require.Fail(t, "the server ended by itself", "%s", said)
	default:
	}
	p.kill()
	return kind
}
