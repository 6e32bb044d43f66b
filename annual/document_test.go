package annual

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"gongkai/law"
)

// documentOf is the document of a published report with words in each chapter that has any.
func documentOf(r Report) Document {
	return NewDocument(r, r.Agency, Prose{
		Lead: "根据《中华人民共和国政府信息公开条例》第五十条的规定，编制本报告。",
		1:    "（一）主动公开\n全年公开政府信息若干条。\n（二）依申请公开。申请人写道：“1 < 2 & 3”。",
		5:    "\n\n　　存在的问题。\r\n",
	})
}

func fixtures(t *testing.T) map[string]Report {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "published", "*.json"))
	require.NoError(t, err)
	out := map[string]Report{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		out[name] = readFixture(t, name)
	}
	return out
}

func TestTheDocumentHasTheSixChaptersAndTheirTables(t *testing.T) {
	t.Parallel()
	d := documentOf(readFixture(t, "suqian-city-2024"))
	require.Equal(t, "宿迁市人民政府2024年政府信息公开工作年度报告", d.Title)
	require.Empty(t, d.Note())
	var titles []string
	for i, c := range d.Chapters {
		titles = append(titles, c.Title)
		require.Equal(t, i+1, c.Number)
		require.Equal(t, i >= 1 && i <= 3, c.Table != nil, c.Title)
	}
	require.Equal(t, law.ChapterTitles(), [6]string(titles))
	require.Equal(t, []Paragraph{
		{Heading: "（一）主动公开"}, {Text: "全年公开政府信息若干条。"}, {Heading: "（二）依申请公开。", Text: "申请人写道：“1 < 2 & 3”。"},
	}, d.Chapters[0].Text)
	require.Equal(t, []Paragraph{{Text: "存在的问题。"}}, d.Chapters[4].Text)
	require.Equal(t, []Paragraph{{Text: "无。"}}, d.Chapters[5].Text, "nothing to report is said")
	d.Status, d.AsOf = Live, date("2025-01-20")
	require.Equal(t, "（未报送，截至 2025-01-20）", d.Note())
}

func TestEveryCellOfEachTableIsCoveredOnce(t *testing.T) {
	t.Parallel()
	for name, r := range fixtures(t) {
		for _, table := range documentOf(r).Tables() {
			covered := map[[2]int]int{}
			for _, row := range table.Rows {
				for _, c := range row {
					for i := range c.RowSpan {
						for j := range c.ColSpan {
							covered[[2]int{c.Row + i, c.Column + j}]++
						}
					}
				}
			}
			require.Len(t, covered, len(table.Rows)*len(table.Widths), "%s %s", name, table.Key)
			for at, times := range covered {
				require.Equal(t, 1, times, "%s %s %v", name, table.Key, at)
				_, ok := table.At(at[0], at[1])
				require.True(t, ok)
			}
		}
	}
}

func TestEachFigureKnowsTheHeadsItStandsUnder(t *testing.T) {
	t.Parallel()
	d := documentOf(readFixture(t, "suqian-city-2024"))
	heads := func(key string) []string {
		var out []string
		for _, table := range d.Tables() {
			for _, row := range table.Rows {
				for _, c := range row {
					if c.Key != key {
						continue
					}
					for _, h := range table.Heads(c) {
						out = append(out, h.Text)
					}
				}
			}
		}
		return out
	}
	require.Equal(t, []string{
		law.Table3Applicants, "法人或其他组织", "商业企业", "三、本年度办理结果", "（三）不予公开", "4.保护第三方合法权益",
	}, heads("refused.third_party_rights/enterprise"))
	require.Equal(t, []string{law.Table3Applicants, law.LabelTotal, "四、结转下年度继续办理"}, heads("carried_out/total"))
	require.Equal(t, []string{"第二十条第（六）项", "本年处理决定数量", "行政强制"}, heads("art20_6.coercion"))
	require.Equal(t, []string{"第二十条第（一）项", "本年废止件数", "行政规范性文件"}, heads("art20_1.normative_documents.repealed"))
	require.Equal(t, []string{"行政诉讼", "复议后起诉", "尚未审结"}, heads("litigation.after_review.pending"))
}

