package workflow

import (
	"fmt"
	"maps"
	"slices"

	"gongkai/law"
)

// Kinds of cases.
const (
	Review = "review" // 行政复议
	Suit   = "suit"   // 行政诉讼
)

// Outcomes of a case, the columns of table 4 (rulebook 7.3).
const (
	Upheld       = "upheld"    // 结果维持
	SetRight     = "corrected" // 结果纠正
	OtherOutcome = "other"     // 其他结果
)

// Who brought a case. Somebody other than the applicant is bound by no rule about what the applicant must do first.
const (
	ByApplicant  = "applicant"
	ByThirdParty = "third_party"
)

// Dispute is one case of review or suit: its papers as they reached the agency, the agency's own terms, its outcome.
// Dates are civil dates.
type Dispute struct {
	Case        string
	Kind        string // review, suit
	By          string // applicant, third_party
	Seq         int    // of the event that brought it
	FiledOn     law.Date
	FiledYear   int    // year of the annual report from which it counts
	Procedure   string // ordinary, simple; of a review
	AfterReview bool   // a suit: a decision of review came first
	Reviewer    bool   // a suit in which the agency stands only as the body that reviewed: the first agency counts it (rulebook 6.7)
	AnswerBy    law.Date
	AnsweredOn  law.Date
	AnswerLate  law.Date // day the alarm of a missed answer was given
	DecidedOn   law.Date
	DecidedSeq  int
	DecidedYear int // year of the annual report in which its outcome counts; 0 = pending
	Outcome     string
	Until       law.Date // day by which the agency must do what was decided; none where the decision set no date
	UntilLate   law.Date // day the alarm of a missed performance was given
	RehandledOn law.Date
	StruckOn    law.Date // entered by mistake: counts nowhere
}

// Pending says that no decision has come.
func (d *Dispute) Pending() bool { return d.DecidedOn.IsZero() && d.StruckOn.IsZero() }

// AnswerOverdue says that the agency's own term to answer passed without its answer.
func (d *Dispute) AnswerOverdue() bool {
	switch {
	case d.AnswerBy.IsZero() || !d.StruckOn.IsZero():
		return false
	case !d.AnsweredOn.IsZero():
		return d.AnsweredOn > d.AnswerBy
	}
	return d.AnswerLate > d.AnswerBy
}

// AnswerTerm is the agency's term to answer a case whose copy it received on a day: by the version of the law of that
// day. The zero term is one that the law did not know then.
func AnswerTerm(kind, procedure string, on law.Date) law.Term {
	r, err := law.RemediesOn(on)
	switch {
	case err != nil:
		return law.Term{} // before 2015-05-01 other periods held
	case kind == Suit:
		return r.SuitAnswer
	case procedure == "simple":
		return r.ReviewAnswerFast
	}
	return r.ReviewAnswer
}

// answerBy is the last day of the term by a calendar; none where the law did not know the term.
func (d *Dispute) answerBy(cal *law.Calendar) law.Date {
	term := AnswerTerm(d.Kind, d.Procedure, d.FiledOn)
	if !term.Has() {
		return 0
	}
	return term.End(cal, d.FiledOn, 0)
}

// Dispute gives the case with that code, nil when there is none.
func (a *Application) Dispute(code string) *Dispute {
	for i := range a.Disputes {
		if a.Disputes[i].Case == code {
			return &a.Disputes[i]
		}
	}
	return nil
}

// pending says whether a case of a kind has no decision yet; kind "" is any.
func (a *Application) pending(kind string) bool {
	return slices.ContainsFunc(a.Disputes, func(d Dispute) bool { return d.Pending() && (kind == "" || d.Kind == kind) })
}

// performed says that what a case decided was done: handled anew, or answered since.
func (a *Application) performed(d *Dispute) bool {
	return !d.RehandledOn.IsZero() || a.State.Closed() && a.ClosedOn >= d.DecidedOn
}

