package torture_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/db"
	"gongkai/events"
	"gongkai/law"
	"gongkai/workflow"
)

// hearer is a worker's handler that notes what it heard.
type hearer struct {
	mu    sync.Mutex
	heard []events.Message
}

func (h *hearer) hear(_ context.Context, m events.Message) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.heard = append(h.heard, m)
	return nil
}

func (h *hearer) has(id string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.ContainsFunc(h.heard, func(m events.Message) bool { return m.ID == id })
}

// background runs a part until the test ends or stop is called.
func background(t *testing.T, run func(context.Context) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			require.NoError(t, <-ended)
		})
	}
	t.Cleanup(stop)
	return stop
}

// last gives the last event of a log.
func last(t *testing.T, s *db.Store) (workflow.Recorded, int64) {
	t.Helper()
	position, _, epoch, err := s.Head(t.Context())
	require.NoError(t, err)
	rs, err := s.Events(t.Context(), position, 1)
	require.NoError(t, err)
	require.Len(t, rs, 1)
	return rs[0], epoch
}

// TestARestoredLogRaisesTheEpochAndTheDeadHistoryIsRefused restores a log to an earlier point while the bus and a worker
// have heard what came after it: the worker hears the new history and no longer the dead one, and a server that still has
// the dead one is refused.
func TestARestoredLogRaisesTheEpochAndTheDeadHistoryIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		ctx, on := bounded(t), law.DateOf(now()).AddDays(-7)
		old := l.store(t, "")
		require.NoError(t, old.AddAgency(ctx, "admin", workflow.Agency{Code: "T1", Name: "凡村镇人民政府"}))
		act := func(s *db.Store, number string) workflow.Recorded {
			t.Helper()
			_, err := s.Do(ctx, request(register(number, on, "")))
			require.NoError(t, err)
			r, _ := last(t, s)
			return r
		}
		bus, err := events.StartBus(events.BusOptions{Data: t.TempDir(), Random: rand.Reader})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, bus.Close()) })
		relay := func(s *db.Store) (*events.Relay, func()) {
			r := events.NewRelay(s, bus.Dial, events.RelayOptions{Poll: 50 * time.Millisecond, Retry: 20 * time.Millisecond, Now: now})
			return r, background(t, r.Run)
		}
		h := &hearer{}
		worker, err := events.NewWorker(bus.Dial, h.hear, events.WorkerOptions{Everything: "all", Dir: t.TempDir(), Now: now})
		require.NoError(t, err)
		_, stopOld := relay(old)
		background(t, worker.Run)
		hears := func(r workflow.Recorded) {
			t.Helper()
			require.Eventually(t, func() bool { return h.has(r.ID) }, patience, 10*time.Millisecond, r.Stream)
		}
		hears(act(old, "A1"))
		var backup bytes.Buffer
		head, err := old.CopyOut(ctx, &backup, 0)
		require.NoError(t, err)
		dead := act(old, "A2")
		hears(dead)
		stopOld()

		other := newLane(t, l.name)
		sealer := l.sealer(t)
		same := func(o *db.Options) { o.Sealer, o.Notices = sealer, nil }
		filled := other.store(t, "", same)
		restored, err := filled.CopyIn(ctx, bytes.NewReader(backup.Bytes()), true)
		require.NoError(t, err)
		require.Equal(t, head.Epoch+1, restored.Epoch)
		again := other.store(t, "", same)
		_, stopNew := relay(again)
		first := act(again, "A3")
		require.Equal(t, dead.Position, first.Position, "the dead event's position is taken by another")
		hears(first)

		zombie := act(old, "A4") // a server that nobody told goes on with the dead history
		late, _ := relay(old)
		require.Eventually(t, func() bool { return strings.Contains(late.State().LastError, events.ErrForeignHistory.Error()) }, patience, 10*time.Millisecond)
		nc, err := bus.Dial(ctx)
		require.NoError(t, err)
		defer nc.Close()
		// And past the fence, as no relay would.
		_, err = nc.RequestMsg(events.Encode(zombie, head.Epoch), 10*time.Second)
		require.NoError(t, err)
		next := act(again, "A5")
		hears(next)
		require.False(t, h.has(zombie.ID), "a message of the dead epoch was refused")
		stopNew()
		v, err := again.Verify(ctx)
		require.NoError(t, err)
		require.Empty(t, v.Differences)
		t.Logf("restored at position %d under epoch %d: the new history is heard, the dead server does not publish, its message is passed over; %d events verified", head.Position, restored.Epoch, v.Events)
	})
}
