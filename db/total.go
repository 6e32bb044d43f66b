package db

import (
	"context"
	"fmt"
	"slices"

	"gongkai/annual"
	"gongkai/workflow"
)

// tree is the bodies by the one above them.
type tree struct {
	bodies map[string]body
	below  map[string][]string // codes in order
}

type body struct {
	Code     string `db:"code"`
	Name     string `db:"name"`
	Parent   string `db:"parent"`
	Vertical bool   `db:"vertical"`
}

func readTree(ctx context.Context, q queryer) (tree, error) {
	t := tree{bodies: map[string]body{}, below: map[string][]string{}}
	var list []body
	if err := q.SelectContext(ctx, &list, "select code, name, parent, vertical = 1 as vertical from agency order by code"); err != nil {
		return t, fmt.Errorf("read the tree of agencies: %w", err)
	}
	for _, b := range list {
		t.bodies[b.Code] = b
		t.below[b.Parent] = append(t.below[b.Parent], b.Code)
	}
	return t, nil
}

// under lists a body and all below it, each once, parents first. What belongs to a vertical system is left out of the
// total of a body that does not, with all below it: it reports in its own system (rulebook 6.6). Refused: unknown_agency;
// agency_cycle, when the tree leads back to where it came from.
func (t tree) under(root string) (in []body, leftOut []string, err error) {
	top, ok := t.bodies[root]
	if !ok {
		return nil, nil, workflow.NewRefusal("unknown_agency", "", root)
	}
	seen := map[string]bool{}
	var walk func(code string, out bool) error
	walk = func(code string, out bool) error {
		if seen[code] {
			return workflow.NewRefusal("agency_cycle", "", code)
		}
		seen[code] = true
		b := t.bodies[code]
		if out = out || b.Vertical && !top.Vertical; out {
			leftOut = append(leftOut, code)
		} else {
			in = append(in, b)
		}
		for _, c := range t.below[code] {
			if err := walk(c, out); err != nil {
				return err
			}
		}
		return nil
	}
	return in, leftOut, walk(root, false)
}

// Total gives the report of a government: the sum over a body and all below it, each by the newest version of what it
// filed, else live. Refused: unknown_agency, agency_cycle.
func (s *Store) Total(ctx context.Context, agency string, year int) (annual.Total, error) {
	var total annual.Total
	err := s.snapshot(ctx, func(q queryer) error {
		t, err := readTree(ctx, q)
		if err != nil {
			return err
		}
		in, leftOut, err := t.under(agency)
		if err != nil {
			return err
		}
		all, err := s.yearRows(ctx, q, year)
		if err != nil {
			return err
		}
		members := make([]annual.Member, len(in))
		for i, b := range in {
			if members[i], err = s.member(ctx, q, all, b); err != nil {
				return err
			}
		}
		total, err = annual.AddUp(t.bodies[agency].Name, members, leftOut)
		return err
	})
	return total, err
}

func (s *Store) member(ctx context.Context, q queryer, all *yearRows, b body) (annual.Member, error) {
	from := memberRows{reportRows{q, b.Code}, all}
	r, err := reportOf(ctx, from, annual.Ask{Agency: b.Code, Year: all.year}, s.today())
	if err != nil {
		return annual.Member{}, fmt.Errorf("count the tables of %s: %w", b.Code, err)
	}
	return annual.Member{Code: b.Code, Name: b.Name, Parent: b.Parent, Report: r, Previous: all.previous[b.Code]}, nil
}

// Under lists the codes of the bodies that a body's total counts, itself first. Refused as Total.
func (s *Store) Under(ctx context.Context, agency string) ([]string, error) {
	t, err := readTree(ctx, s.read)
	if err != nil {
		return nil, err
	}
	in, _, err := t.under(agency)
	if err != nil {
		return nil, err
	}
	codes := make([]string, len(in))
	for i, b := range in {
		codes[i] = b.Code
	}
	return codes, nil
}

// Duties lists what is due of a year as of a day: of a body and all below it, or of every body when agency is none.
// Refused: unknown_agency, agency_cycle.
func (s *Store) Duties(ctx context.Context, agency string, year int) (annual.Duties, error) {
	d := annual.Duties{Year: year}
	err := s.snapshot(ctx, func(q queryer) error {
		t, err := readTree(ctx, q)
		if err != nil {
			return err
		}
		var filed, drafted []string
		if err := q.SelectContext(ctx, &filed, "select distinct agency from report where year = $1 and kind <> 'drafted' order by agency", year); err != nil {
			return fmt.Errorf("list who filed: %w", err)
		}
		if err := q.SelectContext(ctx, &drafted, "select distinct agency from report where year = $1 and kind = 'drafted' order by agency", year); err != nil {
			return fmt.Errorf("list what was drafted: %w", err)
		}
		roots := t.roots()
		if agency != "" {
			roots = []string{agency}
		}
		for _, root := range roots {
			if err := t.duties(&d, root, filed, drafted); err != nil {
				return err
			}
		}
		return nil
	})
	return d, err
}

func (t tree) roots() []string { return t.below[""] }

func (t tree) duties(d *annual.Duties, root string, filed, drafted []string) error {
	in, _, err := t.under(root)
	if err != nil {
		return err
	}
	for _, b := range in {
		_, has := slices.BinarySearch(filed, b.Code)
		_, draft := slices.BinarySearch(drafted, b.Code)
		d.Add(annual.Body{Code: b.Code, Name: b.Name, Filed: has, Drafted: draft})
		if len(t.below[b.Code]) == 0 {
			continue
		}
		under, _, err := t.under(b.Code)
		if err != nil {
			return err
		}
		missing := []string{}
		for _, m := range under {
			if _, has := slices.BinarySearch(filed, m.Code); !has {
				missing = append(missing, m.Code)
			}
		}
		d.AddTotal(annual.Body{Code: b.Code, Name: b.Name}, missing)
	}
	return nil
}
