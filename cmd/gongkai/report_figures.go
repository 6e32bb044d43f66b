package main

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gongkai/access"
	"gongkai/annual"
	"gongkai/db"
	"gongkai/workflow"
)

// reportFiguresCmd records the figures of table 2 from a file, all or none, or lists what is recorded.
type reportFiguresCmd struct {
	File   string `arg:"" optional:"" type:"existingfile" help:"FILE.csv | FILE.json"`
	Agency string `required:"" env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	Year   int    `required:"" placeholder:"Y" help:"${flag_year}"`
	Source string `placeholder:"TEXT" help:"${flag_source}"`
	Signer string `placeholder:"NAME" help:"${flag_signer}"`
	JSON   bool   `name:"json" help:"${flag_json}"`
}

func (c *reportFiguresCmd) Run(o *output) error {
	if c.File == "" {
		return o.withLog(c.list(o))
	}
	objects, err := figureCommands(c.File, c.Agency, c.Year, c.Source, c.Signer)
	if err != nil {
		return err
	}
	return o.withStore(func(store *db.Store) error {
		actor, err := o.settings.actor(o, store, "record_figure", access.Place{Agency: c.Agency})
		if err != nil {
			return err
		}
		for _, cmd := range objects {
			if _, err := store.Do(o, workflow.Request{Command: cmd, Actor: actor, Today: today(), Entered: today()}); err != nil {
				return fmt.Errorf("%s: %w", cmd.Cell, err)
			}
		}
		o.print(o.pick("已填报 %s %d 年度表二数据 %d 项", "recorded %[3]d figures of table 2 of %[1]s for %[2]d"), c.Agency, c.Year, len(objects))
		return nil
	})
}

func (c *reportFiguresCmd) list(o *output) func(*db.Store) error {
	return func(store *db.Store) error {
		if _, err := o.settings.actor(o, store, access.VerbReport, access.Place{Agency: c.Agency}); err != nil {
			return err
		}
		figures, err := store.Figures(o, c.Agency, c.Year)
		if err != nil {
			return err
		}
		if c.JSON {
			return o.json(figures)
		}
		for _, f := range figures {
			value := f.Text
			switch {
			case f.Number != nil && f.Cell == workflow.FeesCell:
				value = annual.FormatFees(*f.Number)
			case f.Number != nil:
				value = fmt.Sprint(*f.Number)
			}
			if f.Remark != "" {
				value += "（" + f.Remark + "）"
			}
			o.print("%s\t%s\t%s\t%s\t%s", f.Cell, value, f.Source, f.Signer, f.On)
		}
		return nil
	}
}

// figureCommands turns a file into commands, every one of them checked before any is carried out. Each has a key made of
// the file and the cell, so that the same file again does no harm.
func figureCommands(file, agency string, year int, source, signer string) ([]*workflow.RecordFigure, error) {
	raw, err := os.Open(file)
	if err != nil {
		return nil, usage("%w", err)
	}
	defer func() { _ = raw.Close() }() // it was only read
	lines, err := annual.ReadFigures(raw, filepath.Ext(file))
	if err != nil {
		return nil, usage("%w", err)
	}
	var list []*workflow.RecordFigure
	var faults []error
	for _, l := range lines {
		object, err := json.Marshal(map[string]any{
			"do": "record_figure", "agency": agency, "year": year, "cell": l.Cell, "value": l.Value, "remark": l.Remark,
			"source": orWord(l.Source, source, filepath.Base(file)), "signer": orWord(l.Signer, signer, "-"),
		})
		if err != nil {
			return nil, fmt.Errorf("read a figure: %w", err)
		}
		cmd, err := workflow.Decode(object, agency)
		figure, ok := cmd.(*workflow.RecordFigure)
		if err == nil && ok {
			err = figure.Check()
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s %s: %w", where(l.Line), l.Cell, err))
			continue
		}
		figure.Key = fmt.Sprintf("figure %x", sha256.Sum256(object))
		list = append(list, figure)
	}
	return list, errors.Join(faults...)
}

func where(line int) string {
	if line == 0 {
		return "-"
	}
	return fmt.Sprintf("第 %d 行", line)
}

// orWord gives the first that says something.
func orWord(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}
