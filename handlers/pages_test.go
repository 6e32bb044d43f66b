package handlers_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/workflow"
)

var hiddenKey = regexp.MustCompile(`name="key" value="([^"]+)"`)

func TestADoubleClickRegistersOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	v := o.visitor()
	key := hiddenKey.FindStringSubmatch(v.get("/agencies/T1/register").body)[1]
	form := url.Values{
		"key": {key}, "on": {"2026-02-10"}, "channel": {"online"}, "applicant.category": {"natural_person"}, "applicant.name": {"王"}, "content": {"甲"},
	}
	first, second := v.post("/agencies/T1/register", form), v.post("/agencies/T1/register", form)
	require.Equal(t, http.StatusSeeOther, first.status, first.body)
	require.Equal(t, first.header.Get("Location"), second.header.Get("Location"))
	page, err := o.store.Applications(t.Context(), workflow.Query{Agency: "T1", Limit: 10})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	require.Contains(t, v.get(first.header.Get("Location")).body, "已办理：")

	extend := url.Values{"key": {"k2"}, "seen": {"1"}, "on": {"2026-03-02"}, "days": {"5"}, "reason": {"档案多"}, "approved_by": {"镇长"}}
	path := "/agencies/T1/applications/2026-0001/extend"
	first, second = v.post(path, extend), v.post(path, extend)
	require.Equal(t, http.StatusSeeOther, first.status, first.body)
	require.Equal(t, http.StatusSeeOther, second.status, second.body)
	c, err := o.store.Application(t.Context(), "T1", "2026-0001")
	require.NoError(t, err)
	require.Len(t, c.History, 2)
}

func TestARefusedFormComesBackWithEverythingThatWasTyped(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	v := o.visitor()
	got := v.post("/agencies/T1/register", url.Values{
		"key": {"my-key"}, "on": {"2026-02-30"}, "channel": {"mail_signed"}, "applicant.category": {"research"}, "applicant.name": {"省农科院"},
		"applicant.phone": {"010-1234"}, "content": {""}, "needs_help": {"true"},
	})
	require.Equal(t, http.StatusBadRequest, got.status)
	for _, kept := range []string{
		`value="my-key"`, `value="2026-02-30"`, `<option value="mail_signed" selected>`, `<option value="research" selected>`, `value="省农科院"`,
		`value="010-1234"`, `value="true" checked`,
	} {
		require.Contains(t, got.body, kept)
	}
	beside := regexp.MustCompile(`id="register-content-fault">([^<]+)<`).FindStringSubmatch(got.body)
	require.Equal(t, "必须填写", beside[1])
	require.Regexp(t, `id="register-on-fault">日期应写作`, got.body)

	number := o.do(`{"do":"register","on":"2026-02-10","channel":"online","applicant":{"category":"natural_person","name":"王"},"content":"甲"}`).Application
	path := "/agencies/T1/applications/" + number
	got = v.post(path+"/extend", url.Values{"on": {"2026-03-02"}, "days": {"30"}, "reason": {"档案很多"}, "approved_by": {"镇长"}, "key": {"k"}})
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, "延长期限不得超过 20 个工作日，不能延长 30 个")
	require.Contains(t, got.body, "条例第 33 条")
	require.Contains(t, got.body, "现在可以办理：")
	require.Contains(t, got.body, "档案很多")
	require.Contains(t, got.body, `value="30"`)
	require.Regexp(t, `<details class="action" id="do-extend" open>`, got.body)

	got = v.post(path+"/reply", url.Values{"result": {"disclosed"}, "grounds": {"一"}, "served_by": {"post"}, "seen": {"9"}, "key": {"k2"}})
	require.Equal(t, http.StatusConflict, got.status)
	require.Contains(t, got.body, "该申请已有新的进展")
	require.Contains(t, got.body, `name="seen" value="1"`, "the page is of the history as it is now")
	require.Equal(t, http.StatusNotFound, v.post(path+"/mark_overdue", url.Values{}).status)
	require.Equal(t, http.StatusNotFound, v.post(path+"/nonsense", url.Values{}).status)
	require.Equal(t, http.StatusNotFound, v.get("/agencies/T1/applications/none").status)
}

func TestEveryCommandStandsOnTheCasePagePossibleOrWithTheReasonWhyNot(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	o.stories()
	v := o.visitor()
	for _, number := range []string{"2025-0001", "2026-0001", "2026-0002", "2026-0003", "2026-0004", "2026-0005"} {
		body := v.get("/agencies/T1/applications/" + number).body
		for _, do := range workflow.CaseCommandNames() {
			if do == "register" || do == "correct" {
				continue
			}
			able := strings.Contains(body, `id="do-`+do+`"`)
			grey := strings.Contains(body, "<strong>"+workflow.CommandLabel(do, "zh")+"</strong> <span>")
			require.NotEqual(t, able, grey, "%s of %s", do, number)
		}
		require.NotContains(t, body, "grey.")
		require.NotContains(t, body, "none")
	}
	arrived := v.get("/agencies/T1/applications/2026-0001").body
	require.Contains(t, arrived, "平信、传真等须与申请人确认收到之日")
	overdue := v.get("/agencies/T1/applications/2025-0001").body
	require.Contains(t, overdue, "延期应在原答复期限届满前告知", "the extension form warns, since a late entry may still be lawful")
	closed := v.get("/agencies/T1/applications/2026-0005").body
	require.Contains(t, closed, "按期办结")
}

