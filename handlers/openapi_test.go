package handlers_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/workflow"
)

func TestTheOpenAPIDocumentHoldsEveryRouteAndEveryCommand(t *testing.T) {
	t.Parallel()
	got := newOffice(t, withoutLogin).visitor().get("/openapi.json")
	var doc struct {
		OpenAPI    string                    `json:"openapi"`
		Paths      map[string]map[string]any `json:"paths"`
		Components struct {
			Schemas map[string]struct {
				Required             []string                  `json:"required"`
				Properties           map[string]map[string]any `json:"properties"`
				AdditionalProperties any                       `json:"additionalProperties"`
			} `json:"schemas"`
		} `json:"components"`
	}
	require.NoError(t, json.Unmarshal([]byte(got.body), &doc))
	require.True(t, strings.HasPrefix(doc.OpenAPI, "3.1"), doc.OpenAPI)
	require.Equal(t, []string{
		"/api/v1/agencies/{agency}/choices", "/api/v1/applications", "/api/v1/applications/{agency}/{application}", "/api/v1/applications/{agency}/{application}/clock",
		"/api/v1/applications/{agency}/{application}/events", "/api/v1/applications/{agency}/{application}/what-if", "/api/v1/calendar", "/api/v1/commands", "/api/v1/disputes", "/api/v1/disputes/{agency}/{case}", "/api/v1/duties", "/api/v1/events", "/api/v1/reports/{agency}/pace", "/api/v1/reports/{agency}/{year}",
		"/api/v1/reports/{agency}/{year}/amend", "/api/v1/reports/{agency}/{year}/cells/{row}/{column}", "/api/v1/reports/{agency}/{year}/chapters",
		"/api/v1/reports/{agency}/{year}/chapters/{chapter}", "/api/v1/reports/{agency}/{year}/diff", "/api/v1/reports/{agency}/{year}/doubtful",
		"/api/v1/reports/{agency}/{year}/figures", "/api/v1/reports/{agency}/{year}/freeze", "/api/v1/reports/{agency}/{year}/total", "/api/v1/reports/{agency}/{year}/versions",
	}, slices.Sorted(maps.Keys(doc.Paths)))
	for _, name := range workflow.CommandNames() {
		schema, ok := doc.Components.Schemas["Command."+name]
		require.True(t, ok, name)
		require.Equal(t, false, schema.AdditionalProperties, name)
		require.Contains(t, schema.Required, "do")
		require.Equal(t, name != "register" && slices.Contains(workflow.CaseCommandNames(), name) && schema.Properties["case"] == nil, slices.Contains(schema.Required, "application"), name)
		require.Equal(t, "date", schema.Properties["on"]["format"])
		require.Contains(t, got.body, `"#/components/schemas/Command.`+name+`"`)
	}
	register := doc.Components.Schemas["Command.register"]
	require.ElementsMatch(t, []string{"do", "agency", "channel", "applicant", "content"}, register.Required)
	require.Equal(t, []any{"in_person", "mail_signed", "mail_ordinary", "online", "fax", "oral", "forwarded"}, register.Properties["channel"]["enum"])
	for _, ref := range strings.Split(got.body, `"$ref": "#/components/schemas/`)[1:] {
		name, _, _ := strings.Cut(ref, `"`)
		require.Contains(t, doc.Components.Schemas, name)
	}
	require.Contains(t, doc.Components.Schemas, "Problem")
	require.Equal(t, "date", doc.Components.Schemas["Shown"].Properties["due_on"]["format"])
}
