package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/workflow"
)

func TestRegisterIsStoredAndReadBack(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		a := do(t, s, register("", "2026-02-02"))
		require.Equal(t, "2026-0001", a.Application)
		require.Equal(t, workflow.Received, a.State)
		require.Equal(t, "2026-03-06", a.DueOn.String())

		c, err := s.Application(t.Context(), "T1", "2026-0001")
		require.NoError(t, err)
		require.Equal(t, "王小明", c.Words[1]["name"])
		require.Equal(t, a.Events[0].Position, c.History[0].Position)
		require.NotContains(t, string(c.History[0].Data), "王小明")
	})
}
