package events

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"gongkai/workflow"
)

// Handler does what a department wants done on an event. It is called for one event at a time, at least once for each, in
// order for each application; an error means "try again later". It must do no harm when called twice with one id.
type Handler func(ctx context.Context, m Message) error

// History reads the log itself, by HTTP or in the process: Events gives up to limit events from position from on.
type History interface {
	Events(ctx context.Context, from int64, limit int) ([]workflow.Recorded, error)
}

// WorkerOptions say whose events are followed and how failures are met. Agency, Department and Dir must be given.
type WorkerOptions struct {
	Agency, Department string
	Dir                string        // for the journal and what is set aside; one worker's own
	Attempts           int           // after so many failures an event is set aside; 0 = 8
	RetryFirst         time.Duration // delay before the second attempt, doubled each time; 0 = 1 s
	RetryMost          time.Duration // 0 = 5 min
	Timeout            time.Duration // longest run of the handler; 0 = 5 min
	Grace              time.Duration // how long a handler may go on after a stop was asked for; 0 = 30 s
	AckWait            time.Duration // after a crash, how long until the bus gives the event again; 0 = 10 s
	History            History       // to catch up with what the bus no longer keeps; nil = the bus only
	Now                func() time.Time
	Logger             *slog.Logger
}

// WorkerState is what a worker did, for people.
type WorkerState struct {
	Connected bool
	Position  int64 // of the last event done or set aside
	Done      int64 // handled since start
	Doubled   int64 // heard again and passed over
	LastError string
	Waiting   []Failure // applications whose events wait
}

// Worker follows the events of one department. See the package comment for what it promises.
type Worker struct {
	dial   Dial
	handle Handler
	o      WorkerOptions
	shelf  shelf

	mu    sync.Mutex
	state WorkerState
}

// errStopped says that the handler gave up because the worker was asked to stop: no failure of the event.
var errStopped = errors.New("stopped")

