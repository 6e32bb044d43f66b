package annual

import (
	"slices"

	"gongkai/law"
)

// Columns is the number of columns of table 3, 总计 (total) among them.
const Columns = 7

// TotalColumn is the place of 总计.
const TotalColumn = Columns - 1

// rowOther2019 is （六）其他处理 of the 2019 form, which has one row where the form of 2021 has three, the last of them
// rowOther.
const (
	rowOther2019 = law.HeadOther
	rowOther     = "other.other"
)

// line is one row of table 3: its key, and its labels from the outermost in.
type line struct {
	key    string
	labels []string
}

// The forms as law gives them, in arrays, so that counting needs no look-up by key.
var (
	columns   = [Columns]law.Column(law.Columns())
	lines2021 = lines(law.Form2021)
	lines2019 = lines(law.Form2019)
	rowPlace  = places()
	cases     = [caseCount]law.Case(law.Cases())
	endings   = [outcomeCount]law.Outcome(law.Outcomes())
)

// Places of the rows in lines2021 that every calculation needs; a test holds them against law.
const (
	rowNew         = 0
	rowCarriedIn   = 1
	rowFirstResult = 2
	rowFirstOther  = 20
	rowOtherOther  = 22
	rowTotal       = 23
	rowCarriedOut  = 24
	rowCount       = 25
)

// Groups of table 4, and the cells of each.
const (
	caseCount    = 3
	outcomeCount = 5
)

func lines(form string) []line {
	rows := law.Rows(form)
	out := make([]line, len(rows))
	for i, r := range rows {
		out[i] = line{r.Key, r.Labels}
	}
	return out
}

func places() map[string]int {
	out := make(map[string]int, len(lines2021))
	for i, l := range lines2021 {
		out[l.key] = i
	}
	return out
}

// linesOf gives the rows of a form, those of 2021 for anything but "2019".
func linesOf(form string) []line {
	if form == law.Form2019 {
		return lines2019
	}
	return lines2021
}

func columnPlace(key string) int {
	return slices.IndexFunc(columns[:], func(c law.Column) bool { return c.Key == key })
}

// formOr2021 is the form a zero value has.
// The keys of table 2, in the order of the form.
var (
	keys2021 = law.Table2Keys(law.Form2021)
	keys2019 = law.Table2Keys(law.Form2019)
)

func table2Keys(form string) []string {
	if form == law.Form2019 {
		return keys2019
	}
	return keys2021
}

func formOr2021(form string) string {
	if form == law.Form2019 {
		return law.Form2019
	}
	return law.Form2021
}
