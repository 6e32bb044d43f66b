package events

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"gongkai/workflow"
)

// desk notes what the handler was called with.
type desk struct {
	mu    sync.Mutex
	heard []Message
	fail  func(m Message, nth int) error
	calls map[string]int
}

func newDesk() *desk { return &desk{calls: map[string]int{}} }

func (d *desk) handle(_ context.Context, m Message) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls[m.ID]++
	if d.fail != nil {
		if err := d.fail(m, d.calls[m.ID]); err != nil {
			return err
		}
	}
	d.heard = append(d.heard, m)
	return nil
}

func (d *desk) ids() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return ids(d.heard)
}

func (d *desk) has(n int) func() bool { return func() bool { return len(d.ids()) >= n } }

func forD1(dir string) WorkerOptions {
	return WorkerOptions{
		Agency: "A", Department: "D1", Dir: dir, Now: time.Now, AckWait: 300 * time.Millisecond,
		RetryFirst: 10 * time.Millisecond, RetryMost: 40 * time.Millisecond, Attempts: 4,
	}
}

func work(t testing.TB, dial Dial, h Handler, o WorkerOptions) (*Worker, func()) {
	t.Helper()
	w, err := NewWorker(dial, h, o)
	require.NoError(t, err)
	return w, running(t, w.Run)
}

func departmentIDs(l *memoryLog, department string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []string
	for _, r := range l.events {
		if r.Department == department {
			out = append(out, r.ID)
		}
	}
	return out
}

func TestAWorkerHearsItsDepartmentsEventsInOrderAndNoOthers(t *testing.T) {
	t.Parallel()
	b, l, d := startBus(t, t.TempDir()), newLog(), newDesk()
	for i := range 60 {
		l.add(application(i%5), []string{"", "D1", "D2"}[i%3], "task_assigned")
		l.add("application:B/1", "D1", "task_assigned") // another agency's department of the same code
	}
	running(t, NewRelay(l, b.Dial, quick()).Run)
	work(t, b.Dial, d.handle, forD1(t.TempDir()))
	eventually(t, "all heard", d.has(20))
	l.add(application(1), "D1", "task_closed")
	eventually(t, "the next one too", d.has(21))
	var want []Message
	for _, r := range l.events {
		if r.Department == "D1" && originOf(r.Stream).agency == "A" {
			want = append(want, MessageOf(r, 1))
		}
	}
	require.Equal(t, want, d.heard)
}

func TestAnEventDeliveredTwiceReachesTheProgramOnce(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	b, l, d := startBus(t, data), newLog(), newDesk()
	for range 10 {
		l.add(application(1), "D1", "task_assigned")
	}
	running(t, NewRelay(l, b.Dial, quick()).Run)
	dir := t.TempDir()
	_, stop := work(t, b.Dial, d.handle, forD1(dir))
	eventually(t, "heard", d.has(10))
	stop()

	// The bus forgets how far this department came, as after the loss of its directory.
	nc, err := b.Dial(t.Context())
	require.NoError(t, err)
	var reply struct {
		Success bool `json:"success"`
	}
	require.NoError(t, call(t.Context(), nc, "CONSUMER.DELETE."+StreamName+"."+ConsumerName("A", "D1"), nil, &reply))
	require.True(t, reply.Success)
	nc.Close()
	w, _ := work(t, b.Dial, d.handle, forD1(dir))
	l.add(application(1), "D1", "task_closed")
	eventually(t, "the new one", d.has(11))
	require.Equal(t, departmentIDs(l, "D1"), d.ids())
	s, err := w.State()
	require.NoError(t, err)
	require.Equal(t, int64(10), s.Doubled)
}

func TestAnApplicationWhoseEventFailsWaitsInOrderWhileOthersGoOn(t *testing.T) {
	t.Parallel()
	b, l, d := startBus(t, t.TempDir()), newLog(), newDesk()
	bad := application(1)
	d.fail = func(m Message, nth int) error {
		if m.Stream == bad && m.Seq == 2 && nth <= 2 {
			return errors.New("the printer is out of paper")
		}
		return nil
	}
	for range 4 {
		l.add(bad, "D1", "task_assigned")
		l.add(application(2), "D1", "task_assigned")
	}
	running(t, NewRelay(l, b.Dial, quick()).Run)
	dir := t.TempDir()
	w, _ := work(t, b.Dial, d.handle, forD1(dir))
	eventually(t, "all heard in the end", d.has(8))
	order := map[string][]int{}
	for _, m := range d.heard {
		order[m.Stream] = append(order[m.Stream], m.Seq)
	}
	require.Equal(t, map[string][]int{bad: {1, 2, 3, 4}, application(2): {1, 2, 3, 4}}, order)
	eventually(t, "shelf empty", func() bool {
		s, err := w.State()
		left, read := os.ReadDir(filepath.Join(dir, "A=D1", "aside"))
		return err == nil && len(s.Waiting) == 0 && read == nil && len(left) == 0 // the folder goes last
	})
}

