package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// office is a data directory with one body, played through the command line as a person would.
type office struct {
	t    *testing.T
	data string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t, t.TempDir()}
	o.ok("agency", "add", "T1", "--name", "青山镇人民政府")
	for _, d := range []string{"D1", "D2", "D3"} {
		o.ok("department", "add", d, "--agency", "T1", "--name", "部门"+d)
	}
	return o
}

func (o *office) run(args ...string) (stdout, stderr string, status int) {
	var out, errs bytes.Buffer
	status = run(o.t.Context(), append([]string{"--data", o.data}, args...), strings.NewReader(""), &out, &errs)
	return out.String(), errs.String(), status
}

func (o *office) ok(args ...string) string {
	o.t.Helper()
	out, errs, status := o.run(args...)
	require.Equal(o.t, exitDone, status, "%v: %s", args, errs)
	return out
}

func (o *office) fails(status int, args ...string) string {
	o.t.Helper()
	_, errs, got := o.run(args...)
	require.Equal(o.t, status, got, "%v: %s", args, errs)
	require.NotEmpty(o.t, errs)
	return errs
}

func TestEveryStoryPlaysThroughTheCommandLine(t *testing.T) {
	t.Parallel()
	stories, err := filepath.Glob("../../workflow/stories/*.jsonl")
	require.NoError(t, err)
	require.Greater(t, len(stories), 30)
	for _, story := range stories {
		t.Run(filepath.Base(story), func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			o.ok("import", "--agency", "T1", story)
			before := o.ok("events", "--json")
			o.ok("import", "--agency", "T1", story)
			require.Equal(t, before, o.ok("events", "--json"), "played again nothing is added")
			o.ok("verify")
		})
	}
}

func TestClockBatchGivesEveryDateOfTheRulebook(t *testing.T) {
	t.Parallel()
	const questions = "../../law/testdata/deadlines.csv"
	o := &office{t, t.TempDir()}
	answers := table(t, strings.NewReader(o.ok("clock", "--batch", questions)))
	f, err := os.Open(questions)
	require.NoError(t, err)
	defer f.Close()
	asked := table(t, f)
	require.Len(t, answers, len(asked))
	for i, q := range asked {
		require.Equal(t, q["expected"], answers[i]["result"], q["id"])
	}
	require.NoFileExists(t, filepath.Join(o.data, "gongkai.db"), "the clock opens no database")
}

func table(t *testing.T, r interface{ Read([]byte) (int, error) }) []map[string]string {
	rows, err := csv.NewReader(r).ReadAll()
	require.NoError(t, err)
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		out = append(out, m)
	}
	return out
}

func TestExitStatusTellsRefusalFromUsage(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	register := []string{"do", "register", "--agency", "T1", "channel=online", "applicant.category=natural_person", "applicant.name=张三", "content=文件", "on=2025-03-04"}
	o.ok(register...)
	for name, c := range map[string]struct {
		status int
		says   string
		args   []string
	}{
		"no such subcommand":       {exitUsage, "nonsense", []string{"nonsense"}},
		"no such agency":           {exitRefused, "unknown_agency", []string{"do", "withdraw", "2025-0001", "--agency", "X"}},
		"no such application":      {exitRefused, "unknown_application", []string{"show", "N9", "--agency", "T1"}},
		"a rule, with its article": {exitRefused, "第 33 条", []string{"do", "extend", "2025-0001", "--agency", "T1", "days=21", "reason=x", "approved_by=y", "on=2025-03-05"}},
		"an impossible date":       {exitRefused, "on", []string{"do", "withdraw", "2025-0001", "--agency", "T1", "on=2025-02-30"}},
		"an unknown field":         {exitRefused, "colour", []string{"do", "withdraw", "2025-0001", "--agency", "T1", "colour=red"}},
		"a number taken":           {exitRefused, "already_registered", append(append([]string{}, register...), "2025-0001")},
		"unreadable JSON":          {exitUsage, "unreadable", []string{"do", "--agency", "T1", "{"}},
		"a day to come":            {exitRefused, "sweep_in_future", []string{"sweep", "--on", "2199-01-01"}},
		"no-login for the world":   {exitUsage, "--no-login", []string{"serve", "--no-login", "--listen", "0.0.0.0:0"}},
		"an unknown cell":          {exitRefused, "unknown_cell", []string{"report", "cell", "nix", "total", "--agency", "T1", "--year", "2025"}},
		"a missing file":           {exitUsage, "none.csv", []string{"import", "--agency", "T1", "none.csv"}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, o.fails(c.status, c.args...), c.says)
		})
	}
	o.ok("verify")
}

