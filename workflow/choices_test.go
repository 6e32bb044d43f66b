package workflow_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/law"
	"gongkai/workflow"
)

// An office's answers to the open questions of the law, one story each: what the answer changes, and that it is written
// into the event that rests on it (rulebook, section 11).
func TestWhatAnOfficeChoseDecidesAndIsWrittenDown(t *testing.T) {
	t.Parallel()
	for _, c := range choiceStories() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := newMemory(t)
			m.choices = map[string]string{c.key: c.value}
			steps, err := workflow.ReadStory(strings.NewReader(strings.Join(c.story, "\n")))
			require.NoError(t, err)
			_, err = player(m, c.name).Play(t.Context(), steps)
			require.NoError(t, err)
			app := m.app("T1", "A1")
			if c.event > 0 {
				require.Equal(t, c.value, app.History[c.event-1].Data.(*workflow.Data).Choices[c.key])
			}
			if c.key == "result_year_basis" {
				require.Equal(t, 2025, app.ClosedYear)
			}
		})
	}
}

func TestItemsOfAMonthAreCountedBySubmissionWhereTheOfficeChoseSo(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	m.choices = map[string]string{"monthly_count_basis": "submitted_on"}
	story := []string{}
	add := func(number, on, submitted string) {
		story = append(story, `{"do":"register","application":"`+number+`","on":"`+on+`","submitted_on":"`+submitted+`","channel":"mail_signed","applicant":{"category":"other","name":"甲"},"content":"乙"}`)
	}
	for _, n := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"} {
		add("M"+n, "2025-03-03", "2025-02-27")
	}
	add("N1", "2025-03-03", "2025-03-01")
	add("N2", "2025-03-04", "2025-02-28")
	story = append(story,
		`{"do":"notify_fee","application":"N1","on":"2025-03-05","basis":"item","quantity":1,"amount_fen":10000}`, `{"expect":{"refused":"no_fee_due"}}`,
		`{"do":"notify_fee","application":"N2","on":"2025-03-05","basis":"item","quantity":1,"amount_fen":10000}`,
		`{"expect":{"application":"N2","state":"fee_notified"}}`)
	steps, err := workflow.ReadStory(strings.NewReader(strings.Join(story, "\n")))
	require.NoError(t, err)
	_, err = player(m, "submission").Play(t.Context(), steps)
	require.NoError(t, err)
}

func TestTheAnswerInForceIsTheLastOneChosenByThatDay(t *testing.T) {
	t.Parallel()
	list := []workflow.Choice{
		{Reading: "pause_mode", Value: "count_both", From: law.NewDate(2025, 1, 1)},
		{Reading: "pause_mode", Value: "exclude_both", From: law.NewDate(2025, 6, 1)},
	}
	require.Equal(t, "after_sent_through_end", workflow.ChoiceOn(list, "pause_mode", law.NewDate(2024, 12, 31)))
	require.Equal(t, "count_both", workflow.ChoiceOn(list, "pause_mode", law.NewDate(2025, 5, 31)))
	require.Equal(t, "exclude_both", workflow.ChoiceOn(list, "pause_mode", law.NewDate(2025, 6, 1)))
	require.Equal(t, "auto_ack", workflow.ChoiceOn(list, "online_receipt", law.NewDate(2025, 6, 1)))

	good := workflow.ReadingData{Agency: "T1", Reading: "pause_mode", Value: "count_both", From: law.NewDate(2025, 1, 1)}
	require.NoError(t, good.Check())
	for _, bad := range []workflow.ReadingData{
		{Agency: "T1", Reading: "A4", Value: "count_both", From: good.From},
		{Agency: "T1", Reading: "pause_mode", Value: "none", From: good.From},
		{Agency: "T1", Reading: "supplement_period_wd", Value: "4", From: good.From},
		{Agency: "T1", Reading: "pause_mode", Value: "count_both"},
	} {
		require.Error(t, bad.Check(), "%+v", bad)
	}
}

type choiceStory struct {
	name, key, value string
	event            int // sequence number of the event that rests on it
	story            []string
}

