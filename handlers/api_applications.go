package handlers

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/access"
	"gongkai/law"
	"gongkai/workflow"
)

type listInput struct {
	Agency     string `query:"agency" doc:"code; without it the sender's own agency, for the operator all"`
	State      string `query:"state" doc:"states, separated by commas"`
	Open       string `query:"open" doc:"true: only open ones"`
	Overdue    string `query:"overdue" doc:"true: only overdue ones"`
	Department string `query:"department" doc:"with an open task of this department"`
	Q          string `query:"q" doc:"number, applicant or words of the content"`
	DueBefore  string `query:"due_before" doc:"due on this date or before"`
	Sort       string `query:"sort" doc:"due (default), received, number; a leading - turns it round"`
	Cursor     string `query:"cursor" doc:"next of the page before"`
	Limit      string `query:"limit" doc:"1 to 200, 50 without"`
}

type listOutput struct{ Body workflow.Page }

type caseInput struct {
	Agency      string `path:"agency"`
	Application string `path:"application"`
	Match       string `header:"If-None-Match"`
}

type caseOutput struct {
	Status int
	ETag   string `header:"ETag" doc:"sequence number"`
	Body   *Shown
}

// ClockView is the reply clock of one application.
type ClockView struct {
	Agency      string      `json:"agency"`
	Application string      `json:"application"`
	DueOn       *law.Date   `json:"due_on"`
	DueKind     string      `json:"due_kind"`
	Day0        *law.Date   `json:"day0" doc:"day the run starts from, itself not counted"`
	Allowance   int         `json:"allowance" doc:"working days, extension included"`
	Extended    int         `json:"extended" doc:"working days of extension in this run"`
	NoticeBy    *law.Date   `json:"notice_by" doc:"last day of a supplement notice (art. 30)"`
	Pauses      []law.Pause `json:"pauses"`
	Clock       []ShownDay  `json:"clock"`
	Deadlines   []ShownTerm `json:"deadlines"`

	Explanation workflow.Explanation `json:"explanation" doc:"every run of the clock, what moved it, what else runs"`
}

type eventsOfCaseOutput struct {
	ETag string `header:"ETag"`
	Body struct {
		Items []ShownEvent `json:"items"`
	}
}

type clockOutput struct {
	ETag string `header:"ETag"`
	Body ClockView
}

func (s *Server) apiApplications(api huma.API) {
	huma.Register(api, operation("applications", http.MethodGet, "/api/v1/applications", "List applications"),
		func(ctx context.Context, in *listInput) (*listOutput, error) {
			page, err := s.list(ctx, in)
			if err != nil {
				return nil, s.refused(ctx, err)
			}
			return &listOutput{Body: page}, nil
		})
	const one = "/api/v1/applications/{agency}/{application}"
	huma.Register(api, operation("application", http.MethodGet, one, "Show one application"),
		func(ctx context.Context, in *caseInput) (*caseOutput, error) {
			shown, err := s.shown(ctx, in)
			if err != nil {
				return nil, s.refused(ctx, err)
			}
			tag := etag(shown.Sequence)
			if slices.Contains(strings.Split(strings.ReplaceAll(in.Match, " ", ""), ","), tag) {
				return &caseOutput{Status: http.StatusNotModified, ETag: tag}, nil
			}
			return &caseOutput{Status: http.StatusOK, ETag: tag, Body: &shown}, nil
		})
	huma.Register(api, operation("application-events", http.MethodGet, one+"/events", "Read the history of one application"),
		func(ctx context.Context, in *caseInput) (*eventsOfCaseOutput, error) {
			shown, err := s.shown(ctx, in)
			if err != nil {
				return nil, s.refused(ctx, err)
			}
			out := &eventsOfCaseOutput{ETag: etag(shown.Sequence)}
			out.Body.Items = shown.History
			return out, nil
		})
	huma.Register(api, operation("application-clock", http.MethodGet, one+"/clock", "Explain the due date day by day"),
		func(ctx context.Context, in *caseInput) (*clockOutput, error) {
			out, err := s.clockOf(ctx, in)
			if err != nil {
				return nil, s.refused(ctx, err)
			}
			return out, nil
		})
}

