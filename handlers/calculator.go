package handlers

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"gongkai/law"
)

// longestCount bounds what the calculator counts and shows.
const longestCount = 250

// calculatorView counts working days for any date, by the newest calendars.
type calculatorView struct {
	page
	From, Days, PauseFrom, PauseTo string
	Faults                         []string
	Answered                       bool
	Due                            law.Date
	Provisional                    bool
	Lines                          []law.DayLine
}

func (s *Server) calculator(w http.ResponseWriter, r *http.Request) error {
	calendar, err := s.store.Calendar(r.Context())
	if err != nil {
		return fmt.Errorf("read the calendar: %w", err)
	}
	ask := r.URL.Query()
	v := calculatorView{
		page: s.page(r, "calculator.title"), From: ask.Get("from"), Days: ask.Get("days"),
		PauseFrom: ask.Get("pause_from"), PauseTo: ask.Get("pause_to"),
	}
	if v.From == "" && v.Days == "" {
		v.From, v.Days = v.Today.String(), "20"
		s.render(w, r, http.StatusOK, calculatorPage(v))
		return nil
	}
	run, status := v.run(), http.StatusOK
	if len(v.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	} else {
		v.Due, v.Answered, v.Lines = calendar.Due(run), true, calendar.Explain(run)
		v.Provisional = calendar.Provisional(run.Day0, v.Due)
	}
	s.render(w, r, status, calculatorPage(v))
	return nil
}

// run reads the question and notes what is wrong with it.
func (v *calculatorView) run() law.Run {
	read := func(text, label string) law.Date {
		d, err := law.ParseDate(strings.TrimSpace(text))
		if err != nil {
			v.Faults = append(v.Faults, v.T("calculator.bad_date", v.T(label)))
		}
		return d
	}
	run := law.Run{Day0: read(v.From, "calculator.from")}
	n, err := strconv.Atoi(strings.TrimSpace(v.Days))
	if err != nil || n < 1 || n > longestCount {
		v.Faults = append(v.Faults, v.T("calculator.bad_days", longestCount))
	}
	run.Allowance = n
	if v.PauseFrom == "" && v.PauseTo == "" {
		return run
	}
	pause := law.Pause{From: read(v.PauseFrom, "calculator.pause_from"), To: read(v.PauseTo, "calculator.pause_to")}
	if pause.To < pause.From || pause.To > pause.From.AddDays(3660) {
		v.Faults = append(v.Faults, v.T("calculator.bad_pause"))
	}
	run.Pauses = []law.Pause{pause}
	return run
}
