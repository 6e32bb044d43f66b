package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/handlers"
	"gongkai/workflow"
)

// head is the end of the log.
func (o *office) head() [2]any {
	o.t.Helper()
	position, digest, _, err := o.store.Head(o.t.Context())
	require.NoError(o.t, err)
	return [2]any{position, digest}
}

func (v *visitor) ask(number, question string) reply {
	v.t.Helper()
	return v.send(http.MethodPost, "/api/v1/applications/T1/"+number+"/what-if", strings.NewReader(question), http.Header{"Content-Type": {"application/json"}})
}

func TestAQuestionIsAnsweredByAPIAndPageAndLeavesTheLogAsItIs(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	number := o.do(`{"do":"register","on":"2026-02-10","channel":"in_person","applicant":{"category":"natural_person","name":"王小明"},"content":"甲"}`).Application
	o.do(`{"do":"consult","application":"` + number + `","on":"2026-02-24","party":"P1","kind":"third_party","name":"甲公司","served_on":"2026-02-25"}`)
	before := o.head()
	v := o.visitor()

	got := v.ask(number, `{"extend":20}`)
	require.Equal(t, http.StatusOK, got.status, got.body)
	out := decoded[workflow.Outlook](t, got)
	require.False(t, out.Refused)
	require.Equal(t, "2026-04-08", out.Before.DueOn.String())
	require.Equal(t, "2026-05-09", out.After.DueOn.String())
	require.Equal(t, "forecast", out.After.DueKind)
	require.Contains(t, out.After.Facts, "extended")
	require.Equal(t, `"2"`, got.header.Get("ETag"))

	answered := decoded[workflow.Outlook](t, v.ask(number, `{"opinions":[{"party":"P1","on":"2026-03-06"}],"until":"2026-12-31"}`))
	require.Equal(t, "2026-03-27", answered.After.DueOn.String())
	require.True(t, answered.After.Overdue)
	refused := decoded[workflow.Outlook](t, v.ask(number, `{"commands":[{"do":"extend","on":"2026-03-03","days":21,"reason":"x","approved_by":"y"}]}`))
	require.True(t, refused.Refused)
	require.Equal(t, "extension_too_long", refused.Steps[0].Refusal.Code)
	require.Equal(t, "33", refused.Steps[0].Refusal.Article)

	require.Equal(t, http.StatusBadRequest, v.ask(number, `{"extend":"many"}`).status)
	require.Equal(t, "extend", decoded[handlers.Problem](t, v.ask(number, `{"extend":"many"}`)).Faults[0].Field)
	require.Equal(t, http.StatusBadRequest, v.ask(number, `nothing`).status)
	require.Equal(t, http.StatusNotFound, v.ask("none", `{"extend":20}`).status)

	path := "/agencies/T1/applications/" + number
	require.NotContains(t, v.get(path).body, `id="outlook"`)
	page := v.get(path + "?if.extend=20&if.on=2026-03-02").body
	require.Regexp(t, `(?s)id="outlook".*2026-04-08.*2026-05-09`, page)
	require.Contains(t, page, "以上为试算，没有保存。")
	page = v.get(path + "?if.opinion.P1=2026-03-06").body
	require.Regexp(t, `(?s)id="outlook".*2026-03-27`, page)
	page = v.get(path + "?if.extend=40").body
	require.Contains(t, page, "延长期限不得超过 20 个工作日")
	page = v.get(path + "?if.until=tomorrow").body
	require.Contains(t, page, "日期应写作 2025-03-04")
	v.post("/language", url.Values{"to": {"en"}, "back": {"/"}})
	require.Contains(t, v.get(path+"?if.extend=20").body, "A trial: nothing was stored.")

	require.Equal(t, before, o.head(), "nothing was stored")
}

func TestAQuestionIsForThoseWhoMayReadTheCase(t *testing.T) {
	t.Parallel()
	o := newOffice(t).township()
	o.person("desk", "T1", nil, "intake")
	o.person("books", "T1", nil, "administrator")
	number := o.do(`{"do":"register","on":"2026-02-10","channel":"in_person","applicant":{"category":"natural_person","name":"王小明"},"content":"甲"}`).Application
	require.Equal(t, http.StatusUnauthorized, o.visitor().ask(number, `{"extend":20}`).status)
	asked := func(code string) int {
		return o.as(code).send(http.MethodPost, "/api/v1/applications/T1/"+number+"/what-if", strings.NewReader(`{"extend":20}`),
			http.Header{"Content-Type": {"application/json"}, "Sec-Fetch-Site": {"same-origin"}}).status
	}
	require.Equal(t, http.StatusOK, asked("desk"))
	require.Equal(t, http.StatusForbidden, asked("books"))
}
