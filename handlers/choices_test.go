package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/handlers"
	"gongkai/law"
	"gongkai/workflow"
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

func TestANewNoticeMovesOpenCasesOnThePageAndOverTheAPI(t *testing.T) {
	t.Parallel()
	var kept []string
	o := newOffice(t, withoutLogin, func(opt *handlers.Options) {
		opt.KeepNotice = func(n law.Notice, raw []byte) error { kept = append(kept, n.Number+string(raw[:1])); return nil }
	}).township()
	number := o.do(`{"do":"register","on":"2026-02-10","channel":"in_person","applicant":{"category":"natural_person","name":"王小明"},"content":"预算"}`).Application
	v := o.visitor()
	notice := func(number, off string) string {
		return `{"number":"` + number + `","title":"调整","announced":"2026-03-01","year":2026,"whole":false,"off":[{"from":"` + off + `","to":"` + off + `"}],"work":[],"source":"x"}`
	}
	page := v.get("/calendar/2026")
	require.Contains(t, page.body, `action="/calendar"`)
	require.NotContains(t, page.body, "notice-wanted", "in March nothing is wanted")

	done := v.post("/calendar", url.Values{"notice": {notice("测试〔2026〕1号", "2026-03-04")}})
	require.Equal(t, http.StatusOK, done.status)
	require.Contains(t, done.body, "测试〔2026〕1号 已录入，期限变动的在办申请：1 件")
	require.Contains(t, done.body, "T1/"+number)
	again := v.post("/calendar", url.Values{"notice": {notice("测试〔2026〕1号", "2026-03-04")}})
	require.Equal(t, http.StatusConflict, again.status)
	require.Contains(t, again.body, "已经存在")
	require.Equal(t, http.StatusBadRequest, v.post("/calendar", url.Values{"notice": {"{"}}).status)

	header := http.Header{"Content-Type": {"application/json"}}
	api := v.send(http.MethodPost, "/api/v1/calendar", strings.NewReader(notice("测试〔2026〕2号", "2026-03-05")), header)
	require.Equal(t, http.StatusOK, api.status)
	require.Contains(t, api.body, `"application":"`+number+`"`)
	require.Equal(t, http.StatusBadRequest, v.send(http.MethodPost, "/api/v1/calendar", strings.NewReader("[]"), header).status)
	require.Equal(t, []string{"测试〔2026〕1号{", "测试〔2026〕2号{"}, kept)
	require.Contains(t, v.get("/api/v1/calendar").body, `"missing":[]`)
}

func TestFromOctoberOnTheDeskWarnsThatNextYearsNoticeIsMissing(t *testing.T) {
	t.Parallel()
	october := time.Date(2026, time.October, 1, 3, 0, 0, 0, time.UTC)
	o := newOffice(t, withoutLogin, func(opt *handlers.Options) { opt.Now = func() time.Time { return october } }).township()
	v := o.visitor()
	for _, path := range []string{"/", "/calendar/2026"} {
		require.Contains(t, v.get(path).body, "2027年的放假安排通知尚未录入", path)
	}
	require.Contains(t, v.get("/api/v1/calendar").body, `"missing":[2027]`)
}

func TestTheEndOfACaseTellsItsRemedies(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin)
	ctx := t.Context()
	require.NoError(t, o.store.AddAgency(ctx, "operator", workflow.Agency{Code: "GOV", Name: "临河市人民政府办公室"}))
	require.NoError(t, o.store.AddAgency(ctx, "operator", workflow.Agency{Code: "T1", Name: "临河市自然资源局", Parent: "GOV"}))
	number := o.do(`{"do":"register","on":"2026-02-10","channel":"in_person","applicant":{"category":"natural_person","name":"王小明"},"content":"预算"}`).Application
	open := o.do(`{"do":"register","on":"2026-02-10","channel":"in_person","applicant":{"category":"natural_person","name":"张大山"},"content":"决算"}`).Application
	withdrawn := o.do(`{"do":"register","on":"2026-02-10","channel":"in_person","applicant":{"category":"natural_person","name":"李四"},"content":"决算"}`).Application
	o.do(`{"do":"withdraw","application":"` + withdrawn + `","on":"2026-02-11"}`)
	o.do(`{"do":"reply","application":"` + number + `","on":"2026-02-12","result":"refused.state_secret","grounds":"x","served_by":"post","received_on":"2026-02-26"}`)
	v := o.visitor()
	page := v.get("/agencies/T1/applications/" + number).body
	require.Contains(t, page, "向临河市人民政府申请行政复议（行政复议法第20条、第24条）。依照行政复议法第23条，应当先申请行政复议")
	require.Contains(t, page, "2026-04-27", "60 days after 26 February")
	var shown struct {
		Remedies *handlers.ShownRemedies `json:"remedies"`
	}
	require.NoError(t, json.Unmarshal([]byte(v.get("/api/v1/applications/T1/"+number).body), &shown))
	require.Equal(t, law.ReviewFirst, shown.Remedies.Order)
	require.Equal(t, []string{"临河市人民政府"}, shown.Remedies.Bodies)
	require.Zero(t, shown.Remedies.SuitUntil)
	for _, none := range []string{open, withdrawn} {
		require.NotContains(t, v.get("/api/v1/applications/T1/"+none).body, `"remedies"`)
	}
}
