package db

import (
	"context"
	"fmt"

	"gongkai/annual"
	"gongkai/law"
	"gongkai/workflow"
)

// Pace measures the work of an agency in a period (annual.Measure). What is left out of the days is
// filled in by annual.PeriodOf. The derived
// rows say which applications count in the years of the period; only the histories of those are read, since the beginning
// of a run, extensions and notices stand nowhere else. Refused: unknown_agency, bad_period.
func (s *Store) Pace(ctx context.Context, agency string, from, to law.Date) (annual.Pace, error) {
	period, err := annual.PeriodOf(from, to, s.today())
	if err != nil {
		return annual.Pace{}, err
	}
	var facts []annual.PaceFact
	err = s.snapshot(ctx, func(q queryer) error {
		if err := known(ctx, q, agency); err != nil {
			return err
		}
		cal, _, err := readCalendar(ctx, q, 0)
		if err != nil {
			return err
		}
		facts, err = s.paceFacts(ctx, q, agency, period, cal)
		return err
	})
	if err != nil {
		return annual.Pace{}, err
	}
	return annual.Measure(agency, facts, period.From, period.To, s.today()), nil
}

// paceChunk is how many histories are held at once.
const paceChunk = 1000

func (s *Store) paceFacts(ctx context.Context, q queryer, agency string, period annual.Period, cal *law.Calendar) ([]annual.PaceFact, error) {
	var numbers []string
	const query = "select number from application where agency = $1 and new_year > 0 and new_year <= $2 and " +
		"(closed_year = 0 or closed_year >= $3) order by number"
	if err := q.SelectContext(ctx, &numbers, query, agency, period.To.Year(), period.From.Year()); err != nil {
		return nil, fmt.Errorf("list the applications of a period: %w", err)
	}
	facts := make([]annual.PaceFact, 0, len(numbers))
	for len(numbers) > 0 {
		part := numbers[:min(paceChunk, len(numbers))]
		numbers = numbers[len(part):]
		list := make([]subject, len(part))
		for i, n := range part {
			list[i] = application(agency, n)
		}
		apps, err := s.foldAll(ctx, q, list)
		if err != nil {
			return nil, err
		}
		for _, app := range apps {
			at := cal
			if app.State.Closed() { // what was closed keeps its calendar
				at = cal.InForceAt(app.ClosedOn, app.Due.Calendar)
			}
			f, err := annual.PaceOf(app, at)
			if err != nil {
				return nil, fmt.Errorf("measure %s: %w", app.Number, err)
			}
			facts = append(facts, f)
		}
	}
	return facts, nil
}

// foldAll folds applications from the log as they stand, in the order of the list.
func (s *Store) foldAll(ctx context.Context, q queryer, list []subject) ([]*workflow.Application, error) {
	arg, err := s.dialect.texts(streamsOf(list))
	if err != nil {
		return nil, err
	}
	events, err := readEvents(ctx, q, "where "+s.dialect.among("stream", 1)+" order by stream, seq", arg)
	if err != nil {
		return nil, err
	}
	byStream := make(map[string][]workflow.Recorded, len(list))
	for _, e := range events {
		byStream[e.Stream] = append(byStream[e.Stream], e)
	}
	apps := make([]*workflow.Application, len(list))
	for i, a := range list {
		history, err := decode(byStream[a.stream()])
		if err != nil {
			return nil, err
		}
		if apps[i], err = workflow.Fold(a.agency, a.number, history); err != nil {
			return nil, fmt.Errorf("read the history: %w", err)
		}
	}
	return apps, nil
}
