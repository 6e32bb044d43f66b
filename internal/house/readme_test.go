package house_test

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/workflow"
)

// TestWhatTheReadmeShowsIsWhatTheProgramPrints runs the program: every line of the README's blocks of output is one that
// it prints, and the command it shows is one that the decoder takes.
func TestWhatTheReadmeShowsIsWhatTheProgramPrints(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	program := filepath.Join(folder, "gongkai")
	build := exec.Command("go", "build", "-o", program, "./cmd/gongkai")
	build.Dir = root
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	run := func(status int, args ...string) string {
		cmd := exec.Command(program, append(args, "--data", filepath.Join(folder, "data"))...)
		out, _ := cmd.CombinedOutput() // the exit status says how it ended
		require.Equal(t, status, cmd.ProcessState.ExitCode(), "%v: %s", args, out)
		return string(out)
	}
	printed := run(0, "demo") +
		run(0, "clock", "due", "--from", "2025-09-24", "--days", "20", "--explain") +
		run(1, "do", "--agency", "QS", "extend", "2025-0010", "days=30", "reason=内容较多", "approved_by=李某", "--lang", "en")
	run(0, "report", "cell", "--agency", "QS", "--year", "2025", "new", "natural_person")
	run(0, "verify")

	shown := 0
	for _, b := range block.FindAllStringSubmatch(read(t, "README.md"), -1) {
		switch b[1] {
		case "text":
			for line := range strings.Lines(b[2]) {
				if line = strings.TrimSuffix(line, "\n"); line != "…" {
					require.True(t, slices.Contains(strings.Split(printed, "\n"), line), "the program does not print: %s", line)
					shown++
				}
			}
		case "json":
			_, err := workflow.Decode([]byte(b[2]), "")
			require.NoError(t, err)
			shown++
		}
	}
	require.Greater(t, shown, 10)
}
