package workflow

import "strings"

type label struct{ zh, en string }

func (l label) in(lang string) string {
	if lang == "en" {
		return l.en
	}
	return l.zh
}

func labelled(table map[string]label, key, lang string) string {
	if l, ok := table[key]; ok {
		return l.in(lang)
	}
	return key
}

// Label names a state for people, in zh or en.
func (s State) Label(lang string) string { return labelled(stateLabels, string(s), lang) }

// CommandLabel names a command for people.
func CommandLabel(command, lang string) string { return labelled(commandLabels, command, lang) }

// EventLabel names a type of event for people.
func EventLabel(eventType, lang string) string { return labelled(eventLabels, eventType, lang) }

// TaskLabel names the status of a department's task.
func TaskLabel(status, lang string) string { return labelled(taskLabels, status, lang) }

// FactLabel names a fact for people; a department's task reads "DEPARTMENT 已签收".
func FactLabel(fact, lang string) string {
	if rest, ok := strings.CutPrefix(fact, "task:"); ok {
		department, status, _ := strings.Cut(rest, ":")
		return department + " " + TaskLabel(status, lang)
	}
	return labelled(factLabels, fact, lang)
}

var stateLabels = map[string]label{
	"":                     {"未登记", "not registered"},
	"arrived":              {"待确认收到", "arrived, receipt not confirmed"},
	"received":             {"办理中", "received"},
	"supplement_requested": {"等待补正", "supplement requested"},
	"fee_notified":         {"等待缴费", "fee notified"},
	"disclosed":            {"予以公开", "disclosed"},
	"partially_disclosed":  {"部分公开", "partially disclosed"},
	"refused":              {"不予公开", "refused"},
	"unable":               {"无法提供", "unable to provide"},
	"not_processed":        {"不予处理", "not processed"},
	"otherwise_closed":     {"其他处理", "otherwise closed"},
	"void":                 {"已作废", "void"},
	"case":                 {"独立案件（不涉及申请）", "a case about no application"},
}

var commandLabels = map[string]label{
	"register":                    {"登记申请", "register"},
	"import":                      {"导入台账", "import from a ledger"},
	"amend_report":                {"更正年报", "amend the annual report"},
	"record_figure":               {"填报表二数据", "record a figure of table 2"},
	"confirm_receipt":             {"确认收到", "confirm receipt"},
	"assign":                      {"分办", "assign"},
	"accept_task":                 {"签收任务", "accept task"},
	"return_task":                 {"退回任务", "return task"},
	"report_task":                 {"报告办理意见", "report task"},
	"request_supplement":          {"告知补正", "request supplement"},
	"receive_supplement":          {"收到补正", "receive supplement"},
	"withdraw_supplement_request": {"收回补正告知", "withdraw the supplement request"},
	"request_reasons":             {"要求说明理由", "request reasons"},
	"receive_reasons":             {"收到理由说明", "receive reasons"},
	"set_delayed_date":            {"确定延迟答复的日期", "set a delayed date"},
	"notify_fee":                  {"通知缴费", "notify fee"},
	"record_payment":              {"登记缴费", "record payment"},
	"withdraw_fee_notice":         {"收回收费通知", "withdraw the fee notice"},
	"record_search":               {"登记检索", "record search"},
	"attach":                      {"附件入卷", "attach"},
	"archive":                     {"归档", "archive"},
	"lapse_fee":                   {"逾期未缴费", "lapse for want of payment"},
	"consult":                     {"征求意见", "consult"},
	"receive_opinion":             {"收到意见", "receive opinion"},
	"extend":                      {"延期答复", "extend"},
	"record_service":              {"登记送达", "record service"},
	"propose_reply":               {"拟办答复", "propose reply"},
	"approve_reply":               {"审签同意", "approve reply"},
	"reject_reply":                {"审签退回", "reject reply"},
	"reply":                       {"答复", "reply"},
	"withdraw":                    {"申请人撤回", "withdraw"},
	"correct":                     {"更正", "correct"},
	"void":                        {"作废", "void"},
	"lapse_supplement":            {"逾期不补正", "lapse for want of a supplement"},
	"close_consultation":          {"征求意见期满", "close consultation"},
	"mark_overdue":                {"标记超期", "mark overdue"},
	"recompute_due":               {"重算期限", "recompute due date"},

	"file_review":              {"登记行政复议", "record a review"},
	"answer_review":            {"提出复议答复", "answer in review"},
	"decide_review":            {"登记复议决定", "record the decision of review"},
	"file_suit":                {"登记行政诉讼", "record a suit"},
	"answer_suit":              {"提出应诉答辩", "answer in court"},
	"decide_suit":              {"登记生效裁判", "record the ruling"},
	"rehandle":                 {"重新办理", "handle anew"},
	"mark_answer_overdue":      {"标记复议、应诉答复超期", "mark an overdue answer in review or court"},
	"mark_performance_overdue": {"标记逾期未履行决定或者裁判", "mark an overdue performance"},
}

