package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/db"
	"gongkai/handlers"
	"gongkai/workflow"
)

// showCmd shows one application: state, the date and why, the history. It never opens days.
type showCmd struct {
	Application string `arg:"" help:"NUMBER"`
	Agency      string `required:"" env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	JSON        bool   `name:"json" help:"${flag_json}"`
}

func (c *showCmd) Run(o *output) error {
	return o.withLog(func(store *db.Store) error {
		if _, err := o.settings.actor(o, store, access.VerbShow, access.Place{Agency: c.Agency}); err != nil {
			return err
		}
		cs, err := store.Application(o, c.Agency, c.Application)
		if err != nil {
			return err
		}
		cal, err := store.Calendar(o)
		if err != nil {
			return err
		}
		bodies, err := store.Agencies(o)
		if err != nil {
			return err
		}
		kin, err := store.Kindred(o, c.Agency, c.Application)
		if err != nil {
			return err
		}
		shown := handlers.ShowCase(cs, cal, bodies, o.lang)
		shown.Hints = workflow.Hints(cs, kin, cal, today(), o.lang)
		if shown.Counted, err = handlers.Counted(o, store, cs, today().Year(), o.lang); err != nil {
			return err
		}
		if c.JSON {
			return o.json(shown)
		}
		o.show(shown)
		return nil
	})
}

func (o *output) show(s handlers.Shown) {
	due := o.pick("无", "none")
	if s.DueOn != nil {
		due = s.DueOn.String() + " (" + dueKind(o.lang, s.DueKind) + ")"
	}
	o.print("%s/%s  %s  %s", s.Agency, s.Application, s.StateLabel, s.ResultLabel)
	o.print("%s%s", o.pick("答复期限：", "due: "), due)
	if s.Overdue {
		o.print("%s", o.pick("已超期", "overdue"))
	}
	if len(s.Facts) > 0 {
		o.print("%s%s", o.pick("情况：", "facts: "), strings.Join(s.Facts, ", "))
	}
	if len(s.Allowed) > 0 {
		o.print("%s%s", o.pick("可以办理：", "allowed: "), strings.Join(s.Allowed, ", "))
	}
	if r := s.Remedies; r != nil {
		o.print("%s%s (%s)\n  %s", o.pick("救济：", "remedies: "), r.OrderText, r.AgencyText, r.Text)
	}
	o.contested(s)
	o.print("\n%s", o.pick("经过", "History"))
	for _, e := range s.History {
		line := []string{e.OnDate.String(), "#" + strconv.Itoa(e.Sequence), e.Label}
		if e.Department != "" {
			line = append(line, e.Department)
		}
		if e.Article != "" {
			line = append(line, workflow.ArticleText(e.Article, o.lang))
		}
		if !e.DueOn.IsZero() {
			line = append(line, o.pick("期限 → ", "due → ")+e.DueOn.String())
		}
		if e.LateEntry {
			line = append(line, o.pick("补录", "late entry"))
		}
		line = append(line, e.Actor)
		o.print("  %s", strings.Join(line, "  "))
		for _, field := range slices.Sorted(maps.Keys(e.Words)) {
			o.print("      %s: %s", field, e.Words[field])
		}
	}
	o.explain(s.Explanation)
	o.counted(s.Counted)
	o.hints(s.Hints)
}

// hints tells what a person must judge.
func (o *output) hints(list []workflow.Hint) {
	if len(list) > 0 {
		o.print("\n%s", o.pick("提示（由承办人判断）", "Hints, for a person to judge"))
	}
	for _, h := range list {
		at := ""
		if h.Sequence > 0 {
			at = "#" + strconv.Itoa(h.Sequence) + " "
		}
		cited := o.cited(h.Article, h.Reading)
		if h.Law != "" {
			cited = o.pick("（"+h.LawName(o.lang)+"第"+h.Article+"条）", " ("+h.LawName(o.lang)+" art. "+h.Article+")")
		}
		o.print("  %s%s%s", at, h.Text, cited)
		for _, k := range h.Similar {
			o.print("    %s  %s  %s  %d%%", k.Application, k.ReceivedOn, k.Result, k.Percent)
		}
	}
}

// explain tells the clock run by run: why each began, every day of it, what moved it, why it ended; then what runs.
func (o *output) explain(x workflow.Explanation) {
	if len(x.Because) > 0 {
		o.print("\n%s", o.pick("为什么是这一天", "Why this date"))
	}
	for _, t := range x.Because {
		o.print("  %s", o.sentence(t))
	}
	for _, r := range x.Runs {
		o.print("\n%s", fmt.Sprintf(o.pick("第 %d 段，%s 起，%d 个工作日（含延期 %d 个）", "Run %d from %s, %d working days (%d of them extension)"),
			r.Number, r.Day0, r.Allowance, r.Extended))
		o.print("  %s", o.sentence(r.Began))
		for _, n := range r.Notes {
			o.print("  %s %s", n.On, o.sentence(n))
		}
		for _, d := range r.Days {
			o.print("    %s %s %s", d.Date, weekday(o.lang, d.Date), d.Text)
		}
		if r.Ended != nil {
			o.print("  %s", o.sentence(*r.Ended))
		}
	}
	if len(x.Terms) > 0 {
		o.print("\n%s", o.pick("正在计算的期限", "Periods that run"))
	}
	for _, t := range x.Terms {
		o.print("  %s%s", t.Text, o.cited(t.Article, t.Reading))
	}
}

// sentence is one sentence of an explanation with the event and the article it rests on.
func (o *output) sentence(t workflow.Told) string {
	text := t.Text
	if t.Sequence > 0 {
		text = "#" + strconv.Itoa(t.Sequence) + " " + text
	}
	if t.Code == "reading_default" || t.Code == "reading_chosen" {
		return text
	}
	return text + o.cited(t.Article, t.Reading)
}

func (o *output) cited(article, reading string) string {
	text := ""
	if article != "" {
		text += o.pick("（"+workflow.ArticleText(article, "zh")+"）", " ("+workflow.ArticleText(article, "en")+")")
	}
	if reading != "" {
		text += o.pick("（未决事项 "+reading+"）", " (open question "+reading+")")
	}
	return text
}

func dueKind(lang, kind string) string {
	words := map[string][2]string{"firm": {"确定", "firm"}, "forecast": {"预计", "forecast"}, "provisional": {"暂定", "provisional"}}
	if lang == "en" {
		return words[kind][1]
	}
	return words[kind][0]
}
