package law

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// DayKind says why a day is a working day or not.
type DayKind string

// The kinds of day. A make-up day (调休上班) is a Saturday or Sunday on which
// offices work; a holiday may be a weekend day inside a block of days off.
const (
	Workday DayKind = "workday"
	Weekend DayKind = "weekend"
	Holiday DayKind = "holiday"
	Makeup  DayKind = "makeup"
)

// Day is what a calendar says about one day.
type Day struct {
	Date        Date    `json:"date"`
	Working     bool    `json:"working"`
	Kind        DayKind `json:"kind"`
	Notice      string  `json:"notice,omitempty"`  // number of the notice that decided it
	Holiday     string  `json:"holiday,omitempty"` // 春节, 中秋节、国庆节 …
	Provisional bool    `json:"provisional,omitempty"`
}

// Calendar is the working days of offices as far as they were announced. It is
// immutable and safe for concurrent use; the zero value is not usable.
type Calendar struct {
	notices   []Notice // ordered by announcement
	whole     map[int]bool
	version   string
	snapshots []*Calendar // snapshots[i] knows the first i notices

	// The table covers the years the notices touch; days outside follow from
	// weekday and statutory holidays and are walked.
	from, to Date
	days     []cell
	nth      []Date // working days of the table in order
}

// cell is one day of the table.
type cell struct {
	through int32 // working days from the start of the table through this day
	notice  int16 // index+1 of the deciding notice
	kind    uint8 // index in kinds
}

const (
	isWorkday = iota
	isWeekend
	isHoliday
	isMakeup
)

// NewCalendar makes a calendar of notices, in any order. Of two that speak of
// one day the later announced holds. Errors wrap ErrNotice: a number twice, a
// day both off and on in one notice, a span that ends before it starts.
func NewCalendar(ns []Notice) (*Calendar, error) {
	sorted := make([]Notice, 0, len(ns))
	numbers := map[string]bool{}
	for _, n := range ns {
		if err := n.check(); err != nil {
			return nil, err
		}
		if numbers[n.Number] {
			return nil, fmt.Errorf("%w: %s is there twice", ErrNotice, n.Number)
		}
		numbers[n.Number] = true
		sorted = append(sorted, n.clone())
	}
	slices.SortFunc(sorted, byAnnouncement)
	snapshots := make([]*Calendar, 0, len(sorted))
	for i := range len(sorted) {
		snapshots = append(snapshots, build(sorted[:i:i], snapshots[:i:i]))
	}
	return build(sorted, snapshots), nil
}

func build(ns []Notice, snapshots []*Calendar) *Calendar {
	c := &Calendar{notices: ns, whole: map[int]bool{}, version: versionOf(ns), snapshots: snapshots}
	first, last := 2019, 2027
	for _, n := range ns {
		first, last = min(first, n.Year-1), max(last, n.Year+2)
		if n.Whole {
			c.whole[n.Year] = true
		}
	}
	c.from = NewDate(max(first, FirstYear), time.January, 1)
	c.to = NewDate(min(last, LastYear), time.December, 31)
	c.days = make([]cell, int(c.to-c.from)+1)
	c.fillByRule()
	for i, n := range ns {
		c.apply(int16(i+1), n)
	}
	count := int32(0)
	for i := range c.days {
		if k := c.days[i].kind; k == isWorkday || k == isMakeup {
			count++
			c.nth = append(c.nth, c.from.AddDays(i))
		}
		c.days[i].through = count
	}
	return c
}

// fillByRule gives every day of the table the kind byRule gives it.
func (c *Calendar) fillByRule() {
	for i := range c.days {
		if onWeekend(c.from.AddDays(i)) {
			c.days[i].kind = isWeekend
		}
	}
	for year := c.from.Year(); year <= c.to.Year(); year++ {
		if c.whole[year] {
			continue
		}
		for _, f := range festivals(year) {
			for d := f.span.From; d <= f.span.To; d++ {
				c.days[d-c.from].kind = isHoliday
			}
		}
	}
}

func (c *Calendar) apply(index int16, n Notice) {
	for _, s := range n.Off {
		for d := s.From; d <= s.To; d++ {
			x := &c.days[d-c.from]
			x.kind, x.notice = isHoliday, index
		}
	}
	for _, d := range n.Work {
		x := &c.days[d-c.from]
		x.kind, x.notice = isWorkday, index
		if onWeekend(d) {
			x.kind = isMakeup
		}
	}
}

