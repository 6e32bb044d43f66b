package workflow

var hintWords = map[string]said{
	"letter_confirmed_late": {"平常信函应当在收到当日与申请人确认：%v 收到，%v 确认。", "An ordinary letter is confirmed the day it comes: it came on %v and was confirmed on %v."},
	"letter_unconfirmed":    {"平常信函应当在收到当日与申请人确认：%v 收到，至今（%v）尚未确认。", "An ordinary letter is confirmed the day it comes: it came on %v and by %v is not confirmed."},
	"online_confirmed_late": {"网上申请 %v 提交，%v 才人工确认，相隔超过一个工作日；收到之日可能有争议。", "Submitted online on %v and confirmed by hand on %v, more than one working day later: the day of receipt may be disputed."},
	"online_unconfirmed":    {"网上申请 %v 提交，至今（%v）超过一个工作日尚未确认；收到之日可能有争议。", "Submitted online on %v and by %v, more than one working day later, not confirmed: the day of receipt may be disputed."},
	"needs_help":            {"申请人阅读或者书写有困难，应当提供必要的帮助。", "The applicant has difficulty in reading or writing and must be given the help that is needed."},
	"oral":                  {"口头申请由本机关代填，以申请人签字确认之日为收到之日。", "An oral application, written down by the office: it is received when the applicant has signed."},
	"many_in_month":         {"该申请人 %v 年 %v 月共提出 %v 件申请。数量、频次是否明显超过合理范围由承办人判断，可以要求说明理由。", "In %v-%v this applicant made %v applications. Whether that is clearly beyond reason is for a person to judge; reasons may be asked for."},
	"similar":               {"同一申请人另有 %v 件内容相近的申请（最高相近 %v%%）。是否重复申请由承办人判断；只有已经答复过的才可能构成重复申请。", "The same applicant has %v other applications with similar contents (up to %v%%). Whether this is a repeat is for a person to judge; only what was answered before can be repeated."},
	"supplement_by":         {"内容不明确、需要补正的，最迟 %v（还有 %v 个工作日）一次性告知。", "If something is missing, tell the applicant by %v (%v working days left), once for everything."},
	"not_delivered":         {"给 %v 的征求意见书发出 %v 个工作日后仍没有送达证明；不计入的时间最迟到 %v，之后由本机关决定。可以再次投递、电话联系或者公告。", "The letter to %v is not proven delivered %v working days after it was sent; the pause ends on %v at the latest, then the agency decides. Post again, telephone, or publish a notice."},
	"no_ground":             {"没有写明理由和依据。", "No ground is named."},
	"no_article":            {"理由中没有写明法律依据（通常为条例第 %v 条）。", "The grounds name no article (usually art. %v)."},
	"no_search":             {"以不掌握相关政府信息答复，但没有检索记录；诉讼中由行政机关证明已尽检索义务。", "The answer is that nothing is held, but no search is on record; in court the agency proves that it searched."},
	"courier":               {"公文由邮政企业以外的快递寄送；行政机关的公文应当交邮政企业寄递，送达的效力可能有争议。", "An official letter went by a private courier; such letters go by the postal enterprise, and its service may be disputed."},
}

var actNames = map[string]said{"postal": {"邮政法", "Postal Law"}}
