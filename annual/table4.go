package annual

// Outcomes are the five cells of one group of table 4.
type Outcomes struct {
	Upheld    Figure `json:"upheld"`    // 结果维持
	Corrected Figure `json:"corrected"` // 结果纠正
	Other     Figure `json:"other"`     // 其他结果
	Pending   Figure `json:"pending"`   // 尚未审结
	Total     Figure `json:"total"`     // 总计
}

// Table4 is 四、政府信息公开行政复议、行政诉讼情况.
type Table4 struct {
	Review      Outcomes `json:"review"`                  // 行政复议
	Direct      Outcomes `json:"litigation.direct"`       // 行政诉讼，未经复议直接起诉
	AfterReview Outcomes `json:"litigation.after_review"` // 行政诉讼，复议后起诉
}

// NewOutcomes gives a group with its total.
func NewOutcomes(upheld, corrected, other, pending int64) Outcomes {
	return Outcomes{
		Upheld: Count(upheld), Corrected: Count(corrected), Other: Count(other), Pending: Count(pending),
		Total: Count(upheld + corrected + other + pending),
	}
}

// Plus adds two groups cell by cell.
func (o Outcomes) Plus(p Outcomes) Outcomes {
	return Outcomes{
		Upheld: o.Upheld.plus(p.Upheld), Corrected: o.Corrected.plus(p.Corrected), Other: o.Other.plus(p.Other),
		Pending: o.Pending.plus(p.Pending), Total: o.Total.plus(p.Total),
	}
}

// Plus adds two tables cell by cell.
func (t Table4) Plus(u Table4) Table4 {
	return Table4{t.Review.Plus(u.Review), t.Direct.Plus(u.Direct), t.AfterReview.Plus(u.AfterReview)}
}

func (o Outcomes) cells() [5]Figure {
	return [5]Figure{o.Upheld, o.Corrected, o.Other, o.Pending, o.Total}
}

var outcomeHeads = [5]string{"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"}

// group is one of the three blocks of table 4 with its labels on the form.
type group struct {
	key      string
	labels   []string
	outcomes Outcomes
}

func (t Table4) groups() [3]group {
	const suits = "行政诉讼"
	return [3]group{
		{"review", []string{"行政复议"}, t.Review},
		{"litigation.direct", []string{suits, "未经复议直接起诉"}, t.Direct},
		{"litigation.after_review", []string{suits, "复议后起诉"}, t.AfterReview},
	}
}

var outcomeKeys = [5]string{"upheld", "corrected", "other", "pending", "total"}

// name is the group in words.
func (g group) name() told {
	zh := g.labels[0]
	if len(g.labels) > 1 {
		zh += "（" + g.labels[1] + "）"
	}
	return told{zh, g.key}
}
