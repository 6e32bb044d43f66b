package annual

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"gongkai/law"
)

// WriteTxt writes the tables of the document as WriteTxt does.
func (d Document) WriteTxt(w io.Writer) error {
	r := d.Report
	r.Agency = d.Agency
	return WriteTxt(w, r)
}

// WriteTxt writes tables 2, 3 and 4 for a terminal or a plain letter: Chinese takes two columns, figures stand under
// their heads, and a label too long for its column keeps a line of its own, whole.
func WriteTxt(w io.Writer, r Report) error {
	var b strings.Builder
	b.WriteString(r.title() + "\n\n")
	txtTable2(&b, r.Table2)
	b.WriteString("\n")
	txtTable3(&b, r.Table3)
	b.WriteString("\n")
	txtTable4(&b, r.Table4)
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write report %s %d as txt: %w", r.Agency, r.Year, err)
	}
	return nil
}

// WriteTable3Txt writes table 3 alone, as WriteTxt does.
func WriteTable3Txt(w io.Writer, r Report) error {
	var b strings.Builder
	txtTable3(&b, r.Table3)
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write table 3 of %s %d as txt: %w", r.Agency, r.Year, err)
	}
	return nil
}

const (
	labelWidth  = 44
	figureWidth = 8
	indentStep  = 2
	pageWidth   = 116 // the label column and the heads of table 3
)

func txtTable2(b *strings.Builder, t Table2) {
	b.WriteString(law.Table2Title + "\n")
	var heads []law.FormCell
	for _, row := range law.Table2(formOr2021(t.Form)) {
		if len(row) == 1 { // 第二十条第（…）项 over its block
			rule(b, pageWidth)
			b.WriteString(row[0].Text + "\n")
			continue
		}
		if row[1].Key == "" {
			heads = row
		}
		cells, wide := make([]string, len(row)-1), make([]int, len(row)-1)
		for i, c := range row[1:] {
			cells[i] = c.Text
			if c.Key != "" {
				cells[i] = onPaper([]Figure{t.Figures[c.Key]})[0]
				if c.Key == FeesKey && t.Figures[c.Key].State == Number {
					cells[i] = t.Text(c.Key)
				}
			}
			wide[i] = width(heads[i+1].Text) + indentStep
		}
		writeLine(b, strings.Repeat(" ", indentStep)+row[0].Text, cells, wide)
	}
	rule(b, pageWidth)
}

func txtTable3(b *strings.Builder, g Grid) {
	wide, heads, legal := make([]int, Columns), make([]string, Columns), 0
	for c, col := range columns {
		heads[c] = col.Label
		wide[c] = max(figureWidth, width(col.Label)+indentStep)
		if c > 0 && c < TotalColumn {
			legal += wide[c]
		}
	}
	const corners = 4 // ┌ and ┐, each with a space before the words
	line := strings.Repeat("─", (legal-indentStep-width(columns[1].Group)-corners)/2)
	b.WriteString(law.Table3Title + "\n" + law.Table3Corner + "\n")
	rule(b, pageWidth)
	b.WriteString(pad("", labelWidth+wide[0]+indentStep) + "┌" + line + " " + columns[1].Group + " " + line + "┐\n")
	writeLine(b, law.Table3Applicants, heads, wide)
	rule(b, pageWidth)
	var above []string
	for _, l := range linesOf(g.Form) {
		last := len(l.labels) - 1
		for depth, label := range l.labels[:last] {
			if depth >= len(above) || above[depth] != label {
				b.WriteString(strings.Repeat(" ", depth*indentStep) + label + "\n")
			}
		}
		above = l.labels[:last]
		row := g.Rows[l.key]
		cells := onPaper(row[:])
		writeLine(b, strings.Repeat(" ", last*indentStep)+l.labels[last], cells, wide)
	}
	rule(b, pageWidth)
}

func txtTable4(b *strings.Builder, t Table4) {
	wide, heads := make([]int, outcomeCount), make([]string, outcomeCount)
	for i, o := range endings {
		heads[i] = o.Label
		wide[i] = width(o.Label) + indentStep
	}
	b.WriteString(law.Table4Title + "\n")
	rule(b, pageWidth)
	writeLine(b, "", heads, wide)
	for i, g := range t.groups() {
		indent := ""
		if g.isSuit() {
			indent = strings.Repeat(" ", indentStep)
			if i == 1 {
				b.WriteString(labelSuits + "\n")
			}
		}
		outcomes := g.outcomes.cells()
		writeLine(b, indent+g.Label, onPaper(outcomes[:]), wide)
	}
	rule(b, pageWidth)
}

// onPaper shows an unknown cell as a question mark, so that it is not taken for a blank.
func onPaper(figures []Figure) []string {
	out := make([]string, len(figures))
	for i, f := range figures {
		out[i] = f.String()
		if f.State == Unknown {
			out[i] = "?"
		}
	}
	return out
}

// writeLine writes a label and its figures, right-aligned in columns of the widths given.
func writeLine(b *strings.Builder, label string, cells []string, wide []int) {
	line := pad(label, labelWidth)
	if width(label) > labelWidth {
		b.WriteString(label + "\n")
		line = pad("", labelWidth)
	}
	for i, cell := range cells {
		line += strings.Repeat(" ", max(1, wide[i]-width(cell))) + cell
	}
	b.WriteString(strings.TrimRight(line, " ") + "\n")
}

func rule(b *strings.Builder, n int) { b.WriteString(strings.Repeat("─", n) + "\n") }

func pad(s string, n int) string { return s + strings.Repeat(" ", max(0, n-width(s))) }

// width counts terminal columns: Chinese characters, their punctuation and full-width forms take two. Curved
// quotes, as in 危及“三安全一稳定”, are of ambiguous width and drawn narrow by most terminals.
func width(s string) int {
	n := 0
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		s = s[size:]
		n++
		if wide(r) {
			n++
		}
	}
	return n
}

func wide(r rune) bool {
	switch {
	case r >= 0x2E80 && r <= 0xA4CF, r >= 0xAC00 && r <= 0xD7A3, r >= 0xF900 && r <= 0xFAFF,
		r >= 0xFE30 && r <= 0xFE4F, r >= 0xFF01 && r <= 0xFF60, r >= 0xFFE0 && r <= 0xFFE6, r >= 0x20000 && r <= 0x3FFFD:
		return true
	}
	return false
}
