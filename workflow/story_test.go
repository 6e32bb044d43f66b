package workflow_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/law"
	"gongkai/workflow"
)

var today = law.NewDate(2026, 11, 22)

// Each file of stories/ is a story a jurist can read: commands, refusals and checks. The same files are played on both
// databases by package db.
func TestEveryStoryGoesAsItSays(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("stories/*.jsonl")
	require.NoError(t, err)
	require.Greater(t, len(files), 30)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".jsonl"), func(t *testing.T) {
			t.Parallel()
			m := newMemory(t)
			p := player(m, file)
			_, err := p.Play(t.Context(), read(t, file))
			require.NoError(t, err)

			length := len(m.log)
			again, err := player(m, file).Play(t.Context(), read(t, file))
			require.NoError(t, err, "the same file again finds everything done")
			require.Zero(t, again)
			require.Len(t, m.log, length)
		})
	}
}

func player(m *memory, file string) *workflow.Player {
	return &workflow.Player{Engine: m, Script: filepath.Base(file), Agency: "T1", Actor: "operator", Today: today}
}

func read(t *testing.T, file string) []workflow.Step {
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	steps, err := workflow.ReadStory(f)
	require.NoError(t, err)
	return steps
}

func TestAStoryThatStoppedGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	broken := `{"do":"register","application":"A1","on":"2025-03-03","channel":"online","applicant":{"category":"other","name":"甲"},"content":"乙"}
{"do":"extend","application":"A1","on":"2025-03-04","days":21,"reason":"x","approved_by":"y"}
{"do":"withdraw","application":"A1","on":"2025-03-05"}`
	m := newMemory(t)
	play := func(text string) (int, error) {
		steps, err := workflow.ReadStory(strings.NewReader(text))
		require.NoError(t, err)
		return player(m, "s.jsonl").Play(context.Background(), steps)
	}
	done, err := play(broken)
	var fault *workflow.PlayError
	require.ErrorAs(t, err, &fault)
	require.Equal(t, 2, fault.Line)
	require.Equal(t, "extension_too_long", fault.Refusal.Code)
	require.Equal(t, 1, done)

	done, err = play(strings.Replace(broken, "21", "20", 1))
	require.NoError(t, err)
	require.Equal(t, 2, done)
}

func TestInAStoryTheClockIsLateOnlyForWhatWasEnteredLate(t *testing.T) {
	t.Parallel()
	story := `{"do":"register","application":"A1","on":"2025-03-12","channel":"in_person","applicant":{"category":"other","name":"甲"},"content":"乙"}
{"do":"request_supplement","application":"A1","on":"2025-03-18","items":["x"],"days":15}
{"do":"register","application":"A2","on":"2025-06-03","channel":"in_person","applicant":{"category":"other","name":"甲"},"content":"乙"}
{"do":"record_service","application":"A1","on":"2025-03-20","sequence":2,"outcome":"served"}
{"expect":{"application":"A2","overdue":true,"on":"2025-07-20"}}`
	m := newMemory(t)
	steps, err := workflow.ReadStory(strings.NewReader(story))
	require.NoError(t, err)
	_, err = player(m, "late.jsonl").Play(t.Context(), steps)
	require.NoError(t, err)
	late := map[string]bool{}
	for _, e := range m.log {
		if e.Actor == workflow.ClockActor {
			late[e.Type+" "+e.On.String()] = e.Data.(*workflow.Data).Late
		}
	}
	require.Equal(t, map[string]bool{"supplement_lapsed 2025-04-14": true, "overdue_marked 2025-07-02": false}, late)
}

func TestWhatWentWrongOnceIsNotGreenTheSecondTime(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	play := func(keepGoing bool, lines ...string) error {
		steps, err := workflow.ReadStory(strings.NewReader(strings.Join(lines, "\n")))
		require.NoError(t, err)
		p := player(m, "twice.jsonl")
		p.KeepGoing = keepGoing
		_, err = p.Play(t.Context(), steps)
		return err
	}
	register := `{"do":"register","application":"A1","on":"2025-03-12","channel":"online","applicant":{"category":"other","name":"甲"},"content":"乙"}`
	refused := []string{register, `{"do":"extend","application":"A1","on":"2025-03-13","days":21,"reason":"x","approved_by":"y"}`, `{"do":"assign","application":"A1","on":"2025-03-14","departments":[{"code":"D1"}]}`}
	require.Error(t, play(true, refused...))
	require.Error(t, play(true, refused...), "a refused line is tried again")
	require.Error(t, play(false, refused...))

	allowed := []string{register, `{"do":"withdraw","application":"A1","on":"2025-03-15"}`, `{"expect":{"refused":true}}`}
	require.Error(t, play(false, allowed...))
	require.Error(t, play(false, allowed...), "what should have been refused stands there still")
}
