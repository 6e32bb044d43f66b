package handlers

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"gongkai/workflow"
)

// eventLogView is the newest part of the log, or an older part asked for.
type eventLogView struct {
	page
	EventPage
	From  int64
	Older int64 // position to go back to; 0 at the beginning
	Live  bool  // the newest part, which is asked for again
}

const eventsShown = 50

func (s *Server) eventLog(w http.ResponseWriter, r *http.Request) error {
	from := r.URL.Query().Get("from")
	live := from == ""
	if live {
		head, _, _, err := s.store.Head(r.Context())
		if err != nil {
			return err
		}
		from = strconv.FormatInt(max(1, head-eventsShown+1), 10)
	}
	found, err := s.eventsFor(r.Context(), from, strconv.Itoa(eventsShown))
	if err != nil {
		return err
	}
	v := eventLogView{page: s.page(r, "events.title"), EventPage: found, Live: live}
	if v.People, err = s.peopleNames(r.Context()); err != nil {
		return err
	}
	if v.From, err = strconv.ParseInt(from, 10, 64); err == nil && v.From > 1 {
		v.Older = max(1, v.From-eventsShown)
	}
	if r.Header.Get("HX-Request") == "true" && live {
		s.render(w, r, http.StatusOK, eventRows(v))
		return nil
	}
	s.render(w, r, http.StatusOK, eventLogPage(v))
	return nil
}

// Link leads to the application of an event; "" for other streams.
func (v eventLogView) Link(e workflow.Recorded) string {
	agency, number, ok := applicationOf(e.Stream)
	if !ok {
		return ""
	}
	return casePath(agency, number)
}

// Newest gives the events with the newest first.
func (v eventLogView) Newest() []workflow.Recorded {
	out := slices.Clone(v.Items)
	slices.Reverse(out)
	return out
}

// china is the zone of everything people read: civil time without summer time (law.DateOf counts days by it too).
var china = time.FixedZone("Asia/Shanghai", 8*3600)

// Moment gives the moment of recording as clocks in China showed it.
func (v eventLogView) Moment(e workflow.Recorded) string {
	return e.RecordedAt.In(china).Format("2006-01-02 15:04:05")
}
