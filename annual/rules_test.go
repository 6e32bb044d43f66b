package annual

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/law"
)

func readFixture(t *testing.T, name string) Report {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "published", name+".json"))
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	r, err := ReadPublished(f)
	require.NoError(t, err)
	return r
}

func TestPublishedReportsKeepOrBreakTheRules(t *testing.T) {
	t.Parallel()
	const (
		yes  = Holds
		no   = Broken
		open = Undecided
	)
	for _, c := range []struct {
		file  string
		sound bool
		want  [8]Verdict // B1 … B8, without last year's report
		names []string   // what the details must name
	}{
		{"fancun-2022", true, [8]Verdict{yes, yes, yes, open, yes, open, yes, yes}, nil},
		{"huaian-city-2024", true, [8]Verdict{yes, yes, yes, open, yes, yes, open, yes}, nil},
		{"suqian-city-2024", true, [8]Verdict{yes, yes, yes, open, yes, yes, open, yes}, nil},
		{"unnamed-agency-2023-a", true, [8]Verdict{yes, yes, yes, open, yes, open, yes, yes}, nil},
		{"shanghai-stc-2024", true, [8]Verdict{open, yes, open, open, open, yes, open, yes}, nil},
		{
			"shanghai-general-office-2019", true,
			[8]Verdict{open, open, open, open, open, open, open, open},
			[]string{"2 hold, 5 undecided because a number is unknown"},
		},
		{
			"huaian-hongze-district-2023", false,
			[8]Verdict{yes, yes, yes, open, yes, yes, yes, no},
			[]string{
				"表四“行政复议”：结果维持 10 + 结果纠正 1 + 其他结果 0 + 尚未审结 0 = 11≠总计 0",
				"table 4, litigation.after_review: upheld 5 + corrected 0 + other 0 + pending 0 = 5 is not total 0",
			},
		},
		{
			"jinhu-county-2023", false,
			[8]Verdict{yes, yes, yes, open, yes, yes, open, no},
			[]string{"表四“行政诉讼（未经复议直接起诉）”：结果维持 2 + 结果纠正 0 + 其他结果 1 + 尚未审结 0 = 3≠总计 0"},
		},
		{
			"part-suqian-yanghe-2025", false,
			[8]Verdict{no, open, open, open, open, open, open, open},
			[]string{
				"表三“自然人”列：一、本年新收 60 + 二、上年结转 0 = 60≠三（七）总计 61 + 四、结转下年度 0 = 61",
				"table 3, column other: new 1 + carried_in 0 = 1 is not total 0 + carried_out 0 = 0",
			},
		},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			checks := Audit(readFixture(t, c.file), Evidence{})
			var got [8]Verdict
			var details string
			for i, check := range checks {
				got[i] = check.OK
				require.NotEmpty(t, check.Detail)
				require.NotEmpty(t, check.DetailEn)
				details += check.Text("zh") + "\n" + check.Text("en") + "\n"
			}
			require.Equal(t, c.want, got, details)
			require.Equal(t, c.sound, Sound(checks))
			for _, name := range c.names {
				require.Contains(t, details, name)
			}
		})
	}
}

func TestPublishedBlanksCountAsNothingAndBlankTotalsLeaveARelationOpen(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile(filepath.Join("testdata", "published", "shanghai-general-office-2019.json"))
	require.NoError(t, err)
	r, err := ParsePublished(bytes.ReplaceAll(b, []byte(" null"), []byte(` ""`)))
	require.NoError(t, err)
	checks := Audit(r, Evidence{})
	var got [8]Verdict
	for i, c := range checks {
		got[i] = c.OK
	}
	// 科研机构 and 社会公益组织 are blank throughout: their sums are blank and open; no column is broken.
	require.Equal(t, [8]Verdict{
		Undecided, Undecided, Undecided, Undecided, Holds, Broken, Undecided, Undecided,
	}, got)
	require.Equal(t, "一 + 二 = 三（七）+ 四，逐列：5 处成立，2 处因数字未知无法判断", checks[0].Detail)
	require.Equal(t, "（一）至（六）之和 = （七）总计，逐列：4 处成立，3 处因数字未知无法判断", checks[1].Detail)
	require.Equal(t, "the prose gives disclosed_and_partial as 258, the tables as 275; "+
		"the prose gives unable as 265, the tables as 337", checks[5].DetailEn)
	require.True(t, Sound(checks))
}

func TestCarriedInIsComparedWithTheYearBefore(t *testing.T) {
	t.Parallel()
	now := readFixture(t, "huaian-city-2024")
	before := NewGrid(law.Form2021)
	before.Rows[law.RowCarriedOut] = [Columns]Figure{Count(33), Count(0), Count(0), Count(0), {}, Count(0), Count(33)}
	check := func(year int) Check {
		return Audit(now, Evidence{Previous: &Report{Year: year, Table3: before}})[3]
	}
	require.Equal(t, Check{
		Rule: "B4", OK: Broken,
		Detail: "表三“自然人”列：2024年“二、上年结转” 34≠2023年“四、结转下年度” 33；" +
			"表三“总计”列：2024年“二、上年结转” 34≠2023年“四、结转下年度” 33",
		DetailEn: "table 3, column natural_person: carried_in of 2024 34 is not carried_out of 2023 33; " +
			"table 3, column total: carried_in of 2024 34 is not carried_out of 2023 33",
	}, check(2023))
	require.Equal(t, Undecided, check(2022).OK)
	require.True(t, Sound([]Check{check(2023)}), "B4 asks for an explanation, it does not decide")
}

func TestResultsThatNeedANoticeCannotOutnumberTheNotices(t *testing.T) {
	t.Parallel()
	var table Table3
	require.True(t, table.Add("other.supplement_lapsed", "natural_person", 3))
	r := New("A", 2025, law.Form2021, NoFigures(law.Form2021), table, NoCases())
	require.Equal(t, Holds, Audit(r, Evidence{SupplementNotices: Count(3)})[6].OK)
	require.Equal(t, Undecided, Audit(r, Evidence{})[6].OK)
	broken := Audit(r, Evidence{SupplementNotices: Count(2)})[6]
	require.Equal(t, Broken, broken.OK)
	require.Contains(t, broken.DetailEn, "row other.supplement_lapsed: 3 is more than supplement notices: 2")
}

func TestNegativeFractionalAndWordyCellsAreNoCounts(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{`-1`, `2.5`, `"about ten"`} {
		r, err := ParsePublished([]byte(`{"year":2025,"table3":{"rows":{"new":[` + cell + `,0,0,0,0,0,0]}}}`))
		require.NoError(t, err)
		check := Audit(r, Evidence{})[4]
		require.Equal(t, Broken, check.OK, cell)
		require.Contains(t, check.DetailEn, "table 3, column natural_person, row new: ")
	}
}
