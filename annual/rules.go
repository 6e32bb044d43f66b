package annual

import (
	"fmt"
	"maps"

	"gongkai/law"
)

// Evidence is what some rules need beside the report; whatever is missing leaves them undecided.
type Evidence struct {
	// Previous is the report of the year before of the same agency, as filed (B4).
	Previous *Report
	// Answered counts replies ever given; SupplementNotices and FeeNotices those sent by the end of the year (B7).
	Answered, SupplementNotices, FeeNotices Figure
	// Behind names, by rule, the applications to look at when the rule does not hold.
	Behind map[string][]string
}

// Audit runs the rules B1 to B8 (rulebook 6.3, 6.4) over a report of either form and gives eight checks in order.
func Audit(r Report, e Evidence) []Check {
	checks := []Check{
		balance(r.Table3), results(r.Table3), across(r.Table3), carry(r, e.Previous),
		whole(r), prose(r), plausible(r.Table3, e), outcomes(r.Table4),
	}
	for i := range checks {
		if checks[i].OK != Holds {
			checks[i].Cases = e.Behind[checks[i].Rule]
		}
	}
	return checks
}

var shortNames = map[string]told{
	law.RowNew:        {"一、本年新收", law.RowNew},
	law.RowCarriedIn:  {"二、上年结转", law.RowCarriedIn},
	law.RowTotal:      {"三（七）总计", law.RowTotal},
	law.RowCarriedOut: {"四、结转下年度", law.RowCarriedOut},
}

func rowName(key string) told {
	if n, ok := rowNames[key]; ok {
		return n
	}
	return told{resultName(key), key}
}

// rowNames are the names of all rows, put together once: the rules ask for them at every cell.
var rowNames = namesOfRows()

func namesOfRows() map[string]told {
	names := map[string]told{rowOther2019: {lines2019[rowFirstOther].labels[1], rowOther2019}}
	for _, l := range lines2021 {
		names[l.key] = told{resultName(l.key), l.key}
	}
	maps.Copy(names, shortNames)
	return names
}

func inColumn(c int) told {
	return told{"表三“" + columns[c].Label + "”列", "table 3, column " + columns[c].Key}
}

func (g Grid) term(row string, c int) term {
	return term{name: rowName(row), fig: g.Rows[row][c], sum: row == law.RowTotal}
}

func (t *tally) judge(r relation) { t.add(r.judge()) }

// balance is B1: in every column, not only in 总计, what came in equals what went out. One application written into two
// columns keeps the total and breaks two columns.
func balance(g Grid) Check {
	var t tally
	for c := range columns {
		t.judge(relation{
			where: inColumn(c),
			left:  []term{g.term(law.RowNew, c), g.term(law.RowCarriedIn, c)},
			right: []term{g.term(law.RowTotal, c), g.term(law.RowCarriedOut, c)},
		})
	}
	return t.check("B1", true, told{"一 + 二 = 三（七）+ 四，逐列", "new + carried_in = total + carried_out, by column"})
}

// results is B2: in every column the result rows add up to （七）总计.
func results(g Grid) Check {
	var t tally
	all := linesOf(g.Form)
	all = all[rowFirstResult : len(all)-2] // without the total and 四
	for c := range columns {
		parts := make([]term, len(all))
		for i, l := range all {
			parts[i] = g.term(l.key, c)
		}
		// Where the published 总计 column is blank for the results, nothing can be said of it.
		if c == TotalColumn && blankRows(parts) {
			t.add(Undecided, told{})
			continue
		}
		t.judge(relation{
			where: inColumn(c), left: parts, right: []term{g.term(law.RowTotal, c)},
			brief: told{"各办理结果之和", "sum of the results"},
		})
	}
	return t.check("B2", true, told{"（一）至（六）之和 = （七）总计，逐列", "sum of the results = total, by column"})
}

func blankRows(parts []term) bool {
	for _, p := range parts {
		if p.fig.State != Blank {
			return false
		}
	}
	return true
}

