package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"gongkai/access"
	"gongkai/workflow"
)

// settingsView is agencies, departments, and how the program does.
type settingsView struct {
	page
	Agencies    []workflow.Agency
	Departments map[string][]workflow.Department
	NewAgency   workflow.Agency
	NewDept     workflow.Department
	Refusal     string
	About       string // the form that was refused: agency, department
	Version     string
	Position    int64
	Digest      string
	Calendar    string
	Parts       []shownPart
	Letters     []Letter
}

type shownPart struct {
	Name string
	PartState
}

func (s *Server) settings(w http.ResponseWriter, r *http.Request) error {
	return s.showSettings(w, r, http.StatusOK, settingsView{})
}

func (s *Server) showSettings(w http.ResponseWriter, r *http.Request, status int, v settingsView) error {
	ctx := r.Context()
	v.page, v.Version, v.Departments = s.page(r, "settings.title"), s.options.Version, map[string][]workflow.Department{}
	var err error
	if v.Agencies, err = s.store.Agencies(ctx); err != nil {
		return fmt.Errorf("list the agencies: %w", err)
	}
	for _, a := range v.Agencies {
		if v.Departments[a.Code], err = s.store.Departments(ctx, a.Code); err != nil {
			return fmt.Errorf("list the departments: %w", err)
		}
	}
	if v.Position, v.Digest, _, err = s.store.Head(ctx); err != nil {
		return fmt.Errorf("read the head of the log: %w", err)
	}
	calendar, err := s.store.Calendar(ctx)
	if err != nil {
		return fmt.Errorf("read the calendar: %w", err)
	}
	v.Calendar = calendar.Version()
	for _, p := range s.options.Parts {
		v.Parts = append(v.Parts, shownPart{p.Name, p.State()})
	}
	if v.Letters, err = s.letters(r); err != nil {
		return err
	}
	s.render(w, r, status, settingsPage(v))
	return nil
}

func (s *Server) addAgency(w http.ResponseWriter, r *http.Request) error {
	a := workflow.Agency{Code: plain(r.PostFormValue("code")), Name: plain(r.PostFormValue("name")), Parent: r.PostFormValue("parent")}
	v := settingsView{NewAgency: a, About: "agency"}
	return s.addBody(w, r, v, access.VerbAgency, a.Parent, a.Code, a.Name, func(ctx context.Context, actor string) error {
		return s.store.AddAgency(ctx, actor, a)
	})
}

func (s *Server) addDepartment(w http.ResponseWriter, r *http.Request) error {
	d := workflow.Department{Agency: r.PostFormValue("agency"), Code: plain(r.PostFormValue("code")), Name: plain(r.PostFormValue("name"))}
	v := settingsView{NewDept: d, About: "department"}
	return s.addBody(w, r, v, access.VerbDepartment, d.Agency, d.Code, d.Name, func(ctx context.Context, actor string) error {
		return s.store.AddDepartment(ctx, actor, d)
	})
}

// addBody adds an agency or a department; where is the agency it comes under.
func (s *Server) addBody(w http.ResponseWriter, r *http.Request, v settingsView, verb, where, code, name string,
	add func(ctx context.Context, actor string) error) error {
	if err := s.may(r.Context(), verb, where); err != nil {
		return err
	}
	p := s.page(r, "settings.title")
	switch {
	case !codePattern.MatchString(code):
		v.Refusal = p.T("people.bad_code")
	case name == "" || len([]rune(name)) > 200:
		v.Refusal = p.T("people.no_name")
	}
	if v.Refusal != "" {
		return s.showSettings(w, r, http.StatusUnprocessableEntity, v)
	}
	err := add(r.Context(), whoOf(r.Context()).actor())
	var refusal *workflow.Refusal
	if errors.As(err, &refusal) {
		v.Refusal = refusal.Text(p.Lang)
		return s.showSettings(w, r, failureOf(err).status, v)
	}
	if err != nil {
		return fmt.Errorf("add a body: %w", err)
	}
	http.Redirect(w, r, "/settings", http.StatusSeeOther)
	return nil
}
