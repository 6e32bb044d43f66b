package main

import (
	"fmt"
	"time"

	"gongkai/law"
	"gongkai/workflow"
)

// benchHistory makes a history like life, the same each time: years of applications to many bodies, event by event in
// the order of their days, so that the histories of applications lie as mixed in the log as they do in an office. Each
// event is what a command would have left, but for its sealed words.
type benchHistory struct {
	agencies, applications int
	first, last            law.Date
	calendar               *law.Calendar

	due   map[law.Date]workflow.Due
	later map[law.Date][]benchStep
}

// benchStep is the next event of an application.
type benchStep struct {
	application int
	day0        law.Date
	seq         int
	at          int // place in benchLife
}

// benchLife is the way of an application: what happens after how many days. Two in three replies are proposed and approved
// first, one in three is served with proof: 6.7 events on average.
var benchLife = []struct {
	event string
	after int
}{
	{workflow.Registered, 0},
	{workflow.TaskAssigned, 1},
	{workflow.TaskAccepted, 2},
	{workflow.TaskReported, 8},
	{workflow.ReplyProposed, 10},
	{workflow.ReplyApproved, 11},
	{workflow.Replied, 12},
	{workflow.ServiceRecorded, 15},
}

const (
	benchEventsEach = 20.0 / 3
	benchCity       = 11 // one in so many applications is the first body's, a city's office
)

func newBenchHistory(events, agencies, years int, cal *law.Calendar, end law.Date) *benchHistory {
	first := law.NewDate(end.Year()-years, time.January, 1)
	return &benchHistory{
		agencies: agencies, applications: int(float64(events) / benchEventsEach), first: first,
		last: law.NewDate(end.Year()-1, time.December, 31), calendar: cal,
		due: map[law.Date]workflow.Due{}, later: map[law.Date][]benchStep{},
	}
}

// benchCode is the code of the body i; the first has all others below it.
func benchCode(i int) string {
	if i == 0 {
		return benchAgency
	}
	return fmt.Sprintf("%s-%04d", benchAgency, i)
}

// each hands over the events day by day.
func (h *benchHistory) each(take func([]workflow.Event) error) error {
	days := int(h.last-h.first) + 1
	given := 0
	var events []workflow.Event
	for d := h.first; d <= h.last; d++ {
		for upTo := int(int64(h.applications) * int64(d-h.first+1) / int64(days)); given < upTo; given++ {
			h.later[d] = append(h.later[d], benchStep{application: given, day0: d})
		}
		for i := 0; i < len(h.later[d]); i++ {
			e, err := h.event(h.later[d][i], d)
			if err != nil {
				return err
			}
			events = append(events, e)
		}
		delete(h.later, d)
		if len(events) >= 20000 || d == h.last {
			if err := take(events); err != nil {
				return err
			}
			events = events[:0]
		}
	}
	return nil
}

// event makes the event of a step and puts the next one on its day.
func (h *benchHistory) event(s benchStep, on law.Date) (workflow.Event, error) {
	mix := uint64(s.application+1) * 0x9E3779B97F4A7C15 // spreads what follows over the applications
	agency := benchCode(int(mix>>40) % h.agencies)
	if s.application%benchCity == 0 {
		agency = benchCode(0)
	}
	number := fmt.Sprintf("%d-%07d", s.day0.Year(), s.application)
	version, err := law.InForce(s.day0)
	if err != nil {
		return workflow.Event{}, err
	}
	e := workflow.Event{
		Stream: workflow.ApplicationStream(agency, number), Seq: s.seq + 1, Type: benchLife[s.at].event, On: on,
		Actor: operator, Law: version.Name,
	}
	results := []string{"disclosed", "disclosed", "disclosed", "partial", "unable.not_held", "unable.not_held", "other.other", "not_processed.complaint", "refused.enforcement_file", "disclosed", "refused.third_party_rights"}
	result := results[int(mix>>20)%len(results)]
	data := &workflow.Data{}
	switch e.Type {
	case workflow.Registered:
		data.Channel, data.ReceivedOn = "online", on
		data.Category = law.Categories()[min(5, int(mix>>8)%40*int(mix>>16&1)/6)].Key
		due, err := h.dueOf(on)
		if err != nil {
			return e, err
		}
		data.Due = &due
	case workflow.TaskAssigned:
		e.Department, data.Days, data.LastDay = "D1", 10, h.calendar.Nth(on, 10)
	case workflow.TaskAccepted:
		e.Department = "D1"
	case workflow.TaskReported:
		e.Department, data.Result = "D1", result
	case workflow.ReplyProposed:
		data.Result = result
	case workflow.Replied:
		data.Result, data.ServedBy = result, "electronic"
	case workflow.ServiceRecorded:
		data.Sequence, data.Outcome, data.ServedOn = s.seq, "served", on
	}
	e.Data = data
	h.follow(s, mix)
	return e, nil
}

func (h *benchHistory) follow(s benchStep, mix uint64) {
	s.seq, s.at = s.seq+1, s.at+1
	if s.at < len(benchLife) && benchLife[s.at].event == workflow.ReplyProposed && mix>>32%3 == 0 {
		s.at += 2
	}
	if s.at >= len(benchLife) || benchLife[s.at].event == workflow.ServiceRecorded && mix>>36%3 != 0 {
		return
	}
	on := s.day0.AddDays(benchLife[s.at].after)
	if mix>>44%50 == 0 { // one in fifty takes half a year
		on = on.AddDays(150)
	}
	h.later[on] = append(h.later[on], s)
}

// dueOf is the reply date of a receipt, computed once a day.
func (h *benchHistory) dueOf(day law.Date) (workflow.Due, error) {
	if due, ok := h.due[day]; ok {
		return due, nil
	}
	version, err := law.InForce(day)
	if err != nil {
		return workflow.Due{}, err
	}
	app, err := workflow.NewApplication(benchAgency, "1").With(workflow.Event{
		Seq: 1, Type: workflow.Registered, On: day, Law: version.Name, Data: &workflow.Data{ReceivedOn: day},
	})
	if err != nil {
		return workflow.Due{}, err
	}
	h.due[day] = app.Clock(h.calendar).Due
	return h.due[day], nil
}
