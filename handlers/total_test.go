package handlers_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/annual"
	"gongkai/workflow"
)

func TestATotalIsForWhoMayReadTheReportsBelow(t *testing.T) {
	t.Parallel()
	o := newOffice(t).township()
	for _, a := range []workflow.Agency{
		{Code: "V1", Name: "下辖单位", Parent: "T1"}, {Code: "TAX", Name: "税务局", Parent: "T1", Vertical: true}, {Code: "T2", Name: "邻镇"},
	} {
		require.NoError(t, o.store.AddAgency(t.Context(), "operator", a))
	}
	o.do(`{"do":"register","on":"2026-02-10","channel":"online","applicant":{"category":"natural_person","name":"王小明"},"content":"预算"}`)
	o.person("stat", "T1", nil, "statistician")
	o.person("desk", "T1", nil, "intake")

	stat := o.as("stat")
	page := stat.get("/agencies/T1/reports/2026/total")
	require.Equal(t, http.StatusOK, page.status, page.body)
	for _, text := range []string{"凡村镇人民政府2026年度汇总", "下辖单位", "尚未报送 2 个", "TAX", "B1"} {
		require.Contains(t, page.body, text)
	}
	require.NotContains(t, page.body, "邻镇")
	require.Contains(t, stat.get("/agencies/T1/reports/2026").body, `href="/agencies/T1/reports/2026/total"`)
	total := decoded[struct {
		Table3 annual.Grid `json:"table3"`
		RollUp struct {
			NotFiled []string `json:"not_filed"`
		} `json:"rollup"`
	}](t, stat.get("/api/v1/reports/T1/2026/total"))
	require.Equal(t, []string{"T1", "V1"}, total.RollUp.NotFiled)
	require.Equal(t, annual.Count(1), total.Table3.Cell("new", "total"))

	due := stat.get("/reports/due?year=2025")
	require.Equal(t, http.StatusOK, due.status, due.body)
	for _, text := range []string{"2026-01-31", "2026-03-31", "下辖单位"} {
		require.Contains(t, due.body, text)
	}
	require.NotContains(t, due.body, "邻镇")
	list := decoded[[]annual.Duty](t, stat.get("/api/v1/duties?year=2025&on=2026-02-01"))
	require.Len(t, list, 3)
	require.Equal(t, annual.DutyLate, list[0].State)
	require.Equal(t, http.StatusBadRequest, stat.get("/api/v1/duties?on=soon").status)
	require.Equal(t, http.StatusForbidden, stat.get("/api/v1/reports/T2/2026/total").status)

	desk := o.as("desk") // an intake desk reads its own report, not those below
	require.Equal(t, http.StatusForbidden, desk.get("/agencies/T1/reports/2026/total").status)
	require.Len(t, decoded[[]annual.Duty](t, desk.get("/api/v1/duties?year=2025")), 2)
	require.Equal(t, http.StatusForbidden, desk.get("/api/v1/duties?agency=T2").status)
}
