package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/workflow"
)

func TestNobodyIsRemindedOfTheSameTwiceAndReadingStopsWhereOneLooked(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := desk(t, l)
		reminder := func(person, key string) workflow.Reminder {
			return workflow.Reminder{Person: person, Key: key, Rule: "assigned", Agency: "T1", Application: "A1", Department: "D1", On: day("2026-02-12")}
		}
		list := []workflow.Reminder{reminder("li", "event:1"), reminder("li", "event:2"), reminder("wang", "event:1")}
		for _, want := range []int{3, 0} {
			added, err := s.Remind(t.Context(), list)
			require.NoError(t, err)
			require.Equal(t, want, added)
		}
		got, err := s.Reminders(t.Context(), "li", 10)
		require.NoError(t, err)
		require.Len(t, got, 2)
		newest := got[0]
		want := reminder("li", "event:2")
		want.ID, want.ToldAt = newest.ID, now()
		require.Equal(t, want, newest)

		unread := func() int {
			n, err := s.Unread(t.Context(), "li")
			require.NoError(t, err)
			return n
		}
		require.Equal(t, 2, unread())
		require.NoError(t, s.MarkRead(t.Context(), "li", got[1].ID))
		require.Equal(t, 1, unread())
		require.NoError(t, s.MarkRead(t.Context(), "wang", newest.ID))
		require.Equal(t, 1, unread(), "one reads for oneself")
		got, err = s.Reminders(t.Context(), "li", 10)
		require.NoError(t, err)
		require.Equal(t, []bool{false, true}, []bool{got[0].Read, got[1].Read}, "what is unread comes first")
	})
}
