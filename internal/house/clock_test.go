package house_test

import (
	"go/ast"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// exceptions hold a rule's exceptions by file, each with its reason.
type exceptions map[string]string

// judge fails for every place that has no exception, and for every exception that no place needs.
func (e exceptions) judge(t *testing.T, found map[string][]string, why string) {
	t.Helper()
	for file, places := range found {
		if _, excused := e[file]; !excused {
			for _, p := range places {
				t.Errorf("%s: %s", p, why)
			}
		}
	}
	for file := range e {
		require.NotEmpty(t, found[file], "%s needs its exception no longer: take it out of the table", file)
	}
}

// outsideMain collects by file what a rule finds in the packages; cmd wires the real clock, environment and randomness.
func outsideMain(t *testing.T, find func(source) []string) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	for _, s := range sources(t) {
		if s.test || strings.HasPrefix(s.dir, "cmd/") || s.dir == "db/pgtest" || strings.HasPrefix(s.dir, "internal/") {
			continue
		}
		if places := find(s); len(places) > 0 {
			found[s.path] = places
		}
	}
	return found
}

func TestTimeIsAnArgument(t *testing.T) {
	t.Parallel()
	exceptions{}.judge(t, outsideMain(t, func(s source) []string {
		return s.uses("time", "Now", "Since", "Until")
	}), "only cmd reads the wall clock and hands it on; else a test cannot say what day it is")
}

func TestTheDomainHasNoTimers(t *testing.T) {
	t.Parallel()
	exceptions{}.judge(t, outsideMain(t, func(s source) []string {
		if !slices.Contains([]string{"law", "workflow", "annual", "access", "seal", "proof"}, s.dir) {
			return nil
		}
		return s.uses("time", "After", "AfterFunc", "NewTimer", "NewTicker", "Tick", "Local", "LoadLocation")
	}), "legal dates are civil dates; nothing in the domain waits or asks for the machine's zone")
}

func TestSettingsAreArguments(t *testing.T) {
	t.Parallel()
	exceptions{}.judge(t, outsideMain(t, func(s source) []string {
		return s.uses("os", "Getenv", "LookupEnv", "Environ", "ExpandEnv", "Setenv", "Args", "Exit")
	}), "only cmd reads the environment; a package is told what it needs")
}

func TestRandomnessIsAnArgument(t *testing.T) {
	t.Parallel()
	exceptions{}.judge(t, outsideMain(t, func(s source) []string {
		var places []string
		for _, p := range s.imports {
			if slices.Contains([]string{"crypto/rand", "math/rand", "math/rand/v2"}, p) {
				places = append(places, s.path+" imports "+p)
			}
		}
		return places
	}), "only cmd brings randomness; else nothing that depends on it can be tested")
}

func TestPanicIsForWhatCannotBeAtStart(t *testing.T) {
	t.Parallel()
	exceptions{
		"law/must.go":        "the embedded calendars, cases and versions are read at start",
		"law/fold.go":        "the embedded tables of words are checked at start",
		"workflow/decode.go": "a malformed tag of a command's struct is found at start",
		"handlers/page.go":   "an embedded file of the pages is missing, found at start",
		"handlers/guard.go":  "net/http wants http.ErrAbortHandler panicked on",
	}.judge(t, outsideMain(t, func(s source) []string {
		var places []string
		ast.Inspect(s.syntax, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if f, ok := call.Fun.(*ast.Ident); ok && f.Name == "panic" {
					places = append(places, s.at(n)+" panic")
				}
			}
			return true
		})
		return places
	}), "return an error: a panic takes the other callers' work with it")
}

// A pattern that does not compile must show when the program starts, not when somebody's request reaches it.
func TestPatternsAreCompiledAtStart(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		for _, d := range s.syntax.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "MustCompile" {
					t.Errorf("%s: compile the pattern in a package variable", s.at(n))
				}
				return true
			})
		}
	}
}

func TestNothingSleeps(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		require.Empty(t, s.uses("time", "Sleep"), "wait for a signal: a sleep is too short on a slow machine and too long on a fast one")
	}
}

func TestNoTestSkipsItself(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		require.Empty(t, s.uses("testing", "Short"), "a shorter run proves less and says the same")
		if !s.test {
			continue
		}
		ast.Inspect(s.syntax, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, sel.Sel.Name) {
				t.Errorf("%s: a test that skips itself proves nothing; fail and say what is missing", s.at(n))
			}
			return true
		})
	}
}
