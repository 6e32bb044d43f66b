package main

import (
	"fmt"
	"os"
	"strings"
)

// progress shows how far a long piece of work came, on stderr and only where a person looks at it: one line that is
// written over until the work is done.
func (o *output) progress(zh, en string, done, of int64) {
	f, ok := o.err.(*os.File)
	if !ok || of <= 0 {
		return
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return
	}
	const width = 40
	done = min(done, of)
	full := int(done * width / of)
	end := ""
	if done == of {
		end = "\n"
	}
	_, _ = fmt.Fprintf(f, "\r%s [%s%s] %3d%%%s", o.pick(zh, en), strings.Repeat("█", full), strings.Repeat("·", width-full), done*100/of, end)
}
