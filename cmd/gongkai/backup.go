package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"gongkai/access"
	"gongkai/db"
	"gongkai/law"
)

// copyExtension ends the name of a copy of the whole log.
const copyExtension = ".gongkai"

// backupCmd copies the log while others go on writing, reads the file back and checks every digest in it. The sealing key
// is never in it: it is kept apart, or whoever has the backup has the names.
type backupCmd struct {
	File string `arg:"" help:"FILE"`
	JSON bool   `name:"json" help:"${flag_json}"`
}

func (c *backupCmd) Run(o *output) error {
	return o.withLog(func(store *db.Store) error {
		if _, err := o.settings.actor(o, store, access.VerbBackup, access.Place{}); err != nil {
			return err
		}
		head, err := copyOut(o, store, c.File, 0)
		if err != nil {
			return err
		}
		if c.JSON {
			return o.json(head)
		}
		o.print(o.pick("已备份到 %s：位置 %d，链末 %s；文件已核对", "backed up to %s: position %d, chain ends in %s; the file was checked"), c.File, head.Position, head.Digest)
		o.print(o.pick("密钥不在备份中，请另行保存：%s", "the sealing key is not in it, keep it apart: %s"), o.settings.keyFile())
		return nil
	})
}

// exportCmd is the same file under its other use: moving an installation to another database.
type exportCmd struct {
	File     string `arg:"" help:"FILE.gongkai"`
	Position int64  `placeholder:"N" help:"${flag_position}"`
}

func (c *exportCmd) Run(o *output) error {
	return o.withLog(func(store *db.Store) error {
		if _, err := o.settings.actor(o, store, access.VerbBackup, access.Place{}); err != nil {
			return err
		}
		head, err := copyOut(o, store, c.File, c.Position)
		if err != nil {
			return err
		}
		o.print(o.pick("已导出到 %s：位置 %d，链末 %s", "exported to %s: position %d, chain ends in %s"), c.File, head.Position, head.Digest)
		return nil
	})
}

// copyOut writes the file whole or not at all, and reads it back.
func copyOut(o *output, store *db.Store, name string, upTo int64) (head db.CopyHead, err error) {
	err = writeFile(name, func(w io.Writer) error {
		head, err = store.CopyOut(o, w, upTo)
		return err
	})
	if err != nil {
		return head, err
	}
	file, err := os.Open(name)
	if err != nil {
		return head, fmt.Errorf("read the copy back: %w", err)
	}
	defer func() { _ = file.Close() }() // it was only read
	checked, err := db.CheckCopy(file)
	if err == nil && checked != head {
		err = errors.New("it holds another head than was written")
	}
	if err != nil {
		return head, fmt.Errorf("read the copy back: %w", err)
	}
	return head, nil
}

// moveIn fills an empty database from an export; the epoch stays, since no history is gone.
func moveIn(o *output, name string) error {
	return o.fill(name, access.VerbMigrate, func(store *db.Store, r io.Reader) (db.CopyHead, error) {
		return store.CopyIn(o, r, false)
	})
}

// fill opens an empty log without announcing anything in it, lets a copy in, and verifies the whole with a store that
// remembers nothing of the time before.
func (o *output) fill(name, verb string, in func(*db.Store, io.Reader) (db.CopyHead, error)) error {
	if _, err := os.Stat(o.settings.keyFile()); err != nil {
		return usage(o.pick("先把密钥文件放回 %s，没有它备份中的姓名和文字无法读出", "first put the key file back at %s: without it the names and words of the copy cannot be read"), o.settings.keyFile())
	}
	file, err := os.Open(name)
	if err != nil {
		return usage("%w", err)
	}
	defer func() { _ = file.Close() }() // it was only read
	store, err := o.settings.openWith(o, []law.Notice{})
	if err != nil {
		return err
	}
	_, err = o.settings.actor(o, store, verb, access.Place{})
	var head db.CopyHead
	if err == nil {
		head, err = in(store, file)
	}
	if err := errors.Join(err, store.Close()); err != nil {
		return err
	}
	o.print(o.pick("已写入：位置 %d，世代 %d，链末 %s；正在核对", "written: position %d, epoch %d, chain ends in %s; verifying"), head.Position, head.Epoch, head.Digest)
	return (&verifyCmd{}).Run(o)
}
