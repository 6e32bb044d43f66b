package events

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Reasons of an alarm, as they stand in metrics and in docs/runbook.md.
const (
	AlarmBus         = "bus_unreachable" // nobody can be told anything; commands go on
	AlarmForeign     = "foreign_history" // the bus continues another log
	AlarmUnpublished = "log_unpublished" // an event waits in the log longer than the limit
	AlarmWorker      = "worker_behind"   // an event waits on the bus for a worker longer than the limit
	AlarmDays        = "days_unopened"   // a day that has come is not opened
	AlarmLog         = "log_unreadable"  // the log itself does not answer
)

// WorkerPlace is how far one durable consumer of the bus came. What a worker took and set aside counts as taken; what it
// set aside is on its own shelf.
type WorkerPlace struct {
	Worker   string     `json:"worker"`             // name of the consumer: AGENCY=DEPARTMENT
	Position int64      `json:"position"`           // in the log, up to which it took everything; 0 = nothing yet, or no longer on the bus
	Behind   int64      `json:"behind"`             // messages it has not taken yet
	Waiting  *time.Time `json:"waiting,omitempty"`  // when the first of them was recorded, UTC
	Idle     bool       `json:"idle,omitempty"`     // no program ever asked for it: a department that works by pages alone
	Attached bool       `json:"attached,omitempty"` // a program waits for its next event now
}

// Alarm says that something waits longer than it may. About is a worker, a day or a position; empty where there is nothing
// to name.
type Alarm struct {
	Reason string `json:"reason"`
	About  string `json:"about,omitempty"`
	Detail string `json:"detail"`
}

// Watched is one look at log, bus and workers.
type Watched struct {
	At      time.Time     `json:"at"`
	Epoch   int64         `json:"epoch"`
	Log     int64         `json:"log_position"`
	Bus     int64         `json:"bus_position"` // up to which everything that is published at all is on the bus; -1 = the bus does not answer
	Workers []WorkerPlace `json:"workers"`
	Alarms  []Alarm       `json:"alarms"`
}

// WatchOptions say when a gap is an alarm. Now must be given.
type WatchOptions struct {
	Every time.Duration // between two looks; 0 = 10 s
	Limit time.Duration // a gap older than this is an alarm; 0 = 5 min
	// Unopened gives the days that have come and are not opened, and is asked at each look. Nil: nobody asks.
	Unopened func(ctx context.Context) ([]string, error)
	Now      func() time.Time
	Logger   *slog.Logger
}

// Watch compares what the log has, what the bus has and what each worker took. It publishes nothing and repairs nothing;
// any number may run.
type Watch struct {
	log  Log
	dial Dial
	o    WatchOptions

	mu      sync.Mutex
	last    Watched
	busDown time.Time // since when the bus does not answer; zero while it does
}

