package db_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/db"
	"gongkai/law"
	"gongkai/workflow"
)

// ask builds a registration with words of its own.
func ask(number, on, name, content string) *workflow.Register {
	r := register(number, on)
	r.Applicant.Name, r.Content = name, content
	return r
}

func assignTo(number, on string, departments ...string) *workflow.Assign {
	a := &workflow.Assign{Common: workflow.Common{Do: "assign", Agency: "T1", Application: number, On: day(on)}}
	for _, d := range departments {
		a.Departments = append(a.Departments, workflow.Assignment{Code: d})
	}
	return a
}

// listed gives the numbers of all pages of a query, and how long each page was.
func listed(t *testing.T, s *db.Store, q workflow.Query) (numbers []string, pages []int) {
	t.Helper()
	numbers = []string{}
	for {
		page, err := s.Applications(t.Context(), q)
		require.NoError(t, err)
		pages = append(pages, len(page.Items))
		for _, item := range page.Items {
			numbers = append(numbers, item.Application)
		}
		if page.Next == "" {
			return numbers, pages
		}
		q.Cursor = page.Next
	}
}

// desk opens a log with cases in several states: A2 is due before A1, A3 arrived unreceived, A4 is closed.
func desk(t *testing.T, l lane) *db.Store {
	s := l.openOffice(t)
	require.NoError(t, s.AddAgency(t.Context(), "admin", workflow.Agency{Code: "T2", Name: "邻镇人民政府"}))
	do(t, s, ask("A1", "2026-02-12", "王小明", "2024年道路维修预算"))
	do(t, s, ask("A2", "2026-02-03", "李大为", "凡村小学校车采购合同"))
	mail := ask("A3", "2026-02-04", "赵五", "河道治理方案")
	mail.Channel = "mail_ordinary"
	do(t, s, mail)
	do(t, s, ask("A4", "2026-01-05", "孙六", "道路照明预算"))
	do(t, s, withdraw("A4", "2026-01-09"))
	other := ask("A1", "2026-02-05", "王小明", "道路")
	other.Agency = "T2"
	do(t, s, other)
	do(t, s, assignTo("A1", "2026-02-13", "D2", "D1"))
	return s
}

func TestAListShowsWhatARowSaysAndOpensTheWords(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := desk(t, l)
		page, err := s.Applications(t.Context(), workflow.Query{Agency: "T1", States: []workflow.State{workflow.Received}, Sort: "number", Limit: 1})
		require.NoError(t, err)
		require.NotEmpty(t, page.Next)
		require.WithinDuration(t, time.Now(), page.Items[0].ChangedAt, time.Hour)
		page.Items[0].ChangedAt = time.Time{}
		c, err := s.Application(t.Context(), "T1", "A1")
		require.NoError(t, err)
		require.Equal(t, []workflow.Summary{{
			Agency: "T1", Application: "A1", Sequence: c.Application.Seq(), State: workflow.Received, Channel: "in_person",
			Category: "natural_person", RegisteredOn: day("2026-02-12"), ReceivedOn: day("2026-02-12"),
			DueOn: c.Application.Due.On, DueKind: c.Application.Due.Kind, Facts: c.Application.Facts(),
			Holders: []string{"D1", "D2"}, Applicant: "王小明", Content: "2024年道路维修预算",
		}}, page.Items)
	})
}

func TestAListIsFilteredAndSorted(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := desk(t, l)
		due := func(number string) law.Date {
			c, err := s.Application(t.Context(), "T1", number)
			require.NoError(t, err)
			return c.Application.Due.On
		}
		for name, c := range map[string]struct {
			query workflow.Query
			want  []string
		}{
			"due":                           {workflow.Query{}, []string{"A2", "A1", "A3", "A4"}},
			"due reversed":                  {workflow.Query{Sort: "-due"}, []string{"A1", "A2", "A3", "A4"}},
			"received":                      {workflow.Query{Sort: "received"}, []string{"A4", "A2", "A1", "A3"}},
			"received reversed":             {workflow.Query{Sort: "-received"}, []string{"A1", "A2", "A4", "A3"}},
			"number":                        {workflow.Query{Sort: "number"}, []string{"A1", "A2", "A3", "A4"}},
			"number reversed":               {workflow.Query{Sort: "-number"}, []string{"A4", "A3", "A2", "A1"}},
			"states":                        {workflow.Query{States: []workflow.State{workflow.Arrived, workflow.OtherwiseClosed}}, []string{"A3", "A4"}},
			"open":                          {workflow.Query{OpenOnly: true}, []string{"A2", "A1", "A3"}},
			"overdue":                       {workflow.Query{Overdue: true}, []string{}},
			"department":                    {workflow.Query{Department: "D2"}, []string{"A1"}},
			"department that holds nothing": {workflow.Query{Department: "D3"}, []string{}},
			"due before":                    {workflow.Query{OpenOnly: true, DueBefore: due("A2")}, []string{"A2"}},
			"content":                       {workflow.Query{Text: "道路"}, []string{"A1", "A4"}},
			"content, two words":            {workflow.Query{Text: "预算　维修"}, []string{"A1"}},
			"content, full width":           {workflow.Query{Text: "２０２４年"}, []string{"A1"}},
			"pairs that do not meet":        {workflow.Query{Text: "道路预算"}, []string{}},
			"applicant":                     {workflow.Query{Text: "王小明"}, []string{"A1"}},
			"applicant and content":         {workflow.Query{Text: "孙六 照明"}, []string{"A4"}},
			"word and single character":     {workflow.Query{Text: "道路 孙"}, []string{"A4"}},
			"number looked for":             {workflow.Query{Text: "a2"}, []string{"A2"}},
			"single character of a number":  {workflow.Query{Text: "3"}, []string{"A3"}},
			"nothing to look for":           {workflow.Query{Text: "，。"}, []string{}},
			"not found":                     {workflow.Query{Text: "学校食堂"}, []string{}},
			"what PostgreSQL cannot store":  {workflow.Query{Department: "D1\x00"}, []string{}},
			"search operators are words":    {workflow.Query{Text: `道路" OR "x' & !`}, []string{}},
		} {
			c.query.Agency = "T1"
			got, _ := listed(t, s, c.query)
			require.Equal(t, c.want, got, name)
			c.query.Limit = 1
			got, pages := listed(t, s, c.query)
			require.Equal(t, c.want, got, "%s, page by page", name)
			require.LessOrEqual(t, slices.Max(pages), 1, name)
		}
		all, _ := listed(t, s, workflow.Query{Text: "王小明", Sort: "received"})
		require.Equal(t, []string{"A1", "A1"}, all, "without an agency, all of them")
	})
}

