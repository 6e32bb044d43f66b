package workflow_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"gongkai/law"
	"gongkai/workflow"
)

// hinted gives the hints for A1 of a story on a day, as code, field, event and article; words are seen when asked for.
func hinted(t *testing.T, m *memory, on string, words bool) []string {
	today, err := law.ParseDate(on)
	require.NoError(t, err)
	app := m.app("T1", "A1")
	c := &workflow.Case{Application: app, Words: map[int]map[string]string{}}
	var kin []workflow.Kin
	for _, seq := range app.History {
		fields := map[string]string{}
		for _, field := range []string{"content", "grounds", "content.after", "grounds.after"} {
			if text, ok := m.Words("T1", "A1", seq.Seq, field); ok && words {
				fields[field] = text
			}
		}
		c.Words[seq.Seq] = fields
	}
	for _, other := range m.apps {
		if name, _ := m.Words("T1", other.Number, 1, "name"); other.Number != "A1" && name == "甲" {
			k := workflow.KinOf(other, true)
			k.Content, _ = m.Words("T1", other.Number, 1, "content")
			kin = append(kin, k)
		}
	}
	var list []string
	for _, h := range workflow.Hints(c, kin, m.calendar, today, "en") {
		text := fmt.Sprintf("%s %s #%d %s%s", h.Code, h.Field, h.Sequence, h.Law, h.Article)
		for _, k := range h.Similar {
			text += fmt.Sprintf(" %s %s %s %d%%", k.Application, k.ReceivedOn, k.Result, k.Percent)
		}
		require.NotContains(t, h.Text, "%!")
		require.NotRegexp(t, `\p{Han}`, h.Text)
		zh := workflow.Hints(c, kin, m.calendar, today, "zh")
		require.Contains(t, zh[0].Text, "。")
		list = append(list, text)
	}
	return list
}

func TestHintsPointAtWhatAPersonMustJudge(t *testing.T) {
	t.Parallel()
	register := func(number, on, channel, content, rest string) string {
		return `{"do":"register","application":"` + number + `","on":"` + on + `","channel":"` + channel + `","applicant":{"category":"natural_person","name":"甲"},"content":"` + content + `"` + rest + `}`
	}
	act := func(do, on, rest string) string {
		return `{"do":"` + do + `","application":"A1","on":"` + on + `"` + rest + `}`
	}
	plain := register("A1", "2025-06-03", "in_person", "2024年道路维修预算明细", "")
	for _, c := range []struct {
		name  string
		story []string
		on    string
		want  []string
	}{
		{"the seven days of a supplement notice", []string{plain}, "2025-06-12", []string{"supplement_by request_supplement #0 30"}},
		{"no more after them", []string{plain}, "2025-06-13", nil},
		{"a letter not confirmed", []string{register("A1", "2025-09-22", "mail_ordinary", "甲乙丙", "")}, "2025-09-23", []string{"letter_unconfirmed received_on #0 31"}},
		{"nor on its day", []string{register("A1", "2025-09-22", "mail_ordinary", "甲乙丙", "")}, "2025-09-22", nil},
		{"a letter confirmed later (X30)", []string{register("A1", "2025-09-22", "mail_ordinary", "甲乙丙", ""), act("confirm_receipt", "2025-09-25", "")}, "2025-12-01", []string{"letter_confirmed_late received_on #2 31"}},
		{"a person who needs help", []string{register("A1", "2025-06-03", "oral", "甲乙丙", `,"needs_help":true`)}, "2025-12-01", []string{"needs_help needs_help #0 43", "oral needs_help #0 29"}},
		{"a letter not delivered after seven working days (A11)", []string{plain, act("consult", "2025-06-10", `,"party":"P1","kind":"third_party","name":"丙"`)}, "2025-06-20", []string{"not_delivered record_service #2 32"}},
		{"on the seventh not yet", []string{plain, act("consult", "2025-06-10", `,"party":"P1","kind":"third_party","name":"丙"`)}, "2025-06-19", nil},
		{"a draft without article and search", []string{plain, act("propose_reply", "2025-06-16", `,"result":"unable.not_held","grounds":"找不到这些材料"`)}, "2025-06-16",
			[]string{"no_article grounds #2 36(4), 36(5)", "no_search record_search #2 36"}},
		{"a reply without ground by courier", []string{plain, act("reply", "2025-06-16", `,"result":"disclosed","grounds":"给。","served_by":"post","carrier":"courier"`)}, "2025-06-17",
			[]string{"no_ground grounds #2 36", "courier carrier #2 postal55"}},
		{"a reply in order", []string{plain, act("record_search", "2025-06-12", `,"where":"档案室","found":false`), act("reply", "2025-06-16", `,"result":"unable.not_held","grounds":"依据条例第三十六条第四项，经检索没有","served_by":"post","carrier":"postal"`)}, "2025-06-17", nil},
		{"a rejected draft says nothing", []string{plain, act("propose_reply", "2025-06-16", `,"result":"unable.not_held","grounds":"无"`), act("reject_reply", "2025-06-16", `,"comment":"再查"`)}, "2025-06-17", nil},
		{"similar applications, the answered one named", []string{
			register("B1", "2025-01-06", "in_person", "２０２４年道路维修预算、明细！", ""),
			`{"do":"reply","application":"B1","on":"2025-01-20","result":"disclosed","grounds":"条例第三十六条","served_by":"hand"}`,
			register("B2", "2025-02-06", "in_person", "敬老院床位数量", ""), plain,
		}, "2025-12-01", []string{"similar content #0 36 B1 2025-01-06 disclosed 100%"}},
	} {
		m := played(t, "hints.jsonl", c.story...)
		require.Empty(t, cmp.Diff(c.want, hinted(t, m, c.on, true)), c.name)
	}
}

