package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/law"
	"gongkai/workflow"
)

// Kindred is asked which other applications the applicant of one made: for the month's count and for hints.
type Kindred interface {
	Kindred(ctx context.Context, agency, number string) ([]workflow.Kin, error)
}

// WhatIf answers a question about a case. It decides on copies and touches no log; kin are the applicant's other
// applications, by which a fee by item is counted.
func WhatIf(c *workflow.Case, kin []workflow.Kin, calendar *law.Calendar, today law.Date, actor, lang string, s workflow.Assumption) (workflow.Outlook, error) {
	office := supposed{rehearsal{c, kin}}
	return workflow.WhatIf(workflow.Context{
		Calendar: calendar, Today: today, Entered: today, Actor: actor, Office: office, Referee: workflow.NewReferee(),
	}, c.Application, s.Commands(office, c.Application, today), s.Until, lang)
}

// supposed is the office as a question sees it: a rehearsal that knows the applicant's other applications.
type supposed struct{ rehearsal }

// Earlier knows the applicant's own applications only; any other is somebody else's.
func (o supposed) Earlier(_, _, earlier string, _ law.Date) (answered, same bool) {
	for _, k := range o.kin {
		if k.Application == earlier {
			return k.Answered, true
		}
	}
	return false, false
}

type whatIfInput struct {
	Agency      string `path:"agency"`
	Application string `path:"application"`
	RawBody     []byte `contentType:"application/json"`
}

type whatIfOutput struct {
	ETag string `header:"ETag" doc:"sequence number of the application, which the question leaves as it is"`
	Body workflow.Outlook
}

func (s *Server) apiWhatIf(api huma.API, registry huma.Registry) {
	op := operation("what-if", http.MethodPost, "/api/v1/applications/{agency}/{application}/what-if", "Ask what would follow; nothing is stored")
	op.Description = "What is assumed may lie ahead; the days between are opened. The usual questions have fields of their own, " +
		"`commands` holds any others in their order. What the rules would refuse is told in its step, with status 200."
	huma.Register(api, op, func(ctx context.Context, in *whatIfInput) (*whatIfOutput, error) {
		out, err := s.whatIf(ctx, in)
		if err != nil {
			return nil, s.refused(ctx, err)
		}
		return out, nil
	})
	schema := *registry.Map()[strings.TrimPrefix(registry.Schema(typeOfAssumption, true, "Assumption").Ref, "#/components/schemas/")]
	schema.Required, schema.Properties = nil, withCommands(schema.Properties)
	registry.Map()["Assumption"] = &schema
	api.OpenAPI().Paths[op.Path].Post.RequestBody.Content["application/json"].Schema = &huma.Schema{Ref: "#/components/schemas/Assumption"}
}

func (s *Server) whatIf(ctx context.Context, in *whatIfInput) (*whatIfOutput, error) {
	c, _, err := s.openCase(ctx, in.Agency, in.Application)
	if err != nil {
		return nil, err
	}
	question, err := workflow.DecodeAssumption(in.RawBody, in.Agency, in.Application)
	if err != nil {
		return nil, err
	}
	calendar, err := s.store.Calendar(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the calendar: %w", err)
	}
	kin, err := s.store.Kindred(ctx, in.Agency, in.Application)
	if err != nil {
		return nil, fmt.Errorf("read the applicant's other applications: %w", err)
	}
	out, err := WhatIf(c, kin, calendar, s.today(), whoOf(ctx).actor(), langOf(ctx), question)
	return &whatIfOutput{ETag: etag(c.Application.Seq()), Body: out}, err
}

// ifPanel is the question form of the case page with its answer.
type ifPanel struct {
	Asked   bool
	Values  url.Values
	Parties []opinion // whose answer is awaited
	Outlook workflow.Outlook
	Refusal *workflow.Refusal // the question itself could not be read
}

// Value gives back what was asked.
func (p ifPanel) Value(name string) string { return p.Values.Get("if." + name) }

// ifAsked are the fields of the question form: a whole number, or dates.
var ifAsked = []string{"extend", "supplement", "payment", "reasons", "until", "on"}

// ask answers the question that the address of the page holds. A question changes nothing, so it is asked by GET.
func (s *Server) ask(view *caseView, calendar *law.Calendar, query url.Values) error {
	p := &view.If
	p.Values = query
	for _, o := range view.Clock.Opinions {
		if o.Open() {
			p.Parties = append(p.Parties, o)
		}
	}
	object := ifObject(p, query)
	if p.Asked = len(object) > 0; !p.Asked {
		return nil
	}
	raw, err := json.Marshal(object)
	if err != nil {
		return fmt.Errorf("build the question: %w", err)
	}
	question, err := workflow.DecodeAssumption(raw, view.App.Agency, view.App.Number)
	if err == nil {
		p.Outlook, err = WhatIf(view.Case, view.kin, calendar, view.Today, view.Who.actor(), view.Lang, question)
	}
	if errors.As(err, &p.Refusal) {
		return nil
	}
	return err
}

// ifObject makes the question of the form's fields that were filled.
func ifObject(p *ifPanel, query url.Values) map[string]any {
	object := map[string]any{}
	for _, name := range ifAsked {
		text := strings.TrimSpace(query.Get("if." + name))
		if text == "" {
			continue
		}
		object[name] = text
		if n, err := strconv.Atoi(text); err == nil && name == "extend" {
			object[name] = n
		}
	}
	var opinions []map[string]any
	for _, o := range p.Parties {
		if on := strings.TrimSpace(query.Get("if.opinion." + o.Party)); on != "" {
			opinions = append(opinions, map[string]any{"party": o.Party, "on": on})
		}
	}
	if len(opinions) > 0 {
		object["opinions"] = opinions
	}
	if on, given := object["on"]; given && len(object) == 1 && on != "" {
		return nil // a day alone asks nothing
	}
	return object
}

// Offers says which questions make sense where the case stands.
func (v caseView) Offers(question string) bool {
	switch question {
	case "extend":
		return v.App.State == workflow.Received && !slices.Contains(v.App.Facts(), "extended")
	case "supplement":
		return v.App.State == workflow.AwaitingSupplement
	case "payment":
		return v.App.State == workflow.FeeNotified
	case "reasons":
		return slices.Contains(v.App.Facts(), "reasons_requested")
	}
	return !v.App.State.Closed()
}

// DueText tells a reply date that may not exist.
func (v caseView) DueText(s workflow.Standing) string {
	text := v.DayText(s.DueOn)
	if s.DueOn != nil && s.DueKind != workflow.Firm {
		text += v.T("if.kind", v.T("due_kind."+s.DueKind))
	}
	return text
}

// DayText tells a date that may not exist.
func (v caseView) DayText(d *law.Date) string {
	if d == nil {
		return v.T("days.none")
	}
	return v.DateText(*d)
}

// FactsText names what holds beside a state.
func (v caseView) FactsText(s workflow.Standing) string {
	var texts []string
	for _, c := range chips(v.page, s.Facts, names(v.Departments)) {
		texts = append(texts, c.Text)
	}
	return orText(strings.Join(texts, v.T("list.comma")), "—")
}
