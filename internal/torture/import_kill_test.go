package torture_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/law"
	"gongkai/workflow"
)

const ledgerRows = 3000

// ledgerFile writes a register of 2024 with one row in four still open.
func ledgerFile(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("编号,收到日期,收件方式,申请人类型,申请人,申请内容,办结日期,办理结果\n")
	first := law.NewDate(2024, time.January, 8)
	for i := range ledgerRows {
		received := first.AddDays(i % 330)
		closed, result := received.AddDays(10).String(), "disclosed"
		if i%4 == 0 {
			closed, result = "", ""
		}
		fmt.Fprintf(&b, "台账-%04d,%s,online,natural_person,王%d,第%d号道路维修预算,%s,%s\n", i+1, received, i, i, closed, result)
	}
	return file(t, "ledger.csv", b.String())
}

func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

const scriptApplications = 60

// scriptFile writes a case script of 2025: each application is registered, extended and answered, in the order of dates,
// with checks between. It gives the number of commands.
func scriptFile(t *testing.T) (path string, commands int) {
	t.Helper()
	var b strings.Builder
	line := func(format string, args ...any) {
		fmt.Fprintf(&b, format+"\n", args...)
		commands++
	}
	on := law.NewDate(2025, time.March, 3)
	for i := range scriptApplications {
		line(`{"do":"register","application":"S-%03d","on":"%s","channel":"online","applicant":{"category":"natural_person","name":"李%d"},"content":"第%d号预算"}`,
			i, on.AddDays(i/10), i, i)
	}
	for i := range scriptApplications {
		line(`{"do":"extend","application":"S-%03d","on":"2025-03-14","days":%d,"reason":"数量较大","approved_by":"镇长"}`, i, 1+i%20)
		if i%7 == 0 {
			fmt.Fprintf(&b, `{"expect":{"application":"S-%03d","state":"received","overdue":false}}`+"\n", i)
		}
	}
	for i := range scriptApplications {
		line(`{"do":"reply","application":"S-%03d","on":"2025-03-24","result":"disclosed","grounds":"依法公开","served_by":"post"}`, i)
	}
	fmt.Fprintf(&b, `{"expect":{"application":"S-000","state":"disclosed"}}`+"\n")
	return file(t, "year.jsonl", b.String()), commands
}

// moment gives the n-th kill of an import that takes about T: at its start, anywhere, or when it writes and commits.
func (l lane) moment(t *testing.T, r *rand.Rand, n int, took time.Duration) moment {
	t.Helper()
	switch n % 3 {
	case 0:
		return moment{kind: "start", after: upTo(r, took/3)}
	case 1:
		return moment{kind: "running", after: upTo(r, took)}
	}
	return moment{kind: "writing", ready: l.writing(t), after: upTo(r, took)}
}

func TestAKilledLedgerImportIsStoredWholeOrNotAtAll(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		r, ledger := chance(t), ledgerFile(t)
		l.agency(t, "FIRST")
		first := l.run(t, "import", "--agency", "FIRST", ledger)
		require.Zero(t, first.code, "%s", first.stderr)
		head := int64(1)
		whole := signature(of(l.tail(t, &head), "FIRST"), "FIRST")
		require.Len(t, whole, ledgerRows+ledgerRows/4, "each row, and each open one overdue by now")
		stored, acknowledged, took := 0, 0, first.took
		for n := range rounds {
			agency := fmt.Sprintf("K%d", n)
			l.agency(t, agency)
			m := l.moment(t, r, n, took)
			killed := l.killedAt(t, m, "import", "--agency", agency, ledger)
			told := killed.code == 0 || strings.Contains(string(killed.stdout), "imported")
			got := of(l.tail(t, &head), agency)
			if len(got) > 0 || told {
				same(t, whole, signature(got, agency), fmt.Sprintf("round %d, killed %s after %s", n, m.kind, m.after))
				stored++
			}
			if told {
				acknowledged++
			}
			again := l.run(t, "import", "--agency", agency, ledger)
			require.Zero(t, again.code, "%s", again.stderr)
			if len(got) == 0 {
				took = again.took // it is slower in a larger log, and on a machine that does more besides
			}
			same(t, whole, signature(append(got, of(l.tail(t, &head), agency)...), agency), fmt.Sprintf("round %d", n))
		}
		v := l.verified(t)
		t.Logf("%d kills of a ledger of %d rows (%s whole): %d were stored before the kill, %d had said so; %d events verified",
			rounds, ledgerRows, first.took.Round(time.Millisecond), stored, acknowledged, v.Events)
	})
}

