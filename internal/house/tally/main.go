// Command tally reads the output of `go test -json` and tells people what they want to know: a line for each package,
// the words of what failed, and the totals at the end. It also guards the lanes: a lane is a set of tests that must
// really have run (the one on PostgreSQL, the one in the browser). Exit status 1 when a test failed, a lane is empty, or
// anything was skipped; a lane that skips itself proves nothing.
//
//	go test -json ./... | go run ./internal/house/tally -lane postgresql=gongkai/db:/postgres$
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	t := newTally(os.Stdout)
	flag.Func("lane", "NAME=PACKAGE:PATTERN, tests of which at least one must pass; may be repeated", t.addLane)
	flag.Parse()
	if err := t.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(2)
	}
	if !t.close() {
		os.Exit(1)
	}
}
