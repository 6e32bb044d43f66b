package house_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEveryWriteIsInsideATransaction looks at the types, not at names. lib/pq under database/sql sends an autocommit
// statement a second time when its reply is lost: two rows, no error. So whatever gives a sql.Result must be asked of a
// transaction, or of a statement that a transaction gave; a statement whose constant text begins with select may run on
// a connection (advisory locks). A text that is sent to the pool for its rows must not change any.
func TestEveryWriteIsInsideATransaction(t *testing.T) {
	t.Parallel()
	packages := []string{"gongkai/db", "gongkai/events", "gongkai/handlers", "gongkai/access", "gongkai/cmd/gongkai"}
	export, own := exports(t, packages...)
	seen := 0
	for _, name := range packages {
		fset := token.NewFileSet()
		var syntax []*ast.File
		for _, file := range own[name] {
			f, err := parser.ParseFile(fset, root+strings.TrimPrefix(name, "gongkai")+"/"+file, nil, 0)
			require.NoError(t, err)
			syntax = append(syntax, f)
		}
		wrong, writes := outsideTransactions(t, export, fset, syntax)
		for _, w := range wrong {
			t.Errorf("%s: a write outside a transaction happens twice when its reply is lost", strings.TrimPrefix(w, root+"/"))
		}
		seen += writes
	}
	require.Greater(t, seen, 3, "the rule must see the writes of the log")
}

// TestTheRuleOfWritesFindsEachWayRound shows what the rule lets pass and what not.
func TestTheRuleOfWritesFindsEachWayRound(t *testing.T) {
	t.Parallel()
	export, _ := exports(t, "github.com/jmoiron/sqlx", "context")
	for body, allowed := range map[string]bool{
		`tx.ExecContext(ctx, "update a set b = 1")`:                                               true,
		`tx.MustExec("update a set b = 1")`:                                                       true,
		`tx.NamedExec("insert into a values (:b)", nil)`:                                          true,
		`tx.StmtContext(ctx, st).ExecContext(ctx)`:                                                true,
		`run := tx.StmtContext(ctx, st); run.ExecContext(ctx)`:                                    true,
		`conn.ExecContext(ctx, "select pg_advisory_lock($1)", 1)`:                                 true,
		`db.Get(nil, "select b from a")`:                                                          true,
		`db.ExecContext(ctx, "update a set b = 1")`:                                               false,
		`db.MustExec("update a set b = 1")`:                                                       false,
		`db.NamedExecContext(ctx, "insert into a values (:b)", nil)`:                              false,
		`db.DB.Exec("update a set b = 1")`:                                                        false,
		`conn.ExecContext(ctx, "delete from a")`:                                                  false,
		`conn.ExecContext(ctx, text)`:                                                             false,
		`st.Exec()`:                                                                               false,
		`run := tx.StmtContext(ctx, st); run = st; run.ExecContext(ctx)`:                          false,
		`some.Exec("update a set b = 1")`:                                                         false,
		`sqlx.NamedExec(db, "insert into a values (:b)", nil)`:                                    false,
		`sqlx.MustExec(db, "delete from a")`:                                                      false,
		`db.Get(nil, "insert into a values (1) returning b")`:                                     false,
		`db.QueryRowContext(ctx, "update a set b = 1 returning b")`:                               false,
		`f := db.Exec; f("update a set b = 1")`:                                                   false,
		`run := map[string]func(string, ...any) (sql.Result, error){"a": db.Exec}; run["a"]("x")`: false,
	} {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "case.go", `package p
import ("context"; "database/sql"; "github.com/jmoiron/sqlx")
type executor interface{ Exec(string, ...any) (sql.Result, error) }
var _ sqlx.Tx
func f(ctx context.Context, db *sqlx.DB, tx *sqlx.Tx, conn *sql.Conn, st *sql.Stmt, some executor, text string) { `+body+` }`, 0)
		require.NoError(t, err, body)
		wrong, _ := outsideTransactions(t, export, fset, []*ast.File{f})
		require.Equal(t, allowed, len(wrong) == 0, body)
	}
}

// exports gives the compiler's export data of packages and all they need, and the files of the packages themselves.
func exports(t *testing.T, packages ...string) (export map[string]string, own map[string][]string) {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-export", "-deps", "-json=ImportPath,Export,GoFiles"}, packages...)...)
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	export, own = map[string]string{}, map[string][]string{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath, Export string
			GoFiles            []string
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return export, own
		} else {
			require.NoError(t, err)
		}
		export[p.ImportPath] = p.Export
		if slices.Contains(packages, p.ImportPath) {
			own[p.ImportPath] = p.GoFiles
		}
	}
}

