package workflow_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongkai/law"
	"gongkai/workflow"
)

// Random lives: people send lawful and unlawful commands, on time and late, the clock opens days in between. After each
// step everything that must always hold is asked (reliability.md, H1-H4, T1-T7).
func TestRandomLivesKeepTheInvariants(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := newMemory(t)
		m.choices = randomChoices(t)
		day := law.NewDate(2024, 1, 2).AddDays(rapid.IntRange(0, 400).Draw(t, "start"))
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			day = day.AddDays(rapid.SampledFrom([]int{0, 0, 1, 2, 5, 12, 30}).Draw(t, "pass"))
			if day > today {
				return
			}
			if err := m.ActFor(t.Context(), "T1", "A1", day, day, today); err != nil {
				t.Fatalf("the clock: %v", err)
			}
			cmd := randomCommand(t, m.app("T1", "A1"), day)
			before := m.app("T1", "A1")
			_, err := m.Do(t.Context(), workflow.Request{Command: cmd, Actor: rapid.SampledFrom([]string{"person:a", "person:b"}).Draw(t, "who"), Today: today, Entered: day})
			var refusal *workflow.Refusal
			if err != nil && !errors.As(err, &refusal) {
				t.Fatalf("%s: %v", cmd.Base().Do, err)
			}
			if refusal != nil && refusal.Kind() == workflow.Unlawful && refusal.Article == "" {
				t.Fatalf("refusal %s without its article", refusal.Code)
			}
			invariants(t, m, before, day)
		}
	})
}

// randomChoices lets an office hold any admitted answer to each open question.
func randomChoices(t *rapid.T) map[string]string {
	choices := map[string]string{}
	bears := []string{"online_receipt", "rest_day_receipt", "pause_mode", "late_supplement", "second_supplement",
		"reasons_stop_clock", "other_agency_cap_wd", "reply_approval"}
	for _, r := range law.Readings() {
		if !slices.Contains(bears, r.Config) || rapid.IntRange(0, 2).Draw(t, "chosen") > 0 {
			continue
		}
		if len(r.Options) == 0 {
			choices[r.Config] = fmt.Sprint(rapid.IntRange(r.Min, r.Max).Draw(t, r.Config))
			continue
		}
		choices[r.Config] = rapid.SampledFrom(r.Options).Draw(t, r.Config).Key
	}
	return choices
}

func randomCommand(t *rapid.T, app *workflow.Application, day law.Date) workflow.Command {
	names := workflow.CaseCommandNames()
	name := rapid.SampledFrom(names).Draw(t, "command")
	if app.State == workflow.None {
		name = "register"
	}
	on := day.AddDays(-rapid.SampledFrom([]int{0, 0, 0, 0, 1, 3, 9, 25}).Draw(t, "back"))
	cmd := workflow.NewCommand(name)
	served := law.Date(0)
	if rapid.Bool().Draw(t, "served") {
		served = on.AddDays(rapid.IntRange(0, 4).Draw(t, "post"))
	}
	switch c := cmd.(type) {
	case *workflow.Register:
		c.Channel = rapid.SampledFrom([]string{"online", "fax", "mail_signed", "mail_ordinary"}).Draw(t, "channel")
		c.Applicant, c.Content = workflow.Applicant{Category: "other", Name: "甲"}, "乙"
		c.ToPerson = rapid.Bool().Draw(t, "to_person")
		c.SubmittedOn = on.AddDays(rapid.IntRange(-40, 1).Draw(t, "submitted"))
	case *workflow.Assign:
		c.Departments = []workflow.Assignment{{Code: rapid.SampledFrom([]string{"D1", "D2"}).Draw(t, "to"), Days: 5}}
	case *workflow.AcceptTask:
		c.Department = "D1"
	case *workflow.ReturnTask:
		c.Department, c.Reason = "D1", "x"
	case *workflow.ReportTask:
		c.Department = "D2"
	case *workflow.RequestSupplement:
		c.Items, c.Days, c.ServedOn = []string{"x"}, rapid.IntRange(5, 30).Draw(t, "days"), served
		if rapid.IntRange(0, 3).Draw(t, "override") == 0 {
			c.Override = &workflow.Override{Reason: "x"}
		}
	case *workflow.ReceiveSupplement:
		c.Content, c.GoodReason = "x", rapid.SampledFrom([]string{"", "病"}).Draw(t, "good_reason")
	case *workflow.WithdrawSupplementRequest:
		c.Reason = "x"
	case *workflow.RecordSearch:
		c.Where = "x"
	case *workflow.Attach:
		c.Name, c.Digest = "x", "00"
	case *workflow.Consult:
		c.Party, c.Name, c.ServedOn = rapid.SampledFrom([]string{"P1", "P2", "P3"}).Draw(t, "party"), "x", served
		c.Kind = rapid.SampledFrom([]string{"third_party", "joint_agency", "other_agency"}).Draw(t, "kind")
	case *workflow.ReceiveOpinion:
		c.Party, c.Stance = rapid.SampledFrom([]string{"P1", "P2", "P3"}).Draw(t, "party"), "agree"
	case *workflow.Extend:
		c.Days, c.Reason, c.ApprovedBy = rapid.IntRange(1, 22).Draw(t, "days"), "x", "y"
	case *workflow.RecordService:
		c.Sequence = rapid.IntRange(1, app.Seq()+1).Draw(t, "sequence")
		c.Outcome = rapid.SampledFrom([]string{"served", "refused", "unreachable"}).Draw(t, "outcome")
		c.ServedOn = served
		c.ServedBy = rapid.SampledFrom([]string{"", "hand", "left", "notice"}).Draw(t, "way")
	case *workflow.ProposeReply:
		c.Result, c.Grounds = "disclosed", "x"
	case *workflow.RejectReply:
		c.Comment = "x"
	case *workflow.Reply:
		c.Result, c.Grounds, c.ServedBy = rapid.SampledFrom([]string{"disclosed", "partial", "refused.state_secret", "unable.still_unclear", "not_processed.excessive", "other.other"}).Draw(t, "result"), "x", "post"
	case *workflow.Correct:
		c.Sequence, c.Reason = rapid.IntRange(1, app.Seq()).Draw(t, "sequence"), "x"
		e := app.History[c.Sequence-1]
		move := rapid.IntRange(-6, 6).Draw(t, "move")
		c.Fields = map[string]workflow.Change{"on": {Before: e.On.String(), After: e.On.AddDays(move).String()}}
		if s := e.Data.(*workflow.Data).ServedOn; !s.IsZero() && rapid.Bool().Draw(t, "service") {
			c.Fields = map[string]workflow.Change{"served_on": {Before: s.String(), After: s.AddDays(move).String()}}
		}
	case *workflow.VoidApplication:
		if rapid.IntRange(0, 3).Draw(t, "really") > 0 {
			return randomCommand(t, app, day)
		}
		c.Reason = "x"
	}
	fillExcess(t, cmd, app, on, served)
	randomCase(t, cmd, served)
	base := cmd.Base()
	base.Agency, base.Application, base.On = "T1", "A1", on
	base.Key = fmt.Sprint("k", app.Seq(), rapid.Uint64().Draw(t, "key"))
	return cmd
}

