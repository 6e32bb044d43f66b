package oracle

import (
	"fmt"
	"time"
)

// Day is a civil date, counted from 2018-01-01 as 1. The zero Day says "never", or "not known".
type Day int

// first and last bound what the oracle knows: the notices of 2019 to 2026, and years after these that have no notice yet.
const (
	firstYear = 2018
	lastYear  = 2031
)

var beginning = time.Date(firstYear, time.January, 1, 0, 0, 0, 0, time.UTC)

// On is the day of a date in the civil calendar.
func On(year, month, day int) Day {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return Day(t.Sub(beginning)/(24*time.Hour)) + 1
}

// Parse reads a date as 2025-03-04.
func Parse(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("date %q: %w", s, err)
	}
	return On(t.Year(), int(t.Month()), t.Day()), nil
}

// Civil is the year, month and day of d.
func (d Day) Civil() (year, month, day int) {
	y, m, n := beginning.AddDate(0, 0, int(d)-1).Date()
	return y, int(m), n
}

// String is the date as 2025-03-04, and "never" for no day.
func (d Day) String() string {
	if d == 0 {
		return "never"
	}
	return beginning.AddDate(0, 0, int(d)-1).Format(time.DateOnly)
}

// Weekend says whether d is a Saturday or a Sunday; 2018-01-01 was a Monday.
func (d Day) Weekend() bool {
	n := (int(d) - 1) % 7
	return n == 5 || n == 6
}
