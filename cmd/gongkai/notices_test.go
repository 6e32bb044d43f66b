package main

import (
	"context"
	"crypto/rand"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/events"
	"gongkai/workflow"
)

// From a command to the list of the person who has to know, over the real bus.
func TestADepartmentsPersonIsToldOfANewTask(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	out := testOutput(t, o)
	store, err := out.settings.open(out)
	require.NoError(t, err)
	require.NoError(t, store.AddPerson(t.Context(), operator, workflow.Person{Code: "chen", Name: "陈", Agency: "T1", Departments: []string{"D1"}, Roles: []string{"department"}}))
	bus, err := events.StartBus(events.BusOptions{Data: out.settings.Data, Random: rand.Reader})
	require.NoError(t, err)
	here := &busHere{dial: bus.Dial, close: bus.Close}
	worker, err := out.noticesWorker(store, here, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	stopRelay := background(context.Background(), events.NewRelay(store, bus.Dial, events.RelayOptions{}).Run)
	stopWorker := background(context.Background(), worker.Run)
	t.Cleanup(func() {
		require.NoError(t, stopWorker())
		require.NoError(t, stopRelay())
		require.NoError(t, bus.Close())
		require.NoError(t, store.Close())
	})
	day := today()
	for _, raw := range []string{`{` + registered("online") + `,"application":"N1"}`, `{"do":"assign","application":"N1","departments":[{"code":"D1"}]}`} {
		cmd, err := workflow.Decode([]byte(raw), "T1")
		require.NoError(t, err)
		_, err = store.Do(t.Context(), workflow.Request{Command: cmd, Actor: operator, Today: day, Entered: day})
		require.NoError(t, err)
	}
	var told []workflow.Reminder
	require.Eventually(t, func() bool {
		told, err = store.Reminders(t.Context(), "chen", 10)
		return err == nil && len(told) == 1
	}, 20*time.Second, 5*time.Millisecond)
	require.Equal(t, []any{"assigned", "T1", "N1", "D1", day}, []any{told[0].Rule, told[0].Agency, told[0].Application, told[0].Department, told[0].On})
}
