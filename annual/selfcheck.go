package annual

import (
	"fmt"
	"strings"
)

// Finding is one thing to look at before the report is published (自查自纠). It is a hint: none keeps a report from being
// filed, for only people know whether a sentence is right.
type Finding struct {
	Code      string `json:"code"`    // personal_id, personal_phone … (see whys)
	Chapter   int    `json:"chapter"` // 0 is the opening paragraph
	Paragraph int    `json:"paragraph,omitempty"`
	Found     string `json:"found,omitempty"` // what stands there; numbers of people are masked
	Why       string `json:"why"`
	WhyEn     string `json:"why_en"`
}

// Text gives the reason in English when lang begins with "en", else in Chinese.
func (f Finding) Text(lang string) string {
	if english(lang) {
		return f.WhyEn
	}
	return f.Why
}

// Where names the place of a finding.
func (f Finding) Where(lang string) string {
	where := ChapterName(f.Chapter, lang)
	switch {
	case f.Paragraph == 0:
		return where
	case english(lang):
		return fmt.Sprintf("%s, paragraph %d", where, f.Paragraph)
	}
	return fmt.Sprintf("%s 第 %d 段", where, f.Paragraph)
}

var whys = map[string]told{
	"personal_id":     {"像是公民身份号码（校验码相符）", "looks like an identity number (its check digit is right)"},
	"personal_phone":  {"像是电话号码", "looks like a phone number"},
	"personal_card":   {"像是银行卡号（校验位相符）", "looks like the number of a bank card (its check digit is right)"},
	"personal_email":  {"像是电子邮箱", "looks like an e-mail address"},
	"personal_street": {"像是住址", "looks like somebody's address"},
	"wrong_year":      {"年份与报告年度不符", "a year other than the report's"},
	"left_over":       {"与上一年度报告的句子几乎相同，请确认不是沿用", "nearly a sentence of last year's report; is it still true?"},
	"expression":      {"不规范或过时的表述", "a wrong or outdated expression"},
	"missing":         {"这一部分还没有写", "nothing is written here yet"},
	"to_fill":         {"起始文字中的提示没有替换", "a hint of the starting text was left in"},
	"no_figure":       {"所引数字目前没有", "the figure quoted is not at hand"},
	"number_differs":  {"手工填写的数字与表格不同（B6）", "a typed number differs from the tables (B6)"},
}

// SelfCheck looks over the words of a report as they were written, placeholders and all. last are the words of the year
// before, nil where there are none; wrong is the administrator's list on top of the program's own.
func (f Facts) SelfCheck(words, last Prose, wrong []Expression) []Finding {
	var out []Finding
	for _, chapter := range WrittenChapters() {
		paragraphs := Paragraphs(words[chapter])
		if len(paragraphs) == 0 && chapter != 4 { // 四 has its table
			out = append(out, finding("missing", chapter, 0, ""))
			continue
		}
		for i, p := range paragraphs {
			out = append(out, f.checkParagraph(chapter, i+1, p.String(), wrong)...)
		}
		if chapter != Lead { // its words are the same every year
			out = append(out, leftOver(chapter, paragraphs, last)...)
		}
	}
	return out
}

func finding(code string, chapter, paragraph int, found string) Finding {
	return Finding{Code: code, Chapter: chapter, Paragraph: paragraph, Found: found, Why: whys[code].zh, WhyEn: whys[code].en}
}

func (f Facts) checkParagraph(chapter, number int, text string, wrong []Expression) []Finding {
	var out []Finding
	add := func(code, found string) { out = append(out, finding(code, chapter, number, found)) }
	for _, key := range placesIn(text) {
		if q, ok := f.Quote(key); ok && !q.Known {
			add("no_figure", "{{"+key+"}}")
		}
	}
	if strings.Contains(text, ToFill) {
		add("to_fill", shorten(text[strings.Index(text, ToFill):]))
	}
	typed := place.ReplaceAllString(text, "□") // what was filled in needs no check
	for _, p := range personal(typed) {
		own := chapter == Lead && (p.code == "personal_phone" && !p.mobile || p.code == "personal_email" || p.code == "personal_street")
		if !own { // the opening paragraph tells where the office can be reached
			add(p.code, p.masked)
		}
	}
	for _, found := range wrongYears(typed, f.Report.Year) {
		add("wrong_year", found)
	}
	for _, e := range append(ownExpressions(f.Report.Form), wrong...) {
		if e.Wrong == "" || !strings.Contains(typed, e.Wrong) {
			continue
		}
		add("expression", e.Wrong)
		last := &out[len(out)-1]
		if e.Instead != "" {
			last.Why += "，应为“" + e.Instead + "”"
			last.WhyEn += ", better: " + e.Instead
		}
		if e.Reason != "" {
			last.Why += "（" + e.Reason + "）"
			last.WhyEn += " (" + e.Reason + ")"
		}
	}
	for _, t := range typedNumbers(typed) {
		accepted, ok := f.Report.quotable(t.key)
		if !ok || t.agrees(accepted) {
			continue
		}
		add("number_differs", t.text)
		last := &out[len(out)-1]
		last.Why += fmt.Sprintf("：%s正文为 %d，表中为 %d", quotedName(t.key), t.n, accepted[0])
		last.WhyEn += fmt.Sprintf(": %s is %d in the words and %d in the tables", t.key, t.n, accepted[0])
	}
	return out
}
