package workflow_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/law"
	"gongkai/workflow"
)

// life sends commands one after the other, each entered on its own date unless said otherwise.
type life struct {
	t *testing.T
	*memory
	by      string
	entered law.Date
}

func newLife(t *testing.T) *life { return &life{t: t, memory: newMemory(t), by: "person:a"} }

func (l *life) try(object string) error {
	cmd, err := workflow.Decode([]byte(strings.TrimSuffix(object, "}")+`,"agency":"T1"}`), "")
	if err != nil {
		return err
	}
	entered := l.entered
	if entered.IsZero() {
		entered = cmd.Base().On
	}
	_, err = l.Do(l.t.Context(), workflow.Request{Command: cmd, Actor: l.by, Today: today, Entered: entered})
	return err
}

func (l *life) do(objects ...string) *life {
	for _, o := range objects {
		require.NoError(l.t, l.try(o), o)
	}
	return l
}

func (l *life) refused(code, object string) *life {
	var refusal *workflow.Refusal
	err := l.try(object)
	require.True(l.t, errors.As(err, &refusal), "%s: %v", object, err)
	require.Equal(l.t, code, refusal.Code, "%s: %v", object, err)
	return l
}

func registerOn(on string) string {
	return `{"do":"register","application":"A1","on":"` + on + `","channel":"online","applicant":{"category":"other","name":"甲"},"content":"乙"}`
}

func TestWhatWasApprovedIsWhatGoesOut(t *testing.T) {
	t.Parallel()
	proposal := `{"do":"propose_reply","application":"A1","on":"2025-03-04","result":"disclosed","grounds":"第三十六条第二项"}`
	approve := `{"do":"approve_reply","application":"A1","on":"2025-03-05"}`
	l := newLife(t).do(registerOn("2025-03-03"), proposal).refused("proposal_open", proposal).refused("own_proposal", approve)
	l.by = "person:b"
	l.do(approve).refused("no_proposal", approve)
	l.refused("not_as_approved", `{"do":"reply","application":"A1","on":"2025-03-06","result":"partial","grounds":"第三十六条第二项","served_by":"post"}`)
	l.refused("grounds_not_as_approved", `{"do":"reply","application":"A1","on":"2025-03-06","result":"disclosed","grounds":"另有理由","served_by":"post"}`)
	l.do(`{"do":"reply","application":"A1","on":"2025-03-06","result":"disclosed","grounds":"第三十六条第二项","served_by":"post"}`)
	l.do(`{"do":"correct","application":"A1","on":"2025-03-07","sequence":4,"fields":{"on":{"before":"2025-03-06","after":"2025-03-07"}},"reason":"x"}`)
	require.Equal(t, workflow.Disclosed, l.app("T1", "A1").State)
	require.False(t, l.app("T1", "A1").Reply.Unsigned)
	l.refused("not_now", strings.Replace(approve, "03-05", "03-10", 1)).refused("not_now", strings.Replace(proposal, "03-04", "03-10", 1))
}

func TestACorrectionSaysWhatItCorrectsAndKeepsToTheShape(t *testing.T) {
	t.Parallel()
	l := newLife(t).do(registerOn("2025-03-03"), `{"do":"assign","application":"A1","on":"2025-03-03","departments":[{"code":"D1"}]}`)
	correct := func(sequence int, field, before, after string) string {
		return fmt.Sprintf(`{"do":"correct","application":"A1","on":"2025-03-05","sequence":%d,"fields":{%q:{"before":%q,"after":"%s"}},"reason":"x"}`, sequence, field, before, after)
	}
	l.refused("malformed", `{"do":"correct","application":"A1","on":"2025-03-05","sequence":1,"fields":{},"reason":"x"}`)
	l.refused("malformed", correct(1, "content", "乙", strings.Repeat("乙", 20001)))
	l.refused("malformed", correct(1, "content", "乙", `乙\u0001`))
	l.refused("malformed", correct(1, "content", "乙", " "))
	l.refused("before_differs", correct(1, "content", "丙", "丁"))
	l.refused("not_correctable", correct(2, "on", "2025-03-03", "2025-03-04"))
	l.do(correct(1, "content", "乙", "丙")).do(correct(1, "content", "丙", "丁"))
	l.refused("in_future", correct(1, "on", "2025-03-03", "2126-01-01"))
	l.refused("not_correctable", correct(3, "sequence", "1", "2"))
	l.refused("unknown_event", correct(9, "on", "2025-03-03", "2025-03-04"))
	l.do(`{"do":"withdraw","application":"A1","on":"2025-03-06"}`)
	l.refused("breaks_rule", strings.Replace(correct(1, "on", "2025-03-03", "2025-03-07"), "2025-03-05", "2025-03-10", 1))
}

