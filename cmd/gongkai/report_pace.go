package main

import (
	"strings"

	"gongkai/access"
	"gongkai/db"
	"gongkai/handlers"
	"gongkai/law"
)

// reportPaceCmd measures the work of any period, beyond what the form asks.
type reportPaceCmd struct {
	Agency string `required:"" env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	From   string `placeholder:"D" help:"${flag_pace_from}"`
	To     string `placeholder:"D" help:"${flag_pace_to}"`
	JSON   bool   `name:"json" help:"${flag_json}"`
}

func (c *reportPaceCmd) Run(o *output) error {
	from, err := dayFlag("--from", c.From)
	if err != nil {
		return err
	}
	to, err := dayFlag("--to", c.To)
	if err != nil {
		return err
	}
	return o.withLog(func(store *db.Store) error {
		if _, err := o.settings.actor(o, store, access.VerbReport, access.Place{Agency: c.Agency}); err != nil {
			return err
		}
		pace, err := store.Pace(o, c.Agency, from, to)
		if err != nil {
			return err
		}
		if c.JSON {
			return o.json(pace)
		}
		departments, err := store.Departments(o, c.Agency)
		if err != nil {
			return err
		}
		names := map[string]string{}
		for _, d := range departments {
			names[c.Agency+"/"+d.Code] = d.Name
		}
		for i, table := range handlers.PaceTables(pace, names, o.lang) {
			if i > 0 {
				o.print("")
			}
			o.print("%s", table.Title)
			o.print("%s", strings.Join(table.Heads, "\t"))
			for _, row := range table.Rows {
				o.print("%s", strings.Join(row, "\t"))
			}
		}
		return nil
	})
}

// dayFlag reads a date flag; none when it is missing.
func dayFlag(flag, text string) (law.Date, error) {
	if text == "" {
		return 0, nil
	}
	d, err := law.ParseDate(text)
	if err != nil {
		return 0, usage("%s: %w", flag, err)
	}
	return d, nil
}
