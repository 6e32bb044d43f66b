package law

import "slices"

// Heads of table 2; the amount is in 万元, at most four decimals.
const (
	labelContent  = "信息内容"
	art20Item1    = "第二十条第（一）项"
	art20Item5    = "第二十条第（五）项"
	art20Item6    = "第二十条第（六）项"
	art20Item8    = "第二十条第（八）项"
	art20Item9    = "第二十条第（九）项"
	labelRules    = "规章"
	labelDecided  = "本年处理决定数量"
	labelPrevious = "上一年项目数量"
	labelChange   = "本年增/减"
	labelAct      = "处理决定数量"
)

// Table2 gives all rows of table 2 of a form: four columns in that of 2021, five
// in that of 2019, where heads of three and of two numbers meet. Keys of the
// number cells are those of the published files joined by dots, as
// art20_1.regulations.made; nil for an unknown form.
func Table2(form string) [][]FormCell {
	switch form {
	case Form2021:
		return table2Of2021()
	case Form2019:
		return table2Of2019()
	}
	return nil
}

func table2Of2021() [][]FormCell {
	block := func(title, head string, items ...[2]string) [][]FormCell {
		out := [][]FormCell{{label(title, 4, 1)}, {label(labelContent, 1, 1), label(head, 3, 1)}}
		for _, it := range items {
			out = append(out, []FormCell{label(it[0], 1, 1), number(it[1], 3)})
		}
		return out
	}
	documents := func(text, key string) []FormCell {
		return []FormCell{label(text, 1, 1), number(key+".made", 1), number(key+".repealed", 1), number(key+".valid", 1)}
	}
	return slices.Concat(
		[][]FormCell{
			{label(art20Item1, 4, 1)},
			{label(labelContent, 1, 1), label("本年制发件数", 1, 1), label("本年废止件数", 1, 1), label("现行有效件数", 1, 1)},
			documents(labelRules, "art20_1.regulations"),
			documents("行政规范性文件", "art20_1.normative_documents"),
		},
		block(art20Item5, labelDecided, [2]string{"行政许可", "art20_5.licences"}),
		block(art20Item6, labelDecided, [2]string{"行政处罚", "art20_6.penalties"}, [2]string{"行政强制", "art20_6.coercion"}),
		block(art20Item8, "本年收费金额（单位：万元，保留4位小数）", [2]string{"行政事业性收费", "art20_8.fees_10k_yuan"}),
	)
}

// table2Of2019 has five columns: beside the label stand three numbers (2+1+1)
// or two (2+2).
func table2Of2019() [][]FormCell {
	three := []int{2, 1, 1}
	two := []int{2, 2}
	row := func(text string, spans []int, cells func(i int) FormCell) []FormCell {
		out := []FormCell{label(text, 1, 1)}
		for i, span := range spans {
			c := cells(i)
			c.ColSpan = span
			out = append(out, c)
		}
		return out
	}
	heads := func(spans []int, texts ...string) []FormCell {
		return row(labelContent, spans, func(i int) FormCell { return label(texts[i], 1, 1) })
	}
	item := func(text string, spans []int, key string, parts ...string) []FormCell {
		return row(text, spans, func(i int) FormCell { return number(key+"."+parts[i], 1) })
	}
	title := func(text string) []FormCell { return []FormCell{label(text, 5, 1)} }
	decisions := []string{"previous_items", "change", "decisions"}
	published := []string{"new_made", "new_published", "total_published"}
	return [][]FormCell{
		title(art20Item1),
		heads(three, "本年新制作数量", "本年新公开数量", "对外公开总数量"),
		item(labelRules, three, "art20_1.regulations", published...),
		item("规范性文件", three, "art20_1.normative_documents", published...),
		title(art20Item5),
		heads(three, labelPrevious, labelChange, labelAct),
		item("行政许可", three, "art20_5.licences", decisions...),
		item("其他对外管理服务事项", three, "art20_5.other_services", decisions...),
		title(art20Item6),
		heads(three, labelPrevious, labelChange, labelAct),
		item("行政处罚", three, "art20_6.penalties", decisions...),
		item("行政强制", three, "art20_6.coercion", decisions...),
		title(art20Item8),
		heads(two, labelPrevious, labelChange),
		item("行政事业性收费", two, "art20_8.fees", "previous_items", "change"),
		title(art20Item9),
		heads(two, "采购项目数量", "采购总金额"),
		item("政府集中采购", two, "art20_9.procurement", "projects", "amount"),
	}
}

// Table2Keys gives the keys of the number cells of table 2 in reading order.
func Table2Keys(form string) []string {
	var out []string
	for _, row := range Table2(form) {
		for _, c := range row {
			if c.Key != "" {
				out = append(out, c.Key)
			}
		}
	}
	return out
}
