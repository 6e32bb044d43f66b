package handlers

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"gongkai/access"
	"gongkai/annual"
	"gongkai/law"
	"gongkai/workflow"
)

// filingView is 报送: what a statistician does with a year, from the draft of 1 January to the amended report.
type filingView struct {
	page
	Code      string
	Year      int
	Report    annual.Report
	Doubts    []annual.Doubt
	Filings   []workflow.Filing
	Diff      annual.Diff
	Figures   []workflow.Figure
	Draft     *workflow.ReportData
	CanRecord bool
	CanFile   bool
	CanAmend  bool
	Key       string
	Refused   string
	Typed     map[string]string
}

// Filed says whether a version is in force.
func (v filingView) Filed() bool { return len(v.Filings) > 0 }

// Cells are the number cells of table 2 that may be recorded.
func (v filingView) Cells() []string {
	return law.Table2Keys(annual.FormFor(v.Year, v.Report.Table2.Form))
}

// CellName names a cell of table 2.
func (v filingView) CellName(key string) string { return figureLabel(key, v.Lang) }

// DiffName names a cell that differs.
func (v filingView) DiffName(c annual.CellDiff) string { return CellName(c, v.Lang) }

// FigureText gives a recorded cell as it is printed.
func (v filingView) FigureText(f workflow.Figure) string { return v.Report.Table2.Text(f.Cell) }

// BrokenRules are the rules that do not hold.
func (v filingView) BrokenRules() []annual.Check {
	var list []annual.Check
	for _, c := range v.Report.Checks {
		if c.OK == annual.Broken {
			list = append(list, c)
		}
	}
	return list
}

// Over says whether the year may be filed by its calendar.
func (v filingView) Over() bool { return v.Year < v.Today.Year() }

func filingPath(agency string, year int) string { return reportPath(agency, year) + "/filing" }

func (s *Server) filing(w http.ResponseWriter, r *http.Request) error {
	return s.filingPage(w, r, http.StatusOK, "", nil)
}

func (s *Server) filingPage(w http.ResponseWriter, r *http.Request, status int, refused string, typed map[string]string) error {
	ctx, code := r.Context(), r.PathValue("agency")
	if _, err := s.mayOpen(ctx, access.VerbReportCell, code, r.PathValue("year")); err != nil {
		return err
	}
	report, err := s.reportFor(ctx, code, r.PathValue("year"), ReportQuery{})
	if err != nil {
		return err
	}
	name, err := s.agencyName(r, code)
	if err != nil {
		return err
	}
	v := filingView{
		page: s.page(r, "filing.title", name, report.Year), Code: code, Year: report.Year, Report: report, Refused: refused, Typed: typed,
		CanRecord: s.may(ctx, "record_figure", code) == nil, CanFile: s.may(ctx, access.VerbReportFreeze, code) == nil,
		CanAmend: s.may(ctx, access.VerbReportAmend, code) == nil,
	}
	v.Agency = code
	if err := s.gatherFiling(r, &v); err != nil {
		return fmt.Errorf("gather what is to be filed: %w", err)
	}
	s.render(w, r, status, filingTemplate(v))
	return nil
}

func (s *Server) gatherFiling(r *http.Request, v *filingView) error {
	ctx := r.Context()
	draft, drafted, err := s.store.Draft(ctx, v.Code, v.Year)
	if err != nil {
		return err
	}
	if drafted {
		v.Draft = &draft
	}
	if v.Doubts, err = s.store.Doubtful(ctx, v.Code, v.Year); err != nil {
		return err
	}
	if v.Figures, err = s.store.Figures(ctx, v.Code, v.Year); err != nil {
		return err
	}
	if v.Filings, err = s.store.Filings(ctx, v.Code, v.Year); err != nil {
		return err
	}
	if v.Filed() {
		if v.Diff, err = s.store.ReportDiff(ctx, v.Code, v.Year, v.Lang); err != nil {
			return err
		}
	}
	v.Key, err = s.newKey()
	return err
}

// refile shows the page again with what was refused; what was typed stays.
func (s *Server) refile(w http.ResponseWriter, r *http.Request, err error) error {
	var refusal *workflow.Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	typed := map[string]string{}
	for _, field := range []string{"signer", "explanation", "reason", "cell", "value", "remark", "source"} {
		typed[field] = r.PostForm.Get(field)
	}
	return s.filingPage(w, r, statuses[refusal.Kind()], refusal.Text(pageLanguage(r)), typed)
}

func (s *Server) fileYear(w http.ResponseWriter, r *http.Request) error {
	code, year := r.PathValue("agency"), r.PathValue("year")
	_, err := s.freeze(r.Context(), code, year, workflow.FileRequest{
		Signer: r.PostForm.Get("signer"), Explanation: r.PostForm.Get("explanation"), Key: r.PostForm.Get("key"),
	})
	return s.filedOr(w, r, err)
}

func (s *Server) amendYear(w http.ResponseWriter, r *http.Request) error {
	req := workflow.AmendRequest{Reason: r.PostForm.Get("reason"), FileRequest: workflow.FileRequest{
		Signer: r.PostForm.Get("signer"), Explanation: r.PostForm.Get("explanation"), Key: r.PostForm.Get("key"),
	}}
	if cell := r.PostForm.Get("cell"); cell != "" {
		req.Figures = []*workflow.RecordFigure{{
			Cell: cell, Value: workflow.CellValue(r.PostForm.Get("value")), Remark: r.PostForm.Get("remark"),
			Source: r.PostForm.Get("source"), Signer: r.PostForm.Get("signer"),
		}}
	}
	_, err := s.amend(r.Context(), r.PathValue("agency"), r.PathValue("year"), req)
	return s.filedOr(w, r, err)
}

func (s *Server) recordFigure(w http.ResponseWriter, r *http.Request) error {
	year, err := yearIn(r.PathValue("year"))
	if err != nil {
		return err
	}
	raw, err := json.Marshal(map[string]any{
		"do": "record_figure", "agency": r.PathValue("agency"), "year": year, "cell": r.PostForm.Get("cell"), "value": r.PostForm.Get("value"),
		"remark": r.PostForm.Get("remark"), "source": r.PostForm.Get("source"), "signer": r.PostForm.Get("signer"), "key": r.PostForm.Get("key"),
	})
	if err != nil {
		return fmt.Errorf("read the form: %w", err)
	}
	cmd, err := workflow.Decode(raw, "")
	if err == nil {
		_, err = s.do(r.Context(), cmd)
	}
	return s.filedOr(w, r, err)
}

func (s *Server) filedOr(w http.ResponseWriter, r *http.Request, err error) error {
	if err != nil {
		return s.refile(w, r, err)
	}
	year, err := yearIn(r.PathValue("year"))
	if err != nil {
		return err
	}
	http.Redirect(w, r, filingPath(r.PathValue("agency"), year), http.StatusSeeOther)
	return nil
}
