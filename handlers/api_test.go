package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"gongkai/handlers"
	"gongkai/workflow"
)

func decoded[T any](t *testing.T, got reply) T {
	t.Helper()
	var out T
	require.NoError(t, json.Unmarshal([]byte(got.body), &out), got.body)
	return out
}

// types lists the types of an answer's events, in order.
func types(events []workflow.AnswerEvent) []string {
	var out []string
	for _, e := range events {
		out = append(out, e.Type)
	}
	return out
}

func TestACaseGoesItsWayThroughTheAPIWithTheExactEvents(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	v := o.visitor()
	number := ""
	for _, step := range []struct {
		command string
		state   string
		due     string
		events  []string
	}{
		{`{"do":"register","agency":"T1","application":"凡政公开 1号?#%","on":"2026-02-24","channel":"mail_ordinary","applicant":{"category":"natural_person","name":"王小明"},"content":"预算"}`, "arrived", "", []string{"registered"}},
		{`{"do":"confirm_receipt","on":"2026-02-25"}`, "received", "2026-03-24", []string{"receipt_confirmed"}},
		{`{"do":"assign","on":"2026-02-25","departments":[{"code":"D1","days":3},{"code":"D2"}]}`, "received", "2026-03-24", []string{"task_assigned", "task_assigned"}},
		{`{"do":"consult","on":"2026-02-26","party":"P1","kind":"third_party","name":"甲公司","served_on":"2026-02-27"}`, "received", "2026-04-16", []string{"consultation_sent"}},
		{`{"do":"receive_opinion","on":"2026-02-28","party":"P1","stance":"agree"}`, "received", "2026-03-26", []string{"opinion_received"}},
		{`{"do":"extend","on":"2026-03-02","days":20,"reason":"档案多","approved_by":"镇长"}`, "received", "2026-04-24", []string{"extended"}},
		{`{"do":"reply","on":"2026-03-02","result":"disclosed","grounds":"条例第三十六条","served_by":"electronic"}`, "disclosed", "2026-04-24", []string{"replied", "task_closed", "task_closed"}},
	} {
		var object map[string]any
		require.NoError(t, json.Unmarshal([]byte(step.command), &object))
		if number != "" {
			object["agency"], object["application"] = "T1", number
		}
		raw, err := json.Marshal(object)
		require.NoError(t, err)
		got := v.command(string(raw))
		require.Equal(t, http.StatusOK, got.status, got.body)
		answer := decoded[workflow.Answer](t, got)
		number = answer.Application
		require.Equal(t, workflow.State(step.state), answer.State, step.command)
		require.Empty(t, cmp.Diff(step.events, types(answer.Events)), step.command)
		if step.due == "" {
			require.Nil(t, answer.DueOn)
			require.Contains(t, got.body, `"due_on":null`)
		} else {
			require.Equal(t, step.due, answer.DueOn.String(), step.command)
		}
	}
	require.Equal(t, "凡政公开 1号?#%", number)

	path := "/api/v1/applications/T1/" + url.PathEscape(number)
	got := v.get(path)
	require.Equal(t, http.StatusOK, got.status, got.body)
	shown := decoded[handlers.Shown](t, got)
	require.Equal(t, `"10"`, got.header.Get("ETag"))
	require.Equal(t, "disclosed", *shown.Result)
	var history []string
	for _, e := range shown.History {
		history = append(history, e.Type)
	}
	require.Equal(t, []string{"registered", "receipt_confirmed", "task_assigned", "task_assigned", "consultation_sent",
		"opinion_received", "extended", "replied", "task_closed", "task_closed"}, history)
	require.Equal(t, "王小明", shown.History[0].Words["name"])
	last := shown.Clock[len(shown.Clock)-1]
	require.Equal(t, "2026-04-24", last.Date.String())
	require.Equal(t, 40, last.N)
	require.Equal(t, http.StatusNotModified, v.send(http.MethodGet, path, nil, http.Header{"If-None-Match": {`"10"`}}).status)

	events := decoded[struct{ Items []handlers.ShownEvent }](t, v.get(path+"/events"))
	require.Len(t, events.Items, shown.Sequence)
	clock := decoded[handlers.ClockView](t, v.get(path+"/clock"))
	require.Equal(t, 40, clock.Allowance)
	require.Equal(t, 20, clock.Extended)
	require.Len(t, clock.Pauses, 1)
	page := v.get("/agencies/T1/applications/" + url.PathEscape(number))
	require.Equal(t, http.StatusOK, page.status)

	cell := decoded[handlers.CellView](t, v.get("/api/v1/reports/T1/2026/cells/disclosed/natural_person"))
	require.Equal(t, 1, cell.Figure)
	require.Equal(t, "replied", cell.Items[0].Event)
	require.Contains(t, cell.Items[0].Because, "2026-03-02")
}

