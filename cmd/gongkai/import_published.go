package main

import (
	"os"

	"gongkai/access"
	"gongkai/annual"
	"gongkai/db"
)

// published files a published report as that year's frozen report of a body that was not on the system: it feeds the
// check of the carry-over and the sums of the bodies above.
func (c *importCmd) published(o *output) error {
	report, err := readPublished(c.File)
	if err != nil {
		return err
	}
	raw, err := os.ReadFile(c.File)
	if err != nil {
		return usage("%w", err)
	}
	for _, check := range report.Checks {
		if check.OK == annual.Broken {
			o.say("%s %s", check.Rule, check.Text(o.lang))
		}
	}
	if c.DryRun {
		return annual.WriteTxt(o.out, *report)
	}
	return o.withStore(func(store *db.Store) error {
		actor, err := o.settings.actor(o, store, access.VerbImport, access.Place{Agency: c.Agency})
		if err != nil {
			return err
		}
		if err := store.ImportReport(o, actor, c.Agency, *report, raw); err != nil {
			return err
		}
		o.print(o.pick("已导入 %s %d 年的年报（%s）", "imported the report of %s for %d (%s)"), c.Agency, report.Year, report.Agency)
		return nil
	})
}
