package annual

import (
	"slices"

	"gongkai/law"
	"gongkai/workflow"
)

// CaseBehind is a case of review or suit behind a figure of table 4, with the event that makes it count there: the copy
// that came in while it is pending, the decision in the year of its outcome. On is that event's legal date.
type CaseBehind struct {
	CaseEntry
	Cell
	Year     int
	Sequence int
	Event    string
	On       law.Date
}

// In gives the cell of a year's table 4 in which the case counts, false where it counts in none. population is the reading
// that the office holds at the end of the year (open reading A18).
func (c CaseEntry) In(year int, population string) (CaseBehind, bool) {
	column := caseColumn(c, year, population)
	if column == "" {
		return CaseBehind{}, false
	}
	b := CaseBehind{CaseEntry: c, Cell: Cell{c.Line, column}, Year: year, Sequence: c.FiledSeq, Event: workflow.ReviewFiled, On: c.FiledOn}
	if c.Kind == workflow.Suit {
		b.Event = workflow.SuitFiled
	}
	if column == "pending" {
		return b, true
	}
	b.Sequence, b.Event, b.On = c.DecidedSeq, workflow.ReviewDecided, c.DecidedOn
	if c.Kind == workflow.Suit {
		b.Event = workflow.SuitDecided
	}
	return b, true
}

// CasesOf lists the cases about an application, in the order they came in.
func CasesOf(app *workflow.Application) []CaseEntry {
	list := make([]CaseEntry, 0, len(app.Disputes))
	for _, d := range app.Disputes {
		list = append(list, CaseEntry{
			Agency: app.Agency, Case: d.Case, Number: app.Number, Kind: d.Kind, Line: CaseLine(d.Kind, d.AfterReview, d.Reviewer),
			By: d.By, Procedure: d.Procedure, FiledOn: d.FiledOn, FiledYear: d.FiledYear, FiledSeq: d.Seq, AnswerBy: d.AnswerBy,
			AnsweredOn: d.AnsweredOn, DecidedOn: d.DecidedOn, DecidedYear: d.DecidedYear, DecidedSeq: d.DecidedSeq, Outcome: d.Outcome,
			Until: d.Until, RehandledOn: d.RehandledOn, StruckOn: d.StruckOn,
		})
	}
	return list
}

// casesIn lists where the cases of an application count in a year.
func casesIn(list []CaseEntry, choices []workflow.Choice, year int) []CaseBehind {
	var out []CaseBehind
	population := workflow.ChoiceOn(choices, "t4_population", law.NewDate(year, 12, 31))
	for _, c := range list {
		if b, ok := c.In(year, population); ok {
			out = append(out, b)
		}
	}
	return out
}

// caseYears gives the first and the last year that the cases may count in, up to the current one; 0 without cases.
func caseYears(list []CaseEntry, current int) (first, last int) {
	for _, c := range list {
		ends := max(c.DecidedYear, c.FiledYear)
		if c.DecidedYear == 0 {
			ends = max(current, c.FiledYear)
		}
		last = max(last, ends)
	}
	if len(list) > 0 {
		first = slices.MinFunc(list, func(a, b CaseEntry) int { return a.FiledYear - b.FiledYear }).FiledYear
	}
	return first, last
}
