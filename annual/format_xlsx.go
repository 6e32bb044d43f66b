package annual

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// WriteXLSX writes a workbook: one sheet for each table, with the merged cells of the form and real numbers, and one for
// the words. A remark beside a number stands in the cell's number format, so that the cell still adds up; a blank, a
// stroke and a 0 stay three different things. Words are never formulas, whatever they begin with.
func (d Document) WriteXLSX(w io.Writer) (err error) {
	book := excelize.NewFile()
	defer func() {
		if cerr := book.Close(); cerr != nil && err == nil {
			err = fmt.Errorf("close workbook: %w", cerr)
		}
	}()
	x := &workbook{file: book, styles: map[string]int{}}
	names := []string{"表二 主动公开", "表三 申请", "表四 复议诉讼"}
	for i, t := range d.Tables() {
		x.sheet(names[i], t, d)
	}
	x.prose("文字", d)
	x.do(func() error { return book.DeleteSheet("Sheet1") })
	x.do(func() error {
		return book.SetDocProps(&excelize.DocProperties{
			Title: d.Title, Creator: d.Agency, Created: "2006-01-02T15:04:05Z", Modified: "2006-01-02T15:04:05Z", Language: "zh-CN",
		}) // no clock: the same report gives the same file
	})
	x.do(func() error { return book.Write(w) })
	if x.err != nil {
		return fmt.Errorf("write report %s %d as xlsx: %w", d.Agency, d.Year, x.err)
	}
	return nil
}

// workbook keeps the first error, so that the layout can be read without one after each line.
type workbook struct {
	file   *excelize.File
	styles map[string]int
	err    error
}

func (x *workbook) do(step func() error) {
	if x.err == nil {
		x.err = step()
	}
}

// titleRows stand above each table: title, note, caption.
const titleRows = 3

func (x *workbook) sheet(name string, t *Table, d Document) {
	x.do(func() error { _, err := x.file.NewSheet(name); return err })
	last := len(t.Widths)
	for i, width := range t.Widths {
		x.width(name, i+1, float64(width)/twipsPerCharacter)
	}
	x.text(name, 1, last, d.Title, "title")
	x.text(name, 2, last, d.Note(), "note")
	x.text(name, titleRows, last, t.Caption, "caption")
	for i, row := range t.Rows {
		for _, c := range row {
			x.cell(name, t, c)
		}
		x.height(name, titleRows+i+1, t.lines(i)*lineHeight+padding)
	}
	x.height(name, 1, titleHeight)
	x.height(name, titleRows, captionHeight)
	x.page(name, t.Key == "table4")
	x.heads(name, t)
}

const (
	twipsPerCharacter = 105 // the width of a digit of the default face at 11 points
	lineHeight        = 13  // points
	padding           = 5
	titleHeight       = 32
	captionHeight     = 24
)

// lines tells how many lines the longest label of a row needs: a spreadsheet does not grow a row for merged cells.
func (t *Table) lines(row int) int {
	const letter = 200 // the width of a Chinese character at 10 points, in twentieths of a point
	most := 1
	for _, c := range t.Rows[row] {
		wide := 0
		for _, w := range t.Widths[c.Column : c.Column+c.ColSpan] {
			wide += w
		}
		inLine := max(1, (wide-letter/2)/letter)
		n := ((width(c.Text)+1)/2 + inLine - 1) / inLine
		most = max(most, (n+c.RowSpan-1)/c.RowSpan)
	}
	return most
}

func (x *workbook) height(sheet string, row, points int) {
	x.do(func() error { return x.file.SetRowHeight(sheet, row, float64(points)) })
}

// page sets a sheet on A4, as wide as the paper.
func (x *workbook) page(name string, landscape bool) {
	x.do(func() error {
		const a4 = 9
		one, many, size, orientation, fit := 1, 0, a4, "portrait", true
		if landscape {
			orientation = "landscape"
		}
		err := x.file.SetPageLayout(name, &excelize.PageLayoutOptions{
			Size: &size, Orientation: &orientation, FitToWidth: &one, FitToHeight: &many,
		})
		if err != nil {
			return err
		}
		return x.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit})
	})
}

// heads keeps the heads of a table in sight, on paper and on the screen.
func (x *workbook) heads(name string, t *Table) {
	if t.Head == 0 {
		return
	}
	x.do(func() error {
		return x.file.SetDefinedName(&excelize.DefinedName{
			Name: "_xlnm.Print_Titles", Scope: name, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", name, titleRows+1, titleRows+t.Head),
		})
	})
	x.do(func() error {
		return x.file.SetPanes(name, &excelize.Panes{
			Freeze: true, YSplit: titleRows + t.Head, TopLeftCell: fmt.Sprintf("A%d", titleRows+t.Head+1), ActivePane: "bottomLeft",
		})
	})
}

