package db

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
)

// A copy of the log is one gzip file of JSON lines: a head, a line for each event with its sealed words as ciphertext, a
// line for each idempotency key, and an end that counts and digests what came before. It is the same for both databases
// and holds no key: without the key file the words in it stay closed.

// CopyHead is the first line of a copy.
type CopyHead struct {
	Format    string `json:"gongkai"` // copyFormat
	Position  int64  `json:"position"`
	Digest    string `json:"digest"`
	Epoch     int64  `json:"epoch"`
	Algorithm string `json:"algorithm"`
	Copied    string `json:"copied"` // RFC 3339, UTC
}

const copyFormat = "log 1"

// copyLine is one line of a copy: exactly one of its parts is there.
type copyLine struct {
	Event *copyEvent `json:"event,omitempty"`
	Key   *copyKey   `json:"key,omitempty"`
	End   *copyEnd   `json:"end,omitempty"`
}

// copyEvent is a row of the log as it stands there; data stays text, so that its digest stays right.
type copyEvent struct {
	rawEvent
	Sealed []copySealed `json:"sealed,omitempty"`
}

type copySealed struct {
	Field      string `json:"field"`
	Ciphertext []byte `json:"ciphertext"`
	Salt       []byte `json:"salt"`
}

type copyKey struct {
	Key         string `json:"key" db:"key"`
	Fingerprint string `json:"fingerprint" db:"fingerprint"`
	Answer      string `json:"answer" db:"answer"`
}

type copyEnd struct {
	Events int64  `json:"events"`
	Sealed int64  `json:"sealed"`
	Keys   int64  `json:"keys"`
	SHA256 string `json:"sha256"` // of every line before this one, newlines included
}

// copyChunk is how many events are read at a time.
const copyChunk = 2000

// CopyOut writes a copy of the log up to a position (0: all) while others go on writing: it reads one moment of the
// database. It gives the head of the copy. Errors: a position behind the end of the log.
func (s *Store) CopyOut(ctx context.Context, w io.Writer, upTo int64) (CopyHead, error) {
	var head CopyHead
	err := s.snapshot(ctx, func(q queryer) error {
		var err error
		if head, err = s.copyHead(ctx, q, upTo); err != nil {
			return err
		}
		out, err := newCopyWriter(w, head)
		if err != nil {
			return err
		}
		if err := s.copyEvents(ctx, q, out, head.Position); err != nil {
			return err
		}
		if err := copyKeys(ctx, q, out, head.Position); err != nil {
			return err
		}
		return out.close()
	})
	return head, err
}

func (s *Store) copyHead(ctx context.Context, q queryer, upTo int64) (CopyHead, error) {
	h := CopyHead{Format: copyFormat, Copied: s.options.Now().UTC().Format(timeLayout)}
	var row struct {
		Position  int64  `db:"position"`
		Digest    string `db:"digest"`
		Epoch     int64  `db:"epoch"`
		Algorithm string `db:"algorithm"`
	}
	if err := q.GetContext(ctx, &row, "select position, digest, epoch, algorithm from log_head"); err != nil {
		return h, fmt.Errorf("read the head of the log: %w", err)
	}
	h.Position, h.Digest, h.Epoch, h.Algorithm = row.Position, row.Digest, row.Epoch, row.Algorithm
	if upTo > row.Position {
		return h, fmt.Errorf("copy the log up to %d: it ends at %d", upTo, row.Position)
	}
	if upTo > 0 && upTo < row.Position {
		h.Position = upTo
		if err := q.GetContext(ctx, &h.Digest, "select digest from event where position = $1", upTo); err != nil {
			return h, fmt.Errorf("read the digest at %d: %w", upTo, err)
		}
	}
	return h, nil
}

func (s *Store) copyEvents(ctx context.Context, q queryer, out *copyWriter, last int64) error {
	for from := int64(1); from <= last; from += copyChunk {
		var rows []rawEvent
		to := min(from+copyChunk-1, last)
		if err := q.SelectContext(ctx, &rows, eventColumns+"where position between $1 and $2 order by position", from, to); err != nil {
			return fmt.Errorf("read events: %w", err)
		}
		owners := make([]string, len(rows))
		for i, r := range rows {
			owners[i] = ownerOf(r.Stream, r.Seq)
		}
		sealed, err := s.sealedOf(ctx, q, owners)
		if err != nil {
			return err
		}
		words := map[string][]copySealed{}
		for _, w := range sealed {
			words[w.Owner] = append(words[w.Owner], copySealed{w.Field, w.Ciphertext, w.Salt})
		}
		for i, r := range rows {
			if err := out.event(copyEvent{r, words[owners[i]]}); err != nil {
				return err
			}
		}
	}
	return nil
}

// copyKeys keeps the answers to idempotency keys, so that a command sent again after a restore is still done once. In a
// copy that ends early, answers about later events are left out.
func copyKeys(ctx context.Context, q queryer, out *copyWriter, last int64) error {
	for after := ""; ; {
		var rows []copyKey
		const query = "select key, fingerprint, answer from idempotency where key > $1 order by key limit $2"
		if err := q.SelectContext(ctx, &rows, query, after, copyChunk); err != nil {
			return fmt.Errorf("read idempotency keys: %w", err)
		}
		if len(rows) == 0 {
			return nil
		}
		for _, k := range rows {
			if within(k.Answer, last) {
				if err := out.key(k); err != nil {
					return err
				}
			}
		}
		after = rows[len(rows)-1].Key
	}
}

// within says whether an answer speaks of no event after a position.
func within(answer string, last int64) bool {
	var a struct {
		Events []struct {
			Position int64 `json:"position"`
		} `json:"events"`
	}
	if json.Unmarshal([]byte(answer), &a) != nil {
		return true // the number of an import's rows
	}
	for _, e := range a.Events {
		if e.Position > last {
			return false
		}
	}
	return true
}

type copyWriter struct {
	zip    *gzip.Writer
	lines  *bufio.Writer
	digest hash.Hash
	end    copyEnd
}

func newCopyWriter(w io.Writer, head CopyHead) (*copyWriter, error) {
	zip, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return nil, fmt.Errorf("begin a copy: %w", err)
	}
	out := &copyWriter{zip: zip, digest: sha256.New()}
	out.lines = bufio.NewWriterSize(io.MultiWriter(zip, out.digest), 1<<16)
	return out, out.line(head)
}

func (c *copyWriter) event(e copyEvent) error {
	c.end.Events++
	c.end.Sealed += int64(len(e.Sealed))
	return c.line(copyLine{Event: &e})
}

func (c *copyWriter) key(k copyKey) error {
	c.end.Keys++
	return c.line(copyLine{Key: &k})
}

func (c *copyWriter) line(v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write a copy: %w", err)
	}
	if _, err := c.lines.Write(append(raw, '\n')); err != nil {
		return fmt.Errorf("write a copy: %w", err)
	}
	return nil
}

func (c *copyWriter) close() error {
	if err := c.lines.Flush(); err != nil {
		return fmt.Errorf("write a copy: %w", err)
	}
	c.end.SHA256 = hex.EncodeToString(c.digest.Sum(nil))
	if err := errors.Join(c.line(copyLine{End: &c.end}), c.lines.Flush(), c.zip.Close()); err != nil {
		return fmt.Errorf("end a copy: %w", err)
	}
	return nil
}
