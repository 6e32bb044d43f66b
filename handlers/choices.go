package handlers

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"gongkai/access"
	"gongkai/law"
	"gongkai/workflow"
)

// ShownReading is one open question of the law as `gongkai law choices --json`, the API and the page tell it: what may be
// chosen, what holds where nobody chose, what holds on a day, and who chose what from when.
type ShownReading struct {
	ID       string        `json:"id" doc:"A1, A2 …"`
	Article  string        `json:"article,omitempty" doc:"of the Regulation"`
	Key      string        `json:"key,omitempty" doc:"name of the choice; none where the question is not open to choice"`
	Question string        `json:"question"`
	Options  []ShownOption `json:"options" doc:"the closed list; empty where a whole number from min to max is chosen"`
	Min      int           `json:"min,omitempty"`
	Max      int           `json:"max,omitempty"`
	Default  string        `json:"default"`
	InForce  string        `json:"in_force"`
	Since    law.Date      `json:"since,omitzero" doc:"first day of the choice in force"`
	Choices  []ShownChoice `json:"choices" doc:"every choice made, the newest first"`
	numbers  bool
}

// ShownOption is one admissible reading.
type ShownOption struct {
	Value   string `json:"value"`
	Text    string `json:"text"`
	Default bool   `json:"default,omitempty"`
	InForce bool   `json:"in_force,omitempty"`
}

// ShownChoice is what an office chose.
type ShownChoice struct {
	Value    string   `json:"value"`
	From     law.Date `json:"from"`
	ChosenOn law.Date `json:"chosen_on"`
	Actor    string   `json:"actor"`
}

// ShowReadings tells every open question with what an office chose (none = the defaults), on a day, in a language.
func ShowReadings(chosen []workflow.Choice, on law.Date, lang string) []ShownReading {
	all := law.Readings()
	out := make([]ShownReading, 0, len(all))
	for _, r := range all {
		s := ShownReading{
			ID: r.ID, Article: r.Article, Key: r.Config, Question: pickText(lang, r.Chinese, r.English), Options: []ShownOption{},
			Min: r.Min, Max: r.Max, Default: r.Default, InForce: r.Default, Choices: []ShownChoice{}, numbers: len(r.Options) == 0,
		}
		if r.Config != "" {
			s.InForce = workflow.ChoiceOn(chosen, r.Config, on)
		}
		for _, o := range r.Options {
			s.Options = append(s.Options, ShownOption{o.Key, pickText(lang, o.Chinese, o.English), o.Key == r.Default, o.Key == s.InForce})
		}
		for _, c := range chosen {
			if c.Reading != r.Config || r.Config == "" {
				continue
			}
			s.Choices = append(s.Choices, ShownChoice{c.Value, c.From, c.ChosenOn, c.Actor})
			if c.From <= on {
				s.Since = c.From
			}
		}
		slices.Reverse(s.Choices)
		out = append(out, s)
	}
	return out
}

func pickText(lang, zh, en string) string {
	if lang == "en" {
		return en
	}
	return zh
}

// ValueText words a value: the option's own words, or the number.
func (s ShownReading) ValueText(value string) string {
	for _, o := range s.Options {
		if o.Value == value {
			return o.Text
		}
	}
	return value
}

// Numbers says that a whole number is chosen.
func (s ShownReading) Numbers() bool { return s.numbers }

// Range tells from where to where.
func (s ShownReading) Range() string { return strconv.Itoa(s.Min) + "–" + strconv.Itoa(s.Max) }

// choicesOf reads what a body chose, for one who may.
func (s *Server) choicesOf(ctx context.Context, agency, lang string) ([]ShownReading, error) {
	if err := s.may(ctx, access.VerbLawList, agency); err != nil {
		return nil, err
	}
	chosen, err := s.store.Choices(ctx, agency)
	if err != nil {
		return nil, fmt.Errorf("read the choices of a body: %w", err)
	}
	return ShowReadings(chosen, s.today(), lang), nil
}

// choose notes a choice of a body. The reason is wanted: an heir must be able to read why.
func (s *Server) choose(ctx context.Context, agency, key, value, from, reason string) error {
	if err := s.may(ctx, access.VerbLawChoices, agency); err != nil {
		return err
	}
	day, err := law.ParseDate(from)
	if err != nil {
		return badParameter("from", "not_a_date", "")
	}
	if plain(reason) == "" {
		return badParameter("reason", "missing_field", "")
	}
	return s.store.ChooseReading(ctx, whoOf(ctx).actor(), workflow.ReadingData{Agency: agency, Reading: key, Value: value, From: day}, plain(reason))
}
