package handlers

import (
	"fmt"
	"net/http"
	"strconv"

	"gongkai/annual"
	"gongkai/law"
	"gongkai/workflow"
)

// reportView is 年度统计: the tables of a year as the official form has them.
type reportView struct {
	page
	Report     annual.Report
	AgencyName string
	Code       string
	Year       int
	Doubts     []annual.Doubt
	HasBelow   bool // there are bodies below, so there is a total
	CanOpen    bool // figures lead to their applications
}

// Rows gives table 3 in the order of its form.
func (v reportView) Rows() []law.Row { return law.Rows(v.Report.Table3.Form) }

// Figure gives one cell of table 3.
func (v reportView) Figure(row, column string) annual.Figure {
	return v.Report.Table3.Cell(row, column)
}

// CellLink leads to the applications behind a figure; "" where there is nothing to show.
func (v reportView) CellLink(row, column string) string {
	if f := v.Figure(row, column); !v.CanOpen || f.State != annual.Number || f.N == 0 {
		return ""
	}
	return cellPath(v.Code, v.Year, row, column)
}

// English names a row of table 3 in English; the official labels stay as they are.
func (v reportView) English(row string) string {
	if r, ok := law.ResultByKey(row); ok {
		return r.English
	}
	return say(english, "row."+row)
}

// Table2Text gives a cell of table 2 as it is printed.
func (v reportView) Table2Text(key string) string {
	return v.Report.Table2.Text(key)
}

// Table4Cells gives the 15 numbers of table 4 in order.
func (v reportView) Table4Cells() []string {
	var out []string
	t := v.Report.Table4
	for _, o := range []annual.Outcomes{t.Review, t.Direct, t.AfterReview} {
		for _, f := range []annual.Figure{o.Upheld, o.Corrected, o.Other, o.Pending, o.Total} {
			out = append(out, f.String())
		}
	}
	return out
}

// StatusText says how far the tables may be trusted.
func (v reportView) StatusText() string { return v.T("report.status." + string(v.Report.Status)) }

// Verdict is the outcome of a check as a word and a tone.
func (v reportView) Verdict(c annual.Check) chip {
	switch {
	case c.OK == annual.Holds:
		return chip{v.T("check.holds"), "calm"}
	case c.OK == annual.Undecided:
		return chip{v.T("check.undecided"), "plain"}
	case c.Hard:
		return chip{v.T("check.broken"), "late"}
	}
	return chip{v.T("check.warns"), "soon"}
}

func (s *Server) reports(w http.ResponseWriter, r *http.Request) error {
	agencies, err := s.agenciesFor(r.Context())
	if err != nil {
		return err
	}
	year := s.today().Year()
	if len(agencies) == 1 {
		http.Redirect(w, r, reportPath(agencies[0].Code, year), http.StatusSeeOther)
		return nil
	}
	s.render(w, r, http.StatusOK, choosePage(s.page(r, "report.choose"), agencies, func(code string) string { return reportPath(code, year) }))
	return nil
}

func (s *Server) report(w http.ResponseWriter, r *http.Request) error {
	code := r.PathValue("agency")
	report, err := s.reportFor(r.Context(), code, r.PathValue("year"), queryOf(r))
	if err != nil {
		return err
	}
	name, err := s.agencyName(r, code)
	if err != nil {
		return err
	}
	view := reportView{
		page: s.page(r, "report.title", name, report.Year), Report: report, AgencyName: name, Code: code, Year: report.Year,
		CanOpen: s.may(r.Context(), "report_cell", code) == nil,
	}
	view.Agency = code
	below, err := s.store.Under(r.Context(), code)
	if err != nil {
		return fmt.Errorf("read the tree of agencies: %w", err)
	}
	view.HasBelow = len(below) > 1
	document, err := s.store.Document(r.Context(), report)
	if err != nil {
		return fmt.Errorf("gather the report: %w", err)
	}
	view.Report = document.Report // with B6 judged by the words
	if view.CanOpen {
		if view.Doubts, err = s.store.Doubtful(r.Context(), code, report.Year); err != nil {
			return fmt.Errorf("list what is doubtful: %w", err)
		}
	}
	s.render(w, r, http.StatusOK, reportPage(view))
	return nil
}

// cellPageView is one figure and the applications behind it.
type cellPageView struct {
	page
	Cell       CellView
	AgencyName string
	RowLabel   string
	Column     law.Column
}

func (s *Server) cell(w http.ResponseWriter, r *http.Request) error {
	code, lang := r.PathValue("agency"), pageLanguage(r)
	cell, err := s.cellFor(r.Context(), code, r.PathValue("year"), r.PathValue("row"), r.PathValue("column"), lang)
	if err != nil {
		return err
	}
	name, err := s.agencyName(r, code)
	if err != nil {
		return err
	}
	view := cellPageView{page: s.page(r, "cell.title", cell.Year, cell.Figure), Cell: cell, AgencyName: name, RowLabel: rowLabel(cell.Row, lang)}
	for _, c := range law.Columns() {
		if c.Key == cell.Column {
			view.Column = c
		}
	}
	view.Agency = code
	s.render(w, r, http.StatusOK, cellPage(view))
	return nil
}

// rowLabel names a row of table 3 with its block.
func rowLabel(key, lang string) string {
	if r, ok := law.ResultByKey(key); ok {
		return pick(lang, r.Title(), r.English)
	}
	if lang == english {
		return say(english, "row."+key)
	}
	for _, form := range []string{law.Form2021, law.Form2019} {
		for _, row := range law.Rows(form) {
			if row.Key == key {
				return row.Label()
			}
		}
	}
	return key
}

func (s *Server) agencyName(r *http.Request, code string) (string, error) {
	agencies, err := s.store.Agencies(r.Context())
	if err != nil {
		return "", fmt.Errorf("list the agencies: %w", err)
	}
	for _, a := range agencies {
		if a.Code == code {
			return a.Name, nil
		}
	}
	return "", workflow.NewRefusal("unknown_agency", "", code)
}

// span gives the attribute of a cell that reaches over several.
func span(n int) string { return strconv.Itoa(max(1, n)) }