// fillExcess fills the commands of arts. 35 and 42.
func fillExcess(t *rapid.T, cmd workflow.Command, app *workflow.Application, on, served law.Date) {
	switch c := cmd.(type) {
	case *workflow.RequestReasons:
		c.Days, c.ServedOn = rapid.IntRange(0, 30).Draw(t, "days"), served
	case *workflow.ReceiveReasons:
		c.Reasons, c.Acceptable = "x", rapid.Bool().Draw(t, "acceptable")
	case *workflow.SetDelayedDate:
		c.Until, c.ServedOn = on.AddDays(rapid.IntRange(-5, 90).Draw(t, "until")), served
	case *workflow.NotifyFee:
		c.Basis, c.Quantity, c.ServedOn = "page", rapid.IntRange(28, 60).Draw(t, "pages"), served
		c.AmountFen = law.FeeByPages(c.Quantity) + rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(t, "wrong")
	case *workflow.RecordPayment:
		c.AmountFen = rapid.SampledFrom([]int{1000, 500, 3000, 10000}).Draw(t, "paid")
		if n := len(app.Fees); n > 0 && rapid.Bool().Draw(t, "whole") {
			c.AmountFen = app.Fees[n-1].Amount - app.Fees[n-1].Paid
		}
	case *workflow.WithdrawFeeNotice:
		c.Reason = "x"
	}
}

func invariants(t *rapid.T, m *memory, before *workflow.Application, day law.Date) {
	app := m.app("T1", "A1")
	if app.State == workflow.None {
		return
	}
	require.Equal(t, append([]workflow.Event{}, before.History...), app.History[:before.Seq()], "history is only ever added to")
	for i, e := range app.History {
		require.Equal(t, i+1, e.Seq)
		require.NotEmpty(t, e.Actor)
	}
	clock := app.Clock(m.calendar)
	if !app.Due.On.IsZero() {
		fixed := len(app.Rehandlings) > 0 && !app.Rehandlings[len(app.Rehandlings)-1].Until.IsZero()
		require.True(t, fixed || clock.Delayed || m.calendar.Working(app.Due.On), "a counted due date is a working day")
		require.LessOrEqual(t, clock.Extended, 20)
	}
	if app.Supplement != nil && app.State == workflow.AwaitingSupplement && !app.Supplement.TooLate {
		require.True(t, app.Due.On.IsZero(), "no date while a timely supplement is awaited")
	}
	if app.State == workflow.FeeNotified {
		require.True(t, app.Due.On.IsZero(), "no date while a fee is awaited")
	}
	for _, f := range app.Fees {
		require.LessOrEqual(t, f.Paid, f.Amount)
		require.Equal(t, f.Paid == f.Amount, !f.PaidOn.IsZero())
		require.False(t, !f.LapsedOn.IsZero() && f.ServedOn.IsZero(), "no lapse without proof of service")
	}
	for _, d := range app.Deadlines(m.calendar) {
		require.Greater(t, d.ActsOn, day, "what is due has acted: %+v", d)
		require.Greater(t, d.ActsOn, d.DueOn)
	}
	if s := app.Supplement; s != nil && !s.LapsedOn.IsZero() {
		require.False(t, s.ServedOn.IsZero(), "no lapse without proof of service")
	}
	if app.State == workflow.Received && app.Due.Kind == workflow.Firm && app.Due.On < day {
		require.True(t, app.Overdue(), "past its date and open")
	}
	if app.State.Closed() && app.State != workflow.Void {
		require.NotEmpty(t, app.Result)
		require.False(t, app.ClosedOn.IsZero())
	}
	if app.Overdue() && !app.State.Closed() {
		require.Less(t, app.Due.On, day)
	}
}
