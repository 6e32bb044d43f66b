package access

import (
	"maps"
	"slices"
)

// Verbs that are no commands. Commands of the contract are verbs by their name.
const (
	VerbList           = "list"            // the list of applications, masked
	VerbShow           = "show"            // one application with its history, the names masked
	VerbUnmask         = "unmask"          // the name, number, address behind the mask; each time recorded
	VerbSearch         = "search"          // full text, masked
	VerbEvents         = "events"          // the log by position: keys and codes
	VerbReport         = "report"          // the year's tables, and checking them
	VerbReportCell     = "report_cell"     // the applications behind a figure
	VerbReportWrite    = "report_write"    // the words of the chapters
	VerbWording        = "wording"         // the list of wrong expressions
	VerbReportFreeze   = "report_freeze"   // file a year
	VerbReportAmend    = "report_amend"    // file a correction
	VerbImport         = "import"          // ledgers and published reports
	VerbImportScript   = "import_script"   // case scripts: they act in every role at once
	VerbExport         = "export"          // the body's data for another system or the archive
	VerbVerify         = "verify"          // fold everything again and compare
	VerbAgency         = "agency"          // add or change a body
	VerbAgencyList     = "agency_list"     // the tree of bodies
	VerbDepartment     = "department"      // add or change a department
	VerbDepartmentList = "department_list" // the departments of a body
	VerbUsers          = "users"           // add people, give roles, end access
	VerbToken          = "token"           // an API token for oneself
	VerbCalendar       = "calendar"        // add a notice of working days
	VerbCalendarList   = "calendar_list"   // read the working days
	VerbClock          = "clock"           // count working days
	VerbWorkflow       = "workflow"        // see the machine
	VerbLawChoices     = "law_choices"     // choose among open readings of the law
	VerbLawList        = "law_list"        // read them, and what a body chose
	VerbSweep          = "sweep"           // open days not yet opened
	VerbBackup         = "backup"
	VerbRestore        = "restore"
	VerbMigrate        = "migrate"
	VerbKey            = "key" // rotate the sealing key
	VerbConfig         = "config"
	VerbBench          = "bench"
)

// reach says at which places a role's grant counts.
type reach int

const (
	own          reach = iota // the person's own body
	below                     // own body and the bodies below it
	installation              // the zero Place, for people of the installation itself
	anywhere                  // nothing of anybody's: every place
)

type grant struct {
	roles []Role
	reach reach
	// deep lists the roles that also read the bodies below their own: the
	// department in charge gathers and supervises (条例 art. 49).
	deep  []Role
	clock bool // the clock's own: no person, not even the operator
}

var (
	everybody = roles
	office    = []Role{Intake, Handler, Head}
	figures   = []Role{Statistician}
)

