package db

import (
	"context"
	"fmt"

	"gongkai/annual"
	"gongkai/law"
	"gongkai/workflow"
)

// derivedTables are emptied by Rebuild. Sessions, idempotency keys and sealed words are not derived.
var derivedTables = []string{
	"application", "cell", "open_cell", "deadline", "task", "dispute", "series", "agency", "department", "choice", "person", "credential", "day", "report", "figure", "search",
}

// Rebuild drops every derived row and makes it again from the log and the sealed words, in one transaction: readers see
// the old rows until it is done, writers wait. It appends no event and gives the number of applications.
func (s *Store) Rebuild(ctx context.Context) (int, error) {
	return s.RebuildWatched(ctx, func(int64) {})
}

// RebuildWatched is Rebuild that tells after each piece how many events it has read.
func (s *Store) RebuildWatched(ctx context.Context, watch func(events int64)) (int, error) {
	return submit(ctx, s, job{alone: true}, func(ctx context.Context, b *batch) (int, error) {
		n, err := b.rebuild(ctx, s.read, watch)
		if err != nil {
			return 0, fmt.Errorf("rebuild: %w", err)
		}
		return n, nil
	})
}

// rebuild makes the derived rows out of the log as q sees it: the pool of readers (the head is locked, so nobody appends
// meanwhile), or the transaction itself when the log was written in it.
func (b *batch) rebuild(ctx context.Context, q queryer, watch func(int64)) (int, error) {
	for _, table := range derivedTables {
		if _, err := b.tx.ExecContext(ctx, "delete from "+table); err != nil {
			return 0, fmt.Errorf("empty %s: %w", table, err)
		}
	}
	b.wrote = true
	r := rebuilder{batch: b, serials: newExpected()}
	var done int64
	write := func(p *piece) error {
		done += p.events
		watch(done)
		return r.write(ctx, p)
	}
	var err error
	if q == queryer(b.tx) { // one connection does one thing at a time
		err = b.s.pieces(ctx, q, b.calendar, write)
	} else {
		err = b.s.piecesBeside(ctx, q, b.calendar, write)
	}
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

// piecesBeside reads, folds and derives in a goroutine of its own while take writes: one piece is written, one waits, one
// is made, and so much is in memory.
func (s *Store) piecesBeside(ctx context.Context, q queryer, cal *law.Calendar, take func(*piece) error) error {
	reading, stop := context.WithCancel(ctx)
	defer stop()
	ready, ended := make(chan *piece, 1), make(chan error, 1)
	go func() {
		defer close(ready)
		ended <- s.pieces(reading, q, cal, func(p *piece) error {
			select {
			case ready <- p:
				return nil
			case <-reading.Done():
				return fmt.Errorf("read the log: %w", reading.Err())
			}
		})
	}()
	var failed error
	for p := range ready { // to the end, so that the reader is gone when this returns
		if failed == nil {
			if failed = take(p); failed != nil {
				stop()
			}
		}
	}
	if err := <-ended; failed == nil {
		failed = err
	}
	return failed
}

// piece is what follows from some histories: rows of applications, and the streams of other things as they stand.
type piece struct {
	rows     pending
	tally    tally
	subjects []subject
	others   []history
	events   int64
}

// pieces reads the log stream by stream, folds, derives and hands over.
func (s *Store) pieces(ctx context.Context, q queryer, cal *law.Calendar, take func(*piece) error) error {
	v := &verifier{s: s, q: q, expected: newExpected()}
	return v.histories(ctx, func(group []history) error {
		p := &piece{rows: pending{}, tally: tally{}}
		if err := s.derivePiece(ctx, q, p, cal, group); err != nil {
			return err
		}
		p.rows.count(p.tally)
		return take(p)
	})
}

func (s *Store) derivePiece(ctx context.Context, q queryer, p *piece, cal *law.Calendar, group []history) error {
	decoded := make([][]workflow.Event, len(group))
	var owners []string
	for i, h := range group {
		p.events += int64(len(h.events))
		if _, ok := subjectOf(h.stream); !ok {
			p.others = append(p.others, h)
			continue
		}
		decoded[i] = make([]workflow.Event, len(h.events))
		for j, raw := range h.events {
			e, err := raw.event()
			if err != nil {
				return err
			}
			decoded[i][j] = e
			if len(commitmentsOf(e)) > 0 {
				owners = append(owners, ownerOf(raw.Stream, raw.Seq))
			}
		}
	}
	words, err := s.openAll(ctx, q, owners)
	if err != nil {
		return err
	}
	for i, h := range group {
		if decoded[i] == nil {
			continue
		}
		if err := s.deriveHistory(p, cal, h, decoded[i], words); err != nil {
			return err
		}
	}
	return nil
}

// openAll opens what was sealed with the events of some owners: owner → field → text.
func (s *Store) openAll(ctx context.Context, q queryer, owners []string) (map[string]map[string]string, error) {
	sealed, err := s.sealedOf(ctx, q, owners)
	if err != nil {
		return nil, err
	}
	words := map[string]map[string]string{}
	for _, w := range sealed {
		text, err := s.options.Sealer.Open(w.Owner, w.Field, w.Ciphertext)
		if err != nil {
			return nil, fmt.Errorf("read sealed words: %w", err)
		}
		if words[w.Owner] == nil {
			words[w.Owner] = map[string]string{}
		}
		words[w.Owner][w.Field] = text
	}
	return words, nil
}

func (s *Store) deriveHistory(p *piece, cal *law.Calendar, h history, events []workflow.Event, words map[string]map[string]string) error {
	a, _ := subjectOf(h.stream) // it is one: its events were decoded
	app, err := a.blank().Fold(events)
	if err != nil {
		return fmt.Errorf("read the history: %w", err)
	}
	now, err := derive(app, cal, h.events[len(h.events)-1].RecordedAt)
	if err != nil {
		return err
	}
	bySeq := map[int]map[string]string{}
	for _, raw := range h.events {
		if fields, ok := words[ownerOf(raw.Stream, raw.Seq)]; ok {
			bySeq[raw.Seq] = fields
		}
	}
	p.tally.move(annual.Entry{}, now.counts)
	if a.number == "" {
		p.rows.change(&folded{stream: h.stream, app: app}, now)
		return nil
	}
	s.create(p.rows, &folded{stream: h.stream, id: h.events[0].Position, app: app}, now, firstWords(app, bySeq))
	p.subjects = append(p.subjects, a)
	return nil
}

type rebuilder struct {
	*batch
	serials      *expected
	applications int
}

// write writes a piece inside the transaction.
func (r *rebuilder) write(ctx context.Context, p *piece) error {
	for _, h := range p.others {
		for _, raw := range h.events {
			e, err := raw.event()
			if err != nil {
				return err
			}
			if err := r.event(ctx, raw, e); err != nil {
				return err
			}
		}
	}
	for st, rows := range p.rows {
		r.rows[st] = append(r.rows[st], rows...)
	}
	for _, a := range p.subjects {
		r.serials.take(a)
	}
	r.applications += len(p.subjects)
	return r.batch.write(ctx)
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
		return r.batch.write(ctx) // a later one from the same day replaces it
	case *workflow.DayData:
		r.rows.add(&insertDay, data.Day.String(), raw.Position)
	case *workflow.ReportData:
		r.rows.add(&putReport, data.Agency, data.Year, kindOf(e.Type), data.Version, raw.Position, string(data.Report), string(data.Doubtful))
		return r.batch.write(ctx) // a later one of the same year replaces it
	case *workflow.FigureData:
		r.rows.add(&putFigure, figureRow(data, raw.Position)...)
		return r.batch.write(ctx) // a later one of the same cell replaces it
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
		return r.batch.write(ctx)
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
