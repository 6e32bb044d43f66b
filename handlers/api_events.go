package handlers

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/access"
	"gongkai/workflow"
)

type eventsInput struct {
	From  string `query:"from" doc:"position to begin with, 1 without"`
	Limit string `query:"limit" doc:"1 to 1000, 100 without"`
}

type eventsOutput struct{ Body EventPage }

// EventPage is a stretch of the log in order of position. Next is the position to go on with; it may pass over events
// that the one who asks may not read.
type EventPage struct {
	Items []workflow.Recorded `json:"items"`
	Next  int64               `json:"next"`
	Head  int64               `json:"head" doc:"position of the newest event"`
}

func (s *Server) apiEvents(api huma.API) {
	huma.Register(api, operation("events", http.MethodGet, "/api/v1/events", "Read the log in order of position"),
		func(ctx context.Context, in *eventsInput) (*eventsOutput, error) {
			page, err := s.eventsFor(ctx, in.From, in.Limit)
			if err != nil {
				return nil, s.refused(ctx, err)
			}
			return &eventsOutput{Body: page}, nil
		})
}

func (s *Server) eventsFor(ctx context.Context, fromText, limitText string) (EventPage, error) {
	if err := access.Allowed(whoOf(ctx).Subject, access.VerbEvents); err != nil {
		return EventPage{}, err
	}
	head, _, _, err := s.store.Head(ctx)
	if err != nil {
		return EventPage{}, fmt.Errorf("read the head of the log: %w", err)
	}
	from, err := wholeNumber("from", fromText, 1, 1, head+1)
	if err != nil {
		return EventPage{}, err
	}
	limit, err := wholeNumber("limit", limitText, 100, 1, 1000)
	if err != nil {
		return EventPage{}, err
	}
	events, err := s.store.Events(ctx, from, int(limit))
	if err != nil {
		return EventPage{}, fmt.Errorf("read the log: %w", err)
	}
	page := EventPage{Items: []workflow.Recorded{}, Next: from, Head: head}
	seen := map[string]bool{}
	for _, e := range events {
		page.Next = e.Position + 1
		if s.mayHear(ctx, e, seen) {
			page.Items = append(page.Items, e)
		}
	}
	return page, nil
}

// mayHear says whether the one who asks may read an event: those of his agency and, for a department alone, of its own
// tasks; those of calendar and days are everybody's; those of people are the operator's.
func (s *Server) mayHear(ctx context.Context, e workflow.Recorded, asked map[string]bool) bool {
	if whoOf(ctx).Operator {
		return true
	}
	agency, ok := agencyOf(e.Stream)
	if !ok {
		return e.Stream == workflow.CalendarStream || e.Stream == workflow.DayStream
	}
	key := agency + "/" + e.Department
	may, known := asked[key]
	if !known {
		may = s.may(ctx, access.VerbEvents, agency, e.Department) == nil
		asked[key] = may
	}
	return may
}

// agencyOf gives the agency whose stream it is.
func agencyOf(stream string) (string, bool) {
	kind, rest, ok := strings.Cut(stream, ":")
	if !ok || (kind != "application" && kind != "agency" && kind != "report") {
		return "", false
	}
	agency, _, _ := strings.Cut(rest, "/")
	return agency, true
}
