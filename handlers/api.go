package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gongkai/workflow"
)

// api registers the routes of contract section 7. huma makes the OpenAPI document from the types and writes answers;
// what a command may hold is judged by workflow.Decode alone, and parameters are read as text, so that no second
// validator speaks and nothing submitted is echoed.
func (s *Server) api(mux *http.ServeMux) error {
	config := huma.DefaultConfig("gongkai", orText(s.options.Version, "0"))
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil
	config.Info.Description = "依申请公开工作流引擎的接口。Commands, applications, events and the year's tables of an office " +
		"that answers applications under the Regulation on Open Government Information."
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "from `gongkai user token`"},
		"session": {Type: "apiKey", In: "cookie", Name: s.sessions.Cookie.Name},
	}
	config.Security = []map[string][]string{{"token": {}}, {"session": {}}}
	api := humago.New(mux, config)
	registry := api.OpenAPI().Components.Schemas
	registry.Schema(reflect.TypeFor[Problem](), true, "Problem")
	s.apiCommands(api, registry)
	s.apiApplications(api)
	s.apiWhatIf(api, registry)
	s.apiReports(api)
	s.apiTotals(api)
	s.apiPace(api)
	s.apiFiling(api)
	s.apiText(api)
	s.apiDisputes(api)
	s.apiEvents(api)
	s.apiChoices(api)
	s.apiCalendar(api)
	describeDates(api.OpenAPI())
	document, err := json.MarshalIndent(api.OpenAPI(), "", "  ")
	if err != nil {
		return fmt.Errorf("write the OpenAPI document: %w", err)
	}
	mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openapi+json")
		_, _ = w.Write(document)
	})
	if s.options.AsyncAPI != nil {
		mux.HandleFunc("GET /asyncapi.json", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(s.options.AsyncAPI)
		})
	}
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, problem(http.StatusNotFound, "no_page"))
	})
	return nil
}

// langKey carries the language of an answer into the handlers, which see no headers of their own.
type langKey struct{}

func langOf(ctx context.Context) string {
	if lang, ok := ctx.Value(langKey{}).(string); ok {
		return lang
	}
	return chinese
}

// operation describes one route; every failure is a problem.
func operation(id, method, path, summary string) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: method, Path: path, Summary: summary, MaxBodyBytes: workflow.MaxCommandBytes,
		SkipValidateParams: true, SkipValidateBody: true,
		Responses: map[string]*huma.Response{
			"default": {
				Description: "problem (RFC 9457): malformed 400, not signed in 401, not allowed 403, unknown 404, conflict 409, " +
					"too large 413, refused 422, too many 429, cannot now 503",
				Content: map[string]*huma.MediaType{
					"application/problem+json": {Schema: &huma.Schema{Ref: "#/components/schemas/Problem"}},
				},
			},
		},
		Middlewares: huma.Middlewares{func(ctx huma.Context, next func(huma.Context)) {
			next(huma.WithValue(ctx, langKey{}, acceptLanguage(ctx.Header("Accept-Language"))))
		}},
	}
}

// refused turns an error of a handler into a problem; the cause of what is no refusal is logged.
func (s *Server) refused(ctx context.Context, err error) error {
	return s.noted(ctx, err).problem(langOf(ctx))
}

func etag(sequence int) string { return `"` + strconv.Itoa(sequence) + `"` }

// sequenceIn reads an entity tag of this API; false for `*`, for none, and for tags of others.
func sequenceIn(match string) (int, bool) {
	tag := strings.Trim(strings.TrimPrefix(strings.TrimSpace(match), "W/"), `"`)
	n, err := strconv.Atoi(tag)
	return n, err == nil && n >= 0
}

func orText(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// wholeNumber reads a parameter; an empty one gives the default.
func wholeNumber(name, text string, otherwise, low, high int64) (int64, error) {
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, badParameter(name, "not_a_number", "")
	}
	if n < low {
		return 0, badParameter(name, "too_small", strconv.FormatInt(low, 10))
	}
	return min(n, high), nil
}

// badParameter refuses a parameter in the same words as a field of a command.
func badParameter(name, code, want string) error {
	return &workflow.Refusal{Code: "malformed", Faults: []workflow.Fault{{Field: name, Code: code, Want: want}}, Allowed: []string{}}
}