func (x *workbook) width(sheet string, column int, width float64) {
	x.do(func() error {
		name, err := excelize.ColumnNumberToName(column)
		if err != nil {
			return err
		}
		return x.file.SetColWidth(sheet, name, name, width)
	})
}

func (x *workbook) cell(sheet string, t *Table, c TableCell) {
	from, to := corner(c.Column, c.Row), corner(c.Column+c.ColSpan-1, c.Row+c.RowSpan-1)
	if from != to {
		x.do(func() error { return x.file.MergeCell(sheet, from, to) })
	}
	n, remark, number := c.Figure.Remark()
	number = number && c.Role == Value && utf8.RuneCountInString(remark) <= longestRemark
	style, format := "head", ""
	switch {
	case number:
		style, format = "number", numberFormat(n, c.Fees, remark)
	case c.Role == Value:
		style = "words"
	case c.Role == RowHead && t.Key == "table3" && c.RowSpan == 1:
		style = "row"
	}
	x.do(func() error {
		if !number {
			return x.file.SetCellStr(sheet, from, c.Text)
		}
		if c.Fees {
			const yuan, yuanPerUnit = 100, 10_000 // the form has four decimals: rounded to the nearest 元, as FormatFees does
			return x.file.SetCellFloat(sheet, from, float64((n+yuan/2)/yuan)/yuanPerUnit, feeDecimals, 64)
		}
		return x.file.SetCellInt(sheet, from, n)
	})
	x.style(sheet, from, to, style, format)
}

const feeDecimals = 4

func corner(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column+1, titleRows+row+1)
	if err != nil {
		return "" // refused by the next step
	}
	return name
}

// longestRemark is what fits into a number format beside the digits (255 characters in all).
const longestRemark = 100

// numberFormat shows a number as the form prints it, with the decimals it has and the words beside it.
func numberFormat(n int64, fees bool, remark string) string {
	format := "0"
	if fees {
		if _, decimals, dot := strings.Cut(FormatFees(n), "."); dot {
			format += "." + strings.Repeat("0", len(decimals))
		}
	}
	if remark == "" {
		return format
	}
	return format + `"` + strings.ReplaceAll(remark, `"`, `"\""`) + `"`
}

// text writes a line over the whole width above a table.
func (x *workbook) text(sheet string, row, last int, text, style string) {
	name := func(column int) string { return corner(column-1, row-1-titleRows) }
	x.do(func() error { return x.file.MergeCell(sheet, name(1), name(last)) })
	x.do(func() error { return x.file.SetCellStr(sheet, name(1), text) })
	x.style(sheet, name(1), name(last), style, "")
}

func (x *workbook) style(sheet, from, to, name, format string) {
	x.do(func() error {
		id, known := x.styles[name+"\x00"+format]
		if !known {
			var err error
			if id, err = x.file.NewStyle(styleOf(name, format)); err != nil {
				return err
			}
			x.styles[name+"\x00"+format] = id
		}
		return x.file.SetCellStyle(sheet, from, to, id)
	})
}

func styleOf(name, format string) *excelize.Style {
	s := &excelize.Style{
		Font:      &excelize.Font{Family: "宋体", Size: 10},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true},
	}
	switch name {
	case "title":
		s.Font = &excelize.Font{Family: "方正小标宋简体", Size: 18}
		return s
	case "note":
		return s
	case "caption":
		s.Font = &excelize.Font{Family: "黑体", Size: 14}
		s.Alignment.Horizontal = "left"
		return s
	case "prose", "heading":
		s.Font = &excelize.Font{Family: map[string]string{"prose": "仿宋_GB2312", "heading": "黑体"}[name], Size: 14}
		s.Alignment = &excelize.Alignment{Horizontal: "left", Vertical: "top", WrapText: true}
		return s
	case "row":
		s.Alignment.Horizontal = "left"
	}
	for _, side := range []string{"left", "top", "right", "bottom"} {
		s.Border = append(s.Border, excelize.Border{Type: side, Color: "000000", Style: 1})
	}
	if format != "" {
		s.CustomNumFmt = &format
	}
	return s
}

// prose writes the words of all chapters on one sheet, a paragraph a row.
func (x *workbook) prose(sheet string, d Document) {
	x.do(func() error { _, err := x.file.NewSheet(sheet); return err })
	const wide = 90
	x.width(sheet, 1, wide)
	row := 0
	line := func(text, style string) {
		row++
		at := fmt.Sprintf("A%d", row)
		x.do(func() error { return x.file.SetCellStr(sheet, at, text) })
		x.style(sheet, at, at, style, "")
	}
	line(d.Title, "title")
	for _, p := range d.Lead {
		line(p.String(), "prose")
	}
	for _, c := range d.Chapters {
		line(c.Title, "heading")
		for _, p := range c.Text {
			line(p.String(), "prose")
		}
	}
	x.page(sheet, false)
}
