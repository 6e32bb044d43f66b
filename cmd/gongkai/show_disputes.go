package main

import "gongkai/handlers"

// contested prints what table 3 counts where that is not how the application stands, and the cases of review and suit.
func (o *output) contested(s handlers.Shown) {
	if c := s.CountsAs; c != nil {
		o.print(o.pick("年报计数：%s，计入 %d 年", "counted as: %s, in %d"), c.Result, c.Year)
	}
	o.disputes(s.Disputes)
}

func (o *output) disputes(list []handlers.ShownDispute) {
	if len(list) == 0 {
		return
	}
	o.print("\n%s", o.pick("行政复议、诉讼", "Review and suit"))
	for _, d := range list {
		o.print("  %s  %s  %s  %s%s  %s%s", d.Case, d.KindLabel, d.StandingLabel, o.pick("收到副本 ", "copy "), d.FiledOn,
			o.pick("答复期限 ", "answer by "), d.AnswerBy)
	}
}
