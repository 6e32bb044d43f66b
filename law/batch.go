package law

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Operations of a batch: the n-th working day after start; the due date of an
// allowance of n with pauses; start + n calendar days, rolled to a working day.
const (
	OpNth = "nth"
	OpDue = "due"
	OpCal = "cal"
)

// ErrBatch is wrapped by every error about a batch file.
var ErrBatch = errors.New("batch refused")

// maxBatchDays bounds n: no term of any law is longer, and a typing error
// shall not look like a date.
const maxBatchDays = 10000

// Question is one row of a batch.
type Question struct {
	Line   int // line in the file, the header is line 1
	ID     string
	Op     string
	Start  Date
	N      int
	Pauses []Pause
}

// ReadBatch reads a CSV with the columns id, op, start, n, pauses in any order
// (pauses may be missing; A..B, several parted by semicolons); other columns
// are ignored. Errors name line and column and wrap ErrBatch.
func ReadBatch(r io.Reader) ([]Question, error) {
	in := csv.NewReader(r)
	in.FieldsPerRecord = 0
	head, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: empty, want a header id,op,start,n,pauses", ErrBatch)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBatch, err)
	}
	columns, err := batchColumns(head)
	if err != nil {
		return nil, err
	}
	var out []Question
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrBatch, err)
		}
		line, _ := in.FieldPos(0)
		q, err := columns.question(record)
		if err != nil {
			return nil, fmt.Errorf("%w: line %d, %w", ErrBatch, line, err)
		}
		q.Line = line
		out = append(out, q)
	}
}

type batchHead map[string]int

func batchColumns(head []string) (batchHead, error) {
	cols := batchHead{}
	for i, name := range head {
		name = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))
		if !slices.Contains([]string{"id", "op", "start", "n", "pauses"}, name) {
			continue
		}
		if _, twice := cols[name]; twice {
			return nil, fmt.Errorf("%w: line 1, column %s is there twice", ErrBatch, name)
		}
		cols[name] = i
	}
	for _, name := range []string{"id", "op", "start", "n"} {
		if _, ok := cols[name]; !ok {
			return nil, fmt.Errorf("%w: line 1, column %s is missing", ErrBatch, name)
		}
	}
	return cols, nil
}

func (h batchHead) question(record []string) (Question, error) {
	get := func(name string) string {
		i, ok := h[name]
		if !ok {
			return ""
		}
		return strings.TrimSpace(record[i])
	}
	q := Question{ID: get("id"), Op: get("op")}
	if q.ID == "" || !utf8.ValidString(q.ID) {
		return q, errors.New("column id: empty or not UTF-8")
	}
	if !slices.Contains([]string{OpNth, OpDue, OpCal}, q.Op) {
		return q, fmt.Errorf("column op: %.20q, want nth, due or cal", q.Op)
	}
	var err error
	if q.Start, err = ParseDate(get("start")); err != nil {
		return q, fmt.Errorf("column start: %w", err)
	}
	if q.N, err = strconv.Atoi(get("n")); err != nil || q.N < 0 || q.N > maxBatchDays {
		return q, fmt.Errorf("column n: %.20q, want a whole number 0 to %d", get("n"), maxBatchDays)
	}
	text := get("pauses")
	if text != "" && q.Op != OpDue {
		return q, fmt.Errorf("column pauses: op %s has no pauses, only due has", q.Op)
	}
	for part := range strings.SplitSeq(text, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		p, err := ParsePause(strings.TrimSpace(part))
		if err != nil {
			return q, fmt.Errorf("column pauses: %w", err)
		}
		q.Pauses = append(q.Pauses, p)
	}
	return q, nil
}

// Answer gives the date a question asks for; zero when there is none before
// 2200.
func (c *Calendar) Answer(q Question) Date {
	switch q.Op {
	case OpDue:
		return c.Due(Run{q.Start, q.N, q.Pauses})
	case OpCal:
		return c.Roll(q.Start, q.N)
	default:
		return c.Nth(q.Start, q.N)
	}
}

// Batch reads questions and writes a CSV with the columns id,result in the
// order asked. Nothing is written when a row is bad or has no answer; errors
// wrap ErrBatch and name line and column.
func (c *Calendar) Batch(r io.Reader, w io.Writer) error {
	questions, err := ReadBatch(r)
	if err != nil {
		return err
	}
	rows := [][]string{{"id", "result"}}
	for _, q := range questions {
		d := c.Answer(q)
		if d == 0 {
			return fmt.Errorf("%w: line %d, column n: the result lies after %d", ErrBatch, q.Line, LastYear)
		}
		rows = append(rows, []string{q.ID, d.String()})
	}
	if err := csv.NewWriter(w).WriteAll(rows); err != nil {
		return fmt.Errorf("writing batch results: %w", err)
	}
	return nil
}
