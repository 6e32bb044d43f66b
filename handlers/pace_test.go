package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/annual"
)

func TestThePaceOfWorkIsAPageWithChartsAndTheirTables(t *testing.T) {
	t.Parallel()
	o := newOffice(t).township()
	o.person("stat", "T1", nil, "statistician")
	o.person("other", "T1", []string{"D1"}, "department")
	stat := o.as("stat")

	empty := stat.get("/agencies/T1/reports/pace")
	require.Equal(t, http.StatusOK, empty.status, empty.body)
	require.Contains(t, empty.body, "没有。")

	for _, raw := range []string{
		`{"do":"register","application":"A1","on":"2026-02-02","channel":"online","applicant":{"category":"natural_person","name":"王小明"},"content":"预算"}`,
		`{"do":"assign","application":"A1","on":"2026-02-03","departments":[{"code":"D1","days":5}]}`,
		`{"do":"report_task","application":"A1","on":"2026-02-05","department":"D1"}`,
		`{"do":"reply","application":"A1","on":"2026-02-10","result":"disclosed","grounds":"公开","served_by":"electronic"}`,
	} {
		o.do(raw)
	}
	page := stat.get("/agencies/T1/reports/pace?from=2026-01-01&to=2026-03-02")
	require.Equal(t, http.StatusOK, page.status, page.body)
	for _, text := range []string{
		"凡村镇人民政府办理情况", "规划建设办公室", "目标考核", "100%", `role="img"`, "<desc id=", "2026-01", "2026-03", "新收", "月末在办",
	} {
		require.Contains(t, page.body, text)
	}
	require.Equal(t, 2, strings.Count(page.body, "<svg"))
	require.NotContains(t, page.body, " style=")
	require.Contains(t, stat.get("/agencies/T1/reports/2026").body, `href="/agencies/T1/reports/pace?from=2026-01-01&amp;to=2026-03-02"`)

	got := decoded[annual.Pace](t, stat.get("/api/v1/reports/T1/pace?from=2026-01-01&to=2026-03-02"))
	require.Equal(t, []annual.Month{{Month: "2026-01"}, {Month: "2026-02", New: 1, Closed: 1}, {Month: "2026-03"}}, got.Months)
	require.Equal(t, 1, got.Replies.Count)
	require.Equal(t, annual.Count(1), got.Table3.Cell("disclosed", "natural_person"))

	require.Equal(t, http.StatusBadRequest, stat.get("/api/v1/reports/T1/pace?from=soon").status)
	require.Equal(t, http.StatusBadRequest, stat.get("/api/v1/reports/T1/pace?from=2026-03-01&to=2026-02-01").status)
	require.Equal(t, http.StatusBadRequest, stat.get("/agencies/T1/reports/pace?from=2026-03-01&to=2026-02-01").status)
	require.Equal(t, http.StatusForbidden, stat.get("/api/v1/reports/T2/pace").status)
	require.Equal(t, http.StatusForbidden, o.as("other").get("/agencies/T1/reports/pace").status)
}
