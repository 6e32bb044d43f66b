package db

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gongkai/annual"
	"gongkai/law"
	"gongkai/workflow"
)

// reportPast counts from the log up to a position: every application of the body is folded as it stood then. It is for
// questions about an earlier moment, which are rare, and costs the reading of the body's whole log.
type reportPast struct {
	q      queryer
	agency string
	at     int64
	all    []counted // by number, once folded
	folded bool
}

// moment gives the position that a question is about and the civil day of that position. Recorded times do not decrease
// with the position, so the last event of a day is found by halving.
func moment(ctx context.Context, q queryer, ask annual.Ask, today law.Date) (int64, law.Date, error) {
	head, err := reportRows{q: q}.position(ctx)
	if err != nil {
		return 0, 0, err
	}
	if ask.Position != 0 {
		if ask.Position < 0 || ask.Position > head {
			return 0, 0, workflow.NewRefusal("unknown_position", "", ask.Position, head)
		}
		at, err := recordedAt(ctx, q, ask.Position)
		return ask.Position, law.DateOf(at), err
	}
	if ask.AsOf > today {
		return 0, 0, workflow.NewRefusal("in_future", "50", "as_of", ask.AsOf, today)
	}
	low, high := int64(0), head // low was recorded by the end of the day, what follows high was not
	for low < high {
		middle := (low + high + 1) / 2
		at, err := recordedAt(ctx, q, middle)
		if err != nil {
			return 0, 0, err
		}
		if law.DateOf(at) <= ask.AsOf {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return low, ask.AsOf, nil
}

func recordedAt(ctx context.Context, q queryer, position int64) (time.Time, error) {
	var text string
	if err := q.GetContext(ctx, &text, "select recorded_at from event where position = $1", position); err != nil {
		return time.Time{}, fmt.Errorf("read when an event was recorded: %w", err)
	}
	at, err := time.Parse(timeLayout, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("read when an event was recorded: %w", err)
	}
	return at, nil
}

func (p *reportPast) position(context.Context) (int64, error) { return p.at, nil }

// fold reads the streams of all applications of the body one after the other.
func (p *reportPast) fold(ctx context.Context) error {
	if p.folded {
		return nil
	}
	prefix := workflow.ApplicationStream(p.agency, "")
	after := prefix[:len(prefix)-1] + "0" // what sorts next to the slash
	rows, err := p.q.QueryxContext(ctx, eventColumns+"where stream >= $1 and stream < $2 and position <= $3 order by stream, seq",
		prefix, after, p.at)
	if err != nil {
		return fmt.Errorf("read the log of a body: %w", err)
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what matters
	var history []workflow.Recorded
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return fmt.Errorf("read the log of a body: %w", err)
		}
		if len(history) > 0 && history[0].Stream != e.Stream {
			if err := p.take(history); err != nil {
				return err
			}
			history = history[:0]
		}
		history = append(history, e)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read the log of a body: %w", err)
	}
	if err := p.take(history); err != nil {
		return err
	}
	p.folded = true
	return nil
}

func (p *reportPast) take(history []workflow.Recorded) error {
	if len(history) == 0 {
		return nil
	}
	a, ok := subjectOf(history[0].Stream)
	if !ok {
		return fmt.Errorf("read the log of a body: %s is no application", history[0].Stream)
	}
	events, err := decode(history)
	if err != nil {
		return err
	}
	app, err := workflow.Fold(a.agency, a.number, events)
	if err != nil {
		return fmt.Errorf("read the history: %w", err)
	}
	p.all = append(p.all, countedOf(app))
	return nil
}

// countedOf is an application as the tables see it.
func countedOf(app *workflow.Application) counted {
	c := counted{Trace: annual.TraceOf(app)}
	c.Overdue = app.Overdue()
	c.mark(app.Facts(), doubtsOf(app))
	return c
}

func (p *reportPast) counted(ctx context.Context, year int, results ...string) ([]counted, error) {
	if err := p.fold(ctx); err != nil {
		return nil, err
	}
	list := []counted{}
	for _, c := range p.all {
		if len(annual.Contributions(c.Entry, year)) > 0 && (len(results) == 0 || slices.Contains(results, c.Result)) {
			list = append(list, c)
		}
	}
	return list, nil
}

func (p *reportPast) table3(ctx context.Context, year int) (annual.Table3, error) {
	list, err := p.counted(ctx, year)
	if err != nil {
		return annual.Table3{}, err
	}
	return annual.Tabulate(func(yield func(annual.Entry) bool) {
		for _, c := range list {
			if !yield(c.Entry) {
				return
			}
		}
	}, year), nil
}

func (p *reportPast) answered(ctx context.Context, year int) (int64, error) {
	if err := p.fold(ctx); err != nil {
		return 0, err
	}
	var n int64
	for _, c := range p.all {
		if c.NewYear > 0 && c.NewYear <= year && c.ClosedYear > 0 && c.ClosedYear <= year && repliedTo(c.Result) {
			n++
		}
	}
	return n, nil
}

// figures folds the report's own stream.
func (p *reportPast) figures(ctx context.Context, year int) (map[string]annual.Figure, error) {
	events, err := readEvents(ctx, p.q, "where stream = $1 and type = $2 and position <= $3 order by seq",
		workflow.ReportStream(p.agency, year), workflow.FigureRecorded, p.at)
	if err != nil {
		return nil, err
	}
	out := map[string]annual.Figure{}
	for _, r := range events {
		e, err := r.Event()
		if err != nil {
			return nil, fmt.Errorf("read the figures of table 2: %w", err)
		}
		if data, ok := e.Data.(*workflow.FigureData); ok {
			out[data.Cell] = figureOf(*data)
		}
	}
	return out, nil
}

func (p *reportPast) table4(ctx context.Context, year int) (annual.Table4, error) {
	return table4(ctx, p.q, p.agency, year, p.at)
}

func (p *reportPast) filed(ctx context.Context, year, version int) (*annual.Report, error) {
	if p.at == 0 {
		return nil, nil
	}
	return filed(ctx, p.q, p.agency, year, version, p.at)
}
