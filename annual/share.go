package annual

import (
	"iter"

	"gongkai/law"
)

// Share is one of the few things that an application adds to counts kept beside the log, so that a table of any year is
// read from them and not from the applications. What an application adds to a year it was closed in is fixed; what is
// still open is counted once, in the year it was new in (Open), and stands for every year after it.
type Share struct {
	Year   int
	Row    string // law.RowNew, law.RowCarriedOut or the key of a result; with Open always law.RowCarriedOut
	Column string
	Open   bool
}

// Shares gives what an application adds, at most one share a year beside being new and its result.
func Shares(e Entry) []Share {
	if e.Void || e.NewYear == 0 {
		return nil
	}
	column := columns[e.column()].Key
	out := make([]Share, 0, 3)
	out = append(out, Share{Year: e.NewYear, Row: law.RowNew, Column: column})
	closed := e.closedIn()
	if closed == 0 {
		return append(out, Share{Year: e.NewYear, Row: law.RowCarriedOut, Column: column, Open: true})
	}
	for year := e.NewYear; year < closed; year++ {
		out = append(out, Share{Year: year, Row: law.RowCarriedOut, Column: column})
	}
	return append(out, Share{Year: closed, Row: lines2021[e.row()].key, Column: column})
}

// Gather makes a year's table 3 out of counted shares: it is what Tabulate makes of the applications they were counted
// over. Needed are the shares of the year, those of the year before that were carried out of it, and the open ones up to
// the year; others are passed over. A share of no row or column is told by false.
func Gather(shares iter.Seq2[Share, int64], year int) (Table3, bool) {
	var t Table3
	sound := true
	for s, n := range shares {
		row, known := rowPlace[s.Row]
		column := columnPlace(s.Column)
		if !known || column < 0 || column == TotalColumn {
			sound = false
			continue
		}
		t.gather(s, row, column, year, n)
	}
	return t, sound
}

func (t *Table3) gather(s Share, row, column, year int, n int64) {
	switch {
	case s.Open && s.Year <= year:
		t.add(rowCarriedOut, column, n)
		if s.Year < year {
			t.add(rowCarriedIn, column, n)
		}
	case s.Open:
	case row == rowCarriedOut && s.Year == year-1:
		t.add(rowCarriedIn, column, n)
	case s.Year != year:
	default:
		t.add(row, column, n)
		if row >= rowFirstResult && row < rowTotal {
			t.add(rowTotal, column, n)
		}
	}
}
