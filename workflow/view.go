package workflow

import (
	"time"

	"gongkai/law"
)

// Request is a command on its way to the log, with who sends it and on which day. Today is the civil date by the wall
// clock: nothing may happen after it. Entered is the day of entry, which is Today except in a case script, where it is
// the day the story has reached.
type Request struct {
	Command Command
	Actor   string
	Today   law.Date
	Entered law.Date
}

// Answer is what a command did (contract, section 7).
type Answer struct {
	Application string        `json:"application"`
	Case        string        `json:"case,omitempty"` // of a command about a case of review or suit
	Sequence    int           `json:"sequence"`
	State       State         `json:"state"`
	DueOn       *law.Date     `json:"due_on"`
	Events      []AnswerEvent `json:"events"`
}

// AnswerEvent names one event that a command appended, deadlines that acted before and after it included.
type AnswerEvent struct {
	Position int64    `json:"position"`
	ID       string   `json:"id"`
	Sequence int      `json:"sequence"`
	Type     string   `json:"type"`
	OnDate   law.Date `json:"on_date"`
}

// Summary is one application as lists show it; Applicant and Content are opened words and are empty for readers who may
// not see them.
type Summary struct {
	Agency       string    `json:"agency"`
	Application  string    `json:"application"`
	Sequence     int       `json:"sequence"`
	State        State     `json:"state"`
	Result       string    `json:"result,omitempty"`
	Channel      string    `json:"channel,omitempty"`
	Category     string    `json:"category,omitempty"`
	RegisteredOn law.Date  `json:"registered_on,omitzero"`
	ReceivedOn   law.Date  `json:"received_on,omitzero"`
	DueOn        law.Date  `json:"due_on,omitzero"`
	DueKind      string    `json:"due_kind,omitempty"`
	ClosedOn     law.Date  `json:"closed_on,omitzero"`
	Overdue      bool      `json:"overdue"`
	Facts        []string  `json:"facts"`
	Holders      []string  `json:"holders,omitempty"` // departments with an open task
	ChangedAt    time.Time `json:"changed_at"`
	Applicant    string    `json:"applicant,omitempty"`
	Content      string    `json:"content,omitempty"`
}

// Query asks for a page of applications. Zero values do not filter. Cursor is what the page before returned.
type Query struct {
	Agency     string
	States     []State
	OpenOnly   bool
	Overdue    bool
	Department string   // with an open task of this department
	Text       string   // number, applicant or words of the content
	DueBefore  law.Date // due on or before
	Sort       string   // due (default), received, number; a leading "-" turns it round
	Cursor     string
	Limit      int
}

// Page is a page of applications and the cursor of the next one, empty at the end.
type Page struct {
	Items []Summary `json:"items"`
	Next  string    `json:"next,omitempty"`
}

// Case is an application with its history and the words of each event, opened for a reader who may see them: sequence
// number → field → text.
type Case struct {
	Application *Application
	History     []Recorded
	Words       map[int]map[string]string
	Choices     []Choice // the answers that its body holds to open questions of the law
}

// Moved is an open application whose due date a newly announced calendar moved.
type Moved struct {
	Agency      string   `json:"agency"`
	Application string   `json:"application"`
	Before      law.Date `json:"before"`
	After       law.Date `json:"after"`
	Kind        string   `json:"kind"` // of the new date: firm, forecast, provisional
}

// Agency is a body that answers applications.
type Agency struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Parent string `json:"parent,omitempty"`
	// Vertical: it belongs to a system that reports on its own (rulebook 6.6), so totals of local governments leave it out.
	Vertical bool `json:"vertical,omitempty"`
}

// Department is a part of a body that works on applications.
type Department struct {
	Agency string `json:"agency"`
	Code   string `json:"code"`
	Name   string `json:"name"`
}

// Person is somebody who signs in. Secret is the sealed password hash, opened only for the check.
type Person struct {
	Code        string   `json:"code"`
	Name        string   `json:"name"`
	Agency      string   `json:"agency,omitempty"`
	Departments []string `json:"departments,omitempty"`
	Roles       []string `json:"roles"`
	Secret      string   `json:"-"`
}

// Token is what is stored of an API token of a person: a hash by which it is found, never the secret.
type Token struct {
	Stored  string
	Person  string
	Expires time.Time
}
