package workflow_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"gongkai/law"
	"gongkai/workflow"
)

// told plays a story and gives its applications.
func played(t testing.TB, file string, lines ...string) *memory {
	m := newMemory(t)
	p := player(m, file)
	steps, err := workflow.ReadStory(strings.NewReader(strings.Join(lines, "\n")))
	require.NoError(t, err)
	_, err = p.Play(t.Context(), steps)
	require.NoError(t, err)
	return m
}

func TestTheExplanationOfEveryStoryEndsOnItsDueDateInBothLanguages(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("stories/*.jsonl")
	require.NoError(t, err)
	han, verbs := regexp.MustCompile(`\p{Han}`), regexp.MustCompile(`%!|^[a-z_]+$`)
	for _, file := range files {
		m := newMemory(t)
		_, err := player(m, file).Play(t.Context(), read(t, file))
		require.NoError(t, err)
		for name, app := range m.apps {
			for _, lang := range []string{"zh", "en"} {
				x := workflow.Explain(app, m.calendar, lang)
				where := file + " " + name
				require.Equal(t, app.Due.On, x.DueOn, where)
				require.NotEmpty(t, x.Because, where)
				if !app.ReceivedOn.IsZero() {
					require.NotEmpty(t, x.Runs, where)
				}
				for i, r := range x.Runs {
					require.Equal(t, i+1, r.Number, where)
					require.NotEmpty(t, r.Days, where)
					require.Equal(t, r.Day0, r.Days[0].Date, where)
					require.Equal(t, i < len(x.Runs)-1 || app.State.Closed(), r.Ended != nil, where)
					last := r.Days[len(r.Days)-1]
					if i == len(x.Runs)-1 && !app.Due.On.IsZero() {
						require.Equal(t, app.Due.On, last.Date, where)
						require.Equal(t, app.Due.On, r.DueOn, where)
					}
				}
				for _, text := range textsOf(x) {
					require.NotRegexp(t, verbs, text, where)
					if lang == "en" {
						text = strings.NewReplacer("国办发明电", "", "国办发", "", "号", "").Replace(text)
						require.NotRegexp(t, han, text, where)
					}
				}
			}
		}
	}
}

func textsOf(x workflow.Explanation) []string {
	var texts []string
	for _, b := range x.Because {
		texts = append(texts, b.Text)
	}
	for _, r := range x.Runs {
		texts = append(texts, r.Began.Text)
		if r.Ended != nil {
			texts = append(texts, r.Ended.Text)
		}
		for _, n := range r.Notes {
			texts = append(texts, n.Text)
		}
		for _, d := range r.Days {
			texts = append(texts, d.Text)
		}
	}
	for _, term := range x.Terms {
		texts = append(texts, term.Text)
	}
	return texts
}

// everything is a case with three runs, pauses of two kinds, an extension, a withdrawn notice and a fee.
var everything = []string{
	`{"do":"register","application":"A1","on":"2025-03-03","channel":"in_person","applicant":{"category":"natural_person","name":"甲"},"content":"乙"}`,
	`{"do":"request_supplement","application":"A1","on":"2025-03-05","items":["x"],"days":15,"served_on":"2025-03-06"}`,
	`{"do":"receive_supplement","application":"A1","on":"2025-03-14","content":"y"}`,
	`{"do":"notify_fee","application":"A1","on":"2025-03-18","basis":"page","quantity":250,"amount_fen":470000,"served_on":"2025-03-18"}`,
	`{"do":"withdraw_fee_notice","application":"A1","on":"2025-03-20","reason":"算错"}`,
	`{"do":"notify_fee","application":"A1","on":"2025-03-21","basis":"page","quantity":100,"amount_fen":70000,"served_on":"2025-03-21"}`,
	`{"do":"record_payment","application":"A1","on":"2025-04-10","amount_fen":70000}`,
	`{"do":"consult","application":"A1","on":"2025-04-14","party":"P1","kind":"third_party","name":"丙","served_on":"2025-04-15"}`,
	`{"do":"consult","application":"A1","on":"2025-04-15","party":"P2","kind":"joint_agency","name":"丁"}`,
	`{"do":"receive_opinion","application":"A1","on":"2025-04-22","party":"P1","stance":"agree"}`,
	`{"do":"extend","application":"A1","on":"2025-04-23","days":10,"reason":"多","approved_by":"主任"}`,
}

