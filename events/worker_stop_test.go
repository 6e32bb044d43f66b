package events

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAStopLetsTheHandlerAtHandFinish(t *testing.T) {
	t.Parallel()
	b, l := startBus(t, t.TempDir()), newLog()
	l.add(application(1), "D1", "task_assigned")
	l.add(application(1), "D1", "task_closed")
	running(t, NewRelay(l, b.Dial, quick()).Run)
	begun, goOn := make(chan string, 9), make(chan struct{})
	dir := t.TempDir()
	w, err := NewWorker(b.Dial, func(ctx context.Context, m Message) error {
		begun <- m.ID
		select {
		case <-goOn:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}, forD1(dir))
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	require.Equal(t, "e1-1", <-begun)
	stop()
	close(goOn)
	require.NoError(t, <-ended)
	s, err := w.State()
	require.NoError(t, err)
	require.Equal(t, int64(1), s.Done)
	d := newDesk()
	work(t, b.Dial, d.handle, forD1(dir))
	eventually(t, "the rest", d.has(1))
	require.Equal(t, []string{"e1-2"}, d.ids())
}

func TestAHandlerBrokenOffByAStopIsNoFailure(t *testing.T) {
	t.Parallel()
	b, l := startBus(t, t.TempDir()), newLog()
	l.add(application(1), "D1", "task_assigned")
	running(t, NewRelay(l, b.Dial, quick()).Run)
	begun := make(chan struct{})
	o := forD1(t.TempDir())
	o.Grace = 10 * time.Millisecond
	_, stop := work(t, b.Dial, func(ctx context.Context, _ Message) error {
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	}, o)
	<-begun
	stop()
	d := newDesk()
	w, _ := work(t, b.Dial, d.handle, o)
	eventually(t, "done by the next worker", d.has(1))
	s, err := w.State()
	require.NoError(t, err)
	require.Empty(t, s.Waiting)
}

func TestAHandlerThatNeverEndsIsAFailureOfItsEventOnly(t *testing.T) {
	t.Parallel()
	b, l, d := startBus(t, t.TempDir()), newLog(), newDesk()
	l.add(application(1), "D1", "task_assigned")
	l.add(application(2), "D1", "task_assigned")
	running(t, NewRelay(l, b.Dial, quick()).Run)
	o := forD1(t.TempDir())
	o.Timeout = 50 * time.Millisecond
	w, _ := work(t, b.Dial, func(ctx context.Context, m Message) error {
		if m.Application == "2025-0001" {
			<-ctx.Done()
			return ctx.Err()
		}
		return d.handle(ctx, m)
	}, o)
	eventually(t, "the other application", d.has(1))
	eventually(t, "set aside", func() bool { s, err := w.State(); return err == nil && len(s.Waiting) == 1 && s.Waiting[0].SetAside })
}
