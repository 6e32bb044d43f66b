package notify

import (
	"fmt"
	"strings"

	"gongkai/workflow"
)

// words are what a mail says of each rule: number, department, date. Names and what is asked for never leave by mail.
var words = map[string][2]string{
	RuleAssigned:   {"%[1]s：%[2]s 有新任务（%[3]s）", "%[1]s: a new task for %[2]s (%[3]s)"},
	RuleReturned:   {"%[1]s：%[2]s 退回了任务（%[3]s）", "%[1]s: %[2]s gave its task back (%[3]s)"},
	RuleRejected:   {"%[1]s：拟答复被退回（%[3]s）", "%[1]s: the proposed reply was sent back (%[3]s)"},
	RuleSupplement: {"%[1]s：收到补正（%[3]s）", "%[1]s: the supplement is here (%[3]s)"},
	RuleOpinion:    {"%[1]s：收到征求意见的答复（%[3]s）", "%[1]s: an opinion has come (%[3]s)"},
	RuleOverdue:    {"%[1]s：已超期（%[3]s）", "%[1]s: overdue (%[3]s)"},
	RuleDueSoon:    {"%[1]s：%[3]s 到期", "%[1]s: due on %[3]s"},
	RuleUnsigned:   {"%[1]s：%[2]s 未签收（%[3]s 分办）", "%[1]s: not signed for by %[2]s (given on %[3]s)"},
}

func inLanguage(lang string, pair [2]string) string {
	if lang == "en" {
		return pair[1]
	}
	return pair[0]
}

func subject(lang string, n int) string {
	return fmt.Sprintf(inLanguage(lang, [2]string{"依申请公开：%d 条提醒", "Disclosure upon application: %d reminders"}), n)
}

func body(m Mail, list []workflow.Reminder) string {
	var b strings.Builder
	for _, r := range list {
		line := inLanguage(m.Lang, words[r.Rule])
		line = strings.NewReplacer("%[1]s", r.Application, "%[2]s", r.Department, "%[3]s", r.On.String()).Replace(line)
		b.WriteString(line + "\r\n")
	}
	if m.Link != "" {
		b.WriteString("\r\n" + m.Link + "\r\n")
	}
	return b.String()
}
