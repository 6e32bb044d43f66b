package law

import "slices"

// Short names of the acts whose articles stand in the sheet.
const (
	ActRegulation = "条例"
	Act2008       = "条例（2008年）"
	ActReview     = reviewAct
	ActReview1999 = "行政复议法（1999年）"
	ActSuit       = suitAct
	ActSuitReply  = "法释〔2025〕8号"
)

// Article is what one article asks, told in our own words: never its text.
type Article struct {
	Act     string // short name
	Number  string
	Title   string // what it is about
	Chinese string
	English string
}

// Articles gives the articles the program rests on, by act and in their order.
func Articles() []Article { return slices.Clone(articles[:]) }

var articles = [...]Article{
	{ActRegulation, "14", "绝对不公开", "定为国家秘密的，法律、行政法规不准公开的，以及公开会危及国家安全、公共安全、经济安全、社会稳定的信息，不公开。", "Not disclosed: state secrets, what a law or administrative regulation forbids to disclose, and what would endanger national, public or economic security or social stability."},
	{ActRegulation, "15", "第三方权益", "公开会损害他人合法权益（商业秘密、个人隐私等）的不公开；本人同意，或者不公开会严重影响公共利益的除外。", "Not disclosed: what would harm the lawful interests of others (trade secrets, privacy), unless they agree or secrecy would gravely harm the public interest."},
	{ActRegulation, "16", "内部、过程、案卷", "人事、后勤、内部流程等内部事务可以不公开；讨论记录、过程稿、磋商信函、请示报告和执法案卷可以不公开，另有规定的从其规定。", "May be withheld: internal affairs (staff, logistics, workflow); records of discussion, drafts, consultation letters, requests for instruction, enforcement files, unless rules say otherwise."},
	{ActRegulation, "26", "主动公开期限", "应当主动公开的信息，自形成或者变更之日起限期公开。", "Information to be published on the agency's own motion is published within a period after it was made or changed."},
	{ActRegulation, "27", "向谁申请", "可以向地方各级人民政府、以自己名义履行职责的县级以上政府部门（含派出机构、内设机构）申请。", "Addressees: local governments of every level and departments of county level and above that act in their own name, branch and internal bodies included."},
	{ActRegulation, "29", "申请的内容", "书面提出，写明身份和联系方式、所要信息的名称文号或者其他便于查找的描述、获取信息的形式；书面确有困难的可以口头提出，由机关代填。不得追问用途。", "In writing: who asks and how to reach him, what is wanted well enough to search for it, and the form wanted; orally where writing is hard, the office fills the form. No purpose may be asked."},
	{ActRegulation, "30", "补正", "内容不明确的，给予指导，限期一次性告知补正；答复期限自收到补正之日重新起算；无正当理由逾期不补正的，视为放弃，不再处理。", "Unclear content: guide the applicant and tell him once, within a period, what to supply. The reply period begins anew when it comes; silence without good reason drops the application."},
	{ActRegulation, "31", "收到之日", "当面提交的为提交之日；邮寄的为签收之日；平常信函等不需签收的，当日与申请人确认，以确认之日为准；互联网、传真以双方确认之日为准。", "Day of receipt: handed in, that day; signed post, the day of signing; ordinary letters, the day of confirmation with the applicant, due the day they come; online and fax, the day both sides confirm."},
	{ActRegulation, "32", "征求第三方意见", "会损害第三方权益的，书面征求意见；第三方限期答复，逾期不答的由机关依条例决定；公开可能有异议的信息，应当书面告知理由。", "Where a third party would be harmed it is asked in writing and answers within a period; silence leaves the decision to the agency; disclosing against its will is told in writing with reasons."},
	{ActRegulation, "33", "答复期限", "能当场答复的当场答复；否则限期答复，经负责人同意并告知申请人可以延长；征求第三方和其他机关意见的时间不计。", "Answer on the spot where possible, else within the period; it may be extended with the head's consent, told to the applicant. Time for asking third parties and other agencies does not count."},
	{ActRegulation, "34", "共同制作", "几个机关共同制作的，由牵头机关答复，可以征求其他机关意见；限期不答的视为同意公开。", "Information made jointly: the leading agency answers and may ask the others; silence to the end of their period is consent."},
	{ActRegulation, "35", "明显过多的申请", "数量、频次明显超出合理范围的，可以要求说明理由；理由不合理的告知不予处理；合理但难以按期答复的，定出合理的延迟期限并告知。", "Clearly excessive applications: reasons may be asked. Not convincing: told that it is not processed. Convincing but too much for the period: a later reasonable date is fixed and told."},
	{ActRegulation, "36", "七种答复", "已公开的告知途径；可以公开的提供信息或者告知何时如何提供；不予公开的说明理由；没有的告知不存在；不归本机关的说明理由并尽量告知主管机关；重复申请不重复处理；另有查询规定的告知办法。", "Seven answers: already public, how to get it; given now or later; withheld with reasons; not held; another agency's, with its name where known; repeated, not processed again; other access rules apply."},
	{ActRegulation, "37", "区分处理", "能够分开的，公开其中可以公开的部分，并对不公开的部分说明理由。", "What can be separated is given; the rest is withheld with reasons."},
	{ActRegulation, "38", "不需加工", "提供的应当是现有信息；需要加工、分析的，可以不提供。", "Existing information is given; what would have to be made or analysed need not be."},
	{ActRegulation, "39", "信访和出版物", "以申请形式进行信访、投诉、举报的，不作为信息公开申请处理并告知相应渠道；要公开出版物的告知获取途径。", "Petitions, complaints and reports in the form of an application are not processed as one, and the proper channel is told; for publications, where to get them."},
	{ActRegulation, "40", "提供的形式", "按照申请人要求的形式提供；可能损坏载体或者成本过高的，可以用其他形式。", "In the form asked for, unless that would harm the carrier or cost too much."},
	{ActRegulation, "42", "收费", "一般不收费；数量、频次明显超出合理范围的，可以收取信息处理费，按件或者按量择一；限期缴费，逾期不缴视为放弃；缴费次日重新起算。", "Free as a rule; for clearly excessive applications a fee by item or by volume, never both. Unpaid in time, the application is dropped; paid, the period begins anew the day after."},
	{ActRegulation, "49", "年度报告", "每年1月31日前部门、3月31日前政府公布上一年度的工作报告。", "Reports of the year before: departments by 31 January, governments by 31 March."},
	{ActRegulation, "51", "救济", "认为机关不依法公开的，可以投诉举报、申请行政复议或者提起行政诉讼。", "Whoever holds that an agency does not do its duty may complain, apply for review or sue."},

	{Act2008, "18", "主动公开期限", "主动公开的信息自形成或者变更之日起限期公开。", "Publication on the agency's own motion within a period after it was made or changed."},
	{Act2008, "21", "四种答复", "内容不明确的，告知申请人更改、补充；没有规定期限，答复期限不因此重新起算。", "Unclear content is to be changed or completed; no period is set and the reply period does not begin anew."},
	{Act2008, "24", "答复期限", "当场答复，否则限期答复；经负责人同意并告知可以延长；征求第三方意见的时间不计。", "On the spot, else within the period; may be extended with the head's consent; time for asking third parties does not count."},

	{ActReview1999, "9", "复议申请期限", "自知道之日起限期申请。", "Period for applying for review."},
	{ActReview1999, "12", "部门的行为", "对地方政府部门不服的，由申请人在本级政府和上一级主管部门之间选择；垂直领导的机关由上一级主管部门复议。", "Departments of local governments: their government or the authority above, as the applicant chooses; bodies under central command: the authority above."},
	{ActReview1999, "13", "政府的行为", "对地方政府不服的，向上一级政府申请。", "Local governments: the next one up."},
	{ActReview1999, "14", "部委和省级政府", "国务院部门和省级政府复议自己的行为；对其决定可以起诉，也可以申请国务院裁决。", "Ministries and provincial governments review their own acts; against that, suit or a ruling of the State Council."},
	{ActReview1999, "15", "其他机关", "派出机关由设立它的政府复议。", "Branch offices of a government: the government that set them up."},
	{ActReview1999, "23", "复议答辩", "自收到副本之日起限期书面答复并提交证据。", "The agency answers with its evidence."},

	{ActReview, "20", "复议申请期限", "自知道或者应当知道之日起限期申请。", "Period for applying for review, from knowing of the act."},
	{ActReview, "22", "网上申请", "通过互联网送达决定的，应当同时提供网上申请复议的渠道。", "Where a decision is served online, an online way to apply for review must be given."},
	{ActReview, "23", "复议前置", "申请信息公开而不予公开的，先复议后诉讼；作出决定时应当告知。", "When disclosure was refused, review comes before suit, and the decision must say so."},
	{ActReview, "24", "政府管辖", "对部门不服的由本级政府复议，对下级政府不服的由上一级政府复议，省级政府复议自己的行为。", "Departments are reviewed by their government, governments by the next one up, provincial governments by themselves."},
	{ActReview, "25", "部委管辖", "国务院部门复议自己的行为。", "Ministries review their own acts."},
	{ActReview, "26", "国务院裁决", "对省级政府、国务院部门复议自己行为的决定不服的，可以起诉，也可以申请国务院裁决，裁决为最终。", "Against a province's or ministry's review of its own act: suit, or a ruling of the State Council, which is final."},
	{ActReview, "27", "垂直领导", "海关、金融、外汇、税务、国家安全等由上一级主管部门复议。", "Customs, finance, foreign exchange, tax and state security: the next higher authority."},
	{ActReview, "28", "司法行政部门", "办理复议的司法行政部门，向本级政府或者上一级司法行政部门申请。", "A justice department that does review work: its government or the next higher justice authority."},
	{ActReview, "48", "复议答辩（普通程序）", "自收到副本之日起限期书面答复并提交证据。", "The agency answers with its evidence, ordinary procedure."},
	{ActReview, "54", "复议答辩（简易程序）", "自收到副本之日起限期答复。", "The agency answers, simple procedure."},

	{ActSuit, "45", "复议后起诉", "自收到复议决定之日起限期起诉。", "Suit after review."},
	{ActSuit, "46", "直接起诉", "自知道之日起限期起诉。", "Direct suit."},
	{ActSuit, "67", "诉讼答辩", "自收到起诉状副本之日起限期提交证据和答辩状。", "The agency answers in court."},
	{ActSuitReply, "1", "前置的范围", "自2025年6月1日起，复议前置只限于依照条例第十四条、第十五条、第十六条不予公开的。", "From 2025-06-01 review comes first only for refusals under arts. 14, 15 and 16."},
}
