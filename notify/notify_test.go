package notify_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/law"
	"gongkai/notify"
	"gongkai/workflow"
)

// office is a store with people and open applications; reminders are kept by person and key, as the log's store does.
type office struct {
	people []workflow.Person
	open   []workflow.Summary
	cases  map[string]*workflow.Case
	kept   []workflow.Reminder
}

func (o *office) People(context.Context) ([]workflow.Person, error) { return o.people, nil }

func (o *office) Agencies(context.Context) ([]workflow.Agency, error) {
	return []workflow.Agency{{Code: "A"}, {Code: "EMPTY"}}, nil
}

func (o *office) Applications(_ context.Context, q workflow.Query) (workflow.Page, error) {
	if q.Cursor == "" && len(o.open) > 1 {
		return workflow.Page{Items: o.open[:1], Next: "more"}, nil
	}
	return workflow.Page{Items: o.open[len(o.open)-1:]}, nil
}

func (o *office) Application(_ context.Context, _, number string) (*workflow.Case, error) {
	return o.cases[number], nil
}

func (o *office) Calendar(context.Context) (*law.Calendar, error) {
	return law.NewCalendar(law.EmbeddedNotices())
}

func (o *office) Remind(_ context.Context, list []workflow.Reminder) (int, error) {
	added := 0
	for _, r := range list {
		if !slices.ContainsFunc(o.kept, func(k workflow.Reminder) bool { return k.Person == r.Person && k.Key == r.Key }) {
			o.kept, added = append(o.kept, r), added+1
		}
	}
	return added, nil
}

func (o *office) told() (all []string) {
	for _, r := range o.kept {
		all = append(all, r.Person+" "+r.Rule+" "+r.Application)
	}
	return all
}

func staffed() *office {
	person := func(code, agency, department string, roles ...string) workflow.Person {
		p := workflow.Person{Code: code, Agency: agency, Roles: roles}
		if department != "" {
			p.Departments = []string{department}
		}
		return p
	}
	return &office{people: []workflow.Person{
		person("wang", "A", "", "intake"), person("li", "A", "", "handler"), person("zhao", "A", "", "head", "handler"),
		person("chen", "A", "D1", "department"), person("sun", "A", "D2", "department"), person("other", "B", "D1", "department", "handler"),
	}}
}

func TestEachEventTellsThoseWhoHaveToKnowAndNobodyTwice(t *testing.T) {
	t.Parallel()
	for eventType, want := range map[string][]string{
		workflow.TaskAssigned:       {"chen assigned 1"},
		workflow.TaskReturned:       {"li returned 1", "wang returned 1", "zhao returned 1"},
		workflow.ReplyRejected:      {"li rejected 1", "zhao rejected 1"},
		workflow.SupplementReceived: {"li supplemented 1", "zhao supplemented 1"},
		workflow.OpinionReceived:    {"li opinion 1", "zhao opinion 1"},
		workflow.OverdueMarked:      {"li overdue 1", "zhao overdue 1"},
		workflow.Registered:         nil,
	} {
		o := staffed()
		n := notify.New(o, func() law.Date { return law.NewDate(2026, time.March, 2) })
		for range 3 {
			_, err := n.Tell(t.Context(), notify.Event{ID: "e1", Type: eventType, Agency: "A", Department: "D1", Application: "1", On: law.NewDate(2026, time.February, 27)})
			require.NoError(t, err)
			_, err = n.Tell(t.Context(), notify.Event{ID: "old", Type: eventType, Agency: "A", Department: "D1", Application: "9", On: law.NewDate(2025, time.March, 2)})
			require.NoError(t, err)
		}
		require.Equal(t, want, o.told(), eventType)
	}
}

func TestTheHandlerIsToldFiveTwoAndOneWorkingDaysAheadOnceEach(t *testing.T) {
	t.Parallel()
	o := staffed()
	due := law.NewDate(2026, time.March, 18) // a Wednesday
	o.open = []workflow.Summary{
		{Agency: "A", Application: "1", DueOn: due, Holders: []string{"D1"}},
		{Agency: "A", Application: "2", DueOn: law.NewDate(2026, time.April, 30)},
	}
	days := map[string][]string{}
	for day := law.NewDate(2026, time.March, 9); day <= due; day = day.AddDays(1) {
		before := len(o.kept)
		n := notify.New(o, func() law.Date { return day })
		for range 2 {
			_, err := n.Tell(t.Context(), notify.Event{ID: day.String(), Type: workflow.DayOpened, On: day})
			require.NoError(t, err)
		}
		if told := o.told()[before:]; len(told) > 0 {
			days[day.String()] = told
		}
	}
	all := []string{"chen due_soon 1", "li due_soon 1", "zhao due_soon 1"}
	require.Equal(t, map[string][]string{"2026-03-11": all, "2026-03-16": all, "2026-03-17": all}, days)

	late := notify.New(o, func() law.Date { return due.AddDays(30) })
	added, err := late.Tell(t.Context(), notify.Event{ID: "late", Type: workflow.DayOpened, On: law.NewDate(2026, time.April, 23)})
	require.NoError(t, err)
	require.Zero(t, added, "a day that was missed tells nothing that is over")
}

func TestATaskThatNobodySignedForWithinAWorkingDayIsTold(t *testing.T) {
	t.Parallel()
	o := staffed()
	friday := law.NewDate(2026, time.March, 6)
	o.open = []workflow.Summary{{Agency: "A", Application: "1", Facts: []string{"task:D1:assigned", "task:D2:accepted"}}}
	o.cases = map[string]*workflow.Case{"1": {Application: &workflow.Application{Tasks: []workflow.Task{
		{Department: "D1", Status: "assigned", AssignedOn: friday}, {Department: "D2", Status: "accepted", AssignedOn: friday},
	}}}}
	tell := func(day law.Date) int {
		added, err := notify.New(o, func() law.Date { return day }).Tell(t.Context(), notify.Event{ID: "d", Type: workflow.DayOpened, On: day})
		require.NoError(t, err)
		return added
	}
	require.Zero(t, tell(friday.AddDays(3)), "on Monday there is still time")
	require.Equal(t, 2, tell(friday.AddDays(4)))
	require.Equal(t, []string{"chen unclaimed 1", "wang unclaimed 1"}, o.told())
	require.Zero(t, tell(friday.AddDays(5)))
}
