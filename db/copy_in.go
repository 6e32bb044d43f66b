package db

import (
	"context"
	"fmt"
	"io"

	"gongkai/workflow"
)

// CopyIn fills an empty log from a copy, in one transaction, and makes the derived rows. A restore raises the epoch, so
// that messages of the history that is gone are refused; a move to another database (raise false) keeps it. The store is
// closed and opened again afterwards, so that nothing is remembered of the time before. Errors: ErrBadCopy; refused:
// log_not_empty.
func (s *Store) CopyIn(ctx context.Context, r io.Reader, raise bool) (CopyHead, error) {
	return s.copyIn(ctx, r, raise, 0)
}

// CopyInUpTo restores the log as it stood at a position of the copy (0: its end); answers to keys about later events are
// left out. Otherwise it is CopyIn with a raised epoch.
func (s *Store) CopyInUpTo(ctx context.Context, r io.Reader, upTo int64) (CopyHead, error) {
	return s.copyIn(ctx, r, true, upTo)
}

func (s *Store) copyIn(ctx context.Context, r io.Reader, raise bool, upTo int64) (CopyHead, error) {
	in, err := openCopy(r)
	if err != nil {
		return CopyHead{}, err
	}
	if upTo > in.head.Position {
		return CopyHead{}, fmt.Errorf("restore up to %d: the copy ends at %d", upTo, in.head.Position)
	}
	return submit(ctx, s, job{alone: true}, func(ctx context.Context, b *batch) (CopyHead, error) {
		if b.head.position > 0 {
			return CopyHead{}, workflow.NewRefusal("log_not_empty", "", b.head.position)
		}
		head := in.head
		if upTo > 0 {
			head.Position = upTo
		}
		if err := b.fill(ctx, in, &head); err != nil {
			return CopyHead{}, err
		}
		if raise {
			head.Epoch++
		}
		b.head.position, b.head.epoch = head.Position, head.Epoch
		const place = "update log_head set position = $1, digest = $2, epoch = $3, algorithm = $4"
		if _, err := b.tx.ExecContext(ctx, place, head.Position, head.Digest, head.Epoch, head.Algorithm); err != nil {
			return CopyHead{}, fmt.Errorf("set the head of the log: %w", err)
		}
		if b.calendar, _, err = readCalendar(ctx, b.tx, 0); err != nil {
			return CopyHead{}, err
		}
		if _, err := b.rebuild(ctx, b.tx, func(int64) {}); err != nil {
			return CopyHead{}, fmt.Errorf("make the derived rows: %w", err)
		}
		b.s.memory.forget()
		return head, nil
	})
}

// fill inserts what the copy holds up to the head's position, as it stands there, and gives the head its digest. The rest
// is read and checked all the same.
func (b *batch) fill(ctx context.Context, in *copyReader, head *CopyHead) error {
	for rows := 0; ; rows++ {
		line, err := in.next()
		if err != nil {
			return err
		}
		if line == nil || rows >= copyChunk {
			if err := b.write(ctx); err != nil {
				return err
			}
			rows = 0
		}
		switch {
		case line == nil:
			return nil
		case line.Event != nil && line.Event.Position <= head.Position:
			b.copyEvent(line.Event)
			head.Digest = line.Event.Digest
		case line.Key != nil && within(line.Key.Answer, head.Position):
			b.rows.add(&insertIdempotency, line.Key.Key, line.Key.Fingerprint, line.Key.Answer)
		}
	}
}

func (b *batch) copyEvent(e *copyEvent) {
	b.rows.add(&insertEvent, e.Position, e.ID, e.Stream, e.Seq, e.Type, e.OnDate, e.RecordedAt, e.Actor, e.Law, e.Department, e.Data, e.Digest)
	for _, w := range e.Sealed {
		b.rows.add(&insertSealed, ownerOf(e.Stream, e.Seq), w.Field, w.Ciphertext, w.Salt)
	}
}
