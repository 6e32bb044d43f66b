package handlers

import (
	"fmt"
	"net/http"
	"time"

	"gongkai/access"
	"gongkai/law"
)

// calendarView is a year's working days with the notices they rest on.
type calendarView struct {
	page
	Year      int
	Months    []month
	Notices   []law.Notice
	Announced bool
	Added     *NoticeView // what was just added
	Refusal   string
	Typed     string
	Wanted    string // the warning that a notice is missing
	MayAdd    bool
}

// month is a grid of weeks that begin on Monday; a zero date pads it.
type month struct {
	Number int
	Work   int // working days
	Weeks  [][7]law.Day
}

func (s *Server) calendarYear(w http.ResponseWriter, r *http.Request) error {
	year, err := yearIn(r.PathValue("year"))
	if err != nil {
		return err
	}
	return s.showCalendar(w, r, http.StatusOK, year, calendarView{})
}

func (s *Server) showCalendar(w http.ResponseWriter, r *http.Request, status, year int, v calendarView) error {
	calendar, err := s.store.Calendar(r.Context())
	if err != nil {
		return fmt.Errorf("read the calendar: %w", err)
	}
	v.page, v.Year, v.Announced = s.page(r, "calendar.title", year), year, calendar.Announced(year)
	v.Wanted = law.MissingText(calendar.Missing(v.Today), v.Lang)
	v.MayAdd = s.may(r.Context(), access.VerbCalendar, "") == nil
	for m := time.January; m <= time.December; m++ {
		v.Months = append(v.Months, monthOf(calendar, year, m))
	}
	for _, n := range calendar.Notices() {
		if n.Year == year {
			v.Notices = append(v.Notices, n)
		}
	}
	s.render(w, r, status, calendarPage(v))
	return nil
}

func monthOf(calendar *law.Calendar, year int, m time.Month) month {
	out := month{Number: int(m)}
	first := law.NewDate(year, m, 1)
	var week [7]law.Day
	for d := first; d.Month() == m; d = d.AddDays(1) {
		day := calendar.Day(d)
		if day.Working {
			out.Work++
		}
		at := (int(d.Weekday()) + 6) % 7
		week[at] = day
		if at == 6 || d.AddDays(1).Month() != m {
			out.Weeks = append(out.Weeks, week)
			week = [7]law.Day{}
		}
	}
	return out
}

// DayTitle says in words what kind of day it is.
func (v calendarView) DayTitle(d law.Day) string {
	text := v.T("day." + string(d.Kind))
	if d.Holiday != "" {
		text += " " + law.HolidayText(d.Holiday, v.Lang)
	}
	return text
}
