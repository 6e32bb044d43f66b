package handlers

import (
	"net/http"
	"net/url"
	"time"

	"gongkai/annual"
	"gongkai/law"
)

// paceView is 办理情况: a period in charts and tables.
type paceView struct {
	page
	Code   string
	Pace   annual.Pace
	Names  map[string]string
	Tables []PaceTable
}

// Chart gives the picture that goes with a table; false where there is none or nothing to draw.
func (v paceView) Chart(key string) (chart, bool) {
	switch {
	case key == "months":
		return monthChart(v.Pace, v.Lang), true
	case key == "by_department" && len(v.Pace.ByDepartment) > 0:
		return departmentChart(v.Pace, v.Names, v.Lang), true
	}
	return chart{}, false
}

// API is where the same stands as data.
func (v paceView) API() string {
	return "/api/v1/reports/" + url.PathEscape(v.Code) + "/pace?from=" + v.Pace.From.String() + "&to=" + v.Pace.To.String()
}

// pacePath is the page of a whole year, up to today.
func pacePath(agency string, year int, today law.Date) string {
	to := min(law.NewDate(year, time.December, 31), max(today, law.NewDate(year, time.January, 1)))
	return "/agencies/" + url.PathEscape(agency) + "/reports/pace?from=" + law.NewDate(year, time.January, 1).String() + "&to=" + to.String()
}

func (s *Server) pace(w http.ResponseWriter, r *http.Request) error {
	code := r.PathValue("agency")
	pace, err := s.paceFor(r.Context(), code, r.FormValue("from"), r.FormValue("to"))
	if err != nil {
		return err
	}
	name, err := s.agencyName(r, code)
	if err != nil {
		return err
	}
	view := paceView{page: s.page(r, "pace.title", name), Code: code, Pace: pace, Names: map[string]string{}}
	view.Agency = code
	if err := s.nameDepartments(r.Context(), code, view.Names); err != nil {
		return err
	}
	view.Tables = PaceTables(pace, view.Names, view.Lang)
	s.render(w, r, http.StatusOK, pacePage(view))
	return nil
}
