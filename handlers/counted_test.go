package handlers_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/annual"
	"gongkai/handlers"
	"gongkai/law"
	"gongkai/workflow"
)

// Every story is told from both sides: what each application says it counts in, and what each figure of tables 3 and 4
// lists, with the same event, date, article and sentence.
func TestWhatApplicationsTellIsWhatTheFiguresList(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	o.stories()
	for _, line := range []string{
		`{"do":"register","application":"A1","on":"2025-09-01","channel":"in_person","applicant":{"category":"enterprise","name":"甲"},"content":"乙"}`,
		`{"do":"reply","application":"A1","on":"2025-09-20","result":"partial","grounds":"一","served_by":"hand"}`,
		`{"do":"file_review","application":"A1","case":"FY-9","on":"2025-11-10"}`,
		`{"do":"decide_review","application":"A1","case":"FY-9","on":"2026-01-12","result":"upheld","note":"维持"}`,
		`{"do":"file_suit","application":"A1","case":"XS-9","on":"2026-02-02","after_review":true}`,
	} {
		o.do(line)
	}
	agencies, err := o.store.Agencies(t.Context())
	require.NoError(t, err)
	cases := 0
	for _, agency := range agencies {
		told, years := map[string][]string{}, []int{}
		page, err := o.store.Applications(t.Context(), workflow.Query{Agency: agency.Code, Limit: 200, Sort: "number"})
		require.NoError(t, err)
		for _, item := range page.Items {
			c, err := o.store.Application(t.Context(), agency.Code, item.Application)
			require.NoError(t, err)
			counted, err := handlers.Counted(t.Context(), o.store, c, today.Year(), "en")
			require.NoError(t, err)
			for _, y := range counted {
				years = append(years, y.Year)
				for _, cell := range y.Cells {
					key := fmt.Sprintf("%d %s %s", y.Year, cell.Row, cell.Column)
					told[key] = append(told[key], fmt.Sprint(item.Application, cell.Case, cell.Sequence, cell.Event, cell.On, cell.Article, cell.Because))
					if cell.Table == 4 {
						cases++
					}
				}
			}
		}
		slices.Sort(years)
		for _, year := range slices.Compact(years) {
			for _, cell := range cellsOfTheForm(year) {
				view, err := handlers.Cell(t.Context(), o.store, agency.Code, year, cell.Row, cell.Column, "en")
				require.NoError(t, err)
				var listed []string
				for _, l := range view.Items {
					if l.Application != "" { // a case about no application is told by none
						listed = append(listed, fmt.Sprint(l.Application, l.Case, l.Sequence, l.Event, l.On, l.Article, l.Because))
					}
				}
				key := fmt.Sprintf("%d %s %s", year, cell.Row, cell.Column)
				require.ElementsMatch(t, listed, told[key], key)
				delete(told, key)
			}
		}
		require.Empty(t, told)
	}
	require.Equal(t, 3, cases, "a review pending in 2025 and decided in 2026, a suit pending in 2026")
}

func cellsOfTheForm(year int) []annual.Cell {
	var cells []annual.Cell
	for _, row := range law.Rows(law.FormOf(year)) {
		for _, column := range annual.ColumnKeys() {
			cells = append(cells, annual.Cell{Row: row.Key, Column: column})
		}
	}
	for _, line := range law.Cases() {
		for _, outcome := range law.Outcomes() {
			if outcome.Key != law.ColumnTotal {
				cells = append(cells, annual.Cell{Row: line.Key, Column: outcome.Key})
			}
		}
	}
	return cells
}

func TestTheCasePageTellsInWhichFiguresTheApplicationStands(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	o.do(`{"do":"register","application":"A1","on":"2025-12-20","channel":"in_person","applicant":{"category":"enterprise","name":"甲"},"content":"乙"}`)
	_, err := o.store.FileReport(t.Context(), "operator", workflow.FileRequest{Agency: "T1", Year: 2025})
	require.NoError(t, err)
	o.do(`{"do":"reply","application":"A1","on":"2025-12-29","result":"partial","grounds":"一","served_by":"hand"}`)
	v := o.visitor()
	page := v.get("/agencies/T1/applications/A1").body
	for _, text := range []string{
		"统计去向", "2025 年度", "已报送", "（二）部分公开", "2025-12-29 答复（第3号事件，条例第37条）（2025年度已报送，顺延计入），计入（二）部分公开",
		"按现有记录应计入“一、本年新收”、“（二）部分公开",
	} {
		require.Contains(t, page, text)
	}
	links := regexp.MustCompile(`<a href="(/agencies/T1/reports/\d+/cells/[^"]+)">`).FindAllStringSubmatch(page, -1)
	var paths []string
	for _, link := range links {
		paths = append(paths, strings.TrimPrefix(link[1], "/agencies/T1/reports/"))
		require.Contains(t, v.get(link[1]).body, "/agencies/T1/applications/A1#event-", "the list behind the figure names it too")
	}
	require.Equal(t, []string{
		"2025/cells/new/enterprise", "2025/cells/carried_out/enterprise",
		"2026/cells/carried_in/enterprise", "2026/cells/partial/enterprise", "2026/cells/total/enterprise",
	}, paths)
	v.post("/language", url.Values{"to": {"en"}, "back": {"/"}})
	require.Contains(t, v.get("/agencies/T1/applications/A1").body, "Where it counts in the annual report")

	var shown struct {
		Counted []handlers.ShownYear `json:"counted"`
	}
	require.NoError(t, json.Unmarshal([]byte(v.get("/api/v1/applications/T1/A1").body), &shown))
	require.Len(t, shown.Counted, 2)
	require.Equal(t, handlers.ShownCell{
		Table: 3, Row: "partial", RowLabel: "（二）部分公开", Column: "enterprise", ColumnLabel: "商业企业", Sequence: 3, Event: "replied", EventLabel: "答复",
		On: law.NewDate(2025, 12, 29), Article: "37", Because: "2025-12-29 答复（第3号事件，条例第37条）（2025年度已报送，顺延计入），计入（二）部分公开",
	}, shown.Counted[1].Cells[1])
}
