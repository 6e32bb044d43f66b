package main

import (
	"gongkai/access"
	"gongkai/db"
	"gongkai/law"
	"gongkai/workflow"
)

// sweepCmd opens every day not yet opened up to a day, in order, and does what is due.
type sweepCmd struct {
	On     string `placeholder:"D" help:"${flag_on}"`
	DryRun bool   `name:"dry-run" help:"${flag_dry_run}"`
	JSON   bool   `name:"json" help:"${flag_json}"`
}

func (c *sweepCmd) Run(o *output) error {
	day := today()
	if c.On != "" {
		var err error
		if day, err = law.ParseDate(c.On); err != nil {
			return usage("--on: %w", err)
		}
	}
	return o.withStore(func(store *db.Store) error {
		if _, err := o.settings.actor(o, store, access.VerbSweep, access.Place{}); err != nil {
			return err
		}
		cal, err := store.Calendar(o)
		if err != nil {
			return err
		}
		o.wantNotice(cal)
		if c.DryRun {
			return c.dryRun(o, store, day)
		}
		days, err := store.Sweep(o, day, today())
		if err != nil {
			return err
		}
		if c.JSON {
			return o.json(days)
		}
		for _, d := range days {
			o.print(o.pick("%s  执行 %d 项", "%s  %d done"), d.Day, d.Fired)
		}
		o.print(o.pick("开启 %d 天", "%d days opened"), len(days))
		return nil
	})
}

// dryRun lists what would act, and stores nothing.
func (c *sweepCmd) dryRun(o *output, store *db.Store, day law.Date) error {
	armed, err := store.Due(o, day)
	if err != nil {
		return err
	}
	if c.JSON {
		return o.json(armed)
	}
	for _, d := range armed {
		o.print("%s  %s/%s  %s", d.ActsOn, d.Agency, d.Application, workflow.CommandLabel(d.Kind, o.lang))
	}
	o.print(o.pick("将执行 %d 项，未保存", "%d would act, nothing stored"), len(armed))
	return nil
}
