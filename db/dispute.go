package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gongkai/annual"
	"gongkai/law"
	"gongkai/workflow"
)

var putDispute = inserting("dispute", "on conflict (agency, code) do update set line = excluded.line, "+
	"brought_by = excluded.brought_by, procedure = excluded.procedure, filed_on = excluded.filed_on, "+
	"filed_year = excluded.filed_year, answer_by = excluded.answer_by, answered_on = excluded.answered_on, "+
	"decided_on = excluded.decided_on, decided_year = excluded.decided_year, decided_seq = excluded.decided_seq, "+
	"outcome = excluded.outcome, until_on = excluded.until_on, rehandled_on = excluded.rehandled_on, struck_on = excluded.struck_on",
	"agency text", "code text", "number text", "kind text", "line text", "brought_by text", "procedure text",
	"filed_on text", "filed_year bigint", "filed_seq bigint", "answer_by text", "answered_on text", "decided_on text",
	"decided_year bigint", "decided_seq bigint", "outcome text", "until_on text", "rehandled_on text", "struck_on text")

func disputeRow(app *workflow.Application, d workflow.Dispute) []any {
	return []any{
		app.Agency, d.Case, app.Number, d.Kind, annual.CaseLine(d.Kind, d.AfterReview, d.Reviewer), d.By, d.Procedure,
		d.FiledOn.String(), d.FiledYear, d.Seq, date(d.AnswerBy), date(d.AnsweredOn), date(d.DecidedOn),
		d.DecidedYear, d.DecidedSeq, d.Outcome, date(d.Until), date(d.RehandledOn), date(d.StruckOn),
	}
}

func disputeRows(app *workflow.Application) []string {
	rows := make([]string, 0, len(app.Disputes))
	for _, d := range app.Disputes {
		rows = append(rows, asText(disputeRow(app, d)))
	}
	return rows
}

// whose gives the application that a case is about, or the case itself where it is about none or is not known.
func whose(ctx context.Context, q queryer, agency, code string) (subject, bool, error) {
	var number string
	err := q.GetContext(ctx, &number, "select number from dispute where agency = $1 and code = $2", agency, code)
	if errors.Is(err, sql.ErrNoRows) {
		return subject{agency: agency, code: code}, false, nil
	}
	if err != nil {
		return subject{}, false, fmt.Errorf("look for a case: %w", err)
	}
	if number == "" {
		return subject{agency: agency, code: code}, true, nil
	}
	return application(agency, number), true, nil
}

// subjectOf finds what a command is about. A command about a case needs what this transaction decided before, so that is
// written first; cases are rare.
func (b *batch) subjectOf(ctx context.Context, cmd workflow.Command) (subject, error) {
	base, code := cmd.Base(), workflow.CaseOf(cmd)
	if code == "" {
		return application(base.Agency, base.Application), nil
	}
	if err := b.flush(ctx); err != nil {
		return subject{}, err
	}
	if base.Application != "" {
		return application(base.Agency, base.Application), nil
	}
	if workflow.OpensCase(cmd) {
		return subject{agency: base.Agency, code: code}, nil
	}
	a, _, err := whose(ctx, b.tx, base.Agency, code)
	return a, err
}

// CaseFile gives the application that a case of review or suit is about, or the case itself where it is about none, with
// history and words. Refused: unknown_case.
func (s *Store) CaseFile(ctx context.Context, agency, code string) (*workflow.Case, error) {
	a, known, err := whose(ctx, s.read, agency, code)
	if err != nil {
		return nil, err
	}
	if !known {
		return nil, workflow.NewRefusal("unknown_case", "", code)
	}
	return s.caseOf(ctx, a)
}

// ActForCase does for a case of no application what ActFor does for an application.
func (s *Store) ActForCase(ctx context.Context, agency, code string, reached, day, today law.Date) error {
	return s.actFor(ctx, subject{agency: agency, code: code}, reached, day, today)
}

// Disputes lists the cases of a body, of all bodies for "": first those whose answer is awaited, by its last day, then
// the pending ones, then the newest.
func (s *Store) Disputes(ctx context.Context, agency string) ([]annual.CaseEntry, error) {
	list, err := cases(ctx, s.read, "where ($1 = '' or agency = $1)"+
		" order by case when answered_on is null and decided_on is null and struck_on is null then 0 "+
		"when decided_on is null and struck_on is null then 1 else 2 end, answer_by, filed_on desc, agency, code", agency)
	return list, err
}