func TestAnEventThatAlwaysFailsIsSetAsideAndTriedAgainAfterARestart(t *testing.T) {
	t.Parallel()
	b, l, d := startBus(t, t.TempDir()), newLog(), newDesk()
	bad := application(1)
	broken := true
	d.fail = func(m Message, _ int) error {
		if m.Stream == bad && m.Seq == 1 && broken {
			panic("division by zero")
		}
		return nil
	}
	first := l.add(bad, "D1", "task_assigned")
	running(t, NewRelay(l, b.Dial, quick()).Run)
	dir := t.TempDir()
	w, stop := work(t, b.Dial, d.handle, forD1(dir))
	waiting := func() []Failure {
		s, err := w.State()
		require.NoError(t, err)
		return s.Waiting
	}
	eventually(t, "set aside", func() bool { s, err := w.State(); return err == nil && len(s.Waiting) == 1 && s.Waiting[0].SetAside })
	l.add(bad, "D1", "task_closed")
	l.add(application(2), "D1", "task_assigned")
	eventually(t, "another application goes on", d.has(1))
	f := waiting()[0]
	require.Equal(t, Failure{
		Stream: bad, Position: 1, ID: first.ID, Type: "task_assigned", Attempts: 4,
		Error: "the handler panicked: division by zero", Since: f.Since, Next: f.Next, SetAside: true, Waiting: 2,
	}, f)
	stop()
	broken = false
	work(t, b.Dial, d.handle, forD1(dir))
	eventually(t, "done after a restart", d.has(3))
	require.Equal(t, []string{"e1-3", "e1-1", "e1-2"}, d.ids())
}

func TestAWorkerSurvivesRestartsOfTheBusOnAnotherPort(t *testing.T) {
	t.Parallel()
	data, l, d := t.TempDir(), newLog(), newDesk()
	b := startBus(t, data)
	w, _ := work(t, DialData(data, "worker"), d.handle, forD1(t.TempDir()))
	for i := range 3 {
		for range 5 {
			l.add(application(i), "D1", "task_assigned")
		}
		stop := running(t, NewRelay(l, b.Dial, quick()).Run)
		eventually(t, "heard", d.has(5*(i+1)))
		stop()
		require.NoError(t, b.Close())
		eventually(t, "loss noticed", func() bool { s, err := w.State(); return err == nil && !s.Connected })
		b = startBus(t, data)
	}
	require.Equal(t, departmentIDs(l, "D1"), d.ids())
}

func TestAWorkerKilledInTheMiddleGetsTheUnfinishedEventFirst(t *testing.T) {
	t.Parallel()
	b, l, d := startBus(t, t.TempDir()), newLog(), newDesk()
	for range 5 {
		l.add(application(1), "D1", "task_assigned")
	}
	running(t, NewRelay(l, b.Dial, quick()).Run)
	// The first worker dies with event 3 in its hands: its connection is cut, nothing is acknowledged or given back.
	var cut *nats.Conn
	dial := func(ctx context.Context) (*nats.Conn, error) {
		nc, err := b.Dial(ctx)
		cut = nc
		return nc, err
	}
	ctx, kill := context.WithCancel(t.Context())
	dir := t.TempDir()
	w, err := NewWorker(dial, func(ctx context.Context, m Message) error {
		if m.Seq == 3 {
			kill()
			cut.Close()
			return errors.New("killed")
		}
		return d.handle(ctx, m)
	}, func() WorkerOptions {
		o := forD1(dir)
		o.Attempts = 1 << 20
		o.RetryFirst = time.Hour
		o.RetryMost = time.Hour
		return o
	}())
	require.NoError(t, err)
	require.NoError(t, w.Run(ctx))
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "A=D1", "aside"))) // it never came to set anything aside
	work(t, b.Dial, d.handle, forD1(dir))
	eventually(t, "all", d.has(5))
	require.Equal(t, departmentIDs(l, "D1"), d.ids())
}

func TestTwoWorkersOfOneDepartmentKeepTheOrder(t *testing.T) {
	t.Parallel()
	b, l, d := startBus(t, t.TempDir()), newLog(), newDesk()
	dir := t.TempDir()
	work(t, b.Dial, d.handle, forD1(dir))
	work(t, b.Dial, d.handle, forD1(dir))
	for range 100 {
		l.add(application(1), "D1", "task_assigned")
	}
	running(t, NewRelay(l, b.Dial, quick()).Run)
	eventually(t, "all", d.has(100))
	require.Equal(t, departmentIDs(l, "D1"), d.ids())
}

