package db

import (
	"context"
	"fmt"

	"gongkai/law"
	"gongkai/workflow"
)

// ActFor lets the deadlines of one application act up to a day, without opening that day for others: it is how a case
// script reaches a day. Days up to reached were open already: what should have acted by then acts late. today is the
// civil date by the wall clock. Refused: sweep_in_future.
func (s *Store) ActFor(ctx context.Context, agency, number string, reached, day, today law.Date) error {
	return s.actFor(ctx, application(agency, number), reached, day, today)
}

func (s *Store) actFor(ctx context.Context, a subject, reached, day, today law.Date) error {
	if day > today {
		return workflow.NewRefusal("sweep_in_future", "", today, day)
	}
	j := job{subjects: []subject{a}}
	_, err := submit(ctx, s, j, func(ctx context.Context, b *batch) (int, error) {
		return b.act(ctx, a, reached, day, today)
	})
	return err
}

// act lets one application's deadlines act and gives the number of events. entered is the day on which that happens.
func (b *batch) act(ctx context.Context, a subject, entered, day, today law.Date) (int, error) {
	f, err := b.subject(ctx, a)
	if err != nil || f.app.State == workflow.None {
		return 0, err
	}
	events, next, err := workflow.ActDeadlines(b.context(ctx, workflow.ClockActor, today, entered), f.app, day)
	if err != nil {
		return 0, fmt.Errorf("let the deadlines of %s act: %w", f.stream, err)
	}
	_, err = b.appendTo(f, events, next)
	return len(events), err
}

// Answered tells which idempotency keys have their answer already.
func (s *Store) Answered(ctx context.Context, keys []string) (map[string]bool, error) {
	answered := make(map[string]bool, len(keys))
	if len(keys) == 0 {
		return answered, nil
	}
	arg, err := s.dialect.texts(keys)
	if err != nil {
		return nil, err
	}
	var found []string
	query := "select key from idempotency where " + s.dialect.among("key", 1)
	if err := s.read.SelectContext(ctx, &found, query, arg); err != nil {
		return nil, fmt.Errorf("look up idempotency keys: %w", err)
	}
	for _, key := range found {
		answered[key] = true
	}
	return answered, nil
}
