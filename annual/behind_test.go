package annual

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongkai/law"
	"gongkai/workflow"
)

// trace gives an entry that came with its first event and was closed by its fourth.
func trace(e Entry, closing string) Trace {
	t := Trace{Entry: e, Came: workflow.Mark{Seq: 1, Type: workflow.Registered}}
	if !e.Closed.IsZero() {
		t.Closing = workflow.Mark{Seq: 4, Type: closing}
	}
	return t
}

func TestTheCellsOfAnApplicationNameEventDateAndArticle(t *testing.T) {
	t.Parallel()
	e := Entry{
		Agency: "A", Number: "1", Category: "enterprise", Received: date("2020-12-20"), NewYear: 2020,
		Closed: date("2021-01-10"), ClosedYear: 2021, Result: "refused.state_secret",
	}
	c := trace(e, workflow.Replied)
	require.Equal(t, []int{2020, 2021}, c.Years(2026))
	require.Equal(t, []Behind{
		{e, Cell{"new", "enterprise"}, 2020, 1, "registered", e.Received, "31"},
		{e, Cell{"carried_out", "enterprise"}, 2020, 1, "registered", e.Received, "50"},
	}, c.Cells(2020))
	require.Equal(t, []Behind{
		{e, Cell{"carried_in", "enterprise"}, 2021, 1, "registered", e.Received, "50"},
		{e, Cell{"refused.state_secret", "enterprise"}, 2021, 4, "replied", e.Closed, "14"},
		{e, Cell{"total", "enterprise"}, 2021, 4, "replied", e.Closed, "14"},
	}, c.Cells(2021))
	require.Equal(t, "2021-01-10 答复（第4号事件，条例第14条），计入（三）不予公开 1.属于国家秘密", c.Cells(2021)[1].Because("zh"))

	open := trace(Entry{Received: date("2024-12-20"), NewYear: 2024}, "")
	require.Equal(t, []int{2024, 2025, 2026}, open.Years(2026))
	require.Empty(t, trace(Entry{Category: "enterprise"}, "").Years(2026), "not received")
	require.Empty(t, trace(Entry{NewYear: 2024, Void: true}, "").Years(2026))
}

func TestWhatEndsOtherwiseThanByAReplySaysSo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		closing, result string
		year            int
		row, zh, en     string
	}{
		{
			workflow.SupplementLapsed, "other.supplement_lapsed", 2024, "other.supplement_lapsed",
			"2024-05-06 逾期不补正，不再处理（第4号事件，条例第30条），计入（六）其他处理 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
			"supplement lapsed on 2024-05-06 (event 4, art. 30), counts in （六）其他处理 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 (other: supplement not supplied)",
		},
		{
			workflow.SupplementLapsed, "other.supplement_lapsed", 2020, "other",
			"2020-05-06 逾期不补正，不再处理（第4号事件，条例第30条），计入（六）其他处理", "supplement lapsed on 2020-05-06 (event 4, art. 30), counts in （六）其他处理 (other)",
		},
		{
			workflow.RecordedFromLedger, "partial", 2024, "partial",
			"2024-05-06 办结（第4号事件，条例第37条），计入（二）部分公开", "closed on 2024-05-06 (event 4, art. 37), counts in （二）部分公开 (partly disclosed)",
		},
		{
			workflow.Voided, "other.other", 2024, "other.other",
			"2024-05-06 作废（第4号事件），此前年度已报送，不再变动，故作为办结计出：（六）其他处理 3.其他（条例第50条）",
			"voided on 2024-05-06 (event 4), after a year that counts it was filed, so it leaves as closed: （六）其他处理 3.其他 (other: other) (art. 50)",
		},
	} {
		t.Run(c.closing+c.row, func(t *testing.T) {
			t.Parallel()
			closed := law.NewDate(c.year, 5, 6)
			b := trace(Entry{Received: closed.AddDays(-20), NewYear: c.year, Closed: closed, ClosedYear: c.year, Result: c.result}, c.closing).Cells(c.year)[1]
			require.Equal(t, []string{c.row, c.zh, c.en}, []string{b.Row, b.Because("zh"), b.Because("en")})
		})
	}
}

// The cells told by an application and the lists behind the figures are the same thing seen from two sides.
func TestTheCellsOfApplicationsAreTheListsBehindTheFigures(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := entries().Draw(t, "entries")
		for year := 2019; year <= 2025; year++ {
			told := map[Cell][]Behind{}
			for _, e := range all {
				c := trace(e, workflow.Replied)
				cells := c.Cells(year)
				require.Equal(t, slices.Contains(c.Years(2025), year), len(cells) > 0)
				for _, b := range cells {
					told[b.Cell] = append(told[b.Cell], b)
				}
			}
			table := Tabulate(slices.Values(all), year).Grid(law.FormOf(year))
			for _, row := range law.Rows(law.FormOf(year)) {
				for _, column := range ColumnKeys() {
					cell := Cell{row.Key, column}
					var listed []Behind
					for _, e := range all {
						if b, ok := trace(e, workflow.Replied).In(cell, year); ok {
							listed = append(listed, b)
						}
					}
					require.Equal(t, listed, told[cell])
					require.Len(t, told[cell], int(table.Cell(row.Key, column).N))
				}
			}
		}
	})
}
