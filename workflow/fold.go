package workflow

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/law"
)

// apply brings one event into the facts. It trusts the log: what may happen was decided when the event was made, and
// `gongkai verify` decides it again.
func (a *Application) apply(e Event) error {
	parted := a.Parted()
	data, err := a.learn(e)
	if err != nil {
		return err
	}
	switch {
	case data.Counted != nil:
		a.Counting = *data.Counted
	case !parted:
		a.Counting = a.Own()
	}
	if e.Type == Voided && a.ClosedYear != 0 && a.ClosedOn.IsZero() { // a filed year carried it over, so it must leave
		a.Result, a.ClosedOn = a.Row, e.On
	}
	return nil
}

// learn brings the facts along.
func (a *Application) learn(e Event) (*Data, error) {
	data, ok := e.Data.(*Data)
	if !ok {
		return nil, fmt.Errorf("%s/%d: %s is no event of an application", e.Stream, e.Seq, e.Type)
	}
	if a.Law == "" {
		a.Law = e.Law
	}
	if data.LateEntry {
		a.LateEntry = true
	}
	if data.Counts != "" {
		a.CountsAs = data.Counts
	}
	defer a.markClosing(e)
	defer a.setTerms(data.AnswerBy)
	if data.Due != nil {
		a.Due = *data.Due
	}
	switch e.Type {
	case Registered:
		a.register(e, data)
	case RecordedFromLedger:
		return data, a.recordFromLedger(e, data)
	case ReceiptConfirmed:
		a.ReceivedOn, a.Law = data.ReceivedOn, e.Law
		a.move(Received, e.On)
	case TaskAssigned, TaskAccepted, TaskReturned, TaskReported, TaskClosed, TaskReopened:
		a.task(e, data)
	case SupplementRequested, SupplementReceived, SupplementLapsed, SupplementWithdrawn:
		a.supplement(e, data)
	case LapseReversed:
		a.reopen(e)
	case ReasonsRequested, ReasonsReceived, DelayedDateSet:
		a.excess(e, data)
	case FeeRequested, FeePaid, FeeWithdrawn, FeeLapsed:
		return data, a.charge(e, data)
	case ConsultationSent, OpinionReceived, ConsultationClosed:
		return data, a.consult(e, data)
	case Extended:
		a.Extensions = append(a.Extensions, Extension{Seq: e.Seq, On: e.On, Days: data.Days})
	case ServiceRecorded:
		a.serve(e, data)
	case ReplyProposed:
		a.Proposal = &Proposal{Seq: e.Seq, By: e.Actor, Result: data.Result, Items: data.Items, Status: "open"}
	case ReplyApproved:
		a.Proposal.Status = "approved"
	case ReplyRejected:
		a.Proposal.Status = "rejected"
	case Replied:
		return data, a.reply(e, data)
	case Withdrawn:
		a.close(OtherwiseClosed, "other.other", e.On)
	case Voided:
		a.move(Void, e.On)
	case OverdueMarked:
		a.MarkedOn = e.On
	case Archived:
		a.ArchivedOn = e.On
	case ReviewFiled, ReviewAnswered, ReviewDecided, SuitFiled, SuitAnswered, SuitDecided, Rehandled, CaseStruck,
		AnswerOverdueMarked, PerformanceOverdueMarked:
		return data, a.dispute(e, data)
	case Corrected:
		a.reconsider(data)
	case DueRecomputed, SearchRecorded, Attached, Recounted:
	default:
		return nil, fmt.Errorf("%s/%d: no fold for %s", e.Stream, e.Seq, e.Type)
	}
	return data, nil
}

func (a *Application) supplement(e Event, data *Data) {
	switch e.Type {
	case SupplementRequested:
		if a.Supplement != nil {
			a.Earlier = append(a.Earlier, *a.Supplement)
		}
		a.Supplement = &Supplement{Seq: e.Seq, On: e.On, Days: data.Days, ServedOn: data.ServedOn, TooLate: data.Override}
		a.move(AwaitingSupplement, e.On)
	case SupplementReceived:
		a.Supplement.Received = latest(e.On, data.ReceivedOn) // shifted from a rest day by choice (open reading A2)
		if !a.Supplement.TooLate {                            // too late a notice leaves the first due date binding (open reading A5)
			a.Restarts = append(a.Restarts, Restart{e.Seq, a.Supplement.Received})
		}
		if a.State == AwaitingSupplement {
			a.move(Received, e.On)
		}
	case SupplementLapsed:
		a.Supplement.LapsedOn = e.On
		a.close(OtherwiseClosed, "other.supplement_lapsed", e.On)
	case SupplementWithdrawn:
		a.Supplement.TakenBack = e.On
		a.move(Received, e.On)
	}
}

