package handlers

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/law"
	"gongkai/workflow"
)

// soonDays is how near the due date is when a case stands under 临期.
const soonDays = 3

// tab is one view of the desk: what it asks the log, and what it keeps of the answer.
type tab struct {
	Key   string
	query func(*workflow.Query, law.Date, *law.Calendar)
	keep  func(workflow.Summary, law.Date) bool
}

var tabs = []tab{
	{Key: "open", query: func(q *workflow.Query, _ law.Date, _ *law.Calendar) { q.OpenOnly = true }},
	{Key: "arrived", query: inStates(workflow.Arrived)},
	{Key: "received", query: inStates(workflow.Received)},
	{Key: "supplement", query: inStates(workflow.AwaitingSupplement)},
	{
		Key: "proposed", query: inStates(workflow.Received),
		keep: func(s workflow.Summary, _ law.Date) bool { return slices.Contains(s.Facts, "proposed") },
	},
	{
		Key: "soon",
		query: func(q *workflow.Query, today law.Date, calendar *law.Calendar) {
			q.OpenOnly, q.DueBefore = true, calendar.Nth(today, soonDays)
		},
		keep: func(s workflow.Summary, today law.Date) bool { return s.DueOn >= today },
	},
	{Key: "overdue", query: func(q *workflow.Query, _ law.Date, _ *law.Calendar) { q.OpenOnly, q.Overdue = true, true }},
	{
		Key: "closed",
		query: func(q *workflow.Query, _ law.Date, _ *law.Calendar) {
			q.States = slices.DeleteFunc(workflow.States(), func(s workflow.State) bool { return !s.Closed() })
			q.Sort = "-received"
		},
	},
}

func inStates(states ...workflow.State) func(*workflow.Query, law.Date, *law.Calendar) {
	return func(q *workflow.Query, _ law.Date, _ *law.Calendar) { q.States = states }
}

// deskView is 我的工作台.
type deskView struct {
	page
	Wanted    string // the warning that a notice of working days is missing
	Tab       string
	Tabs      []tab
	Q         string
	Agencies  []workflow.Agency // to choose from, where there is a choice
	Chosen    string            // agency
	Rows      []deskRow
	Next      string // cursor
	First     bool
	Names     map[string]string // departments of the rows by agency/code
	ShowWhose bool              // the agency is a column: cases of several stand in the list
}

// deskRow is one case of the list.
type deskRow struct {
	workflow.Summary
	Days Days
	Next string // command that would usually come next, "" when nobody here has to act
}

// Link leads to the case.
func (v deskView) Link(r deskRow) string { return casePath(r.Agency, r.Application) }

// Holder names who has the case now: departments with open tasks, the applicant, or the office itself.
func (v deskView) Holder(r deskRow) string {
	switch {
	case r.State.Closed():
		return "—"
	case waitsForApplicant(r.State):
		return v.T("desk.applicant")
	case len(r.Holders) == 0:
		return v.T("desk.office")
	}
	names := make([]string, 0, len(r.Holders))
	for _, code := range r.Holders {
		names = append(names, orText(v.Names[r.Agency+"/"+code], code))
	}
	return strings.Join(names, v.T("list.comma"))
}

// At gives the address of this list with something changed.
func (v deskView) At(tab, cursor string) string {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	set("tab", tab)
	set("agency", v.Chosen)
	set("q", v.Q)
	set("cursor", cursor)
	if len(q) == 0 {
		return "/"
	}
	return "/?" + q.Encode()
}

// pageSize is how many cases stand on one page of the list.
const pageSize = 50

