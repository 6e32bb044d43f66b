package events

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// attempt runs the handler once, within its time. A stop asked for meanwhile leaves it Grace to finish; what is broken off
// then is errStopped, and no failure.
func (s *session) attempt(ctx context.Context, m Message) error {
	if ctx.Err() != nil {
		return errStopped
	}
	m, err := s.complete(ctx, m)
	if err != nil {
		return err
	}
	own, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.o.Timeout)
	defer cancel()
	var brokenOff bool
	finished := make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		select {
		case <-finished:
			return
		case <-ctx.Done():
		}
		t := time.NewTimer(s.o.Grace)
		defer t.Stop()
		select {
		case <-finished:
		case <-t.C:
			brokenOff = true
			cancel()
		}
	}()
	err = s.guarded(own, m)
	close(finished)
	<-watched
	if err != nil && brokenOff {
		return errStopped
	}
	return err
}

// writeDown notes that an event is done.
func (s *session) writeDown(m Message) {
	s.note(func(s *WorkerState) { s.Done++ })
	// The effect has happened: a journal that cannot be written costs a doubled call at worst.
	if err := s.journal.add(m); err != nil {
		s.o.Logger.Error("worker: could not write down that an event is done", "event", m.ID, "error", err)
	}
}

// guarded turns a panic of the handler into a failure of its event.
func (s *session) guarded(ctx context.Context, m Message) (err error) {
	defer func() {
		if r := recover(); r != nil {
			s.o.Logger.Error("worker: the handler panicked", "event", m.ID, "panic", r, "stack", string(debug.Stack()))
			err = fmt.Errorf("the handler panicked: %v", r)
		}
	}()
	return s.handle(ctx, m)
}

// complete fetches data that were too large for the bus, where the log is at hand. Without it the handler gets the
// reference alone.
func (s *session) complete(ctx context.Context, m Message) (Message, error) {
	if m.DataRef == "" || s.o.History == nil {
		return m, nil
	}
	rs, err := s.o.History.Events(ctx, m.Position, 1)
	if err != nil {
		return m, fmt.Errorf("read the data of event %s: %w", m.ID, err)
	}
	if len(rs) != 1 || rs[0].ID != m.ID {
		return m, fmt.Errorf("read the data of event %s: %w", m.ID, errors.New("the log has another event there"))
	}
	m.Data = rs[0].Data
	return m, nil
}

// catchUp reads from the log what the worker has not seen: the stream may have been wiped, or have dropped its oldest
// messages while the worker was away. What it finds here and hears again from the bus is passed over by its id.
func (s *session) catchUp(ctx context.Context) error {
	if s.o.History == nil {
		return nil
	}
	const page = 500
	for from := s.journal.passed + 1; ; {
		rs, err := s.o.History.Events(ctx, from, page)
		if err != nil {
			return fmt.Errorf("catch up from the log: %w", err)
		}
		for _, r := range rs {
			m := MessageOf(r, s.journal.epoch)
			if !Published(r) || !s.o.follows(m) {
				continue
			}
			if err := s.settleNow(ctx, m); err != nil {
				return err
			}
		}
		if len(rs) == 0 {
			return nil
		}
		from = rs[len(rs)-1].Position + 1
		if err := s.journal.pass(from - 1); err != nil {
			return err
		}
	}
}
