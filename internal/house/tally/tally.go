package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
)

// event is one line of `go test -json` (go doc test2json).
type event struct {
	Action      string
	Package     string
	ImportPath  string // of build-output and build-fail
	Test        string
	Elapsed     float64
	Output      string
	FailedBuild string
}

// lane is a set of tests that must have run.
type lane struct {
	name    string
	pkg     string
	pattern *regexp.Regexp
	passed  int
}

type name struct{ pkg, test string }

// tally collects what the events say.
type tally struct {
	out     io.Writer
	lanes   []*lane
	words   map[name][]string // output of what has not passed yet
	passed  map[string]int    // tests a package
	failed  []name
	skipped []name
	broken  []string // packages that failed
	ok      int      // packages that passed
	spent   time.Duration
}

func newTally(out io.Writer) *tally {
	return &tally{out: out, words: map[name][]string{}, passed: map[string]int{}}
}

// addLane takes NAME=PACKAGE:PATTERN. The pattern is looked for in the full name of a test, as Test/case.
func (t *tally) addLane(text string) error {
	title, rest, ok := strings.Cut(text, "=")
	pkg, pattern, ok2 := strings.Cut(rest, ":")
	if !ok || !ok2 {
		return fmt.Errorf("a lane is NAME=PACKAGE:PATTERN, not %q", text)
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return fmt.Errorf("lane %s: %w", title, err)
	}
	t.lanes = append(t.lanes, &lane{name: title, pkg: pkg, pattern: re})
	return nil
}

// read takes events until the input ends. A line that is no event is passed on: go test writes such lines too.
func (t *tally) read(in io.Reader) error {
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			t.line(line)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the output of go test: %w", err)
		}
	}
}

func (t *tally) line(line string) {
	var e event
	if json.Unmarshal([]byte(line), &e) != nil || e.Action == "" {
		fmt.Fprint(t.out, line)
		return
	}
	n := name{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		fmt.Fprint(t.out, e.Output)
	case "output":
		t.words[n] = append(t.words[n], e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			t.endPackage(e)
		} else {
			t.endTest(e.Action, n)
		}
	}
}

func (t *tally) endTest(action string, n name) {
	switch action {
	case "pass":
		t.passed[n.pkg]++
		for _, l := range t.lanes {
			if l.pkg == n.pkg && l.pattern.MatchString(n.test) {
				l.passed++
			}
		}
	case "fail":
		t.failed = append(t.failed, n)
		t.tell(n)
	case "skip":
		t.skipped = append(t.skipped, n)
		t.tell(n)
	}
	delete(t.words, n)
}

func (t *tally) tell(n name) { fmt.Fprint(t.out, strings.Join(t.words[n], "")) }

// endPackage prints the line of a package. When it failed, whatever no test has answered for is told: a panic, a race,
// a time-out, a TestMain that could not start.
func (t *tally) endPackage(e event) {
	spent := time.Duration(e.Elapsed * float64(time.Second))
	t.spent += spent
	switch e.Action {
	case "fail":
		t.broken = append(t.broken, e.Package)
		var open []name
		for n := range t.words {
			if n.pkg == e.Package {
				open = append(open, n)
			}
		}
		slices.SortFunc(open, func(a, b name) int { return strings.Compare(a.test, b.test) })
		for _, n := range open {
			t.tell(n)
			delete(t.words, n)
		}
		fmt.Fprintf(t.out, "FAIL  %-32s %6.1f s\n", e.Package, e.Elapsed)
	case "pass":
		t.ok++
		fmt.Fprintf(t.out, "ok    %-32s %6.1f s  %d tests\n", e.Package, e.Elapsed, t.passed[e.Package])
	}
	delete(t.words, name{pkg: e.Package})
}

// close prints the totals and says whether all is well.
func (t *tally) close() bool {
	tests := 0
	for _, n := range t.passed {
		tests += n
	}
	fmt.Fprintf(t.out, "\n%d packages ok, %d failed; %d tests passed, %d failed, %d skipped; %s of testing\n",
		t.ok, len(t.broken), tests, len(t.failed), len(t.skipped), t.spent.Round(100*time.Millisecond))
	good := len(t.broken) == 0 && len(t.failed) == 0 && len(t.skipped) == 0 && tests > 0
	for _, n := range t.failed {
		fmt.Fprintf(t.out, "failed: %s %s\n", n.pkg, n.test)
	}
	for _, n := range t.skipped {
		fmt.Fprintf(t.out, "skipped, which is no pass: %s %s\n", n.pkg, n.test)
	}
	for _, pkg := range t.broken {
		fmt.Fprintf(t.out, "failed: %s\n", pkg)
	}
	for _, l := range t.lanes {
		fmt.Fprintf(t.out, "lane %s: %d tests passed\n", l.name, l.passed)
		if l.passed == 0 {
			good = false
			fmt.Fprintf(t.out, "lane %s did not run: no test of %s matches %s\n", l.name, l.pkg, l.pattern)
		}
	}
	return good
}
