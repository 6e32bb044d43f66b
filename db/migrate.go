package db

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// migrate brings the tables up to date. Migrations go forward only; an applied file is never edited.
func (s *Store) migrate(ctx context.Context, d goose.Dialect, options ...goose.ProviderOption) error {
	folder, err := fs.Sub(migrations, "migrations/"+s.dialect.String())
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	options = append(options, goose.WithSlog(slog.New(slog.DiscardHandler)), goose.WithDisableGlobalRegistry(true),
		goose.WithAllowOutofOrder(true)) // parts of the program bring their tables under numbers of their own
	provider, err := goose.NewProvider(d, s.write.DB, folder, options...)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	applied, err := provider.Up(ctx)
	if err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	if len(applied) > 0 {
		s.log.InfoContext(ctx, "database migrated", "steps", len(applied))
	}
	return nil
}

// migrationLock is PostgreSQL's advisory lock that one migrating process holds; the others wait for it in the server
// (goose's own locker asks every five seconds).
type migrationLock struct{}

const migrationLockKey = 0x676f6e676b6169 // "gongkai"

// SessionLock takes the lock on the connection that migrates.
func (migrationLock) SessionLock(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, "select pg_advisory_lock($1)", int64(migrationLockKey)); err != nil {
		return fmt.Errorf("wait for another migration: %w", err)
	}
	return nil
}

// SessionUnlock gives it back.
func (migrationLock) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, "select pg_advisory_unlock($1)", int64(migrationLockKey)); err != nil {
		return fmt.Errorf("end the migration's lock: %w", err)
	}
	return nil
}
