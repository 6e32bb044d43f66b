package workflow_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"gongkai/law"
	"gongkai/workflow"
)

// asked puts a question to an application of a story, as on a day.
func asked(t testing.TB, m *memory, on, question string) workflow.Outlook {
	today, err := law.ParseDate(on)
	require.NoError(t, err)
	app := m.app("T1", "A1")
	s, err := workflow.DecodeAssumption([]byte(question), "T1", "A1")
	require.NoError(t, err)
	out, err := workflow.WhatIf(m.context("operator", today, today), app, s.Commands(m, app, today), s.Until, "en")
	require.NoError(t, err)
	return out
}

// line tells an outlook in one line: due before → after, state, what happened on the way.
func line(o workflow.Outlook) string {
	day := func(d *law.Date) string {
		if d == nil {
			return "none"
		}
		return d.String()
	}
	text := fmt.Sprintf("%s -> %s %s %s", day(o.Before.DueOn), day(o.After.DueOn), o.After.DueKind, o.After.State)
	if o.After.Overdue {
		text += " overdue"
	}
	for _, step := range o.Steps {
		for _, e := range step.Events {
			text += fmt.Sprintf("; %s %s", e.On, e.Type)
			if e.ByClock {
				text += " (clock)"
			}
		}
		if step.Refusal != nil {
			text += fmt.Sprintf("; %s refused %s art. %s", step.Do, step.Refusal.Code, step.Refusal.Article)
		}
	}
	return text
}

func TestWhatIfAnswersWithTheDateTheStateAndTheRefusal(t *testing.T) {
	t.Parallel()
	register := `{"do":"register","application":"A1","on":"2025-06-03","channel":"in_person","applicant":{"category":"natural_person","name":"甲"},"content":"乙"}`
	consulted := `{"do":"consult","application":"A1","on":"2025-06-10","party":"P1","kind":"third_party","name":"丙","served_on":"2025-06-12"}`
	supplement := `{"do":"request_supplement","application":"A1","on":"2025-06-05","items":["x"],"days":15,"served_on":"2025-06-06"}`
	fee := `{"do":"notify_fee","application":"A1","on":"2025-06-05","basis":"page","quantity":100,"amount_fen":70000,"served_on":"2025-06-06"}`
	for _, c := range []struct {
		name     string
		story    []string
		on       string
		question string
		want     string
	}{
		{"extended today (X17 without its pause)", []string{register}, "2025-06-10", `{"extend":20}`,
			"2025-07-01 -> 2025-07-29 firm received; 2025-06-10 extended"},
		{"extended the day after the date", []string{register}, "2025-06-10", `{"extend":20,"on":"2025-07-02"}`,
			"2025-07-01 -> 2025-07-01 firm received overdue; 2025-07-02 overdue_marked (clock); extend refused extension_too_late art. 33"},
		{"too long an extension", []string{register}, "2025-06-10", `{"extend":21}`,
			"2025-07-01 -> 2025-07-01 firm received; extend refused extension_too_long art. 33"},
		{"the third party answers (X17)", []string{register, consulted}, "2025-06-13", `{"opinions":[{"party":"P1","on":"2025-06-20"}]}`,
			"2025-07-24 -> 2025-07-11 firm received; 2025-06-20 opinion_received"},
		{"the third party is silent (X18)", []string{register, consulted}, "2025-06-13", `{"until":"2025-07-25"}`,
			"2025-07-24 -> 2025-07-24 firm received overdue; 2025-07-04 consultation_closed (clock); 2025-07-25 overdue_marked (clock)"},
		{"the third party answers and the office extends", []string{register, consulted}, "2025-06-13", `{"extend":10,"on":"2025-07-11","opinions":[{"party":"P1","on":"2025-06-20"}]}`,
			"2025-07-24 -> 2025-07-25 firm received; 2025-06-20 opinion_received; 2025-07-11 extended"},
		{"the supplement comes", []string{register, supplement}, "2025-06-06", `{"supplement":"2025-06-12"}`,
			"none -> 2025-07-10 firm received; 2025-06-12 supplement_received"},
		{"the supplement never comes", []string{register, supplement}, "2025-06-06", `{"until":"2025-12-31"}`,
			"none -> none  otherwise_closed; 2025-06-30 supplement_lapsed (clock)"},
		{"the supplement comes too late", []string{register, supplement}, "2025-06-06", `{"supplement":"2025-07-15"}`,
			"none -> none  otherwise_closed; 2025-06-30 supplement_lapsed (clock); receive_supplement refused supplement_lapsed art. 30"},
		{"the fee is paid", []string{register, fee}, "2025-06-06", `{"payment":"2025-06-12"}`,
			"none -> 2025-07-10 firm received; 2025-06-12 fee_paid"},
		{"a fee is asked and paid", []string{register}, "2025-06-05", `{"fee":{"basis":"page","quantity":250},"payment":"2025-06-12"}`,
			"2025-07-01 -> 2025-07-10 firm received; 2025-06-05 fee_notified; 2025-06-12 fee_paid"},
		{"no fee is due", []string{register}, "2025-06-05", `{"fee":{"basis":"page","quantity":30}}`,
			"2025-07-01 -> 2025-07-01 firm received; notify_fee refused no_fee_due art. 42"},
		{"answered late", []string{register}, "2025-06-10", `{"reply":"disclosed","on":"2025-07-03"}`,
			"2025-07-01 -> 2025-07-01 firm disclosed overdue; 2025-07-02 overdue_marked (clock); 2025-07-03 replied"},
		{"any commands in their order", []string{register}, "2025-06-10",
			`{"commands":[{"do":"request_reasons","on":"2025-06-11","served_on":"2025-06-12"},{"do":"receive_reasons","on":"2025-06-16","reasons":"x","acceptable":true},{"do":"set_delayed_date","on":"2025-06-17","until":"2025-09-30"}]}`,
			"2025-07-01 -> 2025-09-30 firm received; 2025-06-11 reasons_requested; 2025-06-16 reasons_received; 2025-06-17 delayed_date_set"},
		{"a party that was not asked, after an extension", []string{register}, "2025-06-10", `{"extend":20,"opinions":[{"party":"P9","on":"2025-06-20"}]}`,
			"2025-07-01 -> 2025-07-29 firm received; 2025-06-10 extended; receive_opinion refused unknown_party art. 32"},
	} {
		m := played(t, "whatif.jsonl", c.story...)
		before := *m.app("T1", "A1")
		require.Equal(t, c.want, line(asked(t, m, c.on, c.question)), c.name)
		require.Empty(t, cmp.Diff(before, *m.app("T1", "A1")), "the question changed the application: %s", c.name)
	}
}

