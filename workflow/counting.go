package workflow

import "slices"

// Counting is where an application stands in the tables of the years: the years it is new in and closed in, and the
// column and row it counts under. As long as no year was filed this is what the facts say. A filed year never moves
// (rulebook 5.1), so afterwards the two may part: a reply of December entered in February, a category corrected, a
// registration voided. The facts go on; the counting of filed years stays, and an event that parts them says so.
type Counting struct {
	NewYear    int    `json:"new_year"`              // 0 = counts nowhere: not received, or void before it was filed
	ClosedYear int    `json:"closed_year,omitempty"` // 0 = open
	Column     string `json:"column,omitempty"`      // category of the applicant
	Row        string `json:"row,omitempty"`         // key of the result, once closed
}

// Own is the counting that the facts alone would give, had no year been filed.
func (a *Application) Own() Counting {
	if a.ReceivedOn.IsZero() || a.State == Void {
		return Counting{Column: a.Category}
	}
	own := Counting{NewYear: a.ReceivedOn.Year(), Column: a.Category}
	if s := a.Settled; s.ClosedYear != 0 { // counted by a run before this one (rehandling.go)
		own.ClosedYear, own.Row = s.ClosedYear, s.Row
		if a.replaced() {
			own.Row = a.Result
		}
		return own
	}
	if a.State.Closed() && !a.ResultOn.IsZero() {
		own.ClosedYear, own.Row = max(a.ResultOn.Year(), own.NewYear), a.Result
	}
	return own
}

// Parted says whether the application counts otherwise than its facts say, because a year was filed in between.
func (a *Application) Parted() bool { return a.Counting != a.Own() }

// Books are the years of which a body filed its report: those it brought along as published, and those it filed here,
// whose figures the program counted itself.
type Books struct {
	Imported []int
	Filed    []int
}

// Counted says whether a year was filed here, from what the program counted itself.
func (b Books) Counted(year int) bool { return slices.Contains(b.Filed, year) }

// Has says whether a year was filed.
func (b Books) Has(year int) bool {
	return slices.Contains(b.Imported, year) || slices.Contains(b.Filed, year)
}

// FirstUnfiled is the first year of which no report was filed and after which none was; 0 when none was filed at all.
func (b Books) FirstUnfiled() int { return yearAfter(slices.Concat(b.Imported, b.Filed)) }

// firstUncounted is the same for the years filed here alone.
func (b Books) firstUncounted() int { return yearAfter(b.Filed) }

func yearAfter(years []int) int {
	if len(years) == 0 {
		return 0
	}
	return slices.Max(years) + 1
}

// counted brings a counting along with the facts when every year before first was filed. What a filed year counted stays
// there: who came in by it, in which column, and how it left. All else counts in the later of its own year and first.
func counted(was, own Counting, first int) Counting {
	now := Counting{Column: own.Column}
	cameIn := was.NewYear != 0 && was.NewYear < first
	switch {
	case cameIn:
		now.NewYear, now.Column = was.NewYear, was.Column
	case own.NewYear == 0:
		return now
	default:
		now.NewYear = max(own.NewYear, first)
	}
	switch {
	case cameIn && was.ClosedYear != 0 && was.ClosedYear < first:
		now.ClosedYear, now.Row = was.ClosedYear, was.Row
	case own.NewYear == 0: // voided after a filed year carried it over: it leaves as 其他
		now.ClosedYear, now.Row = first, "other.other"
	case own.ClosedYear != 0:
		now.ClosedYear, now.Row = max(own.ClosedYear, first, now.NewYear), own.Row
	}
	return now
}

// counting gives where the application counts after an event. now is the application with that event, counted as if the
// event said nothing of its own.
func (d *decision) counting(now *Application) Counting {
	was, own := d.app.Counting, now.Own()
	earliest := 0
	for _, year := range []int{was.NewYear, was.ClosedYear, own.NewYear, own.ClosedYear} {
		if year != 0 && (earliest == 0 || year < earliest) {
			earliest = year
		}
	}
	if earliest == 0 || earliest >= d.Today.Year() { // a year that is not over cannot have been filed
		return now.Counting
	}
	first := d.firstOpen(d.Office.Books(d.app.Agency), own)
	if first == 0 {
		return now.Counting
	}
	return counted(was, own, first)
}

// firstOpen is the first year that an event may still change. Years filed here are closed for all that comes after.
// A published report that was brought along closes its year for what was entered after that year; a ledger, or a script
// that plays the year itself, tells the cases which that report counted.
func (d *decision) firstOpen(books Books, own Counting) int {
	here := books.firstUncounted()
	if d.reopened != 0 {
		return d.reopened
	}
	if d.command == "import" {
		if here != 0 && own.ClosedYear != 0 && own.ClosedYear < slices.Min(books.Filed) {
			return 0
		}
		return here
	}
	return max(here, min(books.FirstUnfiled(), d.Entered.Year()))
}

// CountingFrom gives where the application would count if only the years before first were filed: what an amendment of
// the report of year first brings about.
func (a *Application) CountingFrom(first int) Counting {
	return counted(a.Counting, a.Own(), first)
}

// Recount lets an application count by its facts again from year on, because the filed report of that year is amended.
// No event comes when it counts so already. The caller sees to it that no later filed year moves.
func Recount(ctx Context, app *Application, year int) ([]Event, *Application, error) {
	if app.CountingFrom(year) == app.Counting {
		return nil, app, nil
	}
	d := &decision{Context: ctx, app: app, on: ctx.Today, command: "amend_report", reopened: year}
	if err := d.emit(Recounted, None, ctx.Today, Data{Report: year}, nil); err != nil {
		return nil, nil, err
	}
	return d.events, d.app, nil
}
