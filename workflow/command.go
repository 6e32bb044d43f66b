package workflow

import (
	"slices"

	"gongkai/law"
)

// Command is one object of the command language (contract, section 1): what a script line, the body of a POST, a bus
// request, a web form and the CLI all become. Each command is a struct with Common embedded; its JSON tags are its
// public names, a field without omitempty or omitzero is required.
type Command interface {
	Base() *Common
}

// CaseCommand is a command about one application.
type CaseCommand interface {
	Command
	decide(d *decision) error
}

// Common is what every command carries.
type Common struct {
	Do          string   `json:"do" doc:"name of the command"`
	Agency      string   `json:"agency" doc:"code of the agency" maxLength:"32" pattern:"code"`
	Application string   `json:"application,omitempty" doc:"the agency's own number" maxLength:"64" pattern:"number"`
	On          law.Date `json:"on,omitzero" doc:"legal date of the fact; missing = today"`
	Seen        *int     `json:"seen,omitempty" doc:"sequence number the sender decided on"`
	Key         string   `json:"key,omitempty" doc:"idempotency key" maxLength:"200"`
}

// Base gives the common part.
func (c *Common) Base() *Common { return c }

// Applicant is the person or body that applies (art. 29). Category is the column of table 3.
type Applicant struct {
	Category string `json:"category" enum:"natural_person,enterprise,research,public_welfare,legal_service,other"`
	Name     string `json:"name" maxLength:"200"`
	IDType   string `json:"id_type,omitempty" enum:"id_card,passport,unified_code,other"`
	IDNumber string `json:"id_number,omitempty" maxLength:"64"`
	Phone    string `json:"phone,omitempty" maxLength:"64"`
	Email    string `json:"email,omitempty" maxLength:"200"`
	Address  string `json:"address,omitempty" maxLength:"500"`
	Agent    string `json:"agent,omitempty" maxLength:"200"`
}

// Register enters an application (art. 29). On is the day it came: handed in, signed for, submitted, delivered.
type Register struct {
	Common
	Channel   string    `json:"channel" enum:"in_person,mail_signed,mail_ordinary,online,fax,oral,forwarded"`
	Applicant Applicant `json:"applicant"`
	Content   string    `json:"content" maxLength:"20000"`
	Form      string    `json:"form,omitempty" enum:"paper,email,disc,inspect"`
	Delivery  string    `json:"delivery,omitempty" enum:"post,pickup,on_site,online"`
	NeedsHelp bool      `json:"needs_help,omitempty"`

	SubmittedOn law.Date `json:"submitted_on,omitzero" doc:"day the applicant sent it: postmark, submission, delivery to another agency"`
	ToPerson    bool     `json:"to_person,omitempty" doc:"signed mail addressed to a named person, not to the agency"`
	Evidence    string   `json:"evidence,omitempty" maxLength:"2000" doc:"receipt number, tracking number, call note, portal log"`
	Parent      string   `json:"parent,omitempty" maxLength:"64" pattern:"number" doc:"application this one was split from at intake"`
}

// ConfirmReceipt confirms with the applicant an ordinary letter or a fax (art. 31 items 2 and 3): On is day 0.
type ConfirmReceipt struct {
	Common
	Evidence string `json:"evidence,omitempty" maxLength:"2000"`
}

// Assign gives the application to departments, one task each.
type Assign struct {
	Common
	Departments []Assignment `json:"departments"`
}

// Assignment is one department's share: its own term in working days and what it is asked.
type Assignment struct {
	Code string `json:"code" maxLength:"32" pattern:"code"`
	Days int    `json:"days,omitempty" minimum:"1" maximum:"60"`
	Ask  string `json:"ask,omitempty" maxLength:"5000"`
}

// AcceptTask is a department's signature for its task (签收).
type AcceptTask struct {
	Common
	Department string `json:"department" maxLength:"32" pattern:"code"`
}

