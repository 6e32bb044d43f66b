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

// spread lays the cells of a form out on a plain grid: a cell that spans stands in its first place, the others stay
// empty. number prints the figure of a cell's key.
func spread(rows [][]law.FormCell, width int, number func(key string) string) [][]string {
	out := make([][]string, len(rows))
	taken := make([][]bool, len(rows))
	for i := range out {
		out[i], taken[i] = make([]string, width), make([]bool, width)
	}
	for i, row := range rows {
		at := 0
		for _, cell := range row {
			for at < width && taken[i][at] {
				at++
			}
			if at == width {
				break
			}
			out[i][at] = cell.Text
			if cell.Key != "" {
				out[i][at] = number(cell.Key)
			}
			for down := range cell.RowSpan {
				for right := range cell.ColSpan {
					if i+down < len(rows) && at+right < width {
						taken[i+down][at+right] = true
					}
				}
			}
		}
	}
	return out
}

// span is the width of a form's table in grid columns.
func span(row []law.FormCell) int {
	n := 0
	for _, c := range row {
		n += c.ColSpan
	}
	return n
}
