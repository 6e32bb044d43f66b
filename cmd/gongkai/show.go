package main

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/db"
	"gongkai/handlers"
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
		shown := handlers.ShowCase(cs, cal, o.lang)
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
	o.print("\n%s", o.pick("经过", "History"))
	for _, e := range s.History {
		line := []string{e.OnDate.String(), "#" + strconv.Itoa(e.Sequence), e.Label}
		if e.Department != "" {
			line = append(line, e.Department)
		}
		if e.Article != "" {
			line = append(line, o.pick("条例第"+e.Article+"条", "art. "+e.Article))
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
	if len(s.Clock) > 0 {
		o.print("\n%s", o.pick("期限逐日说明", "The date, day by day"))
	}
	for _, d := range s.Clock {
		o.print("  %s %s %s", d.Date, weekday(o.lang, d.Date), d.Text)
	}
}

func dueKind(lang, kind string) string {
	words := map[string][2]string{"firm": {"确定", "firm"}, "forecast": {"预计", "forecast"}, "provisional": {"暂定", "provisional"}}
	if lang == "en" {
		return words[kind][1]
	}
	return words[kind][0]
}
