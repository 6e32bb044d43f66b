package workflow

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/looplab/fsm"

	"gongkai/law"
)

// State is where an application stands. What may hold beside it is a fact (facts.go).
type State string

// The states of the contract. None is the moment before an application exists.
const (
	None               State = ""
	Arrived            State = "arrived"
	Received           State = "received"
	AwaitingSupplement State = "supplement_requested"
	FeeNotified        State = "fee_notified"
	Disclosed          State = "disclosed"
	PartiallyDisclosed State = "partially_disclosed"
	Refused            State = "refused"
	Unable             State = "unable"
	NotProcessed       State = "not_processed"
	OtherwiseClosed    State = "otherwise_closed"
	Void               State = "void"
	CaseOnly           State = "case" // the stream of a case of review or suit that is about no application
)

var (
	open   = []State{Arrived, Received, AwaitingSupplement, FeeNotified}
	closed = []State{Disclosed, PartiallyDisclosed, Refused, Unable, NotProcessed, OtherwiseClosed}
	living = append(slices.Clone(open), closed...)
	cased  = append(slices.Clone(living), CaseOnly)
)

// Transition is one row of the machine: Event leads from any state of From to To. To "" keeps the state. By is the
// command that brings it about, Clock says that only the clock may, Article is where the power to do so stands.
type Transition struct {
	Event   string
	By      string
	From    []State
	To      State
	Article string
	Clock   bool
}

