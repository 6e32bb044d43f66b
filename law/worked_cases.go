package law

import (
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"
)

// WorkedCase is one worked case that a jurist can write and read: what is asked, the
// facts, what must come out.
type WorkedCase struct {
	Line     int               // line in its file, the header is line 1
	ID       string            // unique in a file
	Article  string            // number in the Regulation, or "act number" for another act
	Op       string            // what is asked, see Ops
	Facts    map[string]string // start=2025-03-04; n=20
	Expected string
	Source   string // who says so
}

// Act gives the short name of the act of the case's article.
func (k WorkedCase) Act() string {
	if i := strings.LastIndexByte(k.Article, ' '); i >= 0 {
		return k.Article[:i]
	}
	return ActRegulation
}

// Number gives the number of the case's article.
func (k WorkedCase) Number() string { return k.Article[strings.LastIndexByte(k.Article, ' ')+1:] }

// ErrCases is wrapped by every error about a file of cases.
var ErrCases = errors.New("cases refused")

//go:embed cases/*.csv
var caseFiles embed.FS

// WorkedCases gives the cases that come with the program, file by file.
func WorkedCases() []WorkedCase { return must(casesIn(caseFiles)) }

// casesIn reads every file of the folder cases; no id may be there twice.
func casesIn(files fs.FS) ([]WorkedCase, error) {
	names, _ := fs.Glob(files, "cases/*.csv") // fails only for a bad pattern
	if len(names) == 0 {
		return nil, fmt.Errorf("%w: none comes with the program", ErrCases)
	}
	var out []WorkedCase
	seen := map[string]bool{}
	for _, name := range names {
		f, err := files.Open(name)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrCases, err)
		}
		list, err := ReadCases(f)
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, k := range list {
			if seen[k.ID] {
				return nil, fmt.Errorf("%w: %s: the id %s stands in two files", ErrCases, name, k.ID)
			}
			seen[k.ID] = true
		}
		out = append(out, list...)
	}
	return out, nil
}

// ReadCases reads a CSV with the columns id, article, op, facts, expected and
// source in any order; other columns are ignored. Facts are written key=value,
// parted by semicolons. Errors name line and column and wrap ErrCases.
func ReadCases(r io.Reader) ([]WorkedCase, error) {
	in := csv.NewReader(r)
	head, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: empty, want a header id,article,op,facts,expected,source", ErrCases)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCases, err)
	}
	columns, err := caseColumns(head)
	if err != nil {
		return nil, err
	}
	var out []WorkedCase
	ids := map[string]bool{}
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrCases, err)
		}
		line, _ := in.FieldPos(0)
		k, err := readCase(record, columns)
		if err == nil && ids[k.ID] {
			err = fmt.Errorf("column id: %.40q is there twice", k.ID)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: line %d, %w", ErrCases, line, err)
		}
		k.Line, ids[k.ID] = line, true
		out = append(out, k)
	}
}

func caseColumns(head []string) (map[string]int, error) {
	cols := map[string]int{}
	for i, name := range head {
		name = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))
		if _, twice := cols[name]; twice {
			return nil, fmt.Errorf("%w: line 1, column %.20q is there twice", ErrCases, name)
		}
		cols[name] = i
	}
	for _, name := range []string{"id", "article", "op", "facts", "expected", "source"} {
		if _, ok := cols[name]; !ok {
			return nil, fmt.Errorf("%w: line 1, column %s is missing", ErrCases, name)
		}
	}
	return cols, nil
}

func readCase(record []string, columns map[string]int) (WorkedCase, error) {
	get := func(name string) string { return strings.TrimSpace(record[columns[name]]) }
	k := WorkedCase{
		ID: get("id"), Article: get("article"), Op: get("op"), Expected: get("expected"), Source: get("source"),
		Facts: map[string]string{},
	}
	for _, cell := range record {
		if !utf8.ValidString(cell) {
			return k, errors.New("a cell is not UTF-8")
		}
	}
	if k.ID == "" {
		return k, errors.New("column id: empty")
	}
	op, ok := ops[k.Op]
	if !ok {
		return k, fmt.Errorf("column op: %.20q, want one of %s", k.Op, strings.Join(Ops(), ", "))
	}
	for part := range strings.SplitSeq(strings.ReplaceAll(get("facts"), "；", ";"), ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		key, value, ok := strings.Cut(part, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		_, twice := k.Facts[key]
		switch {
		case !ok:
			return k, fmt.Errorf("column facts: %.40q, want key=value", part)
		case twice:
			return k, fmt.Errorf("column facts: %.40q is there twice", key)
		case !slices.Contains(op.facts, key) && !slices.Contains(op.maybe, key):
			return k, fmt.Errorf("column facts: op %s knows no fact %.40q, only %s", k.Op, key, strings.Join(slices.Concat(op.facts, op.maybe), ", "))
		}
		k.Facts[key] = value
	}
	for _, key := range op.facts {
		if _, ok := k.Facts[key]; !ok {
			return k, fmt.Errorf("column facts: op %s wants the fact %s", k.Op, key)
		}
	}
	if k.Expected == "" {
		return k, errors.New("column expected: empty")
	}
	return k, nil
}

// Agrees says whether what came out is what was expected. A spreadsheet may have
// rewritten a date as 2025/3/4; that is the same day.
func (k WorkedCase) Agrees(got string) bool { return got == k.Expected || got == isoDate(k.Expected) }

// isoDate brings a date written Y/M/D to its ISO form; other text stays.
func isoDate(s string) string {
	var y, m, d int
	if n, err := fmt.Sscanf(s, "%d/%d/%d", &y, &m, &d); n != 3 || err != nil {
		return s
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
}
