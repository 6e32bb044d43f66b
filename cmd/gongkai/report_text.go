package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"gongkai/access"
	"gongkai/annual"
	"gongkai/db"
)

// reportChapterCmd shows or writes the words of a chapter.
type reportChapterCmd struct {
	Agency  string `required:"" env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	Year    int    `required:"" placeholder:"Y" help:"${flag_year}"`
	Chapter int    `arg:"" help:"${arg_chapter}"`
	File    string `arg:"" optional:"" type:"path" help:"FILE"`
	Seen    *int   `placeholder:"N" help:"${flag_seen_version}"`
	Start   bool   `help:"${flag_start}"`
	Raw     bool   `help:"${flag_raw}"`
	JSON    bool   `name:"json" help:"${flag_json}"`
}

// Run writes the words of FILE (- for standard input), or without it prints what stands there: filled in, or with
// --raw as it was written, or with --start the words the program begins with.
func (c *reportChapterCmd) Run(o *output) error {
	verb := access.VerbReport
	if c.File != "" {
		verb = access.VerbReportWrite
	}
	return o.withLog(func(store *db.Store) error {
		actor, err := o.settings.actor(o, store, verb, access.Place{Agency: c.Agency})
		if err != nil {
			return err
		}
		if c.File != "" {
			return c.write(o, store, actor)
		}
		draft, err := draftText(o, store, c.Agency, c.Year)
		if err != nil {
			return err
		}
		w, ok := draft.Written[c.Chapter]
		if !ok || c.Start {
			w = annual.Written{Chapter: c.Chapter, Text: draft.Facts.StartingText(c.Chapter)}
		}
		if !c.Raw {
			if w.Text, err = draft.Facts.Fill(w.Text); err != nil {
				return err
			}
		}
		if c.JSON {
			return o.json(w)
		}
		o.print("%s", w.Text)
		return nil
	})
}

func (c *reportChapterCmd) write(o *output, store *db.Store, actor string) error {
	var raw []byte
	var err error
	if c.File == "-" {
		raw, err = io.ReadAll(o.in)
	} else {
		raw, err = os.ReadFile(c.File)
	}
	if err != nil {
		return usage("%w", err)
	}
	if !utf8.Valid(raw) {
		return usage("%s: UTF-8", c.File)
	}
	w, err := store.WriteChapter(o, actor, c.Agency, c.Year, c.Chapter, strings.TrimPrefix(string(raw), "\uFEFF"), c.Seen)
	if err != nil {
		return err
	}
	if c.JSON {
		return o.json(w)
	}
	o.print(o.pick("已保存：%s（记录号 %d）", "saved: %s (entry %d)"), annual.ChapterName(c.Chapter, o.lang), w.Version)
	return nil
}

func draftText(o *output, store *db.Store, agency string, year int) (annual.Draft, error) {
	report, err := store.Report(o, agency, year)
	if err != nil {
		return annual.Draft{}, err
	}
	return store.DraftText(o, report)
}

// reportQuotesCmd lists what the words may quote.
type reportQuotesCmd struct {
	Agency string `required:"" env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	Year   int    `required:"" placeholder:"Y" help:"${flag_year}"`
	JSON   bool   `name:"json" help:"${flag_json}"`
}

// Run prints each placeholder with its value.
func (c *reportQuotesCmd) Run(o *output) error {
	return o.withLog(func(store *db.Store) error {
		if _, err := o.settings.actor(o, store, access.VerbReport, access.Place{Agency: c.Agency}); err != nil {
			return err
		}
		draft, err := draftText(o, store, c.Agency, c.Year)
		if err != nil {
			return err
		}
		list := draft.Facts.Quotations()
		if c.JSON {
			return o.json(list)
		}
		for _, q := range list {
			value := q.Value
			if !q.Known {
				value = "?"
			}
			o.print("{{%s}}\t%s\t%s", q.Key, value, o.pick(q.Label, q.English))
		}
		return nil
	})
}

// reportCheckTextCmd is the self-check before publishing (自查自纠).
type reportCheckTextCmd struct {
	Agency string `required:"" env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	Year   int    `required:"" placeholder:"Y" help:"${flag_year}"`
	JSON   bool   `name:"json" help:"${flag_json}"`
}

// Run prints each finding with place and reason; findings are hints and leave the exit status 0.
func (c *reportCheckTextCmd) Run(o *output) error {
	return o.withLog(func(store *db.Store) error {
		if _, err := o.settings.actor(o, store, access.VerbReport, access.Place{Agency: c.Agency}); err != nil {
			return err
		}
		draft, err := draftText(o, store, c.Agency, c.Year)
		if err != nil {
			return err
		}
		findings := draft.SelfCheck()
		if c.JSON {
			return o.json(findings)
		}
		for _, f := range findings {
			line := fmt.Sprintf("%s\t%s", f.Where(o.lang), f.Text(o.lang))
			if f.Found != "" {
				line += "\t" + f.Found
			}
			o.print("%s", line)
		}
		if len(findings) == 0 {
			o.print("%s", o.pick("没有发现问题。", "Nothing was found."))
		}
		return nil
	})
}

// reportWordingCmd shows or replaces the list of wrong expressions.
type reportWordingCmd struct {
	File string `arg:"" optional:"" type:"existingfile" help:"FILE.csv"`
	JSON bool   `name:"json" help:"${flag_json}"`
}

// Run replaces the list by the lines of FILE: wrong, instead, why. Without FILE it prints the list.
func (c *reportWordingCmd) Run(o *output) error {
	verb := access.VerbReport
	if c.File != "" {
		verb = access.VerbWording
	}
	return o.withLog(func(store *db.Store) error {
		actor, err := o.settings.actor(o, store, verb, access.Place{})
		if err != nil {
			return err
		}
		var list []annual.Expression
		if c.File == "" {
			list, err = store.Wording(o)
		} else {
			raw, rerr := os.ReadFile(c.File)
			if rerr != nil || !utf8.Valid(raw) {
				return usage("%s: %w", c.File, errors.Join(rerr, errors.New("UTF-8")))
			}
			list, err = store.ListWording(o, actor, string(raw))
		}
		if err != nil {
			return err
		}
		if c.JSON {
			return o.json(append([]annual.Expression{}, list...))
		}
		for _, e := range list {
			o.print("%s\t%s\t%s", e.Wrong, e.Instead, e.Reason)
		}
		return nil
	})
}
