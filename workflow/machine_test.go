package workflow_test

import (
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/workflow"
)

func TestTheTableHasNoDoubleRowsAndKnowsItsStates(t *testing.T) {
	t.Parallel()
	type place struct {
		event    string
		from, to workflow.State
	}
	seen := map[place]bool{}
	known := append(workflow.States(), workflow.None)
	for _, row := range workflow.Machine() {
		require.Contains(t, known, row.To, row.Event)
		require.NotEmpty(t, row.From, row.Event)
		require.NotEmpty(t, row.Article, row.Event)
		for _, from := range row.From {
			require.Contains(t, known, from, row.Event)
			p := place{row.Event, from, row.To}
			require.False(t, seen[p], "double row %v", p)
			seen[p] = true
		}
	}
}

func TestEveryStateIsReachedAndEveryOpenStateHasAWayOut(t *testing.T) {
	t.Parallel()
	reached := map[workflow.State]bool{workflow.None: true}
	for range workflow.States() {
		for _, row := range workflow.Machine() {
			for _, from := range row.From {
				if reached[from] && row.To != workflow.None {
					reached[row.To] = true
				}
			}
		}
	}
	for _, s := range workflow.States() {
		require.True(t, reached[s], "%s is never reached", s)
		if s.Closed() || s == workflow.CaseOnly { // a case ends by its decision, which is a fact beside the state
			continue
		}
		require.True(t, slices.ContainsFunc(workflow.Machine(), func(r workflow.Transition) bool {
			return slices.Contains(r.From, s) && r.To != workflow.None && r.To != s
		}), "%s has no way out", s)
	}
}

func TestTheRefereeAgreesWithTheTable(t *testing.T) {
	t.Parallel()
	referee := workflow.NewReferee()
	all := append(workflow.States(), workflow.None)
	for _, row := range workflow.Machine() {
		for _, from := range all {
			for _, to := range all {
				if to == workflow.None {
					continue // nothing leads back to before the registration
				}
				want := slices.ContainsFunc(workflow.Machine(), func(r workflow.Transition) bool {
					return r.Event == row.Event && slices.Contains(r.From, from) && (r.To == to || (r.To == workflow.None && to == from))
				})
				require.Equal(t, want, referee.Allows(row.Event, from, to), "%s from %s to %s", row.Event, from, to)
			}
		}
	}
}

func TestEveryCommandStateAndEventHasItsWordsInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, s := range workflow.States() {
		require.NotEqual(t, string(s), s.Label("zh"))
		require.NotEmpty(t, s.Label("en"))
	}
	for _, row := range workflow.Machine() {
		require.NotEqual(t, row.Event, workflow.EventLabel(row.Event, "zh"))
		require.NotEmpty(t, workflow.EventLabel(row.Event, "en"))
		require.NotEqual(t, row.By, workflow.CommandLabel(row.By, "zh"))
	}
	for _, lang := range []string{"zh", "en"} {
		for _, code := range workflow.RefusalCodes() {
			require.NotEmpty(t, workflow.NewRefusal(code, "").Text(lang), code)
		}
	}
	for _, name := range workflow.CommandNames() {
		require.Equal(t, name, workflow.NewCommand(name).Base().Do)
	}
}

func TestMachinePageIsWhatTheTableSays(t *testing.T) {
	t.Parallel()
	if *update {
		require.NoError(t, os.WriteFile("../docs/MACHINE.md", []byte(workflow.MachinePage()), 0o644))
	}
	page, err := os.ReadFile("../docs/MACHINE.md")
	require.NoError(t, err)
	require.True(t, workflow.MachinePage() == string(page), "docs/MACHINE.md is out of date: make generate")
}
