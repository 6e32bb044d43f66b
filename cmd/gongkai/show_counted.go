package main

import (
	"fmt"

	"gongkai/handlers"
)

// counted tells where an application counts in the annual reports, year by year, and why.
func (o *output) counted(years []handlers.ShownYear) {
	o.print("\n%s", o.pick("统计去向", "Where it counts in the annual report"))
	if len(years) == 0 {
		o.print("  %s", o.pick("不计入任何年度的表三", "in no year's table 3"))
	}
	filed := map[string]string{
		"filed":    o.pick("，已报送", ", filed"),
		"imported": o.pick("，已报送（导入的年报）", ", filed (published report brought along)"),
	}
	for _, y := range years {
		o.print("  %s%s", fmt.Sprintf(o.pick("%d 年度", "Report of %d"), y.Year), filed[y.Filed])
		for _, c := range y.Cells {
			o.print("    %s · %s  [%s %s]", c.RowLabel, c.ColumnLabel, c.Row, c.Column)
			o.print("      %s", c.Because)
		}
		if y.Moved == nil {
			continue
		}
		o.print("    ! %s", y.Moved.Because)
		if y.Moved.Held {
			o.print("      %s", o.pick("此后年度也已报送，更正本年年报不改变其计入", "a later year was filed too, so an amendment of this one leaves it where it is"))
		}
	}
}
