package db

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"gongkai/annual"
	"gongkai/workflow"
)

// yearRows is what a year's reports of all bodies are made of, read at once: a total of a thousand bodies is a few
// queries and not a few thousand.
type yearRows struct {
	year     int
	at       int64
	tables   map[string]annual.Table3
	figures  map[string]map[string]annual.Figure
	reports  map[string]*annual.Report // filed, of the year
	previous map[string]*annual.Report // filed, of the year before
}

func (s *Store) yearRows(ctx context.Context, q queryer, year int) (*yearRows, error) {
	y := &yearRows{
		year: year, tables: map[string]annual.Table3{}, figures: map[string]map[string]annual.Figure{},
		reports: map[string]*annual.Report{}, previous: map[string]*annual.Report{},
	}
	if err := q.GetContext(ctx, &y.at, "select position from log_head"); err != nil {
		return nil, fmt.Errorf("read the head of the log: %w", err)
	}
	for _, read := range []func(context.Context, queryer) error{s.tablesInto(y), y.figuresInto, y.filedInto} {
		if err := read(ctx, q); err != nil {
			return nil, err
		}
	}
	return y, nil
}

// tablesInto reads the counts, all of a body as one text: a row of the result for each count would cost ten times as much.
func (s *Store) tablesInto(y *yearRows) func(context.Context, queryer) error {
	joined := func(row string) string {
		parts := "year || ' ' || " + row + " || ' ' || applicant || ' ' || n"
		if s.dialect == postgres {
			return "string_agg(" + parts + ", ';')"
		}
		return "group_concat(" + parts + ", ';')"
	}
	return func(ctx context.Context, q queryer) error {
		shares := map[string]map[annual.Share]int64{}
		for _, part := range []struct {
			query string
			year  int
			open  bool
		}{
			{"select agency, " + joined("line") + " from cell where year = $1 group by agency", y.year, false},
			{"select agency, " + joined("line") + " from cell where year = $1 and line = 'carried_out' group by agency", y.year - 1, false},
			{"select agency, " + joined("'carried_out'") + " from open_cell where year <= $1 group by agency", y.year, true},
		} {
			if err := readShares(ctx, q, shares, part.open, part.query, part.year); err != nil {
				return fmt.Errorf("read the counts of a year: %w", err)
			}
		}
		for agency, of := range shares {
			table, sound := annual.Gather(func(yield func(annual.Share, int64) bool) {
				for s, n := range of {
					if !yield(s, n) {
						return
					}
				}
			}, y.year)
			if !sound {
				return fmt.Errorf("read the counts of %d of %s: there is a row that no table has", y.year, agency)
			}
			y.tables[agency] = table
		}
		return nil
	}
}

func readShares(ctx context.Context, q queryer, into map[string]map[annual.Share]int64, open bool, query string, year int) error {
	rows, err := q.QueryxContext(ctx, query, year)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what matters
	for rows.Next() {
		var agency, text string
		if err := rows.Scan(&agency, &text); err != nil {
			return err
		}
		of := into[agency]
		if of == nil {
			of = map[annual.Share]int64{}
			into[agency] = of
		}
		for part := range strings.SplitSeq(text, ";") {
			s, n, err := readShare(part)
			if err != nil {
				return err
			}
			s.Open = open
			of[s] = n
		}
	}
	return rows.Err()
}

// readShare takes "2024 disclosed natural_person 12" apart.
func readShare(text string) (annual.Share, int64, error) {
	year, rest, _ := strings.Cut(text, " ")
	row, rest, _ := strings.Cut(rest, " ")
	column, count, _ := strings.Cut(rest, " ")
	y, err := strconv.Atoi(year)
	if err != nil {
		return annual.Share{}, 0, err
	}
	n, err := strconv.ParseInt(count, 10, 64)
	return annual.Share{Year: y, Row: row, Column: column}, n, err
}

func (y *yearRows) figuresInto(ctx context.Context, q queryer) error {
	var rows []struct {
		Agency string `db:"agency"`
		Cell   string `db:"cell"`
		Number *int64 `db:"number"`
		Text   string `db:"text"`
		Remark string `db:"remark"`
	}
	if err := q.SelectContext(ctx, &rows, "select agency, cell, number, text, remark from figure where year = $1", y.year); err != nil {
		return fmt.Errorf("read the figures of table 2: %w", err)
	}
	for _, f := range rows {
		if y.figures[f.Agency] == nil {
			y.figures[f.Agency] = map[string]annual.Figure{}
		}
		y.figures[f.Agency][f.Cell] = figureOf(workflow.FigureData{CellFigure: workflow.CellFigure{Number: f.Number, Text: f.Text}, Remark: f.Remark})
	}
	return nil
}

// filedInto reads the newest version of what each body filed of the year and of the one before.
func (y *yearRows) filedInto(ctx context.Context, q queryer) error {
	var rows []struct {
		Agency string `db:"agency"`
		Year   int    `db:"year"`
		Report string `db:"report"`
	}
	const query = "select agency, year, report from report r where year in ($1, $2) and kind <> 'drafted' and version = " +
		"(select max(version) from report o where o.agency = r.agency and o.year = r.year and o.kind <> 'drafted')"
	if err := q.SelectContext(ctx, &rows, query, y.year, y.year-1); err != nil {
		return fmt.Errorf("read the filed reports: %w", err)
	}
	for _, row := range rows {
		r := new(annual.Report)
		if err := json.Unmarshal([]byte(row.Report), r); err != nil {
			return fmt.Errorf("read a filed report of %s: %w", row.Agency, err)
		}
		if row.Year == y.year {
			y.reports[row.Agency] = r
		} else {
			y.previous[row.Agency] = r
		}
	}
	return nil
}

// memberRows is a source that has the year at hand, and looks up what else is asked.
type memberRows struct {
	reportRows
	all *yearRows
}

func (m memberRows) position(context.Context) (int64, error) { return m.all.at, nil }

func (m memberRows) table3(ctx context.Context, year int) (annual.Table3, error) {
	if year != m.all.year {
		return m.reportRows.table3(ctx, year)
	}
	return m.all.tables[m.agency], nil
}

func (m memberRows) figures(ctx context.Context, year int) (map[string]annual.Figure, error) {
	if year != m.all.year {
		return m.reportRows.figures(ctx, year)
	}
	return m.all.figures[m.agency], nil
}

func (m memberRows) filed(ctx context.Context, year, version int) (*annual.Report, error) {
	switch {
	case version == 0 && year == m.all.year:
		return m.all.reports[m.agency], nil
	case version == 0 && year == m.all.year-1:
		return m.all.previous[m.agency], nil
	}
	return m.reportRows.filed(ctx, year, version)
}
