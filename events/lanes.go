package events

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// lanes carry events to the handler: up to Parallel at once, one after the other for each application. One goroutine (run)
// owns everything here but the handlers themselves, so nothing is locked. An event that waits behind another of its
// application is held, not forgotten: the bus is told from time to time that it is in hand.
type lanes struct {
	*session
	busy    map[string]bool      // streams with an event at the handler, or about to be
	queue   map[string][]carried // events behind the one of their stream, in order
	ready   []carried            // next for a free hand
	running int
	ended   chan outcome
	inHand  map[*nats.Msg]bool
	slots   chan struct{} // one for each event taken from the bus and not settled
}

// carried is an event on its way. From the shelf it has no message of the bus.
type carried struct {
	msg *nats.Msg
	m   Message
	f   Failure // what is known of its failures so far
}

type outcome struct {
	carried
	err error
}

// lookAtShelf is how often the shelf is read without a reason: `gongkai worker retry` and people change it from outside.
const lookAtShelf = 5 * time.Second

func (s *session) follow(ctx context.Context, from *puller, pending []*nats.Msg) error {
	l := &lanes{
		session: s, busy: map[string]bool{}, queue: map[string][]carried{}, inHand: map[*nats.Msg]bool{}, ended: make(chan outcome),
		slots: make(chan struct{}, max(s.o.Parallel, len(pending))),
	}
	for _, msg := range pending {
		l.slots <- struct{}{}
		if err := l.take(msg); err != nil {
			return errors.Join(err, l.empty(ctx))
		}
	}
	pulling, stop := context.WithCancel(ctx)
	incoming, lost := make(chan *nats.Msg), make(chan error, 1)
	go func() {
		defer close(incoming)
		lost <- l.pull(pulling, from, incoming)
	}()
	err := l.run(ctx, incoming)
	stop()
	for msg := range incoming { // one may be on the doorstep
		err = errors.Join(err, msg.Nak())
	}
	err = errors.Join(err, l.empty(ctx), <-lost)
	return err
}

// pull asks the bus for the next event whenever there is a place for it.
func (l *lanes) pull(ctx context.Context, from *puller, to chan<- *nats.Msg) error {
	for {
		select {
		case l.slots <- struct{}{}:
		case <-ctx.Done():
			return nil
		}
		msg, err := from.event(ctx, 30*time.Second)
		switch {
		case ctx.Err() != nil && msg == nil:
			return nil
		case err != nil:
			return err
		case msg == nil:
			<-l.slots
			continue
		}
		to <- msg // the other side reads until this is closed
	}
}

// run is the one place where things are decided. It ends when the context does, or when something fails.
func (l *lanes) run(ctx context.Context, incoming <-chan *nats.Msg) error {
	look := time.NewTimer(0)
	defer look.Stop()
	hold := time.NewTicker(l.ackWait / 3)
	defer hold.Stop()
	for {
		if err := l.pump(ctx); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case msg, open := <-incoming:
			if !open {
				return nil // follow tells why
			}
			if err := l.take(msg); err != nil {
				return err
			}
		case o := <-l.ended:
			if err := l.finish(o); err != nil {
				return err
			}
			if o.err != nil || o.msg == nil {
				look.Reset(0) // the shelf has changed
			}
		case <-look.C:
			next, err := l.fromShelf()
			if err != nil {
				return err
			}
			look.Reset(next)
		case <-hold.C:
			l.holdOn()
		}
	}
}

// take brings one message of the bus in: passed over, set aside, or queued for the handler.
func (l *lanes) take(msg *nats.Msg) error {
	l.inHand[msg] = true
	m, err := Decode(msg.Subject, msg.Header, msg.Data)
	if err != nil {
		return l.settled(msg, m, l.refuse(msg, err))
	}
	c := carried{msg: msg, m: m, f: Failure{Stream: m.Stream, Position: m.Position, ID: m.ID, Type: m.Type}}
	if l.busy[m.Stream] {
		l.queue[m.Stream] = append(l.queue[m.Stream], c)
		return nil
	}
	return l.begin(c)
}

// begin makes an event of the bus the next of its stream, unless it needs no doing.
func (l *lanes) begin(c carried) error {
	over, err := l.passOver(c.m)
	if err != nil || over {
		return l.settled(c.msg, c.m, err)
	}
	l.busy[c.m.Stream] = true
	l.ready = append(l.ready, c)
	return nil
}

// pump gives what is ready to free hands.
func (l *lanes) pump(ctx context.Context) error {
	for l.running < l.o.Parallel && len(l.ready) > 0 {
		c := l.ready[0]
		l.ready = l.ready[1:]
		if c.msg == nil && l.journal.has(c.m.ID) { // done before a crash, and still on the shelf
			if err := l.doneFromShelf(c); err != nil {
				return err
			}
			continue
		}
		l.running++
		go func() { l.ended <- outcome{c, l.attempt(ctx, c.m)} }()
	}
	return nil
}

// finish notes what became of an event and lets the next of its stream begin.
func (l *lanes) finish(o outcome) error {
	l.running--
	stream := o.m.Stream
	switch {
	case errors.Is(o.err, errStopped):
		if o.msg == nil {
			return nil
		}
		delete(l.inHand, o.msg)
		<-l.slots
		return o.msg.Nak()
	case o.err == nil:
		l.writeDown(o.m)
		if o.msg == nil {
			return l.doneFromShelf(o.carried)
		}
		if err := l.settled(o.msg, o.m, nil); err != nil {
			return err
		}
		return l.nextOf(stream)
	}
	if o.msg != nil {
		if err := l.shelf.put(o.m); err != nil {
			return err
		}
	}
	if o.f.Since.IsZero() {
		o.f.Since = l.o.Now()
	}
	if err := l.failed(o.f, o.err); err != nil {
		return err
	}
	if o.msg != nil {
		if err := l.settled(o.msg, o.m, nil); err != nil {
			return err
		}
	}
	return l.asideBehind(stream)
}

