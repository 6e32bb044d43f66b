package annual

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"gongkai/law"
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
	rows := law.Table2(formOr2021(t.Form))
	return append([][]string{{law.Table2Title}}, spread(rows, span(rows[0]), t.print)...)
}

const labelColumns = 3 // of table 3

func csvTable3(g Grid) [][]string {
	out := append([][]string{{law.Table3Title}}, spread(law.Table3Head(), labelColumns+Columns, nil)...)
	for _, l := range linesOf(g.Form) {
		row := make([]string, labelColumns, labelColumns+Columns)
		copy(row, l.labels)
		for _, f := range g.Rows[l.key] {
			row = append(row, f.String())
		}
		out = append(out, row)
	}
	return out
}

func csvTable4(t Table4) [][]string {
	out := append([][]string{{law.Table4Title}}, spread(law.Table4Head(), caseCount*outcomeCount, nil)...)
	var row []string
	for _, g := range t.groups() {
		for _, f := range g.outcomes.cells() {
			row = append(row, f.String())
		}
	}
	return append(out, row)
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
