package db

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // driver "sqlite"
)

// connectSQLite opens one writing connection and a bounded pool of reading ones on a file: readers that spin take the
// processor from the writer, so they are few.
func (s *Store) connectSQLite(ctx context.Context, path string) error {
	s.dialect = sqlite
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the folder of the database: %w", err)
	}
	// The busy timeout comes first: switching to WAL may have to wait for another process.
	pragmas := []string{"busy_timeout(20000)", "journal_mode(wal)", "synchronous(full)", "foreign_keys(on)"}
	var err error
	if s.write, err = openSQLite(path, url.Values{"_pragma": pragmas, "_txlock": {"immediate"}}, 1); err != nil {
		return err
	}
	if err := s.migrateFile(ctx, path); err != nil {
		return err
	}
	reading := append(pragmas, "query_only(on)", "cache_size(-8000)")
	if s.read, err = openSQLite(path, url.Values{"_pragma": reading, "_txlock": {"deferred"}}, s.options.Readers); err != nil {
		return err
	}
	return s.prepare(ctx)
}

func openSQLite(path string, values url.Values, connections int) (*sqlx.DB, error) {
	name := (&url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: values.Encode()}).String()
	db, err := sqlx.Open("sqlite", name)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// migrateFile holds a lock on a file beside the database, because goose has none for SQLite and two processes may start
// at once.
func (s *Store) migrateFile(ctx context.Context, path string) error {
	unlock, err := lockFile(path + ".lock")
	if err != nil {
		return fmt.Errorf("lock the database for migration: %w", err)
	}
	defer unlock()
	return s.migrate(ctx, goose.DialectSQLite3)
}
