package workflow

// message is one entry of the refusal vocabulary: its kind and its words. Codes are only ever added.
type message struct {
	kind   Kind
	zh, en string
}

var messages = map[string]message{
	// The shape of a command.
	"unreadable":         {Malformed, "命令无法读取：%v", "the command cannot be read: %v"},
	"malformed":          {Malformed, "命令填写有误", "the command is not well formed"},
	"unknown_command":    {Malformed, "没有名为 %v 的命令", "there is no command %v"},
	"only_clock_command": {Forbidden, "%v 只能由时钟按期限执行", "%v belongs to the clock alone"},
	"unknown_field":      {Malformed, "没有这个字段", "no such field"},
	"missing_field":      {Malformed, "必须填写", "is required"},
	"unknown_value":      {Malformed, "只能是下列之一：%s", "must be one of: %s"},
	"bad_value":          {Malformed, "不能是 %s", "cannot be %s"},
	"bad_code":           {Malformed, "代码只能由字母、数字、下划线和连字符组成，最多 32 位", "a code has letters, digits, _ and -, at most 32"},
	"bad_number":         {Malformed, "编号最多 64 个字符，不含斜杠，首尾不留空格", "a number has at most 64 characters, no slash, no blanks at its ends"},
	"bad_digest":         {Malformed, "摘要应为 64 位小写十六进制的 SHA-256 值", "a digest is a SHA-256 of 64 lower-case hexadecimal digits"},
	"not_a_date":         {Malformed, "日期应写作 2025-03-04", "a date is written 2025-03-04"},
	"not_a_number":       {Malformed, "应为整数", "must be a whole number"},
	"not_a_boolean":      {Malformed, "应为 true 或 false", "must be true or false"},
	"bad_amount":         {Malformed, "应为以万元为单位的金额，最多 4 位小数", "must be an amount in 10,000 yuan with at most 4 decimals"},
	"bad_change":         {Malformed, "应为增减数，如 -4、减4、+12", "must be a change such as -4 or +12"},
	"bad_figure":         {Malformed, "应为非负整数；空白写作空文本，不适用写作 /", "must be a whole number from 0 on; empty text leaves the cell blank, / says not applicable"},
	"double_remark":      {Malformed, "与数字后括号中的说明不一致", "differs from the remark in brackets after the number"},
	"not_text":           {Malformed, "应为文字", "must be text"},
	"not_a_list":         {Malformed, "应为列表", "must be a list"},
	"not_an_object":      {Malformed, "应为对象", "must be an object"},
	"too_small":          {Malformed, "不能小于 %s", "must be at least %s"},
	"too_large":          {Malformed, "不能大于 %s", "must be at most %s"},
	"too_long":           {Malformed, "不能超过 %s 个字符", "must have at most %s characters"},
	"too_many":           {Malformed, "不能超过 %s 项", "must have at most %s entries"},
	"control_characters": {Malformed, "含有不可见的控制字符", "has control characters"},

	// Who and which.
	"forbidden":           {Forbidden, "当前身份不能执行“%v”，需要的角色：%v", "you may not %v; roles that may: %v"},
	"other_agency":        {Forbidden, "不能处理其他机关的事项", "matters of another agency are out of reach"},
	"own_proposal":        {Forbidden, "拟稿人不能审签自己的拟办意见（第 %v 号事项）", "who proposed (event %v) never approves"},
	"unknown_agency":      {Unknown, "没有代码为 %v 的机关", "there is no agency %v"},
	"agency_cycle":        {Unlawful, "机关 %v 的上级关系首尾相接，不能汇总", "the bodies above %v lead back to it; no total can be made"},
	"unknown_department":  {Unknown, "没有代码为 %v 的承办部门", "there is no department %v"},
	"unknown_application": {Unknown, "没有编号为 %v 的申请", "there is no application %v"},
	"unknown_person":      {Unknown, "没有代码为 %v 的人员", "there is no person %v"},
	"unknown_token":       {Unknown, "没有这个令牌", "there is no such token"},
	"unknown_event":       {Unknown, "该申请没有第 %v 号事项", "the application has no event %v"},
	"unknown_party":       {Unknown, "没有向 %v 征求过意见", "nobody with the key %v was consulted"},
	"unknown_chapter":     {Unknown, "年报没有可以撰写的第 %v 部分：只有 0（前言）、1、4、5、6", "the report has no chapter %v that is written: 0 (opening paragraph), 1, 4, 5, 6"},
	"unknown_cell":        {Unknown, "表中没有 %v 行 %v 列", "the table has no cell %v, %v"},

	// In between.
	"conflict":           {Conflict, "办理期间该申请已有新的进展：您依据的是第 %v 号事项，现在是第 %v 号，请刷新后再办", "somebody acted in between: you saw event %v, it is now %v; look again"},
	"already_registered": {Conflict, "编号 %v 已经登记", "number %v is registered already"},
	"key_reused":         {Conflict, "同一幂等键已用于另一条命令", "the idempotency key was used for another command"},
	"already_exists":     {Conflict, "%v 已经存在", "%v exists already"},

	"chapter_conflict": {Conflict, "撰写期间已有人改动：您依据的是第 %v 号记录，现在是第 %v 号，请比较后再保存", "somebody wrote in between: you saw entry %v, it is now %v; compare and save again"},

	// Words of the annual report.
	"unknown_placeholder": {Unlawful, "没有名为 {{%v}} 的数字", "there is no figure {{%v}}"},
	"bad_wording":         {Unlawful, "清单无法读取：%v", "the list cannot be read: %v"},

	// Dates and order.
	"in_future":          {Unlawful, "%v 的日期 %v 晚于今天 %v", "%v %v lies after today, %v"},
	"out_of_order":       {Unlawful, "日期 %v 早于上一次状态变化的日期 %v", "%v lies before the last change of state on %v"},
	"before_receipt":     {Unlawful, "日期 %v 早于收到申请的日期 %v", "%v lies before the receipt on %v"},
	"before_request":     {Unlawful, "日期 %v 早于发出通知的日期 %v", "%v lies before the letter that asked for it, %v"},
	"served_before_sent": {Unlawful, "送达日期 %v 早于发出日期 %v", "service on %v lies before the letter of %v"},
	"no_law":             {Unlawful, "%v 没有可适用的条例版本（2008-05-01 起施行）", "no version of the Regulation covers %v (first in force 2008-05-01)"},

	// The state.
	"not_now":          {Unlawful, "当前状态“%v”不能办理“%v”", "in state “%v” the command “%v” is not possible"},
	"already_received": {Unlawful, "申请已于 %v 收到，无需再次确认", "receipt was on %v already"},
	"already_closed":   {Unlawful, "申请已经办结（%v，%v）", "the application is closed (%v, %v)"},
	"already_void":     {Unlawful, "该登记已经作废", "the registration is void already"},
	"task_open":        {Unlawful, "部门 %v 已有未办完的任务", "department %v has an open task already"},
	"no_task":          {Unlawful, "部门 %v 没有承办该申请", "department %v has no task here"},
	"task_is":          {Unlawful, "部门 %v 的任务目前是“%v”", "the task of department %v is “%v”"},

	// Supplement (art. 30).
	"second_supplement":   {Unlawful, "补正只能一次性告知，已于 %v 告知过", "a supplement is asked for once; it was on %v"},
	"supplement_too_late": {Unlawful, "补正告知应在收到申请后 7 个工作日内作出，最后一天是 %v，不能在 %v 告知；确需告知的，由负责人说明理由，原答复期限不变", "the notice was due within 7 working days, by %v, not on %v; with an override the first due date stays binding"},
	"no_supplement_asked": {Unlawful, "没有要求过补正", "no supplement was asked for"},
	"supplement_already":  {Unlawful, "已于 %v 收到补正", "the supplement came on %v already"},
	"supplement_lapsed":   {Unlawful, "补正期限已于 %v 届满，%v 收到的补正不能恢复办理；申请人可以另行提出申请", "the period for the supplement ended on %v; what came on %v does not reopen the case, a new application is open to the applicant"},

	"period_out_of_range": {Unlawful, "补正期限应为 %v 至 %v 个工作日，不能是 %v 个", "the period must have %v to %v working days, not %v"},

	"supplement_blocked": {Unlawful, "补正告知应在收到申请后 7 个工作日内作出，最后一天是 %v，不能在 %v 告知；本机关不允许逾期告知补正", "the notice was due within 7 working days, by %v, not on %v; this office allows no later one"},

	// Receipt.
	"submitted_after_arrival": {Unlawful, "申请人提交的日期 %v 晚于到达本机关的日期 %v", "it was sent on %v, after it arrived on %v"},

	// Very many applications (art. 35).
	"not_under_this_law":    {Unlawful, "该申请适用 %v 年条例，没有此项规定", "the Regulation of %v, which governs this application, knows nothing of the kind"},
	"reasons_already_asked": {Unlawful, "已于 %v 要求说明理由", "reasons were asked for on %v already"},
	"no_reasons_asked":      {Unlawful, "没有要求过说明理由", "no reasons were asked for"},
	"reasons_already":       {Unlawful, "已于 %v 收到理由说明", "the reasons came on %v already"},
	"no_good_reasons":       {Unlawful, "延迟答复以申请人说明的理由合理为前提", "a delayed date needs reasons that the agency accepts"},
	"already_delayed":       {Unlawful, "已确定延迟至 %v 答复", "the reply is delayed to %v already"},
	"delay_too_late":        {Unlawful, "延迟答复应在答复期限届满前告知，最后一天是 %v，不能在 %v 告知", "a delayed date is told by the due date %v, not on %v"},
	"delay_too_short":       {Unlawful, "延迟后的日期 %v 应晚于现在的答复期限 %v", "the delayed date %v must lie after the due date %v"},
	"reasons_accepted":      {Unlawful, "已于 %v 认可申请人说明的理由，不能认定为无正当理由", "the reasons of %v were accepted"},
	"reasons_not_served":    {Unlawful, "第 %v 号事项要求说明理由的文书没有送达证明", "service of the request for reasons (event %v) is not proven"},
	"reasons_awaited":       {Unlawful, "说明理由的期限要到 %v 才届满", "the applicant has until %v to give reasons"},

	// Fees (art. 42).
	"no_fee_then":       {Unlawful, "信息处理费自 %v 起方可收取，且只适用于按现行条例办理的申请", "a fee may be asked from %v on, and under the Regulation in force alone"},
	"fee_already_asked": {Unlawful, "已于 %v 发出收费通知", "a fee was asked for on %v already"},
	"fee_too_late":      {Unlawful, "收费通知应在答复期限内作出，最后一天是 %v，不能在 %v 通知", "a fee is asked for by the due date %v, not on %v"},
	"no_fee_due":        {Unlawful, "按照标准不应收费", "by the scale nothing is due"},
	"not_the_scale":     {Unlawful, "按照标准应收 %v，不是 %v", "by the scale it is %v, not %v"},
	"no_fee_asked":      {Unlawful, "没有发出过收费通知", "no fee was asked for"},
	"fee_already_paid":  {Unlawful, "已于 %v 缴清", "it was paid in full on %v"},
	"overpaid":          {Unlawful, "尚应缴 %v，不能登记 %v", "%v is still owed, not %v"},
	"fee_lapsed":        {Unlawful, "缴费期限已于 %v 届满，%v 的缴费不能恢复办理", "the period to pay ended on %v; a payment of %v does not reopen the case"},
	"fee_partly_paid":   {Unlawful, "已缴 %v，退还前不能收回收费通知", "%v was paid already; it is given back before the notice is withdrawn"},
	"already_archived":  {Unlawful, "已于 %v 归档", "it was archived on %v"},

	// Consultation, extension, service.
	"party_exists":       {Unlawful, "已向 %v 征求过意见", "%v was consulted already"},
	"opinion_already":    {Unlawful, "%v 的意见已于 %v 收到", "the opinion of %v came on %v already"},
	"already_extended":   {Unlawful, "本期限内已于 %v 延期 %v 个工作日，只能延期一次", "this run was extended on %v by %v working days; once only"},
	"extension_too_long": {Unlawful, "延长期限不得超过 %v 个工作日，不能延长 %v 个", "an extension has at most %v working days, not %v"},
	"extension_too_late": {Unlawful, "延期应在原答复期限届满前告知，最后一天是 %v，不能在 %v 告知", "an extension is told by the due date %v, not on %v"},
	"no_letter":          {Unlawful, "第 %v 号事项（%v）没有需要送达的文书", "event %v (%v) has no letter to serve"},
	"already_served":     {Unlawful, "第 %v 号事项的文书已于 %v 送达；确有错误请用更正", "the letter of event %v was served on %v; use a correction"},

	// Results and replies.
	"unknown_result":          {Unlawful, "没有办理结果 %v", "there is no result %v"},
	"only_the_clock":          {Unlawful, "“%v”只能在期限届满且有送达证明时由时钟作出", "“%v” is the clock's own, after a proven service and the end of the period"},
	"needs_supplement":        {Unlawful, "没有经过补正，不能以“补正后申请内容仍不明确”办结", "“still unclear after the supplement” needs a supplement first"},
	"needs_reasons":           {Unlawful, "没有要求申请人说明理由，不能以“无正当理由大量反复申请”办结", "“excessive” needs a request for reasons first"},
	"needs_earlier":           {Unlawful, "认定重复申请应写明此前答复的申请编号", "a repeat names the earlier application that was answered"},
	"earlier_not_answered":    {Unlawful, "编号 %v 的申请没有作出过答复，不构成重复申请", "application %v was never answered by a reply, so this is no repeat"},
	"earlier_of_another":      {Unlawful, "编号 %v 的申请不是同一申请人提出的", "application %v is of another applicant"},
	"mixed_result":            {Unlawful, "按各项内容的结果，应为 %v，不能是 %v", "with these items the result is %v, not %v"},
	"proposal_open":           {Unlawful, "第 %v 号事项的拟办意见尚未审签", "the proposal of event %v is not decided yet"},
	"proposal_rejected":       {Unlawful, "第 %v 号事项的拟办意见已被退回，请重新拟办", "the proposal of event %v was rejected; propose again"},
	"not_as_approved":         {Unlawful, "审签的结果是 %v，不能以 %v 答复", "what was approved is %v, not %v"},
	"grounds_not_as_approved": {Unlawful, "答复的理由依据与第 %v 号事项审签的不一致", "the grounds differ from those approved with event %v"},
	"approval_required":       {Unlawful, "本机关规定答复必须经过审签，请先拟办并审签", "this office demands approval: propose the reply and have it approved first"},
	"document_after_service":  {Unlawful, "答复书的落款日期 %v 晚于送出日期 %v", "the letter is dated %v, after it went out on %v"},
	"no_proposal":             {Unlawful, "没有待审签的拟办意见", "there is no open proposal"},

	// Review and suit.
	"unknown_case":        {Unknown, "没有编号为 %v 的复议或者诉讼案件", "there is no case %v of review or suit"},
	"case_exists":         {Conflict, "案件编号 %v 已经登记", "case %v exists already"},
	"case_is":             {Unlawful, "案件 %v 是%v案件", "case %v is a %v"},
	"case_struck":         {Unlawful, "案件 %v 已经注销", "case %v was struck"},
	"case_decided":        {Unlawful, "案件 %v 已于 %v 审结；确有错误请用更正", "case %v was decided on %v; use a correction"},
	"case_answered":       {Unlawful, "案件 %v 已于 %v 答复；确有错误请用更正", "case %v was answered on %v; use a correction"},
	"case_rehandled":      {Unlawful, "案件 %v 已于 %v 重新办理", "case %v was handled anew on %v already"},
	"case_pending":        {Unlawful, "还有尚未审结的复议或者诉讼案件，不能作废登记", "a review or suit is pending; the registration cannot be void"},
	"before_copy":         {Unlawful, "日期 %v 早于该案件上一步的日期 %v", "%v lies before the last step of the case on %v"},
	"no_simple_procedure": {Unlawful, "简易程序自 2024-01-01 起施行，%v 收到的案件没有简易程序", "the simple procedure exists from 2024-01-01 on, not for a copy received on %v"},
	"nothing_to_review":   {Unlawful, "申请“%v”且未超过答复期限：程序性告知不能单独申请复议或者起诉，作出答复或者逾期不答复后方可", "the application is “%v” and not overdue: steps on the way cannot be taken to review or court, only a reply or its absence"},
	"review_first":        {Unlawful, "结果为“%v”，应当先申请行政复议，对复议决定不服的才能起诉", "for “%v” a decision of review comes first"},
	"review_pending":      {Unlawful, "行政复议案件 %v 尚在审理期限内，此间不得起诉", "review %v is still running; there can be no suit meanwhile"},
	"suit_pending":        {Unlawful, "行政诉讼案件 %v 已由法院受理，不得申请行政复议", "suit %v is before the court; there can be no review meanwhile"},
	"suit_after_review":   {Unlawful, "该申请此前已有复议决定，属于复议后起诉，after_review 应为 true", "a review of the application was decided before: after_review must be true"},
	"suit_without_review": {Unlawful, "该申请此前没有复议决定，属于直接起诉，after_review 应为 false", "no review of the application was decided before: after_review must be false"},
	"until_passed":        {Unlawful, "履行期限 %v 早于裁决日期 %v", "the day to perform, %v, lies before the decision of %v"},
	"nothing_to_do":       {Unlawful, "结果维持的案件没有需要履行的期限", "a case that was upheld sets no day to perform"},
	"nothing_set_aside":   {Unlawful, "案件 %v 没有纠正结果的决定或者裁判，不能据以重新办理", "no decision in case %v set anything aside"},
	"fixed_by_decision":   {Unlawful, "重新办理的期限由案件 %v 的决定或者裁判确定为 %v，不能延期", "the decision in case %v fixed the date as %v; it cannot be extended"},

	// Corrections.
	"not_correctable": {Unlawful, "“%v”不是“%v”中可以更正的内容", "“%v” cannot be corrected in “%v”"},
	"before_differs":  {Conflict, "%v 现在不是 %v 而是 %v", "%v does not read %v but %v"},
	"breaks_rule":     {Unlawful, "更正后第 %v 号事项（%v）将不合规定：%v", "with the correction event %v (%v) would break a rule: %v"},

	// Choices among open readings of the law.
	"choice_too_early": {Unlawful, "%v 之后已有办理记录，做法不能追溯改变；最早可以从 %v 起", "cases were acted on after %v already, and a choice never reaches back; the earliest day is %v"},

	// Ledgers, calendars, reports, running.
	"bad_name":          {Malformed, "名称应为 1 至 200 个字符，不含控制字符", "a name has 1 to 200 characters and no control characters"},
	"reserved_code":     {Malformed, "代码 _ 已被保留", "the code _ is reserved"},
	"unknown_figure":    {Unlawful, "表二没有名为 %v 的数据项，或它不属于 %v 年度的格式", "table 2 has no cell %v, or not in the form of %v"},
	"report_filed":      {Unlawful, "%v 年度报告已报送，只能以更正的方式改动", "the report for %v was filed; it changes only by an amendment"},
	"report_not_filed":  {Unlawful, "%v 年度报告尚未报送，无从更正", "the report for %v was not filed; there is nothing to amend"},
	"report_broken":     {Unlawful, "%v 年度报告不符合勾稽关系，不能报送：%v", "the report for %v breaks a rule and cannot be filed: %v"},
	"carry_unexplained": {Unlawful, "%v 年度的上年结转与上年报告不符，须说明原因方可报送：%v", "what %v carries in differs from the report before; explain it to file the year: %v"},
	"year_not_over":     {Unlawful, "%v 年度尚未结束（今天是 %v），不能报送", "%v is not over (today is %v); it cannot be filed"},
	"nothing_to_amend":  {Conflict, "%v 年度已报送的报告与现有记录一致，无可更正", "the filed report for %v says what the records say; there is nothing to amend"},
	"unknown_position":  {Unknown, "记录中没有第 %v 个事件，最后一个是第 %v 个", "the log has no position %v, it ends at %v"},
	"later_year_filed":  {Unlawful, "%v 年度之后的报告已报送，更正不得改变结转数", "a later report than that for %v was filed; an amendment must not move what was carried over"},
	"report_imported":   {Unlawful, "%v 年度报告是按已公布的文件导入的，本系统没有可据以更正的记录", "the report for %v was brought along as published; there are no records here to amend it from"},
	"unknown_version":   {Unknown, "%v 年度没有第 %v 版报告", "the report for %v has no version %v"},
	"set_differs":       {Unlawful, "%v 年度已公布的报告有 %v 格与台账不一致，全部未导入", "the published report for %v differs from the ledgers in %v cells; nothing of the set was imported"},
	"bad_period":        {Malformed, "期间从 %v 至 %v 不可统计：起始日不得晚于终止日和今天，跨度须少于 %v 年", "the period %v to %v cannot be measured: it begins by its end and by today, and touches fewer than %v years"},
	"year_has_cases":    {Conflict, "%v 年已有 %v 件申请计入，不能再导入已公布的年报", "%v has %v applications of its own already; a published report cannot be imported over them"},
	"bad_ledger":        {Malformed, "台账有 %v 处错误，未导入任何内容", "the ledger has %v faults; nothing was imported"},
	"bad_notice":        {Malformed, "日历文件有误：%v", "the calendar file is wrong: %v"},
	"sweep_in_future":   {Unlawful, "不能开启今天 %v 之后的日期 %v", "days after today, %v, cannot be opened: %v"},
	"log_not_empty":     {Conflict, "数据库中已有 %v 件事项，只能恢复到空的数据库", "the log holds %v events already; a copy goes into an empty one"},
	"storage_full":      {Unavailable, "磁盘空间不足或无法写入，没有保存任何内容；请管理员清理空间后重试", "the disk is full or cannot be written; nothing was stored; free some space and try again"},
	"unavailable":       {Unavailable, "数据库暂时无法使用，没有保存任何内容，请稍后重试", "the database cannot be reached now; nothing was stored; try again soon"},
	"outcome_unknown":   {Unavailable, "数据库在提交时失去联系，尚不知道是否已保存；请用同一幂等键重试或先查看", "the database went away during the commit, so it is not known whether this was stored; send it again with the same idempotency key, or look first"},
}
