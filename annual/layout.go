package annual

import (
	"strconv"
	"strings"

	"gongkai/law"
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

// span is the width of a form's table in grid columns.
func span(row []law.FormCell) int {
	n := 0
	for _, c := range row {
		n += c.ColSpan
	}
	return n
}