var eventLabels = map[string]label{
	Registered:          {"登记", "registered"},
	RecordedFromLedger:  {"由台账录入", "recorded from a ledger"},
	ReceiptConfirmed:    {"与申请人确认收到", "receipt confirmed"},
	TaskAssigned:        {"分办至部门", "task assigned"},
	TaskAccepted:        {"部门签收", "task accepted"},
	TaskReturned:        {"部门退回", "task returned"},
	TaskReported:        {"部门报告意见", "task reported"},
	TaskClosed:          {"部门任务结束", "task closed"},
	TaskReopened:        {"部门任务恢复", "task reopened"},
	SupplementRequested: {"告知补正", "supplement requested"},
	SupplementReceived:  {"收到补正，期限重新起算", "supplement received, the clock starts over"},
	SupplementLapsed:    {"逾期不补正，不再处理", "supplement lapsed"},
	LapseReversed:       {"撤销逾期不再处理", "lapse reversed"},
	SupplementWithdrawn: {"收回补正告知", "supplement request withdrawn"},
	ReasonsRequested:    {"要求说明大量申请的理由", "reasons requested"},
	ReasonsReceived:     {"收到理由说明", "reasons received"},
	DelayedDateSet:      {"确定延迟答复的日期", "delayed date set"},
	FeeRequested:        {"发出收费通知", "fee notified"},
	FeePaid:             {"收到缴费", "fee paid"},
	FeeWithdrawn:        {"收回收费通知", "fee notice withdrawn"},
	FeeLapsed:           {"逾期未缴费，不再处理", "fee lapsed"},
	SearchRecorded:      {"登记检索", "search recorded"},
	Attached:            {"附件入卷", "attached"},
	Archived:            {"归档", "archived"},
	ConsultationSent:    {"发出征求意见书", "consultation sent"},
	OpinionReceived:     {"收到意见", "opinion received"},
	ConsultationClosed:  {"征求意见期满", "consultation closed"},
	Extended:            {"延期并告知申请人", "extended"},
	ServiceRecorded:     {"登记送达", "service recorded"},
	ReplyProposed:       {"拟办答复", "reply proposed"},
	ReplyApproved:       {"审签同意", "reply approved"},
	ReplyRejected:       {"审签退回", "reply rejected"},
	Replied:             {"答复", "replied"},
	Withdrawn:           {"申请人撤回", "withdrawn"},
	Corrected:           {"更正", "corrected"},
	Voided:              {"作废", "voided"},
	OverdueMarked:       {"答复超期", "overdue"},
	DueRecomputed:       {"按新日历重算期限", "due date recomputed"},
	Recounted:           {"更正年报后重新计入", "recounted by an amended report"},
	FigureRecorded:      {"填报表二数据", "figure of table 2 recorded"},
	ReportFiled:         {"报送年报", "report filed"},
	ReportAmended:       {"更正年报", "report amended"},
	AgencyAdded:         {"增加机关", "agency added"},
	DepartmentAdded:     {"增加部门", "department added"},
	ReadingChosen:       {"选定条例未决问题的做法", "reading of the law chosen"},
	CalendarAnnounced:   {"公布工作日安排", "calendar announced"},
	DayOpened:           {"开启日期", "day opened"},
	YearDrafted:         {"生成年度报表草稿", "tables of the year drafted"},
	ReportImported:      {"导入已公布的年报", "published report imported"},
	ChapterWritten:      {"撰写年报文字", "words of a chapter written"},
	WordingListed:       {"更新不规范表述清单", "list of wrong expressions replaced"},
	PersonAdded:         {"增加人员", "person added"},
	PasswordSet:         {"设置密码", "password set"},
	TokenIssued:         {"发放令牌", "token issued"},
	TokenRevoked:        {"收回令牌", "token revoked"},

	ReviewFiled:              {"收到行政复议申请书副本", "copy of an application for review received"},
	ReviewAnswered:           {"提出行政复议答复", "answered in review"},
	ReviewDecided:            {"行政复议审结", "review decided"},
	SuitFiled:                {"收到行政起诉状副本", "copy of a complaint received"},
	SuitAnswered:             {"提出答辩状和证据", "answered in court"},
	SuitDecided:              {"行政诉讼审结", "suit decided"},
	Rehandled:                {"重新办理，期限重新起算", "handled anew, the clock starts over"},
	CaseStruck:               {"注销误登案件", "case struck"},
	AnswerOverdueMarked:      {"复议、应诉答复超期", "answer in review or court overdue"},
	PerformanceOverdueMarked: {"逾期未履行决定或者裁判", "performance of a decision overdue"},
}