func TestALongListComesInPagesWithoutGapOrDouble(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		var facts []workflow.LedgerFact
		want := []string{}
		for i := range 450 {
			number := fmt.Sprintf("L%04d", i)
			want = append(want, number)
			facts = append(facts, workflow.LedgerFact{
				Application: number, Received: day("2025-03-03").AddDays(i % 3), Channel: "online", Category: "enterprise",
				Closed: day("2025-03-20"), Result: "disclosed", Name: "甲公司", Content: "招标文件",
			})
		}
		_, err := s.RecordLedger(t.Context(), "clerk", "T1", facts, "ledger")
		require.NoError(t, err)
		for _, sort := range []string{"", "-due", "received", "-received", "number", "-number"} {
			got, pages := listed(t, s, workflow.Query{Agency: "T1", Sort: sort, Text: "招标", Limit: 1000})
			require.Equal(t, []int{200, 200, 50}, pages, sort)
			slices.Sort(got)
			require.Equal(t, want, got, sort)
		}
		_, pages := listed(t, s, workflow.Query{Agency: "T1", Limit: -1})
		require.Equal(t, 9, len(pages))
		require.Equal(t, 50, pages[0])
	})
}

func TestAnUnreadableCursorOrSortIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := desk(t, l)
		page, err := s.Applications(t.Context(), workflow.Query{Agency: "T1", Sort: "number", Limit: 1})
		require.NoError(t, err)
		encode := base64.RawURLEncoding.EncodeToString
		for name, q := range map[string]workflow.Query{
			"cursor": {Cursor: "%%%"}, "of another order": {Cursor: page.Next, Sort: "due"},
			"no object": {Cursor: encode([]byte("[]"))}, "no place": {Cursor: encode([]byte(`{"s":"due","p":9,"i":1}`))},
			"not storable": {Cursor: encode([]byte(`{"s":"due","p":0,"k":"a\u0000","i":1}`))},
			"long":         {Cursor: strings.Repeat("é", 5000)},
		} {
			_, err := s.Applications(context.Background(), q)
			var refused *workflow.Refusal
			require.ErrorAs(t, err, &refused, name)
			require.Equal(t, "malformed", refused.Code, name)
			require.Equal(t, "cursor", refused.Faults[0].Field, name)
		}
		_, err = s.Applications(t.Context(), workflow.Query{Sort: "size"})
		var refused *workflow.Refusal
		require.ErrorAs(t, err, &refused)
		require.Equal(t, workflow.Fault{Field: "sort", Code: "unknown_value", Want: "due, received, number"}, refused.Faults[0])
	})
}

func TestAListShowsCorrectedWordsAndFindsThem(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := desk(t, l)
		do(t, s, &workflow.Correct{
			Common: workflow.Common{Do: "correct", Agency: "T1", Application: "A2", On: day("2026-02-06")}, Sequence: 1,
			Fields: map[string]workflow.Change{"name": {Before: "李大为", After: "李大伟"}}, Reason: "笔误",
		})
		page, err := s.Applications(t.Context(), workflow.Query{Agency: "T1", Text: "李大伟"})
		require.NoError(t, err)
		require.Len(t, page.Items, 1)
		require.Equal(t, "李大伟", page.Items[0].Applicant)
		require.Equal(t, "凡村小学校车采购合同", page.Items[0].Content)
		got, _ := listed(t, s, workflow.Query{Agency: "T1", Text: "大为"})
		require.Empty(t, got)
	})
}
