package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"

	"gongkai/annual"
	"gongkai/law"
	"gongkai/workflow"
)

// inYear is the condition under which an application counts in year $2 of agency $1 (annual.Contributions).
const inYear = "where agency = $1 and new_year > 0 and new_year <= $2 and (closed_year = 0 or closed_year >= $2)"

// Report gives the tables of one body and year as the history says now, or the published report that was imported for a
// year in which the body was not on the system. Table 2 is zeros until figures are recorded, table 4 until there are
// reviews. Refused: unknown_agency.
func (s *Store) Report(ctx context.Context, agency string, year int) (annual.Report, error) {
	var r annual.Report
	err := s.snapshot(ctx, func(q queryer) error {
		if err := known(ctx, q, agency); err != nil {
			return err
		}
		var err error
		r, err = reportOf(ctx, q, agency, year, s.today())
		return err
	})
	return r, err
}

// snapshot reads at one place of the log.
func (s *Store) snapshot(ctx context.Context, read func(q queryer) error) error {
	options := &sql.TxOptions{ReadOnly: true}
	if s.dialect == postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	tx, err := s.read.BeginTxx(ctx, options)
	if err != nil {
		return fmt.Errorf("begin to read: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // it only read
	return read(tx)
}

func known(ctx context.Context, q queryer, agency string) error {
	var one int
	err := q.GetContext(ctx, &one, "select 1 from agency where code = $1", agency)
	if errors.Is(err, sql.ErrNoRows) {
		return workflow.NewRefusal("unknown_agency", "", agency)
	}
	if err != nil {
		return fmt.Errorf("look for an agency: %w", err)
	}
	return nil
}

func reportOf(ctx context.Context, q queryer, agency string, year int, asOf law.Date) (annual.Report, error) {
	previous, err := imported(ctx, q, agency, year-1)
	if err != nil {
		return annual.Report{}, err
	}
	filed, err := imported(ctx, q, agency, year)
	if err != nil {
		return annual.Report{}, err
	}
	if filed != nil { // a filed year never changes by itself
		return carriedOver(*filed, previous), nil
	}
	table, err := counted3(ctx, q, agency, year)
	if err != nil {
		return annual.Report{}, err
	}
	r := annual.New(agency, year, law.FormOf(year), annual.NoFigures(law.FormOf(year)), table, annual.NoCases())
	r.AsOf = asOf
	if err := q.GetContext(ctx, &r.Position, "select position from log_head"); err != nil {
		return annual.Report{}, fmt.Errorf("read the head of the log: %w", err)
	}
	facts, err := evidence(ctx, q, agency, year, table)
	if err != nil {
		return annual.Report{}, err
	}
	facts.Previous = previous
	return r.Complete(facts), nil
}

// imported gives the published report filed for a year, nil when there is none.
func imported(ctx context.Context, q queryer, agency string, year int) (*annual.Report, error) {
	var raw string
	const query = "select report from report where agency = $1 and year = $2 and kind = 'imported'"
	err := q.GetContext(ctx, &raw, query, agency, year)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read an imported report: %w", err)
	}
	var r annual.Report
	if err := json.Unmarshal([]byte(raw), &r); err != nil {
		return nil, fmt.Errorf("read an imported report: %w", err)
	}
	return &r, nil
}

// counted is an application as the tables see it.
type counted struct {
	annual.Entry
	annual.Flags
	doubts       []string
	came, closed workflow.Mark
}

// Entries lists the applications that count in a year of a body, by number.
func (s *Store) Entries(ctx context.Context, agency string, year int) ([]annual.Entry, error) {
	list, err := entries(ctx, s.read, agency, year, "")
	if err != nil {
		return nil, err
	}
	out := make([]annual.Entry, len(list))
	for i, c := range list {
		out[i] = c.Entry
	}
	return out, nil
}

// CellEntries lists the applications behind a figure, each with the event that makes it count there, from the derived
// rows alone: no history is read. The list is as long as the figure. Refused: unknown_agency, unknown_cell.
func (s *Store) CellEntries(ctx context.Context, agency string, year int, row, column string) ([]annual.Behind, error) {
	isColumn := func(c law.Column) bool { return c.Key == column }
	isRow := func(r law.Row) bool { return r.Key == row }
	rows := slices.Concat(law.Rows(law.Form2021), law.Rows(law.Form2019)) // a table may be printed on either form
	if !slices.ContainsFunc(law.Columns(), isColumn) || !slices.ContainsFunc(rows, isRow) {
		return nil, workflow.NewRefusal("unknown_cell", "", row, column)
	}
	cell := annual.Cell{Row: row, Column: column}
	if err := known(ctx, s.read, agency); err != nil {
		return nil, err
	}
	more, key := "", []any{}
	if _, ok := law.ResultByKey(row); ok && row != "other.other" { // other.other also takes what has no known result
		more, key = "and result = $3", []any{row}
	}
	list, err := entries(ctx, s.read, agency, year, more, key...)
	if err != nil {
		return nil, err
	}
	behind := make([]annual.Behind, 0, len(list))
	for _, c := range list {
		if annual.Counts(c.Entry, cell, year) {
			mark := c.closed
			if row == law.RowNew || row == law.RowCarriedIn || row == law.RowCarriedOut {
				mark = c.came
			}
			behind = append(behind, annual.Behind{Entry: c.Entry, Sequence: mark.Seq, Event: mark.Type})
		}
	}
	return behind, nil
}

// Doubtful lists what to look at before a year is filed: what follows from the history, by kind and then by number, then
// what a ledger left doubtful, by number. Refused: unknown_agency.
func (s *Store) Doubtful(ctx context.Context, agency string, year int) ([]annual.Doubt, error) {
	if err := known(ctx, s.read, agency); err != nil {
		return nil, err
	}
	return doubtful(ctx, s.read, agency, year)
}

func doubtful(ctx context.Context, q queryer, agency string, year int) ([]annual.Doubt, error) {
	list, err := entries(ctx, q, agency, year, "")
	if err != nil {
		return nil, err
	}
	doubts := annual.Doubts(flagged(list), year)
	for _, c := range list {
		for _, code := range c.doubts {
			doubts = append(doubts, annual.Doubt{Agency: agency, Number: c.Number, Code: annual.DoubtCode(code)})
		}
	}
	return append([]annual.Doubt{}, doubts...), nil
}

func flagged(list []counted) iter.Seq2[annual.Entry, annual.Flags] {
	return func(yield func(annual.Entry, annual.Flags) bool) {
		for _, c := range list {
			if !yield(c.Entry, c.Flags) {
				return
			}
		}
	}
}

// entries reads what counts in a year, by number; more narrows it, with arguments from $3 on.
func entries(ctx context.Context, q queryer, agency string, year int, more string, args ...any) ([]counted, error) {
	rows, err := q.QueryxContext(ctx, "select number, category, received_on, new_year, closed_on, closed_year, result, overdue, "+
		"facts, doubts, came_seq, came_event, closed_seq, closed_event from application "+inYear+" "+more+" order by number", append([]any{agency, year}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("list the applications of a year: %w", err)
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what matters
	list := []counted{}
	for rows.Next() {
		c := counted{Entry: annual.Entry{Agency: agency}}
		var facts, doubts sql.RawBytes
		err := rows.Scan(&c.Number, &c.Category, &c.Received, &c.NewYear, &c.Closed, &c.ClosedYear, &c.Result, &c.Overdue, &facts, &doubts,
			&c.came.Seq, &c.came.Type, &c.closed.Seq, &c.closed.Type)
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

// openConsultation is the one thing about a closed case that no fact of workflow names.
const openConsultation = "consultation_open"

func (c *counted) flag(facts, doubts []byte) error {
	if string(facts) == "[]" && string(doubts) == "[]" { // most of a year
		return nil
	}
	var holds, doubted []string
	if err := errors.Join(json.Unmarshal(facts, &holds), json.Unmarshal(doubts, &doubted)); err != nil {
		return fmt.Errorf("read the facts of %s: %w", c.Number, err)
	}
	c.LateEntry = slices.Contains(holds, "late_entry")
	c.LapseUnproven = slices.Contains(holds, "waiting_for_proof")
	for _, d := range doubted {
		if d == openConsultation {
			c.ConsultationOpen = true
			continue
		}
		c.doubts = append(c.doubts, d)
	}
	return nil
}

// draftYears appends each body's tables of the year before, as they are known now, with what is doubtful.
func (b *batch) draftYears(ctx context.Context, newYear law.Date) error {
	if err := b.chunk(ctx); err != nil {
		return err
	}
	var codes []string
	if err := b.tx.SelectContext(ctx, &codes, "select code from agency order by code"); err != nil {
		return fmt.Errorf("list agencies: %w", err)
	}
	for i, code := range codes {
		if err := b.draftYear(ctx, code, newYear.Year()-1, newYear); err != nil {
			return fmt.Errorf("draft the tables of %s: %w", code, err)
		}
		if i%recomputeChunk == recomputeChunk-1 {
			if err := b.chunk(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *batch) draftYear(ctx context.Context, agency string, year int, on law.Date) error {
	r, err := reportOf(ctx, b.tx, agency, year, on)
	if err != nil {
		return err
	}
	r.Position = b.head.position // log_head itself is written at the end
	doubts, err := doubtful(ctx, b.tx, agency, year)
	if err != nil {
		return err
	}
	return b.fileReport(ctx, "drafted", workflow.ClockActor, on, r, doubts)
}

// fileReport appends a report to its stream.
func (b *batch) fileReport(ctx context.Context, kind, actor string, on law.Date, r annual.Report, doubts []annual.Doubt) error {
	raw, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encode the report: %w", err)
	}
	data := &workflow.ReportData{Agency: r.Agency, Year: r.Year, Position: r.Position, Digest: r.Digest, Report: raw}
	if data.Doubtful, err = json.Marshal(append([]annual.Doubt{}, doubts...)); err != nil {
		return fmt.Errorf("encode the doubts: %w", err)
	}
	eventType := workflow.YearDrafted
	if kind == importedReport {
		eventType = workflow.ReportImported
	}
	stream := workflow.ReportStream(r.Agency, r.Year)
	a, err := b.appendEvent(ctx, workflow.Event{Stream: stream, Type: eventType, On: on, Actor: actor, Data: data})
	b.put(&putReport, r.Agency, r.Year, kind, a.Position, string(data.Report), string(data.Doubtful))
	return err
}

const importedReport = "imported"

// ImportReport files a published report as that year's frozen report of a body; raw is the file it was read from. The
// same file again does nothing. Refused: unknown_agency, already_exists (another report was filed for the year).
func (s *Store) ImportReport(ctx context.Context, actor, agency string, r annual.Report, raw []byte) error {
	sum := sha256.Sum256(raw)
	key := fmt.Sprintf("report %s %d %x", agency, r.Year, sum)
	j := job{key: key, fingerprint: key, visible: true}
	_, err := submit(ctx, s, j, func(ctx context.Context, b *batch) (bool, error) {
		if err := known(ctx, b.tx, agency); err != nil {
			return false, err
		}
		filed, err := imported(ctx, b.tx, agency, r.Year)
		if err != nil {
			return false, err
		}
		if filed != nil {
			return false, workflow.NewRefusal("already_exists", "", fmt.Sprintf("%s %d", agency, r.Year))
		}
		if err := mayBeFiled(ctx, b.tx, agency, r.Year, s.today()); err != nil {
			return false, err
		}
		r.Agency, r.Status, r.Position, r.AsOf = agency, annual.Frozen, 0, 0
		return true, b.fileReport(ctx, importedReport, actor, s.today(), r.Complete(annual.Evidence{}), nil)
	})
	return err
}

// mayBeFiled refuses a report of a year that is not over, and of one whose results the program counted itself.
func mayBeFiled(ctx context.Context, q queryer, agency string, year int, today law.Date) error {
	if year >= today.Year() {
		return workflow.NewRefusal("in_future", "", "year", year, today)
	}
	var own int
	const query = "select count(*) from application where agency = $1 and closed_year = $2"
	if err := q.GetContext(ctx, &own, query, agency, year); err != nil {
		return fmt.Errorf("count the cases of a year: %w", err)
	}
	if own > 0 {
		return workflow.NewRefusal("year_has_cases", "", year, own)
	}
	return nil
}

// Draft gives the tables of a year as they were drafted on 1 January, with what was doubtful; false when they were not.
func (s *Store) Draft(ctx context.Context, agency string, year int) (workflow.ReportData, bool, error) {
	d := workflow.ReportData{Agency: agency, Year: year}
	var report, doubtful string
	row := s.read.QueryRowxContext(ctx,
		"select position, report, doubtful from report where agency = $1 and year = $2 and kind = 'drafted'", agency, year)
	err := row.Scan(&d.Position, &report, &doubtful)
	if errors.Is(err, sql.ErrNoRows) {
		return d, false, nil
	}
	if err != nil {
		return d, false, fmt.Errorf("read a draft: %w", err)
	}
	var r annual.Report
	if err := json.Unmarshal([]byte(report), &r); err != nil {
		return d, false, fmt.Errorf("read a draft: %w", err)
	}
	d.Position, d.Digest = r.Position, r.Digest
	d.Report, d.Doubtful = json.RawMessage(report), json.RawMessage(doubtful)
	return d, true, nil
}
