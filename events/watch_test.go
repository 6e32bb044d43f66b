package events

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"
)

// recordedAt is when the events of memoryLog were recorded.
var recordedAt = time.Date(2025, 3, 4, 1, 2, 3, 4000, time.UTC)

// after watches as if some time had passed since the events were recorded.
func after(d time.Duration, log Log, dial Dial) *Watch {
	return NewWatch(log, dial, WatchOptions{Now: func() time.Time { return recordedAt.Add(d) }})
}

func TestTheWatchSeesLogBusAndEachWorker(t *testing.T) {
	t.Parallel()
	b, l, d := startBus(t, t.TempDir()), newLog(), newDesk()
	l.add(application(1), "D1", "task_assigned")
	l.add(application(1), "D2", "task_assigned")
	l.add("person:zhang", "", "person_added")
	o := quick()
	o.Consumers = true

	early := after(time.Minute, l, b.Dial)
	require.Equal(t, Watched{At: recordedAt.Add(time.Minute), Epoch: 1, Log: 3, Bus: 0, Workers: []WorkerPlace{}, Alarms: []Alarm{}}, early.Look(t.Context()))
	late := after(time.Hour, l, b.Dial)
	require.Equal(t, []Alarm{{AlarmUnpublished, "1", "2025-03-04T01:02:03Z"}}, late.Look(t.Context()).Alarms)

	r := NewRelay(l, b.Dial, o)
	running(t, r.Run)
	eventually(t, "published", published(r, 3))
	waiting := recordedAt
	idle := func(worker string) WorkerPlace {
		return WorkerPlace{Worker: worker, Behind: 1, Waiting: &waiting, Idle: true}
	}
	got := late.Look(t.Context())
	require.Equal(t, Watched{
		At: recordedAt.Add(time.Hour), Epoch: 1, Log: 3, Bus: 3, Workers: []WorkerPlace{idle("A=D1"), idle("A=D2")}, Alarms: []Alarm{},
	}, got, "nobody ever asked for them: departments that work by pages")
	require.Equal(t, got, late.State())

	_, stop := work(t, b.Dial, d.handle, forD1(t.TempDir()))
	eventually(t, "taken", func() bool { return late.Look(t.Context()).Workers[0].Behind == 0 })
	stop()
	l.add(application(1), "D1", "task_accepted")
	eventually(t, "published", published(r, 4))
	got = late.Look(t.Context())
	require.Equal(t, []WorkerPlace{{Worker: "A=D1", Position: 1, Behind: 1, Waiting: &waiting}, idle("A=D2")}, got.Workers)
	require.Equal(t, []Alarm{{AlarmWorker, "A=D1", "1, 2025-03-04T01:02:03Z"}}, got.Alarms, "its program was there and is gone")
	require.Empty(t, after(time.Minute, l, b.Dial).Look(t.Context()).Alarms, "a minute is no gap")
}

func TestTheWatchTellsOfABusThatIsAwayAndOfOneThatIsForeign(t *testing.T) {
	t.Parallel()
	b, l := startBus(t, t.TempDir()), newLog()
	fill(l, 4)
	r := NewRelay(l, b.Dial, quick())
	stop := running(t, r.Run)
	eventually(t, "published", published(r, 4))
	stop()

	var passed atomic.Int64
	away := errors.New("no route")
	w := NewWatch(l, func(context.Context) (*nats.Conn, error) { return nil, away }, WatchOptions{
		Now: func() time.Time { return recordedAt.Add(time.Duration(passed.Load())) },
	})
	got := w.Look(t.Context())
	require.Equal(t, int64(-1), got.Bus)
	require.Empty(t, got.Alarms, "it may be restarting")
	passed.Store(int64(time.Hour))
	require.Equal(t, []Alarm{{AlarmBus, "", "no route"}}, w.Look(t.Context()).Alarms)

	other := newLog() // another installation's log, of the same epoch
	other.add(application(9), "", "registered")
	require.Equal(t, AlarmForeign, after(0, other, b.Dial).Look(t.Context()).Alarms[0].Reason)
}

func TestTheWatchTellsOfDaysThatAreNotOpened(t *testing.T) {
	t.Parallel()
	b, l := startBus(t, t.TempDir()), newLog()
	days := []string{"2025-03-03", "2025-03-04"}
	w := NewWatch(l, b.Dial, WatchOptions{
		Now:      func() time.Time { return recordedAt },
		Unopened: func(context.Context) ([]string, error) { return days, nil },
	})
	require.Equal(t, []Alarm{{AlarmDays, "2025-03-03", "2"}}, w.Look(t.Context()).Alarms)
	days = nil
	require.Empty(t, w.Look(t.Context()).Alarms)
}
