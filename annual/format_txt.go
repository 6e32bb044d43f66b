package annual

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

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

const (
	labelWidth  = 44
	figureWidth = 10
	indentStep  = 2
)

func txtTable2(b *strings.Builder, t Table2) {
	b.WriteString(titleTable2 + "\n")
	for _, blk := range blocksOf(t.Form) {
		wide := make([]int, len(blk.heads)-1)
		for i, head := range blk.heads[1:] {
			wide[i] = width(head) + indentStep
		}
		rule(b, labelWidth+Columns*figureWidth)
		b.WriteString(blk.title + "\n")
		writeLine(b, strings.Repeat(" ", indentStep)+blk.heads[0], blk.heads[1:], wide)
		for _, l := range blk.lines {
			cells := make([]string, len(l.keys))
			for i, key := range l.keys {
				cells[i] = t.print(key)
			}
			writeLine(b, strings.Repeat(" ", indentStep)+l.label, cells, wide)
		}
	}
}

func txtTable3(b *strings.Builder, g Grid) {
	wide := make([]int, Columns)
	heads := [2][]string{make([]string, Columns), make([]string, Columns)}
	for c, col := range columns {
		wide[c] = figureWidth
		heads[0][c], heads[1][c] = halves(col.label)
	}
	b.WriteString(titleTable3 + "\n" + cornerTable3 + "\n")
	rule(b, labelWidth+Columns*figureWidth)
	over := labelWidth + figureWidth
	b.WriteString(pad("", over) + center("┌──────────── "+headLegal+" ────────────┐", (Columns-2)*figureWidth) + "\n")
	writeLine(b, headApplicant, heads[0], wide)
	writeLine(b, "", heads[1], wide)
	rule(b, labelWidth+Columns*figureWidth)
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
	rule(b, labelWidth+Columns*figureWidth)
}

func txtTable4(b *strings.Builder, t Table4) {
	wide := make([]int, len(outcomeHeads))
	for i := range wide {
		wide[i] = figureWidth
	}
	b.WriteString(titleTable4 + "\n")
	rule(b, labelWidth+Columns*figureWidth)
	writeLine(b, "", outcomeHeads[:], wide)
	above := ""
	for _, g := range t.groups() {
		last := len(g.labels) - 1
		if last > 0 && above != g.labels[0] {
			b.WriteString(g.labels[0] + "\n")
		}
		above = g.labels[0]
		outcomes := g.outcomes.cells()
		cells := onPaper(outcomes[:])
		writeLine(b, strings.Repeat(" ", last*indentStep)+g.labels[last], cells, wide)
	}
	rule(b, labelWidth+Columns*figureWidth)
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

// halves splits a head of more than four characters over two lines: 社会公益 / 组织.
func halves(label string) (string, string) {
	const most = 4
	runes := []rune(label)
	if len(runes) <= most {
		return label, ""
	}
	return string(runes[:most]), string(runes[most:])
}

func rule(b *strings.Builder, n int) { b.WriteString(strings.Repeat("─", n) + "\n") }

func pad(s string, n int) string { return s + strings.Repeat(" ", max(0, n-width(s))) }

func center(s string, n int) string { return pad(strings.Repeat(" ", max(0, (n-width(s))/2))+s, n) }

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
