package law_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"gongkai/law"
)

// grid lays cells out by their spans and tells the text at each place, or
// fails when two cells meet or a place stays free.
func grid(t *testing.T, rows [][]law.FormCell, columns int) []string {
	t.Helper()
	at := make([][]string, len(rows))
	for i := range at {
		at[i] = make([]string, columns)
	}
	for i, row := range rows {
		x := 0
		for _, c := range row {
			for x < columns && at[i][x] != "" {
				x++
			}
			for dy := range c.RowSpan {
				for dx := range c.ColSpan {
					require.Empty(t, at[i+dy][x+dx], "two cells meet in row %d", i+1)
					at[i+dy][x+dx] = c.Text + c.Key
				}
			}
		}
	}
	var out []string
	for i, row := range at {
		require.NotContains(t, row, "", "row %d has a free place", i+1)
		out = append(out, strings.Join(row, "|"))
	}
	return out
}

func TestTable3IsLaidOutAsPrinted(t *testing.T) {
	t.Parallel()
	for form, want := range map[string]int{law.Form2021: 25, law.Form2019: 23} {
		rows := law.Rows(form)
		require.Len(t, rows, want)
		cells := make([][]law.FormCell, 0, want)
		for i, r := range rows {
			require.Equal(t, i+1, r.Place)
			cells = append(cells, r.Cells)
			got, ok := law.RowByLabel(form, r.Label())
			require.True(t, ok, r.Label())
			require.Equal(t, r.Key, got.Key)
			got, ok = law.RowByLabel(form, " "+r.Key)
			require.True(t, ok, r.Key)
			require.Equal(t, r.Key, got.Key)
		}
		lines := grid(t, cells, 3)
		for i, r := range rows {
			require.Equal(t, strings.Join(r.Labels, "|"), strings.Join(unique(strings.Split(lines[i], "|")), "|"))
		}
	}
	require.Equal(t, []law.FormCell{
		{Text: "三、本年度办理结果", ColSpan: 1, RowSpan: 22}, {Text: "（一）予以公开", ColSpan: 2, RowSpan: 1},
	}, law.Rows(law.Form2021)[2].Cells)
	require.Equal(t, []law.FormCell{
		{Text: "（六）其他处理", ColSpan: 1, RowSpan: 3},
		{Text: "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", ColSpan: 1, RowSpan: 1},
	}, law.Rows(law.Form2021)[20].Cells)
	require.Equal(t, 20, law.Rows(law.Form2019)[2].Cells[0].RowSpan)
	require.Equal(t, []law.FormCell{{Text: "（六）其他处理", ColSpan: 2, RowSpan: 1}}, law.Rows(law.Form2019)[20].Cells)
	require.Nil(t, law.Rows("2007"))
	_, ok := law.RowByLabel(law.Form2021, "（三）不予公开")
	require.False(t, ok)
}

func unique(in []string) []string {
	var out []string
	for _, s := range in {
		if len(out) == 0 || out[len(out)-1] != s {
			out = append(out, s)
		}
	}
	return out
}

func TestTheHeadsOfTables3And4AreLaidOutAsPrinted(t *testing.T) {
	t.Parallel()
	corner := law.Table3Corner
	require.Empty(t, cmp.Diff([]string{
		strings.Repeat(corner+"|", 3) + strings.TrimSuffix(strings.Repeat("申请人情况|", 7), "|"),
		strings.Repeat(corner+"|", 3) + "自然人|" + strings.Repeat("法人或其他组织|", 5) + "总计",
		strings.Repeat(corner+"|", 3) + "自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计",
	}, grid(t, law.Table3Head(), 10)))

	five := "结果维持|结果纠正|其他结果|尚未审结|总计"
	require.Empty(t, cmp.Diff([]string{
		strings.Repeat("行政复议|", 5) + strings.TrimSuffix(strings.Repeat("行政诉讼|", 10), "|"),
		five + "|" + strings.Repeat("未经复议直接起诉|", 5) + strings.TrimSuffix(strings.Repeat("复议后起诉|", 5), "|"),
		five + "|" + five + "|" + five,
	}, grid(t, law.Table4Head(), 15)))
	keys := law.Table4Keys()
	require.Len(t, keys, 15)
	require.Equal(t, []string{"review.upheld", "litigation.direct.total", "litigation.after_review.pending"}, []string{keys[0], keys[9], keys[13]})

	var labels []string
	for _, c := range law.Columns() {
		labels = append(labels, c.Key+"="+c.Group+"/"+c.Label)
	}
	require.Equal(t, "natural_person=/自然人 total=/总计", labels[0]+" "+labels[6])
}

func TestTable2IsLaidOutAsPrinted(t *testing.T) {
	t.Parallel()
	lines := grid(t, law.Table2(law.Form2021), 4)
	require.Len(t, lines, 14)
	require.Equal(t, "规章|art20_1.regulations.made|art20_1.regulations.repealed|art20_1.regulations.valid", lines[2])
	require.Equal(t, "行政事业性收费|art20_8.fees_10k_yuan|art20_8.fees_10k_yuan|art20_8.fees_10k_yuan", lines[13])
	require.Len(t, law.Table2Keys(law.Form2021), 10)

	lines = grid(t, law.Table2(law.Form2019), 5)
	require.Len(t, lines, 18)
	require.Equal(t, "政府集中采购|art20_9.procurement.projects|art20_9.procurement.projects|art20_9.procurement.amount|art20_9.procurement.amount", lines[17])
	require.Len(t, law.Table2Keys(law.Form2019), 22)
	require.Nil(t, law.Table2("2007"))
}

func TestEachYearHasItsForm(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"", "2019", "2019", "2021", "2021"},
		[]string{law.FormOf(2018), law.FormOf(2019), law.FormOf(2020), law.FormOf(2021), law.FormOf(2026)})
}

func TestADayLineIsWordedInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		line   law.DayLine
		zh, en string
	}{
		{law.DayLine{Reason: "day0"}, "起算日，不计入", "day 0, not counted"},
		{law.DayLine{Reason: "counted", Counted: true, N: 3}, "第3个工作日", "working day 3"},
		{law.DayLine{Reason: "makeup", Counted: true, N: 4, Notice: "N"}, "第4个工作日（调休上班），依据N", "working day 4 (make-up day), by N"},
		{law.DayLine{Reason: "holiday", Holiday: "国庆节、中秋节", Notice: "N"}, "节假日，不计入：国庆节、中秋节，依据N", "holiday, not counted: National Day, Mid-Autumn Festival, by N"},
		{law.DayLine{Reason: "pause", Provisional: true}, "征求意见期间，不计入，当年放假安排尚未公布", "consultation, clock paused, not counted, calendar of that year not announced"},
		{law.DayLine{Reason: "weekend"}, "周末，不计入", "weekend, not counted"},
	} {
		require.Equal(t, x.zh, x.line.Text("zh-CN"))
		require.Equal(t, x.en, x.line.Text("en-GB"))
	}
	require.Equal(t, "unheard", law.ReasonText("unheard", "en"))
}

func TestTheLawReadsNoClockAndNoFile(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		b, err := os.ReadFile(f.Name())
		require.NoError(t, err)
		for _, banned := range []string{"time" + ".Now", `"os"`, `"net`, `"gongkai/`, "math/rand"} {
			require.NotContains(t, string(b), banned, f.Name())
		}
	}
}
