package oracle

// Almanac says of each day whether offices work, as it was known on some day.
type Almanac struct {
	works     []bool       // by Day
	announced map[int]bool // years whose notice was known
}

// Book holds an almanac for each stretch of days in which nothing new was published.
type Book struct {
	published []Day
	known     []*Almanac // known[n]: after n publications
}

// NewBook makes all almanacs once.
func NewBook() *Book {
	b := &Book{known: []*Almanac{Known(0)}}
	for _, n := range notices() {
		day := On(n.known[0], n.known[1], n.known[2])
		b.published = append(b.published, day)
		b.known = append(b.known, Known(day))
	}
	return b
}

// Newest is a book in which every day knows what is known today: the calendar of one who looks back.
func Newest() *Book {
	return &Book{known: []*Almanac{Known(On(lastYear, 12, 31))}}
}

// Known is the almanac of day d, as the function of that name makes it.
func (b *Book) Known(d Day) *Almanac {
	heard := 0
	for heard < len(b.published) && b.published[heard] <= d {
		heard++
	}
	return b.known[heard]
}

// Known is the almanac a clerk had on day d: the notices published by then, d included, and for all other years nothing
// but weekends and statutory days off.
func Known(d Day) *Almanac {
	a := &Almanac{works: make([]bool, On(lastYear, 12, 31)+1), announced: map[int]bool{}}
	for day := On(firstYear, 1, 1); int(day) < len(a.works); day++ {
		a.works[day] = !day.Weekend()
	}
	heard := func(n notice) bool { return On(n.known[0], n.known[1], n.known[2]) <= d }
	for _, n := range notices() {
		if heard(n) {
			a.announced[n.year] = true
		}
	}
	for year := firstYear; year <= lastYear; year++ {
		if !a.announced[year] {
			for day := range statutory(year) {
				a.works[day] = false
			}
		}
	}
	for _, n := range notices() {
		if heard(n) {
			a.follow(n)
		}
	}
	return a
}

func (a *Almanac) follow(n notice) {
	date := func(d [3]int) Day { return On(d[0], d[1], d[2]) }
	if n.instead != (span{}) {
		for day := date(n.instead.from); day <= date(n.instead.to); day++ {
			a.works[day] = !day.Weekend()
		}
	}
	for _, s := range n.off {
		for day := date(s.from); day <= date(s.to); day++ {
			a.works[day] = false
		}
	}
	for _, d := range n.work {
		a.works[date(d)] = true
	}
}

// Works says whether d is a working day.
func (a *Almanac) Works(d Day) bool { return a.works[d] }

// Provisional says whether the notice of d's year was not known: then a date on d may still move.
func (a *Almanac) Provisional(d Day) bool {
	year, _, _ := d.Civil()
	return !a.announced[year]
}

// Mode says which end days of a consultation the reply clock leaves out (open reading A4).
type Mode int

const (
	// AfterSent leaves out the days after the sending, up to and with the day of the answer: the rulebook's default.
	AfterSent Mode = iota
	// BothOut leaves out the day of sending too.
	BothOut
	// BothIn counts both: the day of sending and the day of the answer.
	BothIn
)

// Pause is a time during which the reply clock stands, from the sending of a letter to its answer.
type Pause struct {
	From, To Day
	Mode     Mode
}

func (p Pause) covers(d Day) bool {
	switch p.Mode {
	case BothOut:
		return d >= p.From && d <= p.To
	case BothIn:
		return d > p.From && d < p.To
	default:
		return d > p.From && d <= p.To
	}
}

// Nth is the n-th working day strictly after d.
func (a *Almanac) Nth(d Day, n int) Day { return a.Due(d, n, nil) }

// Due is the working day on which the count after day0 reaches allowance, days inside any pause left out.
func (a *Almanac) Due(day0 Day, allowance int, pauses []Pause) Day {
	day := day0
	for count := 0; count < allowance; {
		day++
		if a.Counts(day, pauses) {
			count++
		}
	}
	return day
}

// Counts says whether the reply clock counts d: a working day outside every pause.
func (a *Almanac) Counts(d Day, pauses []Pause) bool {
	if !a.works[d] {
		return false
	}
	for _, p := range pauses {
		if p.covers(d) {
			return false
		}
	}
	return true
}

// Used is how many days after day0, up to and with d, the reply clock has counted.
func (a *Almanac) Used(day0, d Day, pauses []Pause) int {
	count := 0
	for day := day0 + 1; day <= d; day++ {
		if a.Counts(day, pauses) {
			count++
		}
	}
	return count
}

// Roll is d, or when offices rest on d the first working day after it (civil procedure law art. 85).
func (a *Almanac) Roll(d Day) Day {
	for !a.works[d] {
		d++
	}
	return d
}

// CalendarDays is the end of a period of n calendar days after d, rolled.
func (a *Almanac) CalendarDays(d Day, n int) Day { return a.Roll(d + Day(n)) }

// Months is the end of a period of n months after d, rolled: the same day of the month, or the month's last.
func (a *Almanac) Months(d Day, n int) Day {
	year, month, day := d.Civil()
	for ; n > 0; n-- {
		if month++; month == 13 {
			year, month = year+1, 1
		}
	}
	end := On(year, month, day)
	for _, m, _ := end.Civil(); m != month; _, m, _ = end.Civil() {
		end--
	}
	return a.Roll(end)
}
