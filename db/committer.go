package db

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"gongkai/workflow"
)

// job is something to be decided and stored in one go.
type job struct {
	ctx         context.Context
	key         string // idempotency key of the sender; empty: none
	fingerprint string // of what the key stands for
	subjects    []subject
	alone       bool // needs a transaction of its own: it may be large, and fails or succeeds as a whole
	visible     bool // later jobs of the same transaction ask the database for what this one adds
	decide      func(context.Context, *batch) (any, error)
	done        chan outcome // buffered
}

type outcome struct {
	answer any // what decide gave, or, for a repeated key, the stored answer as json.RawMessage
	err    error
}

// submit hands a job to the committer and waits for its answer. When ctx ends first the job may still be stored.
func submit[T any](ctx context.Context, s *Store, j job, decide func(context.Context, *batch) (T, error)) (T, error) {
	var none T
	j.ctx, j.done = ctx, make(chan outcome, 1)
	j.decide = func(ctx context.Context, b *batch) (any, error) { return decide(ctx, b) }
	select {
	case s.queue <- &j:
	case <-s.quit:
		return none, closing()
	case <-ctx.Done():
		return none, fmt.Errorf("wait for the log: %w", ctx.Err())
	}
	select {
	case o := <-j.done:
		return answerOf[T](o)
	case <-ctx.Done():
		return none, fmt.Errorf("wait for the log: %w", ctx.Err())
	case <-s.ended:
		// The committer may have answered just before it ended.
		select {
		case o := <-j.done:
			return answerOf[T](o)
		default:
			return none, closing()
		}
	}
}

// closing is what jobs get that wait while the store closes: nothing was stored, and another replica may take them.
func closing() error { return fmt.Errorf("%w (%w)", workflow.NewRefusal("unavailable", ""), ErrClosed) }

func answerOf[T any](o outcome) (T, error) {
	var answer T
	if o.err != nil {
		return answer, o.err
	}
	if stored, ok := o.answer.(json.RawMessage); ok {
		if err := json.Unmarshal(stored, &answer); err != nil {
			return answer, fmt.Errorf("read the stored answer: %w", err)
		}
		return answer, nil
	}
	answer, ok := o.answer.(T)
	if !ok {
		return answer, fmt.Errorf("the log answered with %T", o.answer)
	}
	return answer, nil
}

// committer is the one goroutine that writes.
func (s *Store) committer() {
	defer close(s.ended)
	referee := workflow.NewReferee()
	for {
		select {
		case <-s.quit:
			return
		case first := <-s.queue:
			for _, group := range s.gather(first) {
				s.commit(group, referee)
			}
		}
	}
}

// gather takes what waits, up to the limit, without waiting for more: while one transaction commits, the next one's
// jobs come together by themselves. Jobs that need a transaction of their own split the rest.
func (s *Store) gather(first *job) [][]*job {
	groups := [][]*job{{first}}
	alone := first.alone
	for n := 1; n < s.options.Batch; n++ {
		select {
		case j := <-s.queue:
			if last := len(groups) - 1; alone || j.alone {
				groups = append(groups, []*job{j})
			} else {
				groups[last] = append(groups[last], j)
			}
			alone = j.alone
		default:
			return groups
		}
	}
	return groups
}

// commit stores a group of jobs in one transaction and answers each. If the transaction fails each is tried alone.
func (s *Store) commit(group []*job, referee *workflow.Referee) {
	outcomes, err := s.attempt(group, referee)
	if lostConnection(err) { // certainly before COMMIT was sent, so nothing is stored
		outcomes, err = s.attempt(group, referee)
	}
	if err != nil && len(group) > 1 && !errors.Is(err, ErrUnknownOutcome) {
		s.log.Warn("a transaction failed, its jobs are tried one by one", "jobs", len(group), "error", err)
		for _, j := range group {
			s.commit([]*job{j}, referee)
		}
		return
	}
	err = s.cannotNow(err)
	for i, j := range group {
		switch {
		case err != nil:
			j.done <- outcome{err: err}
		default:
			j.done <- outcomes[i]
		}
	}
}

// attempt runs one transaction. An error means that nothing of it was stored, or (ErrUnknownOutcome) that this could
// not be found out.
func (s *Store) attempt(group []*job, referee *workflow.Referee) ([]outcome, error) {
	ctx, cancel := s.context(group)
	defer cancel()
	tx, err := s.write.BeginTxx(ctx, nil)
	if err != nil {
		s.memory.forget()
		return nil, fmt.Errorf("begin a transaction: %w", err)
	}
	b := s.newBatch(tx, referee)
	outcomes, err := b.decideAll(ctx, group)
	if err == nil && !b.abandon {
		err = b.finish(ctx)
	}
	if err != nil || b.abandon || !b.wrote {
		return outcomes, s.end(b, err)
	}
	if err := tx.Commit(); err != nil {
		s.memory.forget()
		stored, lookup := s.settle(b.firstID)
		if lookup != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnknownOutcome, errors.Join(err, lookup))
		}
		if !stored {
			return nil, fmt.Errorf("commit: %w", err)
		}
	}
	s.remember(b)
	s.recent.add(b.head, b.written, b.dropped)
	return outcomes, nil
}

// end rolls a transaction back. What was read under the lock stays known when nothing was written.
func (s *Store) end(b *batch, err error) error {
	if undone := b.tx.Rollback(); undone != nil && err == nil {
		err = fmt.Errorf("end a transaction: %w", undone)
	}
	if err != nil || b.wrote {
		s.memory.forget()
		return err
	}
	s.remember(b)
	return nil
}