func TestWhatHappenedBeforeItCouldIsRefused(t *testing.T) {
	t.Parallel()
	shifted := newLife(t)
	shifted.choices = map[string]string{"rest_day_receipt": "next_working_day"}
	shifted.do(registerOn("2025-03-15")) // a Saturday: day 0 is Monday 17
	for _, object := range []string{
		`{"do":"consult","application":"A1","on":"2025-03-16","party":"P1","kind":"third_party","name":"丙"}`,
		`{"do":"extend","application":"A1","on":"2025-03-16","days":5,"reason":"x","approved_by":"y"}`,
		`{"do":"request_reasons","application":"A1","on":"2025-03-16"}`,
		`{"do":"reply","application":"A1","on":"2025-03-16","result":"disclosed","grounds":"x","served_by":"post"}`,
	} {
		shifted.refused("before_receipt", object)
	}
	l := newLife(t).do(registerOn("2025-03-03"))
	notice := func(days, served string) string {
		return `{"do":"request_supplement","application":"A1","on":"2025-03-04","items":["x"],"days":` + days + served + `}`
	}
	l.refused("malformed", notice("4", "")).refused("malformed", notice("31", ""))
	l.refused("served_before_sent", notice("10", `,"served_on":"2025-03-03"`)).refused("in_future", notice("10", `,"served_on":"2126-03-03"`))
	l.do(notice("10", "")).refused("before_request", `{"do":"receive_supplement","application":"A1","on":"2025-03-03","content":"x"}`)
	l.refused("not_now", `{"do":"request_reasons","application":"A1","on":"2025-03-04"}`)
	asked := newLife(t).do(registerOn("2025-03-03"), `{"do":"request_reasons","application":"A1","on":"2025-03-04"}`, notice("10", ""))
	asked.refused("not_now", `{"do":"receive_reasons","application":"A1","on":"2025-03-04","reasons":"x","acceptable":true}`)
	asked.refused("not_now", `{"do":"set_delayed_date","application":"A1","on":"2025-03-04","until":"2025-06-30"}`)

	var refusal *workflow.Refusal
	_, _, err := workflow.Decide(l.context("a", today, today), l.app("T1", "A9"), &workflow.Withdraw{Common: workflow.Common{Do: "withdraw", Agency: "T9", Application: "A9"}})
	require.True(t, errors.As(err, &refusal))
	require.Equal(t, "unknown_agency", refusal.Code)
}

func TestTasksKeepTheirOrder(t *testing.T) {
	t.Parallel()
	l := newLife(t).do(registerOn("2025-03-03"), `{"do":"assign","application":"A1","on":"2025-03-05","departments":[{"code":"D1"},{"code":"D2","days":5}]}`)
	l.refused("unknown_department", `{"do":"accept_task","application":"A1","on":"2025-03-05","department":"D9"}`)
	l.refused("no_task", `{"do":"accept_task","application":"A1","on":"2025-03-05","department":"D3"}`)
	l.refused("out_of_order", `{"do":"accept_task","application":"A1","on":"2025-03-04","department":"D1"}`)
	l.refused("unknown_result", `{"do":"report_task","application":"A1","on":"2025-03-05","department":"D1","finding":{"result":"x"}}`)
	l.refused("task_open", `{"do":"assign","application":"A1","on":"2025-03-05","departments":[{"code":"D3"},{"code":"D3"}]}`)
	l.do(`{"do":"report_task","application":"A1","on":"2025-03-05","department":"D1","finding":{"result":"disclosed","grounds":"x"}}`)
	l.refused("task_is", `{"do":"accept_task","application":"A1","on":"2025-03-05","department":"D1"}`)
}

