package main

import (
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// languageOf finds the language before the flags are parsed, because the help itself is in it.
func languageOf(args []string) string {
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, "--lang="); ok {
			return knownLanguage(v)
		}
		if a == "--lang" && i+1 < len(args) {
			return knownLanguage(args[i+1])
		}
	}
	return knownLanguage(os.Getenv("GONGKAI_LANG"))
}

func knownLanguage(lang string) string {
	if slices.Contains([]string{"zh", "en"}, lang) {
		return lang
	}
	return "zh"
}

func word(lang, key string) string {
	w := words[key]
	if lang == "en" {
		return w[1]
	}
	return w[0]
}

func helpVars(lang string) kong.Vars {
	vars := kong.Vars{}
	for key := range words {
		vars[key] = word(lang, key)
	}
	return vars
}

// words are the texts of the help, in Chinese and English.
var words = map[string][2]string{
	"backup":      {"在运行中备份全部记录到一个文件，并核对该文件。", "Copy the whole log to one file while the program runs, and check the file."},
	"restore":     {"把备份恢复到空的数据库：可恢复到某一位置或某一日终，世代加一，并核对。", "Restore a backup into an empty database, up to a position or a day if wanted; raises the epoch and verifies."},
	"export":      {"导出全部记录，供 import 移到另一个数据库（摘要不变）。", "Export the whole log, for import into another database with equal digests."},
	"flag_to_day": {"只到这一日终", "only up to the end of this day"},

	"what_if":            {"试算：如果延期、收到意见、补正或缴费，期限和状态会怎样；不保存任何内容。", "Ask what would follow an extension, an opinion, a supplement, a payment; nothing is stored."},
	"arg_assumed":        {"假设的命令：一个 JSON 对象、每行一条的文件，或 -", "assumed commands: a JSON object, a file with one a line, or -"},
	"flag_if_on":         {"本机关办理之日（延期、收费通知、答复），默认今天", "day of the office's own act (extension, fee notice, reply); default today"},
	"flag_if_extend":     {"延长多少个工作日", "extend by so many working days"},
	"flag_if_opinion":    {"某方的意见在哪一天收到，可以重复", "the opinion of a party comes on a day; may be repeated"},
	"flag_if_supplement": {"补正在哪一天收到", "the supplement comes on a day"},
	"flag_if_reasons":    {"正当理由在哪一天收到（第三十五条）", "good reasons come on a day (art. 35)"},
	"flag_if_fee":        {"按件或按量通知收费，金额按标准计算", "ask for the fee by item or page; the scale gives the amount"},
	"flag_if_payment":    {"费用在哪一天缴清", "the whole fee is paid on a day"},
	"flag_if_reply":      {"以某一结果答复", "answer with a result"},
	"flag_if_until":      {"看到哪一天为止", "look ahead to a day"},

	"gongkai":              {"依申请公开的办理引擎：登记、期限、答复、年报。", "The engine behind applications for government information: intake, deadlines, replies, the annual tables."},
	"serve":                {"启动网页、接口、时钟与消息总线。", "Run pages, API, clock and bus in one process."},
	"demo":                 {"用样例数据演示一个乡镇的一年。", "Play a township's year on sample data."},
	"do":                   {"办理一条命令，如 do extend --agency A 2025-0001 days=10 reason=… 。", "Carry out one command, as do extend --agency A 2025-0001 days=10 reason=…"},
	"show":                 {"查看一件申请：状态、期限及其来由、全部经过。", "Show an application: state, due date and why, its whole history."},
	"import":               {"导入台账（.csv、.xlsx）、案例脚本（.jsonl）、已公布的年报（.json）或导出的全部记录（.gongkai）。", "Import a ledger (.csv, .xlsx), a case script (.jsonl), a published report (.json) or an exported log (.gongkai)."},
	"report":               {"年度报告的三张表；cell 列出数字背后的申请，check 核对任何已公布的年报。", "The tables of the year; cell lists the cases behind a figure, check audits any published report."},
	"clock":                {"工作日计算，不打开数据库。", "Count working days; opens no database."},
	"calendar":             {"已公布的工作日安排。", "Announced working-day calendars."},
	"sweep":                {"按顺序开启尚未开启的日期，执行到期事项。", "Open the days not yet opened, in order, and do what is due."},
	"verify":               {"从头核对全部记录。", "Fold everything again and compare."},
	"rebuild":              {"丢弃由记录推出的全部数据并重新生成（记录本身不动）。", "Drop everything that follows from the log and make it again; the log itself is only read."},
	"events":               {"按顺序读出全部事项。", "Read the history back in order of position."},
	"events_list":          {"按顺序读出全部事项（默认）。", "Read the history back in order of position (the default)."},
	"events_schema":        {"输出总线的 AsyncAPI 文档，或某一事件、命令的 JSON Schema。", "Print the AsyncAPI document of the bus, or the JSON Schema of one event or command."},
	"arg_schema":           {"事件或命令名；不写则输出 AsyncAPI 文档", "name of an event or a command; none = the AsyncAPI document"},
	"worker_run":           {"跟随一个部门的事项，逐件运行程序（默认）。", "Follow a department's events and run a program for each (the default)."},
	"worker_letters":       {"列出部门程序未能处理的事项和原因。", "List the events that workers could not do, with the reason."},
	"worker_retry":         {"让搁置的事项再试。", "Try events that were set aside again."},
	"arg_worker":           {"部门程序名（机关=部门），见 worker letters", "name of the worker (AGENCY=DEPARTMENT), see worker letters"},
	"arg_letter":           {"事项编号；不写则全部", "id of the event; none = all of them"},
	"flag_webhooks":        {"webhook 名单（JSON 文件，见 docs/workers.md）", "list of webhooks (a JSON file, see docs/workers.md)"},
	"flag_mail":            {"邮件设置（JSON 文件，见 docs/operations.md）", "settings of mail (a JSON file, see docs/operations.md)"},
	"flag_rate":            {"每秒命令数", "commands a second"},
	"flag_seconds_at_rate": {"按此速率测量几秒", "seconds measured at that rate"},
	"flag_backlog":         {"积压的事项数", "events in the backlog"},
	"flag_parallel":        {"同时办理的申请数（同一申请始终按顺序）", "applications worked on at once (each stays in order)"},
	"worker":               {"跟随一个部门的事项，逐件运行程序。", "Follow a department's events and run a program for each."},
	"agency":               {"机关。", "Bodies that answer applications."},
	"department":           {"承办部门。", "Departments of a body."},
	"agency_add":           {"增加一个机关", "add a body"},
	"agency_list":          {"列出机关", "list the bodies"},
	"department_add":       {"增加一个部门", "add a department"},
	"department_list":      {"列出部门", "list the departments"},
	"calendar_list":        {"列出已公布的安排", "list the announced notices"},
	"calendar_add":         {"增加一份安排", "add a notice"},
	"calendar_show":        {"显示一年的工作日", "show the working days of a year"},
	"report_tables":        {"年度报告的三张表", "the tables of the year"},
	"report_cell":          {"列出一个数字背后的申请", "list the cases behind a figure"},
	"report_pace":          {"任意期间的办理情况：办理用时、延期、超期、按月、目标考核", "the pace of work in any period: time to reply, extensions, overdue, by month, departments"},
	"import_files":         {"台账（.csv、.xlsx）、案例脚本（.jsonl）或已公布的年报（.json）；多个年度的台账和年报可以一次导入", "a ledger (.csv, .xlsx), a case script (.jsonl) or a published report (.json); ledgers and reports of several years go in together"},
	"report_due":           {"列出应报送的年报：谁、何时、谁逾期", "list the reports that are due: whose, until when, who is late"},
	"report_check":         {"核对已公布的年报", "audit a published report"},
	"report_template":      {"写出 Word 模板，供单位修改后用 --template 交回", "write the Word template, for an office to edit and hand back with --template"},
	"user_add":             {"增加人员", "add a person"},
	"user_list":            {"列出人员", "list the people"},
	"user_token":           {"发放接口令牌", "issue an API token"},
	"user_password":        {"设置新密码", "set a new password"},
	"key_show":             {"显示密钥文件与编号", "show the key file and its ids"},
	"key_rotate":           {"启用新密钥（旧密钥保留，用于读出旧内容）", "start a new key (old ones stay to open old words)"},
	"bench_commands":       {"每秒命令数：成组提交与逐条提交对比", "commands a second: group commit beside one a transaction"},
	"bench_annual":         {"年度表、汇总、重建的用时，与直接用 SQL 计数对比", "time of a year's table, of the total and of a rebuild, beside plain SQL"},
	"bench_import":         {"导入台账与年度表的用时", "time to import a ledger and to compute its table"},
	"bench_events":         {"从命令到部门程序的延迟", "latency from command to a department's program"},
	"bench_start":          {"启动用时与内存", "start time and memory"},
	"bench_sweep":          {"开启一天的用时", "time to open a day"},
	"user":                 {"人员、密码与令牌。", "People, passwords and tokens."},
	"key":                  {"密封密钥。", "The sealing key."},
	"workflow":             {"由唯一的状态表生成流程图。", "The machine, generated from its one table."},
	"migrate":              {"建立或升级数据库结构。", "Create or upgrade the database."},
	"config":               {"显示生效的设置（不含密码）。", "Print the settings in force, without secrets."},
	"bench":                {"测量这台机器。", "Measure this machine."},
	"report_freeze":        {"报送（冻结）一年的年报", "file (freeze) a year's report"},
	"report_amend":         {"更正已报送的年报，保留各版", "amend a filed report, keeping every version"},
	"report_diff":          {"已报送的年报与现有记录的差异", "what parts a filed report from the records"},
	"report_versions":      {"列出已报送的各版年报", "list the versions of a filed report"},
	"report_figures":       {"填报或列出表二数据", "record the figures of table 2 from a file, or list them"},

	"flag_data":        {"数据目录", "data directory"},
	"flag_db":          {"数据库：sqlite:路径 或 postgres://…（默认在数据目录内）", "database: sqlite:PATH or postgres://… (default: one file in the data directory)"},
	"flag_nats":        {"NATS 集群地址（默认在 serve 内运行）", "NATS cluster (default: a server inside serve)"},
	"flag_nats_ca":     {"签发集群证书的 CA 文件", "CA file that signed the cluster's certificates"},
	"flag_lang":        {"语言：zh 或 en", "language: zh or en"},
	"flag_as":          {"代表某人办理（默认是本机操作员）", "act for a person (default: the operator of the machine)"},
	"flag_log":         {"日志级别", "log level"},
	"flag_listen":      {"监听地址", "address to listen on"},
	"flag_no_login":    {"免登录（仅限本机地址）：能访问端口者即为操作员", "no sign-in (loopback only): whoever reaches the port is the operator"},
	"flag_agency":      {"机关代码", "code of the agency"},
	"flag_year":        {"年度", "year"},
	"flag_json":        {"输出一个 JSON 值", "print one JSON value"},
	"flag_from":        {"起算日（不计入）", "day 0, not counted"},
	"flag_days":        {"天数", "number of days"},
	"flag_pause":       {"不计入的期间 A..B，即 (A,B]，可多次", "pause A..B, the days in (A,B]; may be repeated"},
	"flag_explain":     {"逐日说明", "one line a day, with the reason"},
	"flag_batch":       {"批量计算的 CSV 文件", "CSV file of many questions"},
	"flag_dry_run":     {"只核对，不保存", "store nothing"},
	"flag_expect":      {"与已公布的年报逐格比对", "compare with a published report cell by cell"},
	"flag_until":       {"把日期开启到这一天", "open the days up to this one"},
	"flag_keep":        {"遇到意外的拒绝继续往下", "go on after an unexpected refusal"},
	"flag_on":          {"日期", "day"},
	"flag_template":    {"单位自己的 Word 模板（docx、pdf）", "the office's own Word template (docx, pdf)"},
	"flag_format":      {"格式", "format"},
	"flag_moment":      {"按该日终了时的记录", "as the log stood at the end of that day"},
	"flag_position":    {"按该事件之后的记录", "as the log stood after that event"},
	"flag_version":     {"已报送的第几版", "number of the filed version"},
	"flag_signer":      {"签发人（缺省为操作人）", "who signs (default: who files)"},
	"flag_source":      {"数据来源", "where the numbers come from"},
	"flag_explanation": {"结转数与上年不符时的说明", "why the carry-over differs from the report before"},
	"flag_reason":      {"更正的理由", "why it is amended"},
	"flag_figures":     {"表二更正数据的文件", "file with corrected figures of table 2"},
	"flag_form":        {"表样：2021 或 2019", "form: 2021 or 2019"},
	"flag_output":      {"写入文件", "write to a file"},
	"flag_name":        {"名称", "name"},
	"flag_parent":      {"上级机关代码", "code of the body above"},
	"flag_dept":        {"部门代码", "code of the department"},
	"flag_exec":        {"每件事项运行的程序", "program to run for each event"},
	"flag_posfrom":     {"起始位置", "first position"},
	"flag_password":    {"从标准输入读取密码（缺省时随机生成并显示一次）", "read the password from standard input (default: draw one and show it once)"},
	"flag_dir":         {"记录进度的目录", "directory of its journal"},
	"flag_parts":       {"本进程运行的部分（默认全部）：api 网页与接口，relay 转发，clock 时钟，workers 提醒", "parts that this process runs (default: all): api (pages, API), relay, clock, workers (reminders)"},
	"flag_drain":       {"停止前先在 /readyz 报告停止，再继续服务这么久", "when stopped, say so on /readyz and go on for so long before the doors are closed"},
	"flag_late":        {"超过多久未送达即告警", "a gap older than this is an alarm"},
	"status":           {"运行状态：记录、总线、各部门程序各到哪里，有无告警。", "How far log, bus and each worker came, and what alarms."},
	"flag_secure":      {"浏览器经由 TLS 访问（Cookie 加 Secure）", "browsers come by TLS (cookies get Secure)"},
	"flag_seconds":     {"秒数", "seconds"},
	"flag_rounds":      {"轮数", "rounds"},
	"flag_role":        {"角色，可多个：intake handler head department statistician administrator", "roles: intake handler head department statistician administrator"},
	"flag_bodies":      {"机关数", "number of bodies"},
	"flag_years":       {"年数", "number of years"},
	"flag_verify":      {"最后从头核对", "fold everything again at the end"},
	"flag_size":        {"规模", "size"},
	"flag_callers":     {"并发数", "concurrent callers"},
	"flag_server":      {"接口地址，用来补读总线不再保留的事项", "API address, to catch up with what the bus no longer keeps"},
	"flag_token":       {"接口令牌", "API token"},
	"flag_as_of":       {"截至某日所知", "as known on a day"},
	"flag_vertical":    {"垂直管理，不计入地方政府的汇总", "belongs to a vertical system; totals of local governments leave it out"},
	"flag_due_agency":  {"只列这一机关及其下级（默认全部）", "this body and those below it only (default: all)"},
	"flag_due_year":    {"年报的年度（默认上一年）", "year of the reports (default: the year before)"},
	"flag_pace_from":   {"期间的第一天（默认自终止日起前推一年）", "first day of the period (default: a year up to the last)"},
	"flag_pace_to":     {"期间的最后一天（默认一年，至多到今天）", "last day of the period (default: a year, up to today)"},
	"flag_due_on":      {"按这一天判断（默认今天）", "as of this day (default: today)"},
	"flag_rollup":      {"本级政府的汇总：本机关及其下各机关之和", "the government's total: the body and all below it added up"},

	"law":              {"法律：未决问题及其做法、案例、法条对照单。", "The law: open readings and what an office chose, cases, the sheet of the articles."},
	"law_choices":      {"列出法律未定的问题、可选做法和现行做法", "list what the law leaves open, what may be chosen and what holds"},
	"law_choose":       {"选定一种做法，如 law choose --agency A pause_mode exclude_both --from 2026-01-05 --reason …", "choose an answer, as law choose --agency A pause_mode exclude_both --from 2026-01-05 --reason …"},
	"law_cases":        {"核对案例（随程序的，或自己写的 .csv），逐例列出应得与实得", "work through the cases (the program's, or a .csv of yours): expected beside got"},
	"law_sheet":        {"输出法条对照单：每条的要求、取值、未决问题、案例", "write the sheet: what each article asks, its values, open readings, cases"},
	"flag_choice_from": {"从哪一天起适用，不能追溯", "first day it holds for, never backwards"},
	"flag_law_reason":  {"理由", "reason"},
	"flag_check_cases": {"要核对的案例文件（列：id, article, op, facts, expected, source）", "file of cases (columns id, article, op, facts, expected, source)"},

	"report_chapter":    {"撰写或查看一部分的文字（0 前言、1、4、5、6）", "write or show the words of a chapter (0 opening paragraph, 1, 4, 5, 6)"},
	"report_quotes":     {"列出文字中可以引用的数字", "list the figures the words may quote"},
	"report_check_text": {"公布前自查文字：个人信息、年份、沿用、不规范表述、数字", "look over the words before publishing: personal data, years, last year's sentences, expressions, numbers"},
	"report_wording":    {"查看或更新不规范表述清单", "show or replace the list of wrong expressions"},
	"arg_chapter":       {"部分：0（前言）、1、4、5、6", "chapter: 0 (opening paragraph), 1, 4, 5, 6"},
	"flag_seen_version": {"所依据的记录号，已有更新时拒绝", "entry written on; refused when there is a newer one"},
	"flag_start":        {"显示起始文字", "show the words the program begins with"},
	"flag_raw":          {"不填入数字", "leave the placeholders unfilled"},
}
