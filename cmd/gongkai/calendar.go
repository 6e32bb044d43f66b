package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/db"
	"gongkai/law"
	"gongkai/workflow"
)

// calendarCmd lists, adds and shows announced working-day calendars.
type calendarCmd struct {
	List calendarListCmd `cmd:"" help:"${calendar_list}"`
	Add  calendarAddCmd  `cmd:"" help:"${calendar_add}"`
	Show calendarShowCmd `cmd:"" help:"${calendar_show}"`
}

type calendarListCmd struct {
	JSON bool `name:"json" help:"${flag_json}"`
}

func (c *calendarListCmd) Run(o *output) error {
	return o.withStore(func(store *db.Store) error {
		cal, err := store.Calendar(o)
		if err != nil {
			return err
		}
		o.wantNotice(cal)
		if c.JSON {
			return o.json(cal.Notices())
		}
		for _, n := range cal.Notices() {
			o.print("%s  %d  %s  %s", n.Announced, n.Year, n.Number, n.Title)
		}
		return nil
	})
}

// calendarAddCmd announces a notice that the program does not carry yet: an event, which moves the dates of open cases,
// and a copy in the data directory for `gongkai clock`.
type calendarAddCmd struct {
	File string `arg:"" type:"existingfile" help:"FILE.json"`
	JSON bool   `name:"json" help:"${flag_json}"`
}

func (c *calendarAddCmd) Run(o *output) error {
	notice, err := readNotice(c.File)
	if err != nil {
		return err
	}
	raw, err := os.ReadFile(c.File)
	if err != nil {
		return usage("%w", err)
	}
	return o.withStore(func(store *db.Store) error {
		actor, err := o.settings.actor(o, store, access.VerbCalendar, access.Place{})
		if err != nil {
			return err
		}
		moved, err := store.AddNotice(o, actor, notice)
		if err != nil {
			return err
		}
		if err := keepNotice(o.settings.Data, notice, raw); err != nil {
			return err
		}
		if c.JSON {
			return o.json(map[string]any{"notice": notice.Number, "moved": moved})
		}
		o.print(o.pick("已公布 %s；期限变动的在办申请：%d 件", "announced %s; open cases whose date moved: %d"), notice.Number, len(moved))
		for _, m := range moved {
			kind := ""
			if m.Kind != workflow.Firm {
				kind = " (" + dueKind(o.lang, m.Kind) + ")"
			}
			o.print("  %s/%s  %s → %s%s", m.Agency, m.Application, m.Before, m.After, kind)
		}
		return nil
	})
}

// keepNotice puts a copy beside the data, whole or not at all.
func keepNotice(data string, n law.Notice, raw []byte) error {
	dir := filepath.Join(data, "calendars")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("keep the notice: %w", err)
	}
	name := filepath.Join(dir, fmt.Sprintf("%s-%d.json", n.Announced, n.Year))
	if err := os.WriteFile(name+".new", raw, 0o600); err != nil {
		return fmt.Errorf("keep the notice: %w", err)
	}
	return os.Rename(name+".new", name)
}

type calendarShowCmd struct {
	Year int  `arg:"" help:"YEAR"`
	JSON bool `name:"json" help:"${flag_json}"`
}

func (c *calendarShowCmd) Run(o *output) error {
	if c.Year < law.FirstYear || c.Year > law.LastYear {
		return usage(o.pick("年份应在 %d 到 %d 之间", "the year must lie between %d and %d"), law.FirstYear, law.LastYear)
	}
	return o.withStore(func(store *db.Store) error {
		cal, err := store.Calendar(o)
		if err != nil {
			return err
		}
		var days []law.Day
		for d := law.NewDate(c.Year, time.January, 1); d.Year() == c.Year; d++ {
			days = append(days, cal.Day(d))
		}
		if c.JSON {
			return o.json(map[string]any{"year": c.Year, "announced": cal.Announced(c.Year), "days": days})
		}
		if !cal.Announced(c.Year) {
			o.say(o.pick("注意：%d 年的放假安排尚未公布，仅按周末和法定节假日暂算", "note: the notice of %d is not out; weekends and statutory holidays only"), c.Year)
		}
		working := 0
		for _, d := range days {
			if d.Working {
				working++
			}
			if d.Kind == law.Holiday || d.Kind == law.Makeup {
				o.print("%s %s %s %s %s", d.Date, weekday(o.lang, d.Date), kindOfDay(o, d.Kind), law.HolidayText(d.Holiday, o.lang), d.Notice)
			}
		}
		o.print(o.pick("全年工作日 %d 天", "%d working days"), working)
		return nil
	})
}

// wantNotice warns, on stderr, that a notice is missing: from October on that of the next year.
func (o *output) wantNotice(cal *law.Calendar) {
	if text := law.MissingText(cal.Missing(today()), o.lang); text != "" {
		o.say("%s%s", o.pick("注意：", "note: "), text)
	}
}

func kindOfDay(o *output, k law.DayKind) string {
	if k == law.Makeup {
		return o.pick("上班", strings.ToLower("work"))
	}
	return o.pick("放假", "off ")
}
