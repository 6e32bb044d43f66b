package workflow_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/workflow"
)

var update = flag.Bool("update", false, "write golden files anew")

// waysInto lists, for each state, commands that lead there from nothing.
var waysInto = map[workflow.State][]string{
	workflow.None:               {},
	workflow.Arrived:            {`{"do":"register","channel":"fax"`},
	workflow.Received:           {`{"do":"register","channel":"online"`},
	workflow.AwaitingSupplement: {`{"do":"register","channel":"online"`, `{"do":"request_supplement","items":["x"],"days":10`},
	workflow.FeeNotified:        {`{"do":"register","channel":"online"`, feeNotice},
	workflow.Disclosed:          {`{"do":"register","channel":"online"`, reply("disclosed")},
	workflow.PartiallyDisclosed: {`{"do":"register","channel":"online"`, reply("partial")},
	workflow.Refused:            {`{"do":"register","channel":"online"`, reply("refused.state_secret")},
	workflow.Unable:             {`{"do":"register","channel":"online"`, reply("unable.not_held")},
	workflow.NotProcessed:       {`{"do":"register","channel":"online"`, reply("not_processed.complaint")},
	workflow.OtherwiseClosed:    {`{"do":"register","channel":"online"`, `{"do":"withdraw"`},
	workflow.Void:               {`{"do":"register","channel":"online"`, `{"do":"void","reason":"x"`},
	workflow.CaseOnly:           {`{"do":"file_review","case":"C0"`},
}

func reply(result string) string {
	return `{"do":"reply","result":"` + result + `","grounds":"x","served_by":"post"`
}

const feeNotice = `{"do":"notify_fee","basis":"page","quantity":31,"amount_fen":1000,"served_on":"2025-03-03"`

// probes is one ordinary object of each command.
var probes = map[string]string{
	"register": `{"do":"register","channel":"online"`, "confirm_receipt": `{"do":"confirm_receipt"`,
	"assign":      `{"do":"assign","departments":[{"code":"D1"}]`,
	"accept_task": `{"do":"accept_task","department":"D1"`, "return_task": `{"do":"return_task","department":"D1","reason":"x"`,
	"report_task": `{"do":"report_task","department":"D1"`, "request_supplement": `{"do":"request_supplement","items":["x"],"days":10`,
	"receive_supplement": `{"do":"receive_supplement","content":"x"`,
	"consult":            `{"do":"consult","party":"P1","kind":"third_party","name":"x"`,
	"receive_opinion":    `{"do":"receive_opinion","party":"P1","stance":"agree"`,
	"extend":             `{"do":"extend","days":5,"reason":"x","approved_by":"y"`,
	"record_service":     `{"do":"record_service","sequence":2,"outcome":"served"`,
	"propose_reply":      `{"do":"propose_reply","result":"disclosed","grounds":"x"`, "approve_reply": `{"do":"approve_reply"`,
	"reject_reply": `{"do":"reject_reply","comment":"x"`, "reply": reply("disclosed"), "withdraw": `{"do":"withdraw"`,
	"correct": `{"do":"correct","sequence":1,"fields":{"category":{"before":"other","after":"enterprise"}},"reason":"x"`,
	"void":    `{"do":"void","reason":"x"`,

	"withdraw_supplement_request": `{"do":"withdraw_supplement_request","reason":"x"`,
	"request_reasons":             `{"do":"request_reasons"`,
	"receive_reasons":             `{"do":"receive_reasons","reasons":"x","acceptable":true`,
	"set_delayed_date":            `{"do":"set_delayed_date","until":"2025-06-03"`,
	"notify_fee":                  feeNotice,
	"record_payment":              `{"do":"record_payment","amount_fen":1000`,
	"withdraw_fee_notice":         `{"do":"withdraw_fee_notice","reason":"x"`,
	"record_search":               `{"do":"record_search","where":"x","found":false`,
	"attach":                      `{"do":"attach","name":"x","digest":"` + strings.Repeat("0", 64) + `"`,
	"archive":                     `{"do":"archive"`,

	"file_review": `{"do":"file_review","case":"C1"`, "answer_review": `{"do":"answer_review","case":"C1"`,
	"decide_review": `{"do":"decide_review","case":"C1","result":"corrected"`,
	"file_suit":     `{"do":"file_suit","case":"C1","after_review":false`, "answer_suit": `{"do":"answer_suit","case":"C1"`,
	"decide_suit": `{"do":"decide_suit","case":"C1","result":"upheld"`, "rehandle": `{"do":"rehandle","case":"C1"`,
}

func command(t *testing.T, object string) workflow.Command {
	if strings.Contains(object, `"register"`) {
		object += `,"applicant":{"category":"other","name":"甲"},"content":"乙"`
	}
	object += `,"agency":"T1","on":"2025-03-03"`
	if !strings.Contains(object, `"C0"`) {
		object += `,"application":"A1"`
	}
	cmd, err := workflow.Decode([]byte(object+`}`), "")
	require.NoError(t, err, object)
	return cmd
}