// NewWatch makes a watch; nothing happens before Run or Look.
func NewWatch(log Log, dial Dial, o WatchOptions) *Watch {
	if o.Every <= 0 {
		o.Every = 10 * time.Second
	}
	if o.Limit <= 0 {
		o.Limit = 5 * time.Minute
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Watch{log: log, dial: dial, o: o, last: Watched{Bus: -1, Workers: []WorkerPlace{}, Alarms: []Alarm{}}}
}

// State gives the last look.
func (w *Watch) State() Watched {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.last
	s.Workers, s.Alarms = slices.Clone(s.Workers), slices.Clone(s.Alarms)
	return s
}

// Run looks until the context ends; then it returns nil. A new alarm is an error in the log of the program, its end a
// notice.
func (w *Watch) Run(ctx context.Context) error {
	tick := time.NewTicker(w.o.Every)
	defer tick.Stop()
	before := map[Alarm]bool{}
	for {
		now := map[Alarm]bool{}
		for _, a := range w.Look(ctx).Alarms {
			key := Alarm{Reason: a.Reason, About: a.About} // the detail changes from look to look
			now[key] = true
			if !before[key] && ctx.Err() == nil {
				w.o.Logger.Error("watch: alarm", "reason", a.Reason, "about", a.About, "detail", a.Detail)
			}
		}
		for a := range before {
			if !now[a] && ctx.Err() == nil {
				w.o.Logger.Warn("watch: alarm ended", "reason", a.Reason, "about", a.About)
			}
		}
		before = now
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// lookLimit bounds one look.
const lookLimit = 15 * time.Second

// Look looks once. What cannot be read is an alarm, not an error.
func (w *Watch) Look(ctx context.Context) Watched {
	ctx, cancel := context.WithTimeout(ctx, lookLimit)
	defer cancel()
	now := w.o.Now().UTC()
	s := Watched{At: now, Bus: -1, Workers: []WorkerPlace{}, Alarms: []Alarm{}}
	alarm := func(reason, about, detail string) { s.Alarms = append(s.Alarms, Alarm{reason, about, detail}) }
	var err error
	if s.Log, _, s.Epoch, err = w.log.Head(ctx); err != nil {
		alarm(AlarmLog, "", err.Error())
	} else {
		w.bus(ctx, &s, alarm)
	}
	if w.o.Unopened != nil {
		days, err := w.o.Unopened(ctx)
		switch {
		case err != nil:
			alarm(AlarmLog, "", err.Error())
		case len(days) > 0:
			alarm(AlarmDays, days[0], fmt.Sprintf("%d", len(days)))
		}
	}
	w.mu.Lock()
	w.last = s
	w.mu.Unlock()
	return s
}

func (w *Watch) bus(ctx context.Context, s *Watched, alarm func(reason, about, detail string)) {
	err := w.compare(ctx, s, alarm)
	w.mu.Lock()
	defer w.mu.Unlock()
	if err == nil {
		w.busDown = time.Time{}
		return
	}
	s.Bus = -1
	if errors.Is(err, ErrForeignHistory) {
		alarm(AlarmForeign, "", err.Error())
		return
	}
	if w.busDown.IsZero() {
		w.busDown = s.At
	}
	if s.At.Sub(w.busDown) >= w.o.Limit {
		alarm(AlarmBus, "", err.Error())
	}
}

// compare asks the bus how far it came, and each worker.
func (w *Watch) compare(ctx context.Context, s *Watched, alarm func(reason, about, detail string)) error {
	nc, err := w.dial(ctx)
	if err != nil {
		return err
	}
	defer nc.Close()
	at, err := findPlace(ctx, nc, w.log)
	if hasCode(err, codeNotFound) { // the relay has not made the stream yet
		at, err = place{}, nil
	}
	if err != nil {
		return err
	}
	s.Bus = at.position
	if position, recorded, err := w.firstUnpublished(ctx, s); err != nil {
		return err
	} else if position > 0 && s.At.Sub(recorded) >= w.o.Limit {
		alarm(AlarmUnpublished, fmt.Sprint(position), recorded.Format(time.RFC3339))
	}
	if s.Workers, err = Places(ctx, nc); err != nil {
		return err
	}
	for _, p := range s.Workers {
		if !p.Idle && p.Waiting != nil && s.At.Sub(*p.Waiting) >= w.o.Limit {
			alarm(AlarmWorker, p.Worker, fmt.Sprintf("%d, %s", p.Behind, p.Waiting.Format(time.RFC3339)))
		}
	}
	return nil
}

// firstUnpublished finds the first event behind the bus that belongs there; position 0 when there is none. Events of
// people never do, and then the bus is as far as the log.
func (w *Watch) firstUnpublished(ctx context.Context, s *Watched) (int64, time.Time, error) {
	for from := s.Bus + 1; from <= s.Log; {
		rs, err := w.log.Events(ctx, from, 1000)
		if err != nil {
			return 0, time.Time{}, fmt.Errorf("read the log from %d: %w", from, err)
		}
		for _, r := range rs {
			if r.Position <= s.Log && Published(r) {
				s.Bus = r.Position - 1
				return r.Position, r.RecordedAt, nil
			}
		}
		if len(rs) == 0 {
			break
		}
		from = rs[len(rs)-1].Position + 1
	}
	s.Bus = max(s.Bus, s.Log)
	return 0, time.Time{}, nil
}

// Places lists the durable consumers of the stream, by name, with how far each came.
func Places(ctx context.Context, nc *nats.Conn) ([]WorkerPlace, error) {
	places := []WorkerPlace{}
	js, err := jetstream.New(nc)
	if err != nil {
		return nil, fmt.Errorf("list the workers on the bus: %w", err)
	}
	stream, err := js.Stream(ctx, StreamName)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return places, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list the workers on the bus: %w", err)
	}
	list := stream.ListConsumers(ctx)
	for info := range list.Info() {
		if info.Config.Durable == "" {
			continue // somebody looks, nobody works
		}
		p, err := placeOf(ctx, nc, info)
		if err != nil {
			return nil, err
		}
		places = append(places, p)
	}
	if err := list.Err(); err != nil && !errors.Is(err, jetstream.ErrEndOfData) {
		return nil, fmt.Errorf("list the workers on the bus: %w", err)
	}
	slices.SortFunc(places, func(a, b WorkerPlace) int { return strings.Compare(a.Worker, b.Worker) })
	return places, nil
}

func placeOf(ctx context.Context, nc *nats.Conn, info *jetstream.ConsumerInfo) (WorkerPlace, error) {
	p := WorkerPlace{
		Worker: info.Name, Behind: int64(info.NumPending) + int64(info.NumAckPending), Attached: info.NumWaiting > 0,
		Idle: info.Delivered.Consumer == 0 && info.NumWaiting == 0,
	}
	if info.AckFloor.Stream > 0 {
		m, err := message(ctx, nc, info.AckFloor.Stream)
		switch {
		case err == nil:
			p.Position = m.Position
		case !hasCode(err, codeNoMessage) && !errors.Is(err, ErrNotAnEvent):
			return p, err
		}
	}
	if p.Behind == 0 {
		return p, nil
	}
	first, err := messageBehind(ctx, nc, info.AckFloor.Stream+1, info.Config.FilterSubject)
	switch {
	case err == nil:
		recorded := first.RecordedAt.UTC()
		p.Waiting = &recorded
	case !hasCode(err, codeNoMessage) && !errors.Is(err, ErrNotAnEvent):
		return p, err
	}
	return p, nil
}