// tail gives what the log has from *head on, and moves *head.
func (l lane) tail(t *testing.T, head *int64) []event {
	t.Helper()
	list := l.events(t, *head)
	*head += int64(len(list))
	return list
}

// signature tells what happened to which application of an agency, without what differs from agency to agency.
func signature(list []event, agency string) []string {
	lines := make([]string, len(list))
	for i, e := range list {
		lines[i] = fmt.Sprintf("%s %d %s %s", strings.TrimPrefix(e.Stream, workflow.ApplicationStream(agency, "")), e.Seq, e.Type, e.OnDate)
	}
	return lines
}

// same compares two long lists and names the first difference instead of printing both.
func same(t *testing.T, want, have []string, when string) {
	t.Helper()
	for i := range min(len(want), len(have)) {
		require.Equal(t, want[i], have[i], "%s: line %d", when, i)
	}
	require.Equal(t, len(want), len(have), "%s: number of events", when)
}

func TestAKilledScriptGoesOnWhereItStopped(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		r := chance(t)
		script, commands := scriptFile(t)
		l.agency(t, "FIRST")
		first := l.run(t, "import", "--agency", "FIRST", script)
		require.Zero(t, first.code, "%s", first.stderr)
		head := int64(1)
		whole := signature(of(l.tail(t, &head), "FIRST"), "FIRST")
		kills, middle := 0, 0
		for n := 0; kills < rounds; n++ {
			agency := fmt.Sprintf("K%d", n)
			l.agency(t, agency)
			var got []event
			for range 3 {
				m := l.moment(t, r, kills, first.took)
				l.killedAt(t, m, "import", "--agency", agency, script)
				kills++
				got = append(got, of(l.tail(t, &head), agency)...)
				same(t, whole[:min(len(got), len(whole))], signature(got, agency), fmt.Sprintf("killed %s after %s", m.kind, m.after))
				if len(got) > 0 && len(got) < len(whole) {
					middle++
				}
			}
			again := l.run(t, "import", "--agency", agency, "--json", script)
			require.Zero(t, again.code, "%s", again.stderr)
			var did struct{ Lines, Done int }
			require.NoError(t, json.Unmarshal(again.stdout, &did))
			require.Equal(t, commands-len(got), did.Done, "the script did lines again, or left some out")
			same(t, whole, signature(append(got, of(l.tail(t, &head), agency)...), agency), "played to its end")
		}
		v := l.verified(t)
		t.Logf("%d kills of a script of %d commands (%s whole), %d of them in its middle; %d events verified",
			kills, commands, first.took.Round(time.Millisecond), middle, v.Events)
	})
}

func TestAKillWhileTheDataAreMadeDoesNoHarm(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		r := chance(t)
		require.Zero(t, l.run(t, "migrate").code) // the first run of all reads the program from disk
		whole := newLane(t, l.name).run(t, "migrate")
		require.Zero(t, whole.code, "%s", whole.stderr)
		ended := 0
		for n := range rounds {
			fresh := newLane(t, l.name)
			killed := fresh.killedAt(t, moment{kind: "start", after: upTo(r, whole.took)}, "agency", "add", "T1", "--name", "凡村镇")
			again := fresh.run(t, "agency", "list")
			require.Zero(t, again.code, "round %d: %s", n, again.stderr)
			if killed.code == 0 {
				ended++
				require.Contains(t, string(again.stdout), "T1")
			}
			fresh.verified(t)
		}
		t.Logf("%d kills of a first start (%s whole), %d came too late", rounds, whole.took.Round(time.Millisecond), ended)
	})
}
