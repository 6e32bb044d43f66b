package annual

import (
	"fmt"
	"slices"

	"gongkai/law"
)

// CaseEntry is one case of review or suit as table 4 and lists see it. Number is the application it is about, empty for a
// case about none. Dates are civil dates, none where nothing happened yet.
type CaseEntry struct {
	Agency      string   `json:"agency"`
	Case        string   `json:"case"`
	Number      string   `json:"application,omitempty"`
	Kind        string   `json:"kind"`           // review, suit
	Line        string   `json:"line,omitempty"` // group of table 4 it counts in; empty: it counts in none
	By          string   `json:"by"`
	Procedure   string   `json:"procedure,omitempty"`
	FiledOn     law.Date `json:"filed_on"`
	FiledYear   int      `json:"filed_year"` // year from which it counts
	FiledSeq    int      `json:"filed_sequence"`
	AnswerBy    law.Date `json:"answer_by,omitzero"`
	AnsweredOn  law.Date `json:"answered_on,omitzero"`
	DecidedOn   law.Date `json:"decided_on,omitzero"`
	DecidedYear int      `json:"decided_year,omitempty"` // year its outcome counts in; 0 = pending
	DecidedSeq  int      `json:"decided_sequence,omitempty"`
	Outcome     string   `json:"outcome,omitempty"`
	Until       law.Date `json:"until,omitzero"`
	RehandledOn law.Date `json:"rehandled_on,omitzero"`
	StruckOn    law.Date `json:"struck_on,omitzero"`
}

// Populations of table 4 (open reading A18).
const (
	ConcludedOrPending = "concluded_in_year_or_pending_at_end"
	FiledInYear        = "filed_in_year"
)

// CaseLine gives the group of table 4 in which a case counts; none where the agency stands in court only as the body that
// reviewed, since the first agency counts it (rulebook 6.7).
func CaseLine(kind string, afterReview, reviewer bool) string {
	switch {
	case reviewer:
		return ""
	case kind == "review":
		return "review"
	case afterReview:
		return "litigation.after_review"
	}
	return "litigation.direct"
}

// caseColumn is the column in which a case counts in a year: its outcome in the year it was decided, pending in those
// before. A case pending at the end of a year counts again in the next (rulebook 7.3).
func caseColumn(c CaseEntry, year int, population string) string {
	decided := max(c.DecidedYear, c.FiledYear)
	switch {
	case c.Line == "" || !c.StruckOn.IsZero() || c.FiledYear > year:
		return ""
	case population == FiledInYear && c.FiledYear != year:
		return ""
	case c.DecidedYear != 0 && decided < year:
		return ""
	case c.DecidedYear != 0 && decided == year:
		return c.Outcome
	}
	return "pending"
}

// CountsCase reports whether a case is one of those behind a figure of its group; column may be total.
func CountsCase(c CaseEntry, column string, year int, population string) bool {
	in := caseColumn(c, year, population)
	return in != "" && (column == in || column == "total")
}

// TabulateCases counts table 4 of a year.
func TabulateCases(list []CaseEntry, year int, population string) Table4 {
	n := map[string]map[string]int64{}
	for _, c := range list {
		if column := caseColumn(c, year, population); column != "" {
			if n[c.Line] == nil {
				n[c.Line] = map[string]int64{}
			}
			n[c.Line][column]++
		}
	}
	group := func(line string) Outcomes {
		g := n[line]
		return NewOutcomes(g["upheld"], g["corrected"], g["other"], g["pending"])
	}
	return Table4{group("review"), group("litigation.direct"), group("litigation.after_review")}
}

// IsCaseLine says whether a key names a group of table 4.
func IsCaseLine(row string) bool {
	return slices.ContainsFunc(law.Cases(), func(c law.Case) bool { return c.Key == row })
}

// IsCaseCell says whether there is such a figure in table 4.
func IsCaseCell(row, column string) bool {
	return IsCaseLine(row) && slices.ContainsFunc(law.Outcomes(), func(o law.Outcome) bool { return o.Key == column })
}

// BecauseCase says in one sentence why a case counts in a year's table 4, in English when lang begins with "en"; "" when
// it does not.
func BecauseCase(c CaseEntry, year int, lang string) string {
	w := wording{en: english(lang)}
	column := caseColumn(c, year, ConcludedOrPending) // in what column does not hang on who counts
	if column == "" {
		return ""
	}
	about := w.pick("不涉及申请的案件", "a case about no application")
	if c.Number != "" {
		about = w.pick("申请 "+c.Number+" 的案件", "about application "+c.Number)
	}
	w.at.Seq = c.FiledSeq
	filed := w.pick(fmt.Sprintf("%s，%s 收到副本", about, c.FiledOn), fmt.Sprintf("%s, copy received on %s", about, c.FiledOn)) + w.event(false)
	group, label, englishLabel := "", "", ""
	for _, g := range law.Cases() {
		if g.Key == c.Line {
			group = w.pick(g.Label, g.English)
		}
	}
	for _, o := range law.Outcomes() {
		if o.Key == column {
			label, englishLabel = o.Label, o.English
		}
	}
	if column == "pending" {
		return filed + w.pick(fmt.Sprintf("，至%d年末尚未审结，计入%s（%s）", year, group, label),
			fmt.Sprintf(", not decided by the end of %d, counts under %s as %s", year, group, englishLabel))
	}
	w.at.Seq = c.DecidedSeq
	decided := w.event(false) + w.late(c.DecidedOn.Year(), c.DecidedYear)
	return filed + w.pick(fmt.Sprintf("，%s 审结%s，计入%s（%s）", c.DecidedOn, decided, group, label),
		fmt.Sprintf(", decided on %s%s, counts under %s as %s", c.DecidedOn, decided, group, englishLabel))
}
