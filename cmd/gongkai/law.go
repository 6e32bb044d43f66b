package main

import (
	"encoding/csv"
	"io"
	"os"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/db"
	"gongkai/handlers"
	"gongkai/law"
	"gongkai/sheet"
	"gongkai/workflow"
)

// lawCmd shows what the program holds the law to be, for those who read no code.
type lawCmd struct {
	Choices lawChoicesCmd `cmd:"" help:"${law_choices}"`
	Choose  lawChooseCmd  `cmd:"" help:"${law_choose}"`
	Cases   lawCasesCmd   `cmd:"" help:"${law_cases}"`
	Sheet   lawSheetCmd   `cmd:"" help:"${law_sheet}"`
}

type lawChoicesCmd struct {
	Agency string `env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	JSON   bool   `name:"json" help:"${flag_json}"`
}

// Run lists the open questions; without a body it opens no data and tells the defaults.
func (c *lawChoicesCmd) Run(o *output) error {
	if c.Agency == "" {
		return o.readings(nil, c.JSON)
	}
	return o.withLog(func(store *db.Store) error {
		if _, err := o.settings.actor(o, store, access.VerbLawList, access.Place{Agency: c.Agency}); err != nil {
			return err
		}
		chosen, err := store.Choices(o, c.Agency)
		if err != nil {
			return err
		}
		return o.readings(chosen, c.JSON)
	})
}

func (o *output) readings(chosen []workflow.Choice, asJSON bool) error {
	list := handlers.ShowReadings(chosen, law.DateOf(time.Now()), o.lang)
	if asJSON {
		return o.json(list)
	}
	for _, r := range list {
		head := r.ID
		if r.Key != "" {
			head += "  " + r.Key + " = " + r.InForce
		}
		if !r.Since.IsZero() {
			head += o.pick("（自 ", " (from ") + r.Since.String() + o.pick(" 起）", ")")
		}
		o.print("%s\n    %s", head, r.Question)
		if r.Numbers() {
			o.print("      %s", r.Range()+o.pick("，默认 ", ", default ")+r.Default)
		}
		for _, x := range r.Options {
			mark := " "
			if x.InForce {
				mark = "*"
			}
			usual := ""
			if x.Default {
				usual = o.pick("（默认）", " (default)")
			}
			o.print("    %s %s  %s%s", mark, x.Value, x.Text, usual)
		}
		for _, x := range r.Choices {
			o.print("      %s", o.pick("自 "+x.From.String()+" 起："+x.Value+"，"+x.Actor+" 于 "+x.ChosenOn.String()+" 选定",
				"from "+x.From.String()+": "+x.Value+", chosen by "+x.Actor+" on "+x.ChosenOn.String()))
		}
	}
	return nil
}

type lawChooseCmd struct {
	Agency string `required:"" env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	Key    string `arg:"" help:"KEY"`
	Value  string `arg:"" help:"VALUE"`
	From   string `required:"" placeholder:"DATE" help:"${flag_choice_from}"`
	Reason string `required:"" help:"${flag_law_reason}"`
	JSON   bool   `name:"json" help:"${flag_json}"`
}

func (c *lawChooseCmd) Run(o *output) error {
	from, err := law.ParseDate(c.From)
	if err != nil {
		return usage("--from: %w", err)
	}
	if strings.TrimSpace(c.Reason) == "" {
		return usage("%s", o.pick("--reason 不能为空", "--reason must not be empty"))
	}
	return o.withStore(func(store *db.Store) error {
		actor, err := o.settings.actor(o, store, access.VerbLawChoices, access.Place{Agency: c.Agency})
		if err != nil {
			return err
		}
		choice := workflow.ReadingData{Agency: c.Agency, Reading: c.Key, Value: c.Value, From: from}
		if err := store.ChooseReading(o, actor, choice, strings.TrimSpace(c.Reason)); err != nil {
			return err
		}
		if c.JSON {
			return o.json(map[string]any{"agency": c.Agency, "reading": c.Key, "value": c.Value, "from": from})
		}
		o.print(o.pick("已选定：%s = %s，自 %s 起", "chosen: %s = %s from %s"), c.Key, c.Value, from)
		return nil
	})
}

type lawCasesCmd struct {
	Check string `type:"existingfile" placeholder:"FILE.csv" help:"${flag_check_cases}"`
}

// Run works through the cases and prints what was expected beside what comes out; a difference is exit status 1.
func (c *lawCasesCmd) Run(o *output) error {
	cal, err := o.settings.newestCalendar()
	if err != nil {
		return err
	}
	cases := law.WorkedCases()
	if c.Check != "" {
		if cases, err = readCases(c.Check); err != nil {
			return err
		}
	}
	rows, differ := [][]string{{"id", "expected", "got"}}, 0
	for _, k := range cases {
		got, err := cal.Try(k)
		if err != nil {
			return usage("%s: %w", c.Check, err)
		}
		if !k.Agrees(got) {
			differ++
			o.say(o.pick("不符：%s 应得 %s，实得 %s", "differs: %s expected %s, got %s"), k.ID, k.Expected, got)
		}
		rows = append(rows, []string{k.ID, k.Expected, got})
	}
	if err := csv.NewWriter(o.out).WriteAll(rows); err != nil {
		return err
	}
	o.say(o.pick("%d 个案例，%d 个不符", "%d cases, %d differ"), len(cases), differ)
	if differ > 0 {
		return errFailed
	}
	return nil
}

func readCases(file string) ([]law.WorkedCase, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, usage("%w", err)
	}
	defer f.Close()
	cases, err := law.ReadCases(f)
	if err != nil {
		return nil, usage("%s: %w", file, err)
	}
	return cases, nil
}

type lawSheetCmd struct {
	Format string `default:"txt" enum:"txt,md,docx" help:"${flag_format}: txt, md, docx"`
	Output string `short:"o" placeholder:"FILE" help:"${flag_output}"`
}

func (c *lawSheetCmd) Run(o *output) error {
	if c.Output == "" {
		return sheet.Write(o.out, c.Format, o.lang)
	}
	return writeFile(c.Output, func(w io.Writer) error { return sheet.Write(w, c.Format, o.lang) })
}
