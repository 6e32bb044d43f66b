package db_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/annual"
	"gongkai/workflow"
)

func TestTheWordsOfAReportAreKeptInVersionsWithTheirFiguresFilledIn(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		ctx := t.Context()
		record(t, s, ledgerFacts(40, 3))
		write := func(chapter int, text string, seen *int) (annual.Written, error) {
			return s.WriteChapter(ctx, "clerk", "T1", 2025, chapter, text, seen)
		}
		draft := func() annual.Draft {
			d, err := s.DraftText(ctx, report(t, s, 2025))
			require.NoError(t, err)
			return d
		}
		text := func(chapter int) string {
			d, err := s.Document(ctx, report(t, s, 2025))
			require.NoError(t, err)
			var out []string
			for _, p := range d.Chapters[chapter-1].Text {
				out = append(out, p.String())
			}
			return strings.Join(out, "\n")
		}
		require.Contains(t, text(1), "2025年新收政府信息公开申请"+report(t, s, 2025).Table3.Cell("new", "total").String()+"件，比上年")

		first, err := write(1, "收到{{new.total}}件。\r\n", nil)
		require.NoError(t, err)
		require.Equal(t, annual.Written{Chapter: 1, Version: first.Version, Text: "收到{{new.total}}件。", Actor: "clerk", On: today}, first)
		require.Equal(t, "收到"+report(t, s, 2025).Table3.Cell("new", "total").String()+"件。", text(1))
		same, err := write(1, "收到{{new.total}}件。", nil)
		require.NoError(t, err)
		require.Equal(t, first, same, "the same words change nothing")

		zero := 0
		_, err = write(1, "别人的", &zero)
		requireRefused(t, err, "chapter_conflict")
		second, err := write(1, "收到申请{{received.total}}件，另有1件。", &first.Version)
		require.NoError(t, err)
		require.Greater(t, second.Version, first.Version)
		require.Equal(t, []annual.Written{second, first}, draft().Versions)
		cleared, err := write(4, "", &zero)
		require.NoError(t, err)
		require.Empty(t, text(4), "a chapter written empty stays empty")
		require.Equal(t, cleared, draft().Written[4])

		for code, try := range map[string]func() (annual.Written, error){
			"unknown_placeholder": func() (annual.Written, error) { return write(1, "{{nwe.total}}", nil) },
			"unknown_chapter":     func() (annual.Written, error) { return write(2, "x", nil) },
			"malformed":           func() (annual.Written, error) { return write(1, strings.Repeat("字", 200_000), nil) },
			"unknown_agency":      func() (annual.Written, error) { return s.WriteChapter(ctx, "clerk", "T9", 2025, 1, "x", nil) },
		} {
			_, err := try()
			requireRefused(t, err, code)
		}
		events, err := s.Events(ctx, 1, 1000)
		require.NoError(t, err)
		for _, e := range events {
			require.NotContains(t, string(e.Data), "收到", "an event carries no words")
		}
		v, err := s.Verify(ctx)
		require.NoError(t, err)
		require.Empty(t, v.Differences)
	})
}

func TestTheListOfWrongExpressionsIsReplacedWhole(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		ctx := t.Context()
		_, err := s.ListWording(ctx, "clerk", "a,b,c,d")
		requireRefused(t, err, "bad_wording")
		list, err := s.ListWording(ctx, "clerk", "落到实处到位,落到实处\n")
		require.NoError(t, err)
		head, _, _, err := s.Head(ctx)
		require.NoError(t, err)
		_, err = s.ListWording(ctx, "clerk", "落到实处到位,落到实处\n")
		require.NoError(t, err)
		again, _, _, err := s.Head(ctx)
		require.NoError(t, err)
		require.Equal(t, head, again)
		kept, err := s.Wording(ctx)
		require.NoError(t, err)
		require.Equal(t, list, kept)
		_, err = s.WriteChapter(ctx, "clerk", "T1", 2025, 5, "各项工作落到实处到位。", nil)
		require.NoError(t, err)
		d, err := s.DraftText(ctx, report(t, s, 2025))
		require.NoError(t, err)
		var codes []string
		for _, f := range d.SelfCheck() {
			codes = append(codes, f.Code)
		}
		require.Equal(t, []string{"missing", "missing", "expression", "missing"}, codes)
	})
}

func TestLastYearsWordsAreComparedAndFeesAreCounted(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		ctx := t.Context()
		for i, raw := range []string{
			`{"do":"register","on":"2025-03-03","channel":"online","applicant":{"category":"natural_person","name":"张三"},"content":"甲","application":"F1"}`,
			`{"do":"notify_fee","on":"2025-03-04","application":"F1","basis":"item","quantity":11,"amount_fen":10000}`,
			`{"do":"record_payment","on":"2025-03-10","application":"F1","amount_fen":10000}`,
		} {
			cmd, err := workflow.Decode([]byte(raw), "T1")
			require.NoError(t, err, "line %d", i)
			_, err = s.Do(ctx, request(cmd))
			require.NoError(t, err, "line %d", i)
		}
		for _, year := range []int{2024, 2025} {
			_, err := s.WriteChapter(ctx, "clerk", "T1", year, 5, "我镇信息公开工作还存在公开内容不够全面、更新不够及时等问题。", nil)
			require.NoError(t, err)
		}
		d, err := s.DraftText(ctx, report(t, s, 2025))
		require.NoError(t, err)
		require.Equal(t, annual.Fees{Notices: 1, Payments: 1, Fen: 10000}, d.Facts.Fees)
		require.Nil(t, d.Facts.Previous, "nothing was counted the year before")
		var left []annual.Finding
		for _, f := range d.SelfCheck() {
			if f.Code == "left_over" {
				left = append(left, f)
			}
		}
		require.Len(t, left, 1)
	})
}

func requireRefused(t *testing.T, err error, code string) {
	t.Helper()
	var refused *workflow.Refusal
	require.ErrorAs(t, err, &refused)
	require.Equal(t, code, refused.Code)
}