func TestAMessageThatIsNoEventIsSetAsideAndBlocksNothing(t *testing.T) {
	t.Parallel()
	b, l, d := startBus(t, t.TempDir()), newLog(), newDesk()
	nc, err := b.Dial(t.Context())
	require.NoError(t, err)
	defer nc.Close()
	require.NoError(t, EnsureStream(t.Context(), nc, StreamOptions{}))
	_, err = nc.Request("gongkai.events.A.D1.noise", []byte("not an event"), time.Second)
	require.NoError(t, err)
	l.add(application(1), "D1", "task_assigned")
	running(t, NewRelay(l, b.Dial, quick()).Run)
	dir := t.TempDir()
	work(t, b.Dial, d.handle, forD1(dir))
	eventually(t, "the event behind it", d.has(1))
	files, err := os.ReadDir(filepath.Join(dir, "A=D1", "aside", unreadable))
	require.NoError(t, err)
	require.Len(t, files, 1)
}

func TestAWorkerCatchesUpFromTheLogWithWhatTheBusNoLongerKeeps(t *testing.T) {
	t.Parallel()
	b, l, d := startBus(t, t.TempDir()), newLog(), newDesk()
	for range 6 {
		l.add(application(1), "D1", "task_assigned")
	}
	// A bus that begins at event 4: the first three were dropped for want of room.
	nc, err := b.Dial(t.Context())
	require.NoError(t, err)
	defer nc.Close()
	require.NoError(t, EnsureStream(t.Context(), nc, StreamOptions{}))
	_, err = publish(t.Context(), nc, []*nats.Msg{Encode(l.events[3], 1), Encode(l.events[4], 1), Encode(l.events[5], 1)}, 0)
	require.NoError(t, err)
	o := forD1(t.TempDir())
	o.History = l
	w, _ := work(t, b.Dial, d.handle, o)
	eventually(t, "all", d.has(6))
	eventually(t, "bus read too", func() bool { s, err := w.State(); return err == nil && s.Doubled == 3 })
	require.Equal(t, departmentIDs(l, "D1"), d.ids())
}

func TestDataTooLargeForTheBusAreReadFromTheLog(t *testing.T) {
	t.Parallel()
	b, l, d := startBus(t, t.TempDir()), newLog(), newDesk()
	l.add(application(1), "D1", "task_assigned")
	large, err := json.Marshal(map[string]string{"x": strings.Repeat("7", 2<<20)})
	require.NoError(t, err)
	l.events[0].Data = large
	running(t, NewRelay(l, b.Dial, quick()).Run)
	work(t, b.Dial, d.handle, forD1(t.TempDir()))
	eventually(t, "reference", d.has(1))
	require.Equal(t, "/api/v1/events?from=1", d.heard[0].DataRef)
	require.Empty(t, d.heard[0].Data)
	o, whole := forD1(t.TempDir()), newDesk()
	o.History = l
	work(t, b.Dial, whole.handle, o)
	eventually(t, "data", whole.has(1))
	require.Equal(t, json.RawMessage(large), whole.heard[0].Data)
}

func TestMessagesOutOfOrderOrOfADeadEpochLoseNothing(t *testing.T) {
	t.Parallel()
	b, l, d := startBus(t, t.TempDir()), newLog(), newDesk()
	for range 4 {
		l.add(application(1), "D1", "task_assigned")
	}
	nc, err := b.Dial(t.Context())
	require.NoError(t, err)
	defer nc.Close()
	require.NoError(t, EnsureStream(t.Context(), nc, StreamOptions{}))
	e := l.events
	// What no relay does but a hand might: 3 before 2, 1 again, and an event of a restored log before a dead one.
	again := Encode(e[0], 1)
	again.Header.Set(nats.MsgIdHdr, "heard after the window of the server")
	for last, m := range []*nats.Msg{Encode(e[0], 1), Encode(e[2], 1), Encode(e[1], 1), again, Encode(e[3], 2), Encode(dead(e[3]), 1)} {
		_, err := publishOne(t.Context(), nc, m, uint64(last))
		require.NoError(t, err)
	}
	w, _ := work(t, b.Dial, d.handle, forD1(t.TempDir()))
	eventually(t, "all heard", d.has(4))
	eventually(t, "the double passed over", func() bool { s, err := w.State(); return err == nil && s.Doubled == 1 })
	l.add(application(2), "D1", "task_assigned")
	_, err = publishOne(t.Context(), nc, Encode(l.events[4], 2), 6)
	require.NoError(t, err)
	eventually(t, "the next one", d.has(5))
	require.Equal(t, []string{"e1-1", "e1-3", "e1-2", "e1-4", "e1-5"}, d.ids())
}

func dead(r workflow.Recorded) workflow.Recorded {
	r.ID = "dead"
	return r
}
