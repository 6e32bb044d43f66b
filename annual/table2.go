package annual

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// FeesKey is the figure of table 2 that is an amount: 行政事业性收费, held in 分, printed in 万元.
const FeesKey = "art20_8.fees_10k_yuan"

// Table2 is 二、主动公开政府信息情况: what an agency published and decided of its own accord. Its figures do not come
// out of applications; they are entered with their source. Keys are those of the published files, joined by a dot:
// "art20_1.regulations.made". Missing keys are unknown cells.
type Table2 struct {
	Form    string
	Figures map[string]Figure
}

// block is one of the parts of table 2: its title, the heads of its columns, its lines.
type block struct {
	title string
	heads []string
	lines []blockLine
}

type blockLine struct {
	label string
	keys  []string // one for each head after the first
}

const headContent = "信息内容"

func under(key string, fields ...string) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = key + "." + f
	}
	return out
}

var blocks2021 = []block{
	{"第二十条第（一）项", []string{headContent, "本年制发件数", "本年废止件数", "现行有效件数"}, []blockLine{
		{"规章", under("art20_1.regulations", "made", "repealed", "valid")},
		{"行政规范性文件", under("art20_1.normative_documents", "made", "repealed", "valid")},
	}},
	{"第二十条第（五）项", []string{headContent, "本年处理决定数量"}, []blockLine{{"行政许可", []string{"art20_5.licences"}}}},
	{"第二十条第（六）项", []string{headContent, "本年处理决定数量"}, []blockLine{
		{"行政处罚", []string{"art20_6.penalties"}},
		{"行政强制", []string{"art20_6.coercion"}},
	}},
	{"第二十条第（八）项", []string{headContent, "本年收费金额（单位：万元，保留4位小数）"}, []blockLine{
		{"行政事业性收费", []string{FeesKey}},
	}},
}

var blocks2019 = []block{
	{"第二十条第（一）项", []string{headContent, "本年新制作数量", "本年新公开数量", "对外公开总数量"}, []blockLine{
		{"规章", under("art20_1.regulations", "new_made", "new_published", "total_published")},
		{"规范性文件", under("art20_1.normative_documents", "new_made", "new_published", "total_published")},
	}},
	{"第二十条第（五）项", []string{headContent, "上一年项目数量", "本年增/减", "处理决定数量"}, []blockLine{
		{"行政许可", under("art20_5.licences", "previous_items", "change", "decisions")},
		{"其他对外管理服务事项", under("art20_5.other_services", "previous_items", "change", "decisions")},
	}},
	{"第二十条第（六）项", []string{headContent, "上一年项目数量", "本年增/减", "处理决定数量"}, []blockLine{
		{"行政处罚", under("art20_6.penalties", "previous_items", "change", "decisions")},
		{"行政强制", under("art20_6.coercion", "previous_items", "change", "decisions")},
	}},
	{"第二十条第（八）项", []string{headContent, "上一年项目数量", "本年增/减"}, []blockLine{
		{"行政事业性收费", under("art20_8.fees", "previous_items", "change")},
	}},
	{"第二十条第（九）项", []string{headContent, "采购项目数量", "采购总金额"}, []blockLine{
		{"政府集中采购", under("art20_9.procurement", "projects", "amount")},
	}},
}

func blocksOf(form string) []block {
	if form == Form2019 {
		return blocks2019
	}
	return blocks2021
}

// Table2Keys gives the keys of a form's figures in order.
func Table2Keys(form string) []string {
	var out []string
	for _, b := range blocksOf(form) {
		for _, l := range b.lines {
			out = append(out, l.keys...)
		}
	}
	return out
}

// Plus adds another table 2 figure by figure. Tables of two forms count different things: every sum is unknown then.
func (t Table2) Plus(other Table2) Table2 {
	out := Table2{Form: t.Form, Figures: map[string]Figure{}}
	for _, key := range Table2Keys(t.Form) {
		if sum := t.Figures[key].plus(other.Figures[key]); t.Form == other.Form {
			out.Figures[key] = sum
		} else {
			out.Figures[key] = Figure{}
		}
	}
	return out
}

// print gives a cell's text on paper.
func (t Table2) print(key string) string {
	f := t.Figures[key]
	if key == FeesKey && f.State == Number {
		return FormatFees(f.N)
	}
	return f.String()
}

// MarshalJSON writes the keys of the published files in the order of the form, all of them; fees as 万元.
func (t Table2) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	if t.Form == Form2019 {
		b.WriteString(`"format":"2019"`)
	}
	for _, blk := range blocksOf(t.Form) {
		for _, l := range blk.lines {
			if b.Len() > 1 {
				b.WriteByte(',')
			}
			if err := t.writeLine(&b, l); err != nil {
				return nil, err
			}
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func (t Table2) writeLine(b *bytes.Buffer, l blockLine) error {
	outer, nested := parent(l.keys[0])
	if !nested {
		fmt.Fprintf(b, "%q:", l.keys[0])
		return t.writeFigure(b, l.keys[0])
	}
	fmt.Fprintf(b, "%q:{", outer)
	for i, key := range l.keys {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(b, "%q:", strings.TrimPrefix(key, outer+"."))
		if err := t.writeFigure(b, key); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

// parent splits "art20_1.regulations.made" after its second part; keys of two parts are not nested.
func parent(key string) (string, bool) {
	i := strings.LastIndexByte(key, '.')
	return key[:i], strings.Count(key, ".") > 1
}

func (t Table2) writeFigure(b *bytes.Buffer, key string) error {
	f := t.Figures[key]
	if key == FeesKey && f.State == Number {
		b.WriteString(exactFees(f.N))
		return nil
	}
	raw, err := f.MarshalJSON()
	if err != nil {
		return fmt.Errorf("write table 2, %s: %w", key, err)
	}
	b.Write(raw)
	return nil
}

// UnmarshalJSON reads the table 2 of a published file. Its key "format" tells the form; without it the form is that
// of 2021.
func (t *Table2) UnmarshalJSON(b []byte) error {
	var in map[string]json.RawMessage
	if err := json.Unmarshal(b, &in); err != nil {
		return fmt.Errorf("read table 2: %w", err)
	}
	out := Table2{Form: Form2021, Figures: map[string]Figure{}}
	if string(in["format"]) == `"2019"` {
		out.Form = Form2019
	}
	for _, key := range Table2Keys(out.Form) {
		f, err := readFigure(in, key)
		if err != nil {
			return fmt.Errorf("read table 2, %s: %w", key, err)
		}
		out.Figures[key] = f
	}
	*t = out
	return nil
}

func readFigure(in map[string]json.RawMessage, key string) (Figure, error) {
	raw, ok := in[key]
	if outer, nested := parent(key); nested && in[outer] != nil {
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(in[outer], &fields); err != nil {
			return Figure{}, fmt.Errorf("%w: %s", ErrFigure, shorten(string(in[outer])))
		}
		raw, ok = fields[strings.TrimPrefix(key, outer+".")]
	}
	if !ok {
		return Figure{}, nil
	}
	if key == FeesKey {
		return decodeFigure(raw, feesInFen)
	}
	return decodeFigure(raw, wholeNumber)
}
