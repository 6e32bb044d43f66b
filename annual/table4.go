package annual

import "gongkai/law"

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

func (o Outcomes) cells() [outcomeCount]Figure {
	return [5]Figure{o.Upheld, o.Corrected, o.Other, o.Pending, o.Total}
}

// group is one of the three blocks of table 4.
type group struct {
	law.Case
	outcomes Outcomes
}

func (t Table4) groups() [caseCount]group {
	out := [caseCount]group{{outcomes: t.Review}, {outcomes: t.Direct}, {outcomes: t.AfterReview}}
	for i := range out {
		out[i].Case = cases[i]
	}
	return out
}

// name is the group in words.
func (g group) name() told {
	if g.Key == cases[0].Key {
		return told{g.Label, g.Key}
	}
	return told{labelSuits + "（" + g.Label + "）", g.Key}
}

func (g group) isSuit() bool { return g.Key != cases[0].Key }

const labelSuits = "行政诉讼"