func TestARowOfALedgerIsAFactFoundInOrder(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	date := func(s string) law.Date {
		d, err := law.ParseDate(s)
		require.NoError(t, err)
		return d
	}
	row := func(change func(*workflow.LedgerFact)) (*workflow.Application, string) {
		f := workflow.LedgerFact{Application: "L1", Received: date("2024-03-04"), Channel: "online", Category: "other", Name: "甲", Content: "乙"}
		change(&f)
		agency := "T1"
		if f.Department == "elsewhere" {
			agency = "T9"
		}
		_, app, err := workflow.RecordLedger(m.context("operator", today, today), m.app(agency, f.Application), f)
		var refusal *workflow.Refusal
		if errors.As(err, &refusal) {
			both := workflow.LedgerRefusals{{Application: "L1", Refusal: refusal}}
			require.ErrorContains(t, both, "1 rows")
			require.ErrorIs(t, both, refusal)
			return nil, refusal.Code
		}
		require.NoError(t, err)
		return app, ""
	}
	for code, change := range map[string]func(*workflow.LedgerFact){
		"unknown_agency": func(f *workflow.LedgerFact) { f.Department = "elsewhere" },
		"no_law":         func(f *workflow.LedgerFact) { f.Received = date("2007-01-01") },
		"in_future":      func(f *workflow.LedgerFact) { f.ExtensionTold = date("2126-01-01") },
		"before_receipt": func(f *workflow.LedgerFact) { f.Closed, f.Result = date("2024-03-01"), "disclosed" },
		"unknown_result": func(f *workflow.LedgerFact) { f.Closed, f.Result = date("2024-03-05"), "x" },
	} {
		_, got := row(change)
		require.Equal(t, code, got)
	}
	waiting, _ := row(func(f *workflow.LedgerFact) { f.SupplementTold = date("2024-03-06") })
	require.Equal(t, workflow.AwaitingSupplement, waiting.State)
	restarted, _ := row(func(f *workflow.LedgerFact) {
		f.SupplementTold, f.SupplementReceived, f.ExtensionTold = date("2024-03-06"), date("2024-03-11"), date("2024-03-20")
	})
	require.Equal(t, workflow.Received, restarted.State)
	require.Equal(t, m.calendar.Nth(date("2024-03-11"), 40), restarted.Due.On, "the restart and the whole extension")
	require.True(t, restarted.Overdue())
	m.keep(restarted, restarted.History)
	_, got := row(func(*workflow.LedgerFact) {})
	require.Equal(t, "already_registered", got)
}

