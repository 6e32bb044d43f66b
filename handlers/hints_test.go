package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/handlers"
	"gongkai/workflow"
)

func TestHintsStandBesideWhatTheyConcernAndNeverBlock(t *testing.T) {
	t.Parallel()
	o := newOffice(t).township()
	for code, role := range map[string]string{"hand": "handler", "stat": "statistician"} {
		o.person(code, "T1", nil, role)
	}
	o.person("dept", "T1", []string{"D1"}, "department")
	for i, content := range []string{"2024年农村道路维修预算明细", "2024年农村道路维修预算、明细", "敬老院床位数"} {
		o.do(fmt.Sprintf(`{"do":"register","application":"A%d","on":"2026-02-0%d","channel":"in_person","applicant":{"category":"natural_person","name":"王小明"},"content":%q}`, i+1, i+2, content))
	}
	o.do(`{"do":"assign","application":"A2","on":"2026-02-24","departments":[{"code":"D1"}]}`)
	o.do(`{"do":"propose_reply","application":"A2","on":"2026-02-26","result":"unable.not_held","grounds":"没有找到"}`)
	codes := func(as, number string) []string {
		got := o.as(as).get("/api/v1/applications/T1/" + number)
		require.Equal(t, http.StatusOK, got.status, got.body)
		list := []string{}
		for _, h := range decoded[handlers.Shown](t, got).Hints {
			list = append(list, h.Code)
		}
		return list
	}
	require.Equal(t, []string{"similar", "no_article", "no_search"}, codes("hand", "A2"))
	require.Equal(t, []string{"no_article", "no_search"}, codes("dept", "A2"), "a department learns nothing of the applicant's other cases")
	require.Equal(t, []string{"no_search"}, codes("stat", "A2"), "who may not see words gets no hint about them")
	require.Empty(t, codes("hand", "A3"))

	page := o.as("hand").get("/agencies/T1/applications/A2").body
	require.Regexp(t, `(?s)<h3>内容描述</h3>.*data-hint="similar".*A1</a>.*id="time-h".*id="event-3".*data-hint="no_article".*data-hint="no_search"`, page)
	require.NotContains(t, o.as("dept").get("/agencies/T1/applications/A2").body, `data-hint="similar"`)
	require.NotContains(t, o.as("hand").get("/agencies/T1/applications/A3").body, `class="judge"`)

	fresh := o.do(`{"do":"register","on":"2026-02-27","channel":"oral","needs_help":true,"applicant":{"category":"natural_person","name":"李大妈"},"content":"敬老院补贴"}`).Application
	v := o.as("hand")
	require.Regexp(t, `(?s)id="do-request_supplement".*data-hint="supplement_by"`, v.get("/agencies/T1/applications/"+fresh).body)
	v.post("/language", url.Values{"to": {"en"}, "back": {"/"}})
	page = v.get("/agencies/T1/applications/" + fresh).body
	require.Contains(t, page, "must be given the help that is needed")
	require.Contains(t, page, `data-hint="oral"`)
}

var amountValue = regexp.MustCompile(`name="amount_fen" value="([^"]*)"`)

func TestAFeeIsComputedByTheScaleAndShownInYuan(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	number := ""
	for i := range 12 {
		number = o.do(fmt.Sprintf(`{"do":"register","on":"2026-02-10","channel":"in_person","applicant":{"category":"natural_person","name":"王小明"},"content":"第%d件"}`, i)).Application
	}
	v := o.visitor()
	path := "/agencies/T1/applications/" + number
	page := v.get(path).body
	require.Contains(t, page, "按件：该申请人当月第 12 件，本件应收 100 元。")
	require.Equal(t, "100", amountValue.FindStringSubmatch(page)[1])
	first := v.get("/agencies/T1/applications/2026-0001").body
	require.Contains(t, first, "按件：该申请人当月第 1 件，10 件以内不收费。")
	require.Contains(t, first, "按量：30 页以内不收费，31 页 10 元，100 页 700 元，200 页 2700 元")
	require.Contains(t, page, `data-hint="many_in_month"`)

	form := url.Values{"key": {"k1"}, "seen": {"1"}, "on": {"2026-02-27"}, "basis": {"page"}, "quantity": {"250"}}
	before := o.head()
	got := v.post(path+"/notify_fee", form)
	require.Equal(t, http.StatusOK, got.status, got.body)
	require.Equal(t, before, o.head(), "left to the scale, nothing is sent yet")
	require.Contains(t, got.body, "按标准应收 4700 元，已填入，请核对后提交。")
	require.Equal(t, "4700", amountValue.FindStringSubmatch(got.body)[1])
	require.Regexp(t, `<details class="action" id="do-notify_fee" open>`, got.body)
	require.NotContains(t, got.body, "没有办成：")

	form.Set("amount_fen", "4600.50")
	got = v.post(path+"/notify_fee", form)
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, "4700 元")
	require.Equal(t, "4700", amountValue.FindStringSubmatch(got.body)[1], "the right amount is filled in")

	free := url.Values{"key": {"k2"}, "seen": {"1"}, "basis": {"page"}, "quantity": {"30"}}
	require.Contains(t, v.post(path+"/notify_fee", free).body, workflow.NewRefusal("no_fee_due", "42").Text("zh"))

	form.Set("amount_fen", "4,700 元")
	got = v.post(path+"/notify_fee", form)
	require.Equal(t, http.StatusSeeOther, got.status, got.body)
	page = v.get(path).body
	require.Contains(t, page, "<dd>4700 元</dd>")
	require.NotContains(t, page, "470000")
	require.Regexp(t, `(?s)id="do-record_service".*<option value="2"`, page)
	require.Equal(t, "4700", amountValue.FindStringSubmatch(page)[1], "the payment form offers what is owed")

	paid := v.post(path+"/record_payment", url.Values{"key": {"k3"}, "on": {"2026-03-02"}, "amount_fen": {"4700.00"}})
	require.Equal(t, http.StatusSeeOther, paid.status, paid.body)
	c, err := o.store.Application(t.Context(), "T1", number)
	require.NoError(t, err)
	require.Equal(t, 470000, c.Application.History[2].Data.(*workflow.Data).AmountFen)
	bad := v.post("/agencies/T1/applications/2026-0002/notify_fee", url.Values{"key": {"k4"}, "basis": {"page"}, "quantity": {"250"}, "amount_fen": {"much"}})
	require.Equal(t, http.StatusBadRequest, bad.status)
}

func TestABoxLeftEmptySaysNoAndWhatCannotBeIsGrey(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	number := o.do(`{"do":"register","on":"2026-02-10","channel":"in_person","applicant":{"category":"natural_person","name":"王小明"},"content":"甲"}`).Application
	v := o.visitor()
	path := "/agencies/T1/applications/" + number
	page := v.get(path).body
	for _, do := range []string{"receive_reasons", "set_delayed_date", "record_payment"} {
		require.NotContains(t, page, `id="do-`+do+`"`)
	}
	require.Equal(t, http.StatusSeeOther, v.post(path+"/request_reasons", url.Values{"key": {"a"}, "on": {"2026-02-24"}, "served_on": {"2026-02-24"}}).status)
	got := v.post(path+"/receive_reasons", url.Values{"key": {"b"}, "on": {"2026-02-26"}, "reasons": {"好奇"}})
	require.Equal(t, http.StatusSeeOther, got.status, got.body)
	c, err := o.store.Application(t.Context(), "T1", number)
	require.NoError(t, err)
	require.False(t, c.Application.Reasons.Acceptable)
	require.False(t, c.Application.Reasons.ReceivedOn.IsZero())
}
