package law

import (
	"slices"
	"strconv"
	"strings"
)

// Option is one admissible reading of an open question.
type Option struct {
	Key     string
	Chinese string
	English string
}

// Reading is a question the text leaves open, and the closed list of what an
// office may choose: one of Options, or a whole number from Min to Max.
type Reading struct {
	ID       string // A1 …
	Article  string // of the Regulation, "" where none speaks of it
	Config   string // key of the choice; "" = not open to choice here
	Default  string // key of an option, or a number
	Chinese  string // the question
	English  string
	Options  []Option
	Min, Max int
}

// Admits reports whether a value may be chosen.
func (r Reading) Admits(value string) bool {
	if len(r.Options) == 0 {
		n, ok := digits(value)
		return ok && value != "" && len(value) <= 3 && n >= r.Min && n <= r.Max
	}
	return slices.ContainsFunc(r.Options, func(o Option) bool { return o.Key == value })
}

// Admitted lists what may be chosen, for messages: the keys, or the range.
func (r Reading) Admitted() string {
	if len(r.Options) == 0 {
		return strconv.Itoa(r.Min) + "–" + strconv.Itoa(r.Max)
	}
	keys := make([]string, len(r.Options))
	for i, o := range r.Options {
		keys[i] = o.Key
	}
	return strings.Join(keys, ", ")
}

// Readings gives the open questions in the order of their numbers.
func Readings() []Reading { return slices.Clone(readings[:]) }

// ReadingByConfig gives the question by the key of its choice; none for a
// question that is not open to choice.
func ReadingByConfig(key string) (Reading, bool) {
	for _, r := range readings {
		if r.Config == key && key != "" {
			return r, true
		}
	}
	return Reading{}, false
}

// DefaultReading gives the answer that holds where an office chose none; "" for
// a key that is no choice.
func DefaultReading(key string) string {
	r, _ := ReadingByConfig(key)
	return r.Default
}

// ReadingByID gives the question with that number.
func ReadingByID(id string) (Reading, bool) {
	for _, r := range readings {
		if r.ID == id {
			return r, true
		}
	}
	return Reading{}, false
}

var noYes = []Option{{"false", "否", "no"}, {"true", "是", "yes"}}

