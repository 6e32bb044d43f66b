package db

import (
	"context"
	"fmt"

	"gongkai/annual"
	"gongkai/workflow"
)

// derivedTables are emptied by Rebuild. Sessions, idempotency keys and sealed words are not derived.
var derivedTables = []string{
	"application", "cell", "open_cell", "deadline", "task", "series", "agency", "department", "choice", "person", "credential", "day", "report", "figure", "search",
}

// Rebuild drops every derived row and makes it again from the log and the sealed words, in one transaction: readers see
// the old rows until it is done, writers wait. It appends no event and gives the number of applications.
func (s *Store) Rebuild(ctx context.Context) (int, error) {
	return submit(ctx, s, job{alone: true}, func(ctx context.Context, b *batch) (int, error) {
		n, err := b.rebuild(ctx)
		if err != nil {
			return 0, fmt.Errorf("rebuild: %w", err)
		}
		return n, nil
	})
}

func (b *batch) rebuild(ctx context.Context) (int, error) {
	for _, table := range derivedTables {
		if _, err := b.tx.ExecContext(ctx, "delete from "+table); err != nil {
			return 0, fmt.Errorf("empty %s: %w", table, err)
		}
	}
	b.wrote = true
	r := rebuilder{batch: b, serials: newExpected()}
	v := &verifier{s: b.s, q: b.tx, expected: newExpected()}
	err := v.histories(ctx, func(group []history) error {
		for _, h := range group {
			if err := r.stream(ctx, h); err != nil {
				return err
			}
		}
		r.rows.count(r.tally)
		return b.write(ctx)
	})
	if err != nil {
		return 0, err
	}
	for k := range r.serials.serials {
		if last := r.serials.last(k); last > 0 {
			b.rows.add(&putSeries, k.agency, k.year, last)
		}
	}
	return r.applications, b.write(ctx)
}

type rebuilder struct {
	*batch
	serials      *expected
	applications int
}

func (r *rebuilder) stream(ctx context.Context, h history) error {
	a, ok := subjectOf(h.stream)
	events := make([]workflow.Event, len(h.events))
	for i, raw := range h.events {
		var err error
		if events[i], err = raw.event(); err != nil {
			return err
		}
		if !ok {
			if err := r.event(ctx, raw, events[i]); err != nil {
				return err
			}
		}
	}
	if !ok {
		return nil
	}
	app, err := workflow.Fold(a.agency, a.number, events)
	if err != nil {
		return fmt.Errorf("read the history: %w", err)
	}
	words, err := r.s.words(ctx, r.tx, h.stream, len(events))
	if err != nil {
		return err
	}
	now, err := derive(app, r.calendar, h.events[len(h.events)-1].RecordedAt)
	if err != nil {
		return err
	}
	r.tally.move(annual.Entry{}, now.counts)
	r.s.create(r.rows, &folded{stream: h.stream, id: h.events[0].Position, app: app}, now, firstWords(app, words))
	r.serials.take(a)
	r.applications++
	return nil
}

// event makes the rows of an event that is no application's.
func (r *rebuilder) event(ctx context.Context, raw rawEvent, e workflow.Event) error {
	owner := ownerOf(raw.Stream, raw.Seq)
	switch data := e.Data.(type) {
	case *workflow.AgencyData:
		r.rows.add(&insertAgency, data.Code, data.Name, data.Parent, bit(data.Vertical))
	case *workflow.DepartmentData:
		r.rows.add(&insertDepartment, data.Agency, data.Code, data.Name)
	case *workflow.ReadingData:
		r.rows.add(&putChoice, data.Agency, data.Reading, data.From.String(), data.Value, e.On.String(), e.Actor, raw.Position)
		return r.write(ctx) // a later one from the same day replaces it
	case *workflow.DayData:
		r.rows.add(&insertDay, data.Day.String(), raw.Position)
	case *workflow.ReportData:
		r.rows.add(&putReport, data.Agency, data.Year, kindOf(e.Type), data.Version, raw.Position, string(data.Report), string(data.Doubtful))
		return r.write(ctx) // a later one of the same year replaces it
	case *workflow.FigureData:
		r.rows.add(&putFigure, figureRow(data, raw.Position)...)
		return r.write(ctx) // a later one of the same cell replaces it
	case *workflow.PersonData:
		lists, err := jsonLists(data.Departments, data.Roles)
		if err != nil {
			return err
		}
		r.rows.add(&insertPerson, data.Person, data.Agency, lists[0], lists[1], owner)
	case *workflow.CredentialData:
		if err := r.credential(ctx, raw, data, owner); err != nil {
			return err
		}
		return r.write(ctx)
	}
	return nil
}

func (r *rebuilder) credential(ctx context.Context, raw rawEvent, data *workflow.CredentialData, owner string) error {
	if raw.Type == workflow.TokenRevoked {
		r.rows.add(&deleteCredential, data.Person, data.Token)
		return nil
	}
	sealed, err := r.s.sealedOf(ctx, r.tx, []string{owner})
	if err != nil {
		return err
	}
	secret, err := r.s.opened(sealed, owner, "secret")
	if err != nil {
		return err
	}
	r.rows.add(&putCredential, data.Person, data.Token, r.s.lookup(secret), date(data.Expires), owner)
	return nil
}