// performanceOverdue says that the day set by a decision passed and nothing was done.
func (a *Application) performanceOverdue() bool {
	return slices.ContainsFunc(a.Disputes, func(d Dispute) bool { return d.UntilLate > d.Until && !a.performed(&d) })
}

// Clock commands of cases: alarms, which close nothing.
const (
	markAnswerOverdue      = "mark_answer_overdue"
	markPerformanceOverdue = "mark_performance_overdue"
)

// caseDeadlines lists the armed alarms of the cases: the agency's answer (行政复议法 arts. 48, 54, 行政诉讼法 art. 67)
// and the day set by a decision.
func (a *Application) caseDeadlines() []Deadline {
	var armed []Deadline
	for i := range a.Disputes {
		d := &a.Disputes[i]
		if d.Pending() && d.AnsweredOn.IsZero() && !d.AnswerBy.IsZero() && d.AnswerLate <= d.AnswerBy {
			armed = append(armed, Deadline{Kind: markAnswerOverdue, Party: d.Case, DueOn: d.AnswerBy, ActsOn: d.AnswerBy.AddDays(1)})
		}
		if !d.DecidedOn.IsZero() && !d.Until.IsZero() && d.UntilLate <= d.Until && !a.performed(d) {
			armed = append(armed, Deadline{Kind: markPerformanceOverdue, Party: d.Case, DueOn: d.Until, ActsOn: d.Until.AddDays(1)})
		}
	}
	return armed
}

// TermsAfter gives the terms of answer that an event must move, by case: was is the application before it, now after it,
// cal the calendar in force. A new case gets its term; a correction counts again; a new calendar moves only what is
// still awaited.
func TermsAfter(was, now *Application, eventType string, cal *law.Calendar) map[string]law.Date {
	var moved map[string]law.Date
	for i := range now.Disputes {
		d := &now.Disputes[i]
		awaited := eventType == DueRecomputed && d.Pending() && d.AnsweredOn.IsZero()
		if was.Dispute(d.Case) != nil && eventType != Corrected && !awaited {
			continue
		}
		if by := d.answerBy(cal); by != d.AnswerBy {
			if moved == nil {
				moved = map[string]law.Date{}
			}
			moved[d.Case] = by
		}
	}
	return moved
}

func (a *Application) setTerms(terms map[string]law.Date) {
	for _, code := range slices.Sorted(maps.Keys(terms)) {
		if d := a.Dispute(code); d != nil {
			d.AnswerBy = terms[code]
		}
	}
}

// dispute brings an event about a case into the facts.
func (a *Application) dispute(e Event, data *Data) error {
	if e.Type == ReviewFiled || e.Type == SuitFiled {
		a.file(e, data)
		return nil
	}
	d := a.Dispute(data.Case)
	if d == nil {
		return fmt.Errorf("%s/%d: %s of a case that was not brought", e.Stream, e.Seq, e.Type)
	}
	switch e.Type {
	case ReviewAnswered, SuitAnswered:
		d.AnsweredOn = e.On
	case ReviewDecided, SuitDecided:
		d.DecidedOn, d.DecidedSeq, d.DecidedYear = e.On, e.Seq, countedIn(e.On, data)
		d.Outcome, d.Until = data.Result, data.Until
	case Rehandled:
		d.RehandledOn = e.On
		a.rehandle(e, data)
	case CaseStruck:
		d.StruckOn = e.On
	case AnswerOverdueMarked:
		d.AnswerLate = e.On
	case PerformanceOverdueMarked:
		d.UntilLate = e.On
	}
	return nil
}

func (a *Application) file(e Event, data *Data) {
	d := Dispute{
		Case: data.Case, Kind: Review, By: data.By, Seq: e.Seq, FiledOn: e.On, FiledYear: countedIn(e.On, data),
		Procedure: data.Procedure, AfterReview: data.AfterReview, Reviewer: data.Reviewer,
	}
	if e.Type == SuitFiled {
		d.Kind = Suit
	}
	a.Disputes = append(a.Disputes, d)
	if a.State == None {
		a.move(CaseOnly, e.On)
	}
}
