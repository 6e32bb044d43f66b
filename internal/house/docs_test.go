package house_test

import (
	"go/ast"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"gongkai/workflow"
)

func read(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(root, name))
	require.NoError(t, err)
	return string(raw)
}

func documents(t *testing.T) []string {
	t.Helper()
	var list []string
	for _, name := range files(t) {
		if strings.HasSuffix(name, ".md") && !strings.HasPrefix(name, "handlers/static/vendor/") {
			list = append(list, name)
		}
	}
	return list
}

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#{1,6} +(.+)$`)
	block   = regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$")
)

func TestLinksOfTheDocumentsLeadSomewhere(t *testing.T) {
	t.Parallel()
	for _, name := range documents(t) {
		text := block.ReplaceAllString(read(t, name), "")
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			target, anchor, _ := strings.Cut(m[1], "#")
			if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			there := name
			if target != "" {
				there = path.Join(path.Dir(name), target)
				_, err := os.Stat(filepath.Join(root, there))
				require.NoError(t, err, "%s links to %s", name, m[1])
			}
			if anchor != "" {
				var anchors []string
				for _, h := range heading.FindAllStringSubmatch(block.ReplaceAllString(read(t, there), ""), -1) {
					anchors = append(anchors, slug(h[1]))
				}
				require.Contains(t, anchors, anchor, "%s links to %s", name, m[1])
			}
		}
	}
}

// slug is how a heading becomes an anchor: small letters, spaces as strokes, nothing but letters, digits and strokes.
func slug(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_':
			b.WriteRune(r)
		}
	}
	return b.String()
}

// subcommands reads the command line from the struct that declares it, and every flag from the structs of cmd/gongkai.
func subcommands(t *testing.T) (names, flags []string) {
	t.Helper()
	for _, s := range sources(t) {
		if s.dir != "cmd/gongkai" || s.test {
			continue
		}
		ast.Inspect(s.syntax, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			ast.Inspect(spec.Type, func(n ast.Node) bool {
				f, ok := n.(*ast.Field)
				if !ok || f.Tag == nil || len(f.Names) == 0 {
					return true
				}
				text, err := strconv.Unquote(f.Tag.Value)
				require.NoError(t, err)
				tag := reflect.StructTag(text)
				name := tag.Get("name")
				if name == "" {
					name = kebab(f.Names[0].Name)
				}
				if _, ok := tag.Lookup("cmd"); ok {
					if spec.Name.Name == "program" {
						names = append(names, name)
					}
				} else if _, positional := tag.Lookup("arg"); !positional {
					flags = append(flags, name)
				}
				return true
			})
			return false
		})
	}
	require.Greater(t, len(names), 10)
	return names, flags
}

func kebab(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 && !unicode.IsUpper(rune(name[i-1])) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

var (
	// invocation is the program on a line of its own in a block of commands.
	invocation = regexp.MustCompile(`(?m)^(?:\$ )?(?:sudo (?:-u \w+ )?)?(?:go run \./cmd/gongkai|(?:bin/|\./)?gongkai)((?: +[^\n|&;]*)?)$`)
	inline     = regexp.MustCompile("`(?:go run \\./cmd/gongkai|gongkai) ([a-z][^`\n]*)`")
	makeLine   = regexp.MustCompile("(?m)(?:^(?:\\$ )?|`)make ([a-z][a-z -]*)(?:`|$)")
	makeTarget = regexp.MustCompile(`(?m)^([a-z]+):.*## `)
	flagWord   = regexp.MustCompile(`(?:^|\s)--([a-z][a-z-]*)`)
)

func TestCommandsOfTheDocumentsExist(t *testing.T) {
	t.Parallel()
	names, flags := subcommands(t)
	names = append(append(names, workflow.CommandNames()...), "--help", "help")
	var targets []string
	for _, m := range makeTarget.FindAllStringSubmatch(read(t, "Makefile"), -1) {
		targets = append(targets, m[1])
	}
	require.Greater(t, len(targets), 10)
	for _, name := range documents(t) {
		text := read(t, name)
		var lines []string
		for _, b := range block.FindAllStringSubmatch(text, -1) {
			if b[1] == "sh" || b[1] == "console" {
				for _, m := range invocation.FindAllStringSubmatch(strings.ReplaceAll(b[2], "\\\n", " "), -1) {
					lines = append(lines, m[1])
				}
			}
		}
		for _, m := range inline.FindAllStringSubmatch(text, -1) {
			lines = append(lines, m[1])
		}
		for _, l := range lines {
			words := strings.Fields(l)
			require.NotEmpty(t, words, name)
			require.Contains(t, names, words[0], "%s names a subcommand that does not exist: %s", name, l)
			for _, f := range flagWord.FindAllStringSubmatch(l, -1) {
				require.Contains(t, append(flags, "help"), f[1], "%s names a flag that does not exist: %s", name, l)
			}
		}
		for _, m := range makeLine.FindAllStringSubmatch(text, -1) {
			for _, target := range strings.Fields(m[1]) {
				require.Contains(t, targets, target, "%s: make %s", name, m[1])
			}
		}
	}
}

func TestReadmeBeginsWithItsTwoCommands(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"README.md", "README.zh-CN.md"} {
		blocks := block.FindAllStringSubmatch(read(t, name), -1)
		require.GreaterOrEqual(t, len(blocks), 2, name)
		require.Equal(t, "go run ./cmd/gongkai demo\nmake test\n", blocks[0][2], name)
	}
	require.Contains(t, read(t, ".ci/run"), "\nmake test ", "CI runs the README's own test command")
}

