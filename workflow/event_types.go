package workflow

import (
	"slices"

	"gongkai/law"
)

// Event types of an application, past tense, one family per command (contract, section 1).
const (
	Registered          = "registered"
	RecordedFromLedger  = "recorded_from_ledger"
	ReceiptConfirmed    = "receipt_confirmed"
	TaskAssigned        = "task_assigned"
	TaskAccepted        = "task_accepted"
	TaskReturned        = "task_returned"
	TaskReported        = "task_reported"
	TaskClosed          = "task_closed"
	TaskReopened        = "task_reopened"
	SupplementRequested = "supplement_requested"
	SupplementReceived  = "supplement_received"
	SupplementLapsed    = "supplement_lapsed"
	LapseReversed       = "lapse_reversed"
	SupplementWithdrawn = "supplement_request_withdrawn"
	ReasonsRequested    = "reasons_requested"
	ReasonsReceived     = "reasons_received"
	DelayedDateSet      = "delayed_date_set"
	FeeRequested        = "fee_notified"
	FeePaid             = "fee_paid"
	FeeWithdrawn        = "fee_notice_withdrawn"
	FeeLapsed           = "fee_lapsed"
	SearchRecorded      = "search_recorded"
	Attached            = "attached"
	Archived            = "archived"
	ConsultationSent    = "consultation_sent"
	OpinionReceived     = "opinion_received"
	ConsultationClosed  = "consultation_closed"
	Extended            = "extended"
	ServiceRecorded     = "service_recorded"
	ReplyProposed       = "reply_proposed"
	ReplyApproved       = "reply_approved"
	ReplyRejected       = "reply_rejected"
	Replied             = "replied"
	Withdrawn           = "withdrawn"
	Corrected           = "corrected"
	Voided              = "voided"
	OverdueMarked       = "overdue_marked"
	DueRecomputed       = "due_recomputed"
	Recounted           = "recounted"

	ReviewFiled              = "review_filed"
	ReviewAnswered           = "review_answered"
	ReviewDecided            = "review_decided"
	SuitFiled                = "suit_filed"
	SuitAnswered             = "suit_answered"
	SuitDecided              = "suit_decided"
	Rehandled                = "rehandled"
	CaseStruck               = "case_struck"
	AnswerOverdueMarked      = "answer_overdue_marked"
	PerformanceOverdueMarked = "performance_overdue_marked"
)

// Event types of the other streams.
const (
	AgencyAdded       = "agency_added"
	DepartmentAdded   = "department_added"
	ReadingChosen     = "reading_chosen"
	CalendarAnnounced = "calendar_announced"
	DayOpened         = "day_opened"
	YearDrafted       = "year_drafted"
	ReportImported    = "report_imported"
	FigureRecorded    = "figure_recorded"
	ReportFiled       = "report_filed"
	ReportAmended     = "report_amended"
	ChapterWritten    = "chapter_written"
	WordingListed     = "wording_listed"
	PersonAdded       = "person_added"
	PasswordSet       = "password_set"
	TokenIssued       = "token_issued"
	TokenRevoked      = "token_revoked"
)

var payloads = map[string]func() any{
	AgencyAdded:       func() any { return new(AgencyData) },
	DepartmentAdded:   func() any { return new(DepartmentData) },
	ReadingChosen:     func() any { return new(ReadingData) },
	CalendarAnnounced: func() any { return new(CalendarData) },
	DayOpened:         func() any { return new(DayData) },
	YearDrafted:       func() any { return new(ReportData) },
	ReportImported:    func() any { return new(ReportData) },
	FigureRecorded:    func() any { return new(FigureData) },
	ReportFiled:       func() any { return new(ReportData) },
	ReportAmended:     func() any { return new(ReportData) },
	ChapterWritten:    func() any { return new(ChapterData) },
	WordingListed:     func() any { return new(WordingData) },
	PersonAdded:       func() any { return new(PersonData) },
	PasswordSet:       func() any { return new(CredentialData) },
	TokenIssued:       func() any { return new(CredentialData) },
	TokenRevoked:      func() any { return new(CredentialData) },
}

// newPayload gives an empty payload for a type of event; nil when the type is unknown.
func newPayload(eventType string) any {
	if build, ok := payloads[eventType]; ok {
		return build()
	}
	if slices.ContainsFunc(machine, func(t Transition) bool { return t.Event == eventType }) {
		return new(Data)
	}
	return nil
}

