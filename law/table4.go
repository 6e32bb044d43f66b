package law

// Outcome is one column of a group of table 4.
type Outcome struct {
	Key     string
	Label   string
	English string
}

// Case is one group of table 4.
type Case struct {
	Key     string // review, litigation.direct, litigation.after_review
	Label   string
	English string
}

// Outcomes gives the five columns of each group, the sum last.
func Outcomes() []Outcome {
	return []Outcome{
		{"upheld", "结果维持", "upheld"},
		{"corrected", "结果纠正", "corrected"},
		{"other", "其他结果", "other outcome"},
		{"pending", "尚未审结", "pending"},
		{"total", LabelTotal, "total"},
	}
}

// Cases gives the three groups of table 4, the same in both forms.
func Cases() []Case {
	return []Case{
		{"review", "行政复议", "administrative review"},
		{"litigation.direct", "未经复议直接起诉", "suit without review"},
		{"litigation.after_review", "复议后起诉", "suit after review"},
	}
}

const labelSuits = "行政诉讼"

// Table4Head gives the three head rows over 15 columns.
func Table4Head() [][]FormCell {
	cases, outcomes := Cases(), Outcomes()
	top := []FormCell{label(cases[0].Label, len(outcomes), 1), label(labelSuits, 2*len(outcomes), 1)}
	var middle, bottom []FormCell
	for _, o := range outcomes {
		middle = append(middle, label(o.Label, 1, 2))
	}
	for _, c := range cases[1:] {
		middle = append(middle, label(c.Label, len(outcomes), 1))
		for _, o := range outcomes {
			bottom = append(bottom, label(o.Label, 1, 1))
		}
	}
	return [][]FormCell{top, middle, bottom}
}

// Table4Keys gives the keys of the 15 numbers in order, as review.upheld.
func Table4Keys() []string {
	out := make([]string, 0, 15)
	for _, c := range Cases() {
		for _, o := range Outcomes() {
			out = append(out, c.Key+"."+o.Key)
		}
	}
	return out
}
