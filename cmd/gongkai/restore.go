package main

import (
	"fmt"
	"io"
	"os"

	"gongkai/access"
	"gongkai/db"
	"gongkai/law"
)

// restoreCmd puts a backup into an empty database. The epoch is raised, so that the bus and its workers refuse messages
// of the history that is gone. Up to a position or the end of a day it leads back to any moment of the log.
type restoreCmd struct {
	File     string `arg:"" type:"existingfile" help:"FILE"`
	Position int64  `placeholder:"N" help:"${flag_position}"`
	To       string `placeholder:"D" help:"${flag_to_day}"`
}

func (c *restoreCmd) Run(o *output) error {
	upTo := c.Position
	if c.To != "" {
		if c.Position > 0 {
			return usage("%s", o.pick("--position 与 --to 只能用一个", "--position and --to exclude each other"))
		}
		day, err := law.ParseDate(c.To)
		if err != nil {
			return usage("--to: %w", err)
		}
		if upTo, err = c.endOf(day); err != nil {
			return err
		}
	}
	return o.fill(c.File, access.VerbRestore, func(store *db.Store, r io.Reader) (db.CopyHead, error) {
		return store.CopyInUpTo(o, r, upTo)
	})
}

// endOf gives the last position that was recorded by the end of a civil day.
func (c *restoreCmd) endOf(day law.Date) (int64, error) {
	file, err := os.Open(c.File)
	if err != nil {
		return 0, usage("%w", err)
	}
	defer func() { _ = file.Close() }() // it was only read
	position, err := db.PositionAt(file, day)
	if err != nil {
		return 0, fmt.Errorf("look for %s: %w", day, err)
	}
	return position, nil
}