func TestACaseOfThreeRunsIsToldInOrderWithTheReasonOfEachDay(t *testing.T) {
	t.Parallel()
	m := played(t, "explain.jsonl", everything...)
	x := workflow.Explain(m.app("T1", "A1"), m.calendar, "en")
	var told []string
	line := func(format string, args ...any) { told = append(told, fmt.Sprintf(format, args...)) }
	for _, r := range x.Runs {
		line("run %d from %s (%s #%d art. %s) %d+%d due %s", r.Number, r.Day0, r.Began.Code, r.Began.Sequence, r.Began.Article, r.Allowance-r.Extended, r.Extended, r.DueOn)
		for _, n := range r.Notes {
			line("  #%d %s %s%s", n.Sequence, n.Code, n.Reading, map[bool]string{true: "=" + n.Value}[n.Value != ""])
		}
		last := r.Days[len(r.Days)-1]
		line("  through %s: %d", last.Date, last.N)
		if r.Ended != nil {
			line("  %s #%d", r.Ended.Code, r.Ended.Sequence)
		}
	}
	for _, term := range x.Terms {
		line("%s %s %s acts %s art. %s %s", term.Kind, term.Party, term.DueOn, term.ActsOn, term.Article, term.Reading)
	}
	require.Empty(t, cmp.Diff([]string{
		"run 1 from 2025-03-03 (began_handed_in #1 art. 31) 20+0 due ",
		"  #2 supplement_asked ",
		"  through 2025-03-05: 2",
		"  ended_by_restart #3",
		"run 2 from 2025-03-14 (began_supplement #3 art. 30) 20+0 due ",
		"  #4 fee_asked ",
		"  #5 fee_withdrawn ",
		"  #6 fee_asked ",
		"  through 2025-03-21: 5",
		"  ended_by_restart #7",
		"run 3 from 2025-04-10 (began_payment #7 art. 42) 20+10 due 2025-06-18",
		"  #8 consult_third_party ",
		"  #8 reading_default A4=after_sent_through_end",
		"  #9 consult_joint_agency ",
		"  #9 reading_default A4=after_sent_through_end",
		"  #10 opinion ",
		"  #11 extended ",
		"  through 2025-06-18: 30",
		"close_consultation P2 2025-05-08 acts 2025-05-09 art. 34 A11",
		"mark_overdue  2025-06-18 acts 2025-06-19 art. 33, 51 ",
		"waits_for_proof   acts  art. 32, 34 ",
	}, told))
	require.Equal(t, "date_forecast", x.Because[0].Code)
	paused := map[int]int{}
	for _, d := range x.Runs[2].Days {
		if d.Reason == law.ReasonPause {
			paused[d.Sequence]++
		}
	}
	require.Equal(t, map[int]int{8: 6, 9: 10}, paused, "a day in two pauses is taken off once")
}

func TestADateFixedUnderArticle35IsShownUpToTheDayThatWasTold(t *testing.T) {
	t.Parallel()
	m := played(t, "delayed.jsonl",
		`{"do":"register","application":"A1","on":"2025-03-03","channel":"in_person","applicant":{"category":"natural_person","name":"甲"},"content":"乙"}`,
		`{"do":"request_reasons","application":"A1","on":"2025-03-05","served_on":"2025-03-05"}`,
		`{"do":"receive_reasons","application":"A1","on":"2025-03-10","reasons":"课题","acceptable":true}`,
		`{"do":"set_delayed_date","application":"A1","on":"2025-03-11","until":"2025-04-15"}`)
	x := workflow.Explain(m.app("T1", "A1"), m.calendar, "zh")
	days := x.Runs[0].Days
	require.Equal(t, "2025-04-15", days[len(days)-1].Date.String())
	require.Equal(t, workflow.ReasonDelayed, days[len(days)-1].Reason)
	require.Equal(t, 4, days[len(days)-1].Sequence)
	require.Equal(t, 20, days[len(days)-1].N)
	require.Equal(t, "date_delayed", x.Because[0].Code)
}

// fortyEvents is the case of three runs with tasks, drafts, searches and papers up to forty events.
func fortyEvents(tb testing.TB) *memory {
	lines := append([]string{}, everything...)
	for i := len(lines); i < 40; i++ {
		lines = append(lines, fmt.Sprintf(`{"do":"record_search","application":"A1","on":"2025-04-24","where":"档案室第 %d 柜","found":true}`, i))
	}
	m := played(tb, "forty.jsonl", lines...)
	require.GreaterOrEqual(tb, m.app("T1", "A1").Seq(), 40)
	return m
}

func BenchmarkExplainACaseOfFortyEvents(b *testing.B) {
	m := fortyEvents(b)
	app := m.app("T1", "A1")
	b.ReportMetric(float64(app.Seq()), "events")
	b.ResetTimer()
	for b.Loop() {
		workflow.Explain(app, m.calendar, "zh")
	}
}
