package annual

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"gongkai/law"
)

// wireTotal is the JSON of a total: that of a report, and under "rollup" what it was added up from.
type wireTotal struct {
	wire
	RollUp wireParts `json:"rollup"`
}

type wireParts struct {
	Name     string       `json:"name"`
	Bodies   []wireMember `json:"bodies"`
	NotFiled []string     `json:"not_filed"`
	Unknown  []wireGap    `json:"unknown"`
	LeftOut  []string     `json:"left_out"`
}

type wireMember struct {
	Agency   string  `json:"agency"`
	Name     string  `json:"name"`
	Parent   string  `json:"parent,omitempty"`
	Status   Status  `json:"status"`
	Filed    bool    `json:"filed"`
	Position int64   `json:"position"`
	Digest   string  `json:"digest"`
	Broken   []Check `json:"broken"`
}

type wireGap struct {
	Table  int      `json:"table"`
	Row    string   `json:"row"`
	Column string   `json:"column,omitempty"`
	Bodies []string `json:"bodies"`
}

// MarshalJSON writes all keys, in one order.
func (t Total) MarshalJSON() ([]byte, error) {
	w := wireTotal{wire: t.Report.wire(), RollUp: wireParts{
		Name: t.Name, Bodies: make([]wireMember, len(t.Members)), NotFiled: t.NotFiled(), Unknown: make([]wireGap, len(t.Gaps)), LeftOut: t.LeftOut,
	}}
	for i, m := range t.Members {
		w.RollUp.Bodies[i] = wireMember{
			Agency: m.Code, Name: m.Name, Parent: m.Parent, Status: m.Report.Status, Filed: m.Filed(),
			Position: m.Report.Position, Digest: m.Report.Digest, Broken: append([]Check{}, m.Broken()...),
		}
	}
	for i, g := range t.Gaps {
		w.RollUp.Unknown[i] = wireGap(g)
	}
	b, err := json.Marshal(w)
	if err != nil {
		return nil, fmt.Errorf("write the total of %s %d: %w", t.Agency, t.Year, err)
	}
	return b, nil
}

// Document is the sum as a document of its own beside the office's report.
func (t Total) Document() Document { return NewDocument(t.Report, t.Name+"（汇总）", nil) }

// Write writes the total in a format of Document.Write. json, txt and csv say below the tables what they were added up
// from; the others are the government's document as it is published.
func (t Total) Write(w io.Writer, format string) error {
	if format == "json" {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(t); err != nil {
			return fmt.Errorf("write the total of %s %d as json: %w", t.Agency, t.Year, err)
		}
		return nil
	}
	if err := t.Document().Write(w, format); err != nil {
		return err
	}
	switch format {
	case "txt":
		return t.partsTxt(w)
	case "csv":
		return t.partsCSV(w)
	}
	return nil
}

func (t Total) partsTxt(w io.Writer) error {
	var b strings.Builder
	for _, row := range t.parts() {
		b.WriteString("\n" + strings.Join(row, "  "))
	}
	if _, err := io.WriteString(w, b.String()+"\n"); err != nil {
		return fmt.Errorf("write the total of %s %d as txt: %w", t.Agency, t.Year, err)
	}
	return nil
}

func (t Total) partsCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	for _, row := range append([][]string{{}}, t.parts()...) {
		guarded := make([]string, len(row))
		for i, cell := range row {
			guarded[i] = guard(cell)
		}
		if err := out.Write(guarded); err != nil {
			return fmt.Errorf("write the total of %s %d as csv: %w", t.Agency, t.Year, err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write the total of %s %d as csv: %w", t.Agency, t.Year, err)
	}
	return nil
}

// parts lists the bodies, the cells that stay unknown and what was left out.
func (t Total) parts() [][]string {
	rows := [][]string{{"汇总范围", "机关", "报送", "不符规则"}}
	for _, m := range t.Members {
		var rules []string
		for _, c := range m.Broken() {
			rules = append(rules, c.Rule)
		}
		rows = append(rows, []string{m.Code, m.Name, m.Report.Status.label(), strings.Join(rules, "、")})
	}
	for _, g := range t.Gaps {
		rows = append(rows, []string{"数字未知", g.Label("zh"), strings.Join(g.Bodies, "、")})
	}
	if len(t.LeftOut) > 0 {
		rows = append(rows, []string{"垂直管理，不计入", strings.Join(t.LeftOut, "、")})
	}
	return rows
}

func (s Status) label() string {
	switch s {
	case Frozen:
		return "已报送"
	case Amended:
		return "已更正"
	case Live:
	}
	return "未报送"
}

// Label names the cell by the labels of the form, in English by its keys.
func (g Gap) Label(lang string) string {
	row, column := g.Row, g.Column
	if english(lang) {
		return strings.TrimSuffix(fmt.Sprintf("table %d, %s, %s", g.Table, row, column), ", ")
	}
	switch g.Table {
	case 3:
		row = rowName(g.Row).zh
		if c := columnPlace(g.Column); c >= 0 {
			column = columns[c].Label
		}
	case 4:
		for _, o := range law.Outcomes() {
			if o.Key == g.Column {
				column = o.Label
			}
		}
		for _, c := range law.Cases() {
			if c.Key == g.Row {
				row = c.Label
			}
		}
	}
	label := "表" + [...]string{2: "二", 3: "三", 4: "四"}[g.Table] + " " + row
	if column != "" {
		label += " " + column
	}
	return label
}
