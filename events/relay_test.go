package events

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"
)

func quick() RelayOptions {
	return RelayOptions{Poll: 20 * time.Millisecond, Retry: 5 * time.Millisecond, Now: time.Now}
}

func fill(l *memoryLog, n int) {
	for i := range n {
		department := ""
		if i%2 == 0 {
			department = "D1"
		}
		l.add(application(i%7), department, "registered")
	}
}

func published(r *Relay, position int64) func() bool {
	return func() bool { return r.State().Published == position }
}

func TestTheRelayPublishesTheWholeLogInOrderOfPosition(t *testing.T) {
	t.Parallel()
	b, l := startBus(t, t.TempDir()), newLog()
	fill(l, 1000)
	o := quick()
	o.Batch = 64
	r := NewRelay(l, b.Dial, o)
	running(t, r.Run)
	eventually(t, "backlog", published(r, 1000))
	fill(l, 3)
	eventually(t, "woken", published(r, 1003))
	require.Equal(t, logIDs(l), ids(onBus(t, b.Dial)))
	s := r.State()
	require.Equal(t, State{Connected: true, Published: 1003, Head: 1003, LastSeq: 1003, Messages: 1003}, s)
}

func TestPeopleAreNotPublishedAndThePlaceGoesOnWithTheNextEvent(t *testing.T) {
	t.Parallel()
	b, l := startBus(t, t.TempDir()), newLog()
	l.add("agency:A", "", "agency_added")
	l.add("person:zhang", "", "person_added")
	l.add("person:zhang", "", "password_set")
	r := NewRelay(l, b.Dial, quick())
	stop := running(t, r.Run)
	eventually(t, "people passed over", published(r, 3))
	stop()
	l.add("day", "", "day_opened")
	l.add("calendar", "", "calendar_announced")
	l.add("report:A/2024", "", "year_drafted")
	again := NewRelay(l, b.Dial, quick())
	running(t, again.Run)
	eventually(t, "rest", published(again, 6))
	require.Equal(t, []string{"e1-1", "e1-4", "e1-5", "e1-6"}, ids(onBus(t, b.Dial)))
}

func TestARelayKilledBetweenPublishingAndReadingOnPublishesNothingTwice(t *testing.T) {
	t.Parallel()
	b, l := startBus(t, t.TempDir()), newLog()
	for i := 1; i <= 20; i++ {
		fill(l, i*2) // small and large batches
		// The process ends right after the server has the batch: nothing of what the relay knew is left.
		ctx, cancel := context.WithCancel(t.Context())
		nc, err := b.Dial(ctx)
		require.NoError(t, err)
		require.NoError(t, EnsureStream(ctx, nc, StreamOptions{}))
		r := NewRelay(l, b.Dial, quick())
		at, err := r.locate(ctx, nc)
		require.NoError(t, err)
		_, err = r.drain(ctx, nc, at, consumers{})
		require.NoError(t, err)
		cancel()
		nc.Close()
	}
	require.Equal(t, logIDs(l), ids(onBus(t, b.Dial)))
}

func TestTwoRelaysAtOnceDoubleNothingAndKeepTheOrder(t *testing.T) {
	t.Parallel()
	b, l := startBus(t, t.TempDir()), newLog()
	o := quick()
	o.Batch = 12
	first, second, third := NewRelay(l, b.Dial, o), NewRelay(l, b.Dial, o), NewRelay(l, b.Dial, o)
	running(t, first.Run)
	running(t, second.Run)
	running(t, third.Run)
	for range 200 {
		fill(l, 2)
	}
	eventually(t, "first", published(first, 400))
	eventually(t, "second", published(second, 400))
	eventually(t, "third", published(third, 400))
	require.Equal(t, logIDs(l), ids(onBus(t, b.Dial)))
	t.Logf("fenced: %d, %d, %d", first.State().Fenced, second.State().Fenced, third.State().Fenced)
}

func TestAStalePlaceIsFenced(t *testing.T) {
	t.Parallel()
	b, l := startBus(t, t.TempDir()), newLog()
	fill(l, 40)
	nc, err := b.Dial(t.Context())
	require.NoError(t, err)
	defer nc.Close()
	require.NoError(t, EnsureStream(t.Context(), nc, StreamOptions{}))
	batch := func(from, to int) (ms []*nats.Msg) {
		for _, r := range l.events[from:to] {
			ms = append(ms, Encode(r, 1))
		}
		return ms
	}
	last, err := publish(t.Context(), nc, batch(0, 20), 0)
	require.NoError(t, err)
	require.Equal(t, uint64(20), last)
	_, err = publish(t.Context(), nc, batch(20, 40), 0)
	require.ErrorIs(t, err, errFence)
	_, err = publish(t.Context(), nc, batch(20, 21), 1)
	require.ErrorIs(t, err, errFence)
	last, err = publish(t.Context(), nc, batch(0, 40), 20) // ids the server heard a moment ago are dropped one by one
	require.NoError(t, err)
	require.Equal(t, uint64(40), last)
	require.Equal(t, logIDs(l), ids(onBus(t, b.Dial)))
}

