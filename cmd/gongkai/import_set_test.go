package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Two ledgers, the published report of one of their years, and one of a year of which only the report is left.
func TestThePastOfSeveralYearsGoesInTogetherOrNotAtAll(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		return file
	}
	const head = "编号,收到日期,申请人类型,办结日期,办理结果\n"
	first := write("2023.csv", head+"A1,2023-03-01,自然人,2023-03-20,予以公开\nA2,2023-12-20,商业企业,2024-01-10,部分公开\n")
	second := write("2024.csv", head+"B1,2024-05-06,自然人,2024-05-30,予以公开\n")
	alone := newOffice(t)
	alone.ok("import", "--agency", "T1", first)
	alone.ok("import", "--agency", "T1", second)
	tables := func(o *office, year string) string {
		var b bytes.Buffer
		require.NoError(t, json.Compact(&b, []byte(o.ok("report", "--agency", "T1", "--year", year, "--format", "json"))))
		return b.String()
	}
	published := tables(alone, "2024")
	require.Contains(t, published, `"new":[1,`)
	same := write("2024.json", published)
	other := write("other.json", strings.Replace(published, `"new":[1,`, `"new":[2,`, 1))
	old := "../../annual/testdata/published/fancun-2022.json"

	o := newOffice(t)
	before := o.ok("events", "--json")
	dry := o.ok("import", "--agency", "T1", "--dry-run", second, same, old, first)
	for _, text := range []string{"2022 年度：没有台账", "2024 年度：由台账得出的表三与已公布的一致", "未保存任何内容"} {
		require.Contains(t, dry, text)
	}
	require.Equal(t, before, o.ok("events", "--json"), "a dry run stores nothing")

	o.fails(exitRefused, "import", "--agency", "T1", second, other, old, first)
	require.Equal(t, before, o.ok("events", "--json"), "a set that differs stores nothing")

	twice := write("twice.csv", head+"C1,2024-06-03,自然人,2024-06-20,予以公开\nA1,2024-06-03,自然人,2024-06-20,予以公开\n")
	errs := o.fails(exitRefused, "import", "--agency", "T1", first, twice)
	require.Contains(t, errs, "twice.csv：第 3 行")
	require.Equal(t, before, o.ok("events", "--json"), "a number in two ledgers stores nothing")
	o.fails(exitUsage, "import", "--agency", "T1", "--expect", same, first, second)
	o.fails(exitRefused, "import", "--agency", "T1", old, old)

	o.ok("import", "--agency", "T1", second, same, old, first)
	after := o.ok("events", "--json")
	o.ok("import", "--agency", "T1", first, old, same, second)
	require.Equal(t, after, o.ok("events", "--json"), "the same files in another order are the same set")
	require.Contains(t, tables(o, "2022"), `"status":"frozen"`)
	live := tables(o, "2024")
	require.Contains(t, live, `"status":"live"`)
	require.Contains(t, live, `"carried_in":[0,1,`)
	o.ok("verify")
}
