package handlers

// lawWords are the words of the page of open questions and of remedies.
var lawWords = map[string]phrase{
	"nav.law":               {"未决问题", "Open readings"},
	"law.title":             {"条例未定之处", "What the law leaves open"},
	"law.lead":              {"法律没有写明、实践中做法不一的问题。机关只能在下列做法中选择，都不宽于法律；所选做法从起始日起适用，并写入据此办理的事项。", "Questions the text leaves open and offices answer differently. Only these answers may be chosen, none looser than the statute; a choice holds from its day on and is written into what rests on it."},
	"law.show":              {"查看", "Show"},
	"law.article":           {"条例第%s条", "Regulation, art. %s"},
	"law.number":            {"可选 %s，默认 %s。", "%s; the default is %s."},
	"law.now":               {"现行：%s", "now: %s"},
	"law.in_force":          {"现行", "in force"},
	"law.default":           {"（默认）", "(default)"},
	"law.from":              {"从哪一天起", "From"},
	"law.from_help":         {"不能追溯：须晚于本机关任何申请已有的办理日期。", "Never backwards: after the last day on which any case of this body was acted on."},
	"law.value":             {"做法", "Answer"},
	"law.chosen_on":         {"选定日期", "Chosen on"},
	"law.by":                {"选定人", "By"},
	"law.reason":            {"理由", "Reason"},
	"law.choose":            {"选定做法", "Choose"},
	"remedies.title":        {"救济途径", "Remedies"},
	"remedies.order":        {"顺序", "Order"},
	"remedies.bodies":       {"复议机关", "Reviewed by"},
	"remedies.review_until": {"申请复议截至", "Review until"},
	"remedies.suit_until":   {"直接起诉截至", "Suit until"},
	"remedies.kind":         {"机关种类（依名称）", "Kind of agency (by its name)"},
	"remedies.not_known":    {"尚无送达证明，截止日自收到之日起算", "not served yet as far as is known; the periods run from receipt"},
	"law.done":              {"已选定。", "Chosen."},
}
