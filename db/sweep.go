package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gongkai/law"
	"gongkai/workflow"
)

// OpenedDay is a day that the clock went through: Fired deadlines acted on it. Late means it was opened after its day.
type OpenedDay struct {
	Day   law.Date `json:"day"`
	Fired int      `json:"fired"`
	Late  bool     `json:"late,omitempty"`
}

// Armed is a deadline of an application that will act on a day to come, or would act now.
type Armed struct {
	Agency      string   `json:"agency" db:"agency"`
	Application string   `json:"application" db:"number"`
	Kind        string   `json:"kind" db:"kind"`
	Party       string   `json:"party,omitempty" db:"party"`
	DueOn       law.Date `json:"due_on" db:"due_on"`
	ActsOn      law.Date `json:"acts_on" db:"acts_on"`
}

const (
	sweepChunk = 500 // deadlines that act in one transaction
	emptyDays  = 64  // days without a deadline that one transaction opens
)

// Sweep opens every day not yet opened up to upTo, once and in order, and lets the deadlines that act by each day act.
// The first day ever is that of the earliest armed deadline, or upTo. Opening 1 January drafts each body's tables of the
// year before. Two processes may sweep at once: each deadline is decided again under the lock, and the row of the day
// decides who opens it. What was opened before an error stays. Refused: sweep_in_future.
func (s *Store) Sweep(ctx context.Context, upTo, today law.Date) ([]OpenedDay, error) {
	if upTo > today {
		return nil, workflow.NewRefusal("sweep_in_future", "", today, upTo)
	}
	opened := []OpenedDay{}
	for {
		next, err := nextDay(ctx, s.read, upTo)
		if err != nil || next > upTo {
			return opened, err
		}
		days, err := s.openFrom(ctx, next, upTo, today)
		opened = append(opened, days...)
		if err != nil {
			return opened, err
		}
	}
}

// SweepDryRun tells what Sweep would do: the days, and how many of the deadlines armed now would act on each. Acting may
// arm or disarm others, so the real figures can differ.
func (s *Store) SweepDryRun(ctx context.Context, upTo, today law.Date) ([]OpenedDay, error) {
	if upTo > today {
		return nil, workflow.NewRefusal("sweep_in_future", "", today, upTo)
	}
	days := []OpenedDay{}
	err := s.snapshot(ctx, func(q queryer) error {
		next, err := nextDay(ctx, q, upTo)
		if err != nil {
			return err
		}
		for d := next; d <= upTo; d = d.AddDays(1) {
			days = append(days, OpenedDay{Day: d, Late: d < today})
		}
		list, err := due(ctx, q, upTo)
		for _, a := range list {
			if len(days) > 0 {
				days[max(0, int(a.ActsOn-next))].Fired++
			}
		}
		return err
	})
	return days, err
}

// Due lists the deadlines that act by a day, in order.
func (s *Store) Due(ctx context.Context, upTo law.Date) ([]Armed, error) {
	return due(ctx, s.read, upTo)
}

func due(ctx context.Context, q queryer, upTo law.Date) ([]Armed, error) {
	list := []Armed{}
	const query = "select agency, number, kind, party, due_on, acts_on from deadline where acts_on <= $1 " +
		"order by acts_on, agency, number, kind, party"
	if err := q.SelectContext(ctx, &list, query, upTo.String()); err != nil {
		return nil, fmt.Errorf("list deadlines: %w", err)
	}
	return list, nil
}

// nextDay is the first day that is not opened.
func nextDay(ctx context.Context, q queryer, upTo law.Date) (law.Date, error) {
	last, err := lastDay(ctx, q)
	if err != nil {
		return 0, err
	}
	if !last.IsZero() {
		return last.AddDays(1), nil
	}
	var first law.Date
	if err := q.GetContext(ctx, &first, "select min(acts_on) from deadline"); err != nil {
		return 0, fmt.Errorf("read the first deadline: %w", err)
	}
	if first.IsZero() || first > upTo {
		return upTo, nil
	}
	return first, nil
}

func lastDay(ctx context.Context, q queryer) (law.Date, error) {
	var last law.Date
	if err := q.GetContext(ctx, &last, "select max(on_date) from day"); err != nil {
		return 0, fmt.Errorf("read the last day opened: %w", err)
	}
	return last, nil
}

// openFrom lets the deadlines of a day act and opens it, and with it the days after it on which nothing acts.
func (s *Store) openFrom(ctx context.Context, day, upTo, today law.Date) ([]OpenedDay, error) {
	fired := 0
	for {
		n, stuck, err := s.actAll(ctx, day, today)
		fired += n
		if err != nil {
			return nil, err
		}
		if n > 0 {
			continue // acting may have armed another deadline of this day
		}
		job := job{alone: true}
		days, err := submit(ctx, s, job, func(ctx context.Context, b *batch) ([]OpenedDay, error) {
			return b.openDays(ctx, day, upTo, today, fired, stuck)
		})
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", day, err)
		}
		if days != nil {
			return days, nil
		}
	}
}

