package law

import (
	"fmt"
	"slices"
	"strings"
)

// Pause is a time in which the clock stands still while others are consulted
// (arts. 32, 33 para. 3, 34): days in (From, To] do not count. From is the day
// the letter went out, To the day the opinion came or its period ended.
type Pause struct {
	From Date `json:"from"`
	To   Date `json:"to"`
}

// Run is one run of a clock. A restart (supplement, fee) is a new run: its
// pauses and extension begin anew (arts. 30, 42).
type Run struct {
	Day0      Date    `json:"day0"`
	Allowance int     `json:"allowance"` // working days, extension included
	Pauses    []Pause `json:"pauses,omitempty"`
}

// ParsePause reads a pause written A..B, two ISO dates.
func ParsePause(s string) (Pause, error) {
	a, b, ok := strings.Cut(s, "..")
	if !ok {
		return Pause{}, fmt.Errorf("pause %.40q: want FROM..TO", s)
	}
	from, err := ParseDate(strings.TrimSpace(a))
	if err != nil {
		return Pause{}, fmt.Errorf("pause %.40q: %w", s, err)
	}
	to, err := ParseDate(strings.TrimSpace(b))
	if err != nil {
		return Pause{}, fmt.Errorf("pause %.40q: %w", s, err)
	}
	if to < from {
		return Pause{}, fmt.Errorf("pause %.40q: ends before it starts", s)
	}
	return Pause{from, to}, nil
}

// String gives FROM..TO.
func (p Pause) String() string { return p.From.String() + ".." + p.To.String() }

// Has reports whether day d does not count because of the pause.
func (p Pause) Has(d Date) bool { return p.From < d && d <= p.To }

// mergePauses gives the union of the pauses in order; empty ones (To not after
// From) vanish. Two pauses that overlap or touch are one: no day is taken off
// twice.
func mergePauses(ps []Pause) []Pause {
	out := make([]Pause, 0, len(ps))
	for _, p := range ps {
		if p.To > p.From {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b Pause) int { return int(a.From - b.From) })
	kept := 0
	for _, p := range out {
		if kept > 0 && p.From <= out[kept-1].To {
			out[kept-1].To = max(out[kept-1].To, p.To)
			continue
		}
		out[kept] = p
		kept++
	}
	return out[:kept]
}

// Due gives the working day on which the count of the run reaches its
// allowance: working days after Day0 that lie in no pause. Zero as in Nth.
func (c *Calendar) Due(r Run) Date {
	if len(r.Pauses) == 0 {
		return c.Nth(r.Day0, r.Allowance)
	}
	if r.Day0 < firstDay {
		return 0
	}
	left, at := r.Allowance, r.Day0
	for _, p := range mergePauses(r.Pauses) {
		if p.To <= at {
			continue
		}
		used := c.Count(at, p.From)
		if used >= left {
			break
		}
		left -= used
		at = p.To
	}
	return c.Nth(at, left)
}

// Used gives how many working days of the run have passed by a day: those after Day0, the day itself included, that lie in
// no pause. It is what Due counts up to the allowance.
func (c *Calendar) Used(r Run, by Date) int {
	n := c.Count(r.Day0, by)
	for _, p := range mergePauses(r.Pauses) {
		n -= c.Count(max(p.From, r.Day0), min(p.To, by))
	}
	return n
}