// reconsider opens a wait again that the clock ended by what a correction changed: the clock ends it once more, on the day
// and with the meaning of silence that are right now.
func (a *Application) reconsider(data *Data) {
	if !slices.ContainsFunc([]string{"on", "served_on", "kind", "outcome"}, func(f string) bool { _, ok := data.Fields[f]; return ok }) {
		return
	}
	for i := range a.Consultations {
		if c := &a.Consultations[i]; data.Sequence == c.Seq || data.Sequence == c.ProofSeq {
			c.ClosedOn = 0
		}
	}
}

// reopen takes a lapse back: what was awaited came in time, or by a corrected date the period is not over.
func (a *Application) reopen(e Event) {
	a.ArchivedOn = 0
	to := Received
	if f := a.fee(); f != nil && !f.LapsedOn.IsZero() {
		f.LapsedOn = 0
		if f.PaidOn.IsZero() {
			to = FeeNotified
		}
	} else if s := a.Supplement; s != nil {
		s.LapsedOn = 0
		if s.Received.IsZero() {
			to = AwaitingSupplement
		}
	}
	a.Result, a.ClosedOn, a.ResultOn = "", 0, 0
	a.move(to, e.On)
}

// excess folds what art. 35 asks of very many applications.
func (a *Application) excess(e Event, data *Data) {
	switch e.Type {
	case ReasonsRequested:
		a.Reasons = &Reasons{Seq: e.Seq, On: e.On, Days: data.Days, ServedOn: data.ServedOn,
			StopsClock: chosenIn(data.Choices, "reasons_stop_clock") == "true"}
	case ReasonsReceived:
		a.Reasons.ReceivedOn, a.Reasons.Acceptable = e.On, data.Acceptable
	case DelayedDateSet:
		a.Delayed = &Delayed{Seq: e.Seq, On: e.On, Until: data.Until}
	}
}

// charge folds the fee of art. 42: payment of the whole begins a new run.
func (a *Application) charge(e Event, data *Data) error {
	if e.Type == FeeRequested {
		a.Fees = append(a.Fees, Fee{Seq: e.Seq, On: e.On, Basis: data.Basis, Quantity: data.Quantity, Amount: data.AmountFen, ServedOn: data.ServedOn})
		a.move(FeeNotified, e.On)
		return nil
	}
	f := a.fee()
	if f == nil {
		return fmt.Errorf("%s/%d: %s without a fee notice", e.Stream, e.Seq, e.Type)
	}
	switch e.Type {
	case FeePaid:
		f.Paid += data.AmountFen
		if f.Paid < f.Amount {
			return nil
		}
		f.PaidOn = e.On
		a.Restarts = append(a.Restarts, Restart{e.Seq, e.On})
		if a.State == FeeNotified {
			a.move(Received, e.On)
		}
	case FeeWithdrawn:
		f.TakenBack = e.On
		a.move(Received, e.On)
	case FeeLapsed:
		f.LapsedOn = e.On
		a.close(OtherwiseClosed, "other.fee_unpaid", e.On)
	}
	return nil
}

// fee is the fee notice that stands; nil when none was given, or it was taken back.
func (a *Application) fee() *Fee {
	if n := len(a.Fees); n > 0 && a.Fees[n-1].TakenBack.IsZero() && a.sinceRehandled(a.Fees[n-1].Seq) {
		return &a.Fees[n-1]
	}
	return nil
}

func (a *Application) consult(e Event, data *Data) error {
	if e.Type == ConsultationSent {
		a.Consultations = append(a.Consultations, Consultation{
			Seq: e.Seq, Party: data.Party, Kind: data.Kind, SentOn: e.On, ServedOn: data.ServedOn,
			Days: data.Days, Mode: chosenIn(data.Choices, "pause_mode"),
		})
		return nil
	}
	c := a.consultation(data.Party)
	if c == nil {
		return fmt.Errorf("%s/%d: %s of a party that was not consulted", e.Stream, e.Seq, e.Type)
	}
	if e.Type == ConsultationClosed {
		c.ClosedOn = e.On
		return nil
	}
	c.OpinionOn, c.Stance = e.On, data.Stance
	return nil
}

func (a *Application) reply(e Event, data *Data) error {
	state, ok := StateOf(head(data.Result))
	if !ok {
		return fmt.Errorf("%s/%d: unknown result %q", e.Stream, e.Seq, data.Result)
	}
	a.Reply = &ReplyFact{Seq: e.Seq, On: e.On, ServedBy: data.ServedBy, ReceivedOn: data.ReceivedOn,
		Result: data.Result, Items: data.Items, Unsigned: data.Unsigned, DocumentOn: data.DocumentOn, Carrier: data.Carrier,
		InquiryFirst: chosenIn(data.Choices, "inquiry_review") == "review_first"}
	a.close(state, data.Result, e.On)
	a.ResultOn = data.resultDate(e.On)
	return nil
}

func (a *Application) move(to State, on law.Date) { a.State, a.ChangedOn = to, on }

func (a *Application) close(to State, result string, on law.Date) {
	a.Result, a.ClosedOn, a.ResultOn = result, on, on
	a.move(to, on)
}

