package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/db"
	"gongkai/handlers"
	"gongkai/law"
	"gongkai/workflow"
)

// whatIfCmd answers a question about one application: what would follow. It stores nothing and opens no days.
type whatIfCmd struct {
	Application string   `arg:"" help:"NUMBER"`
	Commands    string   `arg:"" optional:"" help:"${arg_assumed}"`
	Agency      string   `required:"" env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	On          string   `placeholder:"D" help:"${flag_if_on}"`
	Extend      int      `placeholder:"N" help:"${flag_if_extend}"`
	Opinion     []string `placeholder:"PARTY=D[:object]" help:"${flag_if_opinion}"`
	Supplement  string   `placeholder:"D" help:"${flag_if_supplement}"`
	Reasons     string   `placeholder:"D" help:"${flag_if_reasons}"`
	Fee         string   `placeholder:"item:N|page:N" help:"${flag_if_fee}"`
	Payment     string   `placeholder:"D" help:"${flag_if_payment}"`
	Reply       string   `placeholder:"RESULT" help:"${flag_if_reply}"`
	Until       string   `placeholder:"D" help:"${flag_if_until}"`
	JSON        bool     `name:"json" help:"${flag_json}"`
}

func (c *whatIfCmd) Run(o *output) error {
	question, err := c.question(o)
	if err != nil {
		return err
	}
	return o.withLog(func(store *db.Store) error {
		actor, err := o.settings.actor(o, store, access.VerbShow, access.Place{Agency: c.Agency})
		if err != nil {
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
		kin, err := store.Kindred(o, c.Agency, c.Application)
		if err != nil {
			return err
		}
		out, err := handlers.WhatIf(cs, kin, cal, today(), actor, o.lang, question)
		if err != nil {
			return err
		}
		if err := c.tell(o, out); err != nil {
			return err
		}
		if !out.Refused {
			return nil
		}
		r := out.Steps[len(out.Steps)-1].Refusal
		o.say("%s [%s]%s %s", o.pick("会被拒绝", "would be refused"), r.Code, o.cited(r.Article, ""), r.Text)
		return errFailed
	})
}

func (c *whatIfCmd) tell(o *output, out workflow.Outlook) error {
	if c.JSON {
		return o.json(out)
	}
	o.outlook(out)
	return nil
}

// question reads the flags and the lines of assumed commands.
func (c *whatIfCmd) question(o *output) (workflow.Assumption, error) {
	s := workflow.Assumption{Extend: c.Extend, Reply: c.Reply}
	for flag, d := range map[string]struct {
		text string
		into *law.Date
	}{
		"--on": {c.On, &s.On}, "--supplement": {c.Supplement, &s.Supplement}, "--reasons": {c.Reasons, &s.Reasons},
		"--payment": {c.Payment, &s.Payment}, "--until": {c.Until, &s.Until},
	} {
		if d.text == "" {
			continue
		}
		day, err := law.ParseDate(d.text)
		if err != nil {
			return s, usage("%s: %w", flag, err)
		}
		*d.into = day
	}
	for _, text := range c.Opinion {
		party, rest, ok := strings.Cut(text, "=")
		when, stance, _ := strings.Cut(rest, ":")
		day, err := law.ParseDate(when)
		if !ok || party == "" || err != nil || stance != "" && stance != "agree" && stance != "object" {
			return s, usage("--opinion %s: %s", text, o.pick("应为 对象=日期，或者 对象=日期:object", "want PARTY=D or PARTY=D:object"))
		}
		s.Opinions = append(s.Opinions, workflow.AssumedOpinion{Party: party, On: day, Stance: stance})
	}
	if c.Fee != "" {
		basis, text, _ := strings.Cut(c.Fee, ":")
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 100000 || basis != "item" && basis != "page" {
			return s, usage("--fee %s: %s", c.Fee, o.pick("应为 item:件数 或者 page:页数", "want item:N or page:N"))
		}
		s.Fee = &workflow.AssumedFee{Basis: basis, Quantity: n}
	}
	var err error
	if c.Commands != "" {
		s.Others, err = c.assumed(o)
	}
	return s, err
}

// assumed reads the commands given as one JSON object, or one a line in a file or from standard input (-).
func (c *whatIfCmd) assumed(o *output) ([]workflow.Command, error) {
	var in io.Reader = strings.NewReader(c.Commands)
	switch {
	case strings.HasPrefix(strings.TrimSpace(c.Commands), "{"):
	case c.Commands == "-":
		in = o.in
	default:
		f, err := os.Open(c.Commands)
		if err != nil {
			return nil, usage("%w", err)
		}
		defer func() { _ = f.Close() }() // only read
		in = f
	}
	var list []workflow.Command
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, workflow.MaxCommandBytes)
	for lines.Scan() {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		cmd, err := workflow.DecodeFor(line, c.Agency, c.Application)
		if err != nil {
			return nil, err
		}
		list = append(list, cmd)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the assumed commands: %w", err)
	}
	return list, nil
}

// outlook prints what would follow.
func (o *output) outlook(out workflow.Outlook) {
	o.print("%s%s", o.pick("现在：", "now:  "), o.standing(out.Before))
	for _, step := range out.Steps {
		for _, e := range step.Events {
			line := []string{e.On.String(), e.Label}
			if e.ByClock {
				line = append(line, o.pick("（自动）", "(by itself)"))
			}
			if e.Moved {
				line = append(line, o.pick("期限 → ", "due → ")+o.dayOrNone(e.DueOn))
			}
			if e.Article != "" {
				line = append(line, workflow.ArticleText(e.Article, o.lang))
			}
			o.print("  %s", strings.Join(line, "  "))
		}
		if r := step.Refusal; r != nil {
			o.print("  %s  %s  %s [%s]%s %s", step.On, step.Label, o.pick("会被拒绝", "would be refused"), r.Code, o.cited(r.Article, ""), r.Text)
		}
	}
	o.print("%s%s", o.pick("那时：", "then: "), o.standing(out.After))
	if !out.Refused {
		for _, t := range out.After.Terms {
			o.print("  %s%s", t.Text, o.cited(t.Article, t.Reading))
		}
	}
	o.say("%s", o.pick("以上为试算，没有保存。", "a trial: nothing was stored"))
}

func (o *output) standing(s workflow.Standing) string {
	text := s.Label + o.pick("，答复期限 ", ", due ") + o.dayOrNone(s.DueOn)
	if s.DueOn != nil {
		text += " (" + dueKind(o.lang, s.DueKind) + ")"
	}
	if s.Overdue {
		text += o.pick("，已超期", ", overdue")
	}
	if len(s.Facts) > 0 {
		text += "  [" + strings.Join(s.Facts, ", ") + "]"
	}
	return text
}

func (o *output) dayOrNone(d *law.Date) string {
	if d == nil {
		return o.pick("无", "none")
	}
	return d.String()
}
