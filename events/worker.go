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

// Handler does what a department wants done on an event. It is called at least once for each, in order and one at a time for
// each application; for several applications at once only where Parallel is above 1. An error means "try again later". It must do no harm when called twice with one id.
type Handler func(ctx context.Context, m Message) error

// History reads the log itself, by HTTP or in the process: Events gives up to limit events from position from on.
type History interface {
	Events(ctx context.Context, from int64, limit int) ([]workflow.Recorded, error)
}

// WorkerOptions say whose events are followed and how failures are met. Dir and Now must be given, and Agency with
// Department or Everything.
type WorkerOptions struct {
	Agency, Department string
	// Everything follows every event on the bus, of all agencies; it is the worker's own name there.
	Everything string
	// Parallel is how many applications are worked on at once; 0 = 1. With more than one, one process may follow at a time,
	// and it needs the right to change its consumer.
	Parallel   int
	Dir        string        // for the journal and what is set aside; one worker's own
	Attempts   int           // after so many failures an event is set aside; 0 = 8
	RetryFirst time.Duration // delay before the second attempt, doubled each time; 0 = 1 s
	RetryMost  time.Duration // 0 = 5 min
	Timeout    time.Duration // longest run of the handler; 0 = 5 min
	Grace      time.Duration // how long a handler may go on after a stop was asked for; 0 = 30 s
	AckWait    time.Duration // after a crash, how long until the bus gives the event again; 0 = 10 s
	History    History       // to catch up with what the bus no longer keeps; nil = the bus only
	Now        func() time.Time
	Logger     *slog.Logger
}

// consumer is the worker's name on the bus, and of its directory.
func (o *WorkerOptions) consumer() string {
	if o.Everything != "" {
		return token(o.Everything)
	}
	return ConsumerName(o.Agency, o.Department)
}

func (o *WorkerOptions) filter() string {
	if o.Everything != "" {
		return SubjectPrefix + ".>"
	}
	return DepartmentFilter(o.Agency, o.Department)
}

func (o *WorkerOptions) follows(m Message) bool {
	return o.Everything != "" || m.Agency == o.Agency && m.Department == o.Department
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
	if (o.Agency == "" || o.Department == "") == (o.Everything == "") || o.Dir == "" || o.Now == nil {
		return nil, errors.New("a worker needs agency and department, or a name to follow everything; a directory; a clock")
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
	o.Parallel = max(1, o.Parallel)
	if o.Attempts <= 0 {
		o.Attempts = 8
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.Logger = o.Logger.With("worker", o.consumer())
	o.Dir = filepath.Join(o.Dir, o.consumer())
	return &Worker{dial: dial, handle: handle, o: o, shelf: shelf{filepath.Join(o.Dir, asideDir)}}, nil
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
	place, err := s.consumer(ctx, nc)
	if err != nil {
		return err
	}
	if err := s.catchUp(ctx); err != nil {
		return err
	}
	from, err := newPuller(nc, s.o.consumer())
	if err != nil {
		return err
	}
	// One event in hand at a time: the bus gives the next only when the last is taken, so the order holds without any memory
	// of ours, also after a crash (the unfinished one comes again first) and when two workers run. With several in hand what
	// was unfinished is fetched first.
	var pending []*nats.Msg
	if place.CachedInfo().Config.MaxAckPending != 1 {
		if pending, err = s.gather(ctx, from, place); err != nil {
			return errors.Join(err, from.close())
		}
	}
	s.note(func(s *WorkerState) { s.Connected, s.LastError = true, "" })
	return errors.Join(s.follow(ctx, from, pending), from.close())
}

// consumer finds the department's place on the bus. Where there is none it makes it, from the first event on that the bus
// keeps; a bus that gives its departments no right to do so has it made by the relay, with the department's first event.
func (s *session) consumer(ctx context.Context, nc *nats.Conn) (jetstream.Consumer, error) {
	wrong := func(err error) (jetstream.Consumer, error) {
		return nil, fmt.Errorf("open the place of %s on the bus: %w", s.o.consumer(), err)
	}
	js, err := jetstream.New(nc)
	if err != nil {
		return wrong(err)
	}
	ctx, cancel := context.WithTimeout(ctx, apiTimeout)
	defer cancel()
	want := consumerConfig(s.o.consumer(), s.o.filter(), s.o.AckWait, s.o.Parallel)
	c, err := js.Consumer(ctx, StreamName, want.Durable)
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		c, err = js.CreateConsumer(ctx, StreamName, want)
	}
	if err != nil {
		return wrong(err)
	}
	if have := c.CachedInfo().Config; have.MaxAckPending != want.MaxAckPending {
		have.MaxAckPending = want.MaxAckPending
		if c, err = js.UpdateConsumer(ctx, StreamName, have); err != nil {
			return wrong(fmt.Errorf("let it have %d events in hand: %w", want.MaxAckPending, err))
		}
	}
	s.ackWait = c.CachedInfo().Config.AckWait
	return c, nil
}

const defaultAckWait = 10 * time.Second

func consumerConfig(name, filter string, ackWait time.Duration, inHand int) jetstream.ConsumerConfig {
	return jetstream.ConsumerConfig{
		Name: name, Durable: name, FilterSubject: filter,
		DeliverPolicy: jetstream.DeliverAllPolicy, AckPolicy: jetstream.AckExplicitPolicy,
		AckWait: ackWait, MaxAckPending: inHand, MaxDeliver: -1,
	}
}

func (s *session) refuse(msg *nats.Msg, why error) error {
	var seq uint64
	if meta, err := msg.Metadata(); err == nil {
		seq = meta.Sequence.Stream
	}
	s.o.Logger.Error("worker: a message that is no event was set aside", "number", seq, "subject", msg.Subject, "error", why)
	return s.shelf.putUnreadable(seq, msg.Subject, msg.Data, why)
}

// passOver says that an event needs no doing: it is done, of a dead epoch, or goes on the shelf behind one that failed.
func (s *session) passOver(m Message) (bool, error) {
	switch {
	case s.journal.has(m.ID):
		s.note(func(s *WorkerState) { s.Doubled++ })
		return true, nil
	case m.Epoch < s.journal.epoch:
		s.o.Logger.Warn("worker: an event from before a restore was passed over", "event", m.ID, "epoch", m.Epoch)
		return true, nil
	}
	waits, err := s.shelf.holds(m.Stream)
	if err != nil || !waits {
		return false, err
	}
	return true, s.shelf.put(m)
}

// settleNow does an event, or sets it aside, while nothing else is done.
func (s *session) settleNow(ctx context.Context, m Message) error {
	if over, err := s.passOver(m); err != nil || over {
		return err
	}
	failure := s.attempt(ctx, m)
	switch {
	case failure == nil:
		s.writeDown(m)
		return nil
	case errors.Is(failure, errStopped):
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