// Data is the payload of every event of an application. One struct serves all types, because the fold, corrections and
// the bus treat them alike; a field that a type does not use is absent. Dates are civil dates in Asia/Shanghai; days are
// working days. It never holds words or names: those are sealed, and Sealed keeps their commitments.
type Data struct {
	Entered   law.Date `json:"entered,omitzero"`     // the day it was entered, where that was not the day it happened
	LateEntry bool     `json:"late_entry,omitempty"` // entered more than one working day after it happened
	Late      bool     `json:"late,omitempty"`       // a deadline that acted after its day (armed in the past, or after an outage)

	Channel    string   `json:"channel,omitempty"`
	Category   string   `json:"category,omitempty"`
	IDType     string   `json:"id_type,omitempty"`
	Form       string   `json:"form,omitempty"`
	Delivery   string   `json:"delivery,omitempty"`
	NeedsHelp  bool     `json:"needs_help,omitempty"`
	ReceivedOn law.Date `json:"received_on,omitzero"` // art. 31 receipt; in `replied`, the day the applicant had the letter

	SubmittedOn law.Date `json:"submitted_on,omitzero"` // day the applicant sent it
	ToPerson    bool     `json:"to_person,omitempty"`   // signed mail addressed to a named person
	Parent      string   `json:"parent,omitempty"`      // application this one was split from at intake

	Days     int      `json:"days,omitempty"`
	LastDay  law.Date `json:"last_day,omitzero"` // end of the period that this event sets or closes
	Override bool     `json:"override,omitempty"`

	Party    string   `json:"party,omitempty"`
	Kind     string   `json:"kind,omitempty" enum:"third_party,joint_agency,other_agency"`
	Stance   string   `json:"stance,omitempty"`
	Silence  string   `json:"silence,omitempty"` // consultation_closed: what silence means (agency_decides, consent)
	Sequence int      `json:"sequence,omitempty"`
	Outcome  string   `json:"outcome,omitempty"`
	ServedOn law.Date `json:"served_on,omitzero"`
	Carrier  string   `json:"carrier,omitempty"` // postal, courier

	Acceptable bool     `json:"acceptable,omitempty"` // reasons_received: the agency accepts them
	Until      law.Date `json:"until,omitzero"`       // delayed_date_set: the date of reply fixed under art. 35; of a case: the day by which the agency must act
	Basis      string   `json:"basis,omitempty"`      // fee: item, page
	Quantity   int      `json:"quantity,omitempty"`   // fee: items or pages
	AmountFen  int      `json:"amount_fen,omitempty"` // fee asked or paid, in fen
	Found      bool     `json:"found,omitempty"`      // search_recorded
	Digest     string   `json:"digest,omitempty"`     // attached: SHA-256, hexadecimal
	RetainTo   law.Date `json:"retain_to,omitzero"`   // archived: kept until this day

	Result     string            `json:"result,omitempty"`
	ServedBy   string            `json:"served_by,omitempty"`
	Items      []string          `json:"items,omitempty"` // results of the items, in order
	Earlier    string            `json:"earlier,omitempty"`
	Unsigned   bool              `json:"unsigned,omitempty"`
	DocumentOn law.Date          `json:"document_on,omitzero"` // date on the letter
	Fields     map[string]Change `json:"fields,omitempty"`

	ClosedOn           law.Date `json:"closed_on,omitzero"` // recorded_from_ledger
	SupplementTold     law.Date `json:"supplement_told_on,omitzero"`
	SupplementReceived law.Date `json:"supplement_received_on,omitzero"`
	ExtensionTold      law.Date `json:"extension_told_on,omitzero"`
	Doubts             []string `json:"doubts,omitempty"` // what the law would have wanted before such a result

	Choices map[string]string `json:"choices,omitempty"` // answers to open questions of the law that this event rests on, by key

	CaseData

	Counted *Counting `json:"counted,omitempty"` // where it counts from here on, where that does not follow from the facts (a filed year never moves)

	Report int `json:"report,omitempty"` // recounted: the year whose filed report was amended

	Due *Due `json:"due,omitempty"` // the reply clock after this event, where this event moved it
	Sealed
}

// Change is one corrected field: what stood there and what stands there now. Words and names are corrected through
// sealed text, never here.
type Change struct {
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Due is the state of the reply clock (art. 33): On is none while no date exists (before receipt, while a supplement or
// a fee is awaited).
type Due struct {
	On       law.Date `json:"on,omitzero"`
	Kind     string   `json:"kind,omitempty" enum:"firm,forecast,provisional"`
	Calendar string   `json:"calendar,omitempty"`
}

// Kinds of due dates.
const (
	Firm        = "firm"        // every day up to it stands in announced calendars, and nothing is pending
	Forecast    = "forecast"    // a consultation is open: computed as if the other side used its whole period
	Provisional = "provisional" // reaches into a year whose notice is not out yet
)

// CaseData is what the events of a case of review or suit say beside Result (its outcome) and Until.
type CaseData struct {
	Case        string              `json:"case,omitempty"`
	By          string              `json:"by,omitempty"` // who brought it: applicant, third_party
	Procedure   string              `json:"procedure,omitempty"`
	AfterReview bool                `json:"after_review,omitempty"`
	Reviewer    bool                `json:"reviewer,omitempty"`  // the agency stands in court only as the body that reviewed
	CountsIn    int                 `json:"counts_in,omitempty"` // year of the annual report, where it is not its own (a filed year never moves)
	AnswerBy    map[string]law.Date `json:"answer_by,omitempty"` // terms of answer that this event moved, by case
	Counts      string              `json:"counts,omitempty"`    // how the result of a later run stands in table 3: instead, not
}
