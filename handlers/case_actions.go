package handlers

import (
	"context"
	"errors"
	"strconv"

	"gongkai/access"
	"gongkai/law"
	"gongkai/workflow"
)

// fillActions sorts every command of the machine into what can be done now, as forms, and what cannot, with the reason:
// the role, the state, or the rule that a dry run meets.
func (s *Server) fillActions(ctx context.Context, view *caseView, calendar *law.Calendar, back *sentBack) error {
	for _, do := range workflow.CaseCommandNames() {
		if do == "register" || do == "correct" {
			continue
		}
		label, sent := workflow.CommandLabel(do, view.Lang), back != nil && back.do == do
		fields := s.prepared(ctx, view, calendar, do)
		if denied := s.mayHere(ctx, view, do); denied != nil && !sent {
			view.Grey = append(view.Grey, greyCommand{Label: label, Reason: denied.text(view.Lang)})
			continue
		}
		if choiceless(fields) && !sent {
			view.Grey = append(view.Grey, greyCommand{Label: label, Reason: view.T("grey." + do)})
			continue
		}
		ahead, err := foresee(view.Case, view.kin, calendar, view.Today, view.Who.actor(), do, fields)
		if err != nil {
			return err
		}
		if !ahead.possible && !sent {
			view.Grey = append(view.Grey, greyCommand{Label: label, Reason: ahead.refusal.Text(view.Lang), Article: ahead.refusal.Article})
			continue
		}
		form := commandForm{
			page: view.page, Do: do, Action: view.Link() + "/" + do, Fields: fields, Seen: view.App.Seq(),
			Hints: view.beside(do),
		}
		if form.Key, err = s.newKey(); err != nil {
			return err
		}
		if ahead.refusal != nil && !sent {
			form.Note = ahead.refusal.Text(view.Lang)
		}
		if do == "notify_fee" {
			form.Note = view.feeNote()
			each(form.Fields, func(in *formField) { in.Required = in.Required && in.Key != "amount_fen" }) // the scale fills it in
		}
		if sent {
			if view.priced(back) {
				form.Note += back.note
			}
			form.sendBack(back)
			view.Able = append([]commandForm{form}, view.Able...)
			continue
		}
		form.label()
		view.Able = append(view.Able, form)
	}
	return nil
}

// choiceless says that a field that is needed offers nothing: no department, no letter, no party.
func choiceless(fields []formField) bool {
	none := false
	each(fields, func(in *formField) {
		if !in.Required || in.Kind != inputChoice {
			return
		}
		offered := 0
		for _, g := range in.Options {
			for _, o := range g.Options {
				if o.Value != "" {
					offered++
				}
			}
		}
		none = none || offered == 0
	})
	return none
}

// sendBack shows a refused form as it was typed. The key stays: nothing was stored under it.
func (f *commandForm) sendBack(back *sentBack) {
	if back.key != "" {
		f.Key = back.key
	}
	each(f.Fields, func(in *formField) { in.Value = "" })
	if unpriced(back.do, typed{}, back.refusal) && back.note != "" { // nothing is wrong: the amount was left to the scale
		f.finish(back.values, nil)
		f.Open = true
		return
	}
	f.finish(back.values, back.refusal)
}

// mayHere asks who may. A department's command is possible where one of the asker's departments has the task.
func (s *Server) mayHere(ctx context.Context, view *caseView, do string) *failure {
	var departments []string
	switch do {
	case "accept_task", "return_task", "report_task":
		departments = tasksOf(view.App)
	}
	err := s.may(ctx, do, view.App.Agency, departments...)
	var denied *access.Refusal
	switch {
	case err == nil:
		return nil
	case errors.As(err, &denied) && denied.Why == access.WhyRole:
		return &failure{code: denied.Code, denied: &access.Refusal{
			Code: denied.Code, Verb: workflow.CommandLabel(do, view.Lang), Why: denied.Why, Needs: denied.Needs,
		}}
	}
	return failureOf(err)
}