func (a *Application) register(e Event, data *Data) {
	a.Channel, a.Category, a.RegisteredOn = data.Channel, data.Category, e.On
	a.ReceivedOn = data.ReceivedOn
	state := Received
	if data.ReceivedOn.IsZero() {
		state = Arrived
	}
	a.move(state, e.On)
}

func (a *Application) recordFromLedger(e Event, data *Data) error {
	a.FromLedger, a.Doubts = true, data.Doubts
	a.Channel, a.Category = data.Channel, data.Category
	a.RegisteredOn, a.ReceivedOn = data.ReceivedOn, data.ReceivedOn
	if !data.SupplementTold.IsZero() {
		a.Supplement = &Supplement{Seq: e.Seq, On: data.SupplementTold, ServedOn: data.SupplementTold, Received: data.SupplementReceived}
		if !data.SupplementReceived.IsZero() {
			a.Restarts = append(a.Restarts, Restart{e.Seq, data.SupplementReceived})
		}
	}
	if !data.ExtensionTold.IsZero() {
		a.Extensions = []Extension{{Seq: e.Seq, On: data.ExtensionTold, Days: data.Days}}
	}
	if data.Result == "" {
		state := Received
		if !data.SupplementTold.IsZero() && data.SupplementReceived.IsZero() {
			state = AwaitingSupplement
		}
		a.move(state, latest(data.ReceivedOn, data.SupplementTold, data.SupplementReceived))
		return nil
	}
	state, ok := StateOf(head(data.Result))
	if !ok {
		return fmt.Errorf("%s/%d: unknown result %q", e.Stream, e.Seq, data.Result)
	}
	a.close(state, data.Result, data.ClosedOn)
	return nil
}

func (a *Application) task(e Event, data *Data) {
	i := a.taskOf(e.Department)
	switch e.Type {
	case TaskAssigned:
		t := Task{Department: e.Department, Status: "assigned", AssignedOn: e.On, Days: data.Days, DueOn: data.LastDay}
		if i < 0 {
			a.Tasks = append(a.Tasks, t)
			return
		}
		a.Tasks[i] = t
	case TaskAccepted:
		a.Tasks[i].Status = "accepted"
	case TaskReturned:
		a.Tasks[i].Status = "returned"
	case TaskReported:
		a.Tasks[i].Status, a.Tasks[i].Finding = "reported", data.Result
	case TaskClosed:
		a.Tasks[i].Status = "closed"
	case TaskReopened:
		a.Tasks[i].Status = "assigned"
	}
}

// resultDate is the day that puts a reply into a year: the day it went out, or by choice the one on the letter (open
// reading A20).
func (d *Data) resultDate(on law.Date) law.Date {
	if !d.DocumentOn.IsZero() && chosenIn(d.Choices, "result_year_basis") == "document_date" {
		return d.DocumentOn
	}
	return on
}

// serve brings proof of service to the letter of an earlier event. Without a date there is no proof: the attempt is on
// record, but no period starts (no lapse without proven service).
func (a *Application) serve(e Event, data *Data) {
	if data.ServedOn.IsZero() {
		for i := range a.Consultations {
			if c := &a.Consultations[i]; c.Seq == data.Sequence && (c.AttemptOn.IsZero() || e.On < c.AttemptOn) {
				c.AttemptOn = e.On
			}
		}
		return
	}
	if r := a.Reasons; r != nil && r.Seq == data.Sequence {
		r.ServedOn = data.ServedOn
	}
	for i := range a.Fees {
		if a.Fees[i].Seq == data.Sequence {
			a.Fees[i].ServedOn = data.ServedOn
		}
	}
	if s := a.Supplement; s != nil && s.Seq == data.Sequence {
		s.ServedOn = data.ServedOn
	}
	for i := range a.Consultations {
		if a.Consultations[i].Seq == data.Sequence {
			a.Consultations[i].ServedOn, a.Consultations[i].ProofSeq = data.ServedOn, e.Seq
			a.Consultations[i].ClosedOn = 0 // the clock ends the wait again, on the day that is right now
		}
	}
	if r := a.Reply; r != nil && r.Seq == data.Sequence {
		r.ReceivedOn = data.ServedOn
	}
}

func (a *Application) consultation(party string) *Consultation {
	for i := range a.Consultations {
		if a.Consultations[i].Party == party {
			return &a.Consultations[i]
		}
	}
	return nil
}

func (a *Application) taskOf(department string) int {
	for i := range a.Tasks {
		if a.Tasks[i].Department == department {
			return i
		}
	}
	return -1
}

// head is the part of a result key that decides the state: "refused" of "refused.state_secret".
func head(result string) string {
	h, _, _ := strings.Cut(result, ".")
	return h
}

func latest(dates ...law.Date) law.Date {
	var max law.Date
	for _, d := range dates {
		if d > max {
			max = d
		}
	}
	return max
}
