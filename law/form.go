package law

// Forms of the annual report: 国办公开办函〔2021〕30号 (report years 2021 on) and
// 〔2019〕60号 (2019 and 2020; some bodies kept it longer).
const (
	Form2021 = "2021"
	Form2019 = "2019"
)

// Titles of the chapters that hold tables 2, 3 and 4.
const (
	Table2Title = "二、主动公开政府信息情况"
	Table3Title = "三、收到和处理政府信息公开申请情况"
	Table4Title = "四、政府信息公开行政复议、行政诉讼情况"
)

// ChapterTitles gives the titles of the six chapters in order (格式 of both circulars): 二, 三 and 四 hold the tables, 一,
// 五 and 六 are words.
func ChapterTitles() [6]string {
	return [6]string{
		"一、总体情况", Table2Title, Table3Title, Table4Title, "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
	}
}

// FormOf gives the form prescribed for the report of a year; "" before 2019.
func FormOf(year int) string {
	switch {
	case year >= 2021:
		return Form2021
	case year >= 2019:
		return Form2019
	}
	return ""
}

// FormCell is one cell of a printed table: a label, or the place of a number
// when Key is set. Spans are 1 when a cell stands for itself.
type FormCell struct {
	Text    string
	Key     string
	ColSpan int
	RowSpan int
}

func label(text string, colSpan, rowSpan int) FormCell {
	return FormCell{Text: text, ColSpan: colSpan, RowSpan: rowSpan}
}

func number(key string, colSpan int) FormCell {
	return FormCell{Key: key, ColSpan: colSpan, RowSpan: 1}
}
