package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/access"
	"gongkai/workflow"
)

// Problem is every failure as programs see it (RFC 9457), with the members of contract section 7.
type Problem struct {
	Type    string         `json:"type" doc:"always about:blank; code tells problems apart"`
	Title   string         `json:"title" doc:"the status in words"`
	Status  int            `json:"status"`
	Code    string         `json:"code" doc:"from one list that is only ever added to"`
	Article string         `json:"article,omitempty" doc:"article of the Regulation, where there is one"`
	Detail  string         `json:"detail" doc:"for people, in Chinese or, by Accept-Language, in English; never what was submitted"`
	Allowed []string       `json:"allowed" doc:"what would be allowed now: names of commands"`
	Faults  []ProblemFault `json:"faults,omitempty" doc:"fields that cannot be accepted"`
}

// ProblemFault is one field that cannot be accepted, by the sender's own name for it.
type ProblemFault struct {
	Field  string `json:"field"`
	Code   string `json:"code"`
	Want   string `json:"want,omitempty"`
	Detail string `json:"detail"`
}

// Error is the detail.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status, for huma.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of RFC 9457, for huma.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// failure is a failure before its language is known.
type failure struct {
	status  int
	code    string
	refusal *workflow.Refusal
	denied  *access.Refusal
}

func (f *failure) Error() string { return f.code }

// problem is a failure of the doors themselves; its words stand in the catalog as problem.CODE.
func problem(status int, code string) *failure { return &failure{status: status, code: code} }

var statuses = map[workflow.Kind]int{
	workflow.Malformed: http.StatusBadRequest,
	workflow.Forbidden: http.StatusForbidden,
	workflow.Unknown:   http.StatusNotFound,
	workflow.Conflict:  http.StatusConflict,
	workflow.Unlawful:  http.StatusUnprocessableEntity,

	workflow.Unavailable: http.StatusServiceUnavailable,
}

// failureOf is the one mapping of errors to the outside. The unknown says nothing.
func failureOf(err error) *failure {
	var f *failure
	var refusal *workflow.Refusal
	var denied *access.Refusal
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &refusal):
		return &failure{status: statuses[refusal.Kind()], code: refusal.Code, refusal: refusal}
	case errors.As(err, &denied):
		status := http.StatusForbidden
		if denied.Why == access.WhyNobody {
			status = http.StatusUnauthorized
		}
		return &failure{status: status, code: denied.Code, denied: denied}
	case errors.As(err, &large):
		return problem(http.StatusRequestEntityTooLarge, "too_large_body")
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return problem(http.StatusServiceUnavailable, "not_in_time")
	}
	return problem(http.StatusInternalServerError, "internal")
}

// text is the failure for people.
func (f *failure) text(lang string) string {
	switch {
	case f.refusal != nil:
		return f.refusal.Text(lang)
	case f.denied != nil:
		return f.denied.Message(lang)
	}
	return say(lang, "problem."+f.code)
}

func (f *failure) problem(lang string) *Problem {
	p := &Problem{
		Type: "about:blank", Title: http.StatusText(f.status), Status: f.status, Code: f.code, Detail: f.text(lang),
		Allowed: []string{},
	}
	if f.status == http.StatusUnauthorized {
		p.Code = "not_signed_in"
	}
	if r := f.refusal; r != nil {
		p.Article = r.Article
		p.Allowed = append(p.Allowed, r.Allowed...)
		for _, fault := range r.Faults {
			p.Faults = append(p.Faults, ProblemFault{Field: fault.Field, Code: fault.Code, Want: fault.Want, Detail: fault.Text(lang)})
		}
	}
	return p
}

// fail answers a failure: a problem to programs, a page to people. Errors that are no refusals are logged here, once.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	f := s.noted(r.Context(), err)
	if f.status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "5")
	}
	if !forPeople(r) {
		writeProblem(w, f.problem(apiLanguage(r)))
		return
	}
	if f.status == http.StatusUnauthorized && r.Method == http.MethodGet {
		http.Redirect(w, r, signInPath(r), http.StatusSeeOther)
		return
	}
	p := s.page(r, "error.title")
	s.render(w, r, f.status, errorPage(p, f.status, f.problem(p.Lang)))
}

// noted logs an error whose cause is told to nobody outside.
func (s *Server) noted(ctx context.Context, err error) *failure {
	f := failureOf(err)
	if f.code == "internal" || f.code == "not_in_time" {
		s.log.ErrorContext(ctx, "a request failed", "route", traceOf(ctx).route, "cause", err.Error())
	}
	return f
}

func writeProblem(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	// The status is out; a client that went away is nobody to tell.
	_ = enc.Encode(p)
}

// forPeople tells pages from the API by their path alone.
func forPeople(r *http.Request) bool {
	return !strings.HasPrefix(r.URL.Path, "/api/") && r.URL.Path != "/openapi.json" && r.URL.Path != "/asyncapi.json" && r.URL.Path != "/metrics"
}

// humaFailure replaces huma's errors, which repeat what was submitted. huma knows one function for the whole process,
// so it is set once, here, and depends on nothing of any server.
func humaFailure(ctx huma.Context, status int, _ string, errs ...error) huma.StatusError {
	code := "malformed_request"
	switch status {
	case http.StatusRequestEntityTooLarge:
		code = "too_large_body"
	case http.StatusRequestTimeout:
		code = "not_in_time"
	case http.StatusInternalServerError:
		code = "internal"
	case http.StatusUnprocessableEntity: // its status for faults of parameters, which the contract calls malformed
		status = http.StatusBadRequest
	}
	for _, err := range errs {
		var p *Problem
		if errors.As(err, &p) {
			return p
		}
	}
	return problem(status, code).problem(acceptLanguage(ctx.Header("Accept-Language")))
}

func init() { huma.NewErrorWithContext = humaFailure }
