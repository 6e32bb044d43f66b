package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/access"
	"gongkai/law"
	"gongkai/workflow"
)

// CalendarView is the notices of working days, and what is wanted.
type CalendarView struct {
	Version string       `json:"version"`
	Notices []law.Notice `json:"notices"`
	Missing []int        `json:"missing" doc:"years whose notice is wanted and has not come; dates in them are provisional"`
}

type calendarOutput struct{ Body CalendarView }

type noticeInput struct {
	RawBody []byte `contentType:"application/json"`
}

type noticeOutput struct{ Body NoticeView }

// NoticeView is an added notice and every open application whose date it moved.
type NoticeView struct {
	Notice  string           `json:"notice"`
	Version string           `json:"version"`
	Moved   []workflow.Moved `json:"moved"`
}

// apiCalendar tells the notices and takes a new one.
func (s *Server) apiCalendar(api huma.API) {
	huma.Register(api, operation("calendar", http.MethodGet, "/api/v1/calendar", "The notices of working days, and those that are wanted"),
		func(ctx context.Context, _ *struct{}) (*calendarOutput, error) {
			if err := s.may(ctx, access.VerbCalendarList, ""); err != nil {
				return nil, s.refused(ctx, err)
			}
			calendar, err := s.store.Calendar(ctx)
			if err != nil {
				return nil, s.refused(ctx, fmt.Errorf("read the calendar: %w", err))
			}
			return &calendarOutput{Body: CalendarView{
				Version: calendar.Version(), Notices: calendar.Notices(), Missing: append([]int{}, calendar.Missing(s.today())...),
			}}, nil
		})
	huma.Register(api, operation("calendar-add", http.MethodPost, "/api/v1/calendar", "Add a notice; open applications are computed again"),
		func(ctx context.Context, in *noticeInput) (*noticeOutput, error) {
			view, err := s.takeNotice(ctx, in.RawBody)
			if err != nil {
				return nil, s.refused(ctx, err)
			}
			return &noticeOutput{Body: view}, nil
		})
}

// takeNotice reads a notice, adds it to the log, and keeps the copy.
func (s *Server) takeNotice(ctx context.Context, raw []byte) (NoticeView, error) {
	if err := s.may(ctx, access.VerbCalendar, ""); err != nil {
		return NoticeView{}, err
	}
	notice, err := law.ParseNotice(raw)
	if err != nil {
		return NoticeView{}, workflow.NewRefusal("bad_notice", "", err.Error())
	}
	moved, err := s.store.AddNotice(ctx, whoOf(ctx).actor(), notice)
	if err != nil {
		return NoticeView{}, err
	}
	if s.options.KeepNotice != nil {
		if err := s.options.KeepNotice(notice, raw); err != nil {
			return NoticeView{}, fmt.Errorf("keep the notice: %w", err)
		}
	}
	calendar, err := s.store.Calendar(ctx)
	if err != nil {
		return NoticeView{}, fmt.Errorf("read the calendar: %w", err)
	}
	return NoticeView{Notice: notice.Number, Version: calendar.Version(), Moved: moved}, nil
}

// addNotice is the form: the year's page again, with every case that moved.
func (s *Server) addNotice(w http.ResponseWriter, r *http.Request) error {
	raw := r.PostFormValue("notice")
	view, err := s.takeNotice(r.Context(), []byte(raw))
	var refusal *workflow.Refusal
	if errors.As(err, &refusal) {
		return s.showCalendar(w, r, failureOf(err).status, s.today().Year(), calendarView{Refusal: refusal.Text(pageLanguage(r)), Typed: raw})
	}
	if err != nil {
		return err
	}
	var notice law.Notice
	if err := json.Unmarshal([]byte(raw), &notice); err != nil {
		return fmt.Errorf("read the notice again: %w", err)
	}
	return s.showCalendar(w, r, http.StatusOK, notice.Year, calendarView{Added: &view})
}
