package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"gongkai/access"
	"gongkai/law"
	"gongkai/workflow"
)

// choicesView is the open questions of the law and what one body holds to them.
type choicesView struct {
	page
	Body     string
	Agencies []workflow.Agency
	Readings []ShownReading
	May      bool // choose
	Earliest law.Date
	About    string // key of the choice that was refused or made
	Refusal  string
	Value    string // what was typed
	From     string
	Reason   string
	Done     bool
}

func (s *Server) choices(w http.ResponseWriter, r *http.Request) error {
	return s.showChoices(w, r, http.StatusOK, choicesView{Body: r.FormValue("agency"), About: r.FormValue("done"), Done: r.FormValue("done") != ""})
}

func (s *Server) showChoices(w http.ResponseWriter, r *http.Request, status int, v choicesView) error {
	v.page = s.page(r, "law.title")
	agencies, err := s.store.Agencies(r.Context())
	if err != nil {
		return fmt.Errorf("list the agencies: %w", err)
	}
	for _, a := range agencies {
		if s.may(r.Context(), access.VerbLawList, a.Code) == nil {
			v.Agencies = append(v.Agencies, a)
		}
	}
	if v.Body == "" {
		v.Body = v.Who.Agency
	}
	if v.Body == "" && len(v.Agencies) > 0 {
		v.Body = v.Agencies[0].Code
	}
	v.Readings = ShowReadings(nil, v.Today, v.Lang)
	if v.Body != "" {
		if v.Readings, err = s.choicesOf(r.Context(), v.Body, v.Lang); err != nil {
			return err
		}
		v.May = s.may(r.Context(), access.VerbLawChoices, v.Body) == nil
	}
	if v.People, err = s.peopleNames(r.Context()); err != nil {
		return err
	}
	v.Earliest = v.Today.AddDays(1)
	s.render(w, r, status, choicesPage(v))
	return nil
}

func (s *Server) chooseReading(w http.ResponseWriter, r *http.Request) error {
	v := choicesView{
		Body: r.PostFormValue("agency"), About: r.PostFormValue("reading"), Value: r.PostFormValue("value"),
		From: r.PostFormValue("from"), Reason: r.PostFormValue("reason"),
	}
	err := s.choose(r.Context(), v.Body, v.About, v.Value, v.From, v.Reason)
	var refusal *workflow.Refusal
	if errors.As(err, &refusal) {
		v.Refusal = refusal.Text(pageLanguage(r))
		return s.showChoices(w, r, failureOf(err).status, v)
	}
	if err != nil {
		return fmt.Errorf("choose a reading: %w", err)
	}
	http.Redirect(w, r, "/law?"+url.Values{"agency": {v.Body}, "done": {v.About}}.Encode()+"#"+url.QueryEscape(v.About), http.StatusSeeOther)
	return nil
}

// Typed gives what was typed into the form of this question, or what it starts with.
func (v choicesView) Typed(s ShownReading) choicesView {
	if v.About != s.Key || v.Refusal == "" {
		v.Value, v.From, v.Reason = s.InForce, v.Earliest.String(), ""
	}
	return v
}
