package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"gongkai/annual"
	"gongkai/workflow"
)

// source is what the tables of one body are counted from: the derived rows as they stand (reportRows), or the log up to
// an earlier position (reportPast). Both say the same of the same moment.
type source interface {
	// position is the last place of the log that was looked at.
	position(ctx context.Context) (int64, error)
	table3(ctx context.Context, year int) (annual.Table3, error)
	// counted lists what counts in a year, by number; rows narrows it to results, none means all.
	counted(ctx context.Context, year int, rows ...string) ([]counted, error)
	// answered counts the replies ever given up to a year: what was closed by a letter on the matter.
	answered(ctx context.Context, year int) (int64, error)
	// figures are the cells of table 2 that were recorded.
	figures(ctx context.Context, year int) (map[string]annual.Figure, error)
	table4(ctx context.Context, year int) (annual.Table4, error)
	// filed gives a version of the report as it was filed, 0 for the one in force; nil when there is none.
	filed(ctx context.Context, year, version int) (*annual.Report, error)
}

// counted is an application as the tables see it.
type counted struct {
	annual.Trace
	annual.Flags
	doubts []string
}

// Doubts that follow from the history and have no fact of workflow: they stand in the column of doubts beside those that
// a ledger left.
const (
	openConsultation = string(annual.ConsultationOpen)
	noGrounds        = string(annual.NoGrounds)
)

func (c *counted) flag(facts, doubts []byte) error {
	if string(facts) == "[]" && string(doubts) == "[]" { // most of a year
		return nil
	}
	var holds, doubted []string
	if err := errors.Join(json.Unmarshal(facts, &holds), json.Unmarshal(doubts, &doubted)); err != nil {
		return fmt.Errorf("read the facts of %s: %w", c.Number, err)
	}
	c.mark(holds, doubted)
	return nil
}

// mark takes in the facts and doubts of an application.
func (c *counted) mark(facts, doubts []string) {
	c.LateEntry = slices.Contains(facts, "late_entry")
	c.LapseUnproven = slices.Contains(facts, "waiting_for_proof")
	for _, d := range doubts {
		switch d {
		case openConsultation:
			c.ConsultationOpen = true
		case noGrounds:
			c.NoGrounds = true
		default:
			c.doubts = append(c.doubts, d)
		}
	}
}

// reportRows reads the derived rows.
type reportRows struct {
	q      queryer
	agency string
}

// inYear is the condition under which an application counts in year $2 of agency $1 (annual.Contributions).
const inYear = "where agency = $1 and new_year > 0 and new_year <= $2 and (closed_year = 0 or closed_year >= $2)"

func (r reportRows) position(ctx context.Context) (int64, error) {
	var n int64
	if err := r.q.GetContext(ctx, &n, "select position from log_head"); err != nil {
		return 0, fmt.Errorf("read the head of the log: %w", err)
	}
	return n, nil
}

func (r reportRows) table3(ctx context.Context, year int) (annual.Table3, error) {
	return counted3(ctx, r.q, r.agency, year)
}

func (r reportRows) counted(ctx context.Context, year int, results ...string) ([]counted, error) {
	query := "select number, counts_as, received_on, new_year, closed_on, closed_year, counts_under, overdue, facts, doubts, " +
		"came_seq, came_event, closed_seq, closed_event from application " + inYear
	args := []any{r.agency, year}
	for i, result := range results {
		query += []string{" and counts_under in (", ", "}[min(i, 1)] + fmt.Sprintf("$%d", i+3)
		args = append(args, result)
	}
	if len(results) > 0 {
		query += ")"
	}
	rows, err := r.q.QueryxContext(ctx, query+" order by number", args...)
	if err != nil {
		return nil, fmt.Errorf("list the applications of a year: %w", err)
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what matters
	list := []counted{}
	for rows.Next() {
		c := counted{Trace: annual.Trace{Entry: annual.Entry{Agency: r.agency}}}
		var facts, doubts sql.RawBytes
		err := rows.Scan(&c.Number, &c.Category, &c.Received, &c.NewYear, &c.Closed, &c.ClosedYear, &c.Result, &c.Overdue, &facts, &doubts,
			&c.Came.Seq, &c.Came.Type, &c.Closing.Seq, &c.Closing.Type)
		if err != nil {
			return nil, fmt.Errorf("list the applications of a year: %w", err)
		}
		if err := c.flag(facts, doubts); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

func (r reportRows) answered(ctx context.Context, year int) (int64, error) {
	var n int64
	err := r.q.GetContext(ctx, &n, "select count(*) from application where agency = $1 and new_year > 0 and new_year <= $2 "+
		"and closed_year > 0 and closed_year <= $2 and counts_under not like 'other.%'", r.agency, year)
	if err != nil {
		return 0, fmt.Errorf("count replies: %w", err)
	}
	return n, nil
}

func (r reportRows) figures(ctx context.Context, year int) (map[string]annual.Figure, error) {
	var rows []struct {
		Cell   string `db:"cell"`
		Number *int64 `db:"number"`
		Text   string `db:"text"`
		Remark string `db:"remark"`
	}
	const query = "select cell, number, text, remark from figure where agency = $1 and year = $2"
	if err := r.q.SelectContext(ctx, &rows, query, r.agency, year); err != nil {
		return nil, fmt.Errorf("read the figures of table 2: %w", err)
	}
	out := make(map[string]annual.Figure, len(rows))
	for _, f := range rows {
		out[f.Cell] = figureOf(workflow.FigureData{CellFigure: workflow.CellFigure{Number: f.Number, Text: f.Text}, Remark: f.Remark})
	}
	return out, nil
}

// figureOf gives a recorded cell as tables hold it.
func figureOf(f workflow.FigureData) annual.Figure {
	if f.Number != nil {
		out := annual.Count(*f.Number)
		if f.Remark != "" {
			out.Text = "（" + f.Remark + "）"
		}
		return out
	}
	if f.Text != "" && f.Text[0] >= '0' && f.Text[0] <= '9' { // an amount whose unit the form does not name
		return annual.Figure{State: annual.Words, Text: f.Text}
	}
	return annual.Figure{State: annual.Blank, Text: f.Text}
}

func (r reportRows) table4(ctx context.Context, year int) (annual.Table4, error) {
	return table4(ctx, r.q, r.agency, year, 0)
}

func (r reportRows) filed(ctx context.Context, year, version int) (*annual.Report, error) {
	return filed(ctx, r.q, r.agency, year, version, 0)
}

// filed gives a version of a filed report as the log had it at a position, 0 for now; nil when there was none.
func filed(ctx context.Context, q queryer, agency string, year, version int, upTo int64) (*annual.Report, error) {
	query := "select report from report where agency = $1 and year = $2 and kind <> 'drafted'"
	args := []any{agency, year}
	if version > 0 {
		args = append(args, version)
		query += fmt.Sprintf(" and version = $%d", len(args))
	}
	if upTo > 0 {
		args = append(args, upTo)
		query += fmt.Sprintf(" and position <= $%d", len(args))
	}
	var raw string
	err := q.GetContext(ctx, &raw, query+" order by version desc limit 1", args...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read a filed report: %w", err)
	}
	var r annual.Report
	if err := json.Unmarshal([]byte(raw), &r); err != nil {
		return nil, fmt.Errorf("read a filed report: %w", err)
	}
	return &r, nil
}
