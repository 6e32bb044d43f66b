package handlers

// textWords are the words of the page on which a report's chapters are written.
var textWords = map[string]phrase{
	"text.title":               {"%s %d 年年度报告的文字", "Words of the annual report, %s, %d"},
	"text.back":                {"%d 年度统计", "Annual report of %d"},
	"text.findings":            {"公布前自查", "Self-check before publishing"},
	"text.findings_hint":       {"以下是提示，是否修改由撰写人决定；都不妨碍报送。", "These are hints for the writer; none keeps the report from being filed."},
	"text.no_findings":         {"没有发现问题。", "Nothing was found."},
	"text.where":               {"位置", "Where"},
	"text.found":               {"内容", "What"},
	"text.why":                 {"原因", "Why"},
	"text.words":               {"文字（每行一段）", "Words (a line is a paragraph)"},
	"text.version":             {"记录号 %d，%s，%s", "entry %d, %s, %s"},
	"text.not_written":         {"尚未撰写，以下是可以改用的起始文字。", "Not written yet; these are words to begin with."},
	"text.save":                {"保存", "Save"},
	"text.preview":             {"预览", "Preview"},
	"text.as_printed":          {"填入数字后", "With the figures"},
	"text.not_saved":           {"（尚未保存）", "(not saved)"},
	"text.quotes":              {"可以引用的数字", "Figures to quote"},
	"text.quotes_hint":         {"写 {{new.total}} 就会填入表中的数字；上年的写 {{previous.new.total}}，增减写 {{change.new.total}}，占比写 {{share.disclosed.total}}；把 total 换成 natural_person 等就是该列的数字。", "Write {{new.total}} and the figure of the table is filled in; {{previous.new.total}} is last year's, {{change.new.total}} the change, {{share.disclosed.total}} the share; with natural_person in place of total it is that column's."},
	"text.quotes_show":         {"显示清单", "Show the list"},
	"text.placeholder":         {"写法", "Write"},
	"text.value":               {"现值", "Now"},
	"text.meaning":             {"含义", "Meaning"},
	"text.unknown_placeholder": {"有一处双花括号里的名称不存在，请对照下面的清单。", "A name in double braces does not exist; compare with the list below."},
}
