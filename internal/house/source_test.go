package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// root is the top of the repository, seen from this folder.
const root = "../.."

// source is one Go file of the project.
type source struct {
	path      string // from the top, with slashes
	dir       string
	test      bool
	generated bool
	lines     int
	fset      *token.FileSet
	syntax    *ast.File
	imports   map[string]string // name in this file → import path
}

// at tells where a node stands.
func (s source) at(n ast.Node) string {
	return s.path + ":" + strconv.Itoa(s.fset.Position(n.Pos()).Line)
}

// files lists what belongs to the project, whatever is committed yet: hidden folders hold settings, bin and data what
// the program made.
func files(t *testing.T) []string {
	t.Helper()
	var list []string
	require.NoError(t, filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			if slices.Contains([]string{".git", "bin", "data", "gongkai-demo"}, rel) {
				return fs.SkipDir
			}
			return nil
		}
		if rel == ".git" { // in a linked worktree a file that names the repository; it is never committed
			return nil
		}
		list = append(list, rel)
		return nil
	}))
	require.Contains(t, list, "go.mod", "the rules must see the top of the repository")
	return list
}

// sources parses every Go file, those for other systems and those of tests included.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	for _, name := range files(t) {
		if !strings.HasSuffix(name, ".go") {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		s := source{path: name, dir: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), fset: token.NewFileSet(), imports: map[string]string{}}
		s.syntax, err = parser.ParseFile(s.fset, name, raw, parser.ParseComments)
		require.NoError(t, err)
		s.generated = ast.IsGenerated(s.syntax)
		s.lines = strings.Count(string(raw), "\n")
		for _, i := range s.syntax.Imports {
			p, err := strconv.Unquote(i.Path.Value)
			require.NoError(t, err)
			short := path.Base(p)
			if i.Name != nil {
				short = i.Name.Name
			}
			s.imports[short] = p
		}
		all = append(all, s)
	}
	require.Greater(t, len(all), 100, "the rules must see the project")
	return all
}

// uses lists the places of a file where one of the named things of a package stands, called or handed on, under
// whatever name the package was imported. "time" → "Now", "Since".
func (s source) uses(pkg string, names ...string) []string {
	var places []string
	ast.Inspect(s.syntax, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := sel.X.(*ast.Ident)
		if ok && s.imports[x.Name] == pkg && slices.Contains(names, sel.Sel.Name) {
			places = append(places, s.at(n)+" "+path.Base(pkg)+"."+sel.Sel.Name)
		}
		return true
	})
	return places
}

// dotImports would hide where a name comes from, and so hide it from the rules.
func TestNoFileImportsByDot(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		require.NotContains(t, s.imports, ".", s.path)
	}
}
