package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
	litedriver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"gongkai/workflow"
)

// lostConnection says that a transaction failed because its connection did, before it was to be committed: a restarted
// server, a pooled connection that had died unnoticed. Such a one is worth a second attempt.
func lostConnection(err error) bool {
	if err == nil || errors.Is(err, ErrUnknownOutcome) {
		return false
	}
	var network net.Error
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.As(err, &network)
}

// cannotNow tells the sender of a transaction that failed what to do: a refusal of the kind Unavailable stands around
// the cause where the database cannot be written or reached. Other errors are faults of the program and stay as they
// are.
func (s *Store) cannotNow(err error) error {
	code := ""
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrUnknownOutcome):
		code = "outcome_unknown"
	case storageFails(err):
		code = "storage_full"
	case lostConnection(err), serverRefuses(err), errors.Is(err, context.DeadlineExceeded):
		code = "unavailable"
	default:
		return err
	}
	s.log.Error("nothing could be written", "code", code, "cause", err)
	return fmt.Errorf("%w (%w)", workflow.NewRefusal(code, ""), err)
}

// storageFails says that the disk under the database is full or refuses to be written.
func storageFails(err error) bool {
	var lite *litedriver.Error
	if errors.As(err, &lite) {
		return slices.Contains([]int{sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}, lite.Code()&0xff)
	}
	var pg *pq.Error
	return errors.As(err, &pg) && (pg.Code == pqerror.DiskFull || pg.Code.Class() == pqerror.ClassSystemError)
}

// serverRefuses says that the database is there and cannot work now: it shuts down, starts up, has no connection or
// memory to give, or is a standby; or SQLite's file is held by somebody else.
func serverRefuses(err error) bool {
	var lite *litedriver.Error
	if errors.As(err, &lite) {
		return slices.Contains([]int{sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}, lite.Code()&0xff)
	}
	var pg *pq.Error
	away := []pqerror.Class{pqerror.ClassConnectionException, pqerror.ClassInsufficientResources, pqerror.ClassOperatorIntervention}
	return errors.As(err, &pg) && (slices.Contains(away, pg.Code.Class()) || pg.Code == pqerror.ReadOnlySQLTransaction)
}
