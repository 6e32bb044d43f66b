package events

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
)

// Inbox remembers which events a consumer has taken, in the same transaction as their effect. With it an effect happens
// once, whatever is delivered twice; without it a worker is "at least once", because a crash can come between the effect
// and the worker's own journal. SQLInbox is one for database/sql; a program with another store writes its own.
type Inbox[Tx any] interface {
	// Once runs effect in a transaction, unless the consumer has taken event id before. Effect and note are both kept or
	// both not. An error of effect comes back as it is. When it is unknown whether a transaction was kept, Once gives an
	// error: the event comes again, and the note tells.
	Once(ctx context.Context, consumer, id string, effect func(ctx context.Context, tx Tx) error) error
}

// Once gives a handler whose effect happens once for each event. consumer names who takes it: one name for one effect.
func Once[Tx any](inbox Inbox[Tx], consumer string, effect func(ctx context.Context, tx Tx, m Message) error) Handler {
	return func(ctx context.Context, m Message) error {
		return inbox.Once(ctx, consumer, m.ID, func(ctx context.Context, tx Tx) error { return effect(ctx, tx, m) })
	}
}

// SQLInbox is an inbox in a table of the program's own database.
type SQLInbox struct {
	db          *sql.DB
	table       string
	placeholder func(n int) string
}

var tableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,62}(\.[A-Za-z_][A-Za-z0-9_]{0,62})?$`)

// NewSQLInbox uses the table of this name, which Create makes. placeholder writes the n-th parameter (1, 2 …) as the
// database wants it; nil is $1, $2 (PostgreSQL, SQLite).
func NewSQLInbox(db *sql.DB, table string, placeholder func(n int) string) (*SQLInbox, error) {
	if !tableName.MatchString(table) {
		return nil, fmt.Errorf("open the inbox: %q is no plain name of a table", table)
	}
	if placeholder == nil {
		placeholder = func(n int) string { return fmt.Sprintf("$%d", n) }
	}
	return &SQLInbox{db: db, table: table, placeholder: placeholder}, nil
}

// Create makes the table where there is none.
func (b *SQLInbox) Create(ctx context.Context) error {
	return b.inTransaction(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "create table if not exists "+b.table+
			" (consumer varchar(200) not null, event_id varchar(100) not null, primary key (consumer, event_id))")
		return err
	})
}

// Once keeps effect and note in one transaction. Two workers with the same event at the same time: the key of the table
// lets one of them through; the other fails, and finds the note when the event comes again.
func (b *SQLInbox) Once(ctx context.Context, consumer, id string, effect func(ctx context.Context, tx *sql.Tx) error) error {
	return b.inTransaction(ctx, func(tx *sql.Tx) error {
		var taken int
		err := tx.QueryRowContext(ctx, "select count(*) from "+b.table+" where consumer = "+b.placeholder(1)+" and event_id = "+b.placeholder(2),
			consumer, id).Scan(&taken)
		if err != nil {
			return fmt.Errorf("look whether event %s is taken: %w", id, err)
		}
		if taken > 0 {
			return nil
		}
		if _, err := tx.ExecContext(ctx, "insert into "+b.table+" (consumer, event_id) values ("+b.placeholder(1)+", "+b.placeholder(2)+")", consumer, id); err != nil {
			return fmt.Errorf("note that event %s is taken: %w", id, err)
		}
		return effect(ctx, tx)
	})
}

func (b *SQLInbox) inTransaction(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("open a transaction of the inbox: %w", err)
	}
	if err := do(tx); err != nil {
		if undone := tx.Rollback(); undone != nil && !errors.Is(undone, sql.ErrTxDone) {
			return errors.Join(err, undone)
		}
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("keep a transaction of the inbox: %w", err)
	}
	return nil
}
