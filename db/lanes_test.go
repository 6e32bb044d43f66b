package db_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"gongkai/db"
	"gongkai/db/pgtest"
	"gongkai/law"
	"gongkai/seal"
	"gongkai/workflow"
)

// server is the PostgreSQL of all tests of this package; each test has a database of its own.
var server *pgtest.Server

func TestMain(m *testing.M) {
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	var err error
	if server, err = pgtest.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	if err := server.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if err := goleak.Find(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// today is the wall clock's day in these tests.
var today = law.NewDate(2026, time.March, 2)

func now() time.Time { return time.Date(2026, time.March, 2, 3, 0, 0, 0, time.UTC) }

// lane is one of the two databases, fresh for one test.
type lane struct {
	name string
	url  string
	key  *seal.Sealer
}

// onBoth runs a test on both databases.
func onBoth(t *testing.T, test func(t *testing.T, l lane)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, sqliteLane(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, postgresLane(t))
	})
}

func sqliteLane(t testing.TB) lane {
	return lane{"sqlite", "sqlite:" + filepath.Join(t.TempDir(), "gongkai.db"), newSealer(t)}
}

func postgresLane(t testing.TB) lane {
	return lane{"postgres", server.Database(t), newSealer(t)}
}

func newSealer(t testing.TB) *seal.Sealer {
	t.Helper()
	key, err := seal.CreateKey(filepath.Join(t.TempDir(), "key"), rand.Reader)
	require.NoError(t, err)
	sealer, err := seal.NewSealer(key)
	require.NoError(t, err)
	return sealer
}

func (l lane) options() db.Options {
	return db.Options{URL: l.url, Sealer: l.key, Now: now, Random: rand.Reader, Notices: law.EmbeddedNotices()}
}

// open opens the lane's log; it is closed at the end of the test.
func (l lane) open(t testing.TB, change ...func(*db.Options)) *db.Store {
	t.Helper()
	o := l.options()
	for _, c := range change {
		c(&o)
	}
	s, err := db.Open(context.Background(), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// openOffice opens the log with an agency T1 and its departments D1, D2.
func (l lane) openOffice(t testing.TB, change ...func(*db.Options)) *db.Store {
	t.Helper()
	s := l.open(t, change...)
	ctx := t.Context()
	require.NoError(t, s.AddAgency(ctx, "admin", workflow.Agency{Code: "T1", Name: "凡村镇人民政府"}))
	for _, d := range []string{"D1", "D2", "D3"} {
		require.NoError(t, s.AddDepartment(ctx, "admin", workflow.Department{Agency: "T1", Code: d, Name: "部门" + d}))
	}
	return s
}

func day(s string) law.Date {
	d, err := law.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func register(number, on string) *workflow.Register {
	return &workflow.Register{
		Common:    workflow.Common{Do: "register", Agency: "T1", Application: number, On: day(on)},
		Channel:   "in_person",
		Applicant: workflow.Applicant{Category: "natural_person", Name: "王小明", IDType: "id_card", IDNumber: "110101199003070000"},
		Content:   "2024年道路维修预算",
	}
}

func withdraw(number, on string) *workflow.Withdraw {
	return &workflow.Withdraw{Common: workflow.Common{Do: "withdraw", Agency: "T1", Application: number, On: day(on)}, Reason: "不再需要"}
}

func do(t testing.TB, s *db.Store, cmd workflow.Command) workflow.Answer {
	t.Helper()
	a, err := s.Do(context.Background(), workflow.Request{Command: cmd, Actor: "clerk", Today: today, Entered: today})
	require.NoError(t, err)
	return a
}

func refused(t testing.TB, s *db.Store, cmd workflow.Command) string {
	t.Helper()
	_, err := s.Do(context.Background(), workflow.Request{Command: cmd, Actor: "clerk", Today: today, Entered: today})
	var r *workflow.Refusal
	require.ErrorAs(t, err, &r)
	return r.Code
}

// exec runs one statement behind the program's back.
func (l lane) exec(t testing.TB, statement string) error {
	t.Helper()
	driver, source := "sqlite", strings.TrimPrefix(l.url, "sqlite:")
	if l.name == "postgres" {
		driver, source = "postgres", l.url
	}
	raw, err := sql.Open(driver, source)
	require.NoError(t, err)
	defer func() { require.NoError(t, raw.Close()) }()
	_, err = raw.Exec(statement)
	return err
}
