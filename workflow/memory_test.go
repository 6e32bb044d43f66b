package workflow_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/stretchr/testify/require"

	"gongkai/law"
	"gongkai/workflow"
)

// memory plays commands through the real domain and keeps the log in a map: what the store does, without a database.
type memory struct {
	t        require.TestingT
	calendar *law.Calendar
	referee  *workflow.Referee
	apps     map[string]*workflow.Application
	words    map[string]string
	answers  map[string]workflow.Answer
	log      []workflow.Event
	books    workflow.Books    // years of which a report was filed
	entered  map[string]int    // in which order applications were entered
	choices  map[string]string // answers to open questions, by key
}

func newMemory(t require.TestingT) *memory {
	cal, err := law.NewCalendar(law.EmbeddedNotices())
	require.NoError(t, err)
	return &memory{t: t, calendar: cal, referee: workflow.NewReferee(), apps: map[string]*workflow.Application{},
		words: map[string]string{}, entered: map[string]int{}, answers: map[string]workflow.Answer{}}
}

func (m *memory) context(actor string, today, entered law.Date) workflow.Context {
	return workflow.Context{Calendar: m.calendar, Today: today, Entered: entered, Actor: actor, Office: m, Referee: m.referee}
}

func (m *memory) app(agency, number string) *workflow.Application {
	if a, ok := m.apps[agency+"/"+number]; ok {
		return a
	}
	return workflow.NewApplication(agency, number)
}

func (m *memory) Do(_ context.Context, req workflow.Request) (workflow.Answer, error) {
	base := req.Command.Base()
	if answer, ok := m.answers[base.Key]; ok && base.Key != "" {
		return answer, nil
	}
	before := m.app(base.Agency, base.Application)
	if code := workflow.CaseOf(req.Command); base.Application == "" && code != "" {
		if before = m.caseOf(base.Agency, code); workflow.OpensCase(req.Command) && before.Number != "" {
			before = workflow.NewCase(base.Agency, code)
		}
	}
	events, app, err := workflow.Decide(m.context(req.Actor, req.Today, req.Entered), before, req.Command)
	if err != nil {
		return workflow.Answer{}, err
	}
	answer := workflow.Answer{Application: app.Number, Case: app.Case, Sequence: app.Seq(), State: app.State}
	m.keep(app, events)
	m.answers[base.Key] = answer
	return answer, nil
}

func (m *memory) keep(app *workflow.Application, events []workflow.Event) {
	m.apps[strings.TrimPrefix(app.Stream(), "application:")] = app
	if _, known := m.entered[app.Number]; !known {
		m.entered[app.Number] = len(m.entered)
	}
	m.log = append(m.log, events...)
	for _, e := range events {
		for field, text := range e.Private {
			m.words[fmt.Sprintf("%s#%d %s", e.Stream, e.Seq, field)] = text
		}
		raw, err := workflow.EncodeData(e.Data)
		require.NoError(m.t, err)
		_, err = workflow.DecodeData(e.Type, raw)
		require.NoError(m.t, err)
	}
	folded, err := app.Fold(app.History)
	require.NoError(m.t, err)
	require.Equal(m.t, app, folded, "the fold of the history is the state")
}

// caseOf finds the application that a case is about, or the case itself.
func (m *memory) caseOf(agency, code string) *workflow.Application {
	for _, a := range m.apps {
		if a.Agency == agency && a.Dispute(code) != nil {
			return a
		}
	}
	return workflow.NewCase(agency, code)
}

func (m *memory) Calendar(context.Context) (*law.Calendar, error) { return m.calendar, nil }

func (m *memory) HasCase(agency, code string) bool {
	return m.caseOf(agency, code).State != workflow.None
}

func (m *memory) CaseWords(agency, code string, seq int, field string) (string, bool) {
	text, ok := m.words[fmt.Sprintf("%s#%d %s", workflow.CaseStream(agency, code), seq, field)]
	return text, ok
}

func (m *memory) CaseFile(_ context.Context, agency, code string) (*workflow.Case, error) {
	if !m.HasCase(agency, code) {
		return nil, workflow.NewRefusal("unknown_case", "", code)
	}
	return &workflow.Case{Application: m.caseOf(agency, code)}, nil
}

func (m *memory) ActForCase(_ context.Context, agency, code string, reached, day, today law.Date) error {
	events, app, err := workflow.ActDeadlines(m.context(workflow.ClockActor, today, reached), m.caseOf(agency, code), day)
	if err == nil && app.Seq() > 0 {
		m.keep(app, events)
	}
	return err
}

func (m *memory) ActFor(_ context.Context, agency, number string, reached, day, today law.Date) error {
	app, ok := m.apps[agency+"/"+number]
	if !ok {
		return nil
	}
	events, app, err := workflow.ActDeadlines(m.context(workflow.ClockActor, today, reached), app, day)
	if err == nil {
		m.keep(app, events)
	}
	return err
}

func (m *memory) Application(_ context.Context, agency, number string) (*workflow.Case, error) {
	return &workflow.Case{Application: m.app(agency, number)}, nil
}

func (m *memory) Answered(_ context.Context, keys []string) (map[string]bool, error) {
	answered := map[string]bool{}
	for _, k := range keys {
		_, answered[k] = m.answers[k]
	}
	return answered, nil
}

func (m *memory) Books(string) workflow.Books { return m.books }

func (m *memory) ItemsBefore(agency, number, basis string) int {
	mine := m.app(agency, number)
	name, _ := m.Words(agency, number, 1, "name")
	day, n := mine.CountedOn(basis), 0
	for _, other := range m.apps {
		theirs, _ := m.Words(agency, other.Number, 1, "name")
		on := other.CountedOn(basis)
		same := other.Agency == agency && theirs == name && on.Year() == day.Year() && on.Month() == day.Month()
		if same && (on < day || on == day && m.entered[other.Number] < m.entered[number]) {
			n += other.Items()
		}
	}
	return n
}

func (m *memory) Choice(_, key string, _ law.Date) string {
	if value, ok := m.choices[key]; ok {
		return value
	}
	return law.DefaultReading(key)
}

func (m *memory) HasAgency(code string) bool { return code == "T1" }
func (m *memory) HasDepartment(_, code string) bool {
	return code == "D1" || code == "D2" || code == "D3"
}
func (m *memory) Words(agency, number string, seq int, field string) (string, bool) {
	text, ok := m.words[fmt.Sprintf("%s#%d %s", workflow.ApplicationStream(agency, number), seq, field)]
	return text, ok
}

func (m *memory) Earlier(agency, number, earlier string, by law.Date) (answered, same bool) {
	other, ok := m.apps[agency+"/"+earlier]
	if !ok || other.Reply == nil || other.State == workflow.Void || other.ClosedOn > by {
		return false, false
	}
	mine, _ := m.Words(agency, number, 1, "name")
	theirs, _ := m.Words(agency, earlier, 1, "name")
	return true, mine == theirs
}
