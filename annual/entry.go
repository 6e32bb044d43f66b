package annual

import "gongkai/law"

// Entry is what the tables need to know of one application; a derived row of the store holds it.
type Entry struct {
	Agency string
	Number string

	// Category is the key of the applicant's column. Once a year the application counts in was filed it stays as it
	// was counted there, whatever is corrected later: else what the next year carries in would not be what the filed
	// one carried out (rulebook 5.1).
	Category string

	// Received is the legal date of receipt (art. 31); none while the application has only arrived.
	Received law.Date
	// NewYear is the year it is new in: that of Received, or the first unfiled year if that one was filed already.
	// 0 = not yet received, counts nowhere.
	NewYear int

	// Closed is the date the result counts for, ClosedYear the year it counts in (CountingYear); 0 = open.
	Closed     law.Date
	ClosedYear int
	// Result is the key of the result's row.
	Result string

	// Void: voided before any year it counts in was filed; it counts nowhere. One voided later is not Void: it is
	// closed as other.other in the first unfiled year.
	Void bool
}

// CountingYear gives the year in which a receipt or a result of day d counts when every year before firstUnfiled was
// filed: a filed year never moves (rulebook 5.1). firstUnfiled 0 = no year was filed. No date gives 0.
func CountingYear(d law.Date, firstUnfiled int) int {
	if d.IsZero() {
		return 0
	}
	return max(d.Year(), firstUnfiled)
}

// column is the place of the entry's column; an applicant of unknown category counts under 其他, and Doubts names it.
func (e Entry) column() int {
	if c := columnPlace(e.Category); c >= 0 && c != TotalColumn {
		return c
	}
	return TotalColumn - 1
}

// row is the place of the entry's result; an unknown one counts under （六）3.其他, and Doubts names it.
func (e Entry) row() int {
	if r, ok := rowPlace[e.Result]; ok && r >= rowFirstResult && r < rowTotal {
		return r
	}
	return rowOtherOther
}

// closedIn is the year the result counts in, 0 while open; never before the year the application is new in, or it
// would leave the tables before it came.
func (e Entry) closedIn() int {
	if e.ClosedYear == 0 {
		return 0
	}
	return max(e.ClosedYear, e.NewYear)
}

// ColumnKeys lists the keys of the six columns of applicants, in the order of the form, without the total.
func ColumnKeys() []string {
	keys := make([]string, TotalColumn)
	for i := range keys {
		keys[i] = columns[i].Key
	}
	return keys
}

// ColumnOf gives the key of the column in which an entry counts.
func ColumnOf(e Entry) string { return columns[e.column()].Key }
