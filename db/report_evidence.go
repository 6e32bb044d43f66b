package db

import (
	"context"
	"fmt"
	"slices"

	"gongkai/annual"
)

// evidence gives what rule B7 compares results with. Only a table that has such results makes it look, and it looks no
// further than needed: notices are counted among the applications that lapsed, which is enough whenever the rule holds.
// Where they are fewer than the lapses the figure stays unknown, and the list of doubts names the cases.
func evidence(ctx context.Context, q queryer, agency string, year int, table annual.Table3) (annual.Evidence, error) {
	var e annual.Evidence
	if table.Cell("not_processed.repeat", "total") > 0 {
		n, err := answered(ctx, q, agency, year)
		if err != nil {
			return e, err
		}
		e.Answered = annual.Count(n)
	}
	if lapsed := table.Cell("other.supplement_lapsed", "total"); lapsed > 0 {
		n, err := noticesOfLapsed(ctx, q, agency, year)
		if err != nil {
			return e, err
		}
		if n >= lapsed {
			e.SupplementNotices = annual.Count(n)
		}
	}
	return e, nil
}

// answered counts the replies ever given up to a year: what was closed by a letter on the matter.
func answered(ctx context.Context, q queryer, agency string, year int) (int64, error) {
	var n int64
	err := q.GetContext(ctx, &n, "select count(*) from application where agency = $1 and new_year > 0 and new_year <= $2 "+
		"and closed_year > 0 and closed_year <= $2 and result not like 'other.%'", agency, year)
	if err != nil {
		return 0, fmt.Errorf("count replies: %w", err)
	}
	return n, nil
}

func noticesOfLapsed(ctx context.Context, q queryer, agency string, year int) (int64, error) {
	var n int64
	err := q.GetContext(ctx, &n, "select count(*) from application a "+
		"join event e on e.stream = 'application:' || a.agency || '/' || a.number "+
		"where a.agency = $1 and a.new_year > 0 and a.new_year <= $2 and a.closed_year = $2 and a.result = 'other.supplement_lapsed' "+
		"and (e.type = 'supplement_requested' or e.type = 'recorded_from_ledger' and e.data like '%\"supplement_told_on\":%')",
		agency, year)
	if err != nil {
		return 0, fmt.Errorf("count notices: %w", err)
	}
	return n, nil
}

// carriedOver gives an imported report with rule B4 judged by the report of the year before, as far as that is at hand
// by now.
func carriedOver(r annual.Report, previous *annual.Report) annual.Report {
	if previous == nil {
		return r
	}
	const rule = "B4"
	isRule := func(c annual.Check) bool { return c.Rule == rule }
	checks := slices.Clone(r.Checks)
	now := annual.Audit(r, annual.Evidence{Previous: previous})
	if i, j := slices.IndexFunc(checks, isRule), slices.IndexFunc(now, isRule); i >= 0 && j >= 0 {
		checks[i] = now[j]
	}
	r.Checks = checks
	return r
}
