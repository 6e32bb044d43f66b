package house_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/law"
	"gongkai/workflow"
)

var update = flag.Bool("update", false, "write the generated part of docs/GLOSSARY.md anew")

const generated = "<!-- From here on generated from packages law and workflow by `make generate`; a test compares. -->\n"

// TestGlossaryNamesEveryStateResultEventAndCommand compares the generated tables: official term, code name, article.
func TestGlossaryNamesEveryStateResultEventAndCommand(t *testing.T) {
	t.Parallel()
	name := filepath.Join(root, "docs", "GLOSSARY.md")
	raw, err := os.ReadFile(name)
	require.NoError(t, err)
	head, tail, ok := strings.Cut(string(raw), generated)
	require.True(t, ok, "the line that begins the generated part is missing")
	want := "\n" + glossary(t)
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(head+generated+want), 0o600))
		return
	}
	require.Equal(t, want, tail, "run make generate")
}

func glossary(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	table := func(title string) {
		fmt.Fprintf(&b, "## %s\n\n| official term | code name | in English | article |\n| --- | --- | --- | --- |\n", title)
	}
	row := func(term, code, english, article string) {
		require.NotEqual(t, code, term, "%s has no official term", code)
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s |\n", term, code, english, article)
	}
	table("States 状态")
	inForce, err := law.InForce(law.NewDate(2025, time.January, 2))
	require.NoError(t, err)
	for _, s := range workflow.States() {
		article := articlesOf(func(m workflow.Transition) bool { return m.To == s && m.By != "import" })
		if s == workflow.FeeNotified { // no command leads there yet; a ledger may
			article = inForce.FeePayment.Article
		}
		row(s.Label("zh"), string(s), s.Label("en"), article)
	}
	b.WriteString("\n")
	table("Results 办理结果")
	for _, r := range law.Results() {
		row(r.Title(), r.Key, r.English, r.Articles)
	}
	b.WriteString("\n")
	table("Commands 命令")
	seen := map[string]bool{"import": true}
	for _, name := range workflow.CommandNames() {
		seen[name] = true
		row(workflow.CommandLabel(name, "zh"), name, workflow.CommandLabel(name, "en"), articlesOf(by(name)))
	}
	for _, m := range workflow.Machine() {
		if !seen[m.By] {
			seen[m.By] = true
			row(workflow.CommandLabel(m.By, "zh")+"（由时钟执行）", m.By, workflow.CommandLabel(m.By, "en")+" (the clock's own)", articlesOf(by(m.By)))
		}
	}
	b.WriteString("\n")
	table("Events 事项")
	for _, e := range eventTypes(t) {
		row(workflow.EventLabel(e, "zh"), e, workflow.EventLabel(e, "en"), articlesOf(func(m workflow.Transition) bool { return m.Event == e }))
	}
	return b.String()
}

func by(command string) func(workflow.Transition) bool {
	return func(m workflow.Transition) bool { return m.By == command }
}

// articlesOf joins the articles of the rows of the machine, each once, in the order of the table.
func articlesOf(match func(workflow.Transition) bool) string {
	var list []string
	seen := map[string]bool{}
	for _, m := range workflow.Machine() {
		if !match(m) {
			continue
		}
		for _, a := range strings.Split(m.Article, ", ") {
			if !seen[a] {
				seen[a] = true
				list = append(list, a)
			}
		}
	}
	return strings.Join(list, ", ")
}

// eventTypes reads the constants of workflow/event_types.go, so that a new one cannot be forgotten here.
func eventTypes(t *testing.T) []string {
	t.Helper()
	var list []string
	for _, s := range sources(t) {
		if s.path != "workflow/event_types.go" {
			continue
		}
		for _, d := range s.syntax.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST || !strings.HasPrefix(g.Doc.Text(), "Event types") {
				continue
			}
			for _, spec := range g.Specs {
				for _, v := range spec.(*ast.ValueSpec).Values {
					text, err := strconv.Unquote(v.(*ast.BasicLit).Value)
					require.NoError(t, err)
					list = append(list, text)
				}
			}
		}
	}
	declared := map[string]bool{}
	for _, e := range list {
		declared[e] = true
	}
	for _, m := range workflow.Machine() {
		require.True(t, declared[m.Event], "%s is no declared type of event", m.Event)
	}
	return list
}
