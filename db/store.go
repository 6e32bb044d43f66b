package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"

	"gongkai/law"
	"gongkai/seal"
)

// Options say where the log is and what it works with. URL, Sealer, Now and Random are required.
type Options struct {
	// URL is "sqlite:PATH" or a PostgreSQL URL ("postgres://user@host/name?sslmode=…").
	URL string
	// Sealer seals words and names.
	Sealer *seal.Sealer
	// Now is the wall clock: it dates what has no legal date of its own and ends sessions. recorded_at does not come
	// from it but from the database.
	Now func() time.Time
	// Random makes event ids, nonces and salts; it must be cryptographic and safe for concurrent use.
	Random io.Reader
	// Logger takes what nobody is there to be told; nil drops it.
	Logger *slog.Logger
	// Notices are the calendars the program brings: those the log does not know yet are announced at start.
	Notices []law.Notice

	// Queue is how many jobs may wait (0: 1024), Batch how many go into one transaction (0: 256; 1 turns group commit
	// off), Cache how many applications stay folded in memory (0: 2048), Readers how many connections read (0: 4).
	Queue, Batch, Cache, Readers int
	// Patience is how long a statement, or the settling of an unknown outcome, may take (0: 20 s).
	Patience time.Duration
}

var (
	// ErrClosed is what jobs get that wait when the store is closed.
	ErrClosed = errors.New("the store is closed")
	// ErrUnknownOutcome means that the database went away during COMMIT and did not come back in time. Sending the same
	// command with the same idempotency key again is safe; without a key, look first.
	ErrUnknownOutcome = errors.New("it is not known whether the change was stored")
	// ErrUnsafeServer is a database server that may lose what it acknowledged.
	ErrUnsafeServer = errors.New("the database server may lose what it acknowledged")
)

// Store is one open log. It is safe for concurrent use; Close it.
type Store struct {
	options Options
	dialect dialect
	write   *sqlx.DB // the committer's; SQLite: one connection
	read    *sqlx.DB
	log     *slog.Logger
	index   indexKey

	queue    chan *job
	quit     chan struct{}
	ended    chan struct{}
	closing  sync.Once
	prepared map[*statement]*sql.Stmt
	memory   *memory // the committer's own
	recent   *recent
	stop     []func()
}

// Open opens the log, brings its tables up to date and announces the calendars it does not know yet.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Sealer == nil || o.Now == nil || o.Random == nil {
		return nil, errors.New("open the log: a sealer, a clock and a source of randomness are required")
	}
	o.Queue, o.Batch = orInt(o.Queue, 1024), orInt(o.Batch, 256)
	o.Cache, o.Readers = orInt(o.Cache, 2048), orInt(o.Readers, 4)
	if o.Patience == 0 {
		o.Patience = 20 * time.Second
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	index, err := newIndexKey(o.Sealer)
	if err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	s := &Store{
		options: o, log: o.Logger, index: index, recent: newRecent(),
		queue: make(chan *job, o.Queue), quit: make(chan struct{}), ended: make(chan struct{}),
		memory: newMemory(o.Cache),
	}
	if err := s.connect(ctx); err != nil {
		return nil, errors.Join(err, s.disconnect())
	}
	go s.committer()
	if err := s.announce(ctx, o.Notices); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func orInt(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}

func (s *Store) connect(ctx context.Context) error {
	url := s.options.URL
	path, isFile := strings.CutPrefix(url, "sqlite:")
	var err error
	switch {
	case isFile && path != "":
		err = s.connectSQLite(ctx, path)
	case strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://"):
		err = s.connectPostgres(ctx, url)
	default:
		return errors.New(`open the log: the address must be "sqlite:PATH" or "postgres://…"`)
	}
	if err != nil {
		return fmt.Errorf("open the log: %w", err)
	}
	return s.begin(ctx)
}

// Close ends the committer after the transaction at hand, refuses what still waits, and closes the connections.
func (s *Store) Close() error {
	s.closing.Do(func() { close(s.quit) })
	<-s.ended
	return s.disconnect()
}

func (s *Store) disconnect() error {
	for _, stop := range s.stop {
		stop()
	}
	s.stop = nil
	var errs []error
	for _, p := range s.prepared {
		errs = append(errs, p.Close())
	}
	s.prepared = nil
	for _, db := range []*sqlx.DB{s.read, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close the log: %w", err)
	}
	return nil
}

// today is the civil date by the wall clock.
func (s *Store) today() law.Date { return law.DateOf(s.options.Now()) }
