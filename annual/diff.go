package annual

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/law"
	"gongkai/workflow"
)

// Diff is what parts a filed report from what the records say by now (gongkai report diff): the cells that would be
// others, and the applications that make them so.
type Diff struct {
	Agency      string     `json:"agency"`
	Year        int        `json:"year"`
	Version     int        `json:"version"` // of the filed report that is compared
	FiledDigest string     `json:"filed_digest"`
	LiveDigest  string     `json:"live_digest"`
	Cells       []CellDiff `json:"cells"`
	Cases       []CaseDiff `json:"cases"`
}

// CellDiff is a cell that would be another. Row and Column are keys; table 2 has no columns.
type CellDiff struct {
	Table  int    `json:"table"` // 2, 3 or 4
	Row    string `json:"row"`
	Column string `json:"column,omitempty"`
	Filed  string `json:"filed"` // as printed
	Live   string `json:"live"`
}

// CaseDiff is an application that the filed report counts otherwise than its facts say by now.
type CaseDiff struct {
	Application string `json:"application"`
	Filed       []Cell `json:"filed"` // where the filed report counts it; none: nowhere
	Live        []Cell `json:"live"`  // where it would count
	// Sequence and Event name what was entered after the report was filed.
	Sequence int    `json:"sequence"`
	Event    string `json:"event"`
	Because  string `json:"because"`
	// Held: a later year was filed too and rests on this one, so an amendment leaves the application where it is.
	Held bool `json:"held,omitempty"`
}

// Compare lists the cells in which two reports of one form differ, in the order of the form.
func Compare(filed, live Report) []CellDiff {
	out := []CellDiff{}
	add := func(table int, row, column, was, is string) {
		if was != is {
			out = append(out, CellDiff{table, row, column, was, is})
		}
	}
	for _, key := range table2Keys(filed.Table2.Form) {
		add(2, key, "", filed.Table2.Text(key), live.Table2.Text(key))
	}
	for _, l := range linesOf(filed.Table3.Form) {
		for c, column := range columns {
			add(3, l.key, column.Key, filed.Table3.Rows[l.key][c].String(), live.Table3.Rows[l.key][c].String())
		}
	}
	was, is := filed.Table4.groups(), live.Table4.groups()
	for i := range was {
		before, now := was[i].outcomes.cells(), is[i].outcomes.cells()
		for c := range before {
			add(4, was[i].Key, endings[c].Key, before[c].String(), now[c].String())
		}
	}
	return out
}

// SameCells says whether two entries count alike in a year.
func SameCells(a, b Entry, year int) bool {
	return slices.Equal(Contributions(a, year), Contributions(b, year))
}

// BecauseOfDiff says in one sentence why an application would count otherwise: in English when lang begins with "en",
// else in Chinese. on is the legal date of the event, recorded the day it was entered.
func BecauseOfDiff(c CaseDiff, on, recorded law.Date, year int, lang string) string {
	en := english(lang)
	from, to := cellsText(c.Filed, en), cellsText(c.Live, en)
	event := workflow.EventLabel(c.Event, map[bool]string{true: "en", false: "zh"}[en])
	if en {
		return fmt.Sprintf("%s of %s (event %d) was entered on %s, after %d was filed: filed as %s, by the records now %s",
			event, on, c.Sequence, recorded, year, from, to)
	}
	return fmt.Sprintf("%s的“%s”（第%d号事件）于%s录入，在%d年度报送之后：报送时计入%s，按现有记录应计入%s",
		on, event, c.Sequence, recorded, year, from, to)
}

// cellsText names the rows an application counts in and its column.
func cellsText(cells []Cell, en bool) string {
	if len(cells) == 0 {
		return map[bool]string{true: "nothing", false: "任何一项均不计"}[en]
	}
	var names []string
	for _, c := range cells {
		if c.Row == law.RowTotal {
			continue
		}
		name := rowName(c.Row)
		names = append(names, map[bool]string{true: name.en, false: "“" + name.zh + "”"}[en])
	}
	column := columns[max(0, columnPlace(cells[0].Column))]
	if en {
		return strings.Join(names, " and ") + " (" + column.Key + ")"
	}
	return strings.Join(names, "、") + "（" + column.Label + "列）"
}
