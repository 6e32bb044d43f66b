package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/workflow"
)

// peopleView lists who works with the program and adds somebody.
type peopleView struct {
	page
	People   []workflow.Person
	Agencies []workflow.Agency
	New      workflow.Person
	Words    string // departments as typed
	Refusal  string
	Added    string
}

// Roles lists the roles in the order of an application's way.
func (peopleView) Roles() []access.Role { return access.Roles() }

// Holds says whether the person being added was given a role.
func (v peopleView) Holds(r access.Role) bool { return slices.Contains(v.New.Roles, string(r)) }

// RolesText names a person's roles.
func (v peopleView) RolesText(p workflow.Person) string {
	labels := make([]string, 0, len(p.Roles))
	for _, key := range p.Roles {
		labels = append(labels, access.Role(key).Label(v.Lang))
	}
	return strings.Join(labels, v.T("list.comma"))
}

func (s *Server) people(w http.ResponseWriter, r *http.Request) error {
	return s.showPeople(w, r, http.StatusOK, peopleView{Added: r.URL.Query().Get("added")})
}

func (s *Server) showPeople(w http.ResponseWriter, r *http.Request, status int, v peopleView) error {
	v.page = s.page(r, "people.title")
	everybody, err := s.store.People(r.Context())
	if err != nil {
		return fmt.Errorf("list the people: %w", err)
	}
	for _, p := range everybody {
		if s.may(r.Context(), access.VerbUsers, p.Agency) == nil {
			v.People = append(v.People, p)
		}
	}
	if v.Agencies, err = s.store.Agencies(r.Context()); err != nil {
		return fmt.Errorf("list the agencies: %w", err)
	}
	v.Agencies = slices.DeleteFunc(v.Agencies, func(a workflow.Agency) bool { return s.may(r.Context(), access.VerbUsers, a.Code) != nil })
	s.render(w, r, status, peoplePage(v))
	return nil
}

// addPerson adds somebody with a first password, which he changes himself.
func (s *Server) addPerson(w http.ResponseWriter, r *http.Request) error {
	v := peopleView{Words: plain(r.PostFormValue("departments")), New: workflow.Person{
		Code: plain(r.PostFormValue("code")), Name: plain(r.PostFormValue("name")), Agency: r.PostFormValue("agency"),
		Roles: r.PostForm["role"],
	}}
	v.New.Departments = strings.FieldsFunc(v.Words, func(c rune) bool { return c == ',' || c == '，' || c == ' ' || c == '、' })
	if err := s.may(r.Context(), access.VerbUsers, v.New.Agency); err != nil {
		return err
	}
	password := r.PostFormValue("password")
	v.Refusal = s.personFault(s.page(r, "people.title"), v.New, password)
	if v.Refusal != "" {
		return s.showPeople(w, r, http.StatusUnprocessableEntity, v)
	}
	err := s.store.AddPerson(r.Context(), whoOf(r.Context()).actor(), v.New)
	var refusal *workflow.Refusal
	if errors.As(err, &refusal) {
		v.Refusal = refusal.Text(pageLanguage(r))
		return s.showPeople(w, r, failureOf(err).status, v)
	}
	if err != nil {
		return fmt.Errorf("add somebody: %w", err)
	}
	if _, err := s.storePassword(r, whoOf(r.Context()).actor(), v.New.Code, password); err != nil {
		return err
	}
	http.Redirect(w, r, "/people?added="+v.New.Code, http.StatusSeeOther)
	return nil
}

func (s *Server) personFault(p page, person workflow.Person, password string) string {
	switch {
	case !codePattern.MatchString(person.Code):
		return p.T("people.bad_code")
	case person.Name == "":
		return p.T("people.no_name")
	case len(person.Roles) == 0:
		return p.T("people.no_role")
	case slices.ContainsFunc(person.Roles, func(key string) bool { _, ok := access.ParseRole(key); return !ok }):
		return p.T("people.no_role")
	case person.Agency == "" && !slices.Equal(person.Roles, []string{string(access.Administrator)}):
		return p.T("people.needs_agency")
	case slices.Contains(person.Roles, string(access.Department)) && len(person.Departments) == 0:
		return p.T("people.needs_department")
	case slices.ContainsFunc(person.Departments, func(code string) bool { return !codePattern.MatchString(code) }):
		return p.T("people.bad_code")
	}
	return passwordFault(p, person.Code, password, password)
}

// accountView changes one's own password.
type accountView struct {
	page
	Refusal string
	Changed bool
}

func (s *Server) account(w http.ResponseWriter, r *http.Request) error {
	v := accountView{page: s.page(r, "account.title"), Changed: r.URL.Query().Get("changed") != ""}
	s.render(w, r, http.StatusOK, accountPage(v))
	return nil
}

func (s *Server) changePassword(w http.ResponseWriter, r *http.Request) error {
	asker := whoOf(r.Context())
	if asker.Operator {
		http.Redirect(w, r, "/account", http.StatusSeeOther)
		return nil
	}
	v := accountView{page: s.page(r, "account.title")}
	if wait := s.throttle.Try(asker.Person, addressOf(r), s.options.Now()); wait > 0 {
		retryAfter(w, wait)
		return problem(http.StatusTooManyRequests, "slow_down")
	}
	person, err := s.store.Person(r.Context(), asker.Person)
	if err != nil {
		return fmt.Errorf("find who changes a password: %w", err)
	}
	ok, _, err := s.hasher.Verify(r.Context(), person.Secret, r.PostFormValue("old"))
	if err != nil {
		return fmt.Errorf("check the old password: %w", err)
	}
	if v.Refusal = passwordFault(v.page, person.Code, r.PostFormValue("password"), r.PostFormValue("again")); !ok {
		v.Refusal = v.T("account.wrong")
	}
	if v.Refusal != "" {
		s.render(w, r, http.StatusUnprocessableEntity, accountPage(v))
		return nil
	}
	s.throttle.Succeeded(asker.Person, addressOf(r), s.options.Now())
	if person.Secret, err = s.storePassword(r, asker.actor(), person.Code, r.PostFormValue("password")); err != nil {
		return err
	}
	if err := s.enter(r, person); err != nil {
		return err
	}
	http.Redirect(w, r, "/account?changed=1", http.StatusSeeOther)
	return nil
}
