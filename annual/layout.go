package annual

import (
	"strconv"
	"strings"
)

// What the form prints around the figures of tables 2, 3 and 4.
const (
	titleTable2   = "二、主动公开政府信息情况"
	titleTable3   = "三、收到和处理政府信息公开申请情况"
	titleTable4   = "四、政府信息公开行政复议、行政诉讼情况"
	cornerTable3  = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
	headApplicant = "申请人情况"
	headLegal     = "法人或其他组织"
)

// title heads the report: whose, of which year, and how far it may be trusted.
func (r Report) title() string {
	var b strings.Builder
	b.WriteString(r.Agency)
	b.WriteString(strconv.Itoa(r.Year) + "年政府信息公开工作年度报告")
	switch r.Status {
	case Live:
		b.WriteString("（未报送")
		if !r.AsOf.IsZero() {
			b.WriteString("，截至 " + r.AsOf.String())
		}
		b.WriteString("）")
	case Amended:
		b.WriteString("（更正）")
	case Frozen:
	}
	return b.String()
}

// labelCells puts the labels of a row of table 3 into the three label columns of the form; a label that spans columns
// stands in the first of them.
func labelCells(labels []string) [3]string {
	var out [3]string
	copy(out[:], labels)
	return out
}