func TestNumbersWithWordsBesideThemArePartedOnlyWhereThatIsClear(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		n      int64
		remark string
		ok     bool
	}{
		"22（其中修订16件）": {22, "（其中修订16件）", true}, "251000元": {251000, "元", true},
		"减4": {}, "2.5": {}, "1,036": {}, "12e3": {}, "件": {},
	} {
		n, remark, ok := Figure{State: Words, Text: text}.Remark()
		require.Equal(t, want.ok, ok, text)
		if ok {
			require.Equal(t, want.n, n)
			require.Equal(t, want.remark, remark)
		}
	}
}

// packed is what a docx says: the paragraphs outside tables, and each table as a grid of cells.
type packed struct {
	paragraphs []string
	tables     [][][]packedCell
}

type packedCell struct {
	span  int
	merge string // restart, continue or none
	text  string
}

// unpackDOCX reads word/document.xml with a reader of its own.
func unpackDOCX(t *testing.T, file []byte) packed {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	require.NoError(t, err)
	for _, f := range z.File { // every part is well-formed
		r, err := f.Open()
		require.NoError(t, err)
		dec := xml.NewDecoder(r)
		for {
			if _, err = dec.Token(); err != nil {
				break
			}
		}
		require.ErrorIs(t, err, io.EOF, f.Name)
	}
	r, err := z.Open("word/document.xml")
	require.NoError(t, err)
	var out packed
	text, depth := "", 0
	dec := xml.NewDecoder(r)
	for {
		token, err := dec.Token()
		if err == io.EOF {
			return out
		}
		require.NoError(t, err)
		switch e := token.(type) {
		case xml.StartElement:
			attr := ""
			if i := slices.IndexFunc(e.Attr, func(a xml.Attr) bool { return a.Name.Local == "val" }); i >= 0 {
				attr = e.Attr[i].Value
			}
			switch e.Name.Local {
			case "tbl":
				out.tables, depth = append(out.tables, nil), depth+1
			case "tr":
				last := &out.tables[len(out.tables)-1]
				*last = append(*last, nil)
			case "tc":
				row := lastRow(out)
				*row = append(*row, packedCell{span: 1, merge: "none"})
				text = ""
			case "gridSpan":
				lastCell(out).span, err = strconv.Atoi(attr)
				require.NoError(t, err)
			case "vMerge":
				lastCell(out).merge = "continue"
				if attr == "restart" {
					lastCell(out).merge = attr
				}
			case "p":
				text = ""
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "tbl":
				depth--
			case "tc":
				lastCell(out).text = text
			case "p":
				if depth == 0 {
					out.paragraphs = append(out.paragraphs, text)
				}
			}
		case xml.CharData:
			text += strings.Trim(string(e), "\n ")
		}
	}
}

func lastRow(p packed) *[]packedCell {
	table := p.tables[len(p.tables)-1]
	return &table[len(table)-1]
}

func lastCell(p packed) *packedCell {
	row := *lastRow(p)
	return &row[len(row)-1]
}

func TestTheWordFileHasTheTablesOfTheFormCellByCell(t *testing.T) {
	t.Parallel()
	for name, r := range fixtures(t) {
		d := documentOf(r)
		var b, again bytes.Buffer
		require.NoError(t, d.WriteDOCX(&b))
		require.NoError(t, d.WriteDOCX(&again))
		require.True(t, bytes.Equal(b.Bytes(), again.Bytes()), "the same report gives the same file")
		file := unpackDOCX(t, b.Bytes())
		require.Len(t, file.tables, 3, name)
		for i, table := range d.Tables() {
			require.Len(t, file.tables[i], len(table.Rows), "%s %s", name, table.Key)
			for row, cells := range file.tables[i] {
				column := 0
				for _, have := range cells {
					c, _ := table.At(row, column)
					want := packedCell{span: c.ColSpan, merge: "none"}
					switch {
					case c.RowSpan > 1 && c.Row == row:
						want.merge = "restart"
					case c.RowSpan > 1:
						want.merge = "continue"
					}
					if c.Row == row {
						want.text = c.Text
					}
					require.Equal(t, want, have, "%s %s row %d column %d", name, table.Key, row, column)
					column += have.span
				}
				require.Equal(t, len(table.Widths), column)
			}
		}
	}
}