func TestANewCalendarMovesOpenRunsByEventsAndNeverClosedOnes(t *testing.T) {
	t.Parallel()
	l := newLife(t)
	now := today
	l.do(registerOn(now.AddDays(-20).String()))
	open := l.app("T1", "A1")
	before := open.Due.On
	notice := law.Notice{Number: "应急1号", Title: "临时放假", Announced: now, Year: now.Year(), Off: []law.Span{{From: before, To: before}}}
	var err error
	l.calendar, err = l.calendar.With(notice)
	require.NoError(t, err)
	events, moved, err := workflow.Recompute(l.context("clock", now, now), open, now)
	require.NoError(t, err)
	require.Len(t, events, 1)
	require.Equal(t, workflow.DueRecomputed, events[0].Type)
	require.Greater(t, moved.Due.On, before)
	events, _, err = workflow.Recompute(l.context("clock", now, now), moved, now)
	require.NoError(t, err)
	require.Empty(t, events, "the second time nothing moves")

	l.do(`{"do":"withdraw","application":"A1","on":"` + now.String() + `"}`)
	events, _, err = workflow.Recompute(l.context("clock", now, now), l.app("T1", "A1"), now)
	require.NoError(t, err)
	require.Empty(t, events, "a closed case never moves")

	l.do(strings.Replace(registerOn(now.AddDays(-2).String()), `"A1"`, `"P1"`, 1),
		`{"do":"extend","application":"P1","on":"`+now.String()+`","days":20,"reason":"x","approved_by":"y"}`)
	require.Equal(t, workflow.Provisional, l.app("T1", "P1").Due.Kind, "the notice of the year it reaches into is not out")

	stopped := l.context("clock", now, now.AddDays(90))
	stopped.Referee = workflow.RefereeWithout(workflow.OverdueMarked)
	_, _, err = workflow.Recompute(stopped, open, now)
	require.Error(t, err)
	stopped = l.context("clock", now, now)
	stopped.Referee = workflow.RefereeWithout(workflow.DueRecomputed)
	_, _, err = workflow.Recompute(stopped, open, now)
	require.Error(t, err)
}

func TestAnApplicationUnderTheOldLawKnowsNoSupplementThatStartsAnew(t *testing.T) {
	t.Parallel()
	l := newLife(t).do(registerOn("2019-05-10"))
	l.refused("not_under_this_law", `{"do":"request_supplement","application":"A1","on":"2019-05-13","items":["x"],"days":10}`)
	l.refused("not_under_this_law", `{"do":"request_reasons","application":"A1","on":"2019-05-13"}`)
	l.refused("no_fee_then", `{"do":"notify_fee","application":"A1","on":"2019-05-13","basis":"page","quantity":31,"amount_fen":1000}`)
	l.do(`{"do":"extend","application":"A1","on":"2019-05-13","days":15,"reason":"x","approved_by":"y"}`)
	require.Equal(t, l.calendar.Nth(law.NewDate(2019, 5, 10), 30), l.app("T1", "A1").Due.On)
}

func TestTheFeeGoesOnFromTheItemsOfTheMonth(t *testing.T) {
	t.Parallel()
	l := newLife(t)
	for i := range 12 {
		l.do(strings.Replace(registerOn("2025-03-03"), `"A1"`, fmt.Sprintf(`"A%d"`, i+1), 1))
	}
	l.do(`{"do":"void","application":"A9","on":"2025-03-03","reason":"x"}`) // counts nowhere: A12 is the eleventh
	fee := func(number string, quantity, fen int) string {
		return fmt.Sprintf(`{"do":"notify_fee","application":%q,"on":"2025-03-04","basis":"item","quantity":%d,"amount_fen":%d}`, number, quantity, fen)
	}
	l.refused("not_the_scale", fee("A12", 1, 10001)).do(fee("A1", 15, 50000))
	l.do(fee("A12", 1, 10000), `{"do":"correct","application":"A12","on":"2025-03-05","sequence":2,"fields":{"on":{"before":"2025-03-04","after":"2025-03-05"}},"reason":"x"}`)
	l.do(`{"do":"withdraw","application":"A12","on":"2025-03-06"}`).refused("not_now", `{"do":"record_payment","application":"A12","on":"2025-03-06","amount_fen":10000}`)
	text := workflow.NewRefusal("overpaid", "42", 1, 2).Text("en")
	require.Contains(t, text, "1 is still owed")
	var refusal *workflow.Refusal
	require.True(t, errors.As(l.try(fee("A11", 1, 1)), &refusal))
	require.Contains(t, refusal.Text("zh"), "0.01 元")
	require.Contains(t, refusal.Text("en"), "100 yuan")
}

