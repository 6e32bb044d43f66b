package workflow

import (
	"fmt"
	"slices"

	"gongkai/law"
)

// Application is what the history of one application says: the fold of its events. Everything here can be dropped and
// computed again from History.
type Application struct {
	Agency, Number string
	Case           string // code of a case of no application (rulebook 7.3), whose stream this is; Number is empty then
	History        []Event

	State    State
	Result   string // key of table 3, once closed
	Law      string // version of the Regulation, fixed by the date of receipt
	Channel  string
	Category string

	RegisteredOn law.Date
	ReceivedOn   law.Date
	ClosedOn     law.Date
	ResultOn     law.Date // the day that puts the result into a year: ClosedOn, or by choice the date on the letter
	ChangedOn    law.Date // legal date of the last change of state

	Supplement    *Supplement
	Earlier       []Supplement // notices before the one that counts (open reading A6)
	Reasons       *Reasons
	Delayed       *Delayed
	Fees          []Fee
	Restarts      []Restart // facts from which the whole reply period began again
	ArchivedOn    law.Date
	Consultations []Consultation
	Extensions    []Extension
	Tasks         []Task
	Proposal      *Proposal
	Reply         *ReplyFact
	Disputes      []Dispute    // cases of review and suit
	Rehandlings   []Rehandling // runs after the first
	Settled       Counting     // what the runs before this one left counted
	SettledBy     Mark         // and the event that closed them
	CountsAs      string       // how this run's result stands beside it: instead, not
	ClosedBy      Mark         // the event that closed it last
	MarkedOn      law.Date     // the day overdue began, by the last overdue_marked
	LateEntry     bool
	FromLedger    bool
	Doubts        []string

	Due Due // as the last event that moved the clock left it
	Counting
}

// Supplement is the one notice of art. 30 and what came of it.
type Supplement struct {
	Seq       int
	On        law.Date
	Days      int
	ServedOn  law.Date
	TooLate   bool     // sent after the 7th working day by override: the first due date stays binding
	Received  law.Date // day the supplement came
	LapsedOn  law.Date
	TakenBack law.Date // day the notice was withdrawn: as if none had been given
}

// Restart is a fact that began the whole reply period again: a supplement, or the payment of the fee.
type Restart struct {
	Seq int
	On  law.Date
}

// Reasons is the request of art. 35 and what came of it.
type Reasons struct {
	Seq        int
	On         law.Date
	Days       int
	ServedOn   law.Date
	ReceivedOn law.Date
	Acceptable bool
	StopsClock bool // open reading A9
}

// Delayed is the later date of reply fixed after good reasons (art. 35).
type Delayed struct {
	Seq   int
	On    law.Date
	Until law.Date
}

// Fee is one fee notice (art. 42), in fen, and what was paid.
type Fee struct {
	Seq       int
	On        law.Date
	Basis     string // item, page
	Quantity  int
	Amount    int
	ServedOn  law.Date
	Paid      int
	PaidOn    law.Date // day the whole was paid
	TakenBack law.Date // day the notice was withdrawn
	LapsedOn  law.Date
}

// Consultation is one letter to a third party, a joint maker or another agency (arts. 32-34) and its answer.
type Consultation struct {
	Seq       int
	Party     string
	Kind      string
	SentOn    law.Date
	ServedOn  law.Date
	Days      int      // the other side's period, where the law leaves it to the office (open reading A10)
	Mode      string   // which end days count (open reading A4)
	ProofSeq  int      // event that proved its delivery, where that came later
	AttemptOn law.Date // first attempt to deliver that failed (open reading A11)
	OpinionOn law.Date
	Stance    string
	ClosedOn  law.Date // day the clock ended the wait
}

// Extension is one lengthening of the reply period (art. 33 para. 2).
type Extension struct {
	Seq  int
	On   law.Date
	Days int
}

// Task is a department's part in an application.
type Task struct {
	Department string   `json:"department"`
	Status     string   `json:"status"` // assigned, accepted, returned, reported, closed
	AssignedOn law.Date `json:"assigned_on"`
	Days       int      `json:"days,omitempty"`
	DueOn      law.Date `json:"due_on,omitzero"`
	Finding    string   `json:"finding,omitempty"` // proposed result key
}

