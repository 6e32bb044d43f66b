package db

import (
	"context"
	"fmt"
	"reflect"

	"gongkai/law"
	"gongkai/workflow"
)

// AddNotice announces a working-day notice: one event, and in the same transaction `due_recomputed` for every open
// application whose date moves. Closed ones never move. Refused: already_exists, bad_notice.
func (s *Store) AddNotice(ctx context.Context, actor string, n law.Notice) ([]workflow.Moved, error) {
	if n.Announced > s.today() {
		return nil, workflow.NewRefusal("in_future", "", "announced", n.Announced, s.today())
	}
	return submit(ctx, s, job{alone: true}, func(ctx context.Context, b *batch) ([]workflow.Moved, error) {
		for _, known := range b.calendar.Notices() {
			if known.Number == n.Number {
				return nil, workflow.NewRefusal("already_exists", "", n.Number)
			}
		}
		return b.addNotice(ctx, actor, n)
	})
}

// announce tells the log the calendars that the program brings and the log does not know. A number that the log knows
// with other days is a conflict that a person must look at; the log's own stays in force.
func (s *Store) announce(ctx context.Context, notices []law.Notice) error {
	known, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	missing := s.missing(known, notices)
	if len(missing) == 0 {
		return nil
	}
	_, err = submit(ctx, s, job{alone: true}, func(ctx context.Context, b *batch) (int, error) {
		added := s.missing(b.calendar, missing)
		for _, n := range added {
			if _, err := b.addNotice(ctx, "program", n); err != nil {
				return 0, err
			}
		}
		return len(added), nil
	})
	if err != nil {
		return fmt.Errorf("announce the program's calendars: %w", err)
	}
	return nil
}

func (s *Store) missing(known *law.Calendar, notices []law.Notice) []law.Notice {
	numbers := map[string]law.Notice{}
	for _, n := range known.Notices() {
		numbers[n.Number] = n
	}
	var missing []law.Notice
	for _, n := range notices {
		had, ok := numbers[n.Number]
		switch {
		case !ok:
			missing = append(missing, n)
		case !reflect.DeepEqual(had.Off, n.Off) || !reflect.DeepEqual(had.Work, n.Work):
			s.log.Warn("a calendar of the program differs from the one in the log, which stays in force", "notice", n.Number)
		}
	}
	return missing
}

func (b *batch) addNotice(ctx context.Context, actor string, n law.Notice) ([]workflow.Moved, error) {
	cal, err := b.calendar.With(n)
	if err != nil {
		return nil, workflow.NewRefusal("bad_notice", "", err.Error())
	}
	_, err = b.appendEvent(ctx, workflow.Event{
		Stream: workflow.CalendarStream, Type: workflow.CalendarAnnounced, On: n.Announced, Actor: actor,
		Data: &workflow.CalendarData{Notice: n},
	})
	if err != nil {
		return nil, err
	}
	before := b.calendar
	b.calendar = cal
	return b.recompute(ctx, before)
}

// recomputeChunk is how many open applications are looked at between two writes.
const recomputeChunk = 500

// recompute goes through all open applications in order of their ids.
func (b *batch) recompute(ctx context.Context, before *law.Calendar) ([]workflow.Moved, error) {
	moved := []workflow.Moved{}
	after := int64(0)
	for {
		list, last, err := openAfter(ctx, b.tx, after)
		if err != nil {
			return nil, err
		}
		if len(list) == 0 {
			break
		}
		after = last
		for _, a := range list {
			m, err := b.recomputeOne(ctx, a, before)
			if err != nil {
				return nil, err
			}
			moved = append(moved, m...)
		}
		if err := b.chunk(ctx); err != nil {
			return nil, err
		}
	}
	if err := b.chunk(ctx); err != nil {
		return nil, err
	}
	awaited, err := cases(ctx, b.tx, "where answered_on is null and decided_on is null and struck_on is null and (number = '' or not exists "+
		"(select 1 from application a where a.agency = dispute.agency and a.number = dispute.number and a.is_open = 1)) order by agency, number, code")
	if err != nil {
		return nil, err
	}
	var last subject
	for _, c := range awaited {
		a := application(c.Agency, c.Number)
		if c.Number == "" {
			a = subject{agency: c.Agency, code: c.Case}
		}
		if a == last {
			continue
		}
		last = a
		if _, err := b.recomputeOne(ctx, a, before); err != nil {
			return nil, err
		}
	}
	return moved, b.chunk(ctx)
}

func openAfter(ctx context.Context, q queryer, after int64) ([]subject, int64, error) {
	var rows []struct {
		ID     int64  `db:"id"`
		Agency string `db:"agency"`
		Number string `db:"number"`
	}
	const query = "select id, agency, number from application where id > $1 and is_open = 1 order by id limit $2"
	if err := q.SelectContext(ctx, &rows, query, after, recomputeChunk); err != nil {
		return nil, 0, fmt.Errorf("list open applications: %w", err)
	}
	var list []subject
	for _, r := range rows {
		list, after = append(list, application(r.Agency, r.Number)), r.ID
	}
	return list, after, nil
}

func (b *batch) recomputeOne(ctx context.Context, a subject, before *law.Calendar) ([]workflow.Moved, error) {
	f, err := b.subject(ctx, a)
	if err != nil {
		return nil, err
	}
	if f.app.Seq() == 0 {
		return nil, fmt.Errorf("recompute %s: its row exists and its history does not", f.stream)
	}
	// Its rows were written under the calendar before.
	if f.stored, err = derive(f.app, before, f.changedAt); err != nil {
		return nil, err
	}
	today := b.s.today()
	events, next, err := workflow.Recompute(b.context(ctx, workflow.ClockActor, today, today), f.app, today)
	if err != nil {
		return nil, fmt.Errorf("recompute %s: %w", f.stream, err)
	}
	if _, err := b.appendTo(f, events, next); err != nil {
		return nil, err
	}
	b.touched[f.stream] = true // deadlines beside the due date may move without an event
	if len(events) == 0 || next.Due.On == f.app.Due.On {
		return nil, nil
	}
	return []workflow.Moved{{Agency: a.agency, Application: a.number, Before: f.app.Due.On, After: next.Due.On, Kind: next.Due.Kind}}, nil
}
