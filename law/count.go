package law

// Nth gives the n-th working day strictly after day0: day0 is never day 1,
// whatever kind of day it is (Regulation art. 31, 33; 民事诉讼法 art. 85).
// With n = 0 it is day0 itself. There is none (zero) when n is negative, day0
// is no date, or the day would lie after 2199-12-31.
func (c *Calendar) Nth(day0 Date, n int) Date {
	if n < 0 || n > int(lastDay) || day0 < firstDay || day0 > lastDay {
		return 0
	}
	d := day0
	for n > 0 && d < c.from-1 {
		if d++; c.Working(d) {
			n--
		}
	}
	if n > 0 && d < c.to {
		before := 0
		if d >= c.from {
			before = int(c.days[d-c.from].through)
		}
		if k := before + n; k <= len(c.nth) {
			return c.nth[k-1]
		}
		n -= len(c.nth) - before
		d = c.to
	}
	for n > 0 {
		if d++; d > lastDay {
			return 0
		}
		if c.Working(d) {
			n--
		}
	}
	return d
}

// Count gives the number of working days in (from, to]; 0 when to is not
// after from. Days outside 1949 to 2199 do not count.
func (c *Calendar) Count(from, to Date) int {
	from, to = max(from, firstDay-1), min(to, lastDay)
	if to <= from {
		return 0
	}
	n := 0
	for d := from + 1; d <= to; d++ {
		if d >= c.from && d <= c.to {
			end := min(to, c.to)
			n += int(c.days[end-c.from].through)
			if d > c.from {
				n -= int(c.days[d-1-c.from].through)
			}
			d = end
			continue
		}
		if c.Working(d) {
			n++
		}
	}
	return n
}

// Roll gives start + days calendar days; when that is not a working day, the
// first one after it (民事诉讼法 art. 85: the last day is a day off). Zero when
// it would lie outside 1949 to 2199.
func (c *Calendar) Roll(start Date, days int) Date {
	if start < firstDay || start > lastDay || days < 0 || days > int(lastDay-start) {
		return 0
	}
	return c.RollDay(start.AddDays(days))
}

// RollDay gives d, or the first working day after it when d is none.
func (c *Calendar) RollDay(d Date) Date {
	if d < firstDay || d > lastDay {
		return 0
	}
	if c.Working(d) {
		return d
	}
	return c.Nth(d, 1)
}
