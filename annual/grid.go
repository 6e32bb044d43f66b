package annual

import (
	"bytes"
	"encoding/json"
	"fmt"

	"gongkai/law"
)

// Grid is table 3 as printed, live or published: one row of seven Figures for each key of its form.
type Grid struct {
	Form string
	Rows map[string][Columns]Figure
}

// Difference is one cell in which two tables disagree.
type Difference struct {
	Row    string `json:"row"`
	Column string `json:"column"`
	Have   Figure `json:"have"`
	Want   Figure `json:"want"`
}

// NewGrid gives the table of a form with every row and all cells unknown.
func NewGrid(form string) Grid {
	if form != law.Form2019 {
		form = law.Form2021
	}
	g := Grid{Form: form, Rows: make(map[string][Columns]Figure, rowCount)}
	for _, l := range linesOf(form) {
		g.Rows[l.key] = [Columns]Figure{}
	}
	return g
}

// Cell gives one figure, unknown where there is no such cell.
func (g Grid) Cell(row, column string) Figure {
	c := columnPlace(column)
	if c < 0 {
		return Figure{}
	}
	return g.Rows[row][c]
}

// IsZero reports whether every cell is the number 0: nothing was counted.
func (g Grid) IsZero() bool {
	for _, row := range g.Rows {
		for _, f := range row {
			if f != Count(0) {
				return false
			}
		}
	}
	return true
}

// Diff lists the cells of want that differ from g, in the order of the form. A cell unknown in either is no
// difference, a blank is 0. When the forms differ both are compared on that of 2019, which has fewer rows.
func (g Grid) Diff(want Grid) []Difference {
	if g.Form != want.Form {
		g, want = g.as2019(), want.as2019()
	}
	var out []Difference
	for _, l := range linesOf(want.Form) {
		for c := range columns {
			have, w := g.Rows[l.key][c], want.Rows[l.key][c]
			if have.State == Unknown || w.State == Unknown || have.Equal(w) {
				continue
			}
			out = append(out, Difference{l.key, columns[c].Key, have, w})
		}
	}
	return out
}

// Plus adds another table cell by cell. A sum with an unknown part is unknown. Tables of both forms add up on the
// form of 2019, unless the single row of the older one says 0 throughout and so can be split.
func (g Grid) Plus(other Grid) Grid {
	if g.Form != other.Form {
		a, aok := g.as2021()
		b, bok := other.as2021()
		if aok && bok {
			g, other = a, b
		} else {
			g, other = g.as2019(), other.as2019()
		}
	}
	out := NewGrid(g.Form)
	for _, l := range linesOf(g.Form) {
		row, a, b := out.Rows[l.key], g.Rows[l.key], other.Rows[l.key]
		for c := range row {
			row[c] = a[c].plus(b[c])
		}
		out.Rows[l.key] = row
	}
	return out
}

func (g Grid) as2019() Grid {
	if g.Form == law.Form2019 {
		return g
	}
	out := NewGrid(law.Form2019)
	for _, l := range lines2019 {
		out.Rows[l.key] = g.Rows[l.key]
	}
	var sum [Columns]Figure
	for c := range sum {
		sum[c] = Count(0)
		for _, l := range lines2021[rowFirstOther:rowTotal] {
			sum[c] = sum[c].plus(g.Rows[l.key][c])
		}
	}
	out.Rows[rowOther2019] = sum
	return out
}

// as2021 splits （六）其他处理 where nothing was counted in it; false when something was.
func (g Grid) as2021() (Grid, bool) {
	if g.Form == law.Form2021 {
		return g, true
	}
	for _, f := range g.Rows[rowOther2019] {
		if n, ok := f.part(); !ok || n != 0 {
			return Grid{}, false
		}
	}
	out := NewGrid(law.Form2021)
	for i, l := range lines2021 {
		if i >= rowFirstOther && i <= rowOtherOther {
			out.Rows[l.key] = g.Rows[rowOther2019]
			continue
		}
		out.Rows[l.key] = g.Rows[l.key]
	}
	return out, true
}

// Table gives the counted table of a printed one, and false when a cell is no number (blanks are 0) or the form is
// that of 2019 with something in （六）.
func (g Grid) Table() (Table3, bool) {
	full, ok := g.as2021()
	if !ok {
		return Table3{}, false
	}
	var out Table3
	for i, l := range lines2021 {
		for c, f := range full.Rows[l.key] {
			n, known := f.part()
			if !known {
				return Table3{}, false
			}
			out.cells[i][c] = n
		}
	}
	return out, true
}

// MarshalJSON writes {"rows": {KEY: [seven cells]}} with every row of the form, in its order.
func (g Grid) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(`{"rows":{`)
	for i, l := range linesOf(g.Form) {
		if i > 0 {
			b.WriteByte(',')
		}
		row, err := json.Marshal(g.Rows[l.key])
		if err != nil {
			return nil, fmt.Errorf("write row %s: %w", l.key, err)
		}
		fmt.Fprintf(&b, "%q:%s", l.key, row)
	}
	b.WriteString("}}")
	return b.Bytes(), nil
}

// UnmarshalJSON reads the same; the form is that of 2019 when it has a row "other" and none
// "other.other". Rows missing are unknown,
// rows of no form are ignored.
func (g *Grid) UnmarshalJSON(b []byte) error {
	var in struct {
		Rows map[string]json.RawMessage `json:"rows"`
	}
	if err := json.Unmarshal(b, &in); err != nil {
		return fmt.Errorf("read table 3: %w", err)
	}
	form := law.Form2021
	if in.Rows[rowOther2019] != nil && in.Rows[rowOther] == nil {
		form = law.Form2019
	}
	out := NewGrid(form)
	for _, l := range linesOf(form) {
		raw, ok := in.Rows[l.key]
		if !ok || string(raw) == "null" {
			continue
		}
		var cells []Figure
		if err := json.Unmarshal(raw, &cells); err != nil {
			return fmt.Errorf("read table 3, row %s: %w", l.key, err)
		}
		if len(cells) != Columns {
			return fmt.Errorf("read table 3, row %s: %w: %d cells, want %d", l.key, ErrFigure, len(cells), Columns)
		}
		out.Rows[l.key] = [Columns]Figure(cells)
	}
	*g = out
	return nil
}