// across is B3: in every row the six columns add up to 总计.
func across(g Grid) Check {
	var t tally
	for _, l := range linesOf(g.Form) {
		key := l.key
		parts := make([]term, TotalColumn)
		for c := range parts {
			parts[c] = term{name: told{columns[c].Label, columns[c].Key}, fig: g.Rows[key][c]}
		}
		sum := columns[TotalColumn]
		name := rowName(key)
		t.judge(relation{
			where: told{"表三“" + name.zh + "”行", "table 3, row " + name.en},
			left:  parts,
			right: []term{{name: told{sum.Label, sum.Key}, fig: g.Rows[key][TotalColumn], sum: true}},
			brief: told{"各列之和", "sum of the columns"},
		})
	}
	return t.check("B3", true, told{"各列之和 = 总计，逐行", "sum of the columns = total, by row"})
}

// carry is B4: what the year carries in is what the year before carried out, as published.
func carry(r Report, previous *Report) Check {
	if previous == nil {
		return undecided("B4", told{"没有上一年度的报告可比", "the report of the year before is not at hand"})
	}
	if previous.Year != r.Year-1 {
		return undecided("B4", told{
			fmt.Sprintf("比较用的报告是%d年度，不是上一年度", previous.Year),
			fmt.Sprintf("the report to compare with is of %d, not of the year before", previous.Year),
		})
	}
	var t tally
	for c := range columns {
		t.judge(relation{
			where: inColumn(c),
			left: []term{{
				name: told{fmt.Sprintf("%d年“二、上年结转”", r.Year), fmt.Sprintf("carried_in of %d", r.Year)},
				fig:  r.Table3.Rows[law.RowCarriedIn][c],
			}},
			right: []term{{
				name: told{fmt.Sprintf("%d年“四、结转下年度”", previous.Year), fmt.Sprintf("carried_out of %d", previous.Year)},
				fig:  previous.Table3.Rows[law.RowCarriedOut][c],
			}},
		})
	}
	return t.check("B4", false, told{"本年“二” = 上年“四”，逐列", "carried_in = carried_out of the year before, by column"})
}

// whole is B5: tables 3 and 4 hold whole numbers, none below zero. Table 2 has amounts, and on the form of 2019
// changes, which may be negative.
func whole(r Report) Check {
	var t tally
	see := func(f Figure, where func() told) {
		switch {
		case f.State == Unknown:
			t.add(Undecided, told{})
		case f.State == Words, f.State == Number && f.N < 0:
			at := where()
			t.add(Broken, told{at.zh + "：“" + shorten(f.String()) + "”不是非负整数", at.en + ": " + shorten(f.String()) + " is no whole number from 0 on"})
		default:
			t.add(Holds, told{})
		}
	}
	for _, l := range linesOf(r.Table3.Form) {
		key := l.key
		for c, f := range r.Table3.Rows[key] {
			see(f, func() told {
				at, name := inColumn(c), rowName(key)
				return told{at.zh + "“" + name.zh + "”行", at.en + ", row " + name.en}
			})
		}
	}
	for _, g := range r.Table4.groups() {
		for i, f := range g.outcomes.cells() {
			see(f, func() told {
				return told{"表四“" + g.name().zh + "”的“" + endings[i].Label + "”", "table 4, " + g.Key + ", " + endings[i].Key}
			})
		}
	}
	return t.check("B5", true, told{"表三、表四各格为非负整数", "whole numbers from 0 on in tables 3 and 4"})
}

// outcomes is B8: in each group of table 4 the four outcomes add up to 总计.
func outcomes(t4 Table4) Check {
	var t tally
	for _, g := range t4.groups() {
		cells := g.outcomes.cells()
		parts := make([]term, len(cells))
		for i, f := range cells {
			parts[i] = term{name: told{endings[i].Label, endings[i].Key}, fig: f, sum: i == len(cells)-1}
		}
		name := g.name()
		t.judge(relation{
			where: told{"表四“" + name.zh + "”", "table 4, " + name.en},
			left:  parts[:len(parts)-1], right: parts[len(parts)-1:],
		})
	}
	return t.check("B8", true, told{"表四各组四项之和 = 总计", "sum of the four outcomes = total, by group of table 4"})
}
