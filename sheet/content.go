package sheet

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gongkai/law"
)

// style says how a block looks.
type style int

const (
	title   style = iota
	act           // an act of law
	heading       // an article
	words         // what it asks
	label         // a small heading inside an article
	point         // one value or option
	cells         // a table of cases; the first row is its head
)

// block is one paragraph, or one table.
type block struct {
	style style
	text  string
	rows  [][]string
}

func pick(lang, zh, en string) string {
	if lang == "en" {
		return en
	}
	return zh
}

// content is the whole sheet in order.
func content(lang string) []block {
	out := []block{
		{style: title, text: pick(lang, "法条对照单", "Sheet of the articles")},
		{style: words, text: pick(lang,
			"本单由程序所用的数据生成，供不读代码的人核对。“要求”是转述，不是法条原文；方括号内是所属版本及其施行期间。",
			"Generated from the data the program works by, for those who read no code. What an article asks is told in our own words, not quoted; the version and its time stand in brackets.")},
	}
	last := ""
	for _, ch := range law.Sheet(lang) {
		if ch.Article.Act != last {
			last = ch.Article.Act
			out = append(out, block{style: act, text: actName(last, lang)})
		}
		out = append(out, chapter(ch, lang)...)
	}
	out = append(out, block{style: act, text: pick(lang, "法条以外的未决问题", "Open questions outside the articles")})
	for _, r := range law.OpenElsewhere() {
		out = append(out, reading(r, lang)...)
	}
	return out
}

// actName gives the act its whole name where the sheet is in English.
func actName(short, lang string) string {
	if lang != "en" {
		return short
	}
	return map[string]string{
		law.ActRegulation: "Regulation on Open Government Information (2019)", law.Act2008: "the same, as of 2008",
		law.ActReview: "Administrative Review Law (2023)", law.ActReview1999: "Administrative Review Law (1999)",
		law.ActSuit: "Administrative Litigation Law", law.ActSuitReply: "Supreme People's Court, interpretation no. 8 of 2025",
	}[short]
}

func chapter(ch law.Chapter, lang string) []block {
	a := ch.Article
	out := []block{
		{style: heading, text: pick(lang, fmt.Sprintf("第%s条　%s", a.Number, a.Title), "Article "+a.Number)},
		{style: words, text: pick(lang, a.Chinese, a.English)},
	}
	if len(ch.Values) > 0 {
		out = append(out, block{style: label, text: pick(lang, "取值", "Values")})
	}
	for _, v := range ch.Values {
		out = append(out, block{style: point, text: v})
	}
	for _, r := range ch.Readings {
		out = append(out, reading(r, lang)...)
	}
	if len(ch.Cases) == 0 {
		return out
	}
	rows := [][]string{{pick(lang, "案例", "case"), pick(lang, "所问", "asked"), pick(lang, "事实", "facts"), pick(lang, "应得", "expected"), pick(lang, "出处", "source")}}
	for _, k := range ch.Cases {
		rows = append(rows, []string{k.ID, asked(k.Op, lang), facts(k), k.Expected, k.Source})
	}
	return append(out, block{style: label, text: pick(lang, "案例", "Cases")}, block{style: cells, rows: rows})
}

func reading(r law.Reading, lang string) []block {
	out := []block{{style: label, text: pick(lang, "未决问题 "+r.ID+"："+r.Chinese, "Open reading "+r.ID+": "+r.English)}}
	usual := pick(lang, "（默认）", " (default)")
	if len(r.Options) == 0 {
		return append(out, block{style: point, text: pick(lang,
			fmt.Sprintf("可选 %d 至 %d，默认 %s；键：%s", r.Min, r.Max, r.Default, r.Config), fmt.Sprintf("%d to %d, default %s; key: %s", r.Min, r.Max, r.Default, r.Config))})
	}
	for _, o := range r.Options {
		text := o.Key + pick(lang, "："+o.Chinese, ": "+o.English)
		if o.Key == r.Default {
			text += usual
		}
		out = append(out, block{style: point, text: text})
	}
	note := pick(lang, "不供选择。", "Not open to choice.")
	if r.Config != "" {
		note = pick(lang, "键：", "Key: ") + r.Config
	}
	return append(out, block{style: point, text: note})
}

// questions words what a case asks.
var questions = map[string][2]string{
	"nth": {"第n个工作日", "the n-th working day"}, "due": {"扣除中止后的到期日", "due date with pauses"}, "cal": {"n日后，遇休息日顺延", "n calendar days later, rolled"},
	"working": {"是哪种日子", "what kind of day"}, "version": {"适用的版本", "version in force"}, "term": {"期限或者其最后一日", "a term, or its last day"},
	"fee_items": {"按件计收（元）", "fee by item, yuan"}, "fee_pages": {"按量计收（元）", "fee by volume, yuan"}, "result": {"办理结果的行、依据和前提", "row, articles and needs of a result"},
	"review": {"复议是否前置", "whether review comes first"}, "bodies": {"向谁申请复议", "who reviews"}, "kind": {"机关的种类", "kind of agency"},
	"remedy": {"救济及其最后一日", "remedies and their last days"}, "reading": {"能否选择", "whether it may be chosen"},
}

func asked(op, lang string) string { return pick(lang, questions[op][0], questions[op][1]) }

func facts(k law.WorkedCase) string {
	parts := make([]string, 0, len(k.Facts))
	for _, key := range slices.Sorted(maps.Keys(k.Facts)) {
		parts = append(parts, key+"="+k.Facts[key])
	}
	return strings.Join(parts, "; ")
}
