package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/law"
)

func TestCodesAndNamesOfBodiesAreChecked(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, code := range []string{"A/B", "A B", "机关", "0123456789012345678901234567890123"} {
		require.Contains(t, o.fails(exitRefused, "agency", "add", code, "--name", "x"), "代码")
	}
	require.Contains(t, o.fails(exitRefused, "agency", "add", "A2", "--name", "\x1b[2J"), "名称")
	require.Contains(t, o.fails(exitRefused, "department", "add", "_", "--agency", "T1", "--name", "x"), "_")
	require.Contains(t, o.fails(exitRefused, "department", "add", "D9", "--agency", "X", "--name", "x"), "unknown_agency")
}

func TestEveryRowTheRegisterRefusesIsNamed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	head := "编号,收到日期,申请人类型,办结日期,办理结果\n"
	first := filepath.Join(t.TempDir(), "a.csv")
	require.NoError(t, os.WriteFile(first, []byte(head+"N1,2025-03-04,自然人,,\n"), 0o600))
	o.ok("import", "--agency", "T1", first)
	require.Contains(t, o.ok("import", "--agency", "T1", first), "1 件", "the same file again is no second ledger")

	second := filepath.Join(t.TempDir(), "b.csv")
	require.NoError(t, os.WriteFile(second, []byte(head+"N2,2025-03-04,自然人,,\nN1,2025-03-05,自然人,,\nN3,2007-03-04,自然人,,\n"), 0o600))
	before := o.ok("events", "--json")
	errs := o.fails(exitRefused, "import", "--agency", "T1", second)
	require.Contains(t, errs, "第 3 行，编号：[already_registered]")
	require.Contains(t, errs, "第 4 行，收到日期：[no_law]")
	require.Equal(t, before, o.ok("events", "--json"))
}

func TestAFiledReportStaysAsItIs(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.ok("import", "--agency", "T1", "../../annual/testdata/published/huaian-city-2024.json")
	filed := o.ok("report", "--agency", "T1", "--year", "2024", "--format", "json")
	require.Contains(t, filed, `"frozen"`)
	o.ok("do", "register", "--agency", "T1", "channel=online", "applicant.category=natural_person", "applicant.name=张三", "content=x", "on=2024-12-25")
	require.Equal(t, filed, o.ok("report", "--agency", "T1", "--year", "2024", "--format", "json"))
	require.Contains(t, o.ok("report", "cell", "new", "total", "--agency", "T1", "--year", "2025"), "2024-0001")
	o.ok("verify")
}

func TestANewNoticeMovesOpenCasesAndWhatIsPastActsAtOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.ok("do", "register", "N1", "--agency", "T1", "channel=in_person", "applicant.category=natural_person", "applicant.name=张三", "content=x", "on="+today().AddDays(-28).String())
	notice := filepath.Join(t.TempDir(), "n.json")
	extra := `{"number":"测试〔2026〕1号","title":"调整","announced":"` + today().AddDays(-20).String() + `","year":` + today().String()[:4] +
		`,"whole":false,"off":[],"work":["` + saturday(-9).String() + `","` + saturday(-16).String() + `"],"source":"x"}`
	require.NoError(t, os.WriteFile(notice, []byte(extra), 0o600))
	require.Contains(t, o.ok("calendar", "add", notice), "1 件")
	require.Contains(t, o.fails(exitRefused, "calendar", "add", notice), "already_exists")
	require.Contains(t, o.ok("events", "--json"), `"type":"due_recomputed"`)
	o.ok("verify")
}

func TestReadingWantsDataThatAreThere(t *testing.T) {
	t.Parallel()
	o := &office{t, filepath.Join(t.TempDir(), "typo")}
	for _, args := range [][]string{{"verify"}, {"show", "N1", "--agency", "T1"}, {"events"}, {"report", "--agency", "T1", "--year", "2025"}} {
		o.fails(exitUsage, args...)
		require.NoDirExists(t, o.data)
	}
}

// saturday is the last Saturday on or before some days from today.
func saturday(days int) law.Date {
	d := today().AddDays(days)
	for d.Weekday() != time.Saturday {
		d--
	}
	return d
}
