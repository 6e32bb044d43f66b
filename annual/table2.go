package annual

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"strings"

	"gongkai/law"
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

// Plus adds another table 2 figure by figure. Tables of two forms count different things: every sum is unknown then.
func (t Table2) Plus(other Table2) Table2 {
	out := Table2{Form: t.Form, Figures: map[string]Figure{}}
	for _, key := range table2Keys(t.Form) {
		if sum := t.Figures[key].plus(other.Figures[key]); t.Form == other.Form {
			out.Figures[key] = sum
		} else {
			out.Figures[key] = Figure{}
		}
	}
	return out
}

// With gives the table with recorded figures in place of its own; keys that are not of its form are left out.
func (t Table2) With(recorded map[string]Figure) Table2 {
	out := Table2{Form: t.Form, Figures: maps.Clone(t.Figures)}
	for _, key := range table2Keys(t.Form) {
		if f, ok := recorded[key]; ok {
			out.Figures[key] = f
		}
	}
	return out
}

// Text gives a cell as it is printed: fees in 万元, remarks beside their number.
func (t Table2) Text(key string) string {
	f := t.Figures[key]
	if key == FeesKey && f.State == Number {
		return f.beside(FormatFees(f.N))
	}
	return f.String()
}

// MarshalJSON writes the keys of the published files in the order of the form, all of them; fees as 万元.
func (t Table2) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	if t.Form == law.Form2019 {
		b.WriteString(`"format":"2019"`)
	}
	above := ""
	for _, key := range table2Keys(t.Form) {
		outer, nested := parent(key)
		if above != "" && above != outer {
			b.WriteByte('}')
			above = ""
		}
		if last := b.Bytes()[b.Len()-1]; last != '{' {
			b.WriteByte(',')
		}
		name := key
		if nested {
			if above == "" {
				fmt.Fprintf(&b, "%q:{", outer)
				above = outer
			}
			name = strings.TrimPrefix(key, outer+".")
		}
		fmt.Fprintf(&b, "%q:", name)
		if err := t.writeFigure(&b, key); err != nil {
			return nil, err
		}
	}
	if above != "" {
		b.WriteByte('}')
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// parent splits "art20_1.regulations.made" after its second part; keys of two parts are not nested.
func parent(key string) (string, bool) {
	i := strings.LastIndexByte(key, '.')
	return key[:i], strings.Count(key, ".") > 1
}

func (t Table2) writeFigure(b *bytes.Buffer, key string) error {
	f := t.Figures[key]
	if key == FeesKey && f.State == Number {
		digits := exactFees(f.N)
		if f.Text != "" {
			digits = strconv.Quote(f.beside(digits))
		}
		b.WriteString(digits)
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
	out := Table2{Form: law.Form2021, Figures: map[string]Figure{}}
	if string(in["format"]) == `"2019"` {
		out.Form = law.Form2019
	}
	for _, key := range table2Keys(out.Form) {
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
