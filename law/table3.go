package law

import "slices"

// Rows of table 3 that are no results.
const (
	RowNew        = "new"         // 一、本年新收
	RowCarriedIn  = "carried_in"  // 二、上年结转
	RowTotal      = "total"       // （七）总计
	RowCarriedOut = "carried_out" // 四、结转下年度继续办理
)

// Texts of table 3.
const (
	Table3Corner     = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
	Table3Applicants = "申请人情况"
	ColumnTotal      = "total"
	LabelTotal       = "总计"

	labelNew        = "一、本年新收政府信息公开申请数量"
	labelCarriedIn  = "二、上年结转政府信息公开申请数量"
	labelResults    = "三、本年度办理结果"
	labelSum        = "（七）总计"
	labelCarriedOut = "四、结转下年度继续办理"
)

// Row is one row of table 3.
type Row struct {
	Key    string
	Place  int        // 1 to 25 (23 in the 2019 form)
	Labels []string   // all labels that hold for the row, outermost first
	Cells  []FormCell // label cells that begin in this row; together with cells reaching down from above they fill 3 columns
}

// Label is the innermost label, as 1.属于国家秘密.
func (r Row) Label() string { return r.Labels[len(r.Labels)-1] }

// Column is one column of numbers of table 3.
type Column struct {
	Key     string // key of the category, or total
	Label   string
	Group   string
	English string
}

// Columns gives the seven columns: six kinds of applicant and the sum.
func Columns() []Column {
	out := make([]Column, 0, len(categories)+1)
	for _, c := range categories {
		out = append(out, Column{c.Key, c.Label, c.Group, c.English})
	}
	return append(out, Column{Key: ColumnTotal, Label: LabelTotal, English: "total"})
}

// Table3Head gives the three head rows over ten columns: three of labels,
// seven of numbers.
func Table3Head() [][]FormCell {
	bottom := make([]FormCell, 0, len(categories)-1)
	for _, c := range categories {
		if c.Group != "" {
			bottom = append(bottom, label(c.Label, 1, 1))
		}
	}
	return [][]FormCell{
		{label(Table3Corner, 3, 3), label(Table3Applicants, len(categories)+1, 1)},
		{label(categories[0].Label, 1, 2), label(organisations, len(bottom), 1), label(LabelTotal, 1, 2)},
		bottom,
	}
}

// Rows gives the rows of table 3 in the order of the form: 25, or 23 in the
// 2019 form; nil for an unknown form.
func Rows(form string) []Row {
	if form != Form2021 && form != Form2019 {
		return nil
	}
	middle := resultRows(form)
	middle[0].Cells = slices.Insert(middle[0].Cells, 0, label(labelResults, 1, len(middle)+1))
	out := make([]Row, 0, len(middle)+4)
	out = append(out, whole(RowNew, labelNew), whole(RowCarriedIn, labelCarriedIn))
	out = append(out, middle...)
	out = append(out,
		Row{Key: RowTotal, Labels: []string{labelResults, labelSum}, Cells: []FormCell{label(labelSum, 2, 1)}},
		whole(RowCarriedOut, labelCarriedOut))
	for i := range out {
		out[i].Place = i + 1
	}
	return out
}

func whole(key, text string) Row {
	return Row{Key: key, Labels: []string{text}, Cells: []FormCell{label(text, 3, 1)}}
}

func resultRows(form string) []Row {
	height := map[string]int{}
	for _, r := range results {
		height[r.HeadLabel]++
	}
	var out []Row
	for _, r := range results {
		key := r.RowKey(form)
		if len(out) > 0 && out[len(out)-1].Key == key {
			continue // （六）其他处理 is one row in the 2019 form
		}
		row := Row{Key: key, Labels: []string{labelResults, r.HeadLabel}}
		switch {
		case r.Label == r.HeadLabel || key == r.Head:
			row.Cells = []FormCell{label(r.HeadLabel, 2, 1)}
		default:
			if len(out) == 0 || out[len(out)-1].Labels[1] != r.HeadLabel {
				row.Cells = append(row.Cells, label(r.HeadLabel, 1, height[r.HeadLabel]))
			}
			row.Labels = append(row.Labels, r.Label)
			row.Cells = append(row.Cells, label(r.Label, 1, 1))
		}
		out = append(out, row)
	}
	return out
}

// RowByLabel finds the row a printed label cell stands for, or any spelling
// ResultByWord knows; white space, width and punctuation do not matter. The
// label of a block of several rows is no row.
func RowByLabel(form, text string) (Row, bool) {
	want, key := fold(text), ""
	if r, ok := ResultByWord(text); ok {
		key = r.RowKey(form)
	}
	for _, row := range Rows(form) {
		if row.Key == key || want == fold(row.Key) || want == fold(row.Label()) {
			return row, true
		}
	}
	return Row{}, false
}
