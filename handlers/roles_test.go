package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/access"
	"gongkai/handlers"
	"gongkai/workflow"
)

// everybody adds one person of each role, all of T1 but the administrator of the installation.
func (o *office) everybody() []string {
	codes := []string{"intake", "handler", "head", "department", "statistician", "administrator"}
	for _, role := range codes {
		agency, departments := "T1", []string(nil)
		if role == "administrator" {
			agency = ""
		}
		if role == "department" {
			departments = []string{"D1"}
		}
		o.person(role, agency, departments, role)
	}
	return codes
}

func TestEachPageOpensForItsRolesOnly(t *testing.T) {
	t.Parallel()
	o := newOffice(t).township()
	codes := o.everybody()
	number := o.do(`{"do":"register","on":"2026-02-10","channel":"online","applicant":{"category":"natural_person","name":"王小明"},"content":"预算"}`).Application
	o.do(`{"do":"assign","application":"` + number + `","departments":[{"code":"D1"}]}`)
	other := o.do(`{"do":"register","on":"2026-02-10","channel":"online","applicant":{"category":"natural_person","name":"张大山"},"content":"决算"}`).Application
	require.NoError(t, o.store.AddAgency(t.Context(), "operator", workflow.Agency{Code: "T2", Name: "邻镇"}))
	readers := []string{"intake", "handler", "head", "department", "statistician"}
	office := []string{"intake", "handler", "head", "statistician"}
	pages := map[string][]string{
		"/": readers, "/?agency=T2": {},
		"/agencies/T1/register": {"intake"}, "/agencies/T2/register": {},
		"/agencies/T1/applications/" + number: readers, "/agencies/T1/applications/" + other: office,
		"/agencies/T1/applications/" + number + "/events/1": {"head"},
		"/agencies/T1/reports/2026":                         office, "/agencies/T1/reports/2026/cells/new/total": office, "/agencies/T2/reports/2026": {},
		"/calculator": codes, "/calendar/2026": codes, "/account": codes, "/law": codes, "/api/v1/agencies/T1/choices": codes,
		"/events": {"handler", "head", "department", "statistician"},
		"/people": {"administrator"}, "/settings": {"administrator"}, "/settings/status": {"administrator"},
		"/api/v1/applications": readers, "/api/v1/applications?agency=T2": {}, "/api/v1/applications/T1/" + number: readers,
		"/api/v1/applications/T1/" + other: office, "/api/v1/events": {"handler", "head", "department", "statistician"},
		"/api/v1/reports/T1/2026": office, "/api/v1/reports/T1/2026/cells/new/total": office, "/api/v1/reports/T2/2026": {},
	}
	for _, code := range codes {
		v := o.as(code)
		for path, allowed := range pages {
			got := v.get(path)
			want := http.StatusForbidden
			if slices.Contains(allowed, code) {
				want = http.StatusOK
			}
			if code == "administrator" && (path == "/" || strings.HasPrefix(path, "/?")) {
				want = http.StatusSeeOther // to the settings
			}
			require.Equal(t, want, got.status, "%s %s: %s", code, path, got.body)
		}
	}
	nobody := o.visitor()
	for path := range pages {
		got := nobody.get(path)
		if strings.HasPrefix(path, "/api/") {
			require.Equal(t, http.StatusUnauthorized, got.status, path)
			require.Equal(t, "not_signed_in", decoded[handlers.Problem](t, got).Code)
			continue
		}
		require.Equal(t, http.StatusSeeOther, got.status, path)
		require.True(t, strings.HasPrefix(got.header.Get("Location"), "/login"), path)
	}
}

