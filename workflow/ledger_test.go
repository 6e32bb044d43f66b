package workflow_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/law"
	"gongkai/workflow"
)

func TestACorrectedRowOfALedgerMustStayPossible(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	received, closed := law.NewDate(2024, 3, 4), law.NewDate(2024, 3, 20)
	events, app, err := workflow.RecordLedger(m.context("operator", today, today), m.app("T1", "L1"), workflow.LedgerFact{
		Application: "L1", Received: received, Category: "natural_person", Closed: closed, Result: "disclosed", Name: "甲",
	})
	require.NoError(t, err)
	m.keep(app, events)
	require.Equal(t, workflow.Disclosed, app.State)

	correct := func(before, after string) error {
		_, err := m.Do(t.Context(), workflow.Request{Today: today, Entered: today, Actor: "operator", Command: &workflow.Correct{
			Common: workflow.Common{Do: "correct", Agency: "T1", Application: "L1"}, Sequence: 1, Reason: "x",
			Fields: map[string]workflow.Change{"closed_on": {Before: before, After: after}},
		}})
		return err
	}
	var refusal *workflow.Refusal
	require.True(t, errors.As(correct("2024-03-20", "2024-03-01"), &refusal))
	require.Equal(t, "breaks_rule", refusal.Code)
	require.NoError(t, correct("2024-03-20", "2024-04-10"))
	require.Equal(t, law.NewDate(2024, 4, 10), m.app("T1", "L1").ClosedOn)
	require.True(t, m.app("T1", "L1").Overdue())
}

func TestAnOpenRowOfALedgerIsOverdueAtOnce(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	_, app, err := workflow.RecordLedger(m.context("operator", today, today), m.app("T1", "L1"), workflow.LedgerFact{
		Application: "L1", Received: law.NewDate(2024, 3, 4), Category: "natural_person",
	})
	require.NoError(t, err)
	require.Equal(t, []string{"overdue"}, app.Facts())
}
