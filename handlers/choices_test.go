package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheHeadChoosesAnAnswerAndEverybodyReadsIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t).township()
	o.everybody()
	head, clerk := o.as("head"), o.as("intake")
	page := head.get("/law")
	require.Equal(t, http.StatusOK, page.status)
	require.Contains(t, page.body, "征求意见的起止两日如何扣除？")
	require.Contains(t, page.body, `action="/law"`)
	require.NotContains(t, clerk.get("/law").body, `action="/law" data-once`, "a clerk reads")

	form := url.Values{"agency": {"T1"}, "reading": {"pause_mode"}, "value": {"exclude_both"}, "from": {"2026-03-03"}, "reason": {"与本市法院一致"}}
	require.Equal(t, http.StatusForbidden, clerk.post("/law", form).status)
	for field, value := range map[string]string{"value": "exclude_all", "from": "soon", "reason": " "} {
		bad := url.Values{}
		for k, v := range form {
			bad[k] = v
		}
		bad.Set(field, value)
		answer := head.post("/law", bad)
		require.Equal(t, http.StatusBadRequest, answer.status, field)
		require.Contains(t, answer.body, `<details open`, field)
	}
	require.Equal(t, http.StatusSeeOther, head.post("/law", form).status)
	told := clerk.get("/law").body
	require.Contains(t, told, "人员head")
	require.Contains(t, told, "2026-03-03")

	api := clerk.get("/api/v1/agencies/T1/choices")
	require.Equal(t, http.StatusOK, api.status)
	require.Contains(t, api.body, `"value":"exclude_both","from":"2026-03-03","chosen_on":"2026-03-02","actor":"person:head"`)
	require.Equal(t, http.StatusNotFound, clerk.get("/api/v1/agencies/T9/choices").status)
}

func TestAChoiceNeverReachesBackOverTheAPI(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	o.do(`{"do":"register","on":"2026-02-10","channel":"online","applicant":{"category":"natural_person","name":"王小明"},"content":"预算"}`)
	v := o.visitor()
	send := func(body string) reply {
		return v.send(http.MethodPost, "/api/v1/agencies/T1/choices", strings.NewReader(body), http.Header{"Content-Type": {"application/json"}})
	}
	refused := send(`{"reading":"pause_mode","value":"count_both","from":"2026-02-10","reason":"x"}`)
	require.Equal(t, http.StatusUnprocessableEntity, refused.status)
	require.Contains(t, refused.body, `"choice_too_early"`)
	require.Equal(t, http.StatusBadRequest, send(`{"reading":"lunch","value":"late","from":"2026-03-03","reason":"x"}`).status)
	require.Equal(t, http.StatusOK, send(`{"reading":"pause_mode","value":"count_both","from":"2026-02-11","reason":"x"}`).status)
	verified, err := o.store.Verify(t.Context())
	require.NoError(t, err)
	require.Empty(t, verified.Differences)
}
