package annual

import (
	"slices"
	"strings"

	"gongkai/law"
)

// groupHeads are the blocks of table 3 whose sum the form does not print and every report quotes.
var groupHeads = []string{law.HeadRefused, law.HeadUnable, law.HeadNotProcessed, law.HeadOther}

// feesOfYear begins the keys of what 六 reports.
const feesOfYear = "information_fees."

// figure finds the figure behind a key, whatever the report, and names it; false when there is no such key.
func (f Facts) figure(r Report, key string) (Figure, told, bool) {
	if rest, ok := strings.CutPrefix(key, feesOfYear); ok {
		return f.fee(rest)
	}
	if figure, ok := r.Table2.Figures[key]; ok || slices.Contains(law.Table2Keys(law.Form2021), key) {
		return figure, told{table2Name(key), key}, true
	}
	cut := strings.LastIndexByte(key, '.')
	if cut < 0 {
		return Figure{}, told{}, false
	}
	head, tail := key[:cut], key[cut+1:]
	if figure, name, ok := r.Table4.figure(head, tail); ok {
		return figure, name, true
	}
	column := columnPlace(tail)
	if column < 0 {
		return Figure{}, told{}, false
	}
	rows, name, ok := rowsOf(r.Table3.Form, head)
	if !ok {
		return Figure{}, told{}, false
	}
	sum := Count(0)
	for _, row := range rows {
		if column == TotalColumn {
			sum = sum.plus(r.Table3.rowTotal(row))
		} else {
			sum = sum.plus(r.Table3.Rows[row][column])
		}
	}
	if column != TotalColumn {
		name = told{name.zh + "（" + columns[column].Label + "）", name.en + ", " + columns[column].English}
	}
	return sum, name, true
}

func (f Facts) fee(field string) (Figure, told, bool) {
	switch field {
	case "notices":
		return Count(f.Fees.Notices), told{"发出信息处理费缴费通知（件）", "fee notices sent"}, true
	case "payments":
		return Count(f.Fees.Payments), told{"收取信息处理费（件）", "fees received, cases"}, true
	case "yuan":
		return Count(f.Fees.Fen), told{"收取信息处理费金额（元）", "fees received, yuan"}, true
	}
	return Figure{}, told{}, false
}

// rowsOf gives the rows a key adds up: one, the rows of a block, or what came in.
func rowsOf(form, key string) ([]string, told, bool) {
	if key == "received" {
		return []string{law.RowNew, law.RowCarriedIn}, told{"新收与上年结转合计", "received and carried in"}, true
	}
	var rows []string
	for _, l := range linesOf(formOr2021(form)) {
		if l.key == key || strings.HasPrefix(l.key, key+".") && slices.Contains(groupHeads, key) {
			rows = append(rows, l.key)
		}
	}
	switch {
	case len(rows) == 0 && rowPlace[key] >= rowFirstOther && rowPlace[key] <= rowOtherOther:
		// The form of 2019 has one row for these three: there is such a figure, and it is not known.
		return []string{key}, rowName(key), true
	case len(rows) == 0:
		return nil, told{}, false
	case slices.Contains(groupHeads, key):
		return rows, told{quotedName(key), key}, true
	}
	return rows, rowName(key), true
}

// wholeOf gives what a figure of table 3 is a share of.
func wholeOf(key string) (string, bool) {
	head, tail := key[:strings.LastIndexByte(key, '.')+1], key[strings.LastIndexByte(key, '.')+1:]
	head = strings.TrimSuffix(head, ".")
	switch _, _, ok := rowsOf(law.Form2021, head); {
	case !ok || columnPlace(tail) < 0:
		return "", false
	case head == law.RowNew || head == law.RowCarriedIn || head == law.RowCarriedOut || head == "received":
		return head + "." + law.ColumnTotal, true
	}
	return law.RowTotal + "." + tail, true
}

type namedKey struct{ key, zh, en string }

// caseGroups are the groups of table 4, and both kinds of suits together.
func caseGroups() []namedKey {
	out := []namedKey{}
	for _, c := range cases {
		g := group{Case: c}
		out = append(out, namedKey{c.Key, g.name().zh, c.English})
	}
	return append(out, namedKey{"litigation", labelSuits, "suits"})
}

// caseFields are the outcomes, and concluded: all but 尚未审结.
func caseFields() []namedKey {
	out := []namedKey{}
	for _, o := range endings {
		out = append(out, namedKey{o.Key, o.Label, o.English})
	}
	return append(out, namedKey{"concluded", "已审结", "concluded"})
}

func (t Table4) figure(head, tail string) (Figure, told, bool) {
	of := func(list []namedKey, key string) int {
		return slices.IndexFunc(list, func(n namedKey) bool { return n.key == key })
	}
	g, o := of(caseGroups(), head), of(caseFields(), tail)
	if g < 0 || o < 0 {
		return Figure{}, told{}, false
	}
	all := []Outcomes{t.Review, t.Direct, t.AfterReview, t.Direct.Plus(t.AfterReview)}[g]
	name := told{caseGroups()[g].zh + caseFields()[o].zh, caseGroups()[g].en + ", " + caseFields()[o].en}
	if cells := all.cells(); o < len(cells) {
		return cells[o], name, true
	}
	return all.Upheld.plus(all.Corrected).plus(all.Other), name, true
}

// table2Name names a figure of table 2 by the labels it stands under.
func table2Name(key string) string {
	for _, form := range []string{law.Form2021, law.Form2019} {
		t := printTable2(Table2{Form: form, Figures: map[string]Figure{}})
		for _, row := range t.Rows {
			for _, c := range row {
				if c.Key != key {
					continue
				}
				heads := t.Heads(c)
				return heads[len(heads)-1].Text + heads[len(heads)-2].Text
			}
		}
	}
	return key
}
