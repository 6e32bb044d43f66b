package db

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"gongkai/annual"
)

// What the tables count is kept counted: each transaction adds what its applications changed (annual.Shares), so a year's
// table is read from a few rows, however many applications it counts. It is derived like everything else: Rebuild makes
// it again, Verify compares it.

// tally collects what is to be added to the counts of bodies.
type tally map[bodyShare]int64

type bodyShare struct {
	agency string
	annual.Share
}

// move takes out what an application counted as before and puts in what it counts as now.
func (t tally) move(was, now annual.Entry) {
	if was.NewYear == now.NewYear && was.ClosedYear == now.ClosedYear && was.Category == now.Category && was.Result == now.Result {
		return
	}
	t.add(was, -1)
	t.add(now, 1)
}

func (t tally) add(e annual.Entry, n int64) {
	for _, s := range annual.Shares(e) {
		t[bodyShare{e.Agency, s}] += n
	}
}

// sorted gives the shares that change, always in the same order.
func (t tally) sorted() []bodyShare {
	list := make([]bodyShare, 0, len(t))
	for s, n := range t {
		if n != 0 {
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b bodyShare) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.agency, b.agency), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
	})
	return list
}

// count adds the rows that bring the counts along, and empties the tally.
func (p pending) count(t tally) {
	for _, s := range t.sorted() {
		if s.Open {
			p.add(&addOpenCell, s.agency, s.Year, s.Column, t[s])
			continue
		}
		p.add(&addCell, s.Year, s.agency, s.Row, s.Column, t[s])
	}
	clear(t)
}

// counted3 gives table 3 of one body and year from what is kept counted.
func counted3(ctx context.Context, q queryer, agency string, year int) (annual.Table3, error) {
	rows, err := q.QueryxContext(ctx, "select year, line, applicant, n, 0 from cell where year = $1 and agency = $3 "+
		"union all select year, line, applicant, n, 0 from cell where year = $2 and agency = $3 and line = 'carried_out' "+
		"union all select year, 'carried_out', applicant, n, 1 from open_cell where agency = $3 and year <= $1",
		year, year-1, agency)
	if err != nil {
		return annual.Table3{}, fmt.Errorf("read the counts of a year: %w", err)
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what matters
	var failed error
	table, sound := annual.Gather(func(yield func(annual.Share, int64) bool) {
		for rows.Next() {
			var s annual.Share
			var n int64
			if failed = rows.Scan(&s.Year, &s.Row, &s.Column, &n, &s.Open); failed != nil || !yield(s, n) {
				return
			}
		}
		failed = rows.Err()
	}, year)
	switch {
	case failed != nil:
		return annual.Table3{}, fmt.Errorf("read the counts of a year: %w", failed)
	case !sound:
		return annual.Table3{}, fmt.Errorf("read the counts of %d of %s: there is a row that no table has", year, agency)
	}
	return table, nil
}