func (s *Server) shown(ctx context.Context, in *caseInput) (Shown, error) {
	c, rd, err := s.openCase(ctx, in.Agency, in.Application)
	if err != nil {
		return Shown{}, err
	}
	hints, _, err := s.hints(ctx, c, rd, langOf(ctx))
	if err != nil {
		return Shown{}, err
	}
	calendar, err := s.store.Calendar(ctx)
	if err != nil {
		return Shown{}, fmt.Errorf("read the calendar: %w", err)
	}
	bodies, err := s.store.Agencies(ctx)
	if err != nil {
		return Shown{}, fmt.Errorf("list the agencies: %w", err)
	}
	shown := ShowCase(c, calendar, bodies, langOf(ctx))
	shown.Hints = hints
	shown.Counted, err = Counted(ctx, s.store, c, s.today().Year(), langOf(ctx))
	return shown, err
}

func (s *Server) clockOf(ctx context.Context, in *caseInput) (*clockOutput, error) {
	c, _, err := s.openCase(ctx, in.Agency, in.Application)
	if err != nil {
		return nil, err
	}
	calendar, err := s.store.Calendar(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the calendar: %w", err)
	}
	shown, clock := ShowCase(c, calendar, nil, langOf(ctx)), c.Application.Clock(calendar)
	return &clockOutput{ETag: etag(shown.Sequence), Body: ClockView{
		Agency: shown.Agency, Application: shown.Application, DueOn: shown.DueOn, DueKind: shown.DueKind,
		Day0: date(clock.Run.Day0), Allowance: clock.Run.Allowance, Extended: clock.Extended, NoticeBy: date(clock.NoticeBy),
		Pauses: append([]law.Pause{}, clock.Run.Pauses...), Clock: shown.Clock, Deadlines: shown.Deadlines,
		Explanation: shown.Explanation,
	}}, nil
}

func (s *Server) list(ctx context.Context, in *listInput) (workflow.Page, error) {
	query := workflow.Query{
		Agency: in.Agency, OpenOnly: in.Open == "true", Overdue: in.Overdue == "true", Department: in.Department, Text: in.Q,
		Sort: in.Sort, Cursor: in.Cursor,
	}
	for name := range strings.SplitSeq(in.State, ",") {
		switch state := workflow.State(name); {
		case name == "":
		case slices.Contains(workflow.States(), state):
			query.States = append(query.States, state)
		default:
			return workflow.Page{}, badParameter("state", "unknown_value", stateNames())
		}
	}
	if !slices.Contains([]string{"", "due", "received", "number"}, strings.TrimPrefix(in.Sort, "-")) {
		return workflow.Page{}, badParameter("sort", "unknown_value", "due, received, number")
	}
	if in.DueBefore != "" {
		due, err := law.ParseDate(in.DueBefore)
		if err != nil {
			return workflow.Page{}, badParameter("due_before", "not_a_date", "")
		}
		query.DueBefore = due
	}
	limit, err := wholeNumber("limit", in.Limit, 50, 1, 200)
	if err != nil {
		return workflow.Page{}, err
	}
	query.Limit = int(limit)
	return s.listFor(ctx, query)
}

// listFor lists applications for the one who asks: within what he may read, masked. A person sees one agency at a time;
// somebody who is of a department and nothing else sees what his departments work on.
func (s *Server) listFor(ctx context.Context, query workflow.Query) (workflow.Page, error) {
	asker := whoOf(ctx)
	if !asker.Operator && query.Agency == "" {
		query.Agency = asker.Agency
	}
	rd, err := s.readerAt(ctx, access.VerbList, query.Agency)
	if err != nil && query.Department == "" && len(asker.Departments) > 0 {
		query.Department = asker.Departments[0]
	}
	if err != nil && query.Department != "" {
		rd, err = s.readerAt(ctx, access.VerbList, query.Agency, query.Department)
	}
	if err != nil {
		return workflow.Page{}, err
	}
	page, err := s.store.Applications(ctx, query)
	if err != nil {
		return workflow.Page{}, fmt.Errorf("list applications: %w", err)
	}
	for i := range page.Items {
		rd.maskSummary(&page.Items[i])
		if page.Items[i].Facts == nil {
			page.Items[i].Facts = []string{}
		}
	}
	if page.Items == nil {
		page.Items = []workflow.Summary{}
	}
	return page, nil
}

func stateNames() string {
	names := make([]string, 0, len(workflow.States()))
	for _, s := range workflow.States() {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}