func TestTheTwoReadmesSayTheSame(t *testing.T) {
	t.Parallel()
	english, chinese := read(t, "README.md"), read(t, "README.zh-CN.md")
	require.Equal(t, block.FindAllString(english, -1), block.FindAllString(chinese, -1), "blocks")
	level := regexp.MustCompile(`(?m)^#+`)
	require.Equal(t, level.FindAllString(block.ReplaceAllString(english, ""), -1), level.FindAllString(block.ReplaceAllString(chinese, ""), -1), "headings")
	require.Contains(t, english, "(README.zh-CN.md)")
	require.Contains(t, chinese, "(README.md)")
}

func TestTheChangelogHasAPlaceForThisChange(t *testing.T) {
	t.Parallel()
	require.Regexp(t, `(?m)^## (Unreleased|\d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2})$`, read(t, "CHANGELOG.md"))
}

// TestComposeStartsWhatTheProgramUnderstands parses docker-compose.yml: there may be no Docker where the tests run.
func TestComposeStartsWhatTheProgramUnderstands(t *testing.T) {
	t.Parallel()
	var file struct {
		Services map[string]struct {
			Image       string
			Build       any
			Command     []string
			Environment map[string]string
			DependsOn   map[string]any `yaml:"depends_on"`
			Volumes     []string
			Networks    any
		}
		Volumes map[string]any
	}
	decoder := yaml.NewDecoder(strings.NewReader(read(t, "docker-compose.yml")))
	require.NoError(t, decoder.Decode(&file))
	names, flags := subcommands(t)
	var programs, buses []string
	for name, s := range file.Services {
		require.True(t, s.Image != "" || s.Build != nil, name)
		for needed := range s.DependsOn {
			require.Contains(t, file.Services, needed, name)
		}
		for _, v := range s.Volumes {
			from, _, _ := strings.Cut(v, ":")
			if strings.HasPrefix(from, "./deploy/secrets") {
				continue // made by deploy/secrets.sh
			}
			if strings.HasPrefix(from, "./") {
				_, err := os.Stat(filepath.Join(root, from))
				require.NoError(t, err, name)
			} else {
				require.Contains(t, file.Volumes, from, name)
			}
		}
		if strings.HasPrefix(s.Image, "nats:") {
			buses = append(buses, name)
			require.Contains(t, strings.Join(s.Volumes, " "), "./deploy/nats/nats.conf:", name)
		}
		if strings.HasPrefix(s.Image, "gongkai") {
			programs = append(programs, name)
			require.Equal(t, "serve", s.Command[0], name)
			require.Contains(t, names, s.Command[0])
			for _, word := range s.Command[1:] {
				if flag, ok := strings.CutPrefix(word, "--"); ok {
					flag, _, _ = strings.Cut(flag, "=")
					require.Contains(t, flags, flag, name)
				}
			}
		}
	}
	slices.Sort(programs)
	require.Equal(t, []string{"gongkai-1", "gongkai-2", "gongkai-workers"}, programs, "two replicas, and one process of the program's workers")
	require.Len(t, buses, 3, "three nodes")
	require.Contains(t, file.Services, "postgres")
	require.Contains(t, file.Services["postgres"].Environment["POSTGRES_INITDB_ARGS"], "--data-checksums")
	require.Contains(t, file.Services, "proxy")
	require.Regexp(t, `(?m)^\s*sync_interval: always$`, read(t, "deploy/nats/nats.conf"))
	require.True(t, slices.Contains(files(t), "deploy/Dockerfile"))
}