func TestALateSupplementWithItsReasonIsKeptByACorrection(t *testing.T) {
	t.Parallel()
	l := newLife(t).do(registerOn("2025-03-03"),
		`{"do":"request_supplement","application":"A1","on":"2025-03-05","items":["x"],"days":5,"served_on":"2025-03-05"}`,
		`{"do":"receive_supplement","application":"A1","on":"2025-03-20","content":"x","good_reason":"住院"}`,
		`{"do":"correct","application":"A1","on":"2025-03-21","sequence":4,"fields":{"on":{"before":"2025-03-20","after":"2025-03-21"}},"reason":"x"}`)
	require.Equal(t, workflow.Received, l.app("T1", "A1").State)
	require.Equal(t, l.calendar.Nth(law.NewDate(2025, 3, 21), 20), l.app("T1", "A1").Due.On)
	l.refused("unknown_result", `{"do":"propose_reply","application":"A1","on":"2025-03-24","result":"x","grounds":"x"}`)
	l.refused("mixed_result", `{"do":"reply","application":"A1","on":"2025-03-24","result":"partial","grounds":"x","served_by":"post","items":[{"text":"a","result":"disclosed"},{"text":"b","result":"disclosed"}]}`)

	short := &workflow.RequestSupplement{Common: workflow.Common{Do: "request_supplement", Agency: "T1", Application: "B1", On: law.NewDate(2025, 3, 4)}, Items: []string{"x"}, Days: 4}
	l.do(strings.Replace(registerOn("2025-03-03"), `"A1"`, `"B1"`, 1))
	_, _, err := workflow.Decide(l.context("a", today, short.On), l.app("T1", "B1"), short)
	var refusal *workflow.Refusal
	require.True(t, errors.As(err, &refusal))
	require.Equal(t, "period_out_of_range", refusal.Code)
}

// A history that cannot be is an error of the program or of whoever wrote into the log, never a refusal.
func TestAHistoryThatCannotBeIsAnError(t *testing.T) {
	t.Parallel()
	l := newLife(t).do(registerOn("2025-03-03"))
	good := l.app("T1", "A1").History[0]
	event := func(seq int, kind string, data any) workflow.Event {
		return workflow.Event{Stream: good.Stream, Seq: seq, Type: kind, On: good.On, Actor: "x", Data: data}
	}
	for name, history := range map[string][]workflow.Event{
		"a place left out":              {event(2, workflow.Registered, &workflow.Data{})},
		"a payload of another stream":   {event(1, workflow.Registered, &workflow.AgencyData{})},
		"no fold":                       {event(1, "no_such", &workflow.Data{})},
		"an opinion of nobody":          {good, event(2, workflow.OpinionReceived, &workflow.Data{Party: "P1"})},
		"a payment of no fee":           {good, event(2, workflow.FeePaid, &workflow.Data{})},
		"a reply without a result":      {good, event(2, workflow.Replied, &workflow.Data{Result: "x"})},
		"a ledger's row without result": {event(1, workflow.RecordedFromLedger, &workflow.Data{Result: "x"})},
		"a correction of no event":      {good, event(2, workflow.Corrected, &workflow.Data{Sequence: 2})},
		"a correction of another kind":  {event(1, workflow.Registered, &workflow.AgencyData{}), event(2, workflow.Corrected, &workflow.Data{Sequence: 1})},
		"a field that is not there":     {good, event(2, workflow.Corrected, &workflow.Data{Sequence: 1, Fields: map[string]workflow.Change{"x": {}}})},
		"a day 0 that is no day":        {good, event(2, workflow.Corrected, &workflow.Data{Sequence: 1, Fields: map[string]workflow.Change{"received_on": {After: "x"}}})},
	} {
		_, err := workflow.Fold("T1", "A1", history)
		require.Error(t, err, name)
	}
	_, err := l.app("T1", "A1").With(event(5, workflow.Withdrawn, &workflow.Data{}))
	require.Error(t, err)
	_, err = l.app("T1", "A1").With(event(2, "no_such", &workflow.Data{}))
	require.Error(t, err)

	broken := *l.app("T1", "A1")
	broken.History = []workflow.Event{good, event(2, workflow.Corrected, &workflow.Data{Sequence: 7})}
	for _, object := range []string{
		`{"do":"correct","application":"A1","on":"2025-03-05","sequence":1,"fields":{"on":{"before":"x","after":"y"}},"reason":"x"`,
		`{"do":"record_service","application":"A1","on":"2025-03-05","sequence":1,"outcome":"served"`,
	} {
		cmd, err := workflow.Decode([]byte(object+`,"agency":"T1"}`), "")
		require.NoError(t, err)
		trial := broken
		if cmd.Base().Do == "record_service" {
			trial.History = []workflow.Event{event(1, workflow.Replied, &workflow.Data{}), broken.History[1]}
		}
		_, _, err = workflow.Decide(l.context("a", today, law.NewDate(2025, 3, 5)), &trial, cmd)
		var refusal *workflow.Refusal
		require.Error(t, err)
		require.False(t, errors.As(err, &refusal), "%v", err)
	}
	broken.History = []workflow.Event{good, event(3, workflow.SearchRecorded, &workflow.Data{})}
	correction := &workflow.Correct{Common: workflow.Common{Do: "correct", Agency: "T1", Application: "A1", On: law.NewDate(2025, 3, 5)}, Sequence: 1, Reason: "x",
		Fields: map[string]workflow.Change{"category": {Before: "other", After: "enterprise"}}}
	_, _, err = workflow.Decide(l.context("a", today, correction.On), &broken, correction)
	require.ErrorContains(t, err, "event 3 after 1")

	correction.Fields = map[string]workflow.Change{"content": {Before: "乙", After: "乙\x01"}}
	var refusal *workflow.Refusal
	_, _, err = workflow.Decide(l.context("a", today, correction.On), l.app("T1", "A1"), correction)
	require.True(t, errors.As(err, &refusal))
	require.Equal(t, "control_characters", refusal.Faults[0].Code)
}