func TestACorrectionKeepsBothVersionsAndMovesTheDate(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	number := o.do(`{"do":"register","on":"2026-02-10","channel":"online","applicant":{"category":"natural_person","name":"王小明"},"content":"甲"}`).Application
	v := o.visitor()
	path := "/agencies/T1/applications/" + number
	form := v.get(path + "/events/1").body
	require.Contains(t, form, `name="before.name" value="王小明"`)
	require.Contains(t, form, `name="before.on" value="2026-02-10"`)
	sent := url.Values{
		"key": {"k"}, "seen": {"1"}, "on": {"2026-03-02"}, "reason": {"登记时写错"}, "before.name": {"王小明"}, "after.name": {"王晓明"},
		"before.on": {"2026-02-10"}, "after.on": {"2026-02-09"}, "before.channel": {"online"}, "after.channel": {"online"},
	}
	got := v.post(path+"/events/1", sent)
	require.Equal(t, http.StatusSeeOther, got.status, got.body)
	page := v.get(got.header.Get("Location")).body
	require.Contains(t, page, "王小明 → 王晓明")
	require.Contains(t, page, "2026-02-10 → 2026-02-09")
	require.Contains(t, page, "<dd>王晓明</dd>")
	again := v.post(path+"/events/1", url.Values{"key": {"k3"}, "reason": {"再次"}, "before.name": {"王小明"}, "after.name": {"王大明"}})
	require.Equal(t, http.StatusConflict, again.status, "somebody corrected it before")
	require.Contains(t, again.body, `value="王大明"`)
	nothing := v.post(path+"/events/1", url.Values{"key": {"k4"}, "reason": {"无"}, "before.name": {"x"}, "after.name": {"x"}})
	require.Equal(t, http.StatusBadRequest, nothing.status)
	require.Equal(t, http.StatusNotFound, v.get(path+"/events/99").status)
}

func TestTheYearsTableIsTheOfficialFormAndItsFiguresOpen(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	o.stories()
	v := o.visitor()
	page := v.get("/agencies/T1/reports/2026").body
	for _, label := range []string{
		"（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "一、本年新收政府信息公开申请数量", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
		"8.属于行政查询事项", "（七）总计", "四、结转下年度继续办理", "本年收费金额（单位：万元，保留4位小数）", "未经复议直接起诉",
	} {
		require.Contains(t, page, label)
	}
	links := regexp.MustCompile(`<a href="(/agencies/T1/reports/2026/cells/[^"]+)">(\d+)</a>`).FindAllStringSubmatch(page, -1)
	require.Greater(t, len(links), 6)
	for _, link := range links {
		cell := v.get(link[1])
		require.Equal(t, http.StatusOK, cell.status)
		rows := strings.Count(cell.body, `<th scope="row">`)
		require.Equal(t, link[2], map[int]string{1: "1", 2: "2", 3: "3", 4: "4", 5: "5"}[rows], link[1])
	}
	require.Contains(t, page, "已逾期尚未办结")
}

func TestEveryPageIsChineseFirstAndEnglishOnWish(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	v := o.visitor()
	require.Contains(t, v.get("/").body, `<html lang="zh-CN"`)
	got := v.post("/language", url.Values{"to": {"en"}, "back": {"/settings"}})
	require.Equal(t, "/settings", got.header.Get("Location"))
	han := regexp.MustCompile(`\p{Han}+`)
	for _, path := range []string{"/", "/agencies/T1/register", "/calculator?from=2026-02-10&days=20", "/people", "/account", "/events"} {
		body := v.get(path).body
		require.Contains(t, body, `<html lang="en"`)
		for _, own := range []string{"中文", "凡村镇人民政府", "规划建设办公室", "财政所", "公", "春节", "国办发明电", "号"} {
			body = strings.ReplaceAll(body, own, "")
		}
		require.Empty(t, han.FindAllString(body, 3), path)
	}
	require.Equal(t, "/", v.post("/language", url.Values{"to": {"zh"}, "back": {"//example.org"}}).header.Get("Location"))
}

func TestTheCalculatorSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	v := newOffice(t, withoutLogin).visitor()
	for ask, words := range map[string]string{
		"from=x&days=20": "起算日（当日不计）", "from=2026-02-10&days=0": "1 到 250", "from=2026-02-10&days=99999999999999999999": "1 到 250",
		"from=2026-02-10&days=20&pause_from=2026-03-02&pause_to=2026-03-01": "意见收到日不能早于发出日",
	} {
		got := v.get("/calculator?" + ask)
		require.Equal(t, http.StatusUnprocessableEntity, got.status, ask)
		require.Contains(t, got.body, words)
	}
	require.Contains(t, v.get("/calculator?from=2026-02-10&days=20").body, "最后一天是 2026-03-16 周一")
	require.Contains(t, v.get("/calendar/2031").body, "该年放假安排尚未公布")
	require.Equal(t, http.StatusBadRequest, v.get("/calendar/x").status)
}