// ReturnTask gives a task back (退回).
type ReturnTask struct {
	Common
	Department string `json:"department" maxLength:"32" pattern:"code"`
	Reason     string `json:"reason" maxLength:"5000"`
}

// ReportTask is what a department found.
type ReportTask struct {
	Common
	Department string   `json:"department" maxLength:"32" pattern:"code"`
	Finding    *Finding `json:"finding,omitempty"`
}

// Finding proposes a result for the department's part.
type Finding struct {
	Result  string `json:"result,omitempty" maxLength:"64"`
	Grounds string `json:"grounds,omitempty" maxLength:"5000"`
	Note    string `json:"note,omitempty" maxLength:"5000"`
}

// RequestSupplement asks once for everything that is missing (art. 30): Days is the applicant's period in working days,
// counted from ServedOn.
type RequestSupplement struct {
	Common
	Items    []string  `json:"items" maxLength:"5000"`
	Days     int       `json:"days" minimum:"5" maximum:"30"`
	ServedOn law.Date  `json:"served_on,omitzero"`
	Override *Override `json:"override,omitempty"`
}

// Override is a supervisor's reason for a notice after the 7th working day; the first due date stays binding.
type Override struct {
	Reason string `json:"reason" maxLength:"5000"`
}

// ReceiveSupplement records the applicant's supplement: the reply clock starts over at On.
type ReceiveSupplement struct {
	Common
	Content    string `json:"content" maxLength:"20000"`
	GoodReason string `json:"good_reason,omitempty" maxLength:"5000" doc:"why a late supplement is accepted (open reading A7)"`
}

// WithdrawSupplementRequest takes the notice back: the first run goes on as if none had been given.
type WithdrawSupplementRequest struct {
	Common
	Reason string `json:"reason" maxLength:"5000"`
}

// Consult sends a consultation letter (arts. 32, 34). Party is a key of the agency's own, never a name.
type Consult struct {
	Common
	Party    string   `json:"party" maxLength:"32" pattern:"code"`
	Kind     string   `json:"kind" enum:"third_party,joint_agency,other_agency"`
	Name     string   `json:"name" maxLength:"200"`
	ServedOn law.Date `json:"served_on,omitzero"`
}

// ReceiveOpinion records the answer of a consulted party.
type ReceiveOpinion struct {
	Common
	Party  string `json:"party" maxLength:"32" pattern:"code"`
	Stance string `json:"stance" enum:"agree,object"`
	Reason string `json:"reason,omitempty" maxLength:"5000"`
}

// Extend lengthens the reply period by Days working days (art. 33 para. 2). On is the day the applicant was told.
type Extend struct {
	Common
	Days       int    `json:"days" minimum:"1"`
	Reason     string `json:"reason" maxLength:"5000"`
	ApprovedBy string `json:"approved_by" maxLength:"200"`
}

// RecordService records how the letter of event Sequence reached its addressee.
type RecordService struct {
	Common
	Sequence int      `json:"sequence" minimum:"1"`
	Outcome  string   `json:"outcome" enum:"served,refused,unreachable"`
	ServedOn law.Date `json:"served_on,omitzero"`
	ServedBy string   `json:"served_by,omitempty" enum:"hand,post,electronic,left,notice" doc:"left: 留置送达; notice: 公告送达, effective after 30 days"`
	Carrier  string   `json:"carrier,omitempty" enum:"postal,courier" doc:"the postal enterprise, or a private courier (邮政法 art. 55)"`
	Proof    string   `json:"proof,omitempty" maxLength:"2000"`
}

// RequestReasons asks for the reasons of very many or very frequent applications (art. 35); Days is the period in
// working days from ServedOn, 10 where none is given.
type RequestReasons struct {
	Common
	Days     int      `json:"days,omitempty" minimum:"1" maximum:"30"`
	ServedOn law.Date `json:"served_on,omitzero"`
}

// ReceiveReasons records the reasons and whether the agency accepts them (art. 35).
type ReceiveReasons struct {
	Common
	Reasons    string `json:"reasons" maxLength:"20000"`
	Acceptable bool   `json:"acceptable"`
}

