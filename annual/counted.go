package annual

import (
	"slices"

	"gongkai/law"
	"gongkai/workflow"
)

// Filing of a year, as CountedYear tells it.
const (
	YearFiled    = "filed"    // counted and filed here; it never moves
	YearImported = "imported" // brought along as published
)

// CountedYear is where one application counts in tables 3 and 4 of a year.
type CountedYear struct {
	Year  int
	Filed string       // YearFiled, YearImported; "" while no report of the year was filed
	Cells []Behind     // of table 3
	Cases []CaseBehind // the cases about it, in table 4
	// Moved tells how the filed report counts the application otherwise than its facts say by now; nil where it does not.
	Moved *CaseDiff
}

// CountedIn lists where an application counts, year by year: in table 3 from the one it is new in to the one its result
// counts in, in table 4 as long as its cases count. It is the other direction of the lists behind the figures, made by the
// same rules. A filed year stands there as well when by the facts it would count the application and does not. current is
// the current year (Asia/Shanghai), lang that of the sentences about what moved.
func CountedIn(c *workflow.Case, books workflow.Books, current int, lang string) []CountedYear {
	app := c.Application
	trace, cases := TraceOf(app), CasesOf(app)
	years := trace.Years(current)
	if own := app.Own(); own.NewYear != 0 {
		years = append(years, own.NewYear)
	}
	if first, last := caseYears(cases, current); first != 0 {
		years = append(years, first, last)
	}
	out := []CountedYear{}
	if len(years) == 0 {
		return out
	}
	for year := slices.Min(years); year <= slices.Max(years); year++ {
		y := CountedYear{Year: year, Cells: trace.Cells(year), Cases: casesIn(cases, c.Choices, year)}
		switch {
		case books.Counted(year):
			y.Filed = YearFiled
			y.Moved = MovedSince(app, c.History, books, year, lang)
		case books.Has(year):
			y.Filed = YearImported
		}
		if len(y.Cells) > 0 || len(y.Cases) > 0 || y.Moved != nil {
			out = append(out, y)
		}
	}
	return out
}

// MovedSince tells how the filed report of a year counts an application otherwise than its facts say by now, and the
// event that was entered since; nil when it does not. history is the application's own, in order.
func MovedSince(app *workflow.Application, history []workflow.Recorded, books workflow.Books, year int, lang string) *CaseDiff {
	was, would := EntryOf(app, app.Counting), EntryOf(app, app.CountingFrom(year))
	if SameCells(was, would, year) {
		return nil
	}
	c := CaseDiff{
		Application: app.Number, Filed: Contributions(was, year), Live: Contributions(would, year), Held: Held(app, year, books),
	}
	c.Sequence, c.Event = partedBy(app)
	event := history[max(0, c.Sequence-1)]
	c.Because = BecauseOfDiff(c, event.OnDate, law.DateOf(event.RecordedAt), year, lang)
	return &c
}

// Held says whether moving an application in a filed year would move it in a later filed one as well.
func Held(app *workflow.Application, year int, books workflow.Books) bool {
	was, would := EntryOf(app, app.Counting), EntryOf(app, app.CountingFrom(year))
	for later := year + 1; later < books.FirstUnfiled(); later++ {
		if !SameCells(was, would, later) {
			return true
		}
	}
	return false
}

// partedBy finds the event that parted what counts from what the facts say: the last one that says where the application
// counts.
func partedBy(app *workflow.Application) (int, string) {
	for i := len(app.History) - 1; i >= 0; i-- {
		if data, ok := app.History[i].Data.(*workflow.Data); ok && data.Counted != nil {
			return app.History[i].Seq, app.History[i].Type
		}
	}
	return app.Seq(), app.History[app.Seq()-1].Type
}