func onWeekend(d Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// byRule is the kind of a day no notice speaks of. In a year that is not
// arranged as a whole the statutory holidays stand in.
func (c *Calendar) byRule(d Date) uint8 {
	if !c.whole[d.Year()] {
		if len(statutory(d)) > 0 {
			return isHoliday
		}
	}
	if onWeekend(d) {
		return isWeekend
	}
	return isWorkday
}

// versionOf names a set of notices: the newest announcement and a digest over
// everything that decides a day. Titles and sources do not change it.
func versionOf(ns []Notice) string {
	if len(ns) == 0 {
		return "none"
	}
	h := sha256.New()
	for _, n := range ns {
		// A hash never fails to be written.
		fmt.Fprintf(h, "%q %d %d %t\n", n.Number, n.Announced, n.Year, n.Whole)
		for _, s := range n.Off {
			fmt.Fprintf(h, "off %d %d\n", s.From, s.To)
		}
		for _, d := range n.Work {
			fmt.Fprintf(h, "work %d\n", d)
		}
	}
	return ns[len(ns)-1].Announced.String() + "." + hex.EncodeToString(h.Sum(nil)[:4])
}

// With gives a calendar that also knows n.
func (c *Calendar) With(n Notice) (*Calendar, error) {
	return NewCalendar(append(slices.Clone(c.notices), n))
}

// AsOf gives the calendar as it was known at the end of day d: only notices
// announced up to d.
func (c *Calendar) AsOf(d Date) *Calendar {
	known := len(c.notices)
	for known > 0 && c.notices[known-1].Announced > d {
		known--
	}
	if known == len(c.notices) {
		return c
	}
	return c.snapshots[known]
}

// InForceAt gives the calendar by which a case that was closed on day d is
// counted for good: as it was known at the end of that day, or when Version said
// what was noted with its last date, whichever knows more notices. A version
// that was never the newest here gives the newest.
func (c *Calendar) InForceAt(d Date, version string) *Calendar {
	known := c.AsOf(d)
	for _, s := range append(slices.Clone(c.snapshots), c) {
		if s.version == version && len(s.notices) <= len(known.notices) {
			return known
		}
		if s.version == version {
			return s
		}
	}
	return c
}

// Notices gives the notices in order of announcement.
func (c *Calendar) Notices() []Notice {
	out := make([]Notice, len(c.notices))
	for i, n := range c.notices {
		out[i] = n.clone()
	}
	return out
}

// Version is a short name of the set of notices, the same for the same set:
// the day of the newest announcement and a digest, or "none".
func (c *Calendar) Version() string { return c.version }

// Announced reports whether a notice arranges the whole year.
func (c *Calendar) Announced(year int) bool { return c.whole[year] }

// Missing gives the years whose notice is wanted on a day and has not come: the
// year itself, and from October on the next one, whose notice is made in the
// last months of the year before (全国年节及纪念日放假办法; the State Council's
// office announces it between late October and December). Dates in such a year
// are provisional.
func (c *Calendar) Missing(today Date) []int {
	var years []int
	year := today.Year()
	if !c.Announced(year) {
		years = append(years, year)
	}
	if today.Month() >= time.October && !c.Announced(year+1) {
		years = append(years, year+1)
	}
	return years
}

// MissingText words that notices are wanted, in zh-CN or English; "" when none
// is.
func MissingText(years []int, lang string) string {
	if len(years) == 0 {
		return ""
	}
	names := make([]string, len(years))
	for i, y := range years {
		names[i] = strconv.Itoa(y)
	}
	return pick(lang,
		strings.Join(names, "、")+"年的放假安排通知尚未录入，落在该年的期限为暂定；通知公布后请尽快录入",
		"the notice of "+strings.Join(names, " and ")+" is not entered; dates in it are provisional. Add it as soon as it is out")
}

// Provisional reports whether any day of [from, to] lies in a year that no
// notice arranges as a whole.
func (c *Calendar) Provisional(from, to Date) bool {
	for y := from.Year(); y <= to.Year(); y++ {
		if !c.whole[y] {
			return true
		}
	}
	return false
}

// Day says what kind of day d is, and by which notice.
func (c *Calendar) Day(d Date) Day {
	kind, by := c.at(d)
	out := Day{Date: d, Provisional: !c.whole[d.Year()]}
	switch kind {
	case isWorkday:
		out.Kind, out.Working = Workday, true
	case isMakeup:
		out.Kind, out.Working = Makeup, true
	case isWeekend:
		out.Kind = Weekend
	case isHoliday:
		out.Kind = Holiday
		out.Holiday = strings.Join(statutory(d), holidayJoiner)
	}
	if by > 0 {
		n := c.notices[by-1]
		out.Notice = n.Number
		if kind == isHoliday {
			out.Holiday = n.holiday(d)
		}
	}
	return out
}

// holiday names the block of days off in which d lies by the statutory
// holidays inside it. A block over New Year belongs to the year it ends in.
func (n Notice) holiday(d Date) string {
	var names []string
	for _, s := range n.Off {
		if !s.Has(d) {
			continue
		}
		for _, f := range festivals(s.To.Year()) {
			if f.span.From <= s.To && s.From <= f.span.To {
				names = append(names, f.name)
			}
		}
	}
	return strings.Join(names, holidayJoiner)
}

func (c *Calendar) at(d Date) (kind uint8, notice int16) {
	if d >= c.from && d <= c.to {
		x := c.days[d-c.from]
		return x.kind, x.notice
	}
	return c.byRule(d), 0
}

// Working reports whether offices work on d.
func (c *Calendar) Working(d Date) bool {
	kind, _ := c.at(d)
	return kind == isWorkday || kind == isMakeup
}
