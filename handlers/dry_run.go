package handlers

import (
	"errors"
	"net/url"
	"slices"

	"gongkai/law"
	"gongkai/workflow"
)

// outlook is what would become of a command if it were sent now with a form filled in the most ordinary way.
type outlook struct {
	possible bool
	refusal  *workflow.Refusal // why not; where possible, what another date would change
}

// aboutValues are refusals that another date or figure in the form can lift: late entries of what happened in time, the
// amount of a fee.
var aboutValues = []string{
	"extension_too_late", "supplement_too_late", "out_of_order", "before_receipt", "before_request", "fee_too_late",
	"delay_too_late", "delay_too_short", "no_fee_due", "not_the_scale", "overpaid", "fee_lapsed", "supplement_lapsed",
}

// foresee decides a command on a copy of the case, and stores nothing. It is advice for the page alone: the log decides.
func foresee(c *workflow.Case, kin []workflow.Kin, calendar *law.Calendar, today law.Date, actor, do string, fields []formField) (outlook, error) {
	form := url.Values{}
	each(fields, func(f *formField) {
		switch v := ordinary(*f); {
		case v != "":
			form.Set(f.Path, v)
		case f.Required && f.Kind == inputDate:
			form.Set(f.Path, today.String())
		}
	})
	app := c.Application
	form.Set("agency", app.Agency)
	form.Set("application", app.Number)
	raw, _, err := commandJSON(do, form)
	if err != nil {
		return outlook{}, err
	}
	cmd, err := workflow.Decode(raw, app.Agency)
	if err == nil {
		_, _, err = workflow.Decide(workflow.Context{
			Calendar: calendar, Today: today, Entered: today, Actor: actor, Office: rehearsal{c, kin}, Referee: workflow.NewReferee(),
		}, app, cmd)
	}
	var refusal *workflow.Refusal
	switch {
	case err == nil:
		return outlook{possible: true}, nil
	case !errors.As(err, &refusal):
		return outlook{}, err
	case refusal.Kind() == workflow.Malformed: // what the form must still be told
		return outlook{possible: true}, nil
	case slices.Contains(aboutValues, refusal.Code):
		return outlook{possible: true, refusal: refusal}, nil
	}
	return outlook{refusal: refusal}, nil
}

// ordinary is what the most ordinary form says in an input: its default, else something that fits.
func ordinary(f formField) string {
	if f.Value != "" || !f.Required || f.Kind == inputRows {
		return f.Value
	}
	switch f.Kind {
	case inputNumber, inputMoney:
		if f.Min != "" {
			return f.Min
		}
		return "1"
	case inputDate:
		return ""
	case inputChoice:
		for _, g := range f.Options {
			for _, o := range g.Options {
				if o.Value != "" {
					return o.Value
				}
			}
		}
		return "none"
	}
	return "…"
}

// rehearsal is the office as a dry run sees it: bodies and earlier replies are there, words are those of the case.
type rehearsal struct {
	c   *workflow.Case
	kin []workflow.Kin
}

func (rehearsal) HasAgency(string) bool                                 { return true }
func (rehearsal) HasDepartment(string, string) bool                     { return true }
func (rehearsal) Earlier(string, string, string, law.Date) (bool, bool) { return true, true }

func (r rehearsal) Words(_, _ string, seq int, field string) (string, bool) {
	text, ok := r.c.Words[seq][field]
	return text, ok
}

// ItemsBefore counts the applicant's items of the month as the log does.
func (r rehearsal) ItemsBefore(_, _, basis string) int {
	return workflow.ItemsBefore(r.kin, r.c.Application, basis)
}

// Choice gives the answer that the case's body holds on a day.
func (r rehearsal) Choice(_, key string, on law.Date) string {
	return workflow.ChoiceOn(r.c.Choices, key, on)
}

// Books: a rehearsal asks only whether a command is allowed, and where it counts does not matter to that.
func (rehearsal) Books(string) workflow.Books { return workflow.Books{} }

// HasCase tells whether the case at hand knows that code; the log knows the others.
func (r rehearsal) HasCase(_, code string) bool { return r.c.Application.Dispute(code) != nil }

// CaseWords opens what an event of a case of no application sealed.
func (r rehearsal) CaseWords(_, _ string, seq int, field string) (string, bool) {
	return r.Words("", "", seq, field)
}
