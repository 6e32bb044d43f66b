package annual

import (
	"strings"

	"gongkai/law"
)

// Circular numbers of the two forms, as 正文 cites its basis.
const (
	circular2021 = "国办公开办函〔2021〕30号"
	circular2019 = "国办公开办函〔2019〕60号"
)

// ToFill begins what the writer has to replace in a starting text; the self-check finds what was left.
const ToFill = "（请填写"

// StartingText gives words to begin a chapter with, figures as placeholders; "" for a chapter without words. Where the
// year before is at hand they compare with it.
func (f Facts) StartingText(chapter int) string {
	compare := func(text string) string {
		if f.Previous == nil {
			return ""
		}
		return text
	}
	switch chapter {
	case Lead:
		circular := circular2021
		if f.Report.Form == law.Form2019 {
			circular = circular2019
		}
		return "根据《中华人民共和国政府信息公开条例》第五十条和《中华人民共和国政府信息公开工作年度报告格式》（" + circular +
			"）的规定，编制本报告。报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、" +
			"存在的主要问题及改进情况、其他需要报告的事项六部分组成，数据统计期限为{{year}}年1月1日至12月31日。"
	case 1:
		return strings.Join([]string{
			"（一）主动公开。" + ToFill + "：全年主动公开的重点和数量）",
			"（二）依申请公开。{{year}}年新收政府信息公开申请{{new.total}}件" + compare("，比上年{{change.new.total}}") +
				"，上年结转{{carried_in.total}}件。全年办结{{total.total}}件，其中予以公开{{disclosed.total}}件、部分公开{{partial.total}}件、" +
				"不予公开{{refused.total}}件、无法提供{{unable.total}}件、不予处理{{not_processed.total}}件、其他处理{{other.total}}件；" +
				"结转下年度继续办理{{carried_out.total}}件。",
			"（三）政府信息管理。" + ToFill + "：公开属性的审查、规范性文件的清理和更新）",
			"（四）政府信息公开平台建设。" + ToFill + "：网站专栏、查阅场所）",
			"（五）监督保障。" + ToFill + "：机构和人员、培训、考核、社会评议和责任追究）",
		}, "\n")
	case 4:
		return "{{year}}年，因政府信息公开引起的行政复议{{review.total}}件，其中已审结{{review.concluded}}件、被纠正{{review.corrected}}件；" +
			"行政诉讼{{litigation.total}}件，其中已审结{{litigation.concluded}}件、被纠正{{litigation.corrected}}件。"
	case 5:
		return strings.Join([]string{
			"（一）存在的主要问题。" + ToFill + "：本年工作中的不足）", "（二）改进情况。" + ToFill + "：上年所列问题的整改结果和下一步措施）",
		}, "\n")
	case 6:
		return "依据《政府信息公开信息处理费管理办法》，{{year}}年发出缴费通知{{information_fees.notices}}件，" +
			"收取信息处理费{{information_fees.payments}}件，共{{information_fees.yuan}}元。\n没有其他需要报告的事项。"
	}
	return ""
}

// QuotesFees reports whether any of the words quote what was asked and received as fees.
func (p Prose) QuotesFees() bool {
	for _, text := range p {
		for _, key := range placesIn(text) {
			if strings.HasPrefix(key, feesOfYear) {
				return true
			}
		}
	}
	return false
}

// WrittenChapters are the parts of a report that people write, in order.
func WrittenChapters() []int { return []int{Lead, 1, 4, 5, 6} }

// ChapterName is the title of a chapter, or of the lead.
func ChapterName(chapter int, lang string) string {
	if chapter == Lead {
		if english(lang) {
			return "opening paragraph"
		}
		return "前言"
	}
	titles := law.ChapterTitles()
	if chapter < 1 || chapter > len(titles) {
		return ""
	}
	if english(lang) {
		return [...]string{
			"1 general situation", "2 disclosure of one's own accord", "3 applications", "4 reviews and suits",
			"5 problems and improvement", "6 other matters",
		}[chapter-1]
	}
	return titles[chapter-1]
}
