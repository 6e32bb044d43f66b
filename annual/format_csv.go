package annual

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteCSV writes the tables of the document one below the other with their official labels in the order of the form, in
// UTF-8 with a byte order mark (without it office programs in China read GBK) and CRLF (RFC 4180). Each row of table 3
// repeats the labels it stands under, so that it can be read alone: three label cells, seven figures.
//
// A cell that a spreadsheet would take for a formula gets an apostrophe in front.
func (d Document) WriteCSV(w io.Writer) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return fmt.Errorf("write report %s %d as csv: %w", d.Agency, d.Year, err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rows := [][]string{{d.Title + d.Note()}}
	for _, t := range d.Tables() {
		rows = append(rows, []string{}, []string{t.Caption})
		rows = append(rows, t.plain()...)
	}
	for _, row := range rows {
		guarded := make([]string, len(row))
		for i, cell := range row {
			guarded[i] = guard(cell)
		}
		if err := out.Write(guarded); err != nil {
			return fmt.Errorf("write report %s %d as csv: %w", d.Agency, d.Year, err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write report %s %d as csv: %w", d.Agency, d.Year, err)
	}
	return nil
}

// plain lays the table out on its grid: a cell stands in its first place, the others stay empty, but the label of a
// block of rows is repeated in each of them. A lost figure is empty, as others' programs expect of a number.
func (t *Table) plain() [][]string {
	out := make([][]string, len(t.Rows))
	for i := range out {
		out[i] = make([]string, len(t.Widths))
	}
	for _, row := range t.Rows {
		for _, c := range row {
			text := c.Text
			if c.Role == Value && c.Figure.State == Unknown {
				text = ""
			}
			out[c.Row][c.Column] = text
			for down := 1; down < c.RowSpan && c.Role == RowHead; down++ {
				out[c.Row+down][c.Column] = text
			}
		}
	}
	return out
}

// guard keeps words that begin like a formula from being run by a spreadsheet (CWE-1236); plain numbers, negative ones
// too, stay numbers.
func guard(cell string) string {
	if cell == "" || plainNumber(cell) {
		return cell
	}
	first := []rune(cell)[0]
	if slices.Contains([]rune("=+-@\t\r\n\x00＝＋－＠"), first) {
		return "'" + cell
	}
	return cell
}

func plainNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, rest, _ := strings.Cut(s, ".")
	return whole != "" && strings.Trim(whole+rest, "0123456789") == ""
}