func choiceStories() []choiceStory {
	register := `{"do":"register","application":"A1","on":"2025-03-03","channel":"online","applicant":{"category":"other","name":"甲"},"content":"乙"}`
	return []choiceStory{
		{"A1 by hand", "online_receipt", "manual_confirm", 1, []string{register,
			`{"expect":{"application":"A1","state":"arrived","due_on":null}}`,
			`{"do":"confirm_receipt","application":"A1","on":"2025-03-05"}`,
			`{"expect":{"application":"A1","state":"received","due_on":"2025-04-02"}}`}},
		{"A2 shifted (X8)", "rest_day_receipt", "next_working_day", 1, []string{strings.Replace(register, "03-03", "03-16", 1),
			`{"expect":{"application":"A1","due_on":"2025-04-15"}}`,
			`{"do":"correct","application":"A1","on":"2025-03-18","sequence":1,"fields":{"on":{"before":"2025-03-16","after":"2025-03-15"}},"reason":"x"}`,
			`{"expect":{"application":"A1","due_on":"2025-04-15"}}`,
			`{"do":"correct","application":"A1","on":"2025-03-18","sequence":1,"fields":{"on":{"before":"2025-03-15","after":"2025-03-14"}},"reason":"x"}`,
			`{"expect":{"application":"A1","due_on":"2025-04-14"}}`}},
		{"A2 for a supplement too", "rest_day_receipt", "next_working_day", 3, []string{strings.Replace(register, "03-03", "09-28", 1),
			`{"do":"request_supplement","application":"A1","on":"2025-09-29","items":["x"],"days":15}`,
			`{"do":"receive_supplement","application":"A1","on":"2025-10-07","content":"x"}`,
			`{"expect":{"application":"A1","state":"received","due_on":"2025-11-05"}}`,
			`{"do":"correct","application":"A1","on":"2025-10-10","sequence":3,"fields":{"on":{"before":"2025-10-07","after":"2025-10-09"}},"reason":"x"}`,
			`{"expect":{"application":"A1","due_on":"2025-11-05"}}`}},
		{"A4 without both ends (X17)", "pause_mode", "exclude_both", 2, []string{strings.Replace(register, "03-03", "06-03", 1),
			`{"do":"consult","application":"A1","on":"2025-06-10","party":"P1","kind":"third_party","name":"丙"}`,
			`{"do":"receive_opinion","application":"A1","on":"2025-06-20","party":"P1","stance":"object"}`,
			`{"expect":{"application":"A1","due_on":"2025-07-14"}}`}},
		{"A4 counting both ends", "pause_mode", "count_both", 2, []string{strings.Replace(register, "03-03", "06-03", 1),
			`{"do":"consult","application":"A1","on":"2025-06-10","party":"P1","kind":"third_party","name":"丙"}`,
			`{"do":"receive_opinion","application":"A1","on":"2025-06-20","party":"P1","stance":"object"}`,
			`{"expect":{"application":"A1","due_on":"2025-07-10"}}`}},
		{"A5 none after day 7", "late_supplement", "block", 0, []string{register,
			`{"do":"request_supplement","application":"A1","on":"2025-03-18","items":["x"],"days":10,"override":{"reason":"x"}}`,
			`{"expect":{"refused":"supplement_blocked"}}`}},
		{"A6 a second notice", "second_supplement", "true", 4, []string{register,
			`{"do":"request_supplement","application":"A1","on":"2025-03-05","items":["x"],"days":10,"served_on":"2025-03-05"}`,
			`{"do":"receive_supplement","application":"A1","on":"2025-03-10","content":"x"}`,
			`{"do":"request_supplement","application":"A1","on":"2025-03-19","items":["x"],"days":10}`,
			`{"do":"record_service","application":"A1","on":"2025-03-19","sequence":2,"outcome":"served"}`,
			`{"expect":{"refused":"already_served"}}`,
			`{"do":"record_service","application":"A1","on":"2025-03-20","sequence":4,"outcome":"served"}`,
			`{"do":"receive_supplement","application":"A1","on":"2025-03-24","content":"x"}`,
			`{"expect":{"application":"A1","state":"received","due_on":"2025-04-22"}}`}},
		{"A9 reasons stop the clock", "reasons_stop_clock", "true", 2, []string{register,
			`{"do":"request_reasons","application":"A1","on":"2025-03-05"}`,
			`{"expect":{"application":"A1","due_on":"2025-04-15","due_kind":"forecast"}}`,
			`{"do":"receive_reasons","application":"A1","on":"2025-03-07","reasons":"x","acceptable":true}`,
			`{"expect":{"application":"A1","due_on":"2025-04-02","due_kind":"firm"}}`}},
		{"A10 five days for another agency", "other_agency_cap_wd", "5", 2, []string{register,
			`{"do":"consult","application":"A1","on":"2025-03-04","party":"P1","kind":"other_agency","name":"丙","served_on":"2025-03-04"}`,
			`{"expect":{"application":"A1","on":"2025-03-12","due_on":"2025-04-08","due_kind":"firm"}}`}},
		{"A20 by the letter's date", "result_year_basis", "document_date", 2, []string{strings.Replace(register, "2025-03-03", "2025-12-22", 1),
			`{"do":"reply","application":"A1","on":"2026-01-05","result":"disclosed","grounds":"x","served_by":"post","document_on":"2025-12-31"}`,
			`{"expect":{"application":"A1","state":"disclosed"}}`}},
		{"A22 by submission", "monthly_count_basis", "submitted_on", 0, []string{register,
			`{"do":"notify_fee","application":"A1","on":"2025-03-04","basis":"item","quantity":11,"amount_fen":10000}`,
			`{"expect":{"application":"A1","state":"fee_notified"}}`}},
		{"A26 when opened", "eservice_date", "opened", 2, []string{register,
			`{"do":"reply","application":"A1","on":"2025-03-05","result":"disclosed","grounds":"x","served_by":"electronic"}`}},
		{"A28 signed", "reply_approval", "required", 0, []string{register,
			`{"do":"reply","application":"A1","on":"2025-03-05","result":"disclosed","grounds":"x","served_by":"post"}`,
			`{"expect":{"refused":"approval_required"}}`}},
	}
}
