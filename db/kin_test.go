package db_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"gongkai/workflow"
)

func TestTheApplicantsOtherApplicationsAreKnownByHashesAndReadAsTheyStand(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		ctx := context.Background()
		do(t, s, register("A1", "2026-01-05"))
		do(t, s, &workflow.Reply{
			Common: workflow.Common{Do: "reply", Agency: "T1", Application: "A1", On: day("2026-01-20")},
			Result: "disclosed", Grounds: "第三十六条第二项", ServedBy: "hand",
		})
		renamed := register("A2", "2026-02-02")
		renamed.Applicant.Name, renamed.Content = "王小明（别名）", "完全不同的事项"
		do(t, s, renamed)
		somebody := register("B1", "2026-02-02")
		somebody.Applicant.Name, somebody.Applicant.IDNumber = "李四", "110101199003070001"
		do(t, s, somebody)
		do(t, s, register("A3", "2026-02-03"))
		do(t, s, register("A4", "2026-02-03"))

		kin, err := s.Kindred(ctx, "T1", "A3")
		require.NoError(t, err)
		require.Empty(t, cmp.Diff([]workflow.Kin{
			{Application: "A4", ReceivedOn: day("2026-02-03"), SubmittedOn: day("2026-02-03"), State: workflow.Received, Items: 1, Content: "2024年道路维修预算"},
			{Application: "A2", ReceivedOn: day("2026-02-02"), SubmittedOn: day("2026-02-02"), State: workflow.Received, Items: 1, Before: true, Content: "完全不同的事项"},
			{Application: "A1", ReceivedOn: day("2026-01-05"), SubmittedOn: day("2026-01-05"), ClosedOn: day("2026-01-20"), State: workflow.Disclosed,
				Result: "disclosed", Items: 1, Before: true, Answered: true, Content: "2024年道路维修预算"},
		}, kin))
		alone, err := s.Kindred(ctx, "T1", "B1")
		require.NoError(t, err)
		require.Empty(t, alone)
		_, err = s.Kindred(ctx, "T1", "none")
		var refusal *workflow.Refusal
		require.True(t, errors.As(err, &refusal))
		require.Equal(t, "unknown_application", refusal.Code)
		require.Empty(t, verify(t, s))
	})
}