func TestTheWordFileHasTheWordsInOrderAndNoPlaceIsLeft(t *testing.T) {
	t.Parallel()
	d := documentOf(readFixture(t, "fancun-2022"))
	var b bytes.Buffer
	require.NoError(t, d.WriteDOCX(&b))
	file := unpackDOCX(t, b.Bytes())
	titles := law.ChapterTitles()
	require.Equal(t, []string{
		d.Title, "根据《中华人民共和国政府信息公开条例》第五十条的规定，编制本报告。", titles[0], "（一）主动公开", "全年公开政府信息若干条。",
		"（二）依申请公开。申请人写道：“1 < 2 & 3”。", titles[1], "", titles[2], "", titles[3], "", titles[4], "存在的问题。", titles[5], "无。",
	}, file.paragraphs)
}

func TestTheWorkbookHasTheTablesOfTheFormCellByCell(t *testing.T) {
	t.Parallel()
	for name, r := range fixtures(t) {
		d := documentOf(r)
		var b bytes.Buffer
		require.NoError(t, d.WriteXLSX(&b))
		book, err := excelize.OpenReader(&b)
		require.NoError(t, err)
		require.Equal(t, []string{"表二 主动公开", "表三 申请", "表四 复议诉讼", "文字"}, book.GetSheetList())
		for i, table := range d.Tables() {
			sheet := book.GetSheetList()[i]
			merged := map[string]string{}
			cells, err := book.GetMergeCells(sheet)
			require.NoError(t, err)
			for _, m := range cells {
				merged[m.GetStartAxis()] = m.GetEndAxis()
			}
			for _, row := range table.Rows {
				for _, c := range row {
					from, to := corner(c.Column, c.Row), corner(c.Column+c.ColSpan-1, c.Row+c.RowSpan-1)
					if from != to {
						require.Equal(t, to, merged[from], "%s %s", name, from)
					}
					shown, err := book.GetCellValue(sheet, from)
					require.NoError(t, err)
					require.Equal(t, c.Text, shown, "%s %s %s", name, sheet, from)
					kind, err := book.GetCellType(sheet, from)
					require.NoError(t, err)
					n, _, number := c.Figure.Remark()
					number = number && c.Role == Value
					require.Equal(t, number, kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset, "%s %s: numbers are numbers, and nothing else", name, from)
					if raw, err := book.GetCellValue(sheet, from, excelize.Options{RawCellValue: true}); number && !c.Fees {
						require.NoError(t, err)
						require.Equal(t, fmt.Sprint(n), raw)
					}
				}
			}
		}
		require.NoError(t, book.Close())
	}
}

func TestABlankAStrokeAZeroAndARemarkStayApart(t *testing.T) {
	t.Parallel()
	r := readFixture(t, "fancun-2022")
	r.Table2.Figures["art20_1.regulations.made"] = Figure{State: Blank}
	r.Table2.Figures["art20_1.regulations.repealed"] = Figure{State: Blank, Text: "/"}
	r.Table2.Figures["art20_1.regulations.valid"] = Figure{}
	r.Table2.Figures["art20_1.normative_documents.made"] = Figure{State: Words, Text: `22（其中"修订"16件）`}
	r.Table2.Figures["art20_1.normative_documents.repealed"] = Figure{State: Words, Text: "=1+1"}
	d := documentOf(r)
	var x, h bytes.Buffer
	require.NoError(t, d.WriteXLSX(&x))
	require.NoError(t, d.WriteHTML(&h))
	book, err := excelize.OpenReader(&x)
	require.NoError(t, err)
	defer func() { require.NoError(t, book.Close()) }()
	sheet := book.GetSheetList()[0]
	var shown []string
	for _, cell := range []string{"B6", "C6", "D6", "B7", "C7", "D7"} {
		text, err := book.GetCellValue(sheet, cell)
		require.NoError(t, err)
		shown = append(shown, text)
	}
	require.Equal(t, []string{"", "/", "?", `22（其中"修订"16件）`, "=1+1", "0"}, shown)
	raw, err := book.GetCellValue(sheet, "B7", excelize.Options{RawCellValue: true})
	require.NoError(t, err)
	require.Equal(t, "22", raw, "a number with a remark still adds up")
	formula, err := book.GetCellFormula(sheet, "C7")
	require.NoError(t, err)
	require.Empty(t, formula)
	require.Contains(t, h.String(), `data-value="22">22（其中&#34;修订&#34;16件）</td>`)
}
