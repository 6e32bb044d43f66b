package handlers

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"gongkai/access"
	"gongkai/law"
	"gongkai/workflow"
)

// page is what every page knows: language, who looks, where it stands.
type page struct {
	Lang  string
	Title string
	Path  string // of this page with its query, to come back to
	Today law.Date
	Who   who
	// Unread counts what the one who looks was told and has not read.
	Unread int
	// Places of the navigation that the one who looks may enter.
	CanList, CanRegister, CanReport, CanEvents, CanPeople, CanSettings bool
	Agency                                                             string            // where registering and reports lead to
	People                                                             map[string]string // names of people by code, where events are told
}

// page prepares a page whose title stands in the catalog under key.
func (s *Server) page(r *http.Request, key string, args ...any) page {
	lang := pageLanguage(r)
	asker := whoOf(r.Context())
	can := func(verb string) bool { return access.Allowed(asker.Subject, verb) == nil }
	return page{
		Lang: lang, Title: say(lang, key, args...), Path: r.URL.RequestURI(), Today: s.today(), Who: asker, Unread: s.unread(r),
		CanList: can(access.VerbList), CanRegister: can("register"), CanReport: can(access.VerbReport), CanEvents: can(access.VerbEvents),
		CanPeople: can(access.VerbUsers), CanSettings: can(access.VerbAgency), Agency: asker.Agency,
	}
}

// T gives words of the catalog in the page's language.
func (p page) T(key string, args ...any) string { return say(p.Lang, key, args...) }

// Cite names an article and its act.
func (p page) Cite(article string) string { return workflow.ArticleText(article, p.Lang) }

// Has says whether the catalog knows a key: some words are only there where they are needed.
func (p page) Has(key string) bool { return knows(key) }

// WhoText names the one who looks.
func (p page) WhoText() string {
	switch {
	case p.Who.Operator:
		return p.T("who.operator")
	case p.Who.Name != "":
		return p.Who.Name
	}
	return p.Who.Person
}

// DateText gives a date with its day of the week.
func (p page) DateText(d law.Date) string {
	if d.IsZero() {
		return "—"
	}
	return d.String() + " " + p.T("weekday."+strconv.Itoa(int(d.Weekday())))
}

// Actor names the one an event was made by.
func (p page) Actor(actor string) string {
	if knows("actor." + actor) {
		return p.T("actor." + actor)
	}
	code := strings.TrimPrefix(actor, "person:")
	return orText(p.People[code], code)
}

// peopleNames gives the names of people by code.
func (s *Server) peopleNames(ctx context.Context) (map[string]string, error) {
	people, err := s.store.People(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the people: %w", err)
	}
	byCode := make(map[string]string, len(people))
	for _, p := range people {
		byCode[p.Code] = p.Name
	}
	return byCode, nil
}

// render writes a page whole or not at all: an error half way must not look like a finished page.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) {
	var body bytes.Buffer
	if err := c.Render(r.Context(), &body); err != nil {
		s.log.ErrorContext(r.Context(), "a page was not rendered", "route", traceOf(r.Context()).route, "cause", err.Error())
		http.Error(w, "500", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	// The status is out; a browser that went away is nobody to tell.
	_, _ = w.Write(body.Bytes())
}

// newKey makes an idempotency key for a form: the same form sent twice does its work once.
func (s *Server) newKey() (string, error) {
	raw := make([]byte, 16)
	if _, err := io.ReadFull(s.options.Random, raw); err != nil {
		return "", fmt.Errorf("make an idempotency key: %w", err)
	}
	return "form-" + hex.EncodeToString(raw), nil
}

// The addresses of pages. Numbers of applications may hold anything but a slash.

func casePath(agency, number string) string {
	return "/agencies/" + url.PathEscape(agency) + "/applications/" + url.PathEscape(number)
}

func registerPath(agency string) string { return "/agencies/" + url.PathEscape(agency) + "/register" }

func reportPath(agency string, year int) string {
	return "/agencies/" + url.PathEscape(agency) + "/reports/" + strconv.Itoa(year)
}

func cellPath(agency string, year int, row, column string) string {
	return reportPath(agency, year) + "/cells/" + url.PathEscape(row) + "/" + url.PathEscape(column)
}

// href marks an address of this program as safe for templ.
func href(path string) templ.SafeURL { return templ.SafeURL(path) }

// asset gives the address of an embedded file with a mark of its content, so that browsers may keep it for good.
func asset(name string) string { return "/static/" + name + "?v=" + assetMarks[name] }

var assetMarks = markAssets()

func markAssets() map[string]string {
	marks := map[string]string{}
	for _, name := range assetNames {
		content, err := static.ReadFile("static/" + name)
		if err != nil {
			panic("an embedded file is missing: " + name)
		}
		sum := sha256.Sum256(content)
		marks[name] = hex.EncodeToString(sum[:6])
	}
	return marks
}

// HTMLLang is the page's language as browsers and readers of screens know it.
func (p page) HTMLLang() string { return pick(p.Lang, "zh-CN", "en") }

// At says that the page stands under a place of the navigation.
func (p page) At(path string) bool {
	here, _, _ := strings.Cut(p.Path, "?")
	if path == "/" {
		return here == "/"
	}
	return here == path || strings.HasPrefix(here, path+"/")
}

// RegisterLink leads to the register form: of the agency at hand, else to a choice.
func (p page) RegisterLink() string {
	if p.Agency == "" {
		return "/register"
	}
	return registerPath(p.Agency)
}

// ReportLink leads to this year's tables: of the agency at hand, else to a choice.
func (p page) ReportLink() string {
	if p.Agency == "" {
		return "/reports"
	}
	return reportPath(p.Agency, p.Today.Year())
}

// CalendarLink leads to this year's working days.
func (p page) CalendarLink() string { return "/calendar/" + strconv.Itoa(p.Today.Year()) }

// Commands names commands for people.
func (p page) Commands(names []string) string {
	labels := make([]string, 0, len(names))
	for _, name := range names {
		labels = append(labels, workflow.CommandLabel(name, p.Lang))
	}
	return strings.Join(labels, p.T("list.comma"))
}
