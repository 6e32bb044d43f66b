package db

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"gongkai/annual"
	"gongkai/workflow"
)

// PastSet is what an office brings along of its past in one go: the lines of its ledgers and its published reports, of any
// years in any order.
type PastSet struct {
	Lines   []workflow.LedgerFact
	Reports []annual.Report
}

// PastYear is what became of a published report of a set.
type PastYear struct {
	Year int `json:"year"`
	// Filed: no ledger tells the cases of the year, so the report is that year's filed one.
	Filed bool `json:"filed"`
	// Different are the cells in which the tables by the ledgers are not what was published.
	Different []annual.Difference `json:"different"`
}

// PastTables is a set as it would stand, or stands.
type PastTables struct {
	Published []PastYear      `json:"published"`
	Tables    []annual.Report `json:"tables"` // of every year the set reaches into
}

// Differs says whether any published figure does not follow from the ledgers.
func (p PastTables) Differs() bool {
	return slices.ContainsFunc(p.Published, func(y PastYear) bool { return len(y.Different) > 0 })
}

// TryPast gives what ImportPast would bring about and stores nothing.
func (s *Store) TryPast(ctx context.Context, actor, agency string, set PastSet) (PastTables, error) {
	return submit(ctx, s, job{alone: true}, func(ctx context.Context, b *batch) (PastTables, error) {
		b.abandon = true
		return b.importPast(ctx, actor, agency, set)
	})
}

// ImportPast records the ledgers and files the reports of a set in one transaction, all or nothing. A report of a year
// whose cases a ledger tells is compared and not filed over them. The key makes a repetition harmless. Refused: what
// RecordLedger and ImportReport refuse, and set_differs when a published figure does not follow from the ledgers.
func (s *Store) ImportPast(ctx context.Context, actor, agency string, set PastSet, key string) (PastTables, error) {
	print, err := s.fingerprint(set)
	if err != nil {
		return PastTables{}, err
	}
	j := job{key: key, fingerprint: print, alone: true, visible: true}
	return submit(ctx, s, j, func(ctx context.Context, b *batch) (PastTables, error) {
		tables, err := b.importPast(ctx, actor, agency, set)
		if err != nil {
			return PastTables{}, err
		}
		for _, y := range tables.Published {
			if len(y.Different) > 0 {
				return PastTables{}, workflow.NewRefusal("set_differs", "", y.Year, len(y.Different))
			}
		}
		return tables, nil
	})
}

// importPast records the lines first: only then is it known of which years they tell the cases.
func (b *batch) importPast(ctx context.Context, actor, agency string, set PastSet) (PastTables, error) {
	var none PastTables
	if err := b.recordLedger(ctx, actor, agency, set.Lines); err != nil {
		return none, err
	}
	told, reached := map[int]bool{}, map[int]bool{}
	for _, l := range set.Lines {
		reached[l.Received.Year()] = true
		if !l.Closed.IsZero() {
			told[l.Closed.Year()], reached[l.Closed.Year()] = true, true
		}
	}
	out := PastTables{Published: []PastYear{}, Tables: []annual.Report{}}
	reports := slices.Clone(set.Reports)
	slices.SortStableFunc(reports, func(a, b annual.Report) int { return a.Year - b.Year })
	for i, r := range reports {
		if i > 0 && reports[i-1].Year == r.Year {
			return none, workflow.NewRefusal("already_exists", "", fmt.Sprintf("%s %d", agency, r.Year))
		}
		year := PastYear{Year: r.Year, Filed: !told[r.Year], Different: []annual.Difference{}}
		reached[r.Year] = true
		if year.Filed {
			if err := b.importReport(ctx, actor, agency, r); err != nil {
				return none, err
			}
		} else {
			table, err := reportRows{b.tx, agency}.table3(ctx, r.Year)
			if err != nil {
				return none, err
			}
			year.Different = append(year.Different, table.Grid(annual.FormFor(r.Year, r.Form)).Diff(r.Table3)...)
		}
		out.Published = append(out.Published, year)
	}
	if err := b.chunk(ctx); err != nil {
		return none, err
	}
	for _, year := range slices.Sorted(maps.Keys(reached)) {
		r, err := reportOf(ctx, reportRows{b.tx, agency}, annual.Ask{Agency: agency, Year: year}, b.s.today())
		if err != nil {
			return none, err
		}
		out.Tables = append(out.Tables, r)
	}
	return out, nil
}
