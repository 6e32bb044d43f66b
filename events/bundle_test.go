package events

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"gongkai/law"
	"gongkai/workflow"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// memoryLog is the log as the relay sees it: a list that only grows, gapless from 1.
type memoryLog struct {
	mu     sync.Mutex
	events []workflow.Recorded
	epoch  int64
	wake   chan struct{}
	seqs   map[string]int
}

func newLog() *memoryLog {
	return &memoryLog{epoch: 1, wake: make(chan struct{}), seqs: map[string]int{}}
}

func (l *memoryLog) Events(_ context.Context, from int64, limit int) ([]workflow.Recorded, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if from < 1 || from > int64(len(l.events)) {
		return nil, nil
	}
	rest := l.events[from-1:]
	return rest[:min(limit, len(rest))], nil
}

func (l *memoryLog) Head(context.Context) (int64, string, int64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return int64(len(l.events)), "digest", l.epoch, nil
}

func (l *memoryLog) Wake() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.wake
}

// add appends one event to a stream and wakes whoever waits.
func (l *memoryLog) add(stream, department, kind string) workflow.Recorded {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seqs[stream]++
	position := int64(len(l.events) + 1)
	r := workflow.Recorded{
		Position: position, ID: fmt.Sprintf("e%d-%d", l.epoch, position), Stream: stream, Seq: l.seqs[stream], Type: kind,
		OnDate: law.NewDate(2025, time.March, 4), RecordedAt: time.Date(2025, 3, 4, 1, 2, 3, 4000, time.UTC), Actor: "p1",
		Law: "2019", Department: department, Data: json.RawMessage(fmt.Sprintf(`{"n":%d}`, position)), Digest: "d",
	}
	l.events = append(l.events, r)
	close(l.wake)
	l.wake = make(chan struct{})
	return r
}

// cut is a restore: the end of the log is gone, the epoch is raised.
func (l *memoryLog) cut(position int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.events = append([]workflow.Recorded(nil), l.events[:position]...)
	l.epoch++
	close(l.wake)
	l.wake = make(chan struct{})
}

func application(n int) string { return fmt.Sprintf("application:A/2025-%04d", n) }

func startBus(t testing.TB, data string) *Bus {
	t.Helper()
	b, err := StartBus(BusOptions{Data: data, Random: rand.Reader})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.Close()) })
	return b
}

// running starts something that runs until its context ends, and gives the way to stop it and wait for its end.
func running(t testing.TB, run func(context.Context) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- run(ctx) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			select {
			case err := <-done:
				require.NoError(t, err)
			case <-time.After(20 * time.Second):
				t.Error("it did not stop")
			}
		})
	}
	t.Cleanup(stop)
	return stop
}

// eventually waits for a state that others bring about.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	require.Eventually(t, ok, 20*time.Second, 5*time.Millisecond, what)
}

// onBus reads all messages of the stream.
func onBus(t testing.TB, dial Dial) []Message {
	t.Helper()
	ctx := t.Context()
	nc, err := dial(ctx)
	require.NoError(t, err)
	defer nc.Close()
	info, err := streamCall(ctx, nc, "INFO", nil)
	require.NoError(t, err)
	var all []Message
	for seq := info.State.First; info.State.Messages > 0 && seq <= info.State.Last; seq++ {
		m, err := message(ctx, nc, seq)
		require.NoError(t, err)
		all = append(all, m)
	}
	return all
}

func ids(ms []Message) []string {
	var out []string
	for _, m := range ms {
		out = append(out, m.ID)
	}
	return out
}

func logIDs(l *memoryLog) []string {
	var out []string
	for _, r := range l.events {
		if Published(r) {
			out = append(out, r.ID)
		}
	}
	return out
}