func TestAFeeByItemIsAssumedWithTheCountOfTheMonth(t *testing.T) {
	t.Parallel()
	var story []string
	for i := range 12 {
		story = append(story, fmt.Sprintf(`{"do":"register","application":"B%d","on":"2025-06-0%d","channel":"in_person","applicant":{"category":"natural_person","name":"甲"},"content":"乙"}`, i, 2+i%2))
	}
	story = append(story, `{"do":"register","application":"A1","on":"2025-06-04","channel":"in_person","applicant":{"category":"natural_person","name":"甲"},"content":"乙"}`)
	m := played(t, "fee.jsonl", story...)
	var kin []workflow.Kin
	for _, app := range m.apps {
		if app.Number != "A1" {
			kin = append(kin, workflow.KinOf(app, true))
		}
	}
	app := m.app("T1", "A1")
	require.Equal(t, 12, workflow.ItemsBefore(kin, app, "received_on"))
	before, fen := workflow.FeeScale(m, app, "item", 2, app.ReceivedOn)
	require.Equal(t, []int{12, 20000}, []int{before, fen})
	require.Equal(t, "2025-07-02 -> none  fee_notified; 2025-06-05 fee_notified", line(asked(t, m, "2025-06-05", `{"fee":{"basis":"item","quantity":2}}`)))
}

func TestAQuestionThatCannotBeReadSaysWhichField(t *testing.T) {
	t.Parallel()
	for question, want := range map[string]string{
		`{`: "unreadable", `{"extend":0}`: "extend", `{"until":"x"}`: "until", `{"nonsense":1}`: "nonsense", `{"-":[1]}`: "-",
		`{"opinions":[{"party":"P1"}]}`: "opinions.1.on", `{"commands":{}}`: "commands", `{"commands":[{"do":"fly"}]}`: "unknown_command",
		`{"commands":[{"do":"extend"}]}`: "approved_by", `{"fee":{"basis":"hour","quantity":1}}`: "fee.basis",
	} {
		_, err := workflow.DecodeAssumption([]byte(question), "T1", "A1")
		var refusal *workflow.Refusal
		require.ErrorAs(t, err, &refusal, question)
		require.Equal(t, workflow.Malformed, refusal.Kind())
		if len(refusal.Faults) > 0 {
			require.Equal(t, want, refusal.Faults[0].Field, question)
		} else {
			require.Equal(t, want, refusal.Code, question)
		}
	}
}

func FuzzDecodeAssumption(f *testing.F) {
	for _, seed := range []string{`{"extend":20}`, `{"opinions":[{"party":"P1","on":"2025-06-20"}]}`, `{"commands":[{"do":"withdraw"}]}`, `{"-":[1],"commands":null}`, `{"fee":{"basis":"page","quantity":3}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := workflow.DecodeAssumption(raw, "T1", "A1")
		if err != nil {
			return
		}
		for _, cmd := range s.Others {
			require.NotNil(t, cmd)
		}
	})
}
