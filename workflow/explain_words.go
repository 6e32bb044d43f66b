package workflow

import "fmt"

// said is a sentence in both languages; its places are filled in the same order in both.
type said struct{ zh, en string }

// say words a sentence of an explanation.
func (x *explaining) say(code string, args ...any) string {
	return saying(explainWords, code, x.lang, args...)
}

func saying(words map[string]said, code, lang string, args ...any) string {
	w, ok := words[code]
	if !ok {
		return code
	}
	return fmt.Sprintf(pick(lang, w.zh, w.en), inLanguage(args, lang)...)
}

var explainWords = map[string]said{
	// Why a run began.
	"began_handed_in":  {"%v 当面提交或者由有权机关收到，为收到之日；当日不计入，次日起算。", "Handed in or reached the office on %v, the day of receipt; it does not count itself."},
	"began_signed":     {"%v 签收，为收到之日；当日不计入，次日起算。", "Signed for on %v, the day of receipt; it does not count itself."},
	"began_confirmed":  {"%v 与申请人确认，为收到之日；当日不计入，次日起算。", "Confirmed with the applicant on %v, the day of receipt; it does not count itself."},
	"began_auto_ack":   {"%v 网上提交成功、系统自动回执，为收到之日；当日不计入，次日起算。", "Submitted online and acknowledged by the portal on %v, the day of receipt; it does not count itself."},
	"began_ledger":     {"台账载明 %v 收到；当日不计入，次日起算。", "By the ledger received on %v; it does not count itself."},
	"began_":           {"%v 收到；当日不计入，次日起算。", "Received on %v; it does not count itself."},
	"began_supplement": {"收到补正，答复期限从零重新计算；当日不计入，前一段的延期和扣除不再计算。", "The supplement came: the whole period begins again at zero; extension and pauses of the run before are dropped."},
	"began_payment":    {"费用缴清，答复期限从次日起重新计算；前一段的延期和扣除不再计算。", "The fee was paid in full: the whole period begins again the day after; extension and pauses of the run before are dropped."},
	"began_again":      {"因“%v”，答复期限从零重新计算。", "The whole period begins again at zero: %v."},

	// Why a run ended.
	"ended_by_restart":              {"因“%v”，这一段结束，期限重新计算。", "This run ended and a new one began: %v."},
	"ended_by_replied":              {"%v 答复，办结。", "Answered on %v."},
	"ended_by_withdrawn":            {"%v 申请人撤回，办结。", "Withdrawn by the applicant on %v."},
	"ended_by_voided":               {"%v 作废。", "Voided on %v."},
	"ended_by_supplement_lapsed":    {"补正期限届满未补正，%v 视为放弃申请，办结。", "No supplement by the end of its period: taken as dropped on %v."},
	"ended_by_fee_lapsed":           {"缴费期限届满未缴清，%v 视为放弃申请，办结。", "Not paid by the end of the period: taken as dropped on %v."},
	"ended_by_recorded_from_ledger": {"台账载明 %v 办结。", "By the ledger closed on %v."},
	"ended_by_event":                {"因“%v”办结。", "Closed by: %v."},

	// What moved or touched a run.
	"supplement_asked":            {"告知补正（补正期限 %v 个工作日，从送达起算）：自此停止计算，收到补正之日重新起算。", "Supplement asked for (%v working days from service): the count stops here and begins anew when it comes."},
	"supplement_late":             {"超过七个工作日（%v）才告知补正：原答复期限仍然有效，期限继续计算。", "Supplement asked for after the seventh working day (%v): the first due date binds and the count goes on."},
	"supplement_good_reason":      {"逾期补正，有正当理由，予以接受（未决事项 A7）。", "The supplement came late with a good reason and was accepted (open question A7)."},
	"supplement_no_restart":       {"收到补正；因告知逾期，不重新计算，原答复期限仍然有效。", "The supplement came; the notice was too late, so nothing begins anew and the first due date binds."},
	"supplement_withdrawn":        {"撤回补正告知：视为未曾告知，期限照原起算日连续计算。", "The notice was taken back: the count goes on from its own day 0 as if none had been given."},
	"lapse_reversed":              {"视为放弃的处理撤销，恢复办理。", "The lapse was taken back; the case goes on."},
	"fee_asked":                   {"通知收费 %v：自此停止计算，缴清次日重新起算。", "A fee of %v was asked for: the count stops here and begins anew the day after payment."},
	"fee_part":                    {"缴纳 %v，尚欠 %v；部分缴费不重新计算期限。", "%v were paid, %v are outstanding; a part does not begin the period anew."},
	"fee_withdrawn":               {"撤回收费通知：视为未曾通知，期限照原起算日连续计算。", "The fee notice was taken back: the count goes on as if none had been given."},
	"consult_third_party":         {"征求第三方（%v）意见：发出后至收到意见或者十五个工作日届满，不计入。", "Third party %v is asked: from the letter to the answer, or to the end of 15 working days, nothing counts."},
	"consult_joint_agency":        {"征求共同制作机关（%v）意见：发出后至收到意见或者十五个工作日届满，不计入。", "Joint maker %v is asked: from the letter to the answer, or to the end of 15 working days, nothing counts."},
	"consult_other_agency":        {"征求其他机关（%v）意见：所需时间不计入，以本机关确定的上限为限。", "Another agency, %v, is asked: the time does not count, up to the office's cap."},
	"opinion":                     {"收到 %v 的意见，次日起继续计算。", "The opinion of %v came; counting goes on the next day."},
	"opinion_after":               {"%v 的意见在其期限（%v）之后收到，不计入的时间只到期限届满。", "The opinion of %v came after the end of its period, %v; the pause ended there."},
	"consult_over_agency_decides": {"%v 在 %v 前未答复：由行政机关依法决定，次日起继续计算。", "%v did not answer by %v: the agency decides; counting goes on."},
	"consult_over_consent":        {"%v 在 %v 前未答复：视为同意公开，次日起继续计算。", "%v did not answer by %v: taken as consent; counting goes on."},
	"extended":                    {"延长 %v 个工作日。", "Extended by %v working days."},
	"reasons_stop":                {"要求说明理由（期限 %v 个工作日）：按本机关的选择，停止计算至说明理由或者期限届满。", "Reasons were asked for (%v working days): by the office's choice the count stands still until they come or the period ends."},
	"reasons_go_on":               {"要求说明理由（期限 %v 个工作日）：不停止计算答复期限。", "Reasons were asked for (%v working days): the count goes on."},
	"reasons_good":                {"申请人说明了理由，予以认可。", "The reasons came and were accepted."},
	"reasons_bad":                 {"申请人说明了理由，不予认可。", "The reasons came and were not accepted."},
	"delayed":                     {"确定延迟至 %v 答复并告知申请人。", "The reply was put off to %v and the applicant told."},
	"overdue":                     {"期限 %v 已过，标记超期；答复义务不因此消灭。", "%v has passed: marked overdue. The duty to answer remains."},
	"recomputed":                  {"放假安排变化，期限由 %v 改为 %v（所用日历：%v）。", "The calendar changed: due date %v becomes %v (calendar: %v)."},
	"corrected":                   {"更正第 %v 号事项，期限由 %v 改为 %v。", "Event %v was corrected: due date %v becomes %v."},
	"served":                      {"第 %v 号事项的文书于 %v 送达，对方期限至 %v。", "The letter of event %v was served on %v; the other side has until %v."},
	"not_served":                  {"第 %v 号事项的文书没有送达证明，对方期限不起算。", "Service of the letter of event %v is not proven; the other side's period does not run."},
	"attempt":                     {"第 %v 号事项的文书未能送达：不计入的时间最迟到 %v（首次送达尝试起十五个工作日）。", "The letter of event %v could not be delivered: the pause ends on %v at the latest, 15 working days from the first attempt."},
	"reading_default":             {"未决事项 %v（%v）：%v（默认）。", "Open question %v (%v): %v (default)."},
	"reading_chosen":              {"未决事项 %v（%v）：%v（本机关选定）。", "Open question %v (%v): %v (chosen by the office)."},

	// Days.
	"day_third_party":  {"征求第三方（%v）意见期间，不计入", "third party %v consulted, not counted"},
	"day_joint_agency": {"征求共同制作机关（%v）意见期间，不计入", "joint maker %v consulted, not counted"},
	"day_other_agency": {"征求其他机关（%v）意见期间，不计入", "other agency %v consulted, not counted"},
	"day_reasons":      {"等待说明理由期间，不计入%v", "waiting for reasons, not counted%v"},
	"day_delayed":      {"延迟答复期间，已告知申请人延至 %v", "reply put off; the applicant was told %v"},

	// Why there is a date or none.
	"no_date_arrived":    {"收到之日尚待确认，期限还没有起算。", "Receipt is not confirmed yet: no date runs."},
	"no_date_supplement": {"等待申请人补正：法律规定收到补正之日起算，现在没有答复期限。", "Waiting for the supplement: by law the period begins when it comes, so there is no date now."},
	"no_date_fee":        {"等待申请人缴费：缴清次日起重新计算，现在没有答复期限。", "Waiting for payment: the period begins anew the day after it, so there is no date now."},
	"no_date_void":       {"登记已作废，没有期限。", "The registration is void: there is no date."},
	"no_date_closed":     {"办结时没有正在计算的答复期限。", "No date was running when the case was closed."},
	"date_delayed":       {"按告知申请人的延迟答复日期：%v。", "The date told to the applicant when the reply was put off: %v."},
	"date_closed":        {"已办结；%v 是办结时有效的期限（所用日历：%v），以后公布的放假安排不再影响。", "Closed; %v is the date that bound (calendar: %v). Later calendars do not move it."},
	"date_provisional":   {"暂定：%v 年的放假安排尚未公布，公布后自动重算。", "Provisional: the calendar of %v is not announced; it will be computed again."},
	"date_forecast":      {"预计：正在征求 %v 的意见，按对方用足期限（%v）计算，收到意见后重算。", "A forecast: %v is being consulted; computed as if the whole period until %v were used."},
	"date_firm":          {"确定：到期日前的每一天都在已公布的工作日历内（%v），也没有待定事项。", "Firm: every day up to it stands in announced calendars (%v), and nothing is pending."},
	"date_first_binds":   {"补正告知逾期：按收到补正之日计算为 %v，但仍以原期限 %v 为准。", "The supplement notice was late: counted from the supplement it would be %v, but the first date, %v, binds."},

	// Periods that run: last day, day of acting, party.
	"term_mark_overdue":             {"答复：最后一天 %[1]v，%[2]v 起超期", "Reply: last day %[1]v, overdue from %[2]v"},
	"term_extend":                   {"延期决定：最迟 %[1]v 告知申请人", "Extension: the applicant told by %[1]v"},
	"term_supplement_notice":        {"补正告知：如需补正，最迟 %[1]v 发出", "Supplement notice, where one is needed: by %[1]v"},
	"term_lapse_supplement":         {"申请人补正：最后一天 %[1]v，未补正的 %[2]v 视为放弃", "Supplement by the applicant: last day %[1]v, else dropped on %[2]v"},
	"term_lapse_fee":                {"申请人缴费：最后一天 %[1]v，未缴清的 %[2]v 视为放弃", "Payment by the applicant: last day %[1]v, else dropped on %[2]v"},
	"term_close_consultation":       {"%[3]v 的意见：最后一天 %[1]v，%[2]v 起继续计算", "Opinion of %[3]v: last day %[1]v, counting goes on from %[2]v"},
	"term_mark_answer_overdue":      {"案件 %[3]v 的答复举证：最后一天 %[1]v，%[2]v 起逾期", "The agency's answer in case %[3]v: last day %[1]v, overdue from %[2]v"},
	"term_mark_performance_overdue": {"案件 %[3]v 的履行：最后一天 %[1]v，%[2]v 起逾期", "Performance in case %[3]v: last day %[1]v, overdue from %[2]v"},
	"term_reasons":                  {"申请人说明理由：最后一天 %[1]v", "Reasons by the applicant: last day %[1]v"},
	"term_task":                     {"部门 %[3]v：限 %[1]v 前", "Department %[3]v: by %[1]v"},
	"term_waits_for_proof":          {"第 %v 号事项（%v）没有送达证明，请登记送达", "Event %v (%v): service is not proven; record it"},
}
