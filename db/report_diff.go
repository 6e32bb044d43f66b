package db

import (
	"context"
	"fmt"

	"gongkai/annual"
	"gongkai/workflow"
)

// ReportDiff shows what parts a filed report from what the records say by now: cell by cell, and the applications behind
// it with the event that was entered since. A report that was brought along as published is compared with what the
// records of its year say, without cases: they are no part of it. Refused: unknown_agency, report_not_filed.
func (s *Store) ReportDiff(ctx context.Context, agency string, year int, lang string) (annual.Diff, error) {
	var d annual.Diff
	err := s.snapshot(ctx, func(q queryer) error {
		if err := known(ctx, q, agency); err != nil {
			return err
		}
		var version int
		const query = "select coalesce(max(version), 0) from report where agency = $1 and year = $2 and kind <> 'drafted'"
		if err := q.GetContext(ctx, &version, query, agency, year); err != nil {
			return fmt.Errorf("read the last version: %w", err)
		}
		if version == 0 {
			return workflow.NewRefusal("report_not_filed", "50", year)
		}
		var err error
		d, err = reportDiff(ctx, q, agency, year, version, lang)
		return err
	})
	return d, err
}

func reportDiff(ctx context.Context, q queryer, agency string, year, version int, lang string) (annual.Diff, error) {
	d := annual.Diff{Agency: agency, Year: year, Version: version, Cases: []annual.CaseDiff{}}
	from := reportRows{q, agency}
	was, err := from.filed(ctx, year, version)
	if err != nil {
		return d, err
	}
	table, err := from.table3(ctx, year)
	if err != nil {
		return d, err
	}
	books, err := booksOf(ctx, q, agency)
	if err != nil {
		return d, err
	}
	live := *was
	if books.Counted(year) {
		if d.Cases, err = caseDiffs(ctx, q, agency, year, books, &table, lang); err != nil {
			return d, err
		}
		figures, err := from.figures(ctx, year)
		if err != nil {
			return d, err
		}
		live.Table2 = annual.NoFigures(was.Table2.Form).With(figures)
		if live.Table4, err = from.table4(ctx, year); err != nil {
			return d, err
		}
	}
	live.Table3 = table.Grid(was.Table3.Form)
	d.Cells = annual.Compare(*was, live)
	d.FiledDigest, d.LiveDigest = was.Digest, live.TableDigest()
	return d, nil
}

// caseDiffs lists the applications that would count otherwise, and moves them in the table.
func caseDiffs(ctx context.Context, q queryer, agency string, year int, books workflow.Books, table *annual.Table3, lang string,
) ([]annual.CaseDiff, error) {
	numbers, err := parted(ctx, q, agency)
	if err != nil {
		return nil, err
	}
	list := []annual.CaseDiff{}
	for _, number := range numbers {
		history, err := readEvents(ctx, q, "where stream = $1 order by seq", workflow.ApplicationStream(agency, number))
		if err != nil {
			return nil, err
		}
		events, err := decode(history)
		if err != nil {
			return nil, err
		}
		app, err := workflow.Fold(agency, number, events)
		if err != nil {
			return nil, fmt.Errorf("read the history: %w", err)
		}
		c := annual.MovedSince(app, history, books, year, lang)
		if c == nil {
			continue
		}
		for _, cell := range c.Filed {
			table.Add(cell.Row, cell.Column, -1)
		}
		for _, cell := range c.Live {
			table.Add(cell.Row, cell.Column, 1)
		}
		list = append(list, *c)
	}
	return list, nil
}

// booksOf gives the filed years of a body.
func booksOf(ctx context.Context, q queryer, agency string) (workflow.Books, error) {
	var rows []struct {
		Year int    `db:"year"`
		Kind string `db:"kind"`
	}
	const query = "select year, kind from report where agency = $1 and kind in ('imported', 'filed') order by year"
	if err := q.SelectContext(ctx, &rows, query, agency); err != nil {
		return workflow.Books{}, fmt.Errorf("read the filed years: %w", err)
	}
	var books workflow.Books
	for _, r := range rows {
		if r.Kind == importedReport {
			books.Imported = append(books.Imported, r.Year)
			continue
		}
		books.Filed = append(books.Filed, r.Year)
	}
	return books, nil
}