func cases(ctx context.Context, q queryer, where string, args ...any) ([]annual.CaseEntry, error) {
	rows, err := q.QueryxContext(ctx, "select agency, code, number, kind, line, brought_by, procedure, filed_on, filed_year, filed_seq, "+
		"answer_by, answered_on, decided_on, decided_year, decided_seq, outcome, until_on, rehandled_on, struck_on from dispute "+where, args...)
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what matters
	list := []annual.CaseEntry{}
	for rows.Next() {
		var c annual.CaseEntry
		err := rows.Scan(&c.Agency, &c.Case, &c.Number, &c.Kind, &c.Line, &c.By, &c.Procedure, &c.FiledOn, &c.FiledYear, &c.FiledSeq,
			&c.AnswerBy, &c.AnsweredOn, &c.DecidedOn, &c.DecidedYear, &c.DecidedSeq, &c.Outcome, &c.Until, &c.RehandledOn, &c.StruckOn)
		if err != nil {
			return nil, fmt.Errorf("list cases: %w", err)
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

// casesOf lists the cases that may count in a year of a body, by code.
func casesOf(ctx context.Context, q queryer, agency string, year int) ([]annual.CaseEntry, error) {
	return cases(ctx, q, "where agency = $1 and line <> '' and struck_on is null and filed_year <= $2 "+
		"and (decided_year = 0 or decided_year >= $2) order by code", agency, year)
}

// table4 counts the cases of a year, by the reading of the law that the office holds at its end (A18): as the log stood at
// a position, 0 for all that is known.
func table4(ctx context.Context, q queryer, agency string, year int, at int64) (annual.Table4, error) {
	list, err := casesOf(ctx, q, agency, year)
	if at > 0 {
		list, err = casesAt(ctx, q, agency, at)
	}
	if err != nil {
		return annual.Table4{}, err
	}
	population, err := population(ctx, q, agency, year)
	if err != nil {
		return annual.Table4{}, err
	}
	return annual.TabulateCases(list, year, population), nil
}

// casesAt folds again every application and case that has disputes now, up to a position.
func casesAt(ctx context.Context, q queryer, agency string, at int64) ([]annual.CaseEntry, error) {
	known, err := cases(ctx, q, "where agency = $1 order by number, code", agency)
	if err != nil {
		return nil, err
	}
	list, done := []annual.CaseEntry{}, map[subject]bool{}
	for _, c := range known {
		a := subjectOfCase(c)
		if done[a] {
			continue
		}
		done[a] = true
		history, err := readEvents(ctx, q, "where stream = $1 and position <= $2 order by seq", a.stream(), at)
		if err != nil {
			return nil, err
		}
		events, err := decode(history)
		if err != nil {
			return nil, err
		}
		app, err := a.blank().Fold(events)
		if err != nil {
			return nil, fmt.Errorf("read the history: %w", err)
		}
		for _, d := range app.Disputes {
			list = append(list, annual.CaseEntry{
				Agency: agency, Case: d.Case, Number: app.Number, Line: annual.CaseLine(d.Kind, d.AfterReview, d.Reviewer),
				FiledYear: d.FiledYear, DecidedYear: d.DecidedYear, Outcome: d.Outcome, StruckOn: d.StruckOn,
			})
		}
	}
	return list, nil
}

func subjectOfCase(c annual.CaseEntry) subject {
	if c.Number == "" {
		return subject{agency: c.Agency, code: c.Case}
	}
	return application(c.Agency, c.Number)
}

// CellCases lists the cases behind a figure of table 4; the list is as long as the figure. Refused: unknown_agency,
// unknown_cell.
func (s *Store) CellCases(ctx context.Context, agency string, year int, row, column string) ([]annual.CaseEntry, error) {
	if !annual.IsCaseCell(row, column) {
		return nil, workflow.NewRefusal("unknown_cell", "", row, column)
	}
	if err := known(ctx, s.read, agency); err != nil {
		return nil, err
	}
	list, err := casesOf(ctx, s.read, agency, year)
	if err != nil {
		return nil, err
	}
	population, err := population(ctx, s.read, agency, year)
	if err != nil {
		return nil, err
	}
	behind := []annual.CaseEntry{}
	for _, c := range list {
		if c.Line == row && annual.CountsCase(c, column, year, population) {
			behind = append(behind, c)
		}
	}
	return behind, nil
}

// population is which cases table 4 of a year counts, by the reading that the body holds at the end of the year.
func population(ctx context.Context, q queryer, agency string, year int) (string, error) {
	list, err := choices(ctx, q, agency)
	if err != nil {
		return "", err
	}
	return workflow.ChoiceOn(list, "t4_population", law.NewDate(year, 12, 31)), nil
}
