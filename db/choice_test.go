package db_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/law"
	"gongkai/workflow"
)

func TestAChoiceHoldsFromItsDayAndStandsInTheEventsItTouched(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		ctx := context.Background()
		next := workflow.ReadingData{Agency: "T1", Reading: "rest_day_receipt", Value: "next_working_day", From: day("2025-03-16")}
		require.NoError(t, s.ChooseReading(ctx, "person:head", next, "与窗口工作时间一致"))
		require.NoError(t, s.ChooseReading(ctx, "person:head", next, "again"), "the same choice twice is one")

		do(t, s, register("A1", "2025-03-15")) // a Saturday, the day before the choice
		do(t, s, register("A2", "2025-03-16")) // a Sunday
		before, err := s.Application(ctx, "T1", "A1")
		require.NoError(t, err)
		after, err := s.Application(ctx, "T1", "A2")
		require.NoError(t, err)
		require.Equal(t, day("2025-03-15"), before.Application.ReceivedOn)
		require.Equal(t, day("2025-03-17"), after.Application.ReceivedOn)
		require.Equal(t, "actual", before.Application.History[0].Data.(*workflow.Data).Choices["rest_day_receipt"])
		require.Equal(t, "next_working_day", after.Application.History[0].Data.(*workflow.Data).Choices["rest_day_receipt"])

		list, err := s.Choices(ctx, "T1")
		require.NoError(t, err)
		require.Equal(t, []workflow.Choice{{Reading: "rest_day_receipt", Value: "next_working_day", From: day("2025-03-16"), ChosenOn: today, Actor: "person:head"}}, list)

		var refusal *workflow.Refusal
		back := workflow.ReadingData{Agency: "T1", Reading: "rest_day_receipt", Value: "actual", From: day("2025-03-16")}
		require.True(t, errors.As(s.ChooseReading(ctx, "person:head", back, ""), &refusal))
		require.Equal(t, "choice_too_early", refusal.Code)
		for _, bad := range []workflow.ReadingData{
			{Agency: "T1", Reading: "supplement_period_wd", Value: "31", From: today},
			{Agency: "T1", Reading: "no_such", Value: "1", From: today},
			{Agency: "T1", Reading: "pause_mode", Value: "count_both"},
		} {
			require.True(t, errors.As(s.ChooseReading(ctx, "person:head", bad, ""), &refusal), "%+v", bad)
			require.Equal(t, "malformed", refusal.Code)
		}
		none := workflow.ReadingData{Agency: "T9", Reading: "pause_mode", Value: "count_both", From: law.Date(today)}
		require.True(t, errors.As(s.ChooseReading(ctx, "person:head", none, ""), &refusal))
		require.Equal(t, "unknown_agency", refusal.Code)
		_, err = s.Rebuild(ctx)
		require.NoError(t, err)
		again, err := s.Choices(ctx, "T1")
		require.NoError(t, err)
		require.Equal(t, list, again)
		require.Empty(t, verify(t, s))
	})
}
