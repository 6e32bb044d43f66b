package db

import (
	"context"
	"encoding/hex"
	"fmt"

	"gongkai/law"
	"gongkai/proof"
	"gongkai/workflow"
)

// Difference is one thing that does not follow from the log, or a place where the log itself is not what was written.
// Detail never holds a name or words.
type Difference struct {
	What   string `json:"what"`  // position, digest, head, sequence, data, sealed, state, due, deadline, task, series, day …
	Where  string `json:"where"` // a position, a stream, a row
	Detail string `json:"detail"`
}

// Verification is what Verify found: nothing, when Differences is empty.
type Verification struct {
	Events       int64        `json:"events"`
	Applications int64        `json:"applications"`
	Position     int64        `json:"position"`
	Digest       string       `json:"digest"`
	Differences  []Difference `json:"differences"`
}

// differencesKept bounds the list; a log that is wrong in more places is not read one by one.
const differencesKept = 1000

// verifyChunk is how many events are in memory at a time.
const verifyChunk = 2000

// Verify folds everything again from the log, in bounded memory and at one moment of it, and compares: positions, the
// chain, the order of each stream, the data, the sealed words against their commitments, the dates in events against
// the calendar that was in force at their place, and every derived row. It changes nothing. An error means that it could
// not look, not that something is wrong.
func (s *Store) Verify(ctx context.Context) (Verification, error) {
	var result Verification
	err := s.snapshot(ctx, func(q queryer) error {
		v := &verifier{s: s, q: q, expected: newExpected()}
		if err := v.log(ctx); err != nil {
			return err
		}
		if err := v.streams(ctx); err != nil {
			return err
		}
		if err := v.tables(ctx); err != nil {
			return err
		}
		if err := v.reports(ctx); err != nil {
			return err
		}
		result = v.result
		return nil
	})
	if err != nil {
		return Verification{}, fmt.Errorf("verify: %w", err)
	}
	result.Differences = append([]Difference{}, result.Differences...)
	return result, nil
}

type verifier struct {
	s      *Store
	q      queryer
	result Verification

	calendars []calendarAt
	expected  *expected // rows that follow from events other than those of applications
}

// calendarAt is the calendar in force from a position on.
type calendarAt struct {
	position int64
	calendar *law.Calendar
}

func (v *verifier) differ(what, where, detail string, args ...any) {
	if len(v.result.Differences) < differencesKept {
		v.result.Differences = append(v.result.Differences, Difference{what, where, fmt.Sprintf(detail, args...)})
	}
}

// log goes through the events in order of position.
func (v *verifier) log(ctx context.Context) error {
	h, err := v.head(ctx)
	if err != nil {
		return err
	}
	last, err := proof.Genesis(h.algorithm)
	if err != nil {
		return err
	}
	cal, err := law.NewCalendar(nil)
	if err != nil {
		return err
	}
	v.calendars = []calendarAt{{0, cal}}
	walk := &walk{verifier: v, algorithm: h.algorithm, digest: last}
	for {
		rows, err := v.raw(ctx, "where position > $1 order by position limit $2", walk.position, verifyChunk)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := walk.step(r); err != nil {
				return err
			}
		}
		if len(rows) < verifyChunk {
			break
		}
	}
	if walk.position != h.position {
		v.differ("head", fmt.Sprint(h.position), "the log ends at position %d", walk.position)
	}
	if hex.EncodeToString(walk.digest) != hex.EncodeToString(h.digest) {
		v.differ("head", fmt.Sprint(h.position), "the digest of the last event is another")
	}
	v.result.Position, v.result.Digest = h.position, hex.EncodeToString(h.digest)
	return nil
}

func (v *verifier) head(ctx context.Context) (head, error) {
	var rows []struct {
		Position  int64  `db:"position"`
		Digest    string `db:"digest"`
		Epoch     int64  `db:"epoch"`
		Algorithm string `db:"algorithm"`
	}
	if err := v.q.SelectContext(ctx, &rows, "select position, digest, epoch, algorithm from log_head"); err != nil {
		return head{}, fmt.Errorf("read the head of the log: %w", err)
	}
	if len(rows) != 1 {
		return head{}, fmt.Errorf("the log has %d heads", len(rows))
	}
	digest, err := hex.DecodeString(rows[0].Digest)
	if err != nil {
		v.differ("head", fmt.Sprint(rows[0].Position), "the digest is no hexadecimal number")
	}
	return head{rows[0].Position, digest, rows[0].Epoch, rows[0].Algorithm}, nil
}

