package annual

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"

	"gongkai/law"
)

// Status tells what a report is.
type Status string

// Live follows the history; a frozen one was filed and never changes by itself; an amended one replaced a filed one.
const (
	Live    Status = "live"
	Frozen  Status = "frozen"
	Amended Status = "amended"
)

// Report is the three tables of one agency and year, counted here or published by others.
type Report struct {
	Agency string // code, or the name in a published report
	Year   int
	Form   string // law.Form2021 or law.Form2019; table 3 and table 2 carry their own, since some bodies mix them
	AsOf   law.Date
	Status Status
	// Position is the place in the history up to which was counted; 0 for a published report.
	Position int64
	Digest   string // see TableDigest; hexadecimal
	Table2   Table2
	Table3   Grid
	Table4   Table4
	Checks   []Check

	// Quoted are the numbers the report's prose repeats (key of a row, of a group of results, or of table 4), for B6.
	Quoted map[string]Figure
	// Partial: only some cells are known; such a report is for reading, not for filing.
	Partial bool
}

// ErrRollUp means that reports cannot be added up.
var ErrRollUp = errors.New("reports cannot be added up")

// New gives the live report of a counted table on a form; table 2 and table 4 as far as they were recorded.
func New(agency string, year int, form string, t2 Table2, t3 Table3, t4 Table4) Report {
	g := t3.Grid(form)
	return Report{
		Agency: agency, Year: year, Form: g.Form, Status: Live, Table2: t2, Table3: g, Table4: t4,
	}
}

// NoFigures is a table 2 in which nothing was recorded, printed as zeros (rulebook 6.5).
func NoFigures(form string) Table2 { return figures(form, Count(0)) }

// figures is a table 2 with the same figure in every cell.
func figures(form string, f Figure) Table2 {
	t := Table2{Form: formOr2021(form), Figures: map[string]Figure{}}
	for _, key := range table2Keys(t.Form) {
		t.Figures[key] = f
	}
	return t
}

// NoCases is a table 4 of zeros.
func NoCases() Table4 {
	none := NewOutcomes(0, 0, 0, 0)
	return Table4{none, none, none}
}

// Complete gives the report with digest and checks, as it is shown and filed.
func (r Report) Complete(e Evidence) Report {
	r.Digest = r.TableDigest()
	r.Checks = Audit(r, e)
	return r
}

// TableDigest is the SHA-256, in hexadecimal, over agency, year and the figures of the three tables, each on a line
// with its key in the order of the form. Status, date and position do not enter: a live report and the filed one have
// the same digest exactly when they say the same.
func (r Report) TableDigest() string {
	b := fmt.Appendf(make([]byte, 0, 4096), "gongkai annual report 1\nagency %q\nyear %d\nforms %s %s\n", r.Agency, r.Year,
		r.Table2.Form, r.Table3.Form)
	for _, key := range table2Keys(r.Table2.Form) {
		b = append(append(b, key...), ' ')
		b = append(r.Table2.Figures[key].canonical(b), '\n')
	}
	for _, l := range linesOf(r.Table3.Form) {
		b = append(b, l.key...)
		for _, f := range r.Table3.Rows[l.key] {
			b = f.canonical(append(b, ' '))
		}
		b = append(b, '\n')
	}
	for _, g := range r.Table4.groups() {
		b = append(b, g.Key...)
		for _, f := range g.outcomes.cells() {
			b = f.canonical(append(b, ' '))
		}
		b = append(b, '\n')
	}
	digest := sha256.Sum256(b)
	return hex.EncodeToString(digest[:])
}

// canonical spells a cell in one way only.
func (f Figure) canonical(b []byte) []byte {
	switch f.State {
	case Number:
		b = strconv.AppendInt(b, f.N, 10)
		if f.Text != "" {
			b = strconv.AppendQuote(append(b, ' '), f.Text)
		}
		return b
	case Unknown:
		return append(b, "null"...)
	case Blank, Words:
	}
	return strconv.AppendQuote(b, f.Text)
}

// RollUp adds reports of one year cell by cell under a name (rulebook 6.6); the caller lists each body once. A cell
// unknown in any part is unknown in the sum. It errs when there is nothing to add or the years differ.
func RollUp(agency string, parts []Report) (Report, error) {
	if len(parts) == 0 {
		return Report{}, fmt.Errorf("roll up %s: %w: there are none", agency, ErrRollUp)
	}
	out := parts[0]
	for _, p := range parts[1:] {
		if p.Year != out.Year {
			return Report{}, fmt.Errorf("roll up %s: %w: %s is of %d, %s of %d", agency, ErrRollUp,
				parts[0].Agency, out.Year, p.Agency, p.Year)
		}
		out.Table2 = out.Table2.Plus(p.Table2)
		out.Table3 = out.Table3.Plus(p.Table3)
		out.Table4 = out.Table4.Plus(p.Table4)
		out.Position = max(out.Position, p.Position)
		out.AsOf = max(out.AsOf, p.AsOf)
		out.Partial = out.Partial || p.Partial
	}
	out.Agency, out.Form, out.Status = agency, out.Table3.Form, Live
	out.Digest, out.Checks, out.Quoted = "", nil, nil
	return out, nil
}