// machine is the one table that declares what may happen when. Server rules, allowed buttons, the diagram, MACHINE.md
// and the test matrix are all read from it; guards stand in the decide files.
var machine = []Transition{
	{Event: Registered, By: "register", From: []State{None}, To: Arrived, Article: "29, 31"},
	{Event: Registered, By: "register", From: []State{None}, To: Received, Article: "29, 31"},
	{Event: RecordedFromLedger, By: "import", From: []State{None}, To: Received, Article: "31"},
	{Event: RecordedFromLedger, By: "import", From: []State{None}, To: AwaitingSupplement, Article: "30"},
	{Event: RecordedFromLedger, By: "import", From: []State{None}, To: Disclosed, Article: "36"},
	{Event: RecordedFromLedger, By: "import", From: []State{None}, To: PartiallyDisclosed, Article: "37"},
	{Event: RecordedFromLedger, By: "import", From: []State{None}, To: Refused, Article: "14-16"},
	{Event: RecordedFromLedger, By: "import", From: []State{None}, To: Unable, Article: "36, 38"},
	{Event: RecordedFromLedger, By: "import", From: []State{None}, To: NotProcessed, Article: "35, 36, 39"},
	{Event: RecordedFromLedger, By: "import", From: []State{None}, To: OtherwiseClosed, Article: "30, 42"},
	{Event: ReceiptConfirmed, By: "confirm_receipt", From: []State{Arrived}, To: Received, Article: "31"},

	{Event: TaskAssigned, By: "assign", From: open, Article: "45"},
	{Event: TaskAccepted, By: "accept_task", From: open, Article: "45"},
	{Event: TaskReturned, By: "return_task", From: open, Article: "45"},
	{Event: TaskReported, By: "report_task", From: open, Article: "45"},
	{Event: TaskClosed, By: "reply", From: append(slices.Clone(closed), Void), Article: "45"},
	{Event: TaskReopened, By: "receive_supplement", From: []State{Received}, Article: "45"},

	{Event: SupplementRequested, By: "request_supplement", From: []State{Received}, To: AwaitingSupplement, Article: "30"},
	{Event: SupplementReceived, By: "receive_supplement", From: []State{AwaitingSupplement}, To: Received, Article: "30"},
	{Event: SupplementReceived, By: "receive_supplement", From: []State{OtherwiseClosed}, Article: "30"},
	{Event: LapseReversed, By: "receive_supplement", From: []State{OtherwiseClosed}, To: Received, Article: "30"},
	{Event: LapseReversed, By: "correct", From: []State{OtherwiseClosed}, To: AwaitingSupplement, Article: "30"},
	{Event: LapseReversed, By: "correct", From: []State{OtherwiseClosed}, To: FeeNotified, Article: "42"},
	{Event: SupplementWithdrawn, By: "withdraw_supplement_request", From: []State{AwaitingSupplement}, To: Received, Article: "30"},
	{Event: SupplementLapsed, By: "lapse_supplement", From: []State{AwaitingSupplement}, To: OtherwiseClosed, Article: "30", Clock: true},

	{Event: ConsultationSent, By: "consult", From: []State{Received}, Article: "32, 34"},
	{Event: OpinionReceived, By: "receive_opinion", From: living, Article: "32, 34"},
	{Event: ConsultationClosed, By: "close_consultation", From: living, Article: "32, 34", Clock: true},
	{Event: Extended, By: "extend", From: []State{Received}, Article: "33"},
	{Event: ReasonsRequested, By: "request_reasons", From: []State{Received}, Article: "35"},
	{Event: ReasonsReceived, By: "receive_reasons", From: []State{Received}, Article: "35"},
	{Event: DelayedDateSet, By: "set_delayed_date", From: []State{Received}, Article: "35"},
	{Event: FeeRequested, By: "notify_fee", From: []State{Received}, To: FeeNotified, Article: "42"},
	{Event: FeePaid, By: "record_payment", From: []State{FeeNotified}, To: Received, Article: "42"},
	{Event: FeePaid, By: "record_payment", From: []State{FeeNotified, OtherwiseClosed}, Article: "42"},
	{Event: FeeWithdrawn, By: "withdraw_fee_notice", From: []State{FeeNotified}, To: Received, Article: "42"},
	{Event: FeeLapsed, By: "lapse_fee", From: []State{FeeNotified}, To: OtherwiseClosed, Article: "42", Clock: true},
	{Event: ServiceRecorded, By: "record_service", From: living, Article: "40"},

	{Event: ReplyProposed, By: "propose_reply", From: []State{Received}, Article: "45"},
	{Event: ReplyApproved, By: "approve_reply", From: []State{Received}, Article: "45"},
	{Event: ReplyRejected, By: "reject_reply", From: []State{Received}, Article: "45"},
	{Event: Replied, By: "reply", From: []State{Received}, To: Disclosed, Article: "36"},
	{Event: Replied, By: "reply", From: []State{Received}, To: PartiallyDisclosed, Article: "37"},
	{Event: Replied, By: "reply", From: []State{Received}, To: Refused, Article: "14-16, 36"},
	{Event: Replied, By: "reply", From: []State{Received}, To: Unable, Article: "30, 36, 38"},
	{Event: Replied, By: "reply", From: []State{Received}, To: NotProcessed, Article: "35, 36, 39"},
	{Event: Replied, By: "reply", From: []State{Received}, To: OtherwiseClosed, Article: "36"},
	{Event: Withdrawn, By: "withdraw", From: open, To: OtherwiseClosed, Article: "27"},

	{Event: ReviewFiled, By: "file_review", From: []State{None}, To: CaseOnly, Article: "51"},
	{Event: ReviewFiled, By: "file_review", From: living, Article: "51"},
	{Event: ReviewAnswered, By: "answer_review", From: cased, Article: "行政复议法 48, 54"},
	{Event: ReviewDecided, By: "decide_review", From: cased, Article: "行政复议法 61-69"},
	{Event: SuitFiled, By: "file_suit", From: []State{None}, To: CaseOnly, Article: "51"},
	{Event: SuitFiled, By: "file_suit", From: living, Article: "51"},
	{Event: SuitAnswered, By: "answer_suit", From: cased, Article: "行政诉讼法 67"},
	{Event: SuitDecided, By: "decide_suit", From: cased, Article: "行政诉讼法 69-77"},
	{Event: Rehandled, By: "rehandle", From: closed, To: Received, Article: "33"},
	{Event: Rehandled, By: "rehandle", From: []State{Received, CaseOnly}, Article: "33"},
	{Event: CaseStruck, By: "void", From: cased, Article: "45"},
	{Event: AnswerOverdueMarked, By: markAnswerOverdue, From: cased, Article: "行政复议法 48, 54; 行政诉讼法 67", Clock: true},
	{Event: PerformanceOverdueMarked, By: markPerformanceOverdue, From: cased, Article: "行政复议法 77; 行政诉讼法 96", Clock: true},

	{Event: Corrected, By: "correct", From: cased, Article: "45"},
	{Event: Voided, By: "void", From: living, To: Void, Article: "45"},
	{Event: SearchRecorded, By: "record_search", From: living, Article: "36"},
	{Event: Attached, By: "attach", From: living, Article: "45"},
	{Event: Archived, By: "archive", From: closed, Article: "45"},
	{Event: OverdueMarked, By: "mark_overdue", From: []State{Received, AwaitingSupplement}, Article: "33, 51", Clock: true},
	{Event: Recounted, By: "amend_report", From: append(slices.Clone(living), Void), Article: "50"},
	{Event: DueRecomputed, By: "recompute_due", From: cased, Article: "33", Clock: true},
}