// policy is the one table. The rows of commands repeat the column "who" of the
// public contract; a person who does more holds more roles.
var policy = map[string]grant{
	"register":           {roles: []Role{Intake}},
	"confirm_receipt":    {roles: []Role{Intake}},
	"assign":             {roles: []Role{Intake}},
	"receive_supplement": {roles: []Role{Intake}},
	"withdraw":           {roles: []Role{Intake}},

	"accept_task": {roles: []Role{Department}},
	"return_task": {roles: []Role{Department}},
	"report_task": {roles: []Role{Department}},

	"request_supplement":          {roles: []Role{Handler}},
	"withdraw_supplement_request": {roles: []Role{Handler}},
	"consult":                     {roles: []Role{Handler}},
	"receive_opinion":             {roles: []Role{Handler}},
	"request_reasons":             {roles: []Role{Handler}},
	"receive_reasons":             {roles: []Role{Handler}},
	"set_delayed_date":            {roles: []Role{Handler}},
	"notify_fee":                  {roles: []Role{Handler}},
	"record_payment":              {roles: []Role{Handler}},
	"withdraw_fee_notice":         {roles: []Role{Handler}},
	"record_service":              {roles: []Role{Handler}},
	"propose_reply":               {roles: []Role{Handler}},
	"reply":                       {roles: []Role{Handler}},
	"file_review":                 {roles: []Role{Handler}},
	"answer_review":               {roles: []Role{Handler}},
	"decide_review":               {roles: []Role{Handler}},
	"file_suit":                   {roles: []Role{Handler}},
	"answer_suit":                 {roles: []Role{Handler}},
	"decide_suit":                 {roles: []Role{Handler}},
	"rehandle":                    {roles: []Role{Handler}},
	"record_search":               {roles: []Role{Handler}},
	"attach":                      {roles: []Role{Handler}},
	"archive":                     {roles: []Role{Handler}},

	"extend":        {roles: []Role{Head}},
	"approve_reply": {roles: []Role{Head}}, // and never the proposer: ProposerNeverApproves
	"reject_reply":  {roles: []Role{Head}},
	"correct":       {roles: []Role{Head}},
	"void":          {roles: []Role{Head}},

	"record_figure": {roles: []Role{Statistician}},

	"lapse_supplement":   {clock: true},
	"lapse_fee":          {clock: true},
	"close_consultation": {clock: true},
	"mark_overdue":       {clock: true},
	"recompute_due":      {clock: true},

	VerbList:           {roles: []Role{Intake, Handler, Head, Department, Statistician}, deep: figures},
	VerbShow:           {roles: []Role{Intake, Handler, Head, Department, Statistician}, deep: figures},
	VerbSearch:         {roles: []Role{Intake, Handler, Head, Department, Statistician}, deep: figures},
	VerbUnmask:         {roles: office},
	VerbEvents:         {roles: []Role{Handler, Head, Department, Statistician}, deep: figures},
	VerbReport:         {roles: []Role{Intake, Handler, Head, Statistician, Administrator}, deep: figures},
	VerbReportCell:     {roles: []Role{Intake, Handler, Head, Statistician}, deep: figures},
	VerbReportWrite:    {roles: []Role{Head, Statistician}},
	VerbWording:        {roles: []Role{Administrator}, reach: installation},
	VerbReportFreeze:   {roles: figures},
	VerbReportAmend:    {roles: figures},
	VerbImport:         {roles: figures},
	VerbImportScript:   {},
	VerbExport:         {roles: []Role{Head}},
	VerbVerify:         {roles: []Role{Administrator}, reach: installation},
	VerbAgency:         {roles: []Role{Administrator}, reach: below},
	VerbAgencyList:     {roles: everybody, reach: anywhere},
	VerbDepartment:     {roles: []Role{Administrator}, reach: below},
	VerbDepartmentList: {roles: everybody, reach: anywhere},
	VerbUsers:          {roles: []Role{Administrator}, reach: below},
	VerbToken:          {roles: everybody, reach: anywhere},
	VerbCalendar:       {roles: []Role{Administrator}, reach: installation},
	VerbCalendarList:   {roles: everybody, reach: anywhere},
	VerbClock:          {roles: everybody, reach: anywhere},
	VerbWorkflow:       {roles: everybody, reach: anywhere},
	VerbLawChoices:     {roles: []Role{Head}},
	VerbLawList:        {roles: everybody, reach: anywhere},
	VerbSweep:          {roles: []Role{Administrator}, reach: installation},
	VerbBackup:         {roles: []Role{Administrator}, reach: installation},
	VerbRestore:        {},
	VerbMigrate:        {},
	VerbKey:            {},
	VerbConfig:         {roles: []Role{Administrator}, reach: installation},
	VerbBench:          {},
}

// Verbs lists every verb of the table in alphabetical order.
func Verbs() []string { return slices.Sorted(maps.Keys(policy)) }

// Who lists the roles that may do verb; none for the clock's own, the
// operator's own, and words that are no verb.
func Who(verb string) []Role { return slices.Clone(policy[verb].roles) }
