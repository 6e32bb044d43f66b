package law

// Labels of the blocks of table 3, exactly as printed.
const (
	labelDisclosed    = "（一）予以公开"
	labelPartial      = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
	labelRefused      = "（三）不予公开"
	labelUnable       = "（四）无法提供"
	labelNotProcessed = "（五）不予处理"
	labelOther        = "（六）其他处理"
)

// results is the one table of results (arts. 14 to 16, 30, 35 to 39, 42). The
// words are those met in registers; none may stand for two results.
var results = [...]Result{
	{"disclosed", "R1", labelDisclosed, HeadDisclosed, labelDisclosed, "36(1), 36(2)", 3, nil, always(ReviewOrSuit), "disclosed", []string{
		"公开", "予以公开", "同意公开", "全部公开", "全部予以公开", "依法公开", "已公开", "已主动公开", "告知获取方式和途径", "告知获取方式、途径"}},
	{"partial", "R2", labelPartial, HeadPartial, labelPartial, "37", 4, nil, refusalReview(), "partly disclosed", []string{
		"部分公开", "予以部分公开", "同意部分公开", "区分处理", "（二）部分公开", "（二）部分公开（区分处理的，只计这一情况，不计其他情况）"}},

	{"refused.state_secret", "R3.1", "1.属于国家秘密", HeadRefused, labelRefused, "14", 5, nil, refusalReview(), "refused: state secret", []string{
		"国家秘密", "涉及国家秘密", "涉密"}},
	{"refused.prohibited_by_law", "R3.2", "2.其他法律行政法规禁止公开", HeadRefused, labelRefused, "14", 6, nil, refusalReview(), "refused: prohibited by law", []string{
		"法律行政法规禁止公开", "法律、行政法规禁止公开", "其他法律、行政法规禁止公开的", "其他法律行政止公开", "2.其他法律行政止公开"}},
	{"refused.three_safeties_one_stability", "R3.3", "3.危及“三安全一稳定”", HeadRefused, labelRefused, "14", 7, nil, refusalReview(), "refused: safety and stability", []string{
		"三安全一稳定", "危及国家安全、公共安全、经济安全、社会稳定"}},
	{"refused.third_party_rights", "R3.4", "4.保护第三方合法权益", HeadRefused, labelRefused, "15, 32", 8, nil, refusalReview(), "refused: rights of a third party", []string{
		"第三方合法权益", "涉及第三方合法权益", "损害第三方合法权益", "涉及第三方", "第三方不同意公开", "商业秘密", "个人隐私", "涉及商业秘密", "涉及个人隐私"}},
	{"refused.internal_affairs", "R3.5", "5.属于三类内部事务信息", HeadRefused, labelRefused, "16", 9, nil, refusalReview(), "refused: internal affairs", []string{
		"三类内部事务信息", "内部事务信息", "属于内部事务信息", "内部事务", "内部信息", "5.属于三类内容事务信息", "属于三类内容事务信息"}},
	{"refused.process_information", "R3.6", "6.属于四类过程性信息", HeadRefused, labelRefused, "16", 10, nil, refusalReview(), "refused: information in process", []string{
		"四类过程性信息", "过程性信息", "属于过程性信息"}},
	{"refused.enforcement_file", "R3.7", "7.属于行政执法案卷", HeadRefused, labelRefused, "16", 11, nil, refusalReview(), "refused: enforcement file", []string{
		"行政执法案卷", "执法案卷", "行政执法案卷信息", "属于行政执法案卷信息"}},
	{"refused.administrative_inquiry", "R3.8", "8.属于行政查询事项", HeadRefused, labelRefused, "36(7)", 12, nil, inquiryReview(), "refused: administrative inquiry", []string{
		"行政查询事项", "行政查询", "业务查询", "业务查询事项"}},

	{"unable.not_held", "R4.1", "1.本机关不掌握相关政府信息", HeadUnable, labelUnable, "36(4), 36(5)", 13, nil, always(ReviewOrSuit), "unable: not held", []string{
		"不掌握", "本机关不掌握", "不掌握相关政府信息", "不存在", "信息不存在", "政府信息不存在", "所申请信息不存在", "非本机关公开范围", "不属于本机关", "不属于本机关公开", "不属于本机关负责公开", "不属于本机关公开范围", "非本机关负责公开", "非本机关掌握"}},
	{"unable.needs_creation", "R4.2", "2.没有现成信息需要另行制作", HeadUnable, labelUnable, "38", 14, nil, always(ReviewOrSuit), "unable: would have to be made", []string{
		"需要另行制作", "需另行制作", "没有现成信息", "需要加工分析", "需要加工、分析", "加工分析", "需加工分析"}},
	{"unable.still_unclear", "R4.3", "3.补正后申请内容仍不明确", HeadUnable, labelUnable, "30", 15, []string{NeedSupplement}, always(ReviewOrSuit), "unable: unclear even after supplement", []string{
		"补正后仍不明确", "补正后内容仍不明确", "内容仍不明确", "申请内容不明确"}},

	{"not_processed.complaint", "R5.1", "1.信访举报投诉类申请", HeadNotProcessed, labelNotProcessed, "39", 16, nil, always(ReviewOrSuit), "not processed: petition or complaint", []string{
		"信访举报投诉", "信访投诉举报", "信访、举报、投诉", "信访、投诉、举报", "信访类", "信访", "投诉举报", "举报投诉"}},
	{"not_processed.repeat", "R5.2", "2.重复申请", HeadNotProcessed, labelNotProcessed, "36(6)", 17, []string{NeedEarlierReply}, always(ReviewOrSuit), "not processed: repeated", []string{
		"重复", "重复提交"}},
	{"not_processed.publication", "R5.3", "3.要求提供公开出版物", HeadNotProcessed, labelNotProcessed, "39", 18, nil, always(ReviewOrSuit), "not processed: publication", []string{
		"公开出版物", "提供公开出版物"}},
	{"not_processed.excessive", "R5.4", "4.无正当理由大量反复申请", HeadNotProcessed, labelNotProcessed, "35", 19, []string{NeedReasons}, always(ReviewOrSuit), "not processed: excessive without reason", []string{
		"大量反复申请", "无正当理由大量、反复申请", "反复申请"}},
	{"not_processed.reissue", "R5.5", "5.要求行政机关确认或重新出具已获取信息", HeadNotProcessed, labelNotProcessed, "", 20, nil, always(ReviewOrSuit), "not processed: confirm or issue again", []string{
		"要求确认或重新出具", "确认或重新出具已获取信息", "重新出具", "要求行政机关确认或者重新出具已获取信息"}},

	{"other.supplement_lapsed", "R6.1", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", HeadOther, labelOther, "30", 21, []string{NeedClock}, always(ReviewOrSuit), "other: supplement not supplied", []string{
		"申请人无正当理由逾期不补正", "逾期不补正", "逾期未补正", "无正当理由逾期不补正", "未补正", "不补正"}},
	{"other.fee_unpaid", "R6.2", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", HeadOther, labelOther, "42", 22, []string{NeedClock}, always(ReviewOrSuit), "other: fee not paid", []string{
		"申请人逾期未按收费通知要求缴纳费用", "逾期未缴费", "逾期不缴费", "逾期未缴纳费用", "逾期未按收费通知要求缴纳费用", "未缴费"}},
	{"other.other", "R6.3", "3.其他", HeadOther, labelOther, "", 23, nil, always(ReviewCaseByCase), "other: other", []string{
		"其它", "其他", "其他处理", "其它处理", "撤回", "申请人撤回", "撤回申请", "主动撤回", "申请人主动撤回", "撤销申请", "申请人撤销", "非政府信息", "不属于政府信息", "咨询", "咨询类"}},
}
