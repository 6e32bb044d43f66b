package db

import (
	"context"
	"slices"

	"gongkai/annual"
)

// evidence gives what rules B4 and B7 compare with, and the applications to look at when they do not hold. Only a table
// that has such results makes it look for them. A lapse entered from a ledger need not show its notice: as long as some
// do not, the number of notices is unknown, and the rule names the cases.
func evidence(ctx context.Context, s source, year int, table annual.Table3, previous *annual.Report) (annual.Evidence, error) {
	e := annual.Evidence{Previous: previous, Behind: map[string][]string{}}
	if table.Cell("not_processed.repeat", "total") > 0 {
		n, err := s.answered(ctx, year)
		if err != nil {
			return e, err
		}
		e.Answered = annual.Count(n)
	}
	for row, known := range map[string]*annual.Figure{
		"other.supplement_lapsed": &e.SupplementNotices, "other.fee_unpaid": &e.FeeNotices,
	} {
		n := table.Cell(row, "total")
		if n == 0 {
			continue
		}
		bare, err := withoutNotice(ctx, s, year, row)
		if err != nil {
			return e, err
		}
		if len(bare) == 0 {
			*known = annual.Count(n)
		}
		e.Behind["B7"] = append(e.Behind["B7"], bare...)
	}
	slices.Sort(e.Behind["B7"])
	carried, err := carriedOtherwise(ctx, s, year, table, previous)
	e.Behind["B4"] = carried
	return e, err
}

// withoutNotice lists the applications that lapsed in a year and show no notice.
func withoutNotice(ctx context.Context, s source, year int, row string) ([]string, error) {
	want := map[string]string{
		"other.supplement_lapsed": string(annual.DoubtNoSupplement), "other.fee_unpaid": string(annual.DoubtNoFeeNotice),
	}[row]
	list, err := s.counted(ctx, year, row)
	if err != nil {
		return nil, err
	}
	var bare []string
	for _, c := range list {
		if c.ClosedYear == year && slices.Contains(c.doubts, want) {
			bare = append(bare, c.Number)
		}
	}
	return bare, nil
}

// carriedOtherwise lists what is carried in by the columns in which the report before says otherwise.
func carriedOtherwise(ctx context.Context, s source, year int, table annual.Table3, previous *annual.Report) ([]string, error) {
	if previous == nil {
		return nil, nil
	}
	differs := map[string]bool{}
	for _, column := range annual.ColumnKeys() {
		was := previous.Table3.Cell("carried_out", column)
		if was.State == annual.Number && was.N != table.Cell("carried_in", column) {
			differs[column] = true
		}
	}
	if len(differs) == 0 {
		return nil, nil
	}
	list, err := s.counted(ctx, year)
	if err != nil {
		return nil, err
	}
	var cases []string
	for _, c := range list {
		if c.NewYear < year && differs[annual.ColumnOf(c.Entry)] {
			cases = append(cases, c.Number)
		}
	}
	return cases, nil
}

// carriedOver gives a filed report with rule B4 judged by the report of the year before, as far as that is at hand by
// now.
func carriedOver(r annual.Report, previous *annual.Report) annual.Report {
	if previous == nil {
		return r
	}
	const rule = "B4"
	isRule := func(c annual.Check) bool { return c.Rule == rule }
	checks := slices.Clone(r.Checks)
	now := annual.Audit(r, annual.Evidence{Previous: previous})
	if i, j := slices.IndexFunc(checks, isRule), slices.IndexFunc(now, isRule); i >= 0 && j >= 0 {
		if cases := checks[i].Cases; now[j].OK != annual.Holds {
			now[j].Cases = cases
		}
		checks[i] = now[j]
	}
	r.Checks = checks
	return r
}
