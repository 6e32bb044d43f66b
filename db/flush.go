package db

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"
	"time"

	"gongkai/proof"
	"gongkai/workflow"
)

// timeLayout is how recorded_at is written: RFC 3339, UTC, microseconds.
const timeLayout = proof.TimeLayout

// keepWritten is how many events of one transaction are kept for whoever waits for them (recent.go).
const keepWritten = 4096

// flush writes what was decided so far; the transaction goes on. It must not be called while a job that already added
// events may still be refused.
func (b *batch) flush(ctx context.Context) error {
	if len(b.undo) > 0 {
		return errors.New("write the batch: a job is still being decided")
	}
	if err := b.record(); err != nil {
		return err
	}
	if err := b.derive(); err != nil {
		return err
	}
	if err := b.write(ctx); err != nil {
		return err
	}
	return b.reindex(ctx)
}

func (b *batch) write(ctx context.Context) error {
	for _, st := range statements {
		if rows := b.rows[st]; len(rows) > 0 {
			if err := b.s.run(ctx, b.tx, st, rows); err != nil {
				return err
			}
			b.rows[st], b.wrote = nil, true
		}
	}
	return nil
}

// reindex brings search and recognition along where the words of an application were corrected: all of them are needed
// then, so they are read back, which is rare.
func (b *batch) reindex(ctx context.Context) error {
	if len(b.reworded) == 0 {
		return nil
	}
	for stream := range b.reworded {
		f := b.apps[stream]
		words, err := b.s.words(ctx, b.tx, stream, f.app.Seq())
		if err != nil {
			return err
		}
		b.s.reindex(b.rows, f, firstWords(f.app, words))
	}
	clear(b.reworded)
	return b.write(ctx)
}

// finish writes the rest and the new head.
func (b *batch) finish(ctx context.Context) error {
	if err := b.flush(ctx); err != nil {
		return err
	}
	if b.firstID == "" {
		return nil
	}
	row := []any{b.head.epoch, b.head.position, hex.EncodeToString(b.head.digest)}
	if err := b.s.run(ctx, b.tx, &updateHead, [][]any{row}); err != nil {
		return err
	}
	if b.s.dialect == postgres {
		if _, err := b.tx.ExecContext(ctx, "select pg_notify($1, $2)", wakeChannel, fmt.Sprint(b.head.position)); err != nil {
			return fmt.Errorf("wake the other processes: %w", err)
		}
	}
	return nil
}

// record seals, encodes, places and chains the decided events and adds their rows.
func (b *batch) record() error {
	if len(b.events) == 0 {
		return nil
	}
	at, err := time.Parse(timeLayout, b.recordedAt)
	if err != nil {
		return fmt.Errorf("read the database's clock: %w", err)
	}
	ready, err := b.s.sealAll(b.events)
	if err != nil {
		return err
	}
	for i, d := range b.events {
		e := d.event
		link := proof.Link{
			Position: b.head.position + 1, ID: d.id, Stream: e.Stream, Seq: e.Seq, Type: e.Type, OnDate: e.On.String(),
			RecordedAt: b.recordedAt, Actor: e.Actor, Law: e.Law, Department: e.Department, Data: string(ready[i].data),
		}
		digest, err := proof.Chain(b.head.algorithm, b.head.digest, link)
		if err != nil {
			return fmt.Errorf("chain the log: %w", err)
		}
		b.head.position, b.head.digest = link.Position, digest
		text := hex.EncodeToString(digest)
		b.rows.add(&insertEvent, link.Position, link.ID, link.Stream, link.Seq, link.Type, link.OnDate, link.RecordedAt,
			link.Actor, link.Law, link.Department, link.Data, text)
		for _, row := range ready[i].sealed {
			b.rows.add(&insertSealed, row...)
		}
		if b.firstID == "" {
			b.firstID = d.id
		}
		b.keep(workflow.Recorded{
			Position: link.Position, ID: link.ID, Stream: link.Stream, Seq: link.Seq, Type: link.Type, OnDate: e.On,
			RecordedAt: at, Actor: link.Actor, Law: link.Law, Department: link.Department, Data: ready[i].data, Digest: text,
		})
	}
	return nil
}