func TestOneKeyIsOneAnswerAndAnotherCommandUnderItAConflict(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	v := o.visitor()
	const register = `{"do":"register","agency":"T1","channel":"online","applicant":{"category":"natural_person","name":"王"},"content":"甲"}`
	first := v.command(register, "Idempotency-Key", "k1")
	require.Equal(t, http.StatusOK, first.status, first.body)
	again := v.command(register, "Idempotency-Key", "k1")
	require.Equal(t, first.body, again.body)
	require.Equal(t, `"1"`, again.header.Get("ETag"))
	other := v.command(strings.Replace(register, "甲", "乙", 1), "Idempotency-Key", "k1")
	require.Equal(t, http.StatusConflict, other.status, other.body)
	require.Equal(t, "key_reused", decoded[handlers.Problem](t, other).Code)
	page := decoded[workflow.Page](t, v.get("/api/v1/applications?agency=T1"))
	require.Len(t, page.Items, 1)
}

func TestAHistoryNewerThanTheOneSeenIsAConflict(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	v := o.visitor()
	number := o.do(`{"do":"register","channel":"online","applicant":{"category":"natural_person","name":"王"},"content":"甲"}`).Application
	o.do(`{"do":"assign","application":"` + number + `","departments":[{"code":"D1"}]}`)
	got := v.command(`{"do":"withdraw","agency":"T1","application":"`+number+`"}`, "If-Match", `"1"`)
	require.Equal(t, http.StatusConflict, got.status, got.body)
	require.Equal(t, "conflict", decoded[handlers.Problem](t, got).Code)
	got = v.command(`{"do":"withdraw","agency":"T1","application":"`+number+`"}`, "If-Match", `"2"`)
	require.Equal(t, http.StatusOK, got.status, got.body)
}

