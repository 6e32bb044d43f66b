package workflow

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gongkai/law"
)

// ExplainedTerm is a period that runs now. ActsOn is the day on which the clock acts by itself; none where its end is for
// people to see. Without DueOn it does not run yet: service is not proven.
type ExplainedTerm struct {
	Kind     string   `json:"kind" doc:"mark_overdue, extend, supplement_notice, lapse_supplement, lapse_fee, close_consultation, reasons, task, waits_for_proof"`
	Party    string   `json:"party,omitempty" doc:"consulted party or department"`
	Sequence int      `json:"sequence,omitempty" doc:"event it runs from"`
	DueOn    law.Date `json:"due_on,omitzero"`
	ActsOn   law.Date `json:"acts_on,omitzero"`
	Article  string   `json:"article"`
	Reading  string   `json:"reading,omitempty"`
	Text     string   `json:"text"`
}

// terms lists what runs now, earliest first; what waits for proof comes last.
func (x *explaining) terms() []ExplainedTerm {
	a := x.a
	list := []ExplainedTerm{}
	add := func(t ExplainedTerm) {
		if t.DueOn.IsZero() {
			return
		}
		t.Text = x.say("term_"+t.Kind, t.DueOn, t.ActsOn, t.Party)
		list = append(list, t)
	}
	for _, d := range a.Deadlines(x.cal) {
		add(x.armed(d))
	}
	if a.State == Received {
		clock := a.clock(x.cal)
		if s := a.Supplement; s == nil {
			add(ExplainedTerm{Kind: "supplement_notice", DueOn: clock.NoticeBy, Article: "30"})
		}
		if a.extension() == nil && a.delayed() == nil {
			add(ExplainedTerm{Kind: "extend", DueOn: clock.Unextended, Article: "33"})
		}
		if r := a.Reasons; r != nil && r.ReceivedOn.IsZero() && !r.ServedOn.IsZero() {
			add(ExplainedTerm{Kind: "reasons", Sequence: r.Seq, DueOn: a.ReasonsEnd(x.cal), Article: "35"})
		}
	}
	for _, t := range a.Tasks {
		if t.Open() {
			add(ExplainedTerm{Kind: "task", Party: t.Department, DueOn: t.DueOn, Article: "45"})
		}
	}
	slices.SortStableFunc(list, func(m, n ExplainedTerm) int { return cmp.Compare(m.DueOn, n.DueOn) })
	for _, seq := range a.WaitsForProof() {
		e := a.History[seq-1]
		list = append(list, ExplainedTerm{
			Kind: "waits_for_proof", Sequence: seq, Article: ArticleOf(e.Type, ""), Text: x.say("term_waits_for_proof", seq, eventName(e.Type)),
		})
	}
	return list
}

// armed dresses a deadline of the clock.
func (x *explaining) armed(d Deadline) ExplainedTerm {
	t := ExplainedTerm{Kind: d.Kind, Party: d.Party, DueOn: d.DueOn, ActsOn: d.ActsOn, Article: articleOf(d.Kind)}
	switch d.Kind {
	case "lapse_supplement":
		t.Sequence, t.Reading = x.a.Supplement.Seq, "A7"
	case "lapse_fee":
		t.Sequence = x.a.fee().Seq
	case "close_consultation":
		c := x.a.consultation(d.Party)
		t.Sequence, t.Article = c.Seq, articleOfKind(c.Kind)
		if c.ServedOn.IsZero() {
			t.Reading = "A11"
		}
		if c.Kind == "other_agency" {
			t.Reading = "A10"
		}
	}
	return t
}

// because says why there is a date or none, and what its kind rests on.
func (x *explaining) because() []Told {
	a := x.a
	fact := func(code, article string, args ...any) Told {
		return Told{Code: code, Article: article, Text: x.say(code, args...)}
	}
	if a.Due.On.IsZero() {
		code, article := "no_date_closed", "33"
		switch {
		case a.State == Void:
			code, article = "no_date_void", "45"
		case a.State == Arrived:
			code, article = "no_date_arrived", "31"
		case a.State == AwaitingSupplement:
			code, article = "no_date_supplement", "30"
		case a.State == FeeNotified:
			code, article = "no_date_fee", "42"
		}
		return []Told{fact(code, article)}
	}
	clock := a.Clock(x.cal)
	var list []Told
	if clock.Delayed {
		list = append(list, fact("date_delayed", "35", a.Due.On))
	}
	switch {
	case a.State.Closed():
		list = append(list, fact("date_closed", "33", a.Due.On, a.Due.Calendar))
	case a.Due.Kind == Provisional:
		list = append(list, fact("date_provisional", "33", x.unannounced(clock.Run.Day0, a.Due.On)))
	case a.Due.Kind == Forecast:
		for i := range a.Consultations {
			if c := &a.Consultations[i]; c.Open() && c.SentOn >= clock.Run.Day0 {
				list = append(list, fact("date_forecast", articleOfKind(c.Kind), c.Party, a.ConsultationEnd(x.cal, c)))
			}
		}
	case !clock.Delayed:
		list = append(list, fact("date_firm", "33", a.Due.Calendar))
	}
	if !clock.Restarted.IsZero() {
		t := fact("date_first_binds", "30", clock.Restarted, a.Due.On)
		t.Reading = "A5"
		list = append(list, t)
	}
	return list
}

// unannounced names the years up to a date whose notice is not out.
func (x *explaining) unannounced(from, to law.Date) string {
	var years []string
	for y := from.Year(); y <= to.Year(); y++ {
		if !x.cal.Announced(y) {
			years = append(years, strconv.Itoa(y))
		}
	}
	return strings.Join(years, ", ")
}
