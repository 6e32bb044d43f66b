package torture_test

import (
	"bufio"
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/db"
	"gongkai/workflow"
)

// lane is one of the two databases, empty, with a data directory and a loopback address of its own.
type lane struct {
	name string
	data string
	url  string // empty: SQLite inside data
	host string
	env  []string // settings beside these
}

// hosts counts loopback addresses: a lane whose server was killed must not find another lane's server on its port.
var hosts atomic.Int32

func newLane(t *testing.T, name string) lane {
	t.Helper()
	n := hosts.Add(1)
	l := lane{name: name, data: t.TempDir(), host: fmt.Sprintf("127.0.%d.%d", 1+n/250, 1+n%250)}
	if name == "postgres" {
		l.url = server.Database(t)
	}
	return l
}

// onBoth runs a test on both databases at the same time.
func onBoth(t *testing.T, test func(t *testing.T, l lane)) {
	t.Helper()
	t.Parallel()
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newLane(t, name))
		})
	}
}

// agency adds a body, which must work.
func (l lane) agency(t *testing.T, code string) {
	t.Helper()
	l.must(t, "agency", "add", code, "--name", "凡村镇人民政府")
}

// event is a line of `gongkai events --json`, as far as it is looked at.
type event struct {
	Position   int64           `json:"position"`
	RecordedAt time.Time       `json:"recorded_at"`
	ID         string          `json:"id"`
	Stream     string          `json:"stream"`
	Seq        int             `json:"seq"`
	Type       string          `json:"type"`
	OnDate     string          `json:"on_date"`
	Actor      string          `json:"actor"`
	Data       json.RawMessage `json:"data"`
}

// events reads the log from a position on with the program itself, so that it and not the test recovers what a kill
// left. Positions must have no gap.
func (l lane) events(t *testing.T, from int64) []event {
	t.Helper()
	out := l.must(t, "events", "--json", "--from", fmt.Sprint(from))
	var list []event
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		require.NoError(t, json.Unmarshal(lines.Bytes(), &e))
		require.Equal(t, from+int64(len(list)), e.Position, "the log has a gap")
		list = append(list, e)
	}
	require.NoError(t, lines.Err())
	return list
}

// of gives the events of the applications of one agency.
func of(all []event, agency string) []event {
	var own []event
	prefix := workflow.ApplicationStream(agency, "")
	for _, e := range all {
		if len(e.Stream) > len(prefix) && e.Stream[:len(prefix)] == prefix {
			own = append(own, e)
		}
	}
	return own
}

// verified lets the program check itself: everything folded again, no difference.
func (l lane) verified(t *testing.T) db.Verification {
	t.Helper()
	var v db.Verification
	result := l.run(t, "verify", "--json")
	require.NoError(t, json.Unmarshal(result.stdout, &v), "%s", result.stderr)
	require.Empty(t, v.Differences)
	require.Zero(t, result.code, "%s", result.stderr)
	return v
}

// writing gives a question whose answer is yes as soon as some transaction of the lane has written: kills that come
// right after it fall into the writing and the commit. It looks at the write-ahead log's size, or at sessions that have
// a transaction number.
func (l lane) writing(t *testing.T) func() bool {
	t.Helper()
	if l.url == "" {
		wal := filepath.Join(l.data, "gongkai.db-wal")
		size := func() int64 {
			info, err := os.Stat(wal)
			if err != nil {
				return 0 // not there yet
			}
			return info.Size()
		}
		before := size()
		return func() bool { return size() > before }
	}
	watch, err := sql.Open("postgres", l.url)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, watch.Close()) })
	return func() bool {
		var n int
		const query = "select count(*) from pg_stat_activity where datname = current_database() and backend_xid is not null"
		return watch.QueryRow(query).Scan(&n) == nil && n > 0
	}
}

// moment is when to kill: after some time, or some time after the first writing is seen.
type moment struct {
	kind  string
	ready func() bool // nil: at once
	after time.Duration
}

// awaits ends at the moment, or when the process has ended by itself.
func (m moment) awaits(ended <-chan struct{}) {
	limit := time.NewTimer(patience)
	defer limit.Stop()
	if m.ready != nil {
		look := time.NewTicker(time.Millisecond)
		defer look.Stop()
		for !m.ready() {
			select {
			case <-ended:
				return
			case <-limit.C:
				return
			case <-look.C:
			}
		}
	}
	timer := time.NewTimer(m.after)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ended:
	}
}
