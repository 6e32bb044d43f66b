package handlers_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/handlers"
	"gongkai/workflow"
)

func TestEveryAnswerCarriesTheHeadersThatKeepBrowsersIn(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	v := o.visitor()
	for _, path := range []string{"/", "/nowhere", "/api/v1/applications", "/api/v1/nowhere", "/healthz", "/openapi.json", "/static/nothing"} {
		h := v.get(path).header
		require.Equal(t, "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "+
			"base-uri 'none'; frame-ancestors 'none'; form-action 'self'", h.Get("Content-Security-Policy"), path)
		require.Equal(t, "nosniff", h.Get("X-Content-Type-Options"), path)
		require.Equal(t, "no-store", h.Get("Cache-Control"), path)
		require.Equal(t, "same-origin", h.Get("Referrer-Policy"), path)
	}
	page := v.get("/").body
	require.NotContains(t, page, " style=")
	require.NotContains(t, page, "<style")
	require.NotContains(t, page, "http://")
	require.NotContains(t, page, "https://")
	at := strings.Index(page, "/static/desk.css?v=")
	require.Positive(t, at)
	asset, _, _ := strings.Cut(page[at:], `"`)
	require.Equal(t, "public, max-age=31536000, immutable", v.get(asset).header.Get("Cache-Control"))
}

func TestAnotherSiteCannotSendCommands(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	v := o.visitor()
	const raw = `{"do":"register","agency":"T1","channel":"online","applicant":{"category":"natural_person","name":"王"},"content":"甲"}`
	for _, header := range []http.Header{
		{"Sec-Fetch-Site": {"cross-site"}}, {"Origin": {"https://example.org"}}, {"Sec-Fetch-Site": {"same-site"}}, {"Origin": {"null"}},
	} {
		got := v.send(http.MethodPost, "/api/v1/commands", strings.NewReader(raw), header)
		require.Equal(t, http.StatusForbidden, got.status, "%v", header)
		require.Equal(t, "application/problem+json", got.header.Get("Content-Type"))
		got = v.send(http.MethodPost, "/agencies/T1/register", strings.NewReader("channel=online"), header)
		require.Equal(t, http.StatusForbidden, got.status, "%v", header)
		require.Contains(t, got.header.Get("Content-Type"), "text/html")
	}
	page, err := o.store.Applications(t.Context(), workflow.Query{Agency: "T1", Limit: 10})
	require.NoError(t, err)
	require.Empty(t, page.Items)
}

func TestWithoutLoginOnlyTheMachinesOwnNamesWork(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin)
	for host, status := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:8080": 200, "localhost": 200, "[::1]:8080": 200, "127.0.0.1": 200,
		"evil.example.org": 403, "10.0.0.1:8080": 403, "127.0.0.1.example.org": 403, "": 400,
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, o.server.URL+"/", nil)
		require.NoError(t, err)
		request.Host = host
		if host == "" {
			continue
		}
		response, err := o.server.Client().Do(request)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Equal(t, status, response.StatusCode, host)
	}
}

func TestWhatApplicantsWriteIsShownAndNeverRun(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	const evil = `<script>alert(1)</script>"><img src=x onerror=alert(2)>'`
	v := o.visitor()
	got := v.post("/agencies/T1/register", url.Values{
		"on": {"2026-02-10"}, "channel": {"online"}, "applicant.category": {"natural_person"}, "applicant.name": {evil},
		"applicant.address": {evil}, "content": {evil + "\r\n" + evil}, "key": {"k1"},
	})
	require.Equal(t, http.StatusSeeOther, got.status, got.body)
	o.do(`{"do":"assign","application":"2026-0001","departments":[{"code":"D1","ask":"<script>alert(3)</script>"}]}`)
	for _, path := range []string{
		"/", "/?q=" + url.QueryEscape(evil), "/agencies/T1/applications/2026-0001", "/agencies/T1/applications/2026-0001/events/1",
		"/agencies/T1/reports/2026/cells/new/total", "/events", "/nowhere?" + url.QueryEscape(evil), "/calculator?from=" + url.QueryEscape(evil) + "&days=x",
	} {
		body := v.get(path).body
		require.NotContains(t, body, "<script>alert", path)
		require.NotContains(t, body, "<img src=x", path)
	}
	require.Contains(t, v.get("/agencies/T1/applications/2026-0001").body, "&lt;script&gt;alert(1)")
	refused := v.post("/agencies/T1/register", url.Values{"applicant.name": {evil}, "channel": {evil}})
	require.Equal(t, http.StatusBadRequest, refused.status)
	require.NotContains(t, refused.body, "<script>alert")
}

