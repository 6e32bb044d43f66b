package law

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// Date is a civil date in Asia/Shanghai: the number of days since 0000-12-31
// in the proleptic Gregorian calendar (0001-01-01 is day 1, a Monday). Zero
// means "no date". Dates compare and subtract as integers.
type Date int32

// Years that ParseDate accepts and between which calendars count.
const (
	FirstYear = 1949
	LastYear  = 2199
)

// ErrDate is wrapped by every error about text that is not a date.
var ErrDate = errors.New("not a date")

const (
	firstDay Date = 711493 // 1949-01-01
	lastDay  Date = 803168 // 2199-12-31
)

// NewDate gives the civil date of year, month and day; values outside their
// usual range are carried over as time.Date does (30 February is 1 or 2 March).
func NewDate(y int, m time.Month, d int) Date {
	month := int(m) - 1
	y += month / 12
	if month %= 12; month < 0 {
		month += 12
		y--
	}
	// Years begin in March here, so that the leap day is the last of its year.
	shifted := (month + 10) % 12
	if month < 2 {
		y--
	}
	era := floorDiv(y, 400)
	yoe := y - era*400
	doy := (153*shifted + 2) / 5
	return Date(era*146097 + yoe*365 + yoe/4 - yoe/100 + doy + d - 1 - 305)
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// civil is the inverse of NewDate.
func (d Date) civil() (int, time.Month, int) {
	n := int(d) + 305
	era := floorDiv(n, 146097)
	doe := n - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	shifted := (5*doy + 2) / 153
	day := doy - (153*shifted+2)/5 + 1
	year := yoe + era*400
	month := shifted + 3
	if month > 12 {
		month -= 12
		year++
	}
	return year, time.Month(month), day
}

// ParseDate reads an ISO date such as 2025-03-04; nothing else is accepted, and
// only years 1949 to 2199. Errors wrap ErrDate.
func ParseDate(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, fmt.Errorf("%w: %.20q, want YYYY-MM-DD", ErrDate, s)
	}
	y, okY := digits(s[:4])
	m, okM := digits(s[5:7])
	day, okD := digits(s[8:])
	if !okY || !okM || !okD {
		return 0, fmt.Errorf("%w: %q, want YYYY-MM-DD", ErrDate, s)
	}
	if y < FirstYear || y > LastYear {
		return 0, fmt.Errorf("%w: %q, year must be %d to %d", ErrDate, s, FirstYear, LastYear)
	}
	d := NewDate(y, time.Month(m), day)
	if yy, mm, dd := d.civil(); yy != y || int(mm) != m || dd != day {
		return 0, fmt.Errorf("%w: %q, no such day", ErrDate, s)
	}
	return d, nil
}

func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		c := s[i]
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// DateOf gives the civil date on which the instant falls at UTC+8.
func DateOf(t time.Time) Date {
	y, m, d := t.UTC().Add(8 * time.Hour).Date()
	return NewDate(y, m, d)
}

// String gives the ISO form, or "" for no date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return string(d.append(make([]byte, 0, 10)))
}

// Chinese gives the form of letters, such as 2025年3月4日, or "" for no date.
func (d Date) Chinese() string {
	if d == 0 {
		return ""
	}
	y, m, day := d.civil()
	return fmt.Sprintf("%d年%d月%d日", y, int(m), day)
}

func (d Date) append(b []byte) []byte {
	y, m, day := d.civil()
	if y < 0 || y > 9999 {
		return fmt.Appendf(b, "%d-%02d-%02d", y, int(m), day)
	}
	return append(b,
		byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
		byte('0'+int(m)/10), byte('0'+int(m)%10), '-',
		byte('0'+day/10), byte('0'+day%10))
}

// Year gives the calendar year.
func (d Date) Year() int { y, _, _ := d.civil(); return y }

// Month gives the month, January = 1.
func (d Date) Month() time.Month { _, m, _ := d.civil(); return m }

// Day gives the day of the month, 1 to 31.
func (d Date) Day() int { _, _, day := d.civil(); return day }

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday(((d % 7) + 7) % 7) }

// AddDays gives the date n calendar days later (earlier when n is negative).
func (d Date) AddDays(n int) Date { return d + Date(n) }

// AddMonths gives the day of the same number n months later, or the last day
// of that month when it has no such day (民法典 art. 202): six months after
// 31 August end on 28 or 29 February.
func (d Date) AddMonths(n int) Date {
	y, m, day := d.civil()
	last := NewDate(y, m+time.Month(n)+1, 0)
	if to := NewDate(y, m+time.Month(n), day); to <= last {
		return to
	}
	return last
}

// IsZero reports whether there is no date; encoding/json asks it for omitzero.
func (d Date) IsZero() bool { return d == 0 }

// MarshalText gives the ISO form; no date is the empty text.
func (d Date) MarshalText() ([]byte, error) {
	if d == 0 {
		return []byte{}, nil
	}
	return d.append(make([]byte, 0, 10)), nil
}

// UnmarshalText reads the ISO form; the empty text is no date.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	v, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// Value stores the date as ISO text, no date as NULL.
func (d Date) Value() (driver.Value, error) {
	if d == 0 {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads ISO text, NULL, or the midnight a driver makes of a DATE column
// (the civil date as written is taken, whatever zone the driver put on it).
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = 0
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	case time.Time:
		y, m, day := v.Date()
		*d = NewDate(y, m, day)
		return nil
	default:
		return fmt.Errorf("%w: cannot read %T", ErrDate, src)
	}
}