// NewWorker makes a worker; nothing happens before Run.
func NewWorker(dial Dial, handle Handler, o WorkerOptions) (*Worker, error) {
	if o.Agency == "" || o.Department == "" || o.Dir == "" || o.Now == nil {
		return nil, errors.New("a worker needs agency, department, directory and clock")
	}
	defaults := []struct {
		d  *time.Duration
		to time.Duration
	}{
		{&o.RetryFirst, time.Second},
		{&o.RetryMost, 5 * time.Minute},
		{&o.Timeout, 5 * time.Minute},
		{&o.Grace, 30 * time.Second},
		{&o.AckWait, defaultAckWait},
	}
	for _, v := range defaults {
		if *v.d <= 0 {
			*v.d = v.to
		}
	}
	if o.Attempts <= 0 {
		o.Attempts = 8
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.Logger = o.Logger.With("agency", o.Agency, "department", o.Department)
	o.Dir = filepath.Join(o.Dir, ConsumerName(o.Agency, o.Department))
	return &Worker{dial: dial, handle: handle, o: o, shelf: shelf{filepath.Join(o.Dir, "aside")}}, nil
}

// State tells what the worker did, and what waits.
func (w *Worker) State() (WorkerState, error) {
	waiting, err := w.shelf.failures()
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.state
	s.Waiting = waiting
	return s, err
}

func (w *Worker) note(change func(*WorkerState)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change(&w.state)
}

// Run follows until the context ends, through restarts of the bus; then it lets the handler at hand finish and returns
// nil. Only a directory that cannot be written is an error. What was set aside before gets a new series of attempts.
func (w *Worker) Run(ctx context.Context) (err error) {
	j, err := openJournal(filepath.Join(w.o.Dir, "done"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, j.close()) }()
	if err := w.giveNewChance(); err != nil {
		return err
	}
	failures := 0
	for ctx.Err() == nil {
		s := &session{Worker: w, journal: j}
		err := s.run(ctx)
		w.note(func(s *WorkerState) { s.Connected = false })
		if ctx.Err() != nil {
			return nil
		}
		if s.progress {
			failures = 0
		}
		failures++
		w.note(func(s *WorkerState) { s.LastError = err.Error() })
		delay := pause(100*time.Millisecond, 15*time.Second, failures)
		w.o.Logger.Warn("worker: bus out of reach, will try again", "error", err, "in", delay)
		wait(ctx, delay)
	}
	return nil
}

func (w *Worker) giveNewChance() error {
	waiting, err := w.shelf.failures()
	if err != nil {
		return err
	}
	for _, f := range waiting {
		f.SetAside, f.Attempts, f.Next = false, 0, w.o.Now()
		if err := w.shelf.failed(f); err != nil {
			return err
		}
	}
	return nil
}

// session is the following over one connection.
type session struct {
	*Worker
	journal  *journal
	progress bool
	ackWait  time.Duration // of the consumer as it is, whoever made it
}

func (s *session) run(ctx context.Context) error {
	nc, err := s.dial(ctx)
	if err != nil {
		return err
	}
	defer nc.Close()
	if err := s.consumer(ctx, nc); err != nil {
		return err
	}
	if err := s.catchUp(ctx); err != nil {
		return err
	}
	// One message at a time: the bus gives the next only when the last is taken, so the order holds without any memory of
	// ours, also after a crash (the unfinished one comes again first) and when two workers run.
	from, err := newPuller(nc, ConsumerName(s.o.Agency, s.o.Department))
	if err != nil {
		return err
	}
	s.note(func(s *WorkerState) { s.Connected, s.LastError = true, "" })
	return errors.Join(s.follow(ctx, from), from.close())
}

func (s *session) follow(ctx context.Context, from *puller) error {
	for {
		next, err := s.retry(ctx)
		if err != nil {
			return err
		}
		msg, err := from.event(ctx, next)
		if err != nil {
			return err
		}
		if msg == nil {
			continue // time to look at the shelf again
		}
		if err := s.take(ctx, msg); err != nil {
			return err
		}
	}
}

// consumer finds the department's place on the bus. Where there is none it makes it, from the first event on that the bus
// keeps; a bus that gives its departments no right to do so has it made by the relay, with the department's first event.
func (s *session) consumer(ctx context.Context, nc *nats.Conn) error {
	js, err := jetstream.New(nc)
	if err != nil {
		return fmt.Errorf("open the department's place on the bus: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, apiTimeout)
	defer cancel()
	c, err := js.Consumer(ctx, StreamName, ConsumerName(s.o.Agency, s.o.Department))
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		c, err = js.CreateConsumer(ctx, StreamName, consumerConfig(s.o.Agency, s.o.Department, s.o.AckWait))
	}
	if err != nil {
		return fmt.Errorf("open the department's place on the bus: %w", err)
	}
	s.ackWait = c.CachedInfo().Config.AckWait
	return nil
}

const defaultAckWait = 10 * time.Second

func consumerConfig(agency, department string, ackWait time.Duration) jetstream.ConsumerConfig {
	name := ConsumerName(agency, department)
	return jetstream.ConsumerConfig{
		Name: name, Durable: name, FilterSubject: DepartmentFilter(agency, department),
		DeliverPolicy: jetstream.DeliverAllPolicy, AckPolicy: jetstream.AckExplicitPolicy,
		AckWait: ackWait, MaxAckPending: 1, MaxDeliver: -1,
	}
}

// take brings one message to its end: done, known already, or safely set aside. Then the bus is told. An error leaves
// it with the bus.
func (s *session) take(ctx context.Context, msg *nats.Msg) error {
	m, err := Decode(msg.Subject, msg.Header, msg.Data)
	if err != nil {
		if err := s.refuse(msg, err); err != nil {
			return err
		}
		return msg.Ack()
	}
	stop := s.holdOn(msg)
	err = s.settle(ctx, m)
	stop()
	if errors.Is(err, errStopped) {
		return errors.Join(ctx.Err(), msg.Nak())
	}
	if err != nil {
		return err
	}
	s.progress = true
	s.note(func(s *WorkerState) { s.Position = m.Position })
	if err := msg.Ack(); err != nil {
		return fmt.Errorf("tell the bus that event %s is taken: %w", m.ID, err)
	}
	return nil
}

// holdOn tells the bus from time to time that the event is being worked on.
func (s *session) holdOn(msg *nats.Msg) (stop func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		t := time.NewTicker(s.ackWait / 3)
		defer t.Stop()
		for {
			select {
			case <-done:
				return
			case <-t.C:
				if err := msg.InProgress(); err != nil {
					s.o.Logger.Debug("worker: could not tell the bus to wait", "error", err)
				}
			}
		}
	}()
	return func() { close(done); <-ended }
}

func (s *session) refuse(msg *nats.Msg, why error) error {
	var seq uint64
	if meta, err := msg.Metadata(); err == nil {
		seq = meta.Sequence.Stream
	}
	s.o.Logger.Error("worker: a message that is no event was set aside", "number", seq, "subject", msg.Subject, "error", why)
	return s.shelf.putUnreadable(seq, msg.Subject, msg.Data, why)
}

// settle does an event, or sets it aside.
func (s *session) settle(ctx context.Context, m Message) error {
	switch {
	case s.journal.has(m.ID):
		s.note(func(s *WorkerState) { s.Doubled++ })
		return nil
	case m.Epoch < s.journal.epoch:
		s.o.Logger.Warn("worker: an event from before a restore was passed over", "event", m.ID, "epoch", m.Epoch)
		return nil
	}
	waits, err := s.shelf.holds(m.Stream)
	if err != nil {
		return err
	}
	if waits {
		return s.shelf.put(m)
	}
	failure := s.do(ctx, m)
	if failure == nil || errors.Is(failure, errStopped) {
		return failure
	}
	if err := s.shelf.put(m); err != nil {
		return err
	}
	return s.failed(Failure{Stream: m.Stream, Position: m.Position, ID: m.ID, Type: m.Type, Since: s.o.Now()}, failure)
}

// failed notes one more failure and plans the next attempt, or sets the event aside and says so.
func (s *session) failed(f Failure, cause error) error {
	f.Attempts++
	f.Error = cause.Error()
	f.Next = s.o.Now().Add(pause(s.o.RetryFirst, s.o.RetryMost, f.Attempts))
	f.SetAside = f.Attempts >= s.o.Attempts
	if err := s.shelf.failed(f); err != nil {
		return err
	}
	about := []any{"event", f.ID, "type", f.Type, "stream", f.Stream, "attempts", f.Attempts, "error", f.Error}
	if f.SetAside {
		s.o.Logger.Error("worker: event set aside; its application waits until the worker starts again", append(about, "in", s.shelf.folder(f.Stream))...)
	} else {
		s.o.Logger.Warn("worker: event failed, its application waits", append(about, "next", f.Next)...)
	}
	return nil
}

// retry does what is due on the shelf and tells how long there is nothing to do.
func (s *session) retry(ctx context.Context) (time.Duration, error) {
	const longest = 30 * time.Second
	for {
		waiting, err := s.shelf.failures()
		if err != nil {
			return 0, err
		}
		next, again := longest, false
		for _, f := range waiting {
			if f.SetAside {
				continue
			}
			if rest := f.Next.Sub(s.o.Now()); rest > 0 {
				next = min(next, rest)
				continue
			}
			again = true
			if err := s.tryAgain(ctx, f); err != nil {
				return 0, err
			}
		}
		if !again {
			return next, nil
		}
	}
}

func (s *session) tryAgain(ctx context.Context, f Failure) error {
	m, ok, err := s.shelf.first(s.shelf.folder(f.Stream))
	if err != nil || !ok {
		return err
	}
	if !s.journal.has(m.ID) {
		err := s.do(ctx, m)
		if errors.Is(err, errStopped) {
			return errors.Join(ctx.Err(), err)
		}
		if err != nil {
			if f.Since.IsZero() {
				f.Since = s.o.Now()
			}
			return s.failed(f, err)
		}
	}
	return s.shelf.drop(m)
}
