package main

import (
	"time"

	"gongkai/access"
	"gongkai/db"
)

// rebuildCmd drops everything that follows from the log and makes it again, in one transaction: readers see the old rows
// until it is done, whoever writes waits. The log itself is only read.
type rebuildCmd struct {
	JSON bool `name:"json" help:"${flag_json}"`
}

func (c *rebuildCmd) Run(o *output) error {
	return o.withLog(func(store *db.Store) error {
		if _, err := o.settings.actor(o, store, access.VerbMigrate, access.Place{}); err != nil {
			return err
		}
		position, _, _, err := store.Head(o)
		if err != nil {
			return err
		}
		began := time.Now()
		n, err := store.RebuildWatched(o, func(events int64) { o.progress("重建", "rebuilding", events, position) })
		if err != nil {
			return err
		}
		took := time.Since(began)
		if c.JSON {
			return o.json(map[string]any{"events": position, "applications": n, "ms": ms(took), "per_second": float64(position) / took.Seconds()})
		}
		o.print(o.pick("由 %d 件事项重建 %d 件申请，用时 %.1f 秒（每秒 %.0f 件）", "from %d events rebuilt %d applications in %.1f s (%.0f a second)"),
			position, n, took.Seconds(), float64(position)/took.Seconds())
		return nil
	})
}