var taskLabels = map[string]label{
	"assigned": {"待签收", "assigned"},
	"accepted": {"已签收", "accepted"},
	"returned": {"已退回", "returned"},
	"reported": {"已报告", "reported"},
	"closed":   {"已结束", "closed"},
}

var factLabels = map[string]label{
	"extended":          {"已延期", "extended"},
	"consulting":        {"征求意见中", "consulting"},
	"overdue":           {"超期", "overdue"},
	"reasons_requested": {"已要求说明理由", "reasons requested"},
	"delayed":           {"已定延迟答复日期", "delayed"},
	"archived":          {"已归档", "archived"},
	"proposed":          {"待审签", "proposed"},
	"approved":          {"已审签", "approved"},
	"late_entry":        {"补录", "late entry"},
	"unsigned":          {"未经审签", "unsigned"},
	"waiting_for_proof": {"待送达证明", "waiting for proof of service"},
	"in_review":         {"复议中", "in review"},
	"in_suit":           {"诉讼中", "in court"},
	"answer_overdue":    {"复议应诉答复超期", "answer in review or court overdue"},
	"rehandled":         {"重新办理", "handled anew"},

	"performance_overdue": {"逾期未履行决定裁判", "performance overdue"},
}

// CaseLabel names a kind of case, its outcome, its procedure or who brought it, for people.
func CaseLabel(key, lang string) string { return labelled(caseLabels, key, lang) }

var caseLabels = map[string]label{
	Review:       {"行政复议", "review"},
	Suit:         {"行政诉讼", "suit"},
	Upheld:       {"结果维持", "upheld"},
	SetRight:     {"结果纠正", "corrected"},
	OtherOutcome: {"其他结果", "other outcome"},
	"pending":    {"尚未审结", "pending"},
	"struck":     {"已注销", "struck"},
	"ordinary":   {"普通程序", "ordinary procedure"},
	"simple":     {"简易程序", "simple procedure"},
	ByApplicant:  {"申请人", "the applicant"},
	ByThirdParty: {"第三方", "a third party"},
}

// lawNames are the acts beside the Regulation that articles are cited of.
var lawNames = map[string]string{
	"行政复议法": "Administrative Reconsideration Law", "行政诉讼法": "Administrative Litigation Law", "邮政法": "Postal Law",
}

// ArticleText cites an article for people: a number alone is of the Regulation, "行政复议法 23" of that act; several
// stand between semicolons.
func ArticleText(article, lang string) string {
	var parts []string
	for _, part := range strings.Split(article, ";") {
		act, number := "条例", strings.TrimSpace(part)
		if i := strings.IndexAny(number, "0123456789"); i > 0 {
			act, number = strings.TrimSpace(number[:i]), number[i:]
		}
		name, known := lawNames[act]
		switch {
		case lang != "en":
			parts = append(parts, act+"第 "+number+" 条")
		case known:
			parts = append(parts, name+", art. "+number)
		default:
			parts = append(parts, "Regulation, art. "+number)
		}
	}
	if lang == "en" {
		return strings.Join(parts, "; ")
	}
	return strings.Join(parts, "；")
}
