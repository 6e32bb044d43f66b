package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/law"
	"gongkai/workflow"
)

// What happens after a year was filed counts in the first unfiled one; the filed year never moves (rulebook 5.1).
func TestWhatIsEnteredAfterAYearWasFiledCountsInTheNext(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	do := func(entered law.Date, object string) *workflow.Application {
		cmd, err := workflow.Decode([]byte(object), "T1")
		require.NoError(t, err)
		_, err = m.Do(t.Context(), workflow.Request{Command: cmd, Actor: "person:a", Today: today, Entered: entered})
		require.NoError(t, err, object)
		return m.app("T1", cmd.Base().Application)
	}
	register := func(number, on string) string {
		return `{"do":"register","application":"` + number + `","on":"` + on + `","channel":"online","applicant":{"category":"other","name":"甲"},"content":"乙"}`
	}
	reply := func(number, on string) string {
		return `{"do":"reply","application":"` + number + `","on":"` + on + `","result":"disclosed","grounds":"x","served_by":"post"}`
	}
	december, february := law.NewDate(2024, 12, 30), law.NewDate(2025, 2, 10)
	a := do(december, register("A1", "2024-12-20"))
	require.Equal(t, [2]int{2024, 0}, [2]int{a.NewYear, a.ClosedYear})
	do(december, register("A2", "2024-12-20"))
	do(december, register("A3", "2024-12-20"))
	do(december, reply("A3", "2024-12-24"))

	m.books.Imported = []int{2024} // the report for 2024 is filed: A1 and A2 are carried over, A3 is counted out
	a = do(february, reply("A1", "2024-12-31"))
	require.Equal(t, [2]int{2024, 2025}, [2]int{a.NewYear, a.ClosedYear}, "a reply of December entered in February")
	require.False(t, a.Overdue())
	a = do(february, register("A4", "2024-12-27"))
	require.Equal(t, [2]int{2025, 0}, [2]int{a.NewYear, a.ClosedYear}, "a letter found in a drawer")
	a = do(february, `{"do":"void","application":"A2","reason":"x"}`)
	require.Equal(t, [2]int{2024, 2025}, [2]int{a.NewYear, a.ClosedYear}, "carried over, so it must leave")
	require.Equal(t, "other.other", a.Result)
	a = do(february, `{"do":"void","application":"A3","reason":"x"}`)
	require.Equal(t, [2]int{2024, 2024}, [2]int{a.NewYear, a.ClosedYear}, "counted out in a filed year")
	a = do(february, `{"do":"void","application":"A4","reason":"x"}`)
	require.Equal(t, [2]int{0, 0}, [2]int{a.NewYear, a.ClosedYear}, "never filed: counts nowhere")
}