func TestTheRelaySurvivesRestartsOfTheBus(t *testing.T) {
	t.Parallel()
	data, l := t.TempDir(), newLog()
	b := startBus(t, data)
	r := NewRelay(l, func(ctx context.Context) (*nats.Conn, error) { return b.Dial(ctx) }, quick())
	fill(l, 10)
	stop := running(t, r.Run)
	eventually(t, "first part", published(r, 10))
	require.NoError(t, b.Close())
	fill(l, 10)
	eventually(t, "loss noticed", func() bool { return r.State().LastError != "" })
	stop()
	require.False(t, r.State().Connected)
	b = startBus(t, data)
	running(t, r.Run)
	eventually(t, "second part", published(r, 20))
	require.Equal(t, logIDs(l), ids(onBus(t, b.Dial)))
	require.Empty(t, r.State().LastError)
}

func TestAWipedBusIsFilledAgainFromTheLog(t *testing.T) {
	t.Parallel()
	data, l := t.TempDir(), newLog()
	b := startBus(t, data)
	fill(l, 50)
	r := NewRelay(l, b.Dial, quick())
	stop := running(t, r.Run)
	eventually(t, "published", published(r, 50))

	nc, err := b.Dial(t.Context())
	require.NoError(t, err)
	_, err = streamCall(t.Context(), nc, "DELETE", nil)
	require.NoError(t, err)
	nc.Close()
	eventually(t, "published again while it runs", func() bool { return r.State().Messages == 100 && r.State().Published == 50 })
	require.Equal(t, logIDs(l), ids(onBus(t, b.Dial)))
	stop()

	require.NoError(t, b.Close())
	require.NoError(t, os.RemoveAll(filepath.Join(data, "bus")))
	b = startBus(t, data)
	again := NewRelay(l, b.Dial, quick())
	running(t, again.Run)
	eventually(t, "published after the directory was lost", published(again, 50))
	require.Equal(t, logIDs(l), ids(onBus(t, b.Dial)))
}

func TestAfterARestoreTheRelayGoesOnFromTheLastEventBothHave(t *testing.T) {
	t.Parallel()
	b, l := startBus(t, t.TempDir()), newLog()
	fill(l, 10)
	r := NewRelay(l, b.Dial, quick())
	running(t, r.Run)
	eventually(t, "published", published(r, 10))
	l.cut(6)
	eventually(t, "walked back", published(r, 6))
	fill(l, 3)
	eventually(t, "new epoch", published(r, 9))
	ms := onBus(t, b.Dial)
	require.Equal(t, []string{"e2-7", "e2-8", "e2-9"}, ids(ms[10:]))
	require.Equal(t, int64(2), ms[10].Epoch)
}

func TestAnotherHistoryIsRefused(t *testing.T) {
	t.Parallel()
	b, l := startBus(t, t.TempDir()), newLog()
	fill(l, 10)
	r := NewRelay(l, b.Dial, quick())
	stop := running(t, r.Run)
	eventually(t, "published", published(r, 10))
	stop()
	for name, other := range map[string]func(*memoryLog){
		"shorter": func(o *memoryLog) { fill(o, 3) },
		"longer":  func(o *memoryLog) { fill(o, 12) },
	} {
		o := newLog()
		other(o)
		for i := range o.events {
			o.events[i].ID = "other-" + o.events[i].ID
		}
		nc, err := b.Dial(t.Context())
		require.NoError(t, err)
		_, err = findPlace(t.Context(), nc, o)
		require.ErrorIs(t, err, ErrForeignHistory, name)
		nc.Close()
	}
}

func TestAWakeChannelClosedForGoodDoesNotSpin(t *testing.T) {
	t.Parallel()
	b, l := startBus(t, t.TempDir()), newLog()
	dead := &deadWake{memoryLog: l, ch: make(chan struct{})}
	close(dead.ch)
	r := NewRelay(dead, b.Dial, quick())
	running(t, r.Run)
	fill(l, 5)
	eventually(t, "polling", published(r, 5))
}

type deadWake struct {
	*memoryLog
	ch chan struct{}
}

func (d *deadWake) Wake() <-chan struct{} { return d.ch }
