package db

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"gongkai/law"
	"gongkai/workflow"
)

// queryer is what reading needs: the pool of readers, or the transaction of a batch.
type queryer interface {
	GetContext(ctx context.Context, dest any, query string, args ...any) error
	SelectContext(ctx context.Context, dest any, query string, args ...any) error
	QueryxContext(ctx context.Context, query string, args ...any) (*sqlx.Rows, error)
}

const eventColumns = "select position, id, stream, seq, type, on_date, recorded_at, actor, law, department, data, digest from event "

// readEvents reads events; the condition follows "from event".
func readEvents(ctx context.Context, q queryer, condition string, args ...any) ([]workflow.Recorded, error) {
	rows, err := q.QueryxContext(ctx, eventColumns+condition, args...)
	if err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what matters
	events := []workflow.Recorded{}
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return nil, fmt.Errorf("read events: %w", err)
		}
		events = append(events, e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	return events, nil
}

func scanEvent(rows *sqlx.Rows) (workflow.Recorded, error) {
	var e workflow.Recorded
	var on, at string
	var data sql.RawBytes
	err := rows.Scan(&e.Position, &e.ID, &e.Stream, &e.Seq, &e.Type, &on, &at, &e.Actor, &e.Law, &e.Department, &data, &e.Digest)
	if err != nil {
		return e, err
	}
	e.Data = json.RawMessage(append([]byte(nil), data...))
	if e.OnDate, err = law.ParseDate(on); err != nil {
		return e, fmt.Errorf("position %d: %w", e.Position, err)
	}
	if e.RecordedAt, err = time.Parse(timeLayout, at); err != nil {
		return e, fmt.Errorf("position %d: %w", e.Position, err)
	}
	return e, nil
}

// Events gives up to limit events from a position on, in order of position; fewer mean that the log ends there. What was
// committed just now comes from memory.
func (s *Store) Events(ctx context.Context, from int64, limit int) ([]workflow.Recorded, error) {
	if limit <= 0 {
		return []workflow.Recorded{}, nil
	}
	events := s.recent.from(from, limit)
	if len(events) == limit {
		return events, nil
	}
	// Another process may have committed after what is in memory.
	rest, err := readEvents(ctx, s.read, "where position >= $1 order by position limit $2", from+int64(len(events)), limit-len(events))
	if len(events) == 0 {
		return rest, err
	}
	return append(events, rest...), err
}

// Head gives the end of the log: its last position, the digest there (hex) and the epoch, which a restore raises.
func (s *Store) Head(ctx context.Context) (position int64, digest string, epoch int64, err error) {
	row, err := s.read.QueryxContext(ctx, "select position, digest, epoch from log_head")
	if err != nil {
		return 0, "", 0, fmt.Errorf("read the head of the log: %w", err)
	}
	defer func() { _ = row.Close() }() // one row
	if !row.Next() {
		return 0, "", 0, fmt.Errorf("read the head of the log: %w", sql.ErrNoRows)
	}
	if err := row.Scan(&position, &digest, &epoch); err != nil {
		return 0, "", 0, fmt.Errorf("read the head of the log: %w", err)
	}
	if _, err := hex.DecodeString(digest); err != nil {
		return 0, "", 0, fmt.Errorf("read the head of the log: %w", err)
	}
	return position, digest, epoch, nil
}

// Wake gives a channel that is closed when the log grows or may have grown. Take it before reading, and a new one for
// the next wait; a missed one is made up by polling.
func (s *Store) Wake() <-chan struct{} { return s.recent.waiting() }

// Calendar gives the working-day calendar of all notices announced in the log.
func (s *Store) Calendar(ctx context.Context) (*law.Calendar, error) {
	cal, _, err := readCalendar(ctx, s.read, 0)
	return cal, err
}

// Application gives an application with its history and its opened words: sequence number → field → text. It is refused
// (unknown_application) when there is none.
func (s *Store) Application(ctx context.Context, agency, number string) (*workflow.Case, error) {
	return s.caseOf(ctx, application(agency, number))
}

func (s *Store) caseOf(ctx context.Context, a subject) (*workflow.Case, error) {
	stream := a.stream()
	history, err := readEvents(ctx, s.read, "where stream = $1 order by seq", stream)
	if err != nil {
		return nil, err
	}
	if len(history) == 0 {
		return nil, workflow.NewRefusal("unknown_application", "", a.number)
	}
	events, err := decode(history)
	if err != nil {
		return nil, err
	}
	app, err := a.blank().Fold(events)
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	words, err := s.words(ctx, s.read, stream, len(history))
	if err != nil {
		return nil, err
	}
	chosen, err := choices(ctx, s.read, a.agency)
	if err != nil {
		return nil, err
	}
	return &workflow.Case{Application: app, History: history, Words: words, Choices: chosen}, nil
}

// words opens what was sealed with the events 1 to n of a stream.
func (s *Store) words(ctx context.Context, q queryer, stream string, n int) (map[int]map[string]string, error) {
	owners, seqs := make([]string, n), make(map[string]int, n)
	for i := range owners {
		owners[i] = ownerOf(stream, i+1)
		seqs[owners[i]] = i + 1
	}
	sealed, err := s.sealedOf(ctx, q, owners)
	if err != nil {
		return nil, err
	}
	words := map[int]map[string]string{}
	for _, w := range sealed {
		text, err := s.options.Sealer.Open(w.Owner, w.Field, w.Ciphertext)
		if err != nil {
			return nil, fmt.Errorf("read sealed words: %w", err)
		}
		seq := seqs[w.Owner]
		if words[seq] == nil {
			words[seq] = map[string]string{}
		}
		words[seq][w.Field] = text
	}
	return words, nil
}

type sealedWord struct {
	Owner      string `db:"owner"`
	Field      string `db:"field"`
	Ciphertext []byte `db:"ciphertext"`
	Salt       []byte `db:"salt"`
}

func (s *Store) sealedOf(ctx context.Context, q queryer, owners []string) ([]sealedWord, error) {
	if len(owners) == 0 {
		return nil, nil
	}
	arg, err := s.dialect.texts(owners)
	if err != nil {
		return nil, err
	}
	var sealed []sealedWord
	query := "select owner, field, ciphertext, salt from sealed where " + s.dialect.among("owner", 1) + " order by owner, field"
	if err := q.SelectContext(ctx, &sealed, query, arg); err != nil {
		return nil, fmt.Errorf("read sealed words: %w", err)
	}
	return sealed, nil
}
