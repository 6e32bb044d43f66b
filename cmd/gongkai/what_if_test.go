package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/workflow"
)

func TestAQuestionOnTheCommandLineLeavesEveryEventAsItWas(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	script := filepath.Join(t.TempDir(), "case.jsonl")
	require.NoError(t, os.WriteFile(script, []byte(`{"do":"register","application":"A1","on":"2025-06-03","channel":"in_person","applicant":{"category":"natural_person","name":"甲"},"content":"乙"}
{"do":"consult","application":"A1","on":"2025-06-10","party":"P1","kind":"third_party","name":"丙","served_on":"2025-06-12"}
`), 0o600))
	o.ok("import", "--agency", "T1", script)
	before := o.ok("events", "--json")
	ask := func(args ...string) workflow.Outlook {
		var out workflow.Outlook
		stdout, _, _ := o.run(append([]string{"what-if", "A1", "--agency", "T1", "--json"}, args...)...)
		require.NoError(t, json.Unmarshal([]byte(stdout), &out), "%v", args)
		return out
	}
	require.Equal(t, "2025-07-24", ask().Before.DueOn.String(), "X18")
	require.Equal(t, "2025-07-11", ask("--opinion", "P1=2025-06-20").After.DueOn.String(), "X17")
	require.Equal(t, "2025-08-21", ask("--extend", "20", "--on", "2025-07-24").After.DueOn.String())
	require.Equal(t, "2025-07-04", ask("--until", "2025-12-31").Steps[0].Events[0].On.String(), "the pause ends by itself")
	withdrawn := ask(`{"do":"withdraw","on":"2025-06-16"}`)
	require.Equal(t, workflow.OtherwiseClosed, withdrawn.After.State)
	lines := filepath.Join(t.TempDir(), "assumed.jsonl")
	require.NoError(t, os.WriteFile(lines, []byte("# if\n{\"do\":\"receive_opinion\",\"on\":\"2025-06-20\",\"party\":\"P1\",\"stance\":\"object\"}\n\n{\"do\":\"reply\",\"on\":\"2025-06-23\",\"result\":\"refused.third_party_rights\",\"grounds\":\"x\",\"served_by\":\"post\"}\n"), 0o600))
	require.Equal(t, workflow.Refused, ask(lines).After.State)

	require.Contains(t, o.ok("what-if", "A1", "--agency", "T1", "--opinion", "P1=2025-06-20:object", "--lang", "en"), "then: ")
	require.Contains(t, o.fails(exitRefused, "what-if", "A1", "--agency", "T1", "--extend", "40", "--on", "2025-07-01"), "extension_too_long")
	o.fails(exitRefused, "what-if", "A9", "--agency", "T1", "--extend", "4")
	for _, wrong := range [][]string{{"--opinion", "P1"}, {"--on", "soon"}, {"--fee", "hour:3"}, {"no-such-file"}} {
		o.fails(exitUsage, append([]string{"what-if", "A1", "--agency", "T1"}, wrong...)...)
	}
	shown := o.ok("show", "A1", "--agency", "T1")
	for _, part := range []string{"第 1 段，2025-06-03 起", "征求第三方（P1）意见期间，不计入", "未决事项 A4", "正在计算的期限"} {
		require.Contains(t, shown, part)
	}
	require.Equal(t, before, o.ok("events", "--json"))
	o.ok("verify")
}
