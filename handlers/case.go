package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/law"
	"gongkai/workflow"
)

// caseView is 案件页: facts, what happened, clock and actions.
type caseView struct {
	page
	Case        *workflow.Case
	App         *workflow.Application
	AgencyName  string
	Departments []workflow.Department
	Reader      reader
	Words       map[string]string // of the registration, corrections applied
	Timeline    []moment
	Clock       clockPanel
	Able        []commandForm
	Grey        []greyCommand
	Done        *moment // what was just done here
	CanCorrect  bool
	If          ifPanel
	Remedies    *ShownRemedies
	Hints       []workflow.Hint
	Counted     []ShownYear
	CanOpen     bool           // the figures it counts in lead to their lists
	kin         []workflow.Kin // the applicant's other applications; never shown as such
}

// clockPanel is the reply clock for people.
type clockPanel struct {
	workflow.Clock
	Days      Days
	Lines     []ShownDay
	IfLonger  law.Date // due date if the whole extension were granted; none where it cannot be
	Extension int      // working days of that extension
	Opinions  []opinion

	Explanation workflow.Explanation
}

// opinion is one consulted party.
type opinion struct {
	workflow.Consultation
	Name string
	Ends law.Date
}

// greyCommand is a command that is not possible now, and why.
type greyCommand struct{ Label, Reason, Article string }

func (s *Server) caseFile(w http.ResponseWriter, r *http.Request) error {
	return s.showCase(w, r, http.StatusOK, nil)
}

// sentBack is a form that was refused.
type sentBack struct {
	do      string
	values  typed
	refusal *workflow.Refusal
	key     string
	note    string // what was put right in it
}

// act sends the form of one command of the case page.
func (s *Server) act(w http.ResponseWriter, r *http.Request) error {
	do, agency, number := r.PathValue("do"), r.PathValue("agency"), r.PathValue("number")
	if do == "correct" || do == "register" || !slices.Contains(workflow.CaseCommandNames(), do) {
		return problem(http.StatusNotFound, "no_page")
	}
	answer, back, err := s.sendForm(r, do, agency, number)
	var refusal *workflow.Refusal
	if errors.As(err, &refusal) && unpriced(do, back, refusal) {
		return s.showCase(w, r, http.StatusOK, &sentBack{do: do, values: back, refusal: refusal, key: r.PostFormValue("key")})
	}
	if errors.As(err, &refusal) && refusal.Code != "unknown_application" {
		return s.showCase(w, r, failureOf(err).status, &sentBack{do: do, values: back, refusal: refusal, key: r.PostFormValue("key")})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, casePath(agency, number)+"?done="+mainEvent(do, answer)+"#done", http.StatusSeeOther)
	return nil
}

func (s *Server) showCase(w http.ResponseWriter, r *http.Request, status int, back *sentBack) error {
	ctx, agency := r.Context(), r.PathValue("agency")
	c, rd, err := s.openCase(ctx, agency, r.PathValue("number"))
	if err != nil {
		return err
	}
	calendar, err := s.store.Calendar(ctx)
	if err != nil {
		return fmt.Errorf("read the calendar: %w", err)
	}
	departments, err := s.store.Departments(ctx, agency)
	if err != nil {
		return fmt.Errorf("list the departments: %w", err)
	}
	agencies, err := s.store.Agencies(ctx)
	if err != nil {
		return fmt.Errorf("list the agencies: %w", err)
	}
	view := caseView{
		page: s.page(r, "case.title", c.Application.Number), Case: c, App: c.Application, Departments: departments, Reader: rd,
		Words: wordsOf(c, 1), Clock: panel(c, calendar, s.today(), pageLanguage(r)),
		CanCorrect: s.may(ctx, "correct", agency) == nil && c.Application.State != workflow.Void,
	}
	view.Remedies = ShowRemedies(c, agencies, calendar, pageLanguage(r))
	view.Agency = agency
	for _, a := range agencies {
		if a.Code == agency {
			view.AgencyName = a.Name
		}
	}
	if view.People, err = s.peopleNames(ctx); err != nil {
		return err
	}
	view.Timeline = timeline(view.page, c, departments)
	if view.Hints, view.kin, err = s.hints(ctx, c, rd, view.Lang); err != nil {
		return err
	}
	if view.Counted, err = Counted(ctx, s.store, c, s.today().Year(), view.Lang); err != nil {
		return err
	}
	view.CanOpen = s.may(ctx, access.VerbReportCell, agency) == nil
	if err := s.ask(&view, calendar, r.URL.Query()); err != nil {
		return err
	}
	if err := s.fillActions(ctx, &view, calendar, back); err != nil {
		return err
	}
	if done, err := strconv.Atoi(r.URL.Query().Get("done")); err == nil && done >= 1 && done <= len(view.Timeline) && back == nil {
		view.Done = &view.Timeline[done-1]
	}
	s.render(w, r, status, casePage(view))
	return nil
}