// The full matrix of states and commands: allowed, or refused with which code and article.
func TestMatrixOfStatesAndCommands(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, state := range append([]workflow.State{workflow.None}, workflow.States()...) {
		if _, reachable := waysInto[state]; !reachable {
			continue
		}
		for _, name := range workflow.CaseCommandNames() {
			m := newMemory(t)
			for _, object := range waysInto[state] {
				_, err := m.Do(t.Context(), workflow.Request{Command: command(t, object), Actor: "person:a", Today: today, Entered: today.AddDays(-627)})
				require.NoError(t, err, object)
			}
			if state == workflow.CaseOnly {
				matrixOfACase(t, m, &b, name)
				continue
			}
			require.Equal(t, state, m.app("T1", "A1").State)
			answer, err := m.Do(t.Context(), workflow.Request{Command: command(t, probes[name]), Actor: "person:b", Today: today, Entered: today.AddDays(-627)})
			fmt.Fprintf(&b, "%-22s %-20s %s\n", orNew(state), name, outcome(t, answer, err))
		}
	}
	if *update {
		require.NoError(t, os.WriteFile("testdata/matrix.golden", []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile("testdata/matrix.golden")
	require.NoError(t, err)
	require.Equal(t, string(want), b.String())
}

// matrixOfACase sends a command to a case of no application, which knows only those about a case.
func matrixOfACase(t *testing.T, m *memory, b *strings.Builder, name string) {
	object := strings.ReplaceAll(probes[name], `"C1"`, `"C0"`)
	if name == "correct" || name == "void" {
		object = strings.Replace(object, `"reason":"x"`, `"reason":"x","case":"C0"`, 1)
		object = strings.Replace(object, `"category":{"before":"other","after":"enterprise"}`, `"procedure":{"before":"ordinary","after":"simple"}`, 1)
	}
	if !strings.Contains(object, `"C0"`) {
		return
	}
	answer, err := m.Do(t.Context(), workflow.Request{Command: command(t, object), Actor: "person:b", Today: today, Entered: today.AddDays(-627)})
	fmt.Fprintf(b, "%-22s %-20s %s\n", workflow.CaseOnly, name, outcome(t, answer, err))
}

func orNew(s workflow.State) string {
	if s == workflow.None {
		return "(new)"
	}
	return string(s)
}

func outcome(t *testing.T, answer workflow.Answer, err error) string {
	var refusal *workflow.Refusal
	if errors.As(err, &refusal) {
		raw, err := json.Marshal(refusal)
		require.NoError(t, err)
		require.Contains(t, string(raw), `"allowed":[`)
		if refusal.Kind() == workflow.Unlawful {
			require.NotEmpty(t, refusal.Article, refusal.Code)
		}
		return strings.TrimRight("refused "+refusal.Code+" "+refusal.Article, " ")
	}
	require.NoError(t, err)
	return "→ " + string(answer.State)
}

func FuzzDecode(f *testing.F) {
	for _, object := range probes {
		f.Add([]byte(object + `,"agency":"T1","application":"A1","on":"2025-03-03"}`))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		cmd, err := workflow.Decode(raw, "T1")
		var refusal *workflow.Refusal
		if err != nil && !errors.As(err, &refusal) {
			t.Fatalf("no refusal but %v", err)
		}
		if err == nil && cmd.Base().Do == "" {
			t.Fatal("a command without a name")
		}
	})
}

func FuzzReadStory(f *testing.F) {
	f.Add("# x\n{\"do\":\"withdraw\"}\n{\"expect\":{\"refused\":true}}")
	f.Add("{\"expect\":{\"application\":\"A\",\"due_on\":null,\"facts\":[]}}")
	f.Fuzz(func(t *testing.T, text string) {
		steps, err := workflow.ReadStory(strings.NewReader(text))
		var line *workflow.LineError
		if err != nil && !errors.As(err, &line) {
			t.Fatalf("an error without its line: %v", err)
		}
		for _, s := range steps {
			if (s.Raw == nil) == (s.Expect == nil) {
				t.Fatal("neither command nor check")
			}
		}
	})
}

func BenchmarkDecideWithClock(b *testing.B) {
	m := newMemory(b)
	for _, object := range []string{
		`{"do":"register","channel":"online","applicant":{"category":"other","name":"甲"},"content":"乙"`,
		`{"do":"consult","party":"P1","kind":"third_party","name":"x","served_on":"2025-03-03"`,
	} {
		cmd, err := workflow.Decode([]byte(object+`,"agency":"T1","application":"A1","on":"2025-03-03"}`), "")
		require.NoError(b, err)
		_, err = m.Do(b.Context(), workflow.Request{Command: cmd, Actor: "person:a", Today: today, Entered: today.AddDays(-627)})
		require.NoError(b, err)
	}
	cmd, err := workflow.Decode([]byte(probes["extend"]+`,"agency":"T1","application":"A1","on":"2025-03-03"}`), "")
	require.NoError(b, err)
	app := m.app("T1", "A1")
	for b.Loop() {
		if _, _, err := workflow.Decide(m.context("person:a", today, today.AddDays(-627)), app, cmd); err != nil {
			b.Fatal(err)
		}
	}
}
