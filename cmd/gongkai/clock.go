package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"

	"gongkai/law"
)

// clockCmd counts working days by the newest calendars: those of the program and those added to the data directory.
type clockCmd struct {
	Op      string   `arg:"" optional:"" enum:"nth,due,calendar," default:"" help:"nth, due, calendar"`
	From    string   `placeholder:"D" help:"${flag_from}"`
	Days    *int     `placeholder:"N" help:"${flag_days}"`
	Pause   []string `placeholder:"A..B" help:"${flag_pause}"`
	Explain bool     `help:"${flag_explain}"`
	JSON    bool     `name:"json" help:"${flag_json}"`
	Batch   string   `placeholder:"FILE.csv" help:"${flag_batch}"`
}

func (c *clockCmd) Run(o *output) error {
	cal, err := o.settings.newestCalendar()
	if err != nil {
		return err
	}
	o.wantNotice(cal)
	if c.Batch != "" {
		return c.batch(o, cal)
	}
	q, err := c.question(o)
	if err != nil {
		return err
	}
	answer := cal.Answer(q)
	if answer.IsZero() {
		return usage("%s", o.pick("结果超出可计算的年份", "the result lies beyond the years that can be computed"))
	}
	var lines []law.DayLine
	if c.Explain && q.Op != law.OpCal {
		lines = cal.Explain(law.Run{Day0: q.Start, Allowance: q.N, Pauses: q.Pauses})
	}
	provisional := cal.Provisional(q.Start, answer)
	if c.JSON {
		return c.json(o, q, answer, provisional, lines)
	}
	for _, l := range lines {
		mark := " "
		if l.Counted {
			mark = "+"
		}
		o.print("%s %s %s %s", l.Date, weekday(o.lang, l.Date), mark, l.Text(o.lang))
	}
	o.print("%s", answer)
	if provisional {
		o.say("%s", o.pick("注意：其中有年份的放假安排尚未公布，日期为暂定", "note: a year on the way has no announced calendar; the date is provisional"))
	}
	return nil
}

func (c *clockCmd) batch(o *output, cal *law.Calendar) error {
	f, err := os.Open(c.Batch)
	if err != nil {
		return usage("%w", err)
	}
	defer f.Close()
	if err := cal.Batch(f, o.out); err != nil {
		return usage("%s: %w", c.Batch, err)
	}
	return nil
}

func (c *clockCmd) question(o *output) (law.Question, error) {
	q := law.Question{Op: map[string]string{"nth": law.OpNth, "due": law.OpDue, "calendar": law.OpCal}[c.Op]}
	if c.Op == "" || c.From == "" || c.Days == nil {
		return q, usage("%s", o.pick("用法：gongkai clock nth|due|calendar --from 日期 --days N [--pause A..B]", "usage: gongkai clock nth|due|calendar --from D --days N [--pause A..B]"))
	}
	var err error
	if q.Start, err = law.ParseDate(c.From); err != nil {
		return q, usage("--from: %w", err)
	}
	if q.N = *c.Days; q.N < 0 || q.N > 10000 || (q.N == 0 && q.Op != law.OpCal) {
		return q, usage("--days: %s", o.pick("应在 1 到 10000 之间", "must be between 1 and 10000"))
	}
	for _, text := range c.Pause {
		p, err := law.ParsePause(text)
		if err != nil {
			return q, usage("--pause: %w", err)
		}
		q.Pauses = append(q.Pauses, p)
	}
	if len(q.Pauses) > 0 && q.Op != law.OpDue {
		return q, usage("--pause: %s", o.pick("只用于 due", "goes with due only"))
	}
	return q, nil
}

func (c *clockCmd) json(o *output, q law.Question, answer law.Date, provisional bool, lines []law.DayLine) error {
	type line struct {
		law.DayLine
		Text string `json:"text"`
	}
	days := make([]line, 0, len(lines))
	for _, l := range lines {
		days = append(days, line{l, l.Text(o.lang)})
	}
	value := map[string]any{"op": c.Op, "from": q.Start, "days": q.N, "result": answer, "provisional": provisional}
	if c.Explain {
		value["explain"] = days
	}
	return o.json(value)
}

// json prints one JSON value on stdout.
func (o *output) json(value any) error {
	enc := json.NewEncoder(o.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(value)
}

// newestCalendar joins the notices the program brings with those added to the data directory.
func (s *Settings) newestCalendar() (*law.Calendar, error) {
	notices := law.EmbeddedNotices()
	files, err := filepath.Glob(filepath.Join(s.Data, "calendars", "*.json"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		n, err := readNotice(file)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(notices, func(have law.Notice) bool { return have.Number == n.Number }) {
			notices = append(notices, n)
		}
	}
	return law.NewCalendar(notices)
}

func readNotice(file string) (law.Notice, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return law.Notice{}, usage("%w", err)
	}
	n, err := law.ParseNotice(raw)
	if err != nil {
		return law.Notice{}, usage("%s: %w", file, err)
	}
	return n, nil
}

func weekday(lang string, d law.Date) string {
	if lang == "en" {
		return d.Weekday().String()[:3]
	}
	return [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}[d.Weekday()]
}