func TestEachCommandIsDoneByItsRolesOnly(t *testing.T) {
	t.Parallel()
	o := newOffice(t).township()
	codes := o.everybody()
	visitors := map[string]*visitor{"": o.visitor()}
	for _, code := range codes {
		visitors[code] = o.as(code)
	}
	sample := map[string]string{
		"register": `"channel":"online","applicant":{"category":"natural_person","name":"王"},"content":"甲"`, "confirm_receipt": ``,
		"assign": `"departments":[{"code":"D1"}]`, "accept_task": `"department":"D1"`, "return_task": `"department":"D1","reason":"x"`,
		"report_task": `"department":"D1"`, "request_supplement": `"items":["x"],"days":10`, "receive_supplement": `"content":"x"`,
		"consult": `"party":"P1","kind":"third_party","name":"x"`, "receive_opinion": `"party":"P1","stance":"agree"`,
		"extend": `"days":1,"reason":"x","approved_by":"x"`, "record_service": `"sequence":1,"outcome":"served"`,
		"propose_reply": `"result":"disclosed","grounds":"x"`, "approve_reply": ``, "reject_reply": `"comment":"x"`,
		"reply": `"result":"disclosed","grounds":"x","served_by":"post"`, "withdraw": ``,
		"correct": `"sequence":1,"fields":{"channel":{"before":"x","after":"y"}},"reason":"x"`, "void": `"reason":"x"`,
		"withdraw_supplement_request": `"reason":"x"`, "request_reasons": ``, "receive_reasons": `"reasons":"x","acceptable":true`,
		"set_delayed_date": `"until":"2026-06-01"`, "notify_fee": `"basis":"page","quantity":31,"amount_fen":1000`,
		"record_payment": `"amount_fen":1`, "withdraw_fee_notice": `"reason":"x"`, "record_search": `"where":"x","found":false`,
		"attach": `"name":"x","digest":"` + strings.Repeat("0", 64) + `"`, "archive": ``,
		"record_figure": `"year":2026,"cell":"art20_5.licences","value":3,"source":"x","signer":"y"`,
		"file_review":   `"case":"C1"`, "answer_review": `"case":"C1"`, "decide_review": `"case":"C1","result":"other"`,
		"file_suit": `"case":"C1","after_review":false`, "answer_suit": `"case":"C1"`, "decide_suit": `"case":"C1","result":"other"`,
		"rehandle": `"case":"C1"`,
	}
	for _, name := range workflow.CommandNames() {
		require.Contains(t, sample, name)
		body := strings.TrimSuffix(`{"do":"`+name+`","agency":"T1","application":"N-`+name+`",`+sample[name], ",") + "}"
		if !slices.Contains(workflow.CaseCommandNames(), name) {
			body = strings.Replace(body, `"application":"N-`+name+`",`, "", 1)
		}
		for code, v := range visitors {
			got := v.command(body)
			switch {
			case code == "":
				require.Equal(t, http.StatusUnauthorized, got.status, name)
			case slices.Contains(access.Who(name), access.Role(code)):
				require.Contains(t, []int{http.StatusOK, http.StatusNotFound}, got.status, "%s %s: %s", code, name, got.body)
			default:
				require.Equal(t, http.StatusForbidden, got.status, "%s %s: %s", code, name, got.body)
				require.Equal(t, "forbidden", decoded[handlers.Problem](t, got).Code)
			}
			away := v.command(strings.Replace(body, `"T1"`, `"T2"`, 1))
			require.Contains(t, []int{http.StatusUnauthorized, http.StatusForbidden}, away.status, "%s %s elsewhere", code, name)
		}
	}
	foreign := visitors["department"].command(`{"do":"accept_task","agency":"T1","application":"N-register","department":"D2"}`)
	require.Equal(t, http.StatusForbidden, foreign.status, "a department signs for its own tasks only")
}

func TestWhoMayNotSeeNamesGetsThePagesWithoutThem(t *testing.T) {
	t.Parallel()
	o := newOffice(t).township()
	o.everybody()
	number := o.do(`{"do":"register","on":"2026-02-10","channel":"online","applicant":{"category":"natural_person","name":"王小明","id_number":"110101199003070000","phone":"13800000000"},"content":"独特的内容"}`).Application
	o.do(`{"do":"assign","application":"` + number + `","departments":[{"code":"D1"}]}`)
	for code, sees := range map[string]struct{ name, content bool }{
		"intake": {true, true}, "handler": {true, true}, "head": {true, true}, "department": {false, true}, "statistician": {false, false},
	} {
		v := o.as(code)
		for _, path := range []string{"/agencies/T1/applications/" + number, "/", "/api/v1/applications", "/api/v1/applications/T1/" + number} {
			body := v.get(path).body
			require.Equal(t, sees.name, strings.Contains(body, "王小明"), "%s %s", code, path)
			require.Equal(t, sees.content, strings.Contains(body, "独特的内容"), "%s %s", code, path)
			if strings.HasPrefix(path, "/agencies") {
				require.NotContains(t, body, "110101199003070000", "a number stands masked on a page")
			}
		}
	}
}

func TestWhoProposedNeverApproves(t *testing.T) {
	t.Parallel()
	o := newOffice(t).township()
	o.person("both", "T1", nil, "handler", "head")
	o.person("head", "T1", nil, "head")
	number := o.do(`{"do":"register","on":"2026-02-10","channel":"online","applicant":{"category":"natural_person","name":"王"},"content":"甲"}`).Application
	path := "/agencies/T1/applications/" + number
	both := o.as("both")
	got := both.post(path+"/propose_reply", url.Values{"result": {"disclosed"}, "grounds": {"条例第三十六条"}, "key": {"a"}})
	require.Equal(t, http.StatusSeeOther, got.status, got.body)
	require.Contains(t, both.get(path).body, "拟稿人不能审签自己的拟办意见")
	got = both.post(path+"/approve_reply", url.Values{"key": {"b"}})
	require.Equal(t, http.StatusForbidden, got.status)
	require.Contains(t, got.body, "拟稿人不能审签自己的拟办意见")
	got = o.as("head").post(path+"/approve_reply", url.Values{"key": {"c"}})
	require.Equal(t, http.StatusSeeOther, got.status, got.body)
	require.Contains(t, both.get(path).body, "条例第三十六条", "the reply form is filled with what was signed")
}
