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

// Report gives the tables of one body and year: the filed report where there is one, else what the history says now.
// Refused: unknown_agency.
func (s *Store) Report(ctx context.Context, agency string, year int) (annual.Report, error) {
	return s.ReportAs(ctx, annual.Ask{Agency: agency, Year: year})
}

// ReportAs gives the report that is asked for. What is asked of an earlier moment is counted from the log up to there, so
// that the same question always has the same answer, to the byte. Refused: unknown_agency, in_future (a day or a position
// to come), unknown_version.
func (s *Store) ReportAs(ctx context.Context, ask annual.Ask) (annual.Report, error) {
	var r annual.Report
	err := s.snapshot(ctx, func(q queryer) error {
		if err := known(ctx, q, ask.Agency); err != nil {
			return err
		}
		from, asOf, err := s.sourceFor(ctx, q, ask)
		if err != nil {
			return err
		}
		r, err = reportOf(ctx, from, ask, asOf)
		return err
	})
	return r, err
}

// sourceFor gives what a question is answered from, and the day of that moment.
func (s *Store) sourceFor(ctx context.Context, q queryer, ask annual.Ask) (source, law.Date, error) {
	if ask.AsOf.IsZero() && ask.Position == 0 {
		return reportRows{q: q, agency: ask.Agency}, s.today(), nil
	}
	at, on, err := moment(ctx, q, ask, s.today())
	if err != nil {
		return nil, 0, err
	}
	return &reportPast{q: q, agency: ask.Agency, at: at}, on, nil
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

func reportOf(ctx context.Context, s source, ask annual.Ask, asOf law.Date) (annual.Report, error) {
	previous, err := s.filed(ctx, ask.Year-1, 0)
	if err != nil {
		return annual.Report{}, err
	}
	filed, err := s.filed(ctx, ask.Year, ask.Version)
	if err != nil {
		return annual.Report{}, err
	}
	if filed != nil { // a filed year never changes by itself
		return carriedOver(*filed, previous), nil
	}
	if ask.Version > 0 {
		return annual.Report{}, workflow.NewRefusal("unknown_version", "", ask.Year, ask.Version)
	}
	return liveReport(ctx, s, ask, asOf, previous)
}

// liveReport counts a year, whether or not it was filed.
func liveReport(ctx context.Context, s source, ask annual.Ask, asOf law.Date, previous *annual.Report) (annual.Report, error) {
	table, err := s.table3(ctx, ask.Year)
	if err != nil {
		return annual.Report{}, err
	}
	figures, err := s.figures(ctx, ask.Year)
	if err != nil {
		return annual.Report{}, err
	}
	cases, err := s.table4(ctx, ask.Year)
	if err != nil {
		return annual.Report{}, err
	}
	form := annual.FormFor(ask.Year, ask.Form)
	r := annual.New(ask.Agency, ask.Year, form, annual.NoFigures(form).With(figures), table, cases)
	r.AsOf = asOf
	if r.Position, err = s.position(ctx); err != nil {
		return annual.Report{}, err
	}
	facts, err := evidence(ctx, s, ask.Year, table, previous)
	if err != nil {
		return annual.Report{}, err
	}
	return r.Complete(facts), nil
}

// Entries lists the applications that count in a year of a body, by number.
func (s *Store) Entries(ctx context.Context, agency string, year int) ([]annual.Entry, error) {
	list, err := reportRows{s.read, agency}.counted(ctx, year)
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
	var only []string
	if _, ok := law.ResultByKey(row); ok && row != "other.other" { // other.other also takes what has no known result
		only = []string{row}
	}
	list, err := reportRows{s.read, agency}.counted(ctx, year, only...)
	if err != nil {
		return nil, err
	}
	behind := make([]annual.Behind, 0, len(list))
	for _, c := range list {
		if b, ok := c.In(cell, year); ok {
			behind = append(behind, b)
		}
	}
	return behind, nil
}

// Books gives the years of which a body filed its report, or brought one along.
func (s *Store) Books(ctx context.Context, agency string) (workflow.Books, error) {
	return booksOf(ctx, s.read, agency)
}

// Doubtful lists what to look at before a year is filed: what follows from the history, by kind and then by number, then
// what a ledger left doubtful, by number. Refused: unknown_agency.
func (s *Store) Doubtful(ctx context.Context, agency string, year int) ([]annual.Doubt, error) {
	if err := known(ctx, s.read, agency); err != nil {
		return nil, err
	}
	return doubtful(ctx, reportRows{s.read, agency}, agency, year)
}

func doubtful(ctx context.Context, s source, agency string, year int) ([]annual.Doubt, error) {
	list, err := s.counted(ctx, year)
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
	from := reportRows{b.tx, agency}
	r, err := reportOf(ctx, from, annual.Ask{Agency: agency, Year: year}, on)
	if err != nil {
		return err
	}
	r.Position = b.head.position // log_head itself is written at the end
	doubts, err := doubtful(ctx, from, agency, year)
	if err != nil {
		return err
	}
	_, err = b.appendReport(ctx, workflow.YearDrafted, workflow.ClockActor, on, r, workflow.ReportData{}, nil, doubts)
	return err
}

// appendReport appends a report to its stream. data brings the version and what was recounted, words are sealed.
func (b *batch) appendReport(ctx context.Context, eventType, actor string, on law.Date, r annual.Report, data workflow.ReportData,
	words map[string]string, doubts []annual.Doubt,
) (workflow.AnswerEvent, error) {
	var err error
	data.Agency, data.Year, data.Position, data.Digest = r.Agency, r.Year, r.Position, r.Digest
	if data.Report, err = json.Marshal(r); err != nil {
		return workflow.AnswerEvent{}, fmt.Errorf("encode the report: %w", err)
	}
	if data.Doubtful, err = json.Marshal(append([]annual.Doubt{}, doubts...)); err != nil {
		return workflow.AnswerEvent{}, fmt.Errorf("encode the doubts: %w", err)
	}
	stream := workflow.ReportStream(r.Agency, r.Year)
	a, err := b.appendEvent(ctx, workflow.Event{Stream: stream, Type: eventType, On: on, Actor: actor, Data: &data, Private: words})
	b.put(&putReport, r.Agency, r.Year, kindOf(eventType), data.Version, a.Position, string(data.Report), string(data.Doubtful))
	delete(b.books, r.Agency)
	return a, err
}

// kindOf names an event's row of the table of reports.
func kindOf(eventType string) string {
	switch eventType {
	case workflow.ReportImported:
		return importedReport
	case workflow.ReportFiled:
		return "filed"
	case workflow.ReportAmended:
		return "amended"
	}
	return "drafted"
}

const importedReport = "imported"

// ImportReport files a published report as that year's frozen report of a body; raw is the file it was read from. The
// same file again does nothing. Refused: unknown_agency, already_exists (another report was filed for the year).
func (s *Store) ImportReport(ctx context.Context, actor, agency string, r annual.Report, raw []byte) error {
	sum := sha256.Sum256(raw)
	key := fmt.Sprintf("report %s %d %x", agency, r.Year, sum)
	j := job{key: key, fingerprint: key, visible: true}
	_, err := submit(ctx, s, j, func(ctx context.Context, b *batch) (bool, error) {
		return true, b.importReport(ctx, actor, agency, r)
	})
	return err
}

func (b *batch) importReport(ctx context.Context, actor, agency string, r annual.Report) error {
	if err := known(ctx, b.tx, agency); err != nil {
		return err
	}
	filed, err := filed(ctx, b.tx, agency, r.Year, 0, 0)
	if err != nil {
		return err
	}
	if filed != nil {
		return workflow.NewRefusal("already_exists", "", fmt.Sprintf("%s %d", agency, r.Year))
	}
	today := b.s.today()
	if err := mayBeImported(ctx, b.tx, agency, r.Year, today); err != nil {
		return err
	}
	r.Agency, r.Status, r.Position, r.AsOf = agency, annual.Frozen, 0, 0
	_, err = b.appendReport(ctx, workflow.ReportImported, actor, today, r.Complete(annual.Evidence{}), workflow.ReportData{Version: 1}, nil, nil)
	return err
}

// mayBeImported refuses a report of a year that is not over, and of one whose results the program counted itself.
func mayBeImported(ctx context.Context, q queryer, agency string, year int, today law.Date) error {
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
