package annual

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
)

//go:embed report.html.tmpl
var reportPage string

// page is parsed once; it is part of the program, so a fault in it is a fault of the build.
var page = template.Must(template.New("report").Funcs(template.FuncMap{
	"at": func(t *Table, c TableCell) htmlCell { return htmlCell{t, c} },
}).Parse(reportPage))

// WriteHTML writes the document as one page for the body's website: no script, no file beside it, and each figure names
// the heads it stands under (WCAG 2.2, H43), since the heads of the form span rows and columns.
func (d Document) WriteHTML(w io.Writer) error {
	var b bytes.Buffer
	if err := page.Execute(&b, d); err != nil {
		return fmt.Errorf("write report %s %d as html: %w", d.Agency, d.Year, err)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write report %s %d as html: %w", d.Agency, d.Year, err)
	}
	return nil
}

// AfterName is the title after the body's name, where a narrow window may break it.
func (d Document) AfterName() string { return strings.TrimPrefix(d.Title, d.Agency) }

// htmlCell is a cell as the page asks for it.
type htmlCell struct {
	table *Table
	TableCell
}

// ID names the cell on the page.
func (c htmlCell) ID() string { return cellID(c.table, c.TableCell) }

func cellID(t *Table, c TableCell) string {
	return fmt.Sprintf("%s-r%dc%d", t.Key, c.Row+1, c.Column+1)
}

// Scope says what a head heads; "" for a figure.
func (c htmlCell) Scope() string {
	switch c.Role {
	case ColumnHead:
		if c.ColSpan > 1 {
			return "colgroup"
		}
		return "col"
	case BlockHead:
		return "colgroup"
	case RowHead:
		if c.RowSpan > 1 {
			return "rowgroup"
		}
		return "row"
	case Value:
	}
	return ""
}

// Spans gives the attributes of a cell that reaches over several.
func (c htmlCell) Spans() template.HTMLAttr {
	out := ""
	if c.ColSpan > 1 {
		out += ` colspan="` + strconv.Itoa(c.ColSpan) + `"`
	}
	if c.RowSpan > 1 {
		out += ` rowspan="` + strconv.Itoa(c.RowSpan) + `"`
	}
	return template.HTMLAttr(out) // numbers only
}

// Class tells the heads apart for the eye.
func (c htmlCell) Class() string {
	switch {
	case c.Role == BlockHead:
		return "block"
	case c.Role == RowHead && c.table.Key == "table3":
		return "row"
	}
	return ""
}

// Headers lists the heads of a figure, outermost first.
func (c htmlCell) Headers() string {
	if c.Role != Value {
		return ""
	}
	heads := c.table.Heads(c.TableCell)
	ids := make([]string, len(heads))
	for i, h := range heads {
		ids[i] = cellID(c.table, h)
	}
	return strings.Join(ids, " ")
}

// Value is the number alone where words stand beside it, for programs that read the page.
func (c htmlCell) Value() string {
	n, remark, ok := c.Figure.Remark()
	switch {
	case !ok || remark == "":
		return ""
	case c.Fees:
		return FormatFees(n)
	}
	return strconv.FormatInt(n, 10)
}
