package main

import (
	"io"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/annual"
	"gongkai/db"
	"gongkai/law"
)

// total writes the government's total: the body's own report and those of all bodies below it, added up. Whoever asks
// must be allowed the report of every one.
func (c *reportTablesCmd) total(o *output, store *db.Store) error {
	if err := mayReadBelow(o, store, c.Agency); err != nil {
		return err
	}
	total, err := store.Total(o, c.Agency, c.Year)
	if err != nil {
		return err
	}
	write := func(w io.Writer) error {
		if c.Format == "docx" || c.Format == annual.PDF {
			return c.write(o, w, total.Document())
		}
		return total.Write(w, c.Format)
	}
	if c.Output == "" {
		return write(o.out)
	}
	return writeFile(c.Output, write)
}

// mayReadBelow asks whether the reports of a body and of all below it may be read.
func mayReadBelow(o *output, store *db.Store, agency string) error {
	codes, err := store.Under(o, agency)
	if err != nil || o.settings.As == "" { // the operator of the machine may read all
		return err
	}
	agencies, err := store.Agencies(o)
	if err != nil {
		return err
	}
	parents := make(map[string]string, len(agencies))
	for _, a := range agencies {
		parents[a.Code] = a.Parent
	}
	for _, code := range codes {
		place := access.Place{Agency: code}
		for up := parents[code]; up != "" && !slices.Contains(place.Above, up); up = parents[up] {
			place.Above = append(place.Above, up)
		}
		if _, err := o.settings.actor(o, store, access.VerbReport, place); err != nil {
			return err
		}
	}
	return nil
}

// reportDueCmd lists the reports that are due of a year: by whom, until when, who is late.
type reportDueCmd struct {
	Agency string `env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_due_agency}"`
	Year   int    `placeholder:"Y" help:"${flag_due_year}"`
	On     string `placeholder:"DATE" help:"${flag_due_on}"`
	JSON   bool   `name:"json" help:"${flag_json}"`
}

func (c *reportDueCmd) Run(o *output) error {
	on := today()
	if c.On != "" {
		day, err := law.ParseDate(c.On)
		if err != nil {
			return usage("%w", err)
		}
		on = day
	}
	year := c.Year
	if year == 0 {
		year = on.Year() - 1
	}
	return o.withLog(func(store *db.Store) error {
		if c.Agency == "" { // all bodies: for who may read all
			if _, err := o.settings.actor(o, store, access.VerbReport, access.Place{}); err != nil {
				return err
			}
		} else if err := mayReadBelow(o, store, c.Agency); err != nil {
			return err
		}
		duties, err := store.Duties(o, c.Agency, year)
		if err != nil {
			return err
		}
		list := duties.On(on)
		if c.JSON {
			return o.json(list)
		}
		for _, d := range list {
			o.print("%s", strings.Join([]string{d.DueOn.String(), d.Agency, d.Name, d.Text(o.lang)}, "\t"))
		}
		return nil
	})
}
