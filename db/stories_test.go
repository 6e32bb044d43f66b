package db_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/law"
	"gongkai/workflow"
)

// The stories of package workflow, which a jurist can read, played through the store: each by a body of its own.
func TestEveryStoryGoesAsItSaysOnBothDatabases(t *testing.T) {
	files, err := filepath.Glob("../workflow/stories/*.jsonl")
	require.NoError(t, err)
	require.Greater(t, len(files), 30)
	onBoth(t, func(t *testing.T, l lane) {
		s := l.open(t)
		ctx := t.Context()
		late := law.NewDate(2026, 11, 22)
		for i, file := range files {
			agency := fmt.Sprintf("S%02d", i)
			require.NoError(t, s.AddAgency(ctx, "admin", workflow.Agency{Code: agency, Name: agency}))
			for _, d := range []string{"D1", "D2", "D3"} {
				require.NoError(t, s.AddDepartment(ctx, "admin", workflow.Department{Agency: agency, Code: d, Name: d}))
			}
			f, err := os.Open(file)
			require.NoError(t, err)
			steps, err := workflow.ReadStory(f)
			require.NoError(t, err)
			require.NoError(t, f.Close())
			p := workflow.Player{Engine: s, Script: filepath.Base(file), Agency: agency, Actor: "operator", Today: late}
			_, err = p.Play(ctx, steps)
			require.NoError(t, err, file)
			again := workflow.Player{Engine: s, Script: filepath.Base(file), Agency: agency, Actor: "operator", Today: late}
			done, err := again.Play(ctx, steps)
			require.NoError(t, err, file)
			require.Zero(t, done, file)
		}
		require.Empty(t, verify(t, s))
		_, err := s.Rebuild(ctx)
		require.NoError(t, err)
		require.Empty(t, verify(t, s))
	})
}