func panel(c *workflow.Case, calendar *law.Calendar, today law.Date, lang string) clockPanel {
	app := c.Application
	counted := calendar
	if app.State.Closed() {
		counted = calendar.Named(app.Due.Calendar)
	}
	p := clockPanel{Clock: app.Clock(counted), Lines: []ShownDay{}}
	p.Days = daysLeft(calendar, today, workflow.Summary{
		State: app.State, DueOn: app.Due.On, DueKind: app.Due.Kind, Overdue: app.Overdue(),
	})
	p.Explanation = workflow.Explain(app, calendar, lang)
	if !app.Due.On.IsZero() {
		p.Lines = days(p.Explanation)
	}
	if version, err := law.InForce(app.ReceivedOn); err == nil && app.State == workflow.Received && p.Extended == 0 && today <= p.Unextended {
		run := p.Run
		run.Allowance += version.Extension.Number
		p.IfLonger, p.Extension = calendar.Due(run), version.Extension.Number
	}
	for i := range app.Consultations {
		con := &app.Consultations[i]
		p.Opinions = append(p.Opinions, opinion{
			Consultation: *con, Name: wordsOf(c, con.Seq)["name"], Ends: app.ConsultationEnd(calendar, con),
		})
	}
	return p
}

// wordsOf gives the words of one event as corrections left them.
func wordsOf(c *workflow.Case, seq int) map[string]string {
	words := map[string]string{}
	for field, text := range c.Words[seq] {
		words[field] = text
	}
	for _, e := range c.History {
		data, ok := payload(e)
		if !ok || e.Type != workflow.Corrected || data.Sequence != seq {
			continue
		}
		for field := range data.Fields {
			if after, ok := c.Words[e.Seq][field+".after"]; ok {
				words[field] = after
			}
		}
	}
	return words
}

// Chips are the facts beside the state, for people.
func (v caseView) Chips() []chip { return chips(v.page, v.App.Facts(), names(v.Departments)) }

// Link leads to a page of this case.
func (v caseView) Link() string { return casePath(v.App.Agency, v.App.Number) }

// CategoryText names the applicant's column.
func (v caseView) CategoryText() string {
	return choiceLabel(v.page, "applicant.category", option{Value: v.App.Category, Label: v.App.Category})
}

// ChannelText names the way in.
func (v caseView) ChannelText() string {
	return choiceLabel(v.page, "channel", option{Value: v.App.Channel, Label: v.App.Channel})
}

// MaskedID shows the end of a number only: a page that stands open on a desk is read by others too.
func (v caseView) MaskedID() string {
	runes := []rune(v.Words["id_number"])
	if len(runes) <= 4 {
		return strings.Repeat("*", len(runes))
	}
	return strings.Repeat("*", len(runes)-4) + string(runes[len(runes)-4:])
}

// chip is a fact as a small mark: words and a tone.
type chip struct{ Text, Tone string }

func chips(p page, facts []string, departments map[string]string) []chip {
	out := make([]chip, 0, len(facts))
	for _, fact := range facts {
		c := chip{Text: workflow.FactLabel(fact, p.Lang), Tone: "plain"}
		if rest, ok := strings.CutPrefix(fact, "task:"); ok {
			code, status, _ := strings.Cut(rest, ":")
			c.Text = orText(departments[code], code) + " " + workflow.TaskLabel(status, p.Lang)
		}
		switch fact {
		case "overdue":
			c.Tone = "late"
		case "waiting_for_proof", "unsigned", "late_entry":
			c.Tone = "soon"
		case "extended", "consulting", "proposed", "approved":
			c.Tone = "calm"
		}
		out = append(out, c)
	}
	return out
}

func names(departments []workflow.Department) map[string]string {
	byCode := make(map[string]string, len(departments))
	for _, d := range departments {
		byCode[d.Code] = d.Name
	}
	return byCode
}

// DepartmentName names a department of the agency.
func (v caseView) DepartmentName(code string) string { return orText(names(v.Departments)[code], code) }

// LawText names the version of the Regulation that holds for the case.
func (v caseView) LawText() string {
	if v.App.ReceivedOn.IsZero() {
		return ""
	}
	return v.T("law.version", v.App.Law)
}

// AllowanceText tells the working days of the run.
func (v caseView) AllowanceText() string {
	if v.Clock.Extended > 0 {
		return v.T("clock.allowance_extended", v.Clock.Run.Allowance, v.Clock.Extended)
	}
	return v.T("days.working", v.Clock.Run.Allowance)
}

// WaitsText says why no date runs.
func (v caseView) WaitsText() string {
	switch {
	case v.App.State == workflow.Arrived:
		return v.T("clock.arrived")
	case v.App.State == workflow.AwaitingSupplement && len(v.App.WaitsForProof()) > 0:
		return v.T("clock.supplement_unproven")
	case v.App.State == workflow.AwaitingSupplement:
		return v.T("clock.supplement")
	}
	return ""
}
