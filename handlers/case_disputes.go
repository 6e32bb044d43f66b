package handlers

import (
	"strings"

	"gongkai/workflow"
)

// caseOptions lists the cases that a command can be about.
func caseOptions(view *caseView, do string) []optionGroup {
	var group optionGroup
	for i := range view.App.Disputes {
		d := &view.App.Disputes[i]
		fits := d.Pending() && strings.HasSuffix(do, d.Kind)
		switch {
		case strings.HasPrefix(do, "answer"):
			fits = fits && d.AnsweredOn.IsZero()
		case do == "rehandle":
			fits = d.Outcome == workflow.SetRight && d.RehandledOn.IsZero() && d.StruckOn.IsZero()
		}
		if fits {
			group.Options = append(group.Options, option{Value: d.Case, Label: workflow.CaseLabel(d.Kind, view.Lang) + " " + d.Case})
		}
	}
	return []optionGroup{group}
}

// afterReview ticks the box when a decision of review came before: the log refuses anything else.
func afterReview(view *caseView) string {
	for i := range view.App.Disputes {
		if d := &view.App.Disputes[i]; d.Kind == workflow.Review && !d.DecidedOn.IsZero() && d.StruckOn.IsZero() {
			return "true"
		}
	}
	return ""
}

// DisputeText tells where a case stands and which day counts now.
func (v caseView) DisputeText(d workflow.Dispute) string {
	text := workflow.CaseLabel(d.Column(), v.Lang)
	switch {
	case !d.StruckOn.IsZero():
	case d.Pending() && d.AnsweredOn.IsZero() && !d.AnswerBy.IsZero():
		text += v.T("colon") + v.T("dispute.answer_by", v.DateText(d.AnswerBy))
	case d.Pending() && !d.AnsweredOn.IsZero():
		text += v.T("colon") + v.T("dispute.answered", d.AnsweredOn.String())
	case !d.RehandledOn.IsZero():
		text += v.T("colon") + v.T("dispute.rehandled", d.RehandledOn.String())
	case !d.Until.IsZero():
		text += v.T("colon") + v.T("dispute.until", v.DateText(d.Until))
	}
	return text
}

// KindText names a case's kind, and its procedure or whether it came after a review.
func (v caseView) KindText(d workflow.Dispute) string {
	switch {
	case d.Kind == workflow.Review:
		return workflow.CaseLabel(d.Kind, v.Lang) + v.T("dispute.in", workflow.CaseLabel(d.Procedure, v.Lang))
	case d.AfterReview:
		return workflow.CaseLabel(d.Kind, v.Lang) + v.T("dispute.in", v.T("dispute.after_review"))
	}
	return workflow.CaseLabel(d.Kind, v.Lang) + v.T("dispute.in", v.T("dispute.direct"))
}