// asideBehind puts on the shelf what waited behind an event that failed.
func (l *lanes) asideBehind(stream string) error {
	behind := l.queue[stream]
	delete(l.queue, stream)
	delete(l.busy, stream)
	for _, c := range behind {
		if err := l.settled(c.msg, c.m, l.shelf.put(c.m)); err != nil {
			return err
		}
	}
	return nil
}

func (l *lanes) nextOf(stream string) error {
	for {
		behind := l.queue[stream]
		if len(behind) == 0 {
			delete(l.queue, stream)
			delete(l.busy, stream)
			return nil
		}
		l.queue[stream] = behind[1:]
		over, err := l.passOver(behind[0].m)
		if err != nil || over {
			if err := l.settled(behind[0].msg, behind[0].m, err); err != nil {
				return err
			}
			continue
		}
		l.ready = append(l.ready, behind[0])
		return nil
	}
}

// doneFromShelf takes an event off the shelf and goes on with the next one there.
func (l *lanes) doneFromShelf(c carried) error {
	if err := l.shelf.drop(c.m); err != nil {
		return err
	}
	m, ok, err := l.shelf.first(l.shelf.folder(c.m.Stream))
	if err != nil {
		return err
	}
	if ok {
		l.ready = append(l.ready, carried{m: m, f: Failure{Stream: m.Stream, Position: m.Position, ID: m.ID, Type: m.Type}})
		return nil
	}
	return l.nextOf(c.m.Stream)
}

// fromShelf makes ready what is due there, and tells when to look again.
func (l *lanes) fromShelf() (time.Duration, error) {
	waiting, err := l.shelf.failures()
	if err != nil {
		return 0, err
	}
	next := lookAtShelf
	for _, f := range waiting {
		rest := f.Next.Sub(l.o.Now())
		switch {
		case f.SetAside || l.busy[f.Stream]:
		case rest > 0:
			next = min(next, rest)
		default:
			m, ok, err := l.shelf.first(l.shelf.folder(f.Stream))
			if err != nil {
				return 0, err
			}
			if ok {
				l.busy[f.Stream] = true
				l.ready = append(l.ready, carried{m: m, f: f})
			}
		}
	}
	return next, nil
}

// settled tells the bus that a message is taken: done, known already, or safely set aside. An error leaves it with the bus.
func (l *lanes) settled(msg *nats.Msg, m Message, err error) error {
	if err != nil {
		return err
	}
	l.progress = true
	if m.Position > 0 {
		l.note(func(s *WorkerState) { s.Position = max(s.Position, m.Position) })
	}
	delete(l.inHand, msg)
	<-l.slots
	if err := msg.Ack(); err != nil {
		return fmt.Errorf("tell the bus that an event is taken: %w", err)
	}
	return nil
}

// holdOn tells the bus that what is in hand is being worked on.
func (l *lanes) holdOn() {
	for msg := range l.inHand {
		if err := msg.InProgress(); err != nil && !errors.Is(err, nats.ErrMsgAlreadyAckd) {
			l.o.Logger.Debug("worker: could not tell the bus to wait", "error", err)
		}
	}
}

// empty waits for the handlers at work and gives back what was not begun.
func (l *lanes) empty(ctx context.Context) error {
	var errs []error
	for l.running > 0 {
		o := <-l.ended
		behind := l.queue[o.m.Stream]
		delete(l.queue, o.m.Stream)
		errs = append(errs, l.finish(o))
		for _, c := range behind {
			errs = append(errs, c.msg.Nak())
		}
	}
	for _, c := range l.ready {
		if c.msg != nil {
			errs = append(errs, c.msg.Nak())
		}
	}
	for _, behind := range l.queue {
		for _, c := range behind {
			errs = append(errs, c.msg.Nak())
		}
	}
	return errors.Join(append(errs, ctx.Err())...)
}

// gather fetches, before anything new is begun, the events that an earlier run had in hand and did not settle, so that
// they come first and in order. With one event at a time the bus sees to that itself.
func (s *session) gather(ctx context.Context, from *puller, place jetstream.Consumer) ([]*nats.Msg, error) {
	found := map[uint64]*nats.Msg{}
	for {
		info, err := place.Info(ctx)
		if err != nil {
			return nil, fmt.Errorf("ask what was in hand: %w", err)
		}
		if info.NumAckPending <= len(found) {
			break
		}
		msg, err := from.event(ctx, s.ackWait/3)
		if err != nil {
			return nil, err
		}
		if msg != nil {
			meta, err := msg.Metadata()
			if err != nil {
				return nil, fmt.Errorf("read a message's number: %w", err)
			}
			found[meta.Sequence.Stream] = msg
		}
		for _, held := range found {
			if err := held.InProgress(); err != nil {
				return nil, fmt.Errorf("hold an event: %w", err)
			}
		}
	}
	numbers := make([]uint64, 0, len(found))
	for n := range found {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	msgs := make([]*nats.Msg, len(numbers))
	for i, n := range numbers {
		msgs[i] = found[n]
	}
	return msgs, nil
}
