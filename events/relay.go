package events

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"gongkai/workflow"
)

// Log is what the relay needs of the log. Positions are 1, 2, 3 … without gaps, in the order of commit.
type Log interface {
	// Events gives up to limit events from position from on (inclusive), in order of position.
	Events(ctx context.Context, from int64, limit int) ([]workflow.Recorded, error)
	// Head gives the last position, its digest, and the epoch (raised by a restore).
	Head(ctx context.Context) (position int64, digest string, epoch int64, err error)
	// Wake gives a channel that says that something was committed: closed and replaced at each commit, or buffered. It is
	// asked for before each reading. A missed word is made up by polling.
	Wake() <-chan struct{}
}

// RelayOptions say how the relay works. The zero value fits.
type RelayOptions struct {
	Batch  int           // most events in one atomic batch; 0 = 1000, the server's limit
	Poll   time.Duration // how often it looks without being woken; 0 = 2 s
	Retry  time.Duration // first delay after a failure, doubled up to 30 s; 0 = 100 ms
	Stream StreamOptions
	// Consumers makes the durable consumer of a department together with its first event, for a bus whose departments have
	// no right to make one themselves.
	Consumers bool
	// Revive is called when the bus keeps failing: the embedded server is started anew. Nil: somebody else's bus.
	Revive func() error
	Now    func() time.Time
	Logger *slog.Logger
}

// State is what the relay did, for health pages and alarms.
type State struct {
	Connected bool
	Published int64 // position up to which everything that is published at all is on the bus
	Head      int64 // last position of the log when it last looked
	Lag       int64 // Head - Published
	LastSeq   uint64
	Messages  int64 // published by this relay since its start
	Fenced    int64 // how often another relay was faster, or a restore came between
	LastError string
	ErrorAt   time.Time
}

// Relay publishes the log on the bus, in order of position, from the stream's last message on. Any number may run: the
// fence lets one win each time and the others read on.
type Relay struct {
	log  Log
	dial Dial
	o    RelayOptions

	mu    sync.Mutex
	state State
}

// NewRelay makes a relay; nothing happens before Run.
func NewRelay(log Log, dial Dial, o RelayOptions) *Relay {
	if o.Batch <= 0 || o.Batch > 1000 {
		o.Batch = 1000
	}
	if o.Poll <= 0 {
		o.Poll = 2 * time.Second
	}
	if o.Retry <= 0 {
		o.Retry = 100 * time.Millisecond
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Relay{log: log, dial: dial, o: o}
}

// State tells how far it came.
func (r *Relay) State() State {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state
}

func (r *Relay) note(change func(*State)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.state)
	r.state.Lag = max(0, r.state.Head-r.state.Published)
}

// Run publishes until the context ends; then it returns nil. Whatever fails is told in State and in the log of the
// program, and tried again with growing delays.
func (r *Relay) Run(ctx context.Context) error {
	failures := 0
	for ctx.Err() == nil {
		before := r.State().Messages
		err := r.session(ctx)
		if ctx.Err() != nil {
			break
		}
		if r.State().Messages > before {
			failures = 0
		}
		failures++
		r.note(func(s *State) {
			s.Connected, s.LastError = false, err.Error()
			if r.o.Now != nil {
				s.ErrorAt = r.o.Now().UTC()
			}
		})
		delay := pause(r.o.Retry, 30*time.Second, failures)
		r.o.Logger.Warn("relay: bus or log out of reach, will try again", "error", err, "in", delay)
		if !wait(ctx, delay) {
			break
		}
		r.revive(failures)
	}
	r.note(func(s *State) { s.Connected = false })
	return nil
}

// revive starts the bus anew after every second failure in a row; a bus that was only slow loses nothing by it.
func (r *Relay) revive(failures int) {
	if r.o.Revive == nil || failures%2 != 0 {
		return
	}
	if err := r.o.Revive(); err != nil {
		r.o.Logger.Error("relay: the bus does not start anew", "error", err)
	}
}

// session publishes over one connection until something fails.
func (r *Relay) session(ctx context.Context) error {
	nc, err := r.dial(ctx)
	if err != nil {
		return err
	}
	defer nc.Close()
	if err := r.checkSync(ctx, nc); err != nil {
		return err
	}
	if err := EnsureStream(ctx, nc, r.o.Stream); err != nil {
		return err
	}
	made := consumers{}
	poll := time.NewTicker(r.o.Poll)
	defer poll.Stop()
	at, err := r.locate(ctx, nc)
	if err != nil {
		return err
	}
	var spent <-chan struct{}
	for {
		wake := r.log.Wake()
		if wake == spent {
			wake = nil // closed for good: listening again would spin
		}
		at, err = r.drain(ctx, nc, at, made)
		if errors.Is(err, errFence) || errors.Is(err, errEpoch) {
			r.note(func(s *State) { s.Fenced++ })
			at, err = r.locate(ctx, nc)
			if err == nil {
				continue
			}
		}
		if err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case _, open := <-wake:
			if spent = nil; !open {
				spent = wake
			}
		case <-poll.C:
			// A stream that was wiped or restored under us shows here, also when nothing happens in the log.
			if at, err = r.check(ctx, nc, at); err != nil {
				return err
			}
		}
	}
}

