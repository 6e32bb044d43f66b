package law

import (
	"fmt"
	"strings"
)

// words of the keys that stand in a sentence about a term: Chinese, English.
var termWords = map[string][2]string{
	"reply": {"答复申请人", "the reply to the applicant"}, "extension": {"延长答复", "an extension of the reply"},
	"supplement_notice": {"告知补正", "the supplement notice"}, "supplement": {"申请人补正", "the applicant's supplement"},
	"opinion": {"第三方答复意见", "the third party's opinion"}, "joint_opinion": {"共同制作机关答复意见", "the joint maker's opinion"},
	"other_opinion": {"其他机关答复意见", "another agency's opinion"}, "fee_payment": {"申请人缴费", "the applicant's payment"},
	"reasons": {"申请人说明理由", "the applicant's reasons"}, "publication": {"主动公开信息", "publication"},
	"review_filing": {"申请行政复议", "applying for review"}, "review_answer": {"复议答辩", "the answer in review"},
	"review_answer_fast": {"复议答辩（简易程序）", "the answer in review, simple procedure"}, "suit_filing": {"直接起诉", "direct suit"},
	"suit_after_review": {"复议后起诉", "suit after review"}, "suit_answer": {"诉讼答辩", "the answer in court"},

	FromReceipt: {"收到申请（或者补正、缴清费用）之日", "receipt of the application (or supplement, or full payment)"}, FromLetterReceived: {"收件人收到之日", "receipt by the addressee"},
	FromSupplementServed: {"申请人收到补正告知之日", "the applicant's receipt of the supplement notice"}, FromFeeNoticeServed: {"申请人收到收费通知之日", "the applicant's receipt of the fee notice"},
	FromReasonsServed: {"申请人收到说明理由告知之日", "the applicant's receipt of the request for reasons"}, FromReviewCopy: {"收到复议申请书副本之日", "receipt of the copy of the application for review"},
	FromSuitCopy: {"收到起诉状副本之日", "receipt of the copy of the complaint"}, FromKnowing: {"知道之日", "knowing of the act"},
	FromInformationMade: {"信息形成或者变更之日", "the making or changing of the information"},

	string(WorkingDays): {"个工作日", "working days"}, string(CalendarDays): {"日", "calendar days"}, string(Months): {"个月", "months"},

	SilenceAgencyDecides: {"逾期不答由机关决定", "silence leaves the decision to the agency"},
	SilenceConsent:       {"逾期不答视为同意公开", "silence is consent to disclosure"}, SilenceAbandoned: {"逾期视为放弃申请", "silence drops the application"},
}

// stopWords tell what stops a clock; their keys are those of terms, too.
var stopWords = map[string][2]string{
	StoppedByConsultation: {"征求意见的时间不计（中止）", "time of consultation does not count (pause)"},
	StoppedBySupplement:   {"收到补正后重新起算", "begins anew with the supplement"}, StoppedByFee: {"缴费后重新起算", "begins anew after payment"},
}

// termWord words a key in a language; an unknown key comes back as it is.
func termWord(key, lang string) string {
	w, ok := termWords[key]
	if !ok {
		return key
	}
	return pick(lang, w[0], w[1])
}

// Sentence tells the term in one sentence, zh-CN or English: number, unit, day
// 0, what stops it, what silence means, what the office may choose.
func (t Term) Sentence(lang string) string {
	clauses := []string{t.span(lang)}
	for _, by := range t.StoppedBy {
		clauses = append(clauses, pick(lang, stopWords[by][0], stopWords[by][1]))
	}
	if t.Silence != "" {
		clauses = append(clauses, termWord(t.Silence, lang))
	}
	if t.Unit != WorkingDays {
		clauses = append(clauses, pick(lang, "最后一日为休息日的顺延", "rolled on when the last day is a day off"))
	}
	return strings.Join(clauses, pick(lang, "；", "; ")) + pick(lang, "。", ".")
}

func (t Term) span(lang string) string {
	what, unit, from := termWord(t.Key, lang), termWord(string(t.Unit), lang), termWord(t.From, lang)
	switch {
	case t.Reading != "":
		return pick(lang,
			fmt.Sprintf("%s：自%s的次日起%d%s（法律未定数，本机关可在%d至%d之间选择，见%s）", what, from, t.Number, unit, t.Min, t.Max, t.Reading),
			fmt.Sprintf("%s: %d %s from the day after %s (no number in the law; the office may choose %d to %d, see %s)", what, t.Number, unit, from, t.Min, t.Max, t.Reading))
	case t.Min < t.Max:
		return pick(lang, fmt.Sprintf("%s：最多%d%s", what, t.Max, unit), fmt.Sprintf("%s: at most %d %s", what, t.Max, unit))
	}
	return pick(lang, fmt.Sprintf("%s：自%s的次日起%d%s内", what, from, t.Number, unit),
		fmt.Sprintf("%s: within %d %s from the day after %s", what, t.Number, unit, from))
}

// reviewWords tells how review and suit stand to each other.
var reviewWords = map[Review][2]string{
	ReviewFirst: {"先复议后诉讼", "review before suit"}, ReviewOrSuit: {"可以复议，也可以直接起诉", "review or suit"},
	ReviewCaseByCase: {"视具体情形", "case by case"},
}

// Text words the order of remedies in zh-CN or English.
func (r Review) Text(lang string) string { return pick(lang, reviewWords[r][0], reviewWords[r][1]) }
