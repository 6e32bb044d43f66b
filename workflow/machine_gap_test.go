package workflow_test

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/workflow"
)

// A row that the machine lacks stops whatever needs it: the command is refused as a whole, an opened day fails, and the
// history stays as it was.
func TestWhatTheMachineDoesNotKnowIsNotHalfDone(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("stories/*.jsonl")
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, row := range workflow.Machine() {
		if seen[row.Event] {
			continue
		}
		seen[row.Event] = true
		t.Run(row.Event, func(t *testing.T) {
			t.Parallel()
			for _, file := range files {
				m := newMemory(t)
				m.referee = workflow.RefereeWithout(row.Event)
				p := player(m, file)
				p.KeepGoing = true
				_, err := p.Play(t.Context(), read(t, file))
				var fault *workflow.PlayError
				var refusal *workflow.Refusal
				require.True(t, err == nil || errors.As(err, &fault) || errors.As(err, &refusal), "%s: %v", file, err)
				for _, e := range m.log {
					require.NotEqual(t, row.Event, e.Type, file)
				}
			}
		})
	}
}
