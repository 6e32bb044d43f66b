package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/annual"
	"gongkai/handlers"
)

func TestTheWordsOfAReportArePreviewedSavedAndLookedOverOnOnePage(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	o.stories()
	v := o.visitor()
	const path = "/agencies/T1/reports/2026/text"
	body := v.get(path).body
	require.Contains(t, body, "{{new.total}}")
	require.Contains(t, body, "这一部分还没有写")
	require.NotContains(t, body, "refused.state_secret.natural_person", "the list shows what texts quote")

	preview := v.post(path+"/1", url.Values{"seen": {"0"}, "text": {"收到{{new.total}}件<b>"}, "preview": {"1"}})
	require.Equal(t, http.StatusOK, preview.status)
	require.Regexp(t, `收到\d+件&lt;b&gt;`, preview.body)
	require.Contains(t, preview.body, "尚未保存")
	require.Contains(t, v.get(path).body, "尚未撰写")

	got := v.post(path+"/1", url.Values{"seen": {"0"}, "text": {"收到{{new.total}}件，手机13812345678。\r\n第二段"}})
	require.Equal(t, http.StatusSeeOther, got.status, got.body)
	require.Equal(t, path+"#chapter-1", got.header.Get("Location"))
	body = v.get(path).body
	require.Contains(t, body, "138*****678")
	require.Contains(t, body, "本机操作员")
	require.Contains(t, v.get("/agencies/T1/reports/2026/files/html").body, "件，手机13812345678。</p>\n<p>第二段</p>")

	got = v.post(path+"/1", url.Values{"seen": {"0"}, "text": {"另一个人写的"}})
	require.Equal(t, http.StatusConflict, got.status)
	require.Contains(t, got.body, "另一个人写的", "what was typed is kept")
	got = v.post(path+"/5", url.Values{"seen": {"0"}, "text": {"{{tabel.total}}"}})
	require.Equal(t, http.StatusUnprocessableEntity, got.status)
	require.Contains(t, got.body, "没有名为 {{tabel.total}} 的数字")
	require.Equal(t, http.StatusNotFound, v.post(path+"/2", url.Values{"seen": {"0"}, "text": {"x"}}).status)
}

func TestTheAPIWritesWordsWithTheirVersionAndTellsWhatWasFound(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	v := o.visitor()
	const path = "/api/v1/reports/T1/2025/chapters"
	put := func(chapter, body string) reply {
		return v.send(http.MethodPut, path+"/"+chapter, strings.NewReader(body), http.Header{"Content-Type": {"application/json"}})
	}
	got := put("6", `{"text":"{{year}}年没有需要报告的事项。","seen":0}`)
	require.Equal(t, http.StatusOK, got.status, got.body)
	written := decoded[annual.Written](t, got)
	require.Equal(t, 6, written.Chapter)
	text := decoded[handlers.TextView](t, v.get(path))
	require.Equal(t, "2025年没有需要报告的事项。", text.Chapters[4].Filled)
	require.Equal(t, written, text.Chapters[4].Written)
	require.Greater(t, len(text.Quotations), 200)
	require.Equal(t, "missing", text.Findings[0].Code)
	require.Equal(t, http.StatusConflict, put("6", `{"text":"x","seen":0}`).status)
	require.Equal(t, http.StatusUnprocessableEntity, put("6", `{"text":"{{x}}"}`).status)
	require.Equal(t, http.StatusNotFound, put("3", `{"text":"x"}`).status)
	require.Equal(t, http.StatusBadRequest, put("six", `{"text":"x"}`).status)
}

func TestWordsAreWrittenByHeadAndStatisticianOnly(t *testing.T) {
	t.Parallel()
	o := newOffice(t).township()
	o.person("xie", "T1", nil, "statistician")
	o.person("ban", "T1", nil, "handler")
	const path = "/agencies/T1/reports/2025/text"
	form := url.Values{"seen": {"0"}, "text": {"文字"}}
	require.Equal(t, http.StatusForbidden, o.as("ban").post(path+"/1", form).status)
	require.NotContains(t, o.as("ban").get(path).body, "<textarea")
	require.Equal(t, http.StatusSeeOther, o.as("xie").post(path+"/1", form).status)
}
