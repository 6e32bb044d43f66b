package annual

import (
	"strconv"
	"strings"
	"time"

	"gongkai/law"
)

// dateSystem is the day a spreadsheet counts from.
type dateSystem law.Date

// Serial day 60 of the usual system is 29 February 1900, which never was; all days after it count from 1899-12-30. The
// other system is an option of old workbooks.
var (
	since1900 = dateSystem(law.NewDate(1899, time.December, 30))
	since1904 = dateSystem(law.NewDate(1904, time.January, 1))
)

// parseDay reads a date as ledgers write it: 2025-03-04, 2025/3/4, 2025.3.4, 2025年3月4日, 20250304, each with a time of
// day behind it or without, in full or half width, and the serial numbers of spreadsheets. Two-digit years and
// day-first order are refused: they could be read in two ways.
func parseDay(s string, system dateSystem) (law.Date, bool) {
	s = fold(dropTime(trim(s)))
	s = strings.TrimRight(s, "日号")
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("-/.年月", r) })
	if strings.Trim(s, "0123456789.") == "" && strings.Count(s, ".") <= 1 {
		return serialDay(s, system)
	}
	if len(parts) != 3 || len(parts[0]) != 4 || !oneSeparator(s) {
		return 0, false
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || len(p) > 4 || i > 0 && len(p) > 2 {
			return 0, false
		}
		n[i] = v
	}
	return civilDay(n[0], n[1], n[2])
}

// oneSeparator refuses mixtures such as 2025-3/4 and doubled strokes.
func oneSeparator(s string) bool {
	marks := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, s)
	switch marks {
	case "--", "//", "..", "年月":
		return true
	}
	return false
}

// dropTime cuts 0:00, 00:00:00 or T08:30:00Z behind a date; a legal date has no hour.
func dropTime(s string) string {
	i := strings.IndexAny(s, " T\u3000\u00A0")
	if i < 0 || !strings.ContainsAny(s[i:], ":：") {
		return s
	}
	return s[:i]
}

// serialDay reads digits without separators: 20250304, or the days since the beginning of the spreadsheet's time.
func serialDay(s string, system dateSystem) (law.Date, bool) {
	whole, _, _ := strings.Cut(s, ".")
	n, err := strconv.Atoi(whole)
	if err != nil {
		return 0, false
	}
	const compact = 8
	if len(whole) == compact && whole == s {
		return civilDay(n/10000, n/100%100, n%100)
	}
	d := law.Date(system) + law.Date(min(n, 1<<20))
	// A lone year (2025) or month (202503) is no serial: those lie in 1905 or beyond 2199.
	if d.Year() < earliestYear || d.Year() > law.LastYear {
		return 0, false
	}
	return d, true
}

// earliestYear: there were no applications before the Regulation of 2008, and local rules began in 2003.
const earliestYear = 2000

func civilDay(y, m, d int) (law.Date, bool) {
	if y < earliestYear || y > law.LastYear || m < 1 || m > 12 || d < 1 || d > 31 {
		return 0, false
	}
	day := law.NewDate(y, time.Month(m), d)
	return day, day.Day() == d && int(day.Month()) == m
}
