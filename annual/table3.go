package annual

import "gongkai/law"

// Table3 is 三、收到和处理政府信息公开申请情况 as counted: whole numbers in the rows of the form of 2021. The zero
// value is the table of zeros. Two tables are equal when they are ==.
type Table3 struct {
	cells [rowCount][Columns]int64
}

// Add counts n applications of a column (natural_person … other) into a row and into that row's total. It reports
// false, and counts nothing, when there is no such row or column, or the column is the total, which is only a sum.
func (t *Table3) Add(row, column string, n int64) bool {
	r, ok := rowPlace[row]
	c := columnPlace(column)
	if !ok || c < 0 || c == TotalColumn {
		return false
	}
	t.add(r, c, n)
	return true
}

func (t *Table3) add(row, column int, n int64) {
	t.cells[row][column] += n
	t.cells[row][TotalColumn] += n
}

// Row gives one row, natural_person first and total last; false when there is no such row.
func (t Table3) Row(key string) ([Columns]int64, bool) {
	r, ok := rowPlace[key]
	if !ok {
		return [Columns]int64{}, false
	}
	return t.cells[r], true
}

// Cell gives one figure, 0 where there is no such cell.
func (t Table3) Cell(row, column string) int64 {
	r, ok := rowPlace[row]
	c := columnPlace(column)
	if !ok || c < 0 {
		return 0
	}
	return t.cells[r][c]
}

// Sum rolls tables up cell by cell (rulebook 6.6). The relations hold in the sum when they hold in each part.
func Sum(tables ...Table3) Table3 {
	var out Table3
	for _, t := range tables {
		for r := range t.cells {
			for c := range t.cells[r] {
				out.cells[r][c] += t.cells[r][c]
			}
		}
	}
	return out
}

// Grid gives the table as it is printed on a form. The form of 2019 has one row for （六）其他处理: the three are
// added up.
func (t Table3) Grid(form string) Grid {
	g := NewGrid(form)
	for i, l := range lines2021 {
		key := l.key
		if g.Form == law.Form2019 && i >= rowFirstOther && i <= rowOtherOther {
			key = rowOther2019
		}
		row := g.Rows[key]
		for c, n := range t.cells[i] {
			if row[c].State == Number {
				n += row[c].N
			}
			row[c] = Count(n)
		}
		g.Rows[key] = row
	}
	return g
}

// Rows iterates over the rows in the order of the form.
func (t Table3) Rows() func(yield func(string, [Columns]int64) bool) {
	return func(yield func(string, [Columns]int64) bool) {
		for i, l := range lines2021 {
			if !yield(l.key, t.cells[i]) {
				return
			}
		}
	}
}
