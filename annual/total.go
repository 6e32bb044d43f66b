package annual

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/law"
)

// Member is one body of a government's total with its own report: filed, imported as published, or live.
type Member struct {
	Code, Name, Parent string
	Report             Report
	Previous           *Report // of the year before, as filed
}

// Filed reports whether the body's report is one that was filed; a live one may still change.
func (m Member) Filed() bool { return m.Report.Status != Live }

// Total is the report of a government: the cell-by-cell sum over its own office, its departments and the bodies below
// (rulebook 6.6). The office's own report is another document, that of its Member.
type Total struct {
	Report
	Name    string
	Members []Member // the government's own office first, then the bodies below it, each once
	Gaps    []Gap
	LeftOut []string // codes of bodies of vertical systems, which report in their own, and of what is below them
}

// Gap is a cell of the sum that is unknown because some bodies do not know theirs.
type Gap struct {
	Table  int // 2, 3 or 4
	Row    string
	Column string // of table 3, or the outcome of table 4; none in table 2
	Bodies []string
}

// AddUp makes the total. Rules are checked over the sum: B4 against the sum of the reports of the year before where all
// bodies filed theirs, B7 by what it says of each body. It errs when there is nothing to add or the years differ.
func AddUp(name string, members []Member, leftOut []string) (Total, error) {
	if len(members) == 0 {
		return Total{}, fmt.Errorf("add up %s: %w: there are none", name, ErrRollUp)
	}
	sum, err := RollUp(members[0].Code, reportsOf(members))
	if err != nil {
		return Total{}, err
	}
	sum = sum.Complete(Evidence{Previous: previousTotal(members)})
	for i, c := range sum.Checks {
		if c.Rule == "B7" {
			sum.Checks[i] = ofAll(c, members)
		}
	}
	return Total{Report: sum, Name: name, Members: members, Gaps: gaps(sum, members), LeftOut: append([]string{}, leftOut...)}, nil
}

func reportsOf(members []Member) []Report {
	out := make([]Report, len(members))
	for i, m := range members {
		out[i] = m.Report
	}
	return out
}

// previousTotal adds up the reports of the year before; none when a body has not filed it.
func previousTotal(members []Member) *Report {
	parts := make([]Report, len(members))
	for i, m := range members {
		if m.Previous == nil {
			return nil
		}
		parts[i] = *m.Previous
	}
	sum, err := RollUp(members[0].Code, parts)
	if err != nil {
		return nil // a report of another year stands in that place; then there is nothing to compare with
	}
	return &sum
}

// ofAll is the verdict over a sum of a rule that only the bodies themselves can answer.
func ofAll(c Check, members []Member) Check {
	var broken, open []string
	for _, m := range members {
		for _, own := range m.Report.Checks {
			switch {
			case own.Rule != c.Rule:
			case own.OK == Broken:
				broken = append(broken, m.Code)
			case own.OK == Undecided:
				open = append(open, m.Code)
			}
		}
	}
	switch {
	case len(broken) > 0:
		c.OK = Broken
		c.Detail, c.DetailEn = "不成立的机关："+strings.Join(broken, "、"), "broken by "+strings.Join(broken, ", ")
	case len(open) > 0:
		c.OK = Undecided
		c.Detail, c.DetailEn = "无法判断的机关："+strings.Join(open, "、"), "undecided for "+strings.Join(open, ", ")
	default:
		c.OK = Holds
		c.Detail, c.DetailEn = "各机关全部成立", "holds for every body"
	}
	return c
}

// gaps lists the unknown cells of a sum in the order of the form, with the bodies that leave them open.
func gaps(sum Report, members []Member) []Gap {
	out := []Gap{}
	add := func(table int, row, column string, cell Figure, of func(Report) Figure) {
		if _, known := cell.part(); known {
			return
		}
		g := Gap{Table: table, Row: row, Column: column}
		for _, m := range members {
			if _, known := of(m.Report).part(); !known {
				g.Bodies = append(g.Bodies, m.Code)
			}
		}
		out = append(out, g)
	}
	for _, key := range table2Keys(sum.Table2.Form) {
		add(2, key, "", sum.Table2.Figures[key], func(r Report) Figure {
			if formOr2021(r.Table2.Form) != formOr2021(sum.Table2.Form) {
				return Figure{} // the two forms count different things
			}
			return r.Table2.Figures[key]
		})
	}
	for _, l := range linesOf(sum.Table3.Form) {
		for c := range columns {
			add(3, l.key, columns[c].Key, sum.Table3.Rows[l.key][c], func(r Report) Figure {
				return r.Table3.like(sum.Table3.Form).Rows[l.key][c]
			})
		}
	}
	for i, g := range sum.Table4.groups() {
		for o, f := range g.outcomes.cells() {
			add(4, g.Key, endings[o].Key, f, func(r Report) Figure { return r.Table4.groups()[i].outcomes.cells()[o] })
		}
	}
	return out
}

// like gives the table on the form of a sum it is a part of.
func (g Grid) like(form string) Grid {
	if form == law.Form2019 {
		return g.as2019()
	}
	if full, ok := g.as2021(); ok {
		return full
	}
	return g
}

// NotFiled lists the bodies whose report of the year was not filed yet.
func (t Total) NotFiled() []string {
	codes := []string{}
	for _, m := range t.Members {
		if !m.Filed() {
			codes = append(codes, m.Code)
		}
	}
	return codes
}

// Broken lists the rules that a body's own report breaks, with what is wrong.
func (m Member) Broken() []Check {
	return slices.DeleteFunc(slices.Clone(m.Report.Checks), func(c Check) bool { return c.OK != Broken })
}
