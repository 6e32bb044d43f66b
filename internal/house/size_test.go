package house_test

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

const (
	mostLines     = 400
	mostInAMethod = 80
)

// tables are files that hold rows, not code; they may be as long as the thing they list.
var tables = map[string]bool{"law/readings.go": true, "law/results_table.go": true, "cmd/gongkai/words.go": true}

func TestFilesAreShort(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if !s.generated && !tables[s.path] && s.lines > mostLines {
			t.Errorf("%s has %d lines, more than %d: it holds more than one thing", s.path, s.lines, mostLines)
		}
	}
}

func TestFunctionsAreShort(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.generated {
			continue
		}
		for _, d := range s.syntax.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			lines := s.fset.Position(f.End()).Line - s.fset.Position(f.Pos()).Line + 1
			if lines > mostInAMethod {
				t.Errorf("%s: %s has %d lines, more than %d", s.at(f), f.Name.Name, lines, mostInAMethod)
			}
		}
	}
}

var unfinished = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`)

// A place of one machine in a committed file is a mistake on every other.
var elsewhere = regexp.MustCompile(`(^|[\s"'(=:])/(wo` + `rk|ro` + `ot|ho` + `me)/`)

func TestNothingIsLeftUnfinishedOrTiedToOneMachine(t *testing.T) {
	t.Parallel()
	for _, name := range files(t) {
		if strings.HasPrefix(name, "handlers/static/vendor/") || strings.Contains(name, "/testdata/") || name == "go.sum" {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		if !utf8.Valid(raw) {
			continue
		}
		for i, line := range strings.Split(string(raw), "\n") {
			require.False(t, unfinished.MatchString(line), "%s:%d is unfinished by its own words: %s", name, i+1, line)
			require.False(t, elsewhere.MatchString(line), "%s:%d names a place of one machine: %s", name, i+1, line)
		}
	}
}