// actAll goes once through the deadlines that act by a day, in chunks, and gives the number of events. stuck counts the
// rows whose application has nothing to act on: the derived table is wrong, `verify` says so, and the clock must not
// stop for it.
func (s *Store) actAll(ctx context.Context, day, today law.Date) (fired, stuck int, err error) {
	var after Armed
	for {
		var list []Armed
		const query = "select agency, number, kind, party, due_on, acts_on from deadline where acts_on <= $1 " +
			"and (acts_on, agency, number) > ($2, $3, $4) order by acts_on, agency, number limit $5"
		err := s.read.SelectContext(ctx, &list, query, day.String(), after.ActsOn.String(), after.Agency, after.Application, sweepChunk)
		if err != nil {
			return fired, stuck, fmt.Errorf("list deadlines: %w", err)
		}
		if len(list) == 0 {
			return fired, stuck, nil
		}
		after = list[len(list)-1]
		n, idle, err := s.actChunk(ctx, list, day, today)
		fired, stuck = fired+n, stuck+idle
		if err != nil {
			return fired, stuck, err
		}
	}
}

func (s *Store) actChunk(ctx context.Context, list []Armed, day, today law.Date) (fired, idle int, err error) {
	subjects := make([]subject, 0, len(list))
	for _, d := range list {
		a := subject{agency: d.Agency, number: d.Application}
		if d.Application == "" { // of a case about no application
			a.code = d.Party
		}
		if len(subjects) == 0 || subjects[len(subjects)-1] != a {
			subjects = append(subjects, a)
		}
	}
	counts, err := submit(ctx, s, job{subjects: subjects, alone: true}, func(ctx context.Context, b *batch) ([2]int, error) {
		var n [2]int
		for _, a := range subjects {
			acted, err := b.act(ctx, a, today, day, today)
			if err != nil {
				return n, err
			}
			n[0] += acted
			if acted == 0 {
				n[1]++
			}
		}
		return n, nil
	})
	return counts[0], counts[1], err
}

// openDays opens a day under the lock: nil when something is armed for it again, and an empty list when another process
// opened it.
func (b *batch) openDays(ctx context.Context, day, upTo, today law.Date, fired, stuck int) ([]OpenedDay, error) {
	last, err := lastDay(ctx, b.tx)
	if err != nil {
		return nil, err
	}
	if !last.IsZero() && last.AddDays(1) != day {
		return []OpenedDay{}, nil
	}
	armed, earliest, err := b.armed(ctx, day)
	if err != nil {
		return nil, err
	}
	if armed > stuck {
		return nil, nil
	}
	if armed > 0 {
		b.s.log.Error("deadlines that do not follow from the history are left alone; verify names them", "day", day.String(), "deadlines", armed)
	}
	opened := []OpenedDay{}
	for d := day; d <= upTo && len(opened) < emptyDays && (d == day || earliest.IsZero() || d < earliest); d = d.AddDays(1) {
		o := OpenedDay{Day: d, Fired: fired, Late: d < today}
		if err := b.openDay(ctx, o); err != nil {
			return nil, err
		}
		opened, fired = append(opened, o), 0
	}
	return opened, nil
}

// armed counts the deadlines that act by a day, and gives the day of the first that acts later.
func (b *batch) armed(ctx context.Context, day law.Date) (int, law.Date, error) {
	var n int
	var earliest law.Date
	err := b.tx.GetContext(ctx, &n, "select count(*) from deadline where acts_on <= $1", day.String())
	if err == nil {
		err = b.tx.GetContext(ctx, &earliest, "select min(acts_on) from deadline where acts_on > $1", day.String())
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, 0, fmt.Errorf("look for deadlines: %w", err)
	}
	return n, earliest, nil
}

func (b *batch) openDay(ctx context.Context, o OpenedDay) error {
	a, err := b.appendEvent(ctx, workflow.Event{
		Stream: workflow.DayStream, Type: workflow.DayOpened, On: o.Day, Actor: workflow.ClockActor,
		Data: &workflow.DayData{Day: o.Day, Fired: o.Fired, Late: o.Late},
	})
	if err != nil {
		return err
	}
	b.put(&insertDay, o.Day.String(), a.Position)
	if o.Day.Month() == time.January && o.Day.Day() == 1 {
		return b.draftYears(ctx, o.Day)
	}
	return nil
}