// prepared gives the inputs of a command with their choices and defaults from the case.
func (s *Server) prepared(ctx context.Context, view *caseView, calendar *law.Calendar, do string) []formField {
	fields := fieldsOf(do)
	version, _ := law.InForce(view.App.ReceivedOn) // without receipt there are no terms, and the forms are grey anyway
	each(fields, func(in *formField) {
		switch in.Key {
		case "on":
			in.Value = view.Today.String()
		case "result", "items.result", "finding.result":
			if in.Kind != inputChoice { // a decision of review or suit has its own list
				in.Kind, in.Options = inputChoice, resultOptions(view.page, in.Required)
			}
		case "department":
			in.Kind, in.Options = inputChoice, s.taskOptions(ctx, view)
		case "departments.code":
			in.Kind, in.Options = inputChoice, departmentOptions(view)
		}
	})
	values := typed{}
	switch do {
	case "extend":
		values["days"], values["approved_by"] = strconv.Itoa(version.Extension.Number), view.WhoText()
	case "request_supplement":
		values["days"] = workflow.ChoiceOn(view.Case.Choices, "supplement_period_wd", view.Today)
	case "consult":
		values["party"] = "P" + strconv.Itoa(len(view.App.Consultations)+1)
	case "receive_opinion":
		choose(fields, "party", partyOptions(view))
	case "record_service":
		choose(fields, "sequence", letterOptions(view))
	case "notify_fee":
		view.feeValues(values)
	case "record_payment":
		if owed := view.App.Outstanding(); owed > 0 {
			values["amount_fen"] = yuanOf(owed)
		}
	case "reply":
		approvedReply(view, values)
	case "answer_review", "decide_review", "answer_suit", "decide_suit", "rehandle":
		choose(fields, "case", caseOptions(view, do))
	case "file_suit":
		values["after_review"] = afterReview(view)
	}
	fill(fields, values)
	return fields
}

// choose turns an input into a choice.
func choose(fields []formField, path string, options []optionGroup) {
	each(fields, func(in *formField) {
		if in.Path == path {
			in.Kind, in.Options = inputChoice, options
		}
	})
}

// approvedReply fills the reply with what was signed: it must equal it.
func approvedReply(view *caseView, values typed) {
	p := view.App.Proposal
	if p == nil || p.Status != "approved" {
		return
	}
	words := wordsOf(view.Case, p.Seq)
	values["result"], values["grounds"] = p.Result, words["grounds"]
	for i, result := range p.Items {
		n := strconv.Itoa(i + 1)
		values["items."+n+".text"], values["items."+n+".result"] = words["items."+n], result
	}
}

// resultOptions lists the rows of table 3 a person may choose, by block; those only the clock gives are left out.
func resultOptions(p page, required bool) []optionGroup {
	groups := []optionGroup{{Options: []option{{Value: "", Label: p.T("form.choose")}}}}
	if !required {
		groups[0].Options[0].Label = p.T("form.none")
	}
	head := ""
	for _, r := range law.Results() {
		if len(r.Needs) > 0 && r.Needs[0] == law.NeedClock {
			continue
		}
		if r.Head != head {
			head = r.Head
			groups = append(groups, optionGroup{Label: pick(p.Lang, r.HeadLabel, p.T("head."+r.Head))})
		}
		last := &groups[len(groups)-1]
		last.Options = append(last.Options, option{Value: r.Key, Label: pick(p.Lang, r.Label, r.English)})
	}
	return groups
}

// taskOptions lists the departments with a task that is open; for somebody of a department, his own.
func (s *Server) taskOptions(ctx context.Context, view *caseView) []optionGroup {
	byCode := names(view.Departments)
	var group optionGroup
	for _, t := range view.App.Tasks {
		if t.Open() && s.may(ctx, "accept_task", view.App.Agency, t.Department) == nil {
			group.Options = append(group.Options, option{
				Value: t.Department, Label: orText(byCode[t.Department], t.Department) + "（" + workflow.TaskLabel(t.Status, view.Lang) + "）",
			})
		}
	}
	return []optionGroup{group}
}

// departmentOptions lists the departments that have no open task here.
func departmentOptions(view *caseView) []optionGroup {
	busy := map[string]bool{}
	for _, t := range view.App.Tasks {
		busy[t.Department] = t.Open()
	}
	group := optionGroup{Options: []option{{Value: "", Label: view.T("form.none")}}}
	for _, d := range view.Departments {
		if !busy[d.Code] {
			group.Options = append(group.Options, option{Value: d.Code, Label: d.Name})
		}
	}
	return []optionGroup{group}
}

func partyOptions(view *caseView) []optionGroup {
	var group optionGroup
	for _, o := range view.Clock.Opinions {
		if o.OpinionOn.IsZero() {
			group.Options = append(group.Options, option{Value: o.Party, Label: o.Party + " " + o.Name})
		}
	}
	return []optionGroup{group}
}

// letterOptions lists the letters whose service can be recorded, newest first.
func letterOptions(view *caseView) []optionGroup {
	var group optionGroup
	for i := len(view.Timeline) - 1; i >= 0; i-- {
		m := view.Timeline[i]
		switch m.Type {
		case workflow.SupplementRequested, workflow.ConsultationSent, workflow.Extended, workflow.Replied, workflow.SupplementLapsed,
			workflow.ReasonsRequested, workflow.DelayedDateSet, workflow.FeeRequested, workflow.FeeLapsed:
			if !view.App.ServedOn(m.Seq).IsZero() {
				continue
			}
			group.Options = append(group.Options, option{Value: strconv.Itoa(m.Seq), Label: view.T("event.number", m.Seq) + " " + m.Label + " " + m.Date.String()})
		}
	}
	return []optionGroup{group}
}