func TestEveryFailureIsAProblemWithItsStatusAndWithoutWhatWasSent(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	v := o.visitor()
	number := o.do(`{"do":"register","on":"2026-02-10","channel":"online","applicant":{"category":"natural_person","name":"王"},"content":"甲"}`).Application
	const secret = "某人的秘密13812345678"
	for name, c := range map[string]struct {
		body   string
		status int
		code   string
		holds  string // of the answer
	}{
		"no JSON":          {`{"do":"` + secret, 400, "unreadable", ""},
		"no command":       {`{"agency":"T1","x":"` + secret + `"}`, 400, "malformed", `"do"`},
		"unknown field":    {`{"do":"withdraw","agency":"T1","application":"1","mine":"` + secret + `"}`, 400, "malformed", `"mine"`},
		"many faults":      {`{"do":"register","agency":"T1","channel":"` + secret + `","applicant":{"category":"` + secret + `"}}`, 400, "malformed", `"applicant.name"`},
		"unknown agency":   {`{"do":"withdraw","agency":"X","application":"1","reason":"` + secret + `"}`, 404, "unknown_agency", ""},
		"unknown number":   {`{"do":"withdraw","agency":"T1","application":"nobody's","reason":"` + secret + `"}`, 404, "unknown_application", ""},
		"in the future":    {`{"do":"withdraw","agency":"T1","application":"` + number + `","on":"2026-03-03","reason":"` + secret + `"}`, 422, "in_future", ""},
		"too long":         {`{"do":"extend","agency":"T1","application":"` + number + `","days":21,"reason":"` + secret + `","approved_by":"镇长"}`, 422, "extension_too_long", `"article":"33"`},
		"the clock's own":  {`{"do":"mark_overdue","agency":"T1","application":"` + number + `","reason":"` + secret + `"}`, 403, "only_clock_command", ""},
		"registered twice": {`{"do":"register","agency":"T1","application":"` + number + `","channel":"online","applicant":{"category":"natural_person","name":"` + secret + `"},"content":"x"}`, 409, "already_registered", ""},
		"not now":          {`{"do":"receive_supplement","agency":"T1","application":"` + number + `","content":"` + secret + `"}`, 422, "no_supplement_asked", `"allowed":["`},
	} {
		for lang, mark := range map[string]string{"zh-CN,zh;q=0.9": "。", "en-GB,en;q=0.9": "."} {
			got := v.command(c.body, "Accept-Language", lang)
			require.Equal(t, c.status, got.status, "%s: %s", name, got.body)
			require.Equal(t, "application/problem+json", got.header.Get("Content-Type"), name)
			p := decoded[handlers.Problem](t, got)
			require.Equal(t, c.code, p.Code, name)
			require.Equal(t, c.status, p.Status, name)
			require.True(t, strings.HasSuffix(p.Detail, mark), "%s: %s", name, p.Detail)
			require.NotContains(t, got.body, secret, name)
			require.Contains(t, got.body, c.holds, name)
			require.NotNil(t, p.Allowed, name)
		}
	}
	large := v.command(`{"do":"withdraw","reason":"` + strings.Repeat("a", workflow.MaxCommandBytes) + `"}`)
	require.Equal(t, http.StatusRequestEntityTooLarge, large.status, large.body)
	require.Equal(t, "application/problem+json", large.header.Get("Content-Type"))
	for path, status := range map[string]int{
		"/api/v1/nothing": 404, "/api/v1/applications?limit=x": 400, "/api/v1/applications?state=odd": 400, "/api/v1/applications?due_before=x": 400,
		"/api/v1/applications?sort=name": 400, "/api/v1/applications/T1/none": 404, "/api/v1/events?from=0": 400, "/api/v1/events?from=-1": 400,
		"/api/v1/events?from=9223372036854775808": 400, "/api/v1/reports/T1/x": 400, "/api/v1/reports/X/2026": 404, "/api/v1/reports/T1/2026/cells/odd/total": 404,
	} {
		got := v.get(path)
		require.Equal(t, status, got.status, "%s: %s", path, got.body)
		require.Equal(t, "application/problem+json", got.header.Get("Content-Type"), path)
	}
	require.Equal(t, http.StatusNotFound, v.send(http.MethodDelete, "/api/v1/commands", nil, nil).status)
}

func TestTheLogIsReadInOrderOfPositionToItsEnd(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	o.stories()
	v := o.visitor()
	var positions []int64
	for from := "1"; ; {
		page := decoded[handlers.EventPage](t, v.get("/api/v1/events?limit=7&from="+from))
		for _, e := range page.Items {
			positions = append(positions, e.Position)
			require.NotEmpty(t, e.Digest)
			require.NotContains(t, string(e.Data), "李大妈")
		}
		if page.Next > page.Head {
			require.Len(t, positions, int(page.Head))
			break
		}
		b, err := json.Marshal(page.Next)
		require.NoError(t, err)
		from = string(b)
	}
	for i, p := range positions {
		require.Equal(t, int64(i+1), p)
	}
	require.Empty(t, decoded[handlers.EventPage](t, v.get("/api/v1/events?from=99999")).Items)
}

func TestListsArePagedByCursorAndFiltered(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin).township()
	o.stories()
	v := o.visitor()
	var numbers []string
	for cursor := ""; ; {
		page := decoded[workflow.Page](t, v.get("/api/v1/applications?agency=T1&limit=2&sort=number&cursor="+url.QueryEscape(cursor)))
		for _, s := range page.Items {
			numbers = append(numbers, s.Application)
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	require.Equal(t, []string{"2025-0001", "2026-0001", "2026-0002", "2026-0003", "2026-0004", "2026-0005"}, numbers)
	overdue := decoded[workflow.Page](t, v.get("/api/v1/applications?agency=T1&overdue=true&open=true"))
	require.Len(t, overdue.Items, 1)
	require.Equal(t, "2025-0001", overdue.Items[0].Application)
	found := decoded[workflow.Page](t, v.get("/api/v1/applications?agency=T1&q="+url.QueryEscape("养老")))
	require.Len(t, found.Items, 1)
	require.Equal(t, "李大妈", found.Items[0].Applicant)
}
