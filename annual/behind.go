package annual

import (
	"gongkai/law"
	"gongkai/workflow"
)

// Trace is an application with the events it counts by: its receipt, and what closed it; none of the latter while it is
// open.
type Trace struct {
	Entry
	Came, Closing workflow.Mark
}

// TraceOf is an application as the tables see it.
func TraceOf(app *workflow.Application) Trace {
	t := Trace{Entry: EntryOf(app, app.Counting)}
	t.Came, t.Closing = app.Decisive()
	return t
}

// EntryOf is an application as the tables see it when it counts in a given way.
func EntryOf(app *workflow.Application, c workflow.Counting) Entry {
	return Entry{
		Agency: app.Agency, Number: app.Number, Category: c.Column, Received: app.ReceivedOn, NewYear: c.NewYear,
		Closed: app.ClosedOn, ClosedYear: c.ClosedYear, Result: c.Row,
	}
}

// Behind is an application behind a figure of table 3, with the event that makes it count there: its receipt where it came
// in or is carried over, what closed it for a result. Sequence is the event's number in the history, Event its type; On is
// the legal date (Asia/Shanghai) it counts by, none where the history does not tell it; Article is of the Regulation
// (art. 50 for what is carried over: the report shows it because it must balance).
type Behind struct {
	Entry
	Cell
	Year     int
	Sequence int
	Event    string
	On       law.Date
	Article  string
}

// Cells lists the cells of a year's table 3 in which an application counts, in the order of the form of that year and in
// its own column. It is the one place that ties an application to cells: the list behind a figure asks it too.
func (t Trace) Cells(year int) []Behind {
	in := contribute(&t.Entry, year)
	out := make([]Behind, 0, in.n)
	for _, r := range in.place[:in.n] {
		key := lines2021[r].key
		if law.FormOf(year) == law.Form2019 && r >= rowFirstOther && r <= rowOtherOther {
			key = rowOther2019
		}
		out = append(out, t.behind(Cell{key, columns[t.column()].Key}, year, r))
	}
	return out
}

// In gives the application as one behind a figure, false where it is none of them. The column may be "total", and both
// forms' rows are known in every year, since some bodies keep to the older form.
func (t Trace) In(cell Cell, year int) (Behind, bool) {
	if !Counts(t.Entry, cell, year) {
		return Behind{}, false
	}
	place, ok := rowPlace[cell.Row]
	if !ok { // the one row for （六） of the 2019 form
		place = t.row()
	}
	return t.behind(cell, year, place), true
}

func (t Trace) behind(cell Cell, year, place int) Behind {
	b := Behind{Entry: t.Entry, Cell: cell, Year: year, Sequence: t.Came.Seq, Event: t.Came.Type, On: t.Received}
	switch place {
	case rowNew:
		b.Article = "31"
	case rowCarriedIn, rowCarriedOut:
		b.Article = "50"
	default:
		b.Sequence, b.Event, b.On = t.Closing.Seq, t.Closing.Type, t.Closed
		if r, ok := law.ResultByKey(lines2021[t.row()].key); ok {
			b.Article = r.Articles
		}
		if t.Closing.Type == workflow.Voided {
			b.Article = "50"
		}
	}
	return b
}

// Years gives the years of whose tables the application is part: from the one it is new in to the one its result counts
// in, or to the current year while it is open. None where it counts nowhere.
func (t Trace) Years(current int) []int {
	last := t.closedIn()
	if last == 0 {
		last = max(current, t.NewYear)
	}
	var years []int
	for year := t.NewYear; year != 0 && year <= last && !t.Void; year++ {
		years = append(years, year)
	}
	return years
}