var readings = [...]Reading{
	{"A1", "31", "online_receipt", "auto_ack", "网上提交的申请，以提交成功之日还是双方确认之日为收到之日？", "Is an online application received on submission or when both sides have confirmed?", []Option{
		{"auto_ack", "系统自动回执即为确认，同日收到", "the portal's acknowledgement is the confirmation, the same day"},
		{"manual_confirm", "以人工确认之日为准", "the day the office confirms by hand"}}, 0, 0},
	{"A2", "31", "rest_day_receipt", "actual", "休息日收到的申请从哪一天起算？", "From which day does an application count that arrives on a rest day?", []Option{
		{"actual", "以实际收到之日为准", "the day it arrives"},
		{"next_working_day", "顺延至下一个工作日", "the next working day"}}, 0, 0},
	{"A3", "33", "", "not_counted", "收到之日是否计入期限？", "Does the day of receipt count?", []Option{
		{"not_counted", "不计入，次日起算", "no, counting begins the day after"}}, 0, 0},
	{"A4", "33", "pause_mode", "after_sent_through_end", "征求意见的起止两日如何扣除？", "Which end days of a consultation are taken off?", []Option{
		{"after_sent_through_end", "发出次日起至意见收到之日止不计", "from the day after sending through the day of the opinion"},
		{"exclude_both", "首尾两日均不计", "both end days are taken off"},
		{"count_both", "首尾两日均计入", "both end days count"}}, 0, 0},
	{"A5", "30", "late_supplement", "warn", "超过七个工作日才发出的补正告知如何处理？", "What of a supplement notice given after seven working days?", []Option{
		{"block", "不予允许", "not possible"},
		{"warn", "说明理由后允许，原答复期限仍然有效", "possible with a reason; the original due date still binds"}}, 0, 0},
	{"A6", "30", "second_supplement", "false", "补正后仍不明确的，可否再次告知补正？", "May a supplement be asked for a second time?", noYes, 0, 0},
	{"A7", "30", "supplement_period_wd", "15", "合理的补正期限为多少个工作日？", "How many working days are a reasonable period for the supplement?", nil, 5, 30},
	{"A8", "33", "extension_per_run", "1", "期限重新起算后可否再次延期？", "May a run that began anew be extended again?", []Option{
		{"1", "每次起算可延期一次，须重新批准", "once in each run, approved anew"}}, 0, 0},
	{"A9", "35", "reasons_stop_clock", "false", "要求说明理由期间是否停止计算答复期限？", "Does a request for reasons stop the clock?", noYes, 0, 0},
	{"A10", "33", "other_agency_cap_wd", "15", "征求其他机关意见最多扣除多少个工作日？", "How many working days may asking another agency take off at most?", nil, 1, 15},
	{"A11", "32", "third_party_unreachable_alarm_wd", "7", "征求意见书未能送达第三方的，几个工作日后提醒？", "After how many working days without proof of delivery to the third party is the office alarmed?", nil, 1, 15},
	{"A12", "36", "courtesy_forward", "false", "误投的申请是否转送有权机关？", "Is an application sent to the wrong office forwarded as a courtesy?", noYes, 0, 0},
	{"A13", "", "joint_count", "1", "共同申请按几件计？", "How many applications is a joint one?", []Option{
		{"1", "按一件计，归入第一申请人类别", "one, in the column of the first applicant"},
		{"n", "按申请人人数计", "one for each applicant"}}, 0, 0},
	{"A14", "", "individual_business_category", "natural_person", "个体工商户归入哪一类申请人？", "In which column does an individual business count?", []Option{
		{"natural_person", "自然人", "natural person"},
		{"enterprise", "商业企业", "enterprise"}}, 0, 0},
	{"A15", "", "corrected_reply", "replace_if_same_open_year", "答复被撤销后重新作出的，如何统计？", "How does a reply count that is given anew after it was revoked?", []Option{
		{"replace_if_same_open_year", "同一未报送年度内替换，否则不计", "it replaces the first within the same open year, else it does not count"},
		{"never", "不计", "it does not count"}}, 0, 0},
	{"A16", "39", "register_non_requests", "true", "以申请表提出的咨询、投诉是否登记？", "Are questions and complaints on the form registered?", noYes, 0, 0},
	{"A17", "37", "mixed_result", "R2_if_any_disclosed_else_primary", "一件申请有多种结果的，计入哪一项？", "In which row does an application with mixed results count?", []Option{
		{"R2_if_any_disclosed_else_primary", "有公开有不公开的计部分公开，均未公开的按主要事项计", "partly disclosed when something was given, else the row of the main item"}}, 0, 0},
	{"A18", "", "t4_population", "concluded_in_year_or_pending_at_end", "复议、诉讼表统计哪些案件？", "Which cases does table 4 count?", []Option{
		{"concluded_in_year_or_pending_at_end", "当年审结及年末未结的案件", "concluded in the year or pending at its end"},
		{"filed_in_year", "当年提起的案件", "filed in the year"}}, 0, 0},
	{"A19", "36", "inquiry_review", "not_review_first", "属于行政查询事项的，是否复议前置？", "Does review come first for administrative inquiries?", []Option{
		{"not_review_first", "自2025年6月1日起不前置", "not since 2025-06-01"},
		{"review_first", "前置", "yes"}}, 0, 0},
	{"A20", "", "result_year_basis", "service_date", "办理结果计入哪一年度？", "Which day puts a result into a year?", []Option{
		{"service_date", "以答复送出之日为准", "the day the reply went out"},
		{"document_date", "以答复书落款日期为准", "the date on the letter"}}, 0, 0},
	{"A21", "2", "", "other.other", "申请内容不属于政府信息的，计入哪一项？", "In which row do requests for what is no government information count?", []Option{
		{"other.other", "其他处理：3.其他", "other: other"},
		{"unable.not_held", "无法提供：1.本机关不掌握相关政府信息", "unable: not held"},
		{"refused.prohibited_by_law", "不予公开：2.其他法律行政法规禁止公开", "refused: prohibited by law"}}, 0, 0},
	{"A22", "42", "monthly_count_basis", "received_on", "按件计收的当月件数以哪一日期为准？", "By which day are the applications of a month counted for the fee?", []Option{
		{"received_on", "收到之日", "day of receipt"},
		{"submitted_on", "提交之日", "day of submission"}}, 0, 0},
	{"A23", "29", "split_at_intake", "offer", "登记时是否按一事一申请拆分？", "Are items split into applications of their own at intake?", []Option{
		{"offer", "由申请人选择", "offered to the applicant"},
		{"never", "不拆分", "never"}}, 0, 0},
	{"A24", "", "fee_decimals", "4", "收费金额（万元）最多保留几位小数？", "How many decimals does the amount in 10,000 yuan have at most?", nil, 4, 4},
	{"A24b", "", "na_symbol", "0", "不适用的单元格如何填写？", "What is printed where a cell does not apply?", []Option{
		{"0", "填0；确不适用的数据项，填报时逐项写“/”", "0; a cell that truly does not apply is recorded as a stroke of its own"}}, 0, 0},
	{"A25", "", "regional_calendar", "none", "地方和应急放假安排是否影响期限？", "Do regional and emergency days off change the clock?", []Option{
		{"none", "仅以日历中已公布的通知为准；地方依法作出的安排，作为通知加入日历", "only announced notices count; a lawful local order is added to the calendar as a notice"}}, 0, 0},
	{"A26", "40", "eservice_date", "reached", "电子送达以哪一时点为准？", "Which moment is electronic service?", []Option{
		{"sent", "发出", "sent"}, {"reached", "到达对方系统", "reached the other side's system"}, {"opened", "对方打开", "opened"}}, 0, 0},
	{"A27", "", "", "by_receipt", "2019年5月15日之前收到的申请适用哪一版本？", "Which version governs applications received before 2019-05-15?", []Option{
		{"by_receipt", "适用收到之日有效的条例", "the one in force on the day of receipt"}}, 0, 0},
	{"A28", "45", "reply_approval", "optional", "答复是否必须经过审签？", "Must a reply be signed by the head before it goes out?", []Option{
		{"optional", "可以不经审签答复，列为未经审签", "it may go out unsigned and is listed so"},
		{"required", "必须经过审签", "it must be approved first"}}, 0, 0},
}
