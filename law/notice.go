package law

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Span is a run of calendar days, both ends included.
type Span struct {
	From Date `json:"from"`
	To   Date `json:"to"`
}

// Has reports whether d lies in the span.
func (s Span) Has(d Date) bool { return s.From <= d && d <= s.To }

// Notice is one notice of the General Office of the State Council on days off
// (国务院办公厅关于…部分节假日安排的通知), or a later one that changes it.
type Notice struct {
	Number    string `json:"number"`    // 发文字号, unique in a calendar
	Title     string `json:"title"`     //
	Announced Date   `json:"announced"` // day from which it is known
	Year      int    `json:"year"`      // year it arranges; its days may reach into December before
	Whole     bool   `json:"whole"`     // arranges the whole year: that year is no longer provisional
	Off       []Span `json:"off"`       // days off, weekends inside a block included
	Work      []Date `json:"work"`      // weekend days on which offices work (调休上班)
	Source    string `json:"source"`    // where the data come from, and what of it was not checked
}

// ErrNotice is wrapped by every error about a notice or a set of notices.
var ErrNotice = errors.New("calendar notice refused")

//go:embed calendar/*.json
var noticeFiles embed.FS

// ParseNotice reads one notice from a JSON file. Missing and unknown fields,
// trailing data and contradictory days are refused. Errors wrap ErrNotice.
func ParseNotice(b []byte) (Notice, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(b, &fields); err != nil {
		return Notice{}, fmt.Errorf("%w: %w", ErrNotice, err)
	}
	// A forgotten "whole" would leave the year provisional without a word.
	for _, name := range []string{"number", "announced", "year", "whole", "off", "work", "source"} {
		if _, ok := fields[name]; !ok {
			return Notice{}, fmt.Errorf("%w: no field %q", ErrNotice, name)
		}
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	var n Notice
	if err := dec.Decode(&n); err != nil {
		return Notice{}, fmt.Errorf("%w: %w", ErrNotice, err)
	}
	if err := n.check(); err != nil {
		return Notice{}, err
	}
	return n, nil
}

// check refuses a notice that contradicts itself.
func (n Notice) check() error {
	name := n.Number
	fail := func(format string, a ...any) error {
		return fmt.Errorf("%w: %s: %s", ErrNotice, name, fmt.Sprintf(format, a...))
	}
	if strings.TrimSpace(n.Number) == "" {
		name = "notice"
		return fail("no number")
	}
	if n.Announced < firstDay || n.Announced > lastDay {
		return fail("no day of announcement")
	}
	if n.Year <= FirstYear || n.Year > LastYear {
		return fail("year %d is not between %d and %d", n.Year, FirstYear+1, LastYear)
	}
	if len(n.Off) == 0 && len(n.Work) == 0 {
		return fail("no days")
	}
	reach := Span{NewDate(n.Year-1, 12, 1), NewDate(n.Year, 12, 31)}
	seen := map[Date]string{}
	put := func(d Date, what string) error {
		if !reach.Has(d) {
			return fail("%s is outside %s..%s", d, reach.From, reach.To)
		}
		if before, ok := seen[d]; ok {
			return fail("%s is listed twice (%s, %s)", d, before, what)
		}
		seen[d] = what
		return nil
	}
	for _, s := range n.Off {
		if s.From > s.To {
			return fail("days off %s..%s end before they start", s.From, s.To)
		}
		if !reach.Has(s.From) || !reach.Has(s.To) {
			return fail("days off %s..%s reach outside %s..%s", s.From, s.To, reach.From, reach.To)
		}
		for d := s.From; d <= s.To; d++ {
			if err := put(d, "off"); err != nil {
				return err
			}
		}
	}
	for _, d := range n.Work {
		if err := put(d, "work"); err != nil {
			return err
		}
	}
	return nil
}

func (n Notice) clone() Notice {
	n.Off, n.Work = slices.Clone(n.Off), slices.Clone(n.Work)
	return n
}

// byAnnouncement orders notices as they became known; of two on one day the
// one for the earlier year, then the smaller number stands first.
func byAnnouncement(a, b Notice) int {
	if a.Announced != b.Announced {
		return int(a.Announced - b.Announced)
	}
	if a.Year != b.Year {
		return a.Year - b.Year
	}
	return strings.Compare(a.Number, b.Number)
}

// EmbeddedNotices gives the notices that come with the program, ordered by
// announcement: one file each, 2019 to 2026.
func EmbeddedNotices() []Notice { return must(noticesIn(noticeFiles)) }

// noticesIn reads every file of the folder calendar.
func noticesIn(files fs.FS) ([]Notice, error) {
	names, _ := fs.Glob(files, "calendar/*.json") // fails only for a bad pattern
	if len(names) == 0 {
		return nil, fmt.Errorf("%w: none comes with the program", ErrNotice)
	}
	out := make([]Notice, 0, len(names))
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrNotice, name, err)
		}
		n, err := ParseNotice(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, n)
	}
	slices.SortFunc(out, byAnnouncement)
	return out, nil
}