func (b *batch) keep(r workflow.Recorded) {
	if b.dropped || len(b.written) >= keepWritten {
		b.written, b.dropped = nil, true
		return
	}
	b.written = append(b.written, r)
}

// derive brings the rows of every touched application along and lets go of the decided events.
func (b *batch) derive() error {
	first := map[string]map[string]string{} // words of applications that are new
	for _, d := range b.events {
		if d.event.Seq == 1 {
			first[d.event.Stream] = d.event.Private
		}
		if d.event.Type == workflow.Corrected && len(d.event.Private) > 1 && b.apps[d.event.Stream].app.Number != "" { // more than the reason
			b.reworded[d.event.Stream] = true
		}
	}
	for _, stream := range slices.Sorted(maps.Keys(b.touched)) {
		f := b.apps[stream]
		now, err := derive(f.app, b.calendar, f.changedAt)
		if err != nil {
			return err
		}
		if f.stored.row == nil && now.row != nil {
			b.s.create(b.rows, f, now, first[stream])
		} else {
			b.rows.change(f, now)
		}
		b.tally.move(f.stored.counts, now.counts)
		f.stored = now
		forgetWords(f.app)
	}
	b.rows.count(b.tally)
	for k := range b.moved {
		b.rows.add(&putSeries, k.agency, k.year, b.series[k])
	}
	clear(b.moved)
	clear(b.touched)
	b.events = nil
	return nil
}

// forgetWords takes the words out of the folded history: what stays in memory is what the log holds.
func forgetWords(app *workflow.Application) {
	for i := len(app.History) - 1; i >= 0 && app.History[i].Private != nil; i-- {
		app.History[i].Private = nil
	}
}

func idTypeOf(app *workflow.Application) string {
	if data, ok := app.History[0].Data.(*workflow.Data); ok {
		return data.IDType
	}
	return ""
}

// ready is an event's data as it will be stored, and the rows of its sealed words.
type ready struct {
	data   []byte
	sealed [][]any
}

// sealAll seals and encodes events, on all processors when there are many: it is what costs most before the database.
func (s *Store) sealAll(events []decided) ([]ready, error) {
	out := make([]ready, len(events))
	workers := min(runtime.GOMAXPROCS(0), len(events)/8+1)
	errs := make([]error, workers)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for i := w; i < len(events) && errs[w] == nil; i += workers {
				out[i], errs[w] = s.sealOne(events[i].event)
			}
		})
	}
	wait.Wait()
	return out, errors.Join(errs...)
}

func (s *Store) sealOne(e workflow.Event) (ready, error) {
	var r ready
	if len(e.Private) > 0 {
		holder, ok := e.Data.(workflow.Sealer)
		if !ok {
			return r, fmt.Errorf("seal %s: its data cannot hold commitments", e.Type)
		}
		owner := ownerOf(e.Stream, e.Seq)
		commitments := make(map[string]string, len(e.Private))
		for _, field := range slices.Sorted(maps.Keys(e.Private)) {
			ciphertext, salt, commitment, err := s.options.Sealer.Seal(owner, field, e.Private[field], s.options.Random)
			if err != nil {
				return r, fmt.Errorf("seal %s: %w", e.Type, err)
			}
			commitments[field] = commitment
			r.sealed = append(r.sealed, []any{owner, field, ciphertext, salt})
		}
		holder.SetSealed(commitments)
	}
	var err error
	if r.data, err = workflow.EncodeData(e.Data); err != nil {
		return r, fmt.Errorf("encode %s: %w", e.Type, err)
	}
	return r, nil
}

// ownerOf names the event that sealed words belong to.
func ownerOf(stream string, seq int) string { return fmt.Sprintf("%s#%d", stream, seq) }
