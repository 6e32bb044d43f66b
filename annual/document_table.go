package annual

import (
	"strings"
	"unicode"

	"gongkai/law"
)

// Table is a printed table: its cells in reading order, each once, at its place of the grid.
type Table struct {
	Key     string // table2, table3, table4
	Caption string
	Widths  []int // of the columns of the grid, in twentieths of a point (the unit of Word)
	Head    int   // rows of heads, repeated on each page; 0 where heads stand between the rows
	Rows    [][]TableCell
}

// Role is what a cell is to whoever listens to the table instead of seeing it.
type Role uint8

// Roles of cells.
const (
	ColumnHead Role = iota
	BlockHead       // of a whole block of table 2: 第二十条第（…）项
	RowHead
	Value
)

// TableCell is one cell. Row and Column are its upper left corner, from 0.
type TableCell struct {
	Row, Column      int
	RowSpan, ColSpan int
	Role             Role
	Text             string // the label, or the figure as printed
	Key              string // of a figure: its key in tables 2 and 4, ROW/COLUMN in table 3
	Figure           Figure
	Fees             bool // an amount, held in 分, printed in 万元
	Total            bool // in the column 总计
}

// printed gives a figure as it stands on paper. A lost cell of a copied report is a question mark, so that nobody takes
// it for a blank.
func (f Figure) printed(fees bool) string {
	switch {
	case f.State == Unknown:
		return "?"
	case fees && f.State == Number:
		return f.beside(FormatFees(f.N))
	case f.State == Number:
		return f.String()
	}
	return f.Text
}

// Remark parts a cell that holds a number with words beside it, as 22（其中修订16件）; false where there is no such
// number. A plain number has no remark.
func (f Figure) Remark() (n int64, remark string, ok bool) {
	switch f.State {
	case Number:
		return f.N, f.Text, true
	case Words:
		end := strings.IndexFunc(f.Text, func(r rune) bool { return r < '0' || r > '9' })
		if end < 1 {
			return 0, "", false
		}
		n, ok, err := wholeNumber(f.Text[:end])
		first := []rune(f.Text[end:])[0]
		if err != nil || !ok || first == '.' || first == ',' || unicode.IsLetter(first) && first < unicode.MaxLatin1 {
			return 0, "", false
		}
		return n, f.Text[end:], true
	case Unknown, Blank:
	}
	return 0, "", false
}

// Widths of the official template, in twentieths of a point: three columns of labels and seven of numbers.
const (
	labelWidth1, labelWidth2, labelWidth3 = 754, 921, 3271
	numberWidth                           = 685
	tableWidth                            = labelWidth1 + labelWidth2 + labelWidth3 + Columns*numberWidth
)

func even(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = tableWidth * (i + 1) / n
	}
	for i := n - 1; i > 0; i-- {
		out[i] -= out[i-1]
	}
	return out
}

func printTable2(t Table2) *Table {
	rows := law.Table2(formOr2021(t.Form))
	out := &Table{Key: "table2", Caption: law.Table2Title, Widths: even(span(rows[0]))}
	out.place(rows, func(c *TableCell) {
		switch {
		case c.Key != "":
			c.Role, c.Figure, c.Fees = Value, t.Figures[c.Key], c.Key == FeesKey
			c.Text = c.Figure.printed(c.Fees)
		case c.ColSpan == len(out.Widths):
			c.Role = BlockHead
		case c.Column == 0 && c.Text != out.Rows[1][0].Text: // 信息内容 heads the labels
			c.Role = RowHead
		}
	})
	return out
}

func printTable3(g Grid) *Table {
	rows := law.Table3Head()
	out := &Table{
		Key: "table3", Caption: law.Table3Title, Head: len(rows),
		Widths: []int{labelWidth1, labelWidth2, labelWidth3},
	}
	for range columns {
		out.Widths = append(out.Widths, numberWidth)
	}
	for _, row := range law.Rows(formOr2021(g.Form)) {
		cells := row.Cells
		for _, c := range columns {
			cells = append(cells, law.FormCell{Key: row.Key + "/" + c.Key, ColSpan: 1, RowSpan: 1})
		}
		rows = append(rows, cells)
	}
	out.place(rows, func(c *TableCell) {
		switch {
		case c.Key != "":
			row, column, _ := strings.Cut(c.Key, "/")
			c.Role, c.Figure, c.Total = Value, g.Cell(row, column), column == law.ColumnTotal
			c.Text = c.Figure.printed(false)
		case c.Row >= out.Head:
			c.Role = RowHead
		}
	})
	return out
}

func printTable4(t Table4) *Table {
	rows := law.Table4Head()
	out := &Table{Key: "table4", Caption: law.Table4Title, Head: len(rows), Widths: even(caseCount * outcomeCount)}
	var numbers []law.FormCell
	var figures []Figure
	for _, key := range law.Table4Keys() {
		numbers = append(numbers, law.FormCell{Key: key, ColSpan: 1, RowSpan: 1})
	}
	for _, g := range t.groups() {
		cells := g.outcomes.cells()
		figures = append(figures, cells[:]...)
	}
	out.place(append(rows, numbers), func(c *TableCell) {
		if c.Key != "" {
			c.Role, c.Figure, c.Total = Value, figures[c.Column], strings.HasSuffix(c.Key, "."+law.ColumnTotal)
			c.Text = c.Figure.printed(false)
		}
	})
	return out
}

// place puts the cells of a form on the grid; see fills in what each is.
func (t *Table) place(rows [][]law.FormCell, see func(*TableCell)) {
	width := len(t.Widths)
	taken := make([][]bool, len(rows))
	for i := range taken {
		taken[i] = make([]bool, width)
	}
	t.Rows = make([][]TableCell, len(rows))
	for i, row := range rows {
		at := 0
		for _, cell := range row {
			for at < width && taken[i][at] {
				at++
			}
			c := TableCell{
				Row: i, Column: at, RowSpan: max(1, cell.RowSpan), ColSpan: max(1, cell.ColSpan), Text: cell.Text, Key: cell.Key,
			}
			for down := range c.RowSpan {
				for right := range c.ColSpan {
					taken[i+down][at+right] = true
				}
			}
			t.Rows[i] = append(t.Rows[i], c)
			see(&t.Rows[i][len(t.Rows[i])-1])
			at += c.ColSpan
		}
	}
}

// At gives the cell that covers a place of the grid, whose corner may stand above or left of it.
func (t *Table) At(row, column int) (TableCell, bool) {
	for i := row; i >= 0; i-- {
		for _, c := range t.Rows[i] {
			if c.Column <= column && column < c.Column+c.ColSpan && row < c.Row+c.RowSpan {
				return c, true
			}
		}
	}
	return TableCell{}, false
}

// Heads gives the heads a cell stands under and beside, outermost first: of its block, of its column, of its row.
func (t *Table) Heads(value TableCell) []TableCell {
	var block, above, beside []TableCell
	for _, row := range t.Rows[:value.Row+1] {
		for _, c := range row {
			over := c.Column < value.Column+value.ColSpan && value.Column < c.Column+c.ColSpan
			switch {
			case c.Role == BlockHead:
				block, above = []TableCell{c}, nil
			case c.Role == ColumnHead && over:
				above = append(above, c)
			case c.Role == RowHead && c.Row <= value.Row && value.Row < c.Row+c.RowSpan:
				beside = append(beside, c)
			}
		}
	}
	return append(append(block, above...), beside...)
}