func TestADeadlineThatCannotActStopsWhatComesAfterIt(t *testing.T) {
	t.Parallel()
	l := newLife(t).do(registerOn("2025-03-03"))
	ctx := l.context("a", today, law.NewDate(2025, 6, 3))
	ctx.Referee = workflow.RefereeWithout(workflow.OverdueMarked)
	_, _, err := workflow.Decide(ctx, l.app("T1", "A1"), &workflow.Withdraw{Common: workflow.Common{Do: "withdraw", Agency: "T1", Application: "A1", On: law.NewDate(2025, 6, 3)}})
	require.Error(t, err)
	_, _, err = workflow.RecordLedger(ctx, l.app("T1", "L1"), workflow.LedgerFact{Application: "L1", Received: law.NewDate(2025, 3, 3), Channel: "online", Category: "other"})
	require.Error(t, err)
	require.Zero(t, l.app("T1", "A1").ReasonsEnd(l.calendar))
}

func TestWhatIsEnteredAfterClosingIsCountedByTheCalendarOfClosing(t *testing.T) {
	t.Parallel()
	l := newLife(t)
	newest := l.calendar
	l.calendar = newest.AsOf(law.NewDate(2020, 1, 20)) // the notice of 2020-01-27 is not out yet
	l.do(registerOn("2020-01-10"),
		`{"do":"consult","application":"A1","on":"2020-01-11","party":"P1","kind":"third_party","name":"丙","served_on":"2020-01-13"}`,
		`{"do":"withdraw","application":"A1","on":"2020-01-13"}`)
	l.calendar = newest
	l.do(`{"do":"receive_opinion","application":"A1","on":"2020-01-27","party":"P1","stance":"agree"}`)
	require.Equal(t, law.NewDate(2020, 2, 26), l.app("T1", "A1").Due.On)
}
