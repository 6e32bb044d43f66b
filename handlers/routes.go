package handlers

import (
	"errors"
	"net/http"

	"gongkai/access"
)

// routes builds the mux and what stands around it. Order matters: the watch sees everything, refusals of foreign origins
// come before anybody is asked who he is.
func (s *Server) routes() (http.Handler, error) {
	mux := http.NewServeMux()
	if s.options.Bare {
		s.running(mux)
		return headers(s.closing(s.watch(limits(s.ownHost(named(mux)))))), nil
	}
	s.pages(mux)
	s.running(mux)
	if err := s.api(mux); err != nil {
		return nil, err
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, problem(http.StatusNotFound, "no_page"))
	})
	var h http.Handler = named(mux)
	h = s.identify(h)
	h = s.withSession(h)
	h = s.ownOrigin(h)
	h = s.ownHost(h)
	h = limits(h)
	h = s.watch(h)
	return headers(s.closing(h)), nil
}

// named tells the access log which route it is before the route is taken.
func named(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern != "" {
			traceOf(r.Context()).route = pattern
		}
		mux.ServeHTTP(w, r)
	})
}

// withSession loads who is signed in; where nobody signs in there is nothing to load.
func (s *Server) withSession(next http.Handler) http.Handler {
	if s.options.NoLogin {
		return next
	}
	s.sessions.ErrorFunc = s.fail
	return s.sessions.LoadAndSave(next)
}

func (s *Server) pages(mux *http.ServeMux) {
	open := func(pattern string, h func(http.ResponseWriter, *http.Request) error) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if err := r.ParseForm(); err != nil {
				s.fail(w, r, formFault(err))
				return
			}
			if err := h(w, r); err != nil {
				s.fail(w, r, err)
			}
		})
	}
	// A page of its own verb is refused to whoever holds no role for it; which body it is about is asked inside.
	for pattern, p := range map[string]struct {
		verb string
		page func(http.ResponseWriter, *http.Request) error
	}{
		"GET /agencies/{agency}/register":      {"register", s.registerForm},
		"POST /agencies/{agency}/register":     {"register", s.register},
		"GET " + casePattern:                   {access.VerbShow, s.caseFile},
		"POST " + casePattern + "/{do}":        {access.VerbShow, s.act},
		"GET " + casePattern + "/events/{seq}": {"correct", s.correctForm},
		"POST " + casePattern + "/events/{seq}": {
			"correct", s.correct,
		},
		"GET /agencies/{agency}/reports/pace":                        {access.VerbReport, s.pace},
		"GET /agencies/{agency}/reports/{year}":                      {access.VerbReport, s.report},
		"GET /agencies/{agency}/reports/{year}/cells/{row}/{column}": {access.VerbReportCell, s.cell},
		"GET /agencies/{agency}/reports/{year}/text":                 {access.VerbReport, s.reportText},
		"POST /agencies/{agency}/reports/{year}/text/{chapter}":      {access.VerbReportWrite, s.writeText},
		"GET /agencies/{agency}/reports/{year}/files/{format}":       {access.VerbReport, s.reportDownload},
		"GET /agencies/{agency}/reports/{year}/filing":               {access.VerbReportCell, s.filing},
		"POST /agencies/{agency}/reports/{year}/filing/freeze":       {access.VerbReportFreeze, s.fileYear},
		"POST /agencies/{agency}/reports/{year}/filing/amend":        {access.VerbReportAmend, s.amendYear},
		"POST /agencies/{agency}/reports/{year}/filing/figures":      {"record_figure", s.recordFigure},
		"GET /reports": {access.VerbReport, s.reports},
		"GET /agencies/{agency}/reports/{year}/total": {access.VerbReport, s.total},
		"GET /reports/due":                            {access.VerbReport, s.due},
		"GET /register":                               {"register", s.registerStart},
		"GET /calculator":                             {access.VerbClock, s.calculator},
		"GET /calendar/{year}":                        {access.VerbCalendarList, s.calendarYear},
		"GET /events":                                 {access.VerbEvents, s.eventLog},
		"GET /people":                                 {access.VerbUsers, s.people},
		"POST /people":                                {access.VerbUsers, s.addPerson},
		"POST /calendar":                              {access.VerbCalendar, s.addNotice},
		"GET /law":                                    {access.VerbLawList, s.choices},
		"POST /law":                                   {access.VerbLawChoices, s.chooseReading},
		"GET /settings":                               {access.VerbAgency, s.settings},
		"GET /settings/status":                        {access.VerbConfig, s.status},
		"POST /agencies":                              {access.VerbAgency, s.addAgency},
		"POST /departments":                           {access.VerbDepartment, s.addDepartment},
		"GET /account":                                {access.VerbToken, s.account},
		"POST /account":                               {access.VerbToken, s.changePassword},
	} {
		open(pattern, func(w http.ResponseWriter, r *http.Request) error {
			if err := access.Allowed(whoOf(r.Context()).Subject, p.verb); err != nil {
				return err
			}
			return p.page(w, r)
		})
	}
	open("GET /inbox", s.inbox) // everybody's own
	open("POST /inbox", s.readInbox)
	open("POST /settings/letters", s.retryLetter) // asks for the installation itself
	open("GET /{$}", s.start)
	open("GET /login", s.loginForm)
	open("POST /login", s.login)
	open("POST /logout", s.logout)
	open("GET /welcome/{token}", s.welcomeForm)
	open("POST /welcome/{token}", s.welcomeFirst)
	open("POST /language", s.chooseLanguage)
	mux.HandleFunc("GET /static/{file...}", s.asset)
}

// formFault is a form that cannot be read: too large, or not as browsers send them.
func formFault(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return err
	}
	return problem(http.StatusBadRequest, "malformed_request")
}

const casePattern = "/agencies/{agency}/applications/{number}"

// running is what machines ask about the program itself.
func (s *Server) running(mux *http.ServeMux) {
	quiet := func(h http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			traceOf(r.Context()).quiet = true
			h(w, r)
		}
	}
	mux.HandleFunc("GET /healthz", quiet(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("ok\n"))
	}))
	mux.HandleFunc("GET /readyz", quiet(s.ready))
	mux.Handle("GET /metrics", quiet(s.metrics.handler().ServeHTTP))
}

// ready says whether commands can be taken: the log answers, and the process is not about to stop. Other parts are shown
// but do not count, since the log works without them.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if s.draining.Load() {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("stopping\n"))
		return
	}
	if _, _, _, err := s.store.Head(r.Context()); err != nil {
		s.log.ErrorContext(r.Context(), "not ready", "cause", err.Error())
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("the log does not answer\n"))
		return
	}
	_, _ = w.Write([]byte("ready\n"))
	for _, p := range s.options.Parts {
		_, _ = w.Write([]byte(p.Name + ": " + p.State().Text + "\n"))
	}
}
