package annual

import "gongkai/law"

// Ask says which report is meant: the one of an agency and year as it stands, unless more is said.
type Ask struct {
	Agency string
	Year   int
	// Form is law.Form2021 or law.Form2019; empty: the one prescribed for the year. A filed report keeps its own.
	Form string
	// AsOf asks for the report as the log stood at the end of a civil day in Asia/Shanghai, Position as it stood after
	// an event. At most one of them.
	AsOf     law.Date
	Position int64
	// Version asks for a filed version by its number; 0: the one in force.
	Version int
}

// FormFor gives the form of a year's report: the one asked for, else the one prescribed. Reports of years before the
// form of 2019 are counted on that form.
func FormFor(year int, asked string) string {
	switch {
	case asked != "":
		return formOr2021(asked)
	case law.FormOf(year) == "":
		return law.Form2019
	}
	return law.FormOf(year)
}