// checkSync refuses a bus that acknowledges before it syncs, and warns of one that does not tell. The embedded bus need
// not be asked: it does not start otherwise.
func (r *Relay) checkSync(ctx context.Context, nc *nats.Conn) error {
	if nc.Opts.InProcessServer != nil {
		return nil
	}
	err := CheckSync(ctx, nc)
	if errors.Is(err, ErrSyncUnknown) {
		r.o.Logger.Warn("relay: the bus does not tell whether it syncs before it acknowledges; see deploy/nats/nats.conf")
		return nil
	}
	return err
}

func (r *Relay) locate(ctx context.Context, nc *nats.Conn) (place, error) {
	at, err := findPlace(ctx, nc, r.log)
	if err != nil {
		return at, err
	}
	r.note(func(s *State) { s.Connected, s.LastError, s.Published, s.LastSeq = true, "", at.position, at.seq })
	return at, nil
}

func (r *Relay) check(ctx context.Context, nc *nats.Conn, at place) (place, error) {
	info, err := streamCall(ctx, nc, "INFO", nil)
	if err != nil {
		return at, err
	}
	if info.State.Last == at.seq {
		return at, nil
	}
	return r.locate(ctx, nc)
}

// drain publishes what the log has beyond at.
func (r *Relay) drain(ctx context.Context, nc *nats.Conn, at place, made consumers) (place, error) {
	for {
		head, _, epoch, err := r.log.Head(ctx)
		if err != nil {
			return at, fmt.Errorf("read the head of the log: %w", err)
		}
		r.note(func(s *State) { s.Head = head })
		if epoch != at.epoch {
			return at, errEpoch
		}
		if head < at.position {
			return at, fmt.Errorf("%w: it ends at %d, the bus is at %d", ErrForeignHistory, head, at.position)
		}
		if head == at.position {
			return at, nil
		}
		rs, err := r.log.Events(ctx, at.position+1, r.o.Batch)
		if err != nil {
			return at, fmt.Errorf("read the log from %d: %w", at.position+1, err)
		}
		if len(rs) == 0 {
			return at, fmt.Errorf("read the log from %d: nothing, though it ends at %d", at.position+1, head)
		}
		if r.o.Consumers {
			if err := made.ensure(ctx, nc, rs); err != nil {
				return at, err
			}
		}
		if at, err = r.send(ctx, nc, at, rs, epoch); err != nil {
			return at, err
		}
	}
}

// maxBatchBytes bounds what one batch holds in the server's memory.
const maxBatchBytes = 4 << 20

// send publishes consecutive events as one batch (or several, where they are large).
func (r *Relay) send(ctx context.Context, nc *nats.Conn, at place, rs []workflow.Recorded, epoch int64) (place, error) {
	var batch []*nats.Msg
	size := 0
	flush := func(position int64) error {
		if len(batch) > 0 {
			last, err := publish(ctx, nc, batch, at.seq)
			if err != nil {
				return err
			}
			at.seq = last
		}
		at.position = position
		sent := len(batch)
		batch, size = nil, 0
		r.note(func(s *State) {
			s.Published, s.LastSeq, s.Messages = at.position, at.seq, s.Messages+int64(sent)
			s.Head = max(s.Head, at.position)
		})
		return nil
	}
	first := at.position + 1
	for i, e := range rs {
		if e.Position != first+int64(i) {
			return at, fmt.Errorf("read the log: position %d where %d should stand", e.Position, first+int64(i))
		}
		if !Published(e) {
			continue
		}
		msg := Encode(e, epoch)
		if len(batch) > 0 && size+msg.Size() > maxBatchBytes {
			if err := flush(rs[i-1].Position); err != nil {
				return at, err
			}
		}
		batch, size = append(batch, msg), size+msg.Size()
	}
	err := flush(rs[len(rs)-1].Position)
	return at, err
}

// consumers are the departments whose consumer this session has made or found.
type consumers map[string]bool

func (c consumers) ensure(ctx context.Context, nc *nats.Conn, rs []workflow.Recorded) error {
	for _, e := range rs {
		agency := originOf(e.Stream).agency
		name := ConsumerName(agency, e.Department)
		if e.Department == "" || agency == "" || c[name] || !Published(e) {
			continue
		}
		js, err := jetstream.New(nc)
		if err != nil {
			return fmt.Errorf("make the consumer of department %s of %s: %w", e.Department, agency, err)
		}
		_, err = js.CreateConsumer(ctx, StreamName, consumerConfig(name, DepartmentFilter(agency, e.Department), defaultAckWait, 1))
		if err != nil && !errors.Is(err, jetstream.ErrConsumerExists) { // its worker may have changed it
			return fmt.Errorf("make the consumer of department %s of %s: %w", e.Department, agency, err)
		}
		c[name] = true
	}
	return nil
}
