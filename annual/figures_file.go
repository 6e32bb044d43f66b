package annual

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"gongkai/law"
)

// FigureLine is one cell of table 2 out of a file: its key and what stands there, with source, signer and remark where
// the file gives them.
type FigureLine struct {
	Line   int // of the file, from 1; 0 where the file has no lines
	Cell   string
	Value  string
	Remark string
	Source string
	Signer string
}

// ErrFigures means that a file holds no figures of table 2.
var ErrFigures = errors.New("no figures of table 2")

const largestFigures = 1 << 20

// ReadFigures reads the figures of table 2 from a .csv (columns cell, value, remark, source, signer, or 数据项, 数值, 括注,
// 来源, 审核人) or a .json file (the table2 of a published report, or such a report). A cell that is null says nothing.
// Errors wrap ErrFigures.
func ReadFigures(r io.Reader, extension string) ([]FigureLine, error) {
	raw, err := io.ReadAll(io.LimitReader(r, largestFigures+1))
	if err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	if len(raw) > largestFigures {
		return nil, fmt.Errorf("read figures: %w: larger than %d bytes", ErrFigures, largestFigures)
	}
	raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
	var lines []FigureLine
	if strings.EqualFold(extension, ".json") {
		lines, err = figuresOfJSON(raw)
	} else {
		lines, err = figuresOfCSV(raw)
	}
	if err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	if len(lines) == 0 {
		return nil, fmt.Errorf("read figures: %w", ErrFigures)
	}
	return lines, nil
}

func figuresOfJSON(raw []byte) ([]FigureLine, error) {
	var in map[string]json.RawMessage
	if err := json.Unmarshal(raw, &in); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFigures, err)
	}
	if table, ok := in["table2"]; ok {
		in = nil
		if err := json.Unmarshal(table, &in); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFigures, err)
		}
	}
	flat := map[string]string{}
	if err := flatten("", in, flat); err != nil {
		return nil, err
	}
	delete(flat, "format")
	var lines []FigureLine
	for _, key := range slices.Concat(law.Table2Keys(law.Form2021), law.Table2Keys(law.Form2019)) {
		if value, ok := flat[key]; ok {
			lines = append(lines, FigureLine{Cell: key, Value: value})
			delete(flat, key)
		}
	}
	for key := range flat {
		return nil, fmt.Errorf("%w: %q is no cell", ErrFigures, shorten(key))
	}
	return lines, nil
}

// flatten joins nested names by dots; null says nothing.
func flatten(path string, in map[string]json.RawMessage, out map[string]string) error {
	for name, raw := range in {
		key := strings.TrimPrefix(path+"."+name, ".")
		raw = bytes.TrimSpace(raw)
		var text string
		switch {
		case string(raw) == "null":
		case raw[0] == '{':
			var nested map[string]json.RawMessage
			if err := json.Unmarshal(raw, &nested); err != nil {
				return fmt.Errorf("%w: %w", ErrFigures, err)
			}
			if err := flatten(key, nested, out); err != nil {
				return err
			}
		case raw[0] != '"':
			out[key] = string(raw)
		case json.Unmarshal(raw, &text) == nil:
			out[key] = text
		default:
			return fmt.Errorf("%w: %q", ErrFigures, shorten(key))
		}
	}
	return nil
}

// figureColumns are the heads of a .csv file of figures.
var figureColumns = map[string]func(*FigureLine) *string{
	"cell": func(l *FigureLine) *string { return &l.Cell }, "数据项": func(l *FigureLine) *string { return &l.Cell },
	"value": func(l *FigureLine) *string { return &l.Value }, "数值": func(l *FigureLine) *string { return &l.Value },
	"remark": func(l *FigureLine) *string { return &l.Remark }, "括注": func(l *FigureLine) *string { return &l.Remark },
	"source": func(l *FigureLine) *string { return &l.Source }, "来源": func(l *FigureLine) *string { return &l.Source },
	"signer": func(l *FigureLine) *string { return &l.Signer }, "审核人": func(l *FigureLine) *string { return &l.Signer },
}

func figuresOfCSV(raw []byte) ([]FigureLine, error) {
	in := csv.NewReader(bytes.NewReader(raw))
	in.FieldsPerRecord = -1
	head, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFigures, err)
	}
	var columns []func(*FigureLine) *string
	for _, name := range head {
		column, ok := figureColumns[strings.ToLower(strings.TrimSpace(name))]
		if !ok {
			return nil, fmt.Errorf("%w: no column is called %q", ErrFigures, shorten(name))
		}
		columns = append(columns, column)
	}
	var lines []FigureLine
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFigures, err)
		}
		at, _ := in.FieldPos(0)
		line := FigureLine{Line: at}
		if len(row) > len(columns) {
			return nil, fmt.Errorf("%w: line %d has more cells than the head", ErrFigures, at)
		}
		for i, text := range row {
			*columns[i](&line) = strings.TrimSpace(text)
		}
		lines = append(lines, line)
	}
}