// start is the desk, or for an administrator, who handles no cases, the settings.
func (s *Server) start(w http.ResponseWriter, r *http.Request) error {
	asker := whoOf(r.Context()).Subject
	err := access.Allowed(asker, access.VerbList)
	if err != nil && access.Allowed(asker, access.VerbAgency) == nil {
		http.Redirect(w, r, "/settings", http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	return s.desk(w, r)
}

func (s *Server) desk(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	agencies, err := s.agenciesFor(ctx)
	if err != nil {
		return err
	}
	view := deskView{
		page: s.page(r, "desk.title"), Tab: r.URL.Query().Get("tab"), Tabs: tabs, Q: strings.TrimSpace(r.URL.Query().Get("q")),
		Agencies: agencies, Chosen: r.URL.Query().Get("agency"), Names: map[string]string{},
	}
	view.First = r.URL.Query().Get("cursor") == ""
	if view.Chosen == "" && (len(agencies) == 1 || !view.Who.Operator) {
		view.Chosen = view.Who.Agency
		if len(agencies) == 1 {
			view.Chosen = agencies[0].Code
		}
	}
	view.ShowWhose = view.Chosen == ""
	view.Agency = view.Chosen
	at := slices.IndexFunc(tabs, func(t tab) bool { return t.Key == view.Tab })
	if at < 0 {
		at = 0
	}
	view.Tab = tabs[at].Key
	if err := s.fillDesk(ctx, &view, tabs[at], r.URL.Query().Get("cursor")); err != nil {
		return err
	}
	if r.Header.Get("HX-Request") == "true" && r.Header.Get("HX-Target") != "" && strings.Contains(r.Header.Get("HX-Target"), "desk-list") {
		s.render(w, r, http.StatusOK, deskList(view))
		return nil
	}
	s.render(w, r, http.StatusOK, deskPage(view))
	return nil
}

func (s *Server) fillDesk(ctx context.Context, view *deskView, t tab, cursor string) error {
	calendar, err := s.store.Calendar(ctx)
	if err != nil {
		return fmt.Errorf("read the calendar: %w", err)
	}
	view.Wanted = law.MissingText(calendar.Missing(view.Today), view.Lang)
	query := workflow.Query{Agency: view.Chosen, Text: view.Q, Cursor: cursor, Limit: pageSize}
	t.query(&query, view.Today, calendar)
	found, err := s.kept(ctx, query, t, view.Today)
	if err != nil {
		return err
	}
	view.Next = found.Next
	for _, sum := range found.Items {
		row := deskRow{Summary: sum, Days: daysLeft(calendar, view.Today, sum), Next: usualNext(sum)}
		if len(sum.Holders) > 0 {
			if err := s.nameDepartments(ctx, sum.Agency, view.Names); err != nil {
				return err
			}
		}
		view.Rows = append(view.Rows, row)
	}
	return nil
}

// scanned is how many pages of the log's answer a view that keeps only some may go through for one page of its own.
const scanned = 20

func (s *Server) kept(ctx context.Context, query workflow.Query, t tab, today law.Date) (workflow.Page, error) {
	if t.keep == nil {
		return s.listFor(ctx, query)
	}
	out := workflow.Page{}
	for range scanned {
		page, err := s.listFor(ctx, query)
		if err != nil {
			return out, err
		}
		for _, sum := range page.Items {
			if t.keep(sum, today) {
				out.Items = append(out.Items, sum)
			}
		}
		if out.Next = page.Next; page.Next == "" || len(out.Items) >= pageSize {
			break
		}
		query.Cursor = page.Next
	}
	return out, nil
}

func (s *Server) nameDepartments(ctx context.Context, agency string, names map[string]string) error {
	if _, done := names[agency+"/"]; done {
		return nil
	}
	names[agency+"/"] = ""
	departments, err := s.store.Departments(ctx, agency)
	if err != nil {
		return fmt.Errorf("list the departments: %w", err)
	}
	for _, d := range departments {
		names[agency+"/"+d.Code] = d.Name
	}
	return nil
}

// agenciesFor lists the agencies whose cases the one who asks may read.
func (s *Server) agenciesFor(ctx context.Context) ([]workflow.Agency, error) {
	all, err := s.store.Agencies(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the agencies: %w", err)
	}
	asker := whoOf(ctx)
	if asker.Operator {
		return all, nil
	}
	return slices.DeleteFunc(all, func(a workflow.Agency) bool {
		return a.Code != asker.Agency && s.may(ctx, "list", a.Code) != nil
	}), nil
}

// usualNext is the command that would usually come next, to name it in the list.
func usualNext(s workflow.Summary) string {
	has := func(fact string) bool { return slices.Contains(s.Facts, fact) }
	switch {
	case s.State == workflow.Arrived:
		return "confirm_receipt"
	case s.State == workflow.AwaitingSupplement && has("waiting_for_proof"):
		return "record_service"
	case s.State == workflow.AwaitingSupplement:
		return "receive_supplement"
	case s.State != workflow.Received:
		return ""
	case has("approved"):
		return "reply"
	case has("proposed"):
		return "approve_reply"
	case has("consulting"):
		return "receive_opinion"
	case len(s.Holders) > 0:
		return "report_task"
	}
	return "reply"
}

// NamesOf gives the names of the departments of a row's agency.
func (v deskView) NamesOf(r deskRow) map[string]string {
	byCode := map[string]string{}
	for key, name := range v.Names {
		if code, ok := strings.CutPrefix(key, r.Agency+"/"); ok {
			byCode[code] = name
		}
	}
	return byCode
}
