package workflow

import (
	"errors"
	"time"

	"gongkai/law"
)

// Outlook answers "what if": how an application stands, how it would stand after what is assumed, and what would happen
// on the way. Nothing of it is stored anywhere. Texts are in the language asked for (zh or en).
type Outlook struct {
	Before  Standing      `json:"before"`
	After   Standing      `json:"after"`
	Steps   []OutlookStep `json:"steps"`
	Refused bool          `json:"refused" doc:"a step would be refused; what follows it was not tried"`
}

// Standing is where an application stands. DueOn is null while no date exists.
type Standing struct {
	State   State           `json:"state"`
	Label   string          `json:"state_label"`
	Result  string          `json:"result,omitempty"`
	DueOn   *law.Date       `json:"due_on"`
	DueKind string          `json:"due_kind"`
	Overdue bool            `json:"overdue"`
	Facts   []string        `json:"facts"`
	Terms   []ExplainedTerm `json:"terms" doc:"periods that would run then"`
}

// OutlookStep is one assumed command, with what the clock would do before it, or the days opened at the end (Do empty).
type OutlookStep struct {
	Do      string         `json:"do,omitempty"`
	Label   string         `json:"label,omitempty"`
	On      law.Date       `json:"on"`
	Events  []OutlookEvent `json:"events"`
	Refusal *WouldRefuse   `json:"refusal,omitempty"`
}

// OutlookEvent is an event that would be appended.
type OutlookEvent struct {
	Type    string    `json:"type"`
	Label   string    `json:"label"`
	On      law.Date  `json:"on"`
	ByClock bool      `json:"by_clock,omitempty"`
	Article string    `json:"article,omitempty"`
	Moved   bool      `json:"moved,omitempty" doc:"the reply date moves, begins or ends with it"`
	DueOn   *law.Date `json:"due_on,omitempty" doc:"the reply date after it"`
}

// WouldRefuse is a refusal in words.
type WouldRefuse struct {
	Code    string   `json:"code"`
	Article string   `json:"article,omitempty"`
	Text    string   `json:"text"`
	Allowed []string `json:"allowed"`
}

// foreseeable is the last day that can be named: to a question nothing lies in the future.
var foreseeable = law.NewDate(2199, time.December, 31)

// WhatIf decides assumed commands in their order, as if each were entered on its own day or, where that is past, today
// (ctx.Today): their dates may lie ahead, and the days between are opened. until opens days after the last of them; none
// stops there. The application is not changed and nothing is stored. An error is one of the program; what the rules
// refuse stands in the outlook.
func WhatIf(ctx Context, app *Application, assumed []Command, until law.Date, lang string) (Outlook, error) {
	f := foreseeing{ctx: ctx, app: app, reached: ctx.Today, lang: lang}
	f.ctx.Today = foreseeable
	out := Outlook{Before: f.standing(), Steps: []OutlookStep{}}
	for _, cmd := range assumed {
		step, err := f.assume(cmd)
		if err != nil {
			return Outlook{}, err
		}
		out.Steps = append(out.Steps, step)
		if out.Refused = step.Refusal != nil; out.Refused {
			break
		}
	}
	if last := max(until, f.reached); !out.Refused && (until > f.reached || len(assumed) == 0) {
		events, err := f.open(last)
		if err != nil {
			return Outlook{}, err
		}
		out.Steps = append(out.Steps, OutlookStep{On: last, Events: f.told(events)})
	}
	out.After = f.standing()
	return out, nil
}

// foreseeing is an application on its way through what is assumed.
type foreseeing struct {
	ctx     Context
	app     *Application
	reached law.Date
	lang    string
}

// assume decides one command after the days up to it.
func (f *foreseeing) assume(cmd Command) (OutlookStep, error) {
	base := cmd.Base()
	on := base.On
	if on.IsZero() {
		on = f.reached
	}
	step := OutlookStep{Do: base.Do, Label: CommandLabel(base.Do, f.lang), On: on, Events: []OutlookEvent{}}
	if base.Agency != f.app.Agency || base.Application != f.app.Number {
		step.Refusal = f.words(refuse("unknown_application", "", base.Application))
		return step, nil
	}
	before, err := f.open(max(on, f.reached))
	if err != nil {
		return step, err
	}
	step.Events = append(step.Events, f.told(before)...)
	f.ctx.Entered = f.reached
	events, next, err := Decide(f.ctx, f.app, cmd)
	var refusal *Refusal
	if errors.As(err, &refusal) {
		step.Refusal = f.words(refusal)
		return step, nil
	}
	if err != nil {
		return step, err
	}
	f.app = next
	step.Events = append(step.Events, f.told(events)...)
	return step, nil
}

// open lets the deadlines up to a day act, each on its own.
func (f *foreseeing) open(day law.Date) ([]Event, error) {
	f.ctx.Entered = f.reached
	events, next, err := ActDeadlines(f.ctx, f.app, day)
	if err != nil {
		return nil, err
	}
	f.app, f.reached = next, max(f.reached, day)
	return events, nil
}

func (f *foreseeing) told(events []Event) []OutlookEvent {
	list := []OutlookEvent{}
	for _, e := range events {
		t := OutlookEvent{Type: e.Type, Label: EventLabel(e.Type, f.lang), On: e.On, ByClock: e.Actor == ClockActor}
		if data, ok := e.Data.(*Data); ok {
			t.Article = ArticleOf(e.Type, data.Result)
			if data.Due != nil {
				t.Moved, t.DueOn = true, orNone(data.Due.On)
			}
		}
		list = append(list, t)
	}
	return list
}

func (f *foreseeing) words(r *Refusal) *WouldRefuse {
	return &WouldRefuse{Code: r.Code, Article: r.Article, Text: r.Text(f.lang), Allowed: append([]string{}, r.Allowed...)}
}

func (f *foreseeing) standing() Standing {
	return Standing{
		State: f.app.State, Label: f.app.State.Label(f.lang), Result: f.app.Result, DueOn: orNone(f.app.Due.On), DueKind: f.app.Due.Kind,
		Overdue: f.app.Overdue(), Facts: f.app.Facts(), Terms: Explain(f.app, f.ctx.Calendar, f.lang).Terms,
	}
}

func orNone(d law.Date) *law.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}
