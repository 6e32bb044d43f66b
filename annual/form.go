package annual

// The forms of the report: 国办公开办函〔2021〕30号 for the years from 2021 on, 国办公开办函〔2019〕60号 before.
const (
	Form2021 = "2021"
	Form2019 = "2019"
)

// Columns is the number of columns of table 3, 总计 (total) among them.
const Columns = 7

// TotalColumn is the place of 总计.
const TotalColumn = Columns - 1

// Keys of rows that are no results.
const (
	RowNew        = "new"
	RowCarriedIn  = "carried_in"
	RowTotal      = "total"
	RowCarriedOut = "carried_out"
	// RowOther2019 is （六）其他处理 of the 2019 form, which has one row where the form of 2021 has three.
	RowOther2019 = "other"
	rowOther     = "other.other"
)

// line is one row of table 3: its key, and its labels from the outermost in.
type line struct {
	key    string
	labels []string
}

const (
	labelResults = "三、本年度办理结果"
	labelRefused = "（三）不予公开"
	labelUnable  = "（四）无法提供"
	labelNot     = "（五）不予处理"
	labelOther   = "（六）其他处理"
)

// columns are the keys and exact labels of table 3's columns, in order.
var columns = [Columns]struct{ key, label string }{
	{"natural_person", "自然人"},
	{"enterprise", "商业企业"},
	{"research", "科研机构"},
	{"public_welfare", "社会公益组织"},
	{"legal_service", "法律服务机构"},
	{"other", "其他"},
	{"total", "总计"},
}

// lines2021 are the 25 rows in the order of the form.
var lines2021 = []line{
	{RowNew, []string{"一、本年新收政府信息公开申请数量"}},
	{RowCarriedIn, []string{"二、上年结转政府信息公开申请数量"}},
	{"disclosed", []string{labelResults, "（一）予以公开"}},
	{"partial", []string{labelResults, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"}},
	{"refused.state_secret", []string{labelResults, labelRefused, "1.属于国家秘密"}},
	{"refused.prohibited_by_law", []string{labelResults, labelRefused, "2.其他法律行政法规禁止公开"}},
	{"refused.three_safeties_one_stability", []string{labelResults, labelRefused, "3.危及“三安全一稳定”"}},
	{"refused.third_party_rights", []string{labelResults, labelRefused, "4.保护第三方合法权益"}},
	{"refused.internal_affairs", []string{labelResults, labelRefused, "5.属于三类内部事务信息"}},
	{"refused.process_information", []string{labelResults, labelRefused, "6.属于四类过程性信息"}},
	{"refused.enforcement_file", []string{labelResults, labelRefused, "7.属于行政执法案卷"}},
	{"refused.administrative_inquiry", []string{labelResults, labelRefused, "8.属于行政查询事项"}},
	{"unable.not_held", []string{labelResults, labelUnable, "1.本机关不掌握相关政府信息"}},
	{"unable.needs_creation", []string{labelResults, labelUnable, "2.没有现成信息需要另行制作"}},
	{"unable.still_unclear", []string{labelResults, labelUnable, "3.补正后申请内容仍不明确"}},
	{"not_processed.complaint", []string{labelResults, labelNot, "1.信访举报投诉类申请"}},
	{"not_processed.repeat", []string{labelResults, labelNot, "2.重复申请"}},
	{"not_processed.publication", []string{labelResults, labelNot, "3.要求提供公开出版物"}},
	{"not_processed.excessive", []string{labelResults, labelNot, "4.无正当理由大量反复申请"}},
	{"not_processed.reissue", []string{labelResults, labelNot, "5.要求行政机关确认或重新出具已获取信息"}},
	{"other.supplement_lapsed", []string{labelResults, labelOther, "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"}},
	{"other.fee_unpaid", []string{labelResults, labelOther, "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"}},
	{rowOther, []string{labelResults, labelOther, "3.其他"}},
	{RowTotal, []string{labelResults, "（七）总计"}},
	{RowCarriedOut, []string{"四、结转下年度继续办理"}},
}

// Places of the rows in lines2021 that every calculation needs.
const (
	rowNew = iota
	rowCarriedIn
	rowFirstResult
	rowFirstOther = 20
	rowOtherOther = 22
	rowTotal      = 23
	rowCarriedOut = 24
	rowCount      = 25
)

var lines2019 = oldLines()

func oldLines() []line {
	out := append([]line(nil), lines2021[:rowFirstOther]...)
	out = append(out, line{RowOther2019, []string{labelResults, labelOther}})
	return append(out, lines2021[rowTotal:]...)
}

var rowPlace = places()

func places() map[string]int {
	out := make(map[string]int, len(lines2021))
	for i, l := range lines2021 {
		out[l.key] = i
	}
	return out
}

func linesOf(form string) []line {
	if form == Form2019 {
		return lines2019
	}
	return lines2021
}

// RowKeys gives the keys of table 3's rows in the order of the form ("2019" or, for anything else, "2021").
func RowKeys(form string) []string {
	lines := linesOf(form)
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.key
	}
	return out
}

// RowLabels gives the label cells of a row from the outermost in, as the form prints them, or nil.
func RowLabels(form, key string) []string {
	for _, l := range linesOf(form) {
		if l.key == key {
			return append([]string(nil), l.labels...)
		}
	}
	return nil
}

// ColumnKeys gives the keys of table 3's columns in order, "total" last.
func ColumnKeys() []string {
	out := make([]string, Columns)
	for i, c := range columns {
		out[i] = c.key
	}
	return out
}

// ColumnLabel gives the exact label of a column of table 3, or "".
func ColumnLabel(key string) string {
	if i := columnPlace(key); i >= 0 {
		return columns[i].label
	}
	return ""
}

func columnPlace(key string) int {
	for i, c := range columns {
		if c.key == key {
			return i
		}
	}
	return -1
}

func rowLabel(key string) string {
	for _, l := range lines2021 {
		if l.key == key {
			return l.labels[len(l.labels)-1]
		}
	}
	if key == RowOther2019 {
		return labelOther
	}
	return key
}
