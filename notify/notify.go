package notify

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gongkai/law"
	"gongkai/workflow"
)

// Event is what is known of an event on the bus: keys and dates.
type Event struct {
	ID, Type, Agency, Department, Application string
	On                                        law.Date // legal date; of a day that was opened, the day itself
}

// Notifier tells people by the events it is shown.
type Notifier struct {
	store Store
	today func() law.Date
}

// New makes a notifier; today is the civil date in Asia/Shanghai.
func New(store Store, today func() law.Date) *Notifier { return &Notifier{store: store, today: today} }

// stale is after how many days an event is told no more: a history that is imported, or read from its beginning by a new
// installation of the bus, is no news.
const stale = 30

// Tell tells whoever has to know of an event and gives how many reminders are new. Showing it the same event again tells
// nobody again.
func (n *Notifier) Tell(ctx context.Context, e Event) (int, error) {
	if e.Type == workflow.DayOpened {
		return n.day(ctx, e.On)
	}
	told, known := toldOf[e.Type]
	if !known || e.On < n.today().AddDays(-stale) {
		return 0, nil
	}
	all, err := everybody(ctx, n.store)
	if err != nil {
		return 0, err
	}
	codes := all.with(e.Agency, told.roles...)
	if told.department {
		codes = append(codes, all.of(e.Agency, e.Department)...)
	}
	return n.store.Remind(ctx, forEach(codes, workflow.Reminder{
		Key: "event:" + e.ID, Rule: told.rule, Agency: e.Agency, Application: e.Application, Department: e.Department, On: e.On,
	}))
}

// nearing are the working days before the due date at which people are told.
var nearing = []int{5, 2, 1}

// day tells what comes near on a day. A day that is opened late is over: its dates are told by the days that follow.
func (n *Notifier) day(ctx context.Context, day law.Date) (int, error) {
	if day != n.today() {
		return 0, nil
	}
	all, err := everybody(ctx, n.store)
	if err != nil {
		return 0, err
	}
	calendar, err := n.store.Calendar(ctx)
	if err != nil {
		return 0, fmt.Errorf("read the calendar: %w", err)
	}
	agencies, err := n.store.Agencies(ctx)
	if err != nil {
		return 0, fmt.Errorf("list the agencies: %w", err)
	}
	added := 0
	for _, a := range agencies {
		if len(all.with(a.Code, "intake", "handler", "head", "department")) == 0 {
			continue // nobody there to be told
		}
		more, err := n.agencyDay(ctx, all, calendar, a.Code, day)
		if err != nil {
			return added, err
		}
		added += more
	}
	return added, nil
}

// agencyDay looks through what is open at one agency, page by page.
func (n *Notifier) agencyDay(ctx context.Context, all people, calendar *law.Calendar, agency string, day law.Date) (int, error) {
	added, q := 0, workflow.Query{Agency: agency, OpenOnly: true, Limit: 200}
	for {
		page, err := n.store.Applications(ctx, q)
		if err != nil {
			return added, fmt.Errorf("list what is open at %s: %w", agency, err)
		}
		var list []workflow.Reminder
		for _, sum := range page.Items {
			list = append(list, dueSoon(all, calendar, sum, day)...)
			late, err := n.unclaimed(ctx, all, calendar, sum, day)
			if err != nil {
				return added, err
			}
			list = append(list, late...)
		}
		more, err := n.store.Remind(ctx, list)
		if err != nil {
			return added, err
		}
		added += more
		if page.Next == "" {
			return added, nil
		}
		q.Cursor = page.Next
	}
}

func dueSoon(all people, calendar *law.Calendar, sum workflow.Summary, day law.Date) []workflow.Reminder {
	at := slices.IndexFunc(nearing, func(left int) bool { return !sum.DueOn.IsZero() && calendar.Nth(day, left) == sum.DueOn })
	if at < 0 {
		return nil
	}
	codes := all.with(sum.Agency, "handler")
	for _, department := range sum.Holders {
		codes = append(codes, all.of(sum.Agency, department)...)
	}
	return forEach(codes, workflow.Reminder{
		Key:  fmt.Sprintf("due:%s/%s:%s:%d", sum.Agency, sum.Application, sum.DueOn, nearing[at]),
		Rule: RuleDueSoon, Agency: sum.Agency, Application: sum.Application, On: sum.DueOn,
	})
}

// unclaimed finds tasks that were not signed for by the end of the working day after they were given.
func (n *Notifier) unclaimed(ctx context.Context, all people, calendar *law.Calendar, sum workflow.Summary, day law.Date) ([]workflow.Reminder, error) {
	if !slices.ContainsFunc(sum.Facts, func(f string) bool { return strings.HasPrefix(f, "task:") && strings.HasSuffix(f, ":assigned") }) {
		return nil, nil
	}
	c, err := n.store.Application(ctx, sum.Agency, sum.Application)
	if err != nil {
		return nil, fmt.Errorf("look at the tasks of %s/%s: %w", sum.Agency, sum.Application, err)
	}
	var list []workflow.Reminder
	for _, t := range c.Application.Tasks {
		if t.Status != "assigned" || calendar.Nth(t.AssignedOn, 1) >= day {
			continue
		}
		list = append(list, forEach(append(all.of(sum.Agency, t.Department), all.with(sum.Agency, "intake")...), workflow.Reminder{
			Key:  fmt.Sprintf("unclaimed:%s/%s:%s:%s", sum.Agency, sum.Application, t.Department, t.AssignedOn),
			Rule: RuleUnsigned, Agency: sum.Agency, Application: sum.Application, Department: t.Department, On: t.AssignedOn,
		})...)
	}
	return list, nil
}
