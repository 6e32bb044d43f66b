package db

import (
	"context"
	"fmt"
)

// cells compares what is kept counted with the count over the folded applications. A count that went back to 0 may have
// left its row.
func (v *verifier) cells(ctx context.Context) error {
	rows, err := v.q.QueryxContext(ctx, "select agency, year, line, applicant, n, 0 from cell "+
		"union all select agency, year, 'carried_out', applicant, n, 1 from open_cell")
	if err != nil {
		return fmt.Errorf("read the counts: %w", err)
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what matters
	for rows.Next() {
		var s bodyShare
		var n int64
		if err := rows.Scan(&s.agency, &s.Year, &s.Row, &s.Column, &n, &s.Open); err != nil {
			return fmt.Errorf("read the counts: %w", err)
		}
		if want := v.expected.tally[s]; n != want {
			v.differ("cell", where(s), "the count is %d, %d applications follow from the log", n, want)
		}
		delete(v.expected.tally, s)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read the counts: %w", err)
	}
	for _, s := range v.expected.tally.sorted() {
		v.differ("cell", where(s), "the count is missing, %d applications follow from the log", v.expected.tally[s])
	}
	return nil
}

func where(s bodyShare) string {
	row := s.Row
	if s.Open {
		row = "open"
	}
	return fmt.Sprintf("%s/%d/%s/%s", s.agency, s.Year, row, s.Column)
}
