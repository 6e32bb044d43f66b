package handlers

import (
	"encoding/json"
	"slices"
	"time"

	"gongkai/law"
	"gongkai/workflow"
)

// Shown is one application as `gongkai show --json` prints it and GET /api/v1/applications/{agency}/{application}
// answers. Dates are civil dates in Asia/Shanghai. DueOn is null while no date exists: before receipt, while a
// supplement or a fee is awaited; after closing it is the date that was binding.
type Shown struct {
	Agency      string         `json:"agency"`
	Application string         `json:"application"`
	Sequence    int            `json:"sequence"`
	State       workflow.State `json:"state"`
	StateLabel  string         `json:"state_label"`
	Result      *string        `json:"result" doc:"row key of table 3; null while open"`
	ResultLabel string         `json:"result_label,omitempty"`
	Law         string         `json:"law,omitempty"`
	Channel     string         `json:"channel,omitempty"`
	Category    string         `json:"category,omitempty"`
	Registered  law.Date       `json:"registered_on,omitzero"`
	ReceivedOn  *law.Date      `json:"received_on"`
	DueOn       *law.Date      `json:"due_on"`
	DueKind     string         `json:"due_kind"`
	Calendar    string         `json:"calendar,omitempty"`
	ClosedOn    law.Date       `json:"closed_on,omitzero"`
	Overdue     bool           `json:"overdue"`
	Facts       []string       `json:"facts"`
	Allowed     []string       `json:"allowed"`
	Clock       []ShownDay     `json:"clock"`
	Deadlines   []ShownTerm    `json:"deadlines"`
	Remedies    *ShownRemedies `json:"remedies,omitempty" doc:"once a result was given: review and suit"`
	History     []ShownEvent   `json:"history"`

	Hints []workflow.Hint `json:"hints" doc:"what a person must judge; never a verdict, and not covered by the ETag"`

	Case        string               `json:"case,omitempty" doc:"code of a case of review or suit that is about no application"`
	Disputes    []ShownDispute       `json:"disputes" doc:"cases of review and suit"`
	CountsAs    *ShownCount          `json:"counts_as,omitempty" doc:"the result that table 3 counts, where it is not how the application stands"`
	Counted     []ShownYear          `json:"counted" doc:"cells of tables 3 and 4 it counts in, year by year; not covered by the ETag"`
	Explanation workflow.Explanation `json:"explanation" doc:"every run of the clock, what moved it, what else runs"`
}

// ShownCount is a result as table 3 counts it.
type ShownCount struct {
	Result string `json:"result"`
	Year   int    `json:"year"`
}

// ShownDay is one calendar day of the reply clock, from the day it runs from to the due date.
type ShownDay struct {
	Date    law.Date `json:"date"`
	Counted bool     `json:"counted"`
	N       int      `json:"n" doc:"working days counted so far"`
	Reason  string   `json:"reason" doc:"day0, counted, weekend, holiday, makeup, pause, delayed"`
	Notice  string   `json:"notice,omitempty" doc:"number of the State Council notice"`
	Event   int      `json:"sequence,omitempty" doc:"event that keeps the day from counting"`
	Text    string   `json:"text"`
}

// ShownTerm is a deadline that is armed now.
type ShownTerm struct {
	Kind   string   `json:"kind"`
	Party  string   `json:"party,omitempty"`
	DueOn  law.Date `json:"due_on"`
	ActsOn law.Date `json:"acts_on" doc:"day on which the clock acts by itself"`
}

// ShownEvent is one event of the history. Words are there for readers who may see them.
type ShownEvent struct {
	Position   int64             `json:"position"`
	ID         string            `json:"id"`
	Sequence   int               `json:"sequence"`
	Type       string            `json:"type"`
	Label      string            `json:"label"`
	OnDate     law.Date          `json:"on_date"`
	RecordedAt time.Time         `json:"recorded_at"`
	Actor      string            `json:"actor"`
	Article    string            `json:"article,omitempty"`
	Department string            `json:"department,omitempty"`
	LateEntry  bool              `json:"late_entry,omitempty"`
	DueOn      law.Date          `json:"due_on,omitzero" doc:"the due date after this event, where it moved"`
	Data       json.RawMessage   `json:"data"`
	Words      map[string]string `json:"words,omitempty"`
}