// logged is a log that tests can read while handlers write.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestTheAccessLogHoldsNoPersonalData(t *testing.T) {
	t.Parallel()
	out := &logged{}
	o := newOffice(t, func(h *handlers.Options) { h.Logger = slog.New(slog.NewTextHandler(out, nil)) }).township()
	o.person("li", "T1", nil, "intake", "handler")
	v := o.as("li")
	got := v.post("/agencies/T1/register", url.Values{
		"on": {"2026-02-10"}, "channel": {"online"}, "applicant.category": {"natural_person"}, "applicant.name": {"欧阳很特别"}, "content": {"独一无二的内容"}, "key": {"k"},
	})
	require.Equal(t, http.StatusSeeOther, got.status, got.body)
	v.get("/?q=" + url.QueryEscape("欧阳很特别"))
	v.post("/agencies/T1/applications/2026-0001/consult", url.Values{"party": {"P1"}, "name": {"公孙也特别"}, "kind": {"odd"}})
	text := out.String()
	require.Contains(t, text, `route="GET /{$}"`)
	require.Contains(t, text, "command=register")
	for _, personal := range []string{"欧阳", "%E6%AC%A7", "公孙", "独一无二", password, "127.0.0.1", "person:li"} {
		require.NotContains(t, text, personal)
	}
}

// broken is a log that cannot answer.
type broken struct {
	handlers.Store
	err error
}

func (b broken) Head(context.Context) (int64, string, int64, error) { return 0, "", 0, b.err }
func (b broken) Agencies(context.Context) ([]workflow.Agency, error) {
	if b.err == nil {
		panic("a programming error")
	}
	return nil, b.err
}

func TestAFailureInsideTellsNothingOutside(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err    error
		status int
	}{
		{errors.New("disk of secret-host is full"), http.StatusInternalServerError},
		{context.DeadlineExceeded, http.StatusServiceUnavailable},
		{workflow.NewRefusal("unavailable", ""), http.StatusServiceUnavailable},
		{nil, http.StatusInternalServerError},
	} {
		o := newOffice(t, withoutLogin, func(h *handlers.Options) { h.Store = broken{h.Store, c.err} })
		v := o.visitor()
		page := v.get("/")
		require.Equal(t, c.status, page.status, page.body)
		require.NotContains(t, page.body, "secret-host")
		require.Contains(t, page.body, "没有办成")
		api := v.get("/api/v1/reports/T1/2026")
		require.Equal(t, c.status, api.status)
		require.Equal(t, "application/problem+json", api.header.Get("Content-Type"))
		if c.err != nil {
			require.Equal(t, http.StatusServiceUnavailable, v.get("/readyz").status)
		}
		require.Equal(t, http.StatusOK, v.get("/healthz").status)
	}
}

func TestFormsThatAreTooLargeAreRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	got := o.visitor().post("/agencies/T1/register", url.Values{"content": {strings.Repeat("内", 1<<19)}})
	require.Equal(t, http.StatusRequestEntityTooLarge, got.status, got.body)
}

func TestSecureCookiesAreBoundToTheHost(t *testing.T) {
	t.Parallel()
	o := newOffice(t, func(h *handlers.Options) { h.Secure = true }).township()
	o.person("li", "T1", nil, "intake")
	v := o.visitor()
	got := v.post("/login", url.Values{"login": {"li"}, "password": {password}})
	require.Equal(t, http.StatusSeeOther, got.status)
	cookie := got.header.Get("Set-Cookie")
	require.True(t, strings.HasPrefix(cookie, "__Host-gongkai="), cookie)
	for _, mark := range []string{"; Path=/", "; HttpOnly", "; Secure", "; SameSite=Lax"} {
		require.Contains(t, cookie, mark)
	}
}

func TestMetricsAndPartsAreShown(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin, func(h *handlers.Options) {
		h.Parts = []handlers.Part{{Name: "relay", State: func() handlers.PartState {
			return handlers.PartState{Healthy: true, Text: "已发布至 12", Figures: map[string]float64{"lag": 3}}
		}}}
	})
	v := o.visitor()
	v.get("/")
	body := v.get("/metrics").body
	require.Contains(t, body, "gongkai_relay_lag 3")
	require.Contains(t, body, "gongkai_relay_healthy 1")
	require.Contains(t, body, `gongkai_http_requests_total{route="GET /{$}",status="200"} 1`)
	require.Contains(t, v.get("/readyz").body, "relay: 已发布至 12")
	require.Contains(t, v.get("/settings").body, "已发布至 12")
}

func TestTheServerHasTimeoutsForSlowSenders(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin)
	handler, err := handlers.New(handlers.Options{Store: o.store, Now: now, Random: io.LimitReader(nil, 0), NoLogin: true})
	require.NoError(t, err)
	server := handler.HTTPServer()
	for name, timeout := range map[string]time.Duration{
		"header": server.ReadHeaderTimeout, "read": server.ReadTimeout, "write": server.WriteTimeout, "idle": server.IdleTimeout,
	} {
		require.Positive(t, timeout, name)
	}
	_, err = handlers.New(handlers.Options{Store: o.store, Now: now, Random: io.LimitReader(nil, 0)})
	require.Error(t, err, "people sign in, and there is no session store")
	_, err = handlers.New(handlers.Options{NoLogin: true})
	require.Error(t, err)
}
