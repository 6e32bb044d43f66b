package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// Sessions keeps who is signed in, for scs (its CtxStore): the token arrives hashed, the data are opaque. Sessions are
// no events and are lost without harm.
type Sessions struct{ s *Store }

// Sessions gives the store of sessions in the same database.
func (s *Store) Sessions() *Sessions { return &Sessions{s} }

// FindCtx gives the data of a session that has not ended.
func (x *Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = x.s.read.GetContext(ctx, &data, "select data from session where token = $1 and expiry > $2", token, x.s.options.Now().Unix())
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("read a session: %w", err)
	}
	return data, true, nil
}

// CommitCtx keeps a session until expiry and drops those that have ended.
func (x *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return x.write(ctx, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, "delete from session where expiry <= $1", x.s.options.Now().Unix()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "insert into session (token, data, expiry) values ($1, $2, $3) "+
			"on conflict (token) do update set data = excluded.data, expiry = excluded.expiry", token, data, expiry.Unix())
		return err
	})
}

// DeleteCtx ends a session.
func (x *Sessions) DeleteCtx(ctx context.Context, token string) error {
	return x.write(ctx, func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, "delete from session where token = $1", token)
		return err
	})
}

// Find is FindCtx without a context, for the older half of the interface.
func (x *Sessions) Find(token string) ([]byte, bool, error) {
	return x.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (x *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return x.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx without a context.
func (x *Sessions) Delete(token string) error { return x.DeleteCtx(context.Background(), token) }

// write runs a change in an explicit transaction, like every write.
func (x *Sessions) write(ctx context.Context, change func(*sqlx.Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, x.s.options.Patience)
	defer cancel()
	tx, err := x.s.write.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("write a session: %w", err)
	}
	if err := change(tx); err != nil {
		return fmt.Errorf("write a session: %w", errors.Join(err, tx.Rollback()))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("write a session: %w", err)
	}
	return nil
}
