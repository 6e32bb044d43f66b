package db

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"gongkai/proof"
)

// head is the one row of log_head: the end of the log.
type head struct {
	position  int64
	digest    []byte
	epoch     int64
	algorithm string
}

// begin writes the head of an empty log, once.
func (s *Store) begin(ctx context.Context) error {
	var n int
	if err := s.read.GetContext(ctx, &n, "select count(*) from log_head"); err != nil {
		return fmt.Errorf("read the head of the log: %w", err)
	}
	if n > 0 {
		return nil
	}
	genesis, err := proof.Genesis(proof.SHA256)
	if err != nil {
		return fmt.Errorf("begin the log: %w", err)
	}
	tx, err := s.write.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin the log: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit there is nothing to roll back
	if s.dialect == postgres {
		// Two processes may begin the same log; the second waits here and finds the row.
		if _, err := tx.ExecContext(ctx, "lock table log_head in exclusive mode"); err != nil {
			return fmt.Errorf("begin the log: %w", err)
		}
	}
	const insert = "insert into log_head (position, digest, epoch, algorithm) " +
		"select 0, cast($1 as text), 1, cast($2 as text) where not exists (select 1 from log_head)"
	if _, err := tx.ExecContext(ctx, insert, hex.EncodeToString(genesis), proof.SHA256); err != nil {
		return fmt.Errorf("begin the log: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("begin the log: %w", err)
	}
	return nil
}

// lock takes the head: from here to the end of the transaction nobody else appends. It also reads the database's clock.
func (b *batch) lock(ctx context.Context) error {
	query := "select position, digest, epoch, algorithm, strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z' from log_head"
	if b.s.dialect == postgres {
		query = "select position, digest, epoch, algorithm, " +
			`to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') from log_head for update`
	}
	var digest string
	row := b.tx.QueryRowxContext(ctx, query)
	if err := row.Scan(&b.head.position, &digest, &b.head.epoch, &b.head.algorithm, &b.recordedAt); err != nil {
		return fmt.Errorf("lock the head of the log: %w", err)
	}
	var err error
	if b.head.digest, err = hex.DecodeString(digest); err != nil {
		return fmt.Errorf("read the head of the log: %w", err)
	}
	return b.catchUp(ctx)
}

// catchUp compares what this process remembers with the locked head. A clock that was set back must not make
// recorded_at decrease.
func (b *batch) catchUp(ctx context.Context) error {
	m := b.s.memory
	if m.position != b.head.position {
		b.foreign = true
		m.recordedAt = ""
		if b.head.position > 0 {
			const last = "select recorded_at from event where position = $1"
			if err := b.tx.GetContext(ctx, &m.recordedAt, last, b.head.position); err != nil {
				return fmt.Errorf("read the end of the log: %w", err)
			}
		}
	}
	b.recordedAt = max(b.recordedAt, m.recordedAt)
	return b.loadCalendar(ctx)
}

// newID makes an event's id: a UUID of version 7 (RFC 9562), its time that of recording.
func (s *Store) newID(recordedAt string) (string, error) {
	at, err := time.Parse(proof.TimeLayout, recordedAt)
	if err != nil {
		return "", fmt.Errorf("read the database's clock: %w", err)
	}
	var u [16]byte
	if _, err := io.ReadFull(s.options.Random, u[6:]); err != nil {
		return "", fmt.Errorf("make an event id: %w", err)
	}
	ms := at.UnixMilli()
	for i := range 6 {
		u[i] = byte(ms >> (8 * (5 - i)))
	}
	u[6], u[8] = u[6]&0x0f|0x70, u[8]&0x3f|0x80
	var out [36]byte
	hex.Encode(out[0:8], u[0:4])
	hex.Encode(out[9:13], u[4:6])
	hex.Encode(out[14:18], u[6:8])
	hex.Encode(out[19:23], u[8:10])
	hex.Encode(out[24:36], u[10:16])
	out[8], out[13], out[18], out[23] = '-', '-', '-', '-'
	return string(out[:]), nil
}