// SetDelayedDate fixes a later date of reply after good reasons (art. 35). On is the day the applicant was told.
type SetDelayedDate struct {
	Common
	Until    law.Date `json:"until"`
	ServedOn law.Date `json:"served_on,omitzero"`
}

// NotifyFee asks for the information processing fee (art. 42, 国办函〔2020〕109号). Quantity is the number of items of
// this application (by item: counted on after the applicant's earlier ones of the month) or of pages (by page).
// AmountFen must equal the scale.
type NotifyFee struct {
	Common
	Basis     string   `json:"basis" enum:"item,page"`
	Quantity  int      `json:"quantity" minimum:"1" maximum:"100000"`
	AmountFen int      `json:"amount_fen" minimum:"1" maximum:"100000000000"`
	ServedOn  law.Date `json:"served_on,omitzero"`
}

// RecordPayment records money that came, in fen. Once the whole fee is paid, the reply period starts anew.
type RecordPayment struct {
	Common
	AmountFen int `json:"amount_fen" minimum:"1" maximum:"100000000000"`
}

// WithdrawFeeNotice takes the fee notice back: the run goes on as if none had been given.
type WithdrawFeeNotice struct {
	Common
	Reason string `json:"reason" maxLength:"5000"`
}

// RecordSearch keeps where was searched and whether something was found: in court the agency proves it.
type RecordSearch struct {
	Common
	Where string `json:"where" maxLength:"5000"`
	Found bool   `json:"found"`
}

// Attach names a paper of the file by its SHA-256 digest, in hexadecimal.
type Attach struct {
	Common
	Name   string `json:"name" maxLength:"200"`
	Digest string `json:"digest" maxLength:"64" pattern:"digest"`
}

// Archive closes the file of an answered application (art. 45 归档).
type Archive struct{ Common }

// ReplyItem is one thing asked for within an application and its own result.
type ReplyItem struct {
	Text   string `json:"text" maxLength:"5000"`
	Result string `json:"result" maxLength:"64"`
}

// ProposeReply drafts an answer for the head to sign.
type ProposeReply struct {
	Common
	Result  string      `json:"result" maxLength:"64"`
	Grounds string      `json:"grounds" maxLength:"5000"`
	Items   []ReplyItem `json:"items,omitempty"`
	Letter  string      `json:"letter,omitempty" maxLength:"50000"`
}

// ApproveReply signs the open proposal. The proposer never approves.
type ApproveReply struct{ Common }

// RejectReply sends the open proposal back.
type RejectReply struct {
	Common
	Comment string `json:"comment" maxLength:"5000"`
}

// Reply records the letter that went out. On is the day that counts for art. 33: signed for by hand, posted, or arrived
// in the applicant's system (国办公开办函〔2016〕235号).
type Reply struct {
	Common
	Result      string      `json:"result" maxLength:"64"`
	Grounds     string      `json:"grounds" maxLength:"5000"`
	ServedBy    string      `json:"served_by" enum:"hand,post,electronic"`
	ReceivedOn  law.Date    `json:"received_on,omitzero"`
	Items       []ReplyItem `json:"items,omitempty"`
	Earlier     string      `json:"earlier,omitempty" maxLength:"64" pattern:"number"`
	OtherAgency string      `json:"other_agency,omitempty" maxLength:"200"`
	DocumentOn  law.Date    `json:"document_on,omitzero" doc:"date on the letter (open reading A20)"`
	Carrier     string      `json:"carrier,omitempty" enum:"postal,courier" doc:"the postal enterprise, or a private courier (邮政法 art. 55)"`
}

// Withdraw closes the application at the applicant's wish.
type Withdraw struct {
	Common
	Reason string `json:"reason,omitempty" maxLength:"5000"`
}

