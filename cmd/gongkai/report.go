package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"gongkai/access"
	"gongkai/annual"
	"gongkai/db"
	"gongkai/handlers"
	"gongkai/law"
	"gongkai/workflow"
)

// reportCmd gives the tables of the year. The tables are its default subcommand.
type reportCmd struct {
	Tables reportTablesCmd `cmd:"" default:"withargs" hidden:"" help:"${report_tables}"`
	Cell   reportCellCmd   `cmd:"" help:"${report_cell}"`
	Check  reportCheckCmd  `cmd:"" help:"${report_check}"`
	Due    reportDueCmd    `cmd:"" help:"${report_due}"`
	Pace   reportPaceCmd   `cmd:"" help:"${report_pace}"`

	Template  reportTemplateCmd  `cmd:"" help:"${report_template}"`
	Chapter   reportChapterCmd   `cmd:"" help:"${report_chapter}"`
	Quotes    reportQuotesCmd    `cmd:"" help:"${report_quotes}"`
	CheckText reportCheckTextCmd `cmd:"" name:"check-text" help:"${report_check_text}"`
	Wording   reportWordingCmd   `cmd:"" help:"${report_wording}"`

	Freeze   reportFreezeCmd   `cmd:"" help:"${report_freeze}"`
	Amend    reportAmendCmd    `cmd:"" help:"${report_amend}"`
	Diff     reportDiffCmd     `cmd:"" help:"${report_diff}"`
	Versions reportVersionsCmd `cmd:"" help:"${report_versions}"`
	Figures  reportFiguresCmd  `cmd:"" help:"${report_figures}"`
}

type reportTablesCmd struct {
	Agency string `required:"" env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	Year   int    `required:"" placeholder:"Y" help:"${flag_year}"`
	Format string `default:"txt" enum:"txt,csv,json,docx,xlsx,html,pdf" help:"${flag_format}: txt, csv, json, docx, xlsx, html, pdf"`
	Form   string `enum:"2021,2019," default:"" help:"${flag_form}"`
	RollUp bool   `name:"rollup" help:"${flag_rollup}"`
	Output string `short:"o" placeholder:"FILE" help:"${flag_output}"`

	AsOf     string `name:"as-of" placeholder:"DATE" help:"${flag_moment}"`
	Position int64  `placeholder:"N" help:"${flag_position}"`
	Version  int    `placeholder:"N" help:"${flag_version}"`

	Template string `type:"existingfile" placeholder:"FILE.docx" help:"${flag_template}"`
}

func (c *reportTablesCmd) Run(o *output) error {
	ask, err := c.ask()
	if err != nil {
		return err
	}
	return o.withLog(func(store *db.Store) error {
		if c.RollUp {
			return c.total(o, store)
		}
		if _, err := o.settings.actor(o, store, access.VerbReport, access.Place{Agency: c.Agency}); err != nil {
			return err
		}
		report, err := store.ReportAs(o, ask)
		if err != nil {
			return err
		}
		document, err := store.Document(o, report)
		if err != nil {
			return err
		}
		if c.Output == "" {
			return c.write(o, o.out, document)
		}
		return writeFile(c.Output, func(w io.Writer) error { return c.write(o, w, document) })
	})
}

// write writes the document in the format asked for; docx and pdf on the office's own template where it gave one.
func (c *reportTablesCmd) write(o *output, w io.Writer, d annual.Document) error {
	if c.Format != "docx" && c.Format != annual.PDF {
		return d.Write(w, c.Format)
	}
	template, err := annual.OfficialTemplate()
	if c.Template != "" {
		var file []byte
		if file, err = os.ReadFile(c.Template); err == nil {
			template, err = annual.ReadTemplate(file)
		}
		if err != nil {
			return usage("%w", err)
		}
	}
	if err != nil {
		return err
	}
	if c.Format == "docx" {
		return d.WriteOn(w, template)
	}
	var docx bytes.Buffer
	if err := d.WriteOn(&docx, template); err != nil {
		return err
	}
	pdf, err := toPDF(o, docx.Bytes())
	if errors.Is(err, errNoPDF) {
		o.say("%s", o.pick("没有安装 LibreOffice，无法生成 PDF；请用 --format docx 生成 Word 文件，在办公软件中另存为 PDF。",
			"LibreOffice is not installed, so no PDF can be made; use --format docx and save it as PDF in an office program."))
		return errFailed
	}
	if err != nil {
		return err
	}
	_, err = w.Write(pdf)
	return err
}

type reportTemplateCmd struct {
	Output string `short:"o" required:"" placeholder:"FILE.docx" help:"${flag_output}"`
}

// Run writes the Word template of the program, for an office to edit and to hand back with --template.
func (c *reportTemplateCmd) Run(*output) error {
	template, err := annual.OfficialTemplate()
	if err != nil {
		return err
	}
	return writeFile(c.Output, template.Write)
}

// ask says which report is meant.
func (c *reportTablesCmd) ask() (annual.Ask, error) {
	ask := annual.Ask{Agency: c.Agency, Year: c.Year, Form: c.Form, Position: c.Position, Version: c.Version}
	if c.AsOf == "" {
		return ask, nil
	}
	if c.Position != 0 {
		return ask, usage("--as-of, --position")
	}
	day, err := law.ParseDate(c.AsOf)
	if err != nil {
		return ask, usage("--as-of: %w", err)
	}
	ask.AsOf = day
	return ask, nil
}

// writeFile writes a file whole or not at all.
func writeFile(name string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".gongkai-*")
	if err != nil {
		return usage("%w", err)
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // the half-written one; the error is what matters
	}
	return err
}

type reportCellCmd struct {
	Agency string `required:"" env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	Year   int    `required:"" placeholder:"Y" help:"${flag_year}"`
	Row    string `arg:"" help:"ROW"`
	Column string `arg:"" help:"COLUMN"`
	JSON   bool   `name:"json" help:"${flag_json}"`
}

