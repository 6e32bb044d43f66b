package main

import (
	"crypto/rand"

	"gongkai/seal"
)

// keyCmd shows and rotates the sealing key.
type keyCmd struct {
	Show   keyShowCmd   `cmd:"" help:"${key_show}"`
	Rotate keyRotateCmd `cmd:"" help:"${key_rotate}"`
}

type keyShowCmd struct{}

func (keyShowCmd) Run(o *output) error {
	key, err := seal.OpenKey(o.settings.keyFile())
	if err != nil {
		return err
	}
	o.print("%s", o.settings.keyFile())
	for _, id := range key.IDs() {
		o.print("  %s", id)
	}
	return nil
}

type keyRotateCmd struct{}

func (keyRotateCmd) Run(o *output) error {
	key, err := seal.Rotate(o.settings.keyFile(), rand.Reader)
	if err != nil {
		return err
	}
	o.print(o.pick("新密钥 %s；运行中的 serve 需要重启，备份需要更新", "new key %s; restart a running serve and renew the backup"), key.IDs()[0])
	return nil
}