// outsideTransactions type-checks a package and lists the places that write outside a transaction; seen counts all
// places that write.
func outsideTransactions(t *testing.T, export map[string]string, fset *token.FileSet, syntax []*ast.File) (wrong []string, seen int) {
	t.Helper()
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(export[path]) })}
	_, err := config.Check("p", fset, syntax, info)
	require.NoError(t, err)
	for _, file := range syntax {
		called := map[ast.Expr]bool{}
		for _, call := range calls(file) {
			fun := ast.Unparen(call.Fun)
			called[fun] = true
			signature, ok := info.TypeOf(fun).(*types.Signature)
			if !ok {
				continue
			}
			bad := onPool(info, call) && hasWrite(info, call)
			if answersWithResult(signature) && !ours(info, fun) {
				seen++
				bad = bad || !inTransaction(info, file, call) && !constantRead(info, call)
			}
			if bad {
				wrong = append(wrong, fset.Position(call.Pos()).String())
			}
		}
		wrong = append(wrong, handedOn(info, fset, file, called)...)
	}
	return wrong, seen
}

// handedOn finds methods that write and are not called but kept or handed on, where nobody sees who calls them.
func handedOn(info *types.Info, fset *token.FileSet, file *ast.File, called map[ast.Expr]bool) (wrong []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok || called[sel] {
			return true
		}
		f, ok := info.Uses[sel.Sel].(*types.Func)
		if ok && answersWithResult(f.Signature()) && !ours(info, sel) {
			wrong = append(wrong, fset.Position(n.Pos()).String())
		}
		return true
	})
	return wrong
}

// ours tells functions and methods written in this project: their own bodies are looked at. A method of an interface
// has no body, and a pool may stand behind it.
func ours(info *types.Info, fun ast.Expr) bool {
	var id *ast.Ident
	switch f := fun.(type) {
	case *ast.Ident:
		id = f
	case *ast.SelectorExpr:
		id = f.Sel
	default:
		return false
	}
	f, ok := info.Uses[id].(*types.Func)
	if !ok || f.Pkg() == nil {
		return false
	}
	if recv := f.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
		return false
	}
	return f.Pkg().Path() == "p" || strings.HasPrefix(f.Pkg().Path(), "gongkai/")
}

func answersWithResult(s *types.Signature) bool {
	for v := range s.Results().Variables() {
		if v.Type().String() == "database/sql.Result" {
			return true
		}
	}
	return false
}

func calls(f *ast.File) []*ast.CallExpr {
	var all []*ast.CallExpr
	ast.Inspect(f, func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok {
			all = append(all, c)
		}
		return true
	})
	return all
}

var (
	transactions = []string{"*database/sql.Tx", "*github.com/jmoiron/sqlx.Tx"}
	pools        = []string{"*database/sql.DB", "*database/sql.Conn", "*github.com/jmoiron/sqlx.DB", "*github.com/jmoiron/sqlx.Conn"}
)

// inTransaction says whether the receiver is a transaction, or a statement that a transaction gave in the same file:
// tx.StmtContext(…).Exec(…), or a variable that is set once, by such a call.
func inTransaction(info *types.Info, file *ast.File, call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false // a function that takes any executor
	}
	return ofTransaction(info, file, sel.X)
}

func ofTransaction(info *types.Info, file *ast.File, x ast.Expr) bool {
	if slices.Contains(transactions, info.TypeOf(x).String()) {
		return true
	}
	switch e := ast.Unparen(x).(type) {
	case *ast.CallExpr:
		sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
		return ok && slices.Contains(transactions, info.TypeOf(sel.X).String())
	case *ast.Ident:
		var values []ast.Expr
		ast.Inspect(file, func(n ast.Node) bool {
			if a, ok := n.(*ast.AssignStmt); ok {
				for i, left := range a.Lhs {
					if id, ok := left.(*ast.Ident); ok && info.ObjectOf(id) == info.ObjectOf(e) && i < len(a.Rhs) {
						values = append(values, a.Rhs[i])
					}
				}
			}
			return true
		})
		if len(values) != 1 {
			return false
		}
		_, direct := ast.Unparen(values[0]).(*ast.CallExpr)
		return direct && ofTransaction(info, file, values[0])
	}
	return false
}

func onPool(info *types.Info, call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	return ok && info.TypeOf(sel.X) != nil && slices.Contains(pools, info.TypeOf(sel.X).String())
}

var (
	reads   = regexp.MustCompile(`(?is)^\s*select\b`)
	changes = regexp.MustCompile(`(?is)\b(insert\s+into|update\s+\w+\s+set|delete\s+from|drop|truncate|alter|create)\b`)
)

// constantTexts gives the constant strings among a call's arguments.
func constantTexts(info *types.Info, call *ast.CallExpr) []string {
	var texts []string
	for _, a := range call.Args {
		if v := info.Types[a].Value; v != nil && v.Kind() == constant.String {
			texts = append(texts, constant.StringVal(v))
		}
	}
	return texts
}

func constantRead(info *types.Info, call *ast.CallExpr) bool {
	texts := constantTexts(info, call)
	return len(texts) > 0 && reads.MatchString(texts[0]) && !changes.MatchString(texts[0])
}

func hasWrite(info *types.Info, call *ast.CallExpr) bool {
	return slices.ContainsFunc(constantTexts(info, call), changes.MatchString)
}
