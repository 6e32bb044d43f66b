package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"gongkai/law"
	"gongkai/workflow"
)

// subject names an application, or a case of review or suit that is about none: then code is its code and number is
// empty.
type subject struct{ agency, number, code string }

func application(agency, number string) subject { return subject{agency: agency, number: number} }

func (a subject) blank() *workflow.Application {
	if a.number == "" {
		return workflow.NewCase(a.agency, a.code)
	}
	return workflow.NewApplication(a.agency, a.number)
}

func (a subject) stream() string { return a.blank().Stream() }

// load brings applications into the batch: from memory where the locked head proves it current, else from the log.
func (b *batch) load(ctx context.Context, list []subject) error {
	var check, read []subject
	for _, a := range list {
		stream := a.stream()
		if _, ok := b.apps[stream]; ok {
			continue
		}
		known := b.s.memory.get(stream)
		switch {
		case known == nil:
			read = append(read, a)
		case b.foreign:
			check = append(check, a)
		}
		if known != nil && !b.foreign {
			b.apps[stream] = known
		}
	}
	stale, err := b.compare(ctx, check)
	if err != nil {
		return err
	}
	return b.readStreams(ctx, append(read, stale...))
}

// compare finds which of the remembered applications another process has moved on.
func (b *batch) compare(ctx context.Context, list []subject) ([]subject, error) {
	if len(list) == 0 {
		return nil, nil
	}
	seqs, err := b.streamEnds(ctx, list)
	if err != nil {
		return nil, err
	}
	var stale []subject
	for _, a := range list {
		known := b.s.memory.get(a.stream())
		if known == nil || known.app.Seq() != seqs[a.stream()] {
			stale = append(stale, a)
			continue
		}
		b.apps[a.stream()] = known
	}
	return stale, nil
}

func (b *batch) streamEnds(ctx context.Context, list []subject) (map[string]int, error) {
	arg, err := b.s.dialect.texts(streamsOf(list))
	if err != nil {
		return nil, err
	}
	rows, err := b.tx.QueryxContext(ctx, "select stream, max(seq) from event where "+
		b.s.dialect.among("stream", 1)+" group by stream", arg)
	if err != nil {
		return nil, fmt.Errorf("read the ends of streams: %w", err)
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what matters
	seqs := map[string]int{}
	for rows.Next() {
		var stream string
		var seq int
		if err := rows.Scan(&stream, &seq); err != nil {
			return nil, fmt.Errorf("read the ends of streams: %w", err)
		}
		seqs[stream] = seq
	}
	return seqs, rows.Err()
}

func streamsOf(list []subject) []string {
	streams := make([]string, len(list))
	for i, a := range list {
		streams[i] = a.stream()
	}
	return streams
}

// readStreams folds applications from the log. What does not exist comes in without events.
func (b *batch) readStreams(ctx context.Context, list []subject) error {
	if len(list) == 0 {
		return nil
	}
	arg, err := b.s.dialect.texts(streamsOf(list))
	if err != nil {
		return err
	}
	events, err := readEvents(ctx, b.tx, "where "+b.s.dialect.among("stream", 1)+" order by stream, seq", arg)
	if err != nil {
		return err
	}
	byStream := map[string][]workflow.Recorded{}
	for _, e := range events {
		byStream[e.Stream] = append(byStream[e.Stream], e)
	}
	for _, a := range list {
		f, err := b.fold(a, byStream[a.stream()])
		if err != nil {
			return err
		}
		b.apps[a.stream()] = f
	}
	return nil
}

func (b *batch) fold(a subject, history []workflow.Recorded) (*folded, error) {
	f := &folded{stream: a.stream(), app: a.blank()}
	if len(history) == 0 {
		return f, nil
	}
	events, err := decode(history)
	if err != nil {
		return nil, err
	}
	if f.app, err = f.app.Fold(events); err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	f.id, f.changedAt = history[0].Position, history[len(history)-1].RecordedAt.Format(timeLayout)
	// The derived rows are written in the same transaction as the events, so they say what the fold says.
	f.stored, err = derive(f.app, b.calendar, f.changedAt)
	return f, err
}

func decode(history []workflow.Recorded) ([]workflow.Event, error) {
	events := make([]workflow.Event, len(history))
	for i, r := range history {
		e, err := r.Event()
		if err != nil {
			return nil, fmt.Errorf("read the history: %w", err)
		}
		events[i] = e
	}
	return events, nil
}

// loadCalendar makes sure that the calendar is the one of the log's end.
func (b *batch) loadCalendar(ctx context.Context) error {
	m := b.s.memory
	if b.foreign {
		clear(m.choices)
		seq, err := b.lastSeq(ctx, workflow.CalendarStream)
		if err != nil {
			return err
		}
		if m.calendar == nil || m.calendarSeq != seq {
			cal, n, err := readCalendar(ctx, b.tx, 0)
			if err != nil {
				return err
			}
			m.calendar, m.calendarSeq = cal, n
		}
	}
	b.calendar = m.calendar
	return nil
}

// readCalendar builds the calendar of all notices announced in the log up to a position (0: all), and counts them.
func readCalendar(ctx context.Context, q queryer, upTo int64) (*law.Calendar, int, error) {
	where, args := "where stream = $1 order by seq", []any{workflow.CalendarStream}
	if upTo > 0 {
		where, args = "where stream = $1 and position <= $2 order by seq", append(args, upTo)
	}
	events, err := readEvents(ctx, q, where, args...)
	if err != nil {
		return nil, 0, err
	}
	notices, err := noticesOf(events)
	if err != nil {
		return nil, 0, err
	}
	cal, err := law.NewCalendar(notices)
	if err != nil {
		return nil, 0, fmt.Errorf("build the calendar: %w", err)
	}
	return cal, len(events), nil
}

func noticesOf(events []workflow.Recorded) ([]law.Notice, error) {
	notices := make([]law.Notice, 0, len(events))
	for _, r := range events {
		e, err := r.Event()
		if err != nil {
			return nil, fmt.Errorf("read the calendar: %w", err)
		}
		data, ok := e.Data.(*workflow.CalendarData)
		if !ok {
			return nil, fmt.Errorf("read the calendar: %s in its stream", r.Type)
		}
		notices = append(notices, data.Notice)
	}
	return notices, nil
}

// office answers what a decision asks of other streams, inside the transaction. A failed query is kept and fails the
// transaction: the domain's questions have no error.
type office struct {
	ctx   context.Context
	batch *batch
	err   error
}

// HasAgency tells whether the body was added.
func (o *office) HasAgency(code string) bool {
	known := o.batch.s.memory.agencies
	if known[code] {
		return true
	}
	if o.exists("select 1 from agency where code = $1", code) {
		known[code] = true
	}
	return known[code]
}

// HasDepartment tells whether the department was added to the body.
func (o *office) HasDepartment(agency, code string) bool {
	known, key := o.batch.s.memory.departments, [2]string{agency, code}
	if known[key] {
		return true
	}
	if o.exists("select 1 from department where agency = $1 and code = $2", agency, code) {
		known[key] = true
	}
	return known[key]
}

// Books gives the years of which a report was filed.
func (o *office) Books(agency string) workflow.Books {
	if known, ok := o.batch.books[agency]; ok {
		return known
	}
	books, err := booksOf(o.ctx, o.batch.tx, agency)
	if err != nil {
		o.fail(err)
	}
	o.batch.books[agency] = books
	return books
}

// Words opens what an event sealed, events decided in this transaction included.
func (o *office) Words(agency, number string, seq int, field string) (string, bool) {
	return o.words(workflow.ApplicationStream(agency, number), seq, field)
}

// CaseWords does the same for a case of no application.
func (o *office) CaseWords(agency, code string, seq int, field string) (string, bool) {
	return o.words(workflow.CaseStream(agency, code), seq, field)
}

// HasCase tells whether the body has a case with that code. What was decided before in this transaction is written:
// the committer sees to it before every command about a case.
func (o *office) HasCase(agency, code string) bool {
	return o.exists("select 1 from dispute where agency = $1 and code = $2", agency, code)
}

func (o *office) words(stream string, seq int, field string) (string, bool) {
	for _, d := range o.batch.events {
		if d.event.Stream == stream && d.event.Seq == seq {
			text, found := d.event.Private[field]
			return text, found
		}
	}
	owner := ownerOf(stream, seq)
	var ciphertext []byte
	const query = "select ciphertext from sealed where owner = $1 and field = $2"
	err := o.batch.tx.GetContext(o.ctx, &ciphertext, query, owner, field)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false
	}
	if err != nil {
		o.fail(fmt.Errorf("read sealed words: %w", err))
		return "", false
	}
	text, err := o.batch.s.options.Sealer.Open(owner, field, ciphertext)
	if err != nil {
		o.fail(fmt.Errorf("read sealed words: %w", err))
		return "", false
	}
	return text, true
}