func (c *reportCellCmd) Run(o *output) error {
	return o.withLog(func(store *db.Store) error {
		if _, err := o.settings.actor(o, store, access.VerbReportCell, access.Place{Agency: c.Agency}); err != nil {
			return err
		}
		cell, err := handlers.Cell(o, store, c.Agency, c.Year, c.Row, c.Column, o.lang)
		if err != nil {
			return err
		}
		if c.JSON {
			return o.json(cell)
		}
		for _, l := range cell.Items {
			about := l.Application
			if l.Case != "" {
				about = strings.TrimPrefix(l.Application+"\t"+l.Case, "\t")
			}
			o.print("%s\t#%d %s\t%s", about, l.Sequence, workflow.EventLabel(l.Event, o.lang), l.Because)
		}
		return nil
	})
}

type reportCheckCmd struct {
	File string `arg:"" type:"existingfile" help:"FILE.json"`
	JSON bool   `name:"json" help:"${flag_json}"`
}

// Run audits a published report: rules B1-B3, B5, B8 decide the exit status, B6 and B7 warn.
func (c *reportCheckCmd) Run(o *output) error {
	report, err := readPublished(c.File)
	if err != nil {
		return err
	}
	checks := annual.Audit(*report, annual.Evidence{})
	if c.JSON {
		if err := o.json(map[string]any{"agency": report.Agency, "year": report.Year, "checks": checks, "sound": annual.Sound(checks)}); err != nil {
			return err
		}
	} else {
		for _, check := range checks {
			o.print("%s  %s  %s", check.Rule, verdict(o, check), check.Text(o.lang))
		}
	}
	if !annual.Sound(checks) {
		return errFailed
	}
	return nil
}

func verdict(o *output, c annual.Check) string {
	switch raw, err := json.Marshal(c.OK); {
	case err == nil && string(raw) == "true":
		return o.pick("符合", "holds")
	case err == nil && string(raw) == "false" && c.Hard:
		return o.pick("不符", "BROKEN")
	case err == nil && string(raw) == "false":
		return o.pick("提醒", "warns")
	}
	return o.pick("未定", "undecided")
}
