package main

import "gongkai/db"

// migrateCmd brings the database up to date and stops; every other subcommand does so too when it opens the log.
type migrateCmd struct{}

func (migrateCmd) Run(o *output) error {
	return o.withStore(func(store *db.Store) error {
		position, digest, epoch, err := store.Head(o)
		if err != nil {
			return err
		}
		o.print(o.pick("数据库已是最新；位置 %d，世代 %d，链末 %s", "the database is up to date; position %d, epoch %d, chain ends in %s"), position, epoch, digest)
		return nil
	})
}