// Machine returns a copy of the table.
func Machine() []Transition { return slices.Clone(machine) }

// States lists the states in the order of an application's life, None excluded; CaseOnly, which is no application's, last.
func States() []State { return append(slices.Clone(living), Void, CaseOnly) }

// Closed says whether the state is final: no way out but a command made for it, with a reason.
func (s State) Closed() bool { return s == Void || slices.Contains(closed, s) }

// StateOf gives the state that follows from the head of a result key of table 3.
func StateOf(head string) (State, bool) {
	s, ok := map[string]State{
		"disclosed": Disclosed, "partial": PartiallyDisclosed, "refused": Refused,
		"unable": Unable, "not_processed": NotProcessed, "other": OtherwiseClosed,
	}[head]
	return s, ok
}

// Referee answers "is this event legal here" with one finite-state machine that it sets before each question. It is not
// safe for concurrent use: a committer keeps its own.
type Referee struct{ fsm *fsm.FSM }

// NewReferee builds the machine from the table. looplab/fsm takes double rows silently (the later wins) and knows one
// target for an event and a source, so each target is an event name of its own; machine_test checks the table.
func NewReferee() *Referee {
	var rows []fsm.EventDesc
	for _, t := range machine {
		for _, from := range t.From {
			rows = append(rows, fsm.EventDesc{Name: arrow(t.Event, t.target(from)), Src: []string{string(from)}, Dst: string(t.target(from))})
		}
	}
	return &Referee{fsm: fsm.NewFSM(string(None), rows, fsm.Callbacks{})}
}

func (t Transition) target(from State) State {
	if t.To == None {
		return from
	}
	return t.To
}

func arrow(event string, to State) string { return event + ">" + string(to) }

// Allows says whether event may lead from one state to another.
func (r *Referee) Allows(event string, from, to State) bool {
	r.fsm.SetState(string(from))
	err := r.fsm.Event(context.Background(), arrow(event, to))
	var same fsm.NoTransitionError
	return err == nil || (errors.As(err, &same) && same.Err == nil)
}

// CommandsIn lists the commands that the table lets happen in a state, the clock's own left out, in the table's order.
func CommandsIn(s State) []string {
	var names []string
	for _, t := range machine {
		if !t.Clock && !t.ofOffice() && slices.Contains(t.From, s) && !slices.Contains(names, t.By) && t.primary() {
			names = append(names, t.By)
		}
	}
	return names
}

// ofOffice tells rows that follow from work on a whole ledger or report, not from a command about one application.
func (t Transition) ofOffice() bool { return t.By == "import" || t.By == "amend_report" }

// primary tells a command's own event from what follows from it elsewhere (task events of a closing case, the reversal
// of a lapse).
func (t Transition) primary() bool {
	switch t.Event {
	case TaskClosed, TaskReopened, LapseReversed:
		return false
	}
	return true
}

// articleOf gives the article that a command rests on.
func articleOf(command string) string {
	for _, t := range machine {
		if t.By == command && t.primary() {
			return t.Article
		}
	}
	return ""
}

// ArticleOf gives the article that an event rests on: for a reply, that of its result.
func ArticleOf(eventType, result string) string {
	if r, ok := law.ResultByKey(result); ok && eventType == Replied && r.Articles != "" {
		return r.Articles
	}
	for _, t := range machine {
		if t.Event == eventType {
			return t.Article
		}
	}
	return ""
}

func (r *Referee) check(event string, from, to State) error {
	if !r.Allows(event, from, to) {
		return fmt.Errorf("the machine has no row %s from %q to %q", event, from, to)
	}
	return nil
}
