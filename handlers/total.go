package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"gongkai/annual"
	"gongkai/law"
)

// totalView is the total of a government and what it was added up from.
type totalView struct {
	page
	Total annual.Total
	Code  string
}

// StatusChip says how far a body's own report may be trusted.
func (v totalView) StatusChip(m annual.Member) chip {
	tone := "calm"
	if !m.Filed() {
		tone = "soon"
	}
	return chip{v.T("report.status." + string(m.Report.Status)), tone}
}

// Rows gives table 3 of the sum.
func (v totalView) Rows() []law.Row { return law.Rows(v.Total.Table3.Form) }

// GapText names the bodies that leave a cell open.
func (v totalView) GapText(g annual.Gap) string {
	return g.Label(v.Lang) + v.T("colon") + strings.Join(g.Bodies, v.T("list.comma"))
}

// Verdict is the outcome of a check as a word and a tone.
func (v totalView) Verdict(c annual.Check) chip { return reportView{page: v.page}.Verdict(c) }

func (s *Server) total(w http.ResponseWriter, r *http.Request) error {
	code := r.PathValue("agency")
	total, err := s.totalFor(r.Context(), code, r.PathValue("year"))
	if err != nil {
		return err
	}
	view := totalView{page: s.page(r, "total.title", total.Name, total.Year), Total: total, Code: code}
	view.Agency = code
	s.render(w, r, http.StatusOK, totalPage(view))
	return nil
}

// dutiesView is the dated list of reports that are due.
type dutiesView struct {
	page
	Year   int
	Duties []annual.Duty
}

// StateChip says how a duty stands.
func (v dutiesView) StateChip(d annual.Duty) chip {
	tone := map[string]string{annual.DutyDone: "calm", annual.DutyLate: "late", annual.DutyClosing: "soon", annual.DutyOpen: "plain"}[d.State]
	return chip{v.T("due.state." + d.State), tone}
}

// Link leads to the report or the total that is due.
func (v dutiesView) Link(d annual.Duty) string {
	if d.Kind == annual.TotalReport {
		return reportPath(d.Agency, d.Year) + "/total"
	}
	return reportPath(d.Agency, d.Year)
}

func (s *Server) due(w http.ResponseWriter, r *http.Request) error {
	year := s.today().Year() - 1
	if text := r.URL.Query().Get("year"); text != "" {
		var err error
		if year, err = yearIn(text); err != nil {
			return err
		}
	}
	list, err := s.dutiesFor(r.Context(), "", strconv.Itoa(year), "")
	if err != nil {
		return err
	}
	s.render(w, r, http.StatusOK, duePage(dutiesView{page: s.page(r, "due.title", year), Year: year, Duties: list}))
	return nil
}
