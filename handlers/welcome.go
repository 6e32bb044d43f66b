package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"gongkai/access"
	"gongkai/workflow"
)

// welcome is the page of the one-time link: name and password of the first administrator.
type welcome struct {
	page
	Token, Login, Name, Refusal string
}

var codePattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)

func (s *Server) welcomeForm(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayWelcome(r); err != nil {
		return err
	}
	view := welcome{page: s.page(r, "welcome.title"), Token: r.PathValue("token"), Login: s.options.Welcome.Person}
	s.render(w, r, http.StatusOK, welcomePage(view))
	return nil
}

// mayWelcome says whether the link is the right one and nobody has a password yet. Once somebody does, the link is used
// up, for every process on the same log.
func (s *Server) mayWelcome(r *http.Request) error {
	gone := problem(http.StatusNotFound, "welcome_over")
	if s.options.Welcome == nil || s.options.NoLogin {
		return gone
	}
	if wait := s.throttle.Try("welcome", addressOf(r), s.options.Now()); wait > 0 {
		return problem(http.StatusTooManyRequests, "slow_down")
	}
	if err := s.options.Welcome.Check(r.PathValue("token"), access.Invite, s.options.Now()); err != nil {
		return gone
	}
	s.throttle.Succeeded("welcome", addressOf(r), s.options.Now())
	used, err := s.somebodySignsIn(r)
	if err != nil {
		return err
	}
	if used {
		return gone
	}
	return nil
}

// somebodySignsIn says whether anybody has a password. Somebody without one is a first administrator who was added just
// before a crash: the link must still work for him.
func (s *Server) somebodySignsIn(r *http.Request) (bool, error) {
	people, err := s.store.People(r.Context())
	if err != nil {
		return false, fmt.Errorf("look whether anybody exists: %w", err)
	}
	for _, p := range people {
		person, err := s.store.Person(r.Context(), p.Code)
		if err != nil {
			return false, fmt.Errorf("look whether anybody has a password: %w", err)
		}
		if person.Secret != "" {
			return true, nil
		}
	}
	return false, nil
}

// welcomeFirst makes the first administrator and signs him in.
func (s *Server) welcomeFirst(w http.ResponseWriter, r *http.Request) error {
	select {
	case s.welcome <- struct{}{}:
		defer func() { <-s.welcome }()
	case <-r.Context().Done():
		return fmt.Errorf("wait for the welcome page: %w", r.Context().Err())
	}
	if err := s.mayWelcome(r); err != nil {
		return err
	}
	view := welcome{
		page: s.page(r, "welcome.title"), Token: r.PathValue("token"),
		Login: strings.TrimSpace(r.PostFormValue("login")), Name: strings.TrimSpace(r.PostFormValue("name")),
	}
	password := r.PostFormValue("password")
	switch {
	case !codePattern.MatchString(view.Login):
		view.Refusal = view.T("people.bad_code")
	case view.Name == "":
		view.Refusal = view.T("people.no_name")
	default:
		view.Refusal = passwordFault(view.page, view.Login, password, r.PostFormValue("again"))
	}
	if view.Refusal != "" {
		s.render(w, r, http.StatusUnprocessableEntity, welcomePage(view))
		return nil
	}
	first := workflow.Person{Code: view.Login, Name: view.Name, Roles: []string{string(access.Administrator)}}
	var there *workflow.Refusal
	err := s.store.AddPerson(r.Context(), OperatorActor, first)
	if err != nil && (!errors.As(err, &there) || there.Kind() != workflow.Conflict) {
		return fmt.Errorf("add the first administrator: %w", err)
	}
	hash, err := s.storePassword(r, OperatorActor, first.Code, password)
	if err != nil {
		return err
	}
	first.Secret = hash
	if err := s.enter(r, first); err != nil {
		return err
	}
	http.Redirect(w, r, "/settings", http.StatusSeeOther)
	return nil
}