// rawEvent is an event as the columns have it, before anything is believed.
type rawEvent struct {
	Position   int64  `db:"position" json:"position"`
	ID         string `db:"id" json:"id"`
	Stream     string `db:"stream" json:"stream"`
	Seq        int    `db:"seq" json:"seq"`
	Type       string `db:"type" json:"type"`
	OnDate     string `db:"on_date" json:"on_date"`
	RecordedAt string `db:"recorded_at" json:"recorded_at"`
	Actor      string `db:"actor" json:"actor"`
	Law        string `db:"law" json:"law"`
	Department string `db:"department" json:"department"`
	Data       string `db:"data" json:"data"`
	Digest     string `db:"digest" json:"digest"`
}

func (v *verifier) raw(ctx context.Context, condition string, args ...any) ([]rawEvent, error) {
	var rows []rawEvent
	if err := v.q.SelectContext(ctx, &rows, eventColumns+condition, args...); err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	return rows, nil
}

func (r rawEvent) link() proof.Link {
	return proof.Link{
		Position: r.Position, ID: r.ID, Stream: r.Stream, Seq: r.Seq, Type: r.Type, OnDate: r.OnDate,
		RecordedAt: r.RecordedAt, Actor: r.Actor, Law: r.Law, Department: r.Department, Data: r.Data,
	}
}

// event decodes what the columns say.
func (r rawEvent) event() (workflow.Event, error) {
	on, err := law.ParseDate(r.OnDate)
	if err != nil {
		return workflow.Event{}, err
	}
	return workflow.Recorded{
		Stream: r.Stream, Seq: r.Seq, Type: r.Type, OnDate: on, Actor: r.Actor, Law: r.Law, Department: r.Department,
		Data: []byte(r.Data),
	}.Event()
}

// walk is the way along the chain.
type walk struct {
	*verifier
	algorithm  string
	position   int64
	digest     []byte
	recordedAt string
}

func (w *walk) step(r rawEvent) error {
	w.result.Events++
	where := fmt.Sprint(r.Position)
	if r.Position != w.position+1 {
		w.differ("position", where, "positions %d to %d are missing", w.position+1, r.Position-1)
	}
	digest, err := proof.Chain(w.algorithm, w.digest, r.link())
	if err != nil {
		return err
	}
	if hex.EncodeToString(digest) != r.Digest {
		w.differ("digest", where, "the event is not the one that was chained (%s, number %d)", r.Stream, r.Seq)
		// Go on from what stands there, so that one changed event is one difference.
		if stored, err := hex.DecodeString(r.Digest); err == nil && len(stored) == len(digest) {
			digest = stored
		}
	}
	if r.RecordedAt < w.recordedAt {
		w.differ("recorded_at", where, "recorded before the event in front of it")
	}
	w.position, w.digest, w.recordedAt = r.Position, digest, r.RecordedAt
	e, err := r.event()
	if err != nil {
		w.differ("data", where, "%v", err)
		return nil
	}
	return w.note(r, e)
}

// note keeps what later steps need of an event that is no application's.
func (w *walk) note(r rawEvent, e workflow.Event) error {
	switch data := e.Data.(type) {
	case *workflow.CalendarData:
		cal, err := w.calendars[len(w.calendars)-1].calendar.With(data.Notice)
		if err != nil {
			w.differ("calendar", fmt.Sprint(r.Position), "%v", err)
			return nil
		}
		w.calendars = append(w.calendars, calendarAt{r.Position, cal})
	case *workflow.Data:
	default:
		if problem := w.expected.note(w.s, r, e); problem != "" {
			w.differ("data", fmt.Sprint(r.Position), "%s", problem)
		}
	}
	return nil
}

// calendar gives the one in force at a position.
func (v *verifier) calendar(position int64) *law.Calendar {
	for i := len(v.calendars) - 1; ; i-- {
		if v.calendars[i].position <= position {
			return v.calendars[i].calendar
		}
	}
}
