package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"gongkai/events"
	"gongkai/workflow"
)

// latencies in milliseconds.
type latencies struct {
	N   int     `json:"n"`
	P50 float64 `json:"p50_ms"`
	P99 float64 `json:"p99_ms"`
}

func latenciesOf(took []time.Duration) latencies {
	slices.Sort(took)
	return latencies{N: len(took), P50: percentile(took, 0.5), P99: percentile(took, 0.99)}
}

// steady calls work at a fixed rate, each in its own goroutine: a slow answer does not slow the senders down.
func steady(ctx context.Context, rate, n int, work func(ctx context.Context, i int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	tick := time.NewTicker(time.Second / time.Duration(rate))
	defer tick.Stop()
	for i := range n {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return group.Wait()
		}
		group.Go(func() error { return work(ctx, i) })
	}
	return group.Wait()
}

// meeting pairs the moment something was done with the moment it was heard; either may come first.
type meeting struct {
	mu         sync.Mutex
	done, seen map[string]time.Time
}

func newMeeting() *meeting {
	return &meeting{done: map[string]time.Time{}, seen: map[string]time.Time{}}
}

func (m *meeting) note(at map[string]time.Time, id string) {
	now := time.Now()
	m.mu.Lock()
	defer m.mu.Unlock()
	if at[id].IsZero() {
		at[id] = now
	}
}

// took waits until all that was done was heard. What was heard before its sender had its answer took no time.
func (m *meeting) took(ctx context.Context) ([]time.Duration, error) {
	var all []time.Duration
	met := until(ctx, 30*time.Second, func() bool {
		m.mu.Lock()
		defer m.mu.Unlock()
		all = all[:0]
		for id, done := range m.done {
			seen := m.seen[id]
			if seen.IsZero() {
				return false
			}
			all = append(all, max(0, seen.Sub(done)))
		}
		return true
	})
	if !met {
		return nil, errors.New("not everything was heard within 30 s")
	}
	return all, nil
}

// until looks now and then, without taking the processor from what is measured.
func until(ctx context.Context, limit time.Duration, ok func() bool) bool {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return false
		}
	}
	return true
}

// bareStream measures JetStream alone on the same bus: from the call that publishes to the consumer.
func bareStream(ctx context.Context, bus *events.Bus, rate, n int) (latencies, error) {
	nc, err := bus.Dial(ctx)
	if err != nil {
		return latencies{}, err
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		return latencies{}, err
	}
	stream, err := js.CreateStream(ctx, jetstream.StreamConfig{Name: "BARE", Subjects: []string{"bare.>"}, Storage: jetstream.FileStorage})
	if err != nil {
		return latencies{}, err
	}
	consumer, err := stream.CreateConsumer(ctx, jetstream.ConsumerConfig{Durable: "bare", AckPolicy: jetstream.AckExplicitPolicy})
	if err != nil {
		return latencies{}, err
	}
	m := newMeeting()
	consuming, err := consumer.Consume(func(msg jetstream.Msg) {
		m.note(m.seen, msg.Subject())
		_ = msg.Ack() // measured is the way there
	})
	if err != nil {
		return latencies{}, err
	}
	defer consuming.Stop()
	payload := make([]byte, 600)
	err = steady(ctx, rate, n, func(ctx context.Context, i int) error {
		subject := fmt.Sprintf("bare.%d", i)
		m.note(m.done, subject)
		_, err := js.Publish(ctx, subject, payload)
		return err
	})
	if err != nil {
		return latencies{}, err
	}
	took, err := m.took(ctx)
	return latenciesOf(took), err
}

// atRate measures the way of an event while commands come at a fixed rate: from the answer of the command to the handler
// of a durable worker that follows everything.
func (c *benchEventsCmd) atRate(o *output, b *bench, bus *events.Bus) (l latencies, err error) {
	m := newMeeting()
	worker, err := events.NewWorker(bus.Dial, func(_ context.Context, e events.Message) error {
		m.note(m.seen, e.ID)
		return nil
	}, events.WorkerOptions{Everything: "bench", Parallel: c.Parallel, Dir: filepath.Join(b.dir, "all"), Now: time.Now})
	if err != nil {
		return l, err
	}
	stop := background(o, worker.Run)
	defer func() { err = errors.Join(err, stop()) }()
	if err := c.register(o, b, 1, 1, m); err != nil { // the first waits for the connections
		return l, err
	}
	if _, err := m.took(o); err != nil {
		return l, err
	}
	if err := c.register(o, b, c.Rate, c.Rate*c.Seconds, m); err != nil {
		return l, err
	}
	took, err := m.took(o)
	return latenciesOf(took), err
}

// register sends registrations at a rate.
func (c *benchEventsCmd) register(o *output, b *bench, rate, n int, m *meeting) error {
	day, series := today(), rand.Text()[:8]
	return steady(o, rate, n, func(ctx context.Context, i int) error {
		number := fmt.Sprintf("R-%s-%d", series, i)
		answer, err := b.Do(ctx, workflow.Request{Command: registration(benchAgency, number, day), Actor: operator, Today: day, Entered: day})
		if err != nil {
			return err
		}
		m.note(m.done, answer.Events[0].ID)
		return nil
	})
}

// drain measures how fast the relay publishes what gathered while there was no bus.
func (c *benchEventsCmd) drain(o *output, b *bench, bus *events.Bus) (perSecond float64, err error) {
	day, series := today(), rand.Text()[:8]
	group, ctx := errgroup.WithContext(o)
	group.SetLimit(256)
	for i := range c.Backlog {
		group.Go(func() error {
			number := fmt.Sprintf("B-%s-%d", series, i)
			_, err := b.Do(ctx, workflow.Request{Command: registration(benchAgency, number, day), Actor: operator, Today: day, Entered: day})
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return 0, err
	}
	head, _, _, err := b.Head(o)
	if err != nil {
		return 0, err
	}
	relay := events.NewRelay(b.Store, bus.Dial, events.RelayOptions{Now: time.Now})
	began := time.Now()
	stop := background(o, relay.Run)
	drained := until(o, 2*time.Minute, func() bool { return relay.State().Published >= head })
	took := time.Since(began)
	if err := stop(); err != nil {
		return 0, err
	}
	if !drained {
		return 0, errors.New("the backlog was not drained in two minutes")
	}
	return float64(relay.State().Messages) / took.Seconds(), nil
}

// background runs something until the given function is called, which waits for its end.
func background(ctx context.Context, run func(context.Context) error) (stop func() error) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- run(ctx) }()
	return func() error {
		cancel()
		return <-ended
	}
}
