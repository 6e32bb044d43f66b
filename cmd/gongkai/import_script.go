package main

import (
	"errors"
	"os"
	"path/filepath"

	"gongkai/access"
	"gongkai/db"
	"gongkai/workflow"
)

// script plays a case script through the engine. The whole file is read before anything is done; a line that is refused
// stops it, what came before stays, and the same file again goes on from there.
func (c *importCmd) script(o *output) error {
	until, err := c.until()
	if err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return usage("%w", err)
	}
	steps, err := workflow.ReadStory(f)
	if err := errors.Join(err, f.Close()); err != nil {
		return usage("%s：%w", c.File, err)
	}
	return o.withStore(func(store *db.Store) error {
		actor, err := o.settings.actor(o, store, access.VerbImportScript, access.Place{Agency: c.Agency})
		if err != nil {
			return err
		}
		player := &workflow.Player{
			Engine: store, Script: filepath.Base(c.File), Agency: c.Agency, Actor: actor,
			Today: today(), Until: until, KeepGoing: c.KeepGoing,
		}
		done, err := player.Play(o, steps)
		if c.JSON {
			if err := o.json(map[string]int{"lines": len(steps), "done": done}); err != nil {
				return err
			}
		} else {
			o.print(o.pick("%s：%d 行，本次办理 %d 条命令", "%s: %d lines, %d commands done now"), c.File, len(steps), done)
		}
		var fault *workflow.PlayError
		if errors.As(err, &fault) {
			o.say("%s：%v", c.File, err)
			return errFailed
		}
		return err
	})
}
