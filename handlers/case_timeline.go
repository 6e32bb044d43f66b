package handlers

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"gongkai/law"
	"gongkai/workflow"
)

// moment is one event of the timeline, in words.
type moment struct {
	Seq      int
	Type     string
	Date     law.Date
	Label    string
	Who      string
	Clock    bool // the rule acted, no person
	Article  string
	Entered  law.Date
	Late     bool // entered more than a working day after it happened
	LateAct  bool // a deadline that acted after its day
	From, To law.Date
	Moved    bool // the due date moved, or began or ended
	Kind     string
	Lines    []said
}

// said is one thing an event tells, with its label.
type said struct{ Label, Text string }

// timeline tells a history in its order, each event with the words its reader may see.
func timeline(p page, c *workflow.Case, departments []workflow.Department) []moment {
	byCode := names(departments)
	moments := make([]moment, 0, len(c.History))
	due := law.Date(0)
	for _, e := range c.History {
		m := moment{
			Seq: e.Seq, Type: e.Type, Date: e.OnDate, Label: workflow.EventLabel(e.Type, p.Lang), Who: p.Actor(e.Actor),
			Clock: e.Actor == workflow.ClockActor, Article: articleOfEvent(e.Type), Entered: law.DateOf(e.RecordedAt),
		}
		if e.Department != "" {
			m.Lines = append(m.Lines, said{p.T("field.department"), orText(byCode[e.Department], e.Department)})
		}
		if data, ok := payload(e); ok {
			m.Late, m.LateAct = data.LateEntry, data.Late
			if !data.Entered.IsZero() {
				m.Entered = data.Entered // a case script enters on its own day
			}
			if r, ok := law.ResultByKey(data.Result); ok {
				m.Article = r.Articles
			}
			m.Lines = append(m.Lines, facts(p, data)...)
			if data.Due != nil {
				m.Moved, m.From, m.To, m.Kind = true, due, data.Due.On, data.Due.Kind
				due = data.Due.On
			}
			m.Lines = append(m.Lines, changes(p, data, c.Words[e.Seq])...)
		}
		if e.Type != workflow.Registered && e.Type != workflow.Corrected {
			m.Lines = append(m.Lines, spoken(p, commandOf(e.Type), c.Words[e.Seq])...)
		}
		moments = append(moments, m)
	}
	return moments
}

// facts tells the dates, days and codes of an event.
func facts(p page, d *workflow.Data) []said {
	var out []said
	add := func(key, text string) {
		if text != "" {
			out = append(out, said{p.T("field." + key), text})
		}
	}
	if d.Channel != "" {
		add("channel", choiceLabel(p, "channel", option{d.Channel, d.Channel}))
	}
	if d.Days > 0 {
		add("days", p.T("days.working", d.Days))
	}
	if d.Sequence > 0 {
		add("sequence", p.T("event.number", d.Sequence))
	}
	add("basis", optionText(p, "basis", d.Basis))
	if d.Quantity > 0 {
		add("quantity", strconv.Itoa(d.Quantity))
	}
	if d.AmountFen > 0 {
		add("amount_fen", p.money(d.AmountFen))
	}
	if d.Case == "" {
		add("until", d.Until.String())
	}
	add("carrier", optionText(p, "carrier", d.Carrier))
	add("case", d.Case)
	if d.Case != "" {
		add("result", workflow.CaseLabel(d.Result, p.Lang))
		add("procedure", workflow.CaseLabel(d.Procedure, p.Lang))
		add("by", workflow.CaseLabel(d.By, p.Lang))
		add("perform_until", d.Until.String())
	}
	add("party", d.Party)
	add("kind", optionText(p, "kind", d.Kind))
	add("stance", optionText(p, "stance", d.Stance))
	add("silence", optionText(p, "silence", d.Silence))
	add("outcome", optionText(p, "outcome", d.Outcome))
	add("result", resultLabel(d.Result, p.Lang))
	add("served_by", optionText(p, "served_by", d.ServedBy))
	add("served_on", d.ServedOn.String())
	if d.Result != "" {
		add("received_on", d.ReceivedOn.String())
	}
	add("last_day", d.LastDay.String())
	add("earlier", d.Earlier)
	add("closed_on", d.ClosedOn.String())
	for _, doubt := range d.Doubts {
		add("doubt", doubt)
	}
	return out
}

func optionText(p page, key, value string) string {
	if value == "" {
		return ""
	}
	if k := "option." + key + "." + value; knows(k) {
		return p.T(k)
	}
	return value
}

// commandOf names the command an event comes from: words are labelled as in its form.
func commandOf(eventType string) string {
	for _, t := range workflow.Machine() {
		if t.Event == eventType {
			return t.By
		}
	}
	return ""
}

// spoken tells the words of an event: reasons, grounds, contents, names.
func spoken(p page, do string, words map[string]string) []said {
	var out []said
	for _, field := range slices.Sorted(maps.Keys(words)) {
		label, number, numbered := strings.Cut(field, ".")
		text := p.T("field." + label)
		if key := "field." + do + "." + label; knows(key) {
			text = p.T(key)
		}
		if _, err := strconv.Atoi(number); numbered && err == nil {
			text += " " + number
		}
		out = append(out, said{text, words[field]})
	}
	return out
}

// changes tells what a correction changed.
func changes(p page, d *workflow.Data, words map[string]string) []said {
	var out []said
	for _, field := range slices.Sorted(maps.Keys(d.Fields)) {
		before, after := d.Fields[field].Before, d.Fields[field].After
		if after == workflow.SealedField {
			before, after = words[field+".before"], words[field+".after"]
		}
		out = append(out, said{p.T("field." + field), orText(before, "—") + " → " + orText(after, "—")})
	}
	if reason := words["reason"]; len(out) > 0 && reason != "" {
		out = append(out, said{p.T("field.reason"), reason})
	}
	return out
}