func TestTheTenthApplicationOfAMonthIsHintedAtAndTheWordsOnlyWhereSeen(t *testing.T) {
	t.Parallel()
	var story []string
	for i := range 9 {
		story = append(story, fmt.Sprintf(`{"do":"register","application":"B%d","on":"2025-06-0%d","channel":"in_person","applicant":{"category":"natural_person","name":"甲"},"content":"道路维修预算第%d号"}`, i, 2+i%2, i))
	}
	story = append(story, `{"do":"register","application":"A1","on":"2025-06-04","channel":"in_person","applicant":{"category":"natural_person","name":"甲"},"content":"道路维修预算"}`)
	m := played(t, "month.jsonl", story...)
	require.Contains(t, hinted(t, m, "2025-12-01", true), "many_in_month request_reasons #0 35")
	require.Equal(t, []string{"many_in_month request_reasons #0 35"}, hinted(t, m, "2025-12-01", false), "nobody who may not see the words learns what is alike")
	delete(m.apps, "T1/B0")
	require.False(t, slices.Contains(hinted(t, m, "2025-12-01", true), "many_in_month request_reasons #0 35"))
}

func TestAnOnlineApplicationConfirmedByHandAfterMoreThanAWorkingDayIsHintedAt(t *testing.T) {
	t.Parallel()
	for confirmed, want := range map[string][]string{"2025-06-04": nil, "2025-06-05": {"online_confirmed_late received_on #2 31"}} {
		m := newMemory(t)
		m.choices = map[string]string{"online_receipt": "manual_confirm"}
		steps, err := workflow.ReadStory(strings.NewReader(`{"do":"register","application":"A1","on":"2025-06-03","channel":"online","applicant":{"category":"natural_person","name":"甲"},"content":"乙"}
{"do":"confirm_receipt","application":"A1","on":"` + confirmed + `"}`))
		require.NoError(t, err)
		_, err = player(m, "online.jsonl").Play(t.Context(), steps)
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(want, hinted(t, m, "2025-12-01", true)))
	}
}

func TestSimilarityIsOfPairsOfCharacters(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "预算", 0}, {"预", "预", 0}, {"道路维修", "道路维修", 100}, {"道路 维修。", "道路维修", 100}, {"ABC", "ａｂｃ", 100},
		{"道路维修预算", "道路维修合同", 60}, {"敬老院", "道路维修", 0},
	} {
		require.Equal(t, c.want, workflow.Similarity(c.a, c.b), "%s %s", c.a, c.b)
		require.Equal(t, c.want, workflow.Similarity(c.b, c.a), "%s %s", c.b, c.a)
	}
}
