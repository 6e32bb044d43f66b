package handlers_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryPageOpensForTheOperator(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	number := o.do(`{"do":"register","on":"2026-02-10","channel":"online","applicant":{"category":"natural_person","name":"王小明"},"content":"2025年道路维修预算"}`).Application
	v := o.visitor()
	for _, path := range []string{
		"/", "/?tab=soon", "/?tab=overdue&q=x", "/?tab=closed", "/?tab=proposed", "/register", "/agencies/T1/register", "/agencies/T1/applications/" + number,
		"/agencies/T1/applications/" + number + "/events/1", "/agencies/T1/reports/2026", "/agencies/T1/reports/2026/cells/new/total",
		"/calculator", "/calculator?from=2026-02-10&days=20", "/calendar/2026", "/calendar/2031", "/events", "/events?from=1", "/people", "/settings", "/account",
		"/healthz", "/readyz", "/metrics", "/openapi.json", "/api/v1/applications", "/api/v1/applications/T1/" + number,
		"/api/v1/applications/T1/" + number + "/events", "/api/v1/applications/T1/" + number + "/clock", "/api/v1/events?from=1",
		"/api/v1/reports/T1/2026", "/api/v1/reports/T1/2026/cells/new/natural_person",
	} {
		got := v.get(path)
		if path == "/register" {
			require.Equal(t, http.StatusSeeOther, got.status)
			continue
		}
		require.Equal(t, http.StatusOK, got.status, "%s: %s", path, got.body)
		require.NotContains(t, got.body, "%!", path)
	}
}