// Correct changes fields of an earlier event, keeping before and after. The corrected history must break no rule.
type Correct struct {
	Common
	Sequence int               `json:"sequence" minimum:"1"`
	Fields   map[string]Change `json:"fields"`
	Reason   string            `json:"reason" maxLength:"5000"`
	Case     string            `json:"case,omitempty" maxLength:"64" pattern:"number"`
}

// VoidApplication strikes a mistaken registration; nothing is deleted and it counts nowhere. With Case it strikes a case
// of review or suit that was entered by mistake, and nothing else.
type VoidApplication struct {
	Common
	Reason string `json:"reason" maxLength:"5000"`
	Case   string `json:"case,omitempty" maxLength:"64" pattern:"number"`
}

// commands is the list of the language: name and an empty command of its type, in the contract's order.
var commands = []struct {
	Name string
	New  func() Command
}{
	{"register", func() Command { return new(Register) }},
	{"confirm_receipt", func() Command { return new(ConfirmReceipt) }},
	{"assign", func() Command { return new(Assign) }},
	{"accept_task", func() Command { return new(AcceptTask) }},
	{"return_task", func() Command { return new(ReturnTask) }},
	{"report_task", func() Command { return new(ReportTask) }},
	{"request_supplement", func() Command { return new(RequestSupplement) }},
	{"receive_supplement", func() Command { return new(ReceiveSupplement) }},
	{"withdraw_supplement_request", func() Command { return new(WithdrawSupplementRequest) }},
	{"consult", func() Command { return new(Consult) }},
	{"receive_opinion", func() Command { return new(ReceiveOpinion) }},
	{"extend", func() Command { return new(Extend) }},
	{"request_reasons", func() Command { return new(RequestReasons) }},
	{"receive_reasons", func() Command { return new(ReceiveReasons) }},
	{"set_delayed_date", func() Command { return new(SetDelayedDate) }},
	{"notify_fee", func() Command { return new(NotifyFee) }},
	{"record_payment", func() Command { return new(RecordPayment) }},
	{"withdraw_fee_notice", func() Command { return new(WithdrawFeeNotice) }},
	{"record_service", func() Command { return new(RecordService) }},
	{"propose_reply", func() Command { return new(ProposeReply) }},
	{"approve_reply", func() Command { return new(ApproveReply) }},
	{"reject_reply", func() Command { return new(RejectReply) }},
	{"reply", func() Command { return new(Reply) }},
	{"withdraw", func() Command { return new(Withdraw) }},
	{"correct", func() Command { return new(Correct) }},
	{"void", func() Command { return new(VoidApplication) }},
	{"record_search", func() Command { return new(RecordSearch) }},
	{"attach", func() Command { return new(Attach) }},
	{"archive", func() Command { return new(Archive) }},
	{"record_figure", func() Command { return new(RecordFigure) }},
	{"file_review", func() Command { return new(FileReview) }},
	{"answer_review", func() Command { return new(AnswerReview) }},
	{"decide_review", func() Command { return new(DecideReview) }},
	{"file_suit", func() Command { return new(FileSuit) }},
	{"answer_suit", func() Command { return new(AnswerSuit) }},
	{"decide_suit", func() Command { return new(DecideSuit) }},
	{"rehandle", func() Command { return new(Rehandle) }},
}

// CommandNames lists the commands people and programs may send, in the contract's order.
func CommandNames() []string {
	names := make([]string, len(commands))
	for i, c := range commands {
		names[i] = c.Name
	}
	return names
}

// CaseCommandNames lists those of them that are about one application.
func CaseCommandNames() []string {
	return slices.DeleteFunc(CommandNames(), func(name string) bool {
		_, ok := NewCommand(name).(CaseCommand)
		return !ok
	})
}

// NewCommand gives an empty command by name; nil for a name that is not of the language or is the clock's own.
func NewCommand(name string) Command {
	for _, c := range commands {
		if c.Name == name {
			cmd := c.New()
			cmd.Base().Do = name
			return cmd
		}
	}
	return nil
}
