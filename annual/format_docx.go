package annual

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// WriteDOCX writes the document on the program's template, for an office to edit and to seal.
func (d Document) WriteDOCX(w io.Writer) error {
	t, err := OfficialTemplate()
	if err != nil {
		return err
	}
	return d.WriteOn(w, t)
}

// WriteOn writes the document on a template. The tables are written here and not in the template, because which rows and
// heads they have follows from the form of the year, and some bodies mix both forms; their faces are the template's.
func (d Document) WriteOn(w io.Writer, t Template) error {
	out := Template{parts: slices.Clone(t.parts)}
	for i, p := range out.parts {
		if !p.fillable() {
			continue
		}
		block := func(key string, at paragraph) (string, bool) { return d.block(key, at, p.content) }
		filled, err := fill(p.content, block, d.word)
		if err != nil {
			return fmt.Errorf("write report %s %d as docx: %s: %w", d.Agency, d.Year, p.name, err)
		}
		out.parts[i].content = filled
	}
	if err := out.Write(w); err != nil {
		return fmt.Errorf("write report %s %d as docx: %w", d.Agency, d.Year, err)
	}
	return nil
}

// knownPlaces lists the places of a template.
func knownPlaces() []string {
	out := []string{"title", "note", "agency", "year", "lead"}
	for n := range 6 {
		chapter := "chapter." + strconv.Itoa(n+1)
		out = append(out, chapter+".title", chapter)
	}
	return append(out, "table2", "table3", "table4")
}

func knownPlace(key string) bool { return slices.Contains(knownPlaces(), key) }

// word gives what stands at a place inside a paragraph.
func (d Document) word(key string) (string, bool) {
	switch key {
	case "title":
		return d.Title, true
	case "note":
		return d.Note(), true
	case "agency":
		return d.Agency, true
	case "year":
		return strconv.Itoa(d.Year), true
	}
	for _, c := range d.Chapters {
		if key == "chapter."+strconv.Itoa(c.Number)+".title" {
			return c.Title, true
		}
	}
	return "", false
}

// block gives what stands at a place that is a paragraph of its own: none, one or many paragraphs, or a table.
func (d Document) block(key string, at paragraph, content []byte) (string, bool) {
	pPr, rPr := string(content[at.pPr[0]:at.pPr[1]]), string(content[at.rPr[0]:at.rPr[1]])
	paragraphs := func(list []Paragraph) string {
		var b strings.Builder
		for _, p := range list {
			b.WriteString("<w:p>" + pPr)
			if p.Heading != "" {
				b.WriteString(run(headingFace, p.Heading))
			}
			if p.Text != "" {
				b.WriteString(run(rPr, p.Text))
			}
			b.WriteString("</w:p>")
		}
		return b.String()
	}
	for _, t := range d.Tables() {
		if key == t.Key {
			return t.docx() + afterTable, true
		}
	}
	for _, c := range d.Chapters {
		if key == "chapter."+strconv.Itoa(c.Number) {
			return paragraphs(c.Text), true
		}
	}
	switch key {
	case "title":
		return "<w:p>" + pPr + d.titleRuns(rPr) + "</w:p>", true
	case "lead":
		return paragraphs(d.Lead), true
	case "note":
		if d.Note() == "" {
			return "", true
		}
	}
	return "", false
}

// longestTitle is what a line of 156 mm holds at 22 points, in half characters.
const longestTitle = 40

// titleRuns breaks a title too long for a line after the body's name, not in the middle of a word.
func (d Document) titleRuns(rPr string) string {
	if width(d.Title) <= longestTitle {
		return run(rPr, d.Title)
	}
	return run(rPr, d.Agency) + "<w:r>" + rPr + "<w:br/></w:r>" + run(rPr, d.AfterName())
}

// Titles of the second level are set in 楷体 (GB/T 9704—2012, 7.3.3).
const headingFace = `<w:rPr><w:rFonts w:ascii="楷体_GB2312" w:hAnsi="楷体_GB2312" w:eastAsia="楷体_GB2312" w:hint="eastAsia"/></w:rPr>`

// afterTable parts a table from the next one; Word joins tables that touch.
const afterTable = `<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr></w:p>`

func run(rPr, text string) string {
	return "<w:r>" + rPr + `<w:t xml:space="preserve">` + escaped(text) + "</w:t></w:r>"
}

// docx writes the table with fixed widths; head rows repeat on each page, a row is never cut, and a cell that reaches
// down is merged the way Word does it, by a cell in each row (w:vMerge).
func (t *Table) docx() string {
	var b strings.Builder
	sum := 0
	for _, w := range t.Widths {
		sum += w
	}
	fmt.Fprintf(&b, `<w:tbl><w:tblPr><w:tblStyle w:val="FormTable"/><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/>`+
		`<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="28" w:type="dxa"/><w:right w:w="28" w:type="dxa"/></w:tblCellMar>`+
		`<w:tblCaption w:val="%s"/></w:tblPr><w:tblGrid>`, sum, escaped(t.Caption))
	for _, w := range t.Widths {
		fmt.Fprintf(&b, `<w:gridCol w:w="%d"/>`, w)
	}
	b.WriteString("</w:tblGrid>")
	for i := range t.Rows {
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="` + rowHeight + `" w:hRule="atLeast"/>`)
		if i < t.Head {
			b.WriteString("<w:tblHeader/>")
		}
		b.WriteString("</w:trPr>")
		for column := 0; column < len(t.Widths); {
			c, ok := t.At(i, column)
			if !ok {
				break // a form has no holes; a test holds it
			}
			b.WriteString(t.docxCell(c, i))
			column = c.Column + c.ColSpan
		}
		b.WriteString("</w:tr>")
	}
	b.WriteString("</w:tbl>")
	return b.String()
}

// narrowed leaves room for two characters of 9 points.
const narrowed = `<w:tcMar><w:left w:w="110" w:type="dxa"/><w:right w:w="110" w:type="dxa"/></w:tcMar>`

// rowHeight is the least height of a row, in twentieths of a point (5.5 mm).
const rowHeight = "312"

func (t *Table) docxCell(c TableCell, row int) string {
	var b strings.Builder
	width := 0
	for _, w := range t.Widths[c.Column : c.Column+c.ColSpan] {
		width += w
	}
	fmt.Fprintf(&b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
	if c.ColSpan > 1 {
		fmt.Fprintf(&b, `<w:gridSpan w:val="%d"/>`, c.ColSpan)
	}
	switch {
	case c.RowSpan > 1 && row == c.Row:
		b.WriteString(`<w:vMerge w:val="restart"/>`)
	case c.RowSpan > 1:
		b.WriteString(`<w:vMerge/>`)
	}
	if c.Role == ColumnHead && c.ColSpan == 1 && width <= numberWidth && utf8.RuneCountInString(c.Text) > 3 {
		// Heads of narrow columns break after two characters, as they are printed: 商业/企业, not 商业企/业.
		b.WriteString(narrowed)
	}
	style := "TableText"
	switch {
	case c.Role == Value:
		style = "TableNumber"
	case c.Role == RowHead && t.Key == "table3" && c.RowSpan == 1:
		style = "TableLabel"
	}
	b.WriteString(`<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="` + style + `"/>`)
	if row < len(t.Rows)-1 {
		b.WriteString("<w:keepNext/>") // each table fits on a page: it moves to the next one rather than be cut
	}
	b.WriteString("</w:pPr>")
	if row == c.Row && c.Text != "" {
		b.WriteString(run("", c.Text))
	}
	b.WriteString("</w:p></w:tc>")
	return b.String()
}

func sortEdits(edits []edit) {
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
}