// Published reports, given back as ledgers with the same facts, come out cell by cell; the same through the door.
func TestLedgersOfPublishedReportsGiveTheirTables(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"suqian-city-2024", "huaian-city-2024", "jinhu-county-2023", "fancun-2022"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			published := "../../annual/testdata/published/" + name + ".json"
			raw, err := os.ReadFile(published)
			require.NoError(t, err)
			var report struct {
				Year   int
				Table3 struct{ Rows map[string][]int }
			}
			require.NoError(t, json.Unmarshal(raw, &report))
			file := filepath.Join(t.TempDir(), "台账.csv")
			require.NoError(t, os.WriteFile(file, []byte(ledgerOf(report.Year, report.Table3.Rows)), 0o600))
			o := newOffice(t)
			o.ok("import", "--agency", "T1", "--expect", published, file)
			var live struct {
				Table3 struct{ Rows map[string][]int }
			}
			require.NoError(t, json.Unmarshal([]byte(o.ok("report", "--agency", "T1", "--year", fmt.Sprint(report.Year), "--format", "json")), &live))
			require.Equal(t, report.Table3.Rows, live.Table3.Rows)
			for row, figures := range live.Table3.Rows {
				cell := o.ok("report", "cell", row, "natural_person", "--agency", "T1", "--year", fmt.Sprint(report.Year))
				require.Equal(t, figures[0], strings.Count(cell, "\n"), "the list of %s is as long as its figure", row)
			}
			o.ok("verify")
		})
	}
}

// ledgerOf writes the register an office with these figures would have kept.
func ledgerOf(year int, rows map[string][]int) string {
	categories := []string{"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"}
	var b strings.Builder
	b.WriteString("编号,收到日期,收件方式,申请人类型,申请人,申请内容,承办部门,办结日期,办理结果,备注\n")
	n := 0
	for c, category := range categories {
		var results []string
		for key, figures := range rows {
			if key != "new" && key != "carried_in" && key != "total" && key != "carried_out" {
				for range figures[c] {
					results = append(results, key)
				}
			}
		}
		for i := range rows["new"][c] + rows["carried_in"][c] {
			n++
			received, closed, result := fmt.Sprintf("%d年11月3日", year), "", ""
			if i < rows["carried_in"][c] {
				received = fmt.Sprintf("%d/12/20", year-1)
			}
			if i < len(results) {
				closed, result = fmt.Sprintf("%d-12-01", year), results[i]
			}
			fmt.Fprintf(&b, "L%d,%s,网络,%s,某人,某事,,%s,%s,\n", n, received, category, closed, result)
		}
	}
	return b.String()
}

func TestALedgerWithABadRowStoresNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	file := filepath.Join(t.TempDir(), "l.csv")
	text := "编号,收到日期,申请人类型,办结日期,办理结果\nL1,2025-03-04,自然人,2025-03-20,予以公开\nL2,2025-03-04,火星人,2025-03-01,予以公开\n"
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	before := o.ok("events", "--json")
	errs := o.fails(exitRefused, "import", "--agency", "T1", file)
	require.Contains(t, errs, "3")
	require.Contains(t, errs, "申请人类型")
	require.Contains(t, errs, "办结日期")
	require.Equal(t, before, o.ok("events", "--json"))
}

func TestReportCheckNamesWhatIsBroken(t *testing.T) {
	t.Parallel()
	o := &office{t, t.TempDir()}
	for name, broken := range map[string]string{
		"huaian-hongze-district-2023": "B8  不符", "jinhu-county-2023": "B8  不符", "part-suqian-yanghe-2025": "B1  不符",
		"suqian-city-2024": "", "huaian-city-2024": "", "fancun-2022": "", "shanghai-stc-2024": "",
	} {
		out, _, status := o.run("report", "check", "../../annual/testdata/published/"+name+".json")
		if broken == "" {
			require.Equal(t, exitDone, status, "%s: %s", name, out)
			continue
		}
		require.Equal(t, exitRefused, status, name)
		require.Contains(t, out, broken, name)
	}
}

func TestDemoPlaysAYearAndCanBePlayedAgain(t *testing.T) {
	t.Parallel()
	o := &office{t, t.TempDir()}
	first := o.ok("demo")
	require.Contains(t, first, "一、本年新收政府信息公开申请数量")
	require.Contains(t, first, "差异 0 处")
	require.Equal(t, strings.Count(first, "（时钟）"), strings.Count(o.ok("demo"), "（时钟）"))
	o.ok("verify")
}
