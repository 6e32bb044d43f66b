package notify

import (
	"context"
	"fmt"
	"slices"

	"gongkai/law"
	"gongkai/workflow"
)

// Store is what is asked of the log, and where reminders are kept.
type Store interface {
	People(ctx context.Context) ([]workflow.Person, error)
	Agencies(ctx context.Context) ([]workflow.Agency, error)
	Applications(ctx context.Context, query workflow.Query) (workflow.Page, error)
	Application(ctx context.Context, agency, number string) (*workflow.Case, error)
	Calendar(ctx context.Context) (*law.Calendar, error)
	// Remind keeps reminders, those of a known key left out, and tells how many are new.
	Remind(ctx context.Context, list []workflow.Reminder) (int, error)
}

// Rules by which people are told. The first six follow an event, the others the opening of a day.
const (
	RuleAssigned   = "assigned"     // a department has a new task
	RuleReturned   = "returned"     // a department gave its task back
	RuleRejected   = "rejected"     // a proposed reply was sent back
	RuleSupplement = "supplemented" // the applicant's supplement is here
	RuleOpinion    = "opinion"      // a consulted party has answered
	RuleOverdue    = "overdue"      // the reply period has passed
	RuleDueSoon    = "due_soon"     // five, two, one working days are left
	RuleUnsigned   = "unclaimed"    // a task was not signed for within a working day
)

// Rules lists the names of the rules.
func Rules() []string {
	return []string{RuleAssigned, RuleReturned, RuleRejected, RuleSupplement, RuleOpinion, RuleOverdue, RuleDueSoon, RuleUnsigned}
}

// toldOf says who is told of an event, beside the people of its department.
var toldOf = map[string]struct {
	rule       string
	roles      []string
	department bool // the people of the event's department are told
}{
	workflow.TaskAssigned:       {RuleAssigned, nil, true},
	workflow.TaskReopened:       {RuleAssigned, nil, true},
	workflow.TaskReturned:       {RuleReturned, []string{"intake", "handler"}, false},
	workflow.ReplyRejected:      {RuleRejected, []string{"handler"}, false},
	workflow.SupplementReceived: {RuleSupplement, []string{"handler"}, false},
	workflow.OpinionReceived:    {RuleOpinion, []string{"handler"}, false},
	workflow.OverdueMarked:      {RuleOverdue, []string{"handler", "head"}, false},
}

// people finds who holds a role at an agency, and who works for a department.
type people []workflow.Person

func (s people) with(agency string, roles ...string) (codes []string) {
	for _, p := range s {
		if p.Agency == agency && slices.ContainsFunc(p.Roles, func(r string) bool { return slices.Contains(roles, r) }) {
			codes = append(codes, p.Code)
		}
	}
	return codes
}

func (s people) of(agency, department string) (codes []string) {
	for _, p := range s {
		if p.Agency == agency && slices.Contains(p.Roles, "department") && slices.Contains(p.Departments, department) {
			codes = append(codes, p.Code)
		}
	}
	return codes
}

// forEach makes one reminder for each person.
func forEach(codes []string, r workflow.Reminder) []workflow.Reminder {
	slices.Sort(codes)
	var list []workflow.Reminder
	for _, code := range slices.Compact(codes) {
		r.Person = code
		list = append(list, r)
	}
	return list
}

func everybody(ctx context.Context, store Store) (people, error) {
	all, err := store.People(ctx)
	if err != nil {
		return nil, fmt.Errorf("find who is told: %w", err)
	}
	return all, nil
}