// Open says whether the department still has to act.
func (t Task) Open() bool { return t.Status == "assigned" || t.Status == "accepted" }

// Proposal is a drafted answer on its way to the head.
type Proposal struct {
	Seq    int
	By     string
	Result string
	Items  []string
	Status string // open, approved, rejected
}

// ReplyFact is the letter that went out.
type ReplyFact struct {
	Seq        int
	On         law.Date
	ServedBy   string
	ReceivedOn law.Date
	Result     string
	Items      []string
	Unsigned   bool
	DocumentOn law.Date
	Carrier    string

	InquiryFirst bool // the office held review to come first for administrative inquiries (open reading A19)
}

// HadOn is the day the applicant had the letter, where that is proven: by hand it is the day he signed for it, the day
// that counts for the deadline too (国办公开办函〔2016〕235号).
func (r *ReplyFact) HadOn() law.Date {
	if r.ReceivedOn.IsZero() && r.ServedBy == "hand" {
		return r.On
	}
	return r.ReceivedOn
}

// Seq is the sequence number of the last event; 0 when nothing happened yet.
func (a *Application) Seq() int { return len(a.History) }

// NewApplication is an application of which nothing is known yet.
func NewApplication(agency, number string) *Application {
	return &Application{Agency: agency, Number: number}
}

// NewCase is a case of no application (proactive publication, art. 41) of which nothing is known yet. It is folded,
// decided and stored as an application is.
func NewCase(agency, code string) *Application { return &Application{Agency: agency, Case: code} }

// Stream names the stream of its history.
func (a *Application) Stream() string {
	if a.Number == "" {
		return CaseStream(a.Agency, a.Case)
	}
	return ApplicationStream(a.Agency, a.Number)
}

// Fold computes an application from its whole history, corrections applied. Events must be numbered 1, 2, 3 ….
func Fold(agency, number string, history []Event) (*Application, error) {
	return NewApplication(agency, number).Fold(history)
}

// Fold computes what a history makes of an application or case of which only the name is known.
func (a *Application) Fold(history []Event) (*Application, error) {
	a = &Application{Agency: a.Agency, Number: a.Number, Case: a.Case}
	effective, err := corrected(history)
	if err != nil {
		return nil, err
	}
	for i, e := range effective {
		if e.Seq != i+1 {
			return nil, fmt.Errorf("%s: event %d stands at place %d", a.Stream(), e.Seq, i+1)
		}
		if err := a.apply(e); err != nil {
			return nil, err
		}
	}
	a.History = slices.Clone(history)
	return a, nil
}

// With gives the application after one more event and leaves a as it is.
func (a *Application) With(e Event) (*Application, error) {
	if e.Seq != a.Seq()+1 {
		return nil, fmt.Errorf("%s: event %d after %d", a.Stream(), e.Seq, a.Seq())
	}
	if e.Type == Corrected {
		return a.Fold(append(slices.Clip(a.History), e))
	}
	b := a.clone()
	if err := b.apply(e); err != nil {
		return nil, err
	}
	b.History = append(slices.Clip(a.History), e)
	return b, nil
}

func (a *Application) clone() *Application {
	b := *a
	b.Consultations = slices.Clone(a.Consultations)
	b.Extensions = slices.Clone(a.Extensions)
	b.Tasks = slices.Clone(a.Tasks)
	b.Doubts = slices.Clone(a.Doubts)
	b.Earlier, b.Fees, b.Restarts = slices.Clone(a.Earlier), slices.Clone(a.Fees), slices.Clone(a.Restarts)
	b.Disputes, b.Rehandlings = slices.Clone(a.Disputes), slices.Clone(a.Rehandlings)
	b.Supplement, b.Proposal, b.Reply = copied(a.Supplement), copied(a.Proposal), copied(a.Reply)
	b.Reasons, b.Delayed = copied(a.Reasons), copied(a.Delayed)
	return &b
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}
