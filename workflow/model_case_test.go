package workflow_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongkai/law"
	"gongkai/workflow"
)

// randomCase fills the commands about cases.
func randomCase(t *rapid.T, cmd workflow.Command, until law.Date) {
	code := rapid.SampledFrom([]string{"C1", "C2", "C3", "C4"}).Draw(t, "case")
	result := rapid.SampledFrom([]string{"upheld", "corrected", "corrected", "other"}).Draw(t, "outcome")
	by := rapid.SampledFrom([]string{"", "applicant", "third_party"}).Draw(t, "by")
	switch c := cmd.(type) {
	case *workflow.FileReview:
		c.Case, c.By, c.Procedure = code, by, rapid.SampledFrom([]string{"", "simple"}).Draw(t, "procedure")
	case *workflow.AnswerReview:
		c.Case = code
	case *workflow.DecideReview:
		c.Case, c.Result, c.Until = code, result, until
	case *workflow.FileSuit:
		c.Case, c.By, c.AfterReview = code, by, rapid.Bool().Draw(t, "after")
	case *workflow.AnswerSuit:
		c.Case = code
	case *workflow.DecideSuit:
		c.Case, c.Result, c.Until = code, result, until
	case *workflow.Rehandle:
		c.Case = code
	}
}

// Cases come and go, replies are set aside and given anew, years are filed in between: what was counted in a filed year
// stays, and every application is counted once.
func TestWhatCountsStaysWhatItWasInFiledYears(t *testing.T) {
	t.Parallel()
	disputes := []string{
		"file_review", "decide_review", "file_suit", "decide_suit", "rehandle", "rehandle", "reply", "reply", "withdraw", "answer_review",
	}
	rapid.Check(t, func(t *rapid.T) {
		m := newMemory(t)
		day := law.NewDate(2024, 9, 2)
		var filed workflow.Counting
		for i := range rapid.IntRange(4, 40).Draw(t, "steps") {
			day = day.AddDays(rapid.SampledFrom([]int{0, 1, 5, 20, 40}).Draw(t, "pass"))
			if day > today {
				return
			}
			require.NoError(t, m.ActFor(t.Context(), "T1", "A1", day, day, today))
			if rapid.IntRange(0, 5).Draw(t, "file") == 0 && m.books.FirstUnfiled() < day.Year() {
				m.books.Filed = append(m.books.Filed, day.Year()-1) // every year before this one is filed now
				if a := m.app("T1", "A1"); a.Counting.ClosedYear != 0 && a.Counting.ClosedYear < m.books.FirstUnfiled() {
					filed = a.Counting
				}
			}
			var cmd workflow.Command
			for cmd == nil || i > 2 && m.app("T1", "A1").State != workflow.None && !slices.Contains(disputes, cmd.Base().Do) {
				cmd = randomCommand(t, m.app("T1", "A1"), day)
			}
			if c, ok := cmd.(*workflow.Correct); ok && m.app("T1", "A1").History[c.Sequence-1].On.Year() < m.books.FirstUnfiled() {
				continue
			}
			_, _ = m.Do(t.Context(), workflow.Request{Command: cmd, Actor: "person:a", Today: today, Entered: day}) // refused or not
			app := m.app("T1", "A1")
			now := app.Counting
			if filed.ClosedYear != 0 {
				require.Equal(t, filed, now, "a filed year never moves")
			}
			if now.ClosedYear != 0 {
				require.GreaterOrEqual(t, now.ClosedYear, now.NewYear)
				require.NotEmpty(t, now.Row)
			}
			for _, d := range app.Disputes {
				require.False(t, d.AnswerBy.IsZero())
				require.True(t, m.calendar.Working(d.AnswerBy), "the last day to answer is a working day")
			}
		}
	})
}
