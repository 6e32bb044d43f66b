package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/law"
	"gongkai/workflow"
)

func TestAPersonSeesWhatHeWasToldAndHowMuchIsUnread(t *testing.T) {
	t.Parallel()
	o := newOffice(t).township()
	o.everybody()
	_, err := o.store.Remind(t.Context(), []workflow.Reminder{
		{Person: "handler", Key: "k1", Rule: "due_soon", Agency: "T1", Application: "2026-0001", On: law.NewDate(2026, 3, 18)},
		{Person: "handler", Key: "k2", Rule: "returned", Agency: "T1", Application: "2026-0002", Department: "D1", On: law.NewDate(2026, 3, 2)},
	})
	require.NoError(t, err)
	v := o.as("handler")
	require.Contains(t, v.get("/").body, `<mark aria-label="2 条未读">2</mark>`)
	got := v.get("/inbox")
	for _, text := range []string{"2026-0001：答复期限临近，2026-03-18 到期", "2026-0002：D1 退回了任务（2026-03-02）", `href="/agencies/T1/applications/2026-0001"`} {
		require.Contains(t, got.body, text)
	}
	list, err := o.store.Reminders(t.Context(), "handler", 1)
	require.NoError(t, err)
	form := url.Values{"up_to": {strconv.FormatInt(list[0].ID, 10)}}
	require.Equal(t, http.StatusSeeOther, o.as("head").post("/inbox", form).status)
	require.Contains(t, v.get("/inbox").body, "2 条未读", "another's reading is not mine")
	require.Equal(t, http.StatusSeeOther, v.post("/inbox", form).status)
	require.NotContains(t, v.get("/inbox").body, "<mark")
	require.Contains(t, o.as("head").get("/inbox").body, "没有提醒")
	require.Equal(t, http.StatusBadRequest, v.post("/inbox", url.Values{"up_to": {"x"}}).status)
	require.Equal(t, http.StatusSeeOther, o.visitor().get("/inbox").status, "to sign in")
}
