package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/pressly/goose/v3"
)

// writeConnections: one commits, one more settles an unknown outcome while the lost one still hangs.
const writeConnections = 2

// connectPostgres opens at most eight connections (eight fill two processors; more only add latency): the committer's,
// the readers', and one that listens.
func (s *Store) connectPostgres(ctx context.Context, url string) error {
	s.dialect = postgres
	if !strings.Contains(url, "sslmode=") { // lib/pq's default may change; plain text must be asked for
		sep := "?"
		if strings.Contains(url, "?") {
			sep = "&"
		}
		url += sep + "sslmode=require"
	}
	config, err := pq.NewConfig(url)
	if err != nil {
		return fmt.Errorf("read the database's address: %w", errBadURL)
	}
	config.BinaryParameters = true // one round trip a statement, and safe behind a pooler
	if config.Runtime == nil {
		config.Runtime = map[string]string{}
	}
	patience := s.options.Patience
	config.Runtime["statement_timeout"] = fmt.Sprint(patience.Milliseconds())
	// A session whose client vanished must not keep the head of the log locked.
	config.Runtime["idle_in_transaction_session_timeout"] = fmt.Sprint(patience.Milliseconds())
	config.Runtime["synchronous_commit"] = "on"
	if s.write, err = openPostgres(config, patience, writeConnections); err != nil {
		return err
	}
	if err := checkServer(ctx, s.write); err != nil {
		return err
	}
	if err := s.migrate(ctx, goose.DialectPostgres, goose.WithSessionLocker(migrationLock{})); err != nil {
		return err
	}
	reading := config.Clone()
	reading.Runtime["default_transaction_read_only"] = "on"
	if s.read, err = openPostgres(reading, patience, min(s.options.Readers, 5)); err != nil {
		return err
	}
	s.listen(url)
	return nil
}

func openPostgres(config pq.Config, patience time.Duration, connections int) (*sqlx.DB, error) {
	connector, err := pq.NewConnectorConfig(config)
	if err != nil {
		return nil, fmt.Errorf("read the database's address: %w", errBadURL)
	}
	// The server ends a statement after the same time; a little later nobody is there any more.
	connector.Dialer(deadlineDialer{patience + 5*time.Second})
	db := sqlx.NewDb(sql.OpenDB(connector), "postgres")
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// errBadURL stands for the parser's own error, which quotes what it could not read: it may be a password.
var errBadURL = errors.New("it cannot be read as a PostgreSQL URL")

// checkServer refuses a server that may lose what it acknowledged, and says which setting to change.
func checkServer(ctx context.Context, db *sqlx.DB) error {
	var settings []struct {
		Name    string `db:"name"`
		Setting string `db:"setting"`
	}
	const query = "select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')"
	if err := db.SelectContext(ctx, &settings, query); err != nil {
		return fmt.Errorf("reach the database: %w", err)
	}
	for _, set := range settings {
		if set.Setting == "off" || set.Setting == "local" {
			return fmt.Errorf("%w: %s is %s, it must be on", ErrUnsafeServer, set.Name, set.Setting)
		}
	}
	return nil
}

// deadlineDialer opens connections whose every read and write must come to an end: lib/pq goes on reading a dead path
// although the context of the query is over.
type deadlineDialer struct{ limit time.Duration }

func (d deadlineDialer) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

func (d deadlineDialer) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

// DialContext is what lib/pq calls.
func (d deadlineDialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: d.limit, KeepAlive: 10 * time.Second}
	c, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, fmt.Errorf("reach the database: %w", err)
	}
	return deadlineConn{c, d.limit}, nil
}

// deadlineConn closes the connection when one read or write takes longer than the limit. A timer does it rather than
// a deadline, because a deadline is a moment of the wall clock, which may be set.
type deadlineConn struct {
	net.Conn
	limit time.Duration
}

func (c deadlineConn) Read(b []byte) (int, error) {
	defer time.AfterFunc(c.limit, c.abort).Stop()
	return c.Conn.Read(b)
}

func (c deadlineConn) Write(b []byte) (int, error) {
	defer time.AfterFunc(c.limit, c.abort).Stop()
	return c.Conn.Write(b)
}

// abort: whoever waits gets the error of a closed connection.
func (c deadlineConn) abort() { _ = c.Conn.Close() }
