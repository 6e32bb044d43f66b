package annual

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/law"
)

// prose is B6: numbers that chapters 一 and 六 quote equal those of the tables. It only warns, since the words of the
// prose are not fixed: "收到" often means new and carried in together, and suits are often told without the pending ones.
func prose(r Report) Check {
	if len(r.Quoted) == 0 {
		return undecided("B6", told{"没有正文所引数字可比", "no numbers of the prose are at hand"})
	}
	keys := make([]string, 0, len(r.Quoted))
	for key := range r.Quoted {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	var t tally
	for _, key := range keys {
		quote, _ := r.Quoted[key].part() // quoted keeps numbers only
		accepted, ok := r.quotable(key)
		switch {
		case !ok:
			t.add(Undecided, told{})
		case slices.Contains(accepted, quote):
			t.add(Holds, told{})
		default:
			t.add(Broken, told{
				fmt.Sprintf("正文“%s”为 %d，表中为 %d", quotedName(key), quote, accepted[0]),
				fmt.Sprintf("the prose gives %s as %d, the tables as %d", key, quote, accepted[0]),
			})
		}
	}
	return t.check("B6", false, told{"正文所引数字与表一致", "numbers of the prose equal the tables"})
}

func quotedName(key string) string {
	names := map[string]string{
		"refused": "（三）不予公开", "unable": "（四）无法提供", "not_processed": "（五）不予处理", "other": "（六）其他处理",
		"review": cases[0].Label, "litigation": labelSuits, "new_plus_carried_in": "新收与结转合计",
		"disclosed_and_partial": "予以公开及部分公开",
	}
	if name, ok := names[key]; ok {
		return name
	}
	if _, ok := rowPlace[key]; ok {
		return rowName(key).zh
	}
	return key
}

// quotable gives the numbers a quotation may lawfully have, the plain one first; false when the tables leave it open.
func (r Report) quotable(key string) ([]int64, bool) {
	switch head, _, _ := strings.Cut(key, "."); head {
	case "review", "litigation":
		return r.Table4.quotable(key)
	}
	rows := func(keys ...string) (int64, bool) {
		sum := Count(0)
		for _, k := range keys {
			sum = sum.plus(r.Table3.rowTotal(k))
		}
		return sum.N, sum.State == Number
	}
	switch key {
	case law.RowNew:
		plain, ok := rows(law.RowNew)
		both, bothOK := rows(law.RowNew, law.RowCarriedIn)
		if !bothOK {
			return []int64{plain}, ok
		}
		return []int64{plain, both}, ok
	case "new_plus_carried_in":
		n, ok := rows(law.RowNew, law.RowCarriedIn)
		return []int64{n}, ok
	case "disclosed_and_partial":
		n, ok := rows("disclosed", "partial")
		return []int64{n}, ok
	}
	var group []string
	for _, l := range linesOf(r.Table3.Form) {
		if l.key == key || strings.HasPrefix(l.key, key+".") {
			group = append(group, l.key)
		}
	}
	if len(group) == 0 {
		return nil, false
	}
	n, ok := rows(group...)
	return []int64{n}, ok
}

// rowTotal is the row's 总计, or the sum of its columns where that was left blank or is unknown.
func (g Grid) rowTotal(key string) Figure {
	row := g.Rows[key]
	if row[TotalColumn].State == Number {
		return row[TotalColumn]
	}
	sum := Count(0)
	for _, f := range row[:TotalColumn] {
		sum = sum.plus(f)
	}
	return sum
}

func (t Table4) quotable(key string) ([]int64, bool) {
	head, field, _ := strings.Cut(key, ".")
	all := t.Review
	if head == "litigation" {
		all = t.Direct.Plus(t.AfterReview)
	}
	cells := all.cells()
	if i := slices.IndexFunc(endings[:], func(o law.Outcome) bool { return o.Key == field }); i >= 0 {
		n, ok := cells[i].part()
		return []int64{n}, ok
	}
	n, ok := all.Total.part()
	pending, pok := all.Pending.part()
	if field != "" || !ok {
		return nil, false
	}
	if !pok {
		return []int64{n}, true
	}
	return []int64{n, n - pending}, true
}

// plausible is B7: results that need something before cannot outnumber it.
func plausible(g Grid, e Evidence) Check {
	var t tally
	for _, bound := range []struct {
		row string
		max Figure
		is  told
	}{
		{"not_processed.repeat", e.Answered, told{"历年已答复", "replies ever given"}},
		{"other.supplement_lapsed", e.SupplementNotices, told{"补正通知", "supplement notices"}},
		{"other.fee_unpaid", e.FeeNotices, told{"收费通知", "fee notices"}},
	} {
		if _, on := g.Rows[bound.row]; !on {
			continue // the form of 2019 has no row for the two lapses
		}
		n, ok := g.rowTotal(bound.row).part()
		most, known := bound.max.part()
		switch {
		case ok && n == 0:
			t.add(Holds, told{})
		case !ok || !known:
			t.add(Undecided, told{})
		case n <= most:
			t.add(Holds, told{})
		default:
			name := rowName(bound.row)
			t.add(Broken, told{
				fmt.Sprintf("表三“%s” %d 多于%s %d", name.zh, n, bound.is.zh, most),
				fmt.Sprintf("table 3, row %s: %d is more than %s: %d", name.en, n, bound.is.en, most),
			})
		}
	}
	return t.check("B7", false, told{"以通知或答复为前提的结果不多于其前提", "results that need a notice or a reply do not outnumber them"})
}
