package annual

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteCSV writes tables 2, 3 and 4 one below the other with their official labels in the order of the form, in UTF-8
// with a byte order mark (without it office programs in China read GBK) and CRLF (RFC 4180). Each row of table 3
// repeats the labels it stands under, so that it can be read alone: three label cells, seven figures.
//
// A cell that a spreadsheet would take for a formula gets an apostrophe in front.
func WriteCSV(w io.Writer, r Report) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return fmt.Errorf("write report %s %d as csv: %w", r.Agency, r.Year, err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rows := [][]string{{r.title()}, {}}
	rows = append(rows, csvTable2(r.Table2)...)
	rows = append(rows, []string{})
	rows = append(rows, csvTable3(r.Table3)...)
	rows = append(rows, []string{})
	rows = append(rows, csvTable4(r.Table4)...)
	for _, row := range rows {
		guarded := make([]string, len(row))
		for i, cell := range row {
			guarded[i] = guard(cell)
		}
		if err := out.Write(guarded); err != nil {
			return fmt.Errorf("write report %s %d as csv: %w", r.Agency, r.Year, err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write report %s %d as csv: %w", r.Agency, r.Year, err)
	}
	return nil
}

func csvTable2(t Table2) [][]string {
	out := [][]string{{titleTable2}}
	for _, b := range blocksOf(t.Form) {
		out = append(out, []string{b.title}, b.heads)
		for _, l := range b.lines {
			row := []string{l.label}
			for _, key := range l.keys {
				row = append(row, t.print(key))
			}
			out = append(out, row)
		}
	}
	return out
}

func csvTable3(g Grid) [][]string {
	heads := []string{"", "", ""}
	over := []string{cornerTable3, "", "", headApplicant}
	mid := []string{"", "", "", columns[0].label, headLegal, "", "", "", "", columns[TotalColumn].label}
	for c, col := range columns {
		if c == 0 || c == TotalColumn {
			heads = append(heads, "")
			continue
		}
		heads = append(heads, col.label)
	}
	out := [][]string{{titleTable3}, over, mid, heads}
	for _, l := range linesOf(g.Form) {
		labels := labelCells(l.labels)
		row := labels[:]
		for _, f := range g.Rows[l.key] {
			row = append(row, f.String())
		}
		out = append(out, row)
	}
	return out
}

func csvTable4(t Table4) [][]string {
	var over, mid, heads, cells []string
	for i, g := range t.groups() {
		blank := make([]string, len(outcomeHeads)-1)
		first := g.labels[0]
		second := ""
		if len(g.labels) > 1 {
			second = g.labels[1]
		}
		if i == 2 { // 行政诉讼 stands once over both its groups
			first = ""
		}
		over = append(append(over, first), blank...)
		mid = append(append(mid, second), blank...)
		heads = append(heads, outcomeHeads[:]...)
		for _, f := range g.outcomes.cells() {
			cells = append(cells, f.String())
		}
	}
	return [][]string{{titleTable4}, over, mid, heads, cells}
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
