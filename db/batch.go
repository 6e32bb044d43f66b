package db

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"gongkai/law"
	"gongkai/workflow"
)

// batch is one transaction of the committer: the locked head, what is loaded, and what is decided but not yet written.
// Decisions happen in memory, so a refused one is undone by undoing its steps (undo), without the database.
type batch struct {
	s  *Store
	tx *sqlx.Tx

	head       head
	recordedAt string // the database's clock under the lock; one instant for the whole transaction
	foreign    bool   // another process committed since this one looked

	calendar *law.Calendar
	referee  *workflow.Referee
	apps     map[string]*folded // loaded in this transaction or taken from memory, as decided so far
	seqs     map[string]int     // last sequence number of other streams
	firstID  string             // id of the first event written: by it an unknown outcome is settled

	events   []decided
	books    map[string]workflow.Books // filed years, as far as they were asked for
	series   map[seriesKey]int
	moved    map[seriesKey]bool // series whose row must be written
	touched  map[string]bool    // streams of applications whose derived rows must be brought along
	reworded map[string]bool    // streams of applications whose words were corrected
	rows     pending
	tally    tally               // what the tables count more or less
	written  []workflow.Recorded // events already inserted in this transaction, as long as few
	dropped  bool                // written was cut: there were too many to keep
	wrote    bool                // something was written in this transaction
	abandon  bool                // the transaction must not be stored, although nothing failed
	undo     []func()
}

// decided is an event that was decided and not yet written.
type decided struct {
	event workflow.Event
	id    string
}

func (s *Store) newBatch(tx *sqlx.Tx, referee *workflow.Referee) *batch {
	return &batch{
		s: s, tx: tx, referee: referee, apps: map[string]*folded{}, seqs: map[string]int{},
		touched: map[string]bool{}, rows: pending{}, tally: tally{}, books: map[string]workflow.Books{}, reworded: map[string]bool{}, series: map[seriesKey]int{}, moved: map[seriesKey]bool{},
	}
}

// rollback undoes the steps of the job at hand, the last first.
func (b *batch) rollback() {
	for _, step := range slices.Backward(b.undo) {
		step()
	}
	b.undo = b.undo[:0]
}

// chunk writes what a job with a transaction of its own decided so far and lets go of it, so that a large job needs
// little memory.
func (b *batch) chunk(ctx context.Context) error {
	b.undo = b.undo[:0]
	if err := b.flush(ctx); err != nil {
		return err
	}
	for stream := range b.apps { // what is remembered from before is older than what was written now
		b.s.memory.drop(stream)
	}
	clear(b.apps)
	return ctx.Err()
}

// next is where the next event will stand.
func (b *batch) next() int64 { return b.head.position + int64(len(b.events)) + 1 }

// context fills what a decision may know.
func (b *batch) context(ctx context.Context, actor string, today, entered law.Date) workflow.Context {
	return workflow.Context{
		Calendar: b.calendar, Today: today, Entered: entered, Actor: actor,
		Office: &office{ctx: ctx, batch: b}, Referee: b.referee,
	}
}

// application gives an application as decided so far; one without events when it does not exist.
func (b *batch) application(ctx context.Context, agency, number string) (*folded, error) {
	return b.subject(ctx, application(agency, number))
}

func (b *batch) subject(ctx context.Context, a subject) (*folded, error) {
	stream := a.stream()
	if f, ok := b.apps[stream]; ok {
		return f, nil
	}
	if err := b.load(ctx, []subject{a}); err != nil {
		return nil, err
	}
	return b.apps[stream], nil
}

// appendTo adds the events of a decision to an application. next is the application after them.
func (b *batch) appendTo(f *folded, events []workflow.Event, next *workflow.Application) ([]workflow.AnswerEvent, error) {
	if len(events) == 0 {
		return []workflow.AnswerEvent{}, nil
	}
	if next.Seq() != f.app.Seq()+len(events) {
		return nil, fmt.Errorf("append to %s: %d events lead from %d to %d", f.stream, len(events), f.app.Seq(), next.Seq())
	}
	after := *f
	after.app, after.changedAt = next, b.recordedAt
	if f.app.Seq() == 0 {
		after.id = b.next()
	}
	answers := make([]workflow.AnswerEvent, 0, len(events))
	for _, e := range events {
		a, err := b.add(e)
		if err != nil {
			return nil, err
		}
		answers = append(answers, a)
	}
	touched := b.touched[f.stream]
	b.apps[f.stream], b.touched[f.stream] = &after, true
	b.undo = append(b.undo, func() {
		b.apps[f.stream] = f
		if !touched {
			delete(b.touched, f.stream)
		}
	})
	return answers, nil
}

// appendEvent adds one event to a stream that is no application's; its sequence number is given here.
func (b *batch) appendEvent(ctx context.Context, e workflow.Event) (workflow.AnswerEvent, error) {
	last, err := b.lastSeq(ctx, e.Stream)
	if err != nil {
		return workflow.AnswerEvent{}, err
	}
	e.Seq = last + 1
	b.seqs[e.Stream] = e.Seq
	b.undo = append(b.undo, func() { b.seqs[e.Stream] = last })
	return b.add(e)
}

func (b *batch) add(e workflow.Event) (workflow.AnswerEvent, error) {
	id, err := b.s.newID(b.recordedAt)
	if err != nil {
		return workflow.AnswerEvent{}, err
	}
	a := workflow.AnswerEvent{Position: b.next(), ID: id, Sequence: e.Seq, Type: e.Type, OnDate: e.On}
	n := len(b.events)
	b.events = append(b.events, decided{event: e, id: id})
	b.undo = append(b.undo, func() { b.events = b.events[:n] })
	return a, nil
}

// put adds a derived row that no application brings along.
func (b *batch) put(st *statement, row ...any) {
	n := len(b.rows[st])
	b.rows.add(st, row...)
	b.undo = append(b.undo, func() { b.rows[st] = b.rows[st][:n] })
}

// lastSeq gives the last sequence number of a stream; 0 for none.
func (b *batch) lastSeq(ctx context.Context, stream string) (int, error) {
	if seq, ok := b.seqs[stream]; ok {
		return seq, nil
	}
	var seq int
	err := b.tx.GetContext(ctx, &seq, "select coalesce(max(seq), 0) from event where stream = $1", stream)
	if err != nil {
		return 0, fmt.Errorf("read the end of %s: %w", stream, err)
	}
	b.seqs[stream] = seq
	return seq, nil
}

// refusal tells whether a job's error is a refusal, which concerns its sender alone, or a failure of the transaction.
func refusal(err error) bool {
	var r *workflow.Refusal
	return errors.As(err, &r)
}