// Earlier tells whether an earlier application was answered by a reply by a day, and whether it was the same applicant's.
func (o *office) Earlier(agency, number, earlier string, by law.Date) (answered, same bool) {
	before, err := o.batch.application(o.ctx, agency, earlier)
	if err != nil {
		o.fail(err)
		return false, false
	}
	if before.app.State == workflow.None {
		return false, false
	}
	this, err := o.tokens(agency, number)
	if err != nil {
		o.fail(err)
		return false, false
	}
	that, err := o.tokens(agency, earlier)
	if err != nil {
		o.fail(err)
		return false, false
	}
	answered = before.app.Reply != nil || before.app.FromLedger && repliedTo(before.app.Result)
	answered = answered && before.app.State != workflow.Void && before.app.ClosedOn <= by
	return answered, this.same(that)
}

// repliedTo: a lapse, an unpaid fee or a withdrawal is no reply (rulebook 5.1).
func repliedTo(result string) bool { return result != "" && !strings.HasPrefix(result, "other.") }

type tokens struct {
	Identity string `db:"applicant_token"`
	Name     string `db:"name_token"`
}

func (t tokens) same(o tokens) bool {
	if t.Identity != "" && o.Identity != "" {
		return t.Identity == o.Identity
	}
	return t.Name != "" && t.Name == o.Name
}

func (o *office) tokens(agency, number string) (tokens, error) {
	var t tokens
	const query = "select applicant_token, name_token from application where agency = $1 and number = $2"
	err := o.batch.tx.GetContext(o.ctx, &t, query, agency, number)
	if errors.Is(err, sql.ErrNoRows) { // registered in this very batch, not written yet
		if err := o.batch.flush(o.ctx); err != nil {
			return t, err
		}
		err = o.batch.tx.GetContext(o.ctx, &t, query, agency, number)
	}
	if err != nil {
		return t, fmt.Errorf("compare applicants: %w", err)
	}
	return t, nil
}

func (o *office) exists(query string, args ...any) bool {
	var one int
	err := o.batch.tx.GetContext(o.ctx, &one, query, args...)
	if errors.Is(err, sql.ErrNoRows) {
		return false
	}
	if err != nil {
		o.fail(err)
		return false
	}
	return true
}

func (o *office) fail(err error) { o.err = errors.Join(o.err, err) }
