package house_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// room is one package: what of ours it may import, and what of others (a module path, or with one file only
// "path in file.go").
type room struct {
	ours    []string
	outside []string
	why     string
}

// rooms is the import table; ARCHITECTURE.md shows it, and a test compares the two.
var rooms = map[string]room{
	"law":      {nil, nil, "the law knows dates and words; a jurist must be able to read it without the program around it"},
	"sheet":    {[]string{"law"}, nil, "what a jurist reads follows from the data of the law alone"},
	"workflow": {[]string{"law"}, []string{"github.com/looplab/fsm in machine.go"}, "a decision is a pure function: history, command, date and law in, events or a refusal out"},
	"annual":   {[]string{"law", "workflow"}, []string{"github.com/xuri/excelize", "golang.org/x/text"}, "the tables follow from facts; where these are stored is no matter of theirs"},
	"access":   {[]string{"workflow"}, []string{"golang.org/x/crypto/argon2"}, "one table says who may do what, whatever the door"},
	"seal":     {nil, nil, "what protects people's names is small enough to be read in one sitting"},
	"proof":    {nil, nil, "a verifier must be writable from this package alone"},
	"db": {[]string{"law", "workflow", "annual", "seal", "proof"},
		[]string{"github.com/jmoiron/sqlx", "github.com/lib/pq", "modernc.org/sqlite", "github.com/pressly/goose", "golang.org/x/sys in lock_windows.go"}, "the log knows the domain, never a door"},
	"events": {[]string{"law", "workflow"},
		[]string{"github.com/nats-io/nats.go", "github.com/nats-io/nats-server in embed.go", "github.com/robfig/cron in clock.go"}, "the bus rings; it reads the log through an interface of its own and never a database"},
	"handlers": {[]string{"law", "workflow", "annual", "access"},
		[]string{"github.com/danielgtaylor/huma", "github.com/a-h/templ", "github.com/alexedwards/scs", "github.com/prometheus/client_golang"}, "doors do not know each other: pages never touch a database or the bus"},
	"notify": {[]string{"law", "workflow"}, []string{"github.com/wneessen/go-mail in mail.go"}, "who is told what follows from roles and dates; how it gets there is the wires' matter"},
	"cmd/gongkai": {[]string{"law", "workflow", "annual", "access", "seal", "proof", "db", "events", "handlers", "notify", "sheet"},
		[]string{"github.com/alecthomas/kong", "github.com/nats-io/nats.go", "golang.org/x/sync"}, "main wires the packages and does nothing else"},

	"db/pgtest":            {nil, []string{"github.com/lib/pq"}, "for tests only"},
	"internal/house":       {nil, nil, "rules, no code"},
	"internal/house/tally": {nil, nil, "reads the output of go test"},
	"internal/oracle":      {nil, nil, "the clock's questions answered a second time; only tests may ask it, and only its tests know the clock"},
	"internal/torture":     {nil, nil, "tests that kill the program; no code"},
}

// testOnly are packages that no other file than a test may import.
var testOnly = []string{
	"gongkai/db/pgtest", "gongkai/internal/oracle", "testing", "testing/fstest", "testing/iotest", "net/http/httptest",
	"github.com/stretchr/testify", "github.com/google/go-cmp", "pgregory.net/rapid", "go.uber.org/goleak", "github.com/chromedp",
}

func TestEachPackageImportsWhatTheTableAllows(t *testing.T) {
	t.Parallel()
	needed := map[string]bool{}
	for _, s := range sources(t) {
		r, known := rooms[s.dir]
		require.True(t, known, "%s: package %s is not in the import table; enter it with its reason, here and in ARCHITECTURE.md", s.path, s.dir)
		if s.test {
			continue // a test may bring the real parts together
		}
		for _, p := range s.imports {
			switch {
			case standard(p):
			case strings.HasPrefix(p, "gongkai/"):
				own := strings.TrimPrefix(p, "gongkai/")
				require.Contains(t, r.ours, own, "%s imports %s, but %s", s.path, own, r.why)
			default:
				rule := slices.IndexFunc(r.outside, func(o string) bool { return admits(o, p, filepath.Base(s.path)) })
				require.GreaterOrEqual(t, rule, 0, "%s imports %s, but %s may import of others only %q: %s", s.path, p, s.dir, r.outside, r.why)
				needed[s.dir+" "+r.outside[rule]] = true
			}
		}
	}
	for _, dir := range []string{"law", "workflow", "annual", "access", "db", "events", "handlers"} {
		for _, o := range rooms[dir].outside {
			require.True(t, needed[dir+" "+o], "%s no longer needs %s: take it out of the table", dir, o)
		}
	}
}

// standard tells the standard library by its first element, which has no dot.
func standard(p string) bool {
	first, _, _ := strings.Cut(p, "/")
	return first != "gongkai" && !strings.Contains(first, ".")
}

func admits(rule, p, file string) bool {
	module, only, limited := strings.Cut(rule, " in ")
	return within(p, module) && (!limited || file == only)
}

func within(p, module string) bool { return p == module || strings.HasPrefix(p, module+"/") }

// The law reads no clock (clock_test.go), no file, no net and no setting; the domain neither.
func TestTheDomainTouchesNothingOutside(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.test || !slices.Contains([]string{"law", "workflow", "annual", "proof"}, s.dir) {
			continue
		}
		for _, p := range s.imports {
			for _, banned := range []string{"os", "net", "os/exec", "io/ioutil", "path/filepath", "log", "log/slog", "database/sql", "plugin", "unsafe"} {
				if banned == "database/sql" && p == "database/sql/driver" {
					continue // a date names its own form in a database; that opens none
				}
				require.False(t, within(p, banned), "%s imports %s: a decision must come out the same wherever and whenever it is made", s.path, p)
			}
		}
	}
}

func TestLibrariesOfTestsStayInTests(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.test || s.dir == "db/pgtest" {
			continue
		}
		for _, p := range s.imports {
			for _, banned := range testOnly {
				require.False(t, within(p, banned), "%s imports %s, which is for tests: it would be shipped", s.path, p)
			}
		}
	}
}

func TestPackagesHaveANounForAName(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, element := range append(strings.Split(s.dir, "/"), s.syntax.Name.Name) {
			require.NotContains(t, []string{"util", "utils", "common", "helpers", "helper", "types", "models", "misc", "base", "shared"}, element,
				"%s: such a name says nothing about what is inside", s.path)
		}
	}
}

// importRow is a row of the table in ARCHITECTURE.md: | `law` | of ours | of others | …
var importRow = regexp.MustCompile("(?m)^\\| `([a-z/]+)` \\| ([^|]*) \\| ([^|]*) \\|")

func TestArchitectureShowsTheImportTable(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join(root, "ARCHITECTURE.md"))
	require.NoError(t, err)
	shown := map[string][]string{}
	for _, m := range importRow.FindAllStringSubmatch(string(raw), -1) {
		list := []string{}
		for _, word := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(m[2], -1) {
			list = append(list, word[1])
		}
		shown[m[1]] = list
	}
	declared := map[string][]string{}
	for dir, r := range rooms {
		if !strings.HasPrefix(dir, "internal/") && dir != "db/pgtest" {
			declared[dir] = append([]string{}, r.ours...)
		}
	}
	require.Equal(t, declared, shown)
}
