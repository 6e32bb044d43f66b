package annual

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"gongkai/law"
)

// ErrPublished means that a file is no published report.
var ErrPublished = errors.New("not a published report")

// largestPublished bounds a file of some 260 cells.
const largestPublished = 4 << 20

// ReadPublished reads a published report (.json, contract section 4), or the tables of one that WriteJSON wrote; the
// report is Frozen. Unknown keys are ignored, null is unknown. "format" (or "form") is the form of the report, "table3_format" that of table 3 where a
// body mixed them.
//
// Errors wrap ErrPublished when the text is no JSON object, has no year or no table at all, and ErrFigure when a cell
// is no figure.
func ReadPublished(r io.Reader) (Report, error) {
	b, err := io.ReadAll(io.LimitReader(r, largestPublished+1))
	if err != nil {
		return Report{}, fmt.Errorf("read published report: %w", err)
	}
	if len(b) > largestPublished {
		return Report{}, fmt.Errorf("read published report: %w: larger than %d bytes", ErrPublished, largestPublished)
	}
	return ParsePublished(b)
}

type published struct {
	Agency  string          `json:"agency"`
	Year    int             `json:"year"`
	Format  string          `json:"format"`
	Form    string          `json:"form"`
	Partial bool            `json:"partial"`
	Table2  *Table2         `json:"table2"`
	Table3  *Grid           `json:"table3"`
	Table4  *Table4         `json:"table4"`
	Format3 string          `json:"table3_format"`
	Prose3  json.RawMessage `json:"table3_prose"`
	Prose4  json.RawMessage `json:"table4_prose"`
}

// ParsePublished is ReadPublished for bytes at hand.
func ParsePublished(b []byte) (Report, error) {
	var in published
	if err := json.Unmarshal(bytes.TrimPrefix(b, []byte("\uFEFF")), &in); err != nil {
		if errors.Is(err, ErrFigure) {
			return Report{}, fmt.Errorf("read published report: %w", err)
		}
		return Report{}, fmt.Errorf("read published report: %w: %w", ErrPublished, err)
	}
	switch {
	case in.Year < law.FirstYear || in.Year > law.LastYear:
		return Report{}, fmt.Errorf("read published report: %w: year %d", ErrPublished, in.Year)
	case in.Table2 == nil && in.Table3 == nil && in.Table4 == nil:
		return Report{}, fmt.Errorf("read published report: %w: no table", ErrPublished)
	}
	out := Report{
		Agency: in.Agency, Year: in.Year, Status: Frozen, Partial: in.Partial, Quoted: quoted(in.Prose3, in.Prose4),
	}
	var err error
	if out.Form, err = formOf(in.Format, in.Form); err != nil {
		return Report{}, err
	}
	out.Table2 = figures(out.Form, Figure{})
	if in.Table2 != nil {
		out.Table2 = *in.Table2
	}
	form3 := out.Form
	if in.Format3 != "" {
		if form3, err = formOf(in.Format3, ""); err != nil {
			return Report{}, err
		}
	}
	out.Table3 = NewGrid(form3)
	if in.Table3 != nil {
		out.Table3 = in.Table3.on(form3)
	}
	if in.Table4 != nil {
		out.Table4 = *in.Table4
	}
	return out, nil
}

func formOf(format, form string) (string, error) {
	if format == "" {
		format = form
	}
	switch format {
	case "", law.Form2021:
		return law.Form2021, nil
	case law.Form2019:
		return law.Form2019, nil
	}
	return "", fmt.Errorf("read published report: %w: form %q, want 2021 or 2019", ErrPublished, shorten(format))
}

// on settles the form of a table whose rows alone did not tell: a partial table of the 2019 form may lack （六）. A row
// "other" says 2019 whatever the file claims, since the other form has no place for it.
func (g Grid) on(form string) Grid {
	if g.Form == law.Form2019 || form == g.Form {
		return g
	}
	out := NewGrid(form)
	for _, l := range linesOf(form) {
		if row, ok := g.Rows[l.key]; ok {
			out.Rows[l.key] = row
		}
	}
	return out
}

// quoted keeps the numbers of the prose of both tables; table 4's keys begin with review or litigation. They are a
// transcriber's note, not part of the form: what cannot be read is left out.
func quoted(proses ...json.RawMessage) map[string]Figure {
	var out map[string]Figure
	for _, prose := range proses {
		var in map[string]json.RawMessage
		if json.Unmarshal(prose, &in) != nil {
			continue
		}
		for key, raw := range in {
			f, err := decodeFigure(raw, wholeNumber)
			if err != nil || f.State != Number {
				continue
			}
			if out == nil {
				out = map[string]Figure{}
			}
			out[key] = f
		}
	}
	return out
}
