package torture_test

import (
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// as is a database's address for another role.
func as(t *testing.T, address, role string) string {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	u.User = url.User(role)
	return u.String()
}

// sqlFile runs a file of statements on a database as psql would.
func sqlFile(t *testing.T, address, file string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	execute(t, address, string(raw), "")
}

// execute runs statements; refused names what their error must say, and is empty where they must be done.
func execute(t *testing.T, address, statements, refused string) {
	t.Helper()
	d, err := sql.Open("postgres", address)
	require.NoError(t, err)
	defer func() { require.NoError(t, d.Close()) }()
	_, err = d.Exec(statements)
	if refused == "" {
		require.NoError(t, err, statements)
		return
	}
	require.ErrorContains(t, err, refused, statements)
}

// TestTheRolesOfTheTemplateAreEnoughAndNoMore takes the files of deploy/postgres: the owner migrates, the committer does
// everything the program does, and can neither rewrite the log nor change tables; the reader sees codes and no words.
func TestTheRolesOfTheTemplateAreEnoughAndNoMore(t *testing.T) {
	t.Parallel()
	l := newLane(t, "postgres")
	owner, committer, reader := as(t, l.url, "gongkai_owner"), as(t, l.url, "gongkai_committer"), as(t, l.url, "gongkai_reader")
	sqlFile(t, l.url, "../../deploy/postgres/roles.sql")
	l.url = owner
	l.must(t, "migrate")
	sqlFile(t, owner, "../../deploy/postgres/log.sql")
	sqlFile(t, owner, "../../deploy/postgres/log.sql")
	l.url = committer
	l.agency(t, "T1")
	for _, d := range []string{"D1", "D2", "D3"} {
		l.must(t, "department", "add", d, "--agency", "T1", "--name", "部门")
	}
	story, err := filepath.Abs("../../workflow/stories/corrections.jsonl")
	require.NoError(t, err)
	l.must(t, "import", "--agency", "T1", story)
	l.must(t, "sweep")
	v := l.verified(t)
	require.Positive(t, v.Applications)
	for _, statement := range []string{
		"update event set actor = 'x'", "delete from event", "truncate event", "delete from log_head", "alter table event disable trigger all",
		"drop table application", "create table mine (n int)", "delete from goose_db_version",
	} {
		execute(t, committer, statement, "pq: ")
		execute(t, reader, statement, "pq: ")
	}
	execute(t, reader, "select * from event, application, cell limit 1", "")
	for _, secret := range []string{"sealed", "credential", "session", "idempotency", "person", "search"} {
		execute(t, reader, "select * from "+secret, "permission denied")
	}
	execute(t, reader, "begin read write; insert into day select * from day", "permission denied")
	l.verified(t)
}