// ShowCase tells a case in a language (zh or en), by the calendar in force; bodies is the tree of agencies, for who
// reviews its reply. Hints and Counted are the caller's to add: the ones depend on who reads, the other on what was filed.
func ShowCase(c *workflow.Case, calendar *law.Calendar, bodies []workflow.Agency, lang string) Shown {
	app := c.Application
	shown := Shown{
		Agency: app.Agency, Application: app.Number, Sequence: app.Seq(), State: app.State, StateLabel: app.State.Label(lang),
		ResultLabel: resultLabel(app.Result, lang), Law: app.Law, Channel: app.Channel,
		Category: app.Category, Registered: app.RegisteredOn, ReceivedOn: date(app.ReceivedOn), DueKind: app.Due.Kind,
		Calendar: app.Due.Calendar, ClosedOn: app.ClosedOn, Overdue: app.Overdue(), Facts: app.Facts(),
		Allowed: append([]string{}, workflow.CommandsIn(app.State)...), Clock: []ShownDay{}, Deadlines: []ShownTerm{},
		History: make([]ShownEvent, 0, len(c.History)), Hints: []workflow.Hint{}, Counted: []ShownYear{},
	}
	shown.DueOn = date(app.Due.On)
	shown.Case, shown.Disputes = app.Case, ShowDisputes(app, lang)
	if c := app.Counting; c.ClosedYear != 0 && c.Row != app.Result {
		shown.CountsAs = &ShownCount{Result: c.Row, Year: c.ClosedYear}
	}
	if app.Result != "" {
		shown.Result = &app.Result
	}
	shown.Remedies = ShowRemedies(c, bodies, calendar, lang)
	shown.Explanation = workflow.Explain(app, calendar, lang)
	if !app.Due.On.IsZero() {
		shown.Clock = days(shown.Explanation)
	}
	for _, d := range app.Deadlines(calendar) {
		shown.Deadlines = append(shown.Deadlines, ShownTerm(d))
	}
	for _, e := range c.History {
		shown.History = append(shown.History, showEvent(e, c.Words[e.Seq], lang))
	}
	return shown
}

func showEvent(e workflow.Recorded, words map[string]string, lang string) ShownEvent {
	shown := ShownEvent{
		Position: e.Position, ID: e.ID, Sequence: e.Seq, Type: e.Type, Label: workflow.EventLabel(e.Type, lang),
		OnDate: e.OnDate, RecordedAt: e.RecordedAt, Actor: e.Actor, Article: articleOfEvent(e.Type),
		Department: e.Department, Data: e.Data, Words: words,
	}
	if data, ok := payload(e); ok {
		shown.LateEntry = data.LateEntry
		if data.Due != nil {
			shown.DueOn = data.Due.On
		}
		if r, ok := law.ResultByKey(data.Result); ok {
			shown.Article = r.Articles
		}
	}
	return shown
}

// payload decodes what an event of an application carries; false for events of other streams.
func payload(e workflow.Recorded) (*workflow.Data, bool) {
	decoded, err := workflow.DecodeData(e.Type, e.Data)
	if err != nil {
		return nil, false
	}
	data, ok := decoded.(*workflow.Data)
	return data, ok
}

// articleOfEvent is the article of the Regulation that an event rests on.
func articleOfEvent(eventType string) string {
	for _, t := range workflow.Machine() {
		if t.Event == eventType {
			return t.Article
		}
	}
	return ""
}

// days are those of the run that counts, up to its due date.
func days(x workflow.Explanation) []ShownDay {
	if len(x.Runs) == 0 {
		return []ShownDay{}
	}
	run := x.Runs[len(x.Runs)-1]
	shown := make([]ShownDay, 0, len(run.Days))
	for _, d := range run.Days {
		shown = append(shown, ShownDay{
			Date: d.Date, Counted: d.Counted, N: d.N, Reason: d.Reason, Notice: d.Notice, Event: d.Sequence, Text: d.Text,
		})
	}
	return shown
}

func date(d law.Date) *law.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

// resultLabel names a result: in Chinese as the official form does, block and row.
func resultLabel(key, lang string) string {
	r, ok := law.ResultByKey(key)
	switch {
	case !ok:
		return ""
	case lang == "en":
		return r.English
	}
	return r.Title()
}

// waitsForApplicant says that no date runs because the next step is the applicant's.
func waitsForApplicant(s workflow.State) bool {
	return slices.Contains([]workflow.State{workflow.Arrived, workflow.AwaitingSupplement, workflow.FeeNotified}, s)
}