// context bounds a transaction. SQLite's statements are short and local; without a way to be cancelled they save the
// driver a goroutine each.
func (s *Store) context(group []*job) (context.Context, context.CancelFunc) {
	if s.dialect == sqlite {
		return context.WithoutCancel(group[0].ctx), func() {}
	}
	limit := s.options.Patience
	if group[0].alone {
		limit *= 30
	}
	return context.WithTimeout(context.WithoutCancel(group[0].ctx), limit)
}

// decideAll locks the head and decides every job. A refused job leaves nothing behind; an error is one of the
// transaction.
func (b *batch) decideAll(ctx context.Context, group []*job) ([]outcome, error) {
	if err := b.lock(ctx); err != nil {
		return nil, err
	}
	known, err := b.answered(ctx, group)
	if err != nil {
		return nil, err
	}
	var subjects []subject
	for _, j := range group {
		if _, done := known[j.key]; !done {
			subjects = append(subjects, j.subjects...)
		}
	}
	if err := b.load(ctx, subjects); err != nil {
		return nil, err
	}
	outcomes := make([]outcome, len(group))
	for i, j := range group {
		if outcomes[i], err = b.decideOne(ctx, j, known); err != nil {
			return nil, err
		}
	}
	return outcomes, nil
}

func (b *batch) decideOne(ctx context.Context, j *job, known map[string]stored) (outcome, error) {
	if err := j.ctx.Err(); err != nil {
		return outcome{err: fmt.Errorf("wait for the log: %w", err)}, nil
	}
	if was, done := known[j.key]; done && j.key != "" {
		if was.Fingerprint != j.fingerprint {
			return outcome{err: workflow.NewRefusal("key_reused", "")}, nil
		}
		return outcome{answer: json.RawMessage(was.Answer)}, nil
	}
	answer, err := j.decide(ctx, b)
	if err != nil {
		b.rollback()
		if refusal(err) {
			b.abandon = j.alone // what it wrote so far must go
			return outcome{err: err}, nil
		}
		return outcome{}, err
	}
	if j.key != "" {
		raw, err := json.Marshal(answer)
		if err != nil {
			return outcome{}, fmt.Errorf("encode the answer: %w", err)
		}
		b.put(&insertIdempotency, j.key, j.fingerprint, string(raw))
		known[j.key] = stored{j.key, j.fingerprint, string(raw)}
	}
	b.undo = b.undo[:0]
	if j.visible {
		return outcome{answer: answer}, b.flush(ctx)
	}
	return outcome{answer: answer}, nil
}

// stored is what an idempotency key stands for.
type stored struct {
	Key         string `db:"key"`
	Fingerprint string `db:"fingerprint"`
	Answer      string `db:"answer"`
}

// answered looks up the keys of a group.
func (b *batch) answered(ctx context.Context, group []*job) (map[string]stored, error) {
	known := map[string]stored{}
	var keys []string
	for _, j := range group {
		if j.key != "" {
			keys = append(keys, j.key)
		}
	}
	if len(keys) == 0 {
		return known, nil
	}
	arg, err := b.s.dialect.texts(keys)
	if err != nil {
		return nil, err
	}
	var rows []stored
	query := "select key, fingerprint, answer from idempotency where " + b.s.dialect.among("key", 1)
	if err := b.tx.SelectContext(ctx, &rows, query, arg); err != nil {
		return nil, fmt.Errorf("look up idempotency keys: %w", err)
	}
	for _, r := range rows {
		known[r.Key] = r
	}
	return known, nil
}

// remember keeps what the transaction left, now that it is stored.
func (s *Store) remember(b *batch) {
	m := s.memory
	m.position, m.recordedAt, m.calendar = b.head.position, b.recordedAt, b.calendar
	m.calendarSeq = b.calendarSeq(m.calendarSeq)
	if b.foreign {
		// What was not looked at in this transaction may be out of date, and the next one will not ask.
		for stream := range m.entries {
			if _, seen := b.apps[stream]; !seen {
				m.drop(stream)
			}
		}
	}
	for _, f := range b.apps {
		if f.app.Seq() > 0 {
			m.put(f)
		}
	}
}

func (b *batch) calendarSeq(otherwise int) int {
	if seq, ok := b.seqs[workflow.CalendarStream]; ok {
		return seq
	}
	return otherwise
}

// settle finds out whether a transaction whose COMMIT failed was stored. Taking the head's lock waits for whatever the
// lost session still does, so an absent event is absent for good.
func (s *Store) settle(firstID string) (bool, error) {
	if firstID == "" {
		return false, errors.New("the transaction had no event to look for")
	}
	ctx, cancel := context.WithTimeout(context.Background(), s.options.Patience)
	defer cancel()
	for wait := 10 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		stored, err := s.present(ctx, firstID)
		if err == nil {
			return stored, nil
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return false, err
		case <-timer.C:
		}
	}
}

func (s *Store) present(ctx context.Context, id string) (bool, error) {
	tx, err := s.write.BeginTxx(ctx, nil)
	if err != nil {
		return false, fmt.Errorf("begin a transaction: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // it only read
	return present(ctx, s.dialect, tx, id)
}

func present(ctx context.Context, d dialect, tx *sqlx.Tx, id string) (bool, error) {
	if d == postgres {
		if _, err := tx.ExecContext(ctx, "select position from log_head for update"); err != nil {
			return false, fmt.Errorf("lock the head of the log: %w", err)
		}
	}
	var n int
	if err := tx.GetContext(ctx, &n, "select count(*) from event where id = $1", id); err != nil {
		return false, fmt.Errorf("look up an event: %w", err)
	}
	return n > 0, nil
}
