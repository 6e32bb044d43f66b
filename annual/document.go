package annual

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/law"
)

// Document is the whole report as it is read: title, lead, six chapters, three tables. Every file (docx, xlsx, html, csv
// and, by way of docx, pdf) is written from it, so that no two of them can differ.
type Document struct {
	Title    string // 樊村镇人民政府2022年政府信息公开工作年度报告
	Agency   string // the body's name
	Year     int
	Status   Status
	AsOf     law.Date
	Lead     []Paragraph
	Chapters [6]Chapter
	Report   Report // what the tables print
}

// Chapter is one of the six: words, and in 二, 三 and 四 a table, which stands before them.
type Chapter struct {
	Number int // 1 to 6
	Title  string
	Table  *Table
	Text   []Paragraph
}

// Paragraph is one paragraph of words. Heading is its beginning where that is a title of the second level, as
// （一）主动公开; offices set it in 楷体 (GB/T 9704—2012, 7.3.3).
type Paragraph struct {
	Heading string
	Text    string
}

// NewDocument gives the document of a report under the body's name, with the words of its chapters. Where words are
// missing the chapter is empty, except that 六 says 无, as the rulebook asks (6.1).
func NewDocument(r Report, agency string, words Prose) Document {
	d := Document{
		Title:  agency + strconv.Itoa(r.Year) + "年政府信息公开工作年度报告",
		Agency: agency, Year: r.Year, Status: r.Status, AsOf: r.AsOf, Lead: Paragraphs(words[Lead]), Report: r,
	}
	for i, title := range law.ChapterTitles() {
		d.Chapters[i] = Chapter{Number: i + 1, Title: title, Text: Paragraphs(words[i+1])}
	}
	d.Chapters[1].Table = printTable2(r.Table2)
	d.Chapters[2].Table = printTable3(r.Table3)
	d.Chapters[3].Table = printTable4(r.Table4)
	if last := &d.Chapters[5]; len(last.Text) == 0 {
		last.Text = []Paragraph{{Text: "无。"}}
	}
	return d
}

// Tables gives the three tables in order.
func (d Document) Tables() []*Table {
	return []*Table{d.Chapters[1].Table, d.Chapters[2].Table, d.Chapters[3].Table}
}

// Note says under the title how far the document may be trusted; nothing when it is the report as filed.
func (d Document) Note() string {
	switch d.Status {
	case Live:
		if d.AsOf.IsZero() {
			return "（未报送）"
		}
		return "（未报送，截至 " + d.AsOf.String() + "）"
	case Amended:
		return "（更正）"
	case Frozen:
	}
	return ""
}

// Prose is the words of a report by chapter: 1, 4, 5 and 6, and Lead.
type Prose map[int]string

// Lead stands for the words before the first chapter: basis, parts, period, whom to ask.
const Lead = 0

// heading is a title of the second level: a number in brackets, and words without an end of sentence up to the end of
// the line or the first full stop.
var heading = regexp.MustCompile(`^（[一二三四五六七八九十]{1,3}）[^。；！？\n]{1,40}(?:。|$)`)

// Paragraphs parts words into paragraphs: each line is one, spaces around it are dropped, empty lines too.
func Paragraphs(words string) []Paragraph {
	var out []Paragraph
	for line := range strings.Lines(words) {
		line = strings.Trim(line, " \t\r\n\u00a0\u3000")
		if line == "" {
			continue
		}
		p := Paragraph{Text: line}
		if head := heading.FindString(line); head != "" && utf8.ValidString(line) {
			p = Paragraph{Heading: head, Text: line[len(head):]}
		}
		out = append(out, p)
	}
	return out
}

// String gives the whole paragraph.
func (p Paragraph) String() string { return p.Heading + p.Text }
