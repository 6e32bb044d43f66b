package annual

import "iter"

// Cell names one cell of table 3 by the keys of its row and column.
type Cell struct {
	Row    string `json:"row"`
	Column string `json:"column"`
}

// rows are the rows an application counts in, at most three: new or carried in; the result and the total, or
// carried out.
type rows struct {
	place [3]int
	n     int
}

func (r *rows) add(place int) {
	r.place[r.n] = place
	r.n++
}

// contribute is the one rule that ties entries to rows. Each application that is in a year at all comes in by exactly
// one of 一 and 二 and leaves by exactly one of 三 and 四, so B1 and B2 cannot fail.
func contribute(e *Entry, year int) rows {
	var out rows
	closed := e.closedIn()
	if e.Void || e.NewYear == 0 || e.NewYear > year || closed != 0 && closed < year {
		return out
	}
	if e.NewYear == year {
		out.add(rowNew)
	} else {
		out.add(rowCarriedIn)
	}
	if closed == year {
		out.add(e.row())
		out.add(rowTotal)
	} else {
		out.add(rowCarriedOut)
	}
	return out
}

// Contributions gives the cells of a year's table 3 in which an application counts as one, in the order of the form.
// The column 总计 is not listed: it counts wherever the application's own column does.
func Contributions(e Entry, year int) []Cell {
	in := contribute(&e, year)
	out := make([]Cell, 0, len(in.place))
	for _, r := range in.place[:in.n] {
		out = append(out, Cell{lines2021[r].key, columns[e.column()].Key})
	}
	return out
}

// Counts reports whether an application is one of those behind a figure. The column may be "total", and the row may be
// "other", the row （六） of the 2019 form.
func Counts(e Entry, cell Cell, year int) bool {
	c := columnPlace(cell.Column)
	if c < 0 || c != TotalColumn && c != e.column() {
		return false
	}
	in := contribute(&e, year)
	for _, r := range in.place[:in.n] {
		if lines2021[r].key == cell.Row || cell.Row == rowOther2019 && r >= rowFirstOther && r <= rowOtherOther {
			return true
		}
	}
	return false
}

// Tabulate counts a year's table 3 from all applications of an agency, whatever year they are of.
func Tabulate(entries iter.Seq[Entry], year int) Table3 {
	var out Table3
	for e := range entries {
		in := contribute(&e, year)
		c := e.column()
		for _, r := range in.place[:in.n] {
			out.add(r, c, 1)
		}
	}
	return out
}
