package workflow

import (
	"fmt"
	"strings"

	"gongkai/law"
)

// apply brings one event into the facts. It trusts the log: what may happen was decided when the event was made, and
// `gongkai verify` decides it again.
func (a *Application) apply(e Event) error {
	data, ok := e.Data.(*Data)
	if !ok {
		return fmt.Errorf("%s/%d: %s is no event of an application", e.Stream, e.Seq, e.Type)
	}
	if a.Law == "" {
		a.Law = e.Law
	}
	if data.LateEntry {
		a.LateEntry = true
	}
	if data.Due != nil {
		a.Due = *data.Due
	}
	switch e.Type {
	case Registered:
		a.register(e, data)
	case RecordedFromLedger:
		return a.recordFromLedger(e, data)
	case ReceiptConfirmed:
		a.ReceivedOn, a.Law, a.NewYear = e.On, e.Law, counting(e.On, data)
		a.move(Received, e.On)
	case TaskAssigned, TaskAccepted, TaskReturned, TaskReported, TaskClosed, TaskReopened:
		a.task(e, data)
	case SupplementRequested, SupplementReceived, SupplementLapsed, LapseReversed:
		a.supplement(e, data)
	case ConsultationSent, OpinionReceived, ConsultationClosed:
		return a.consult(e, data)
	case Extended:
		a.Extensions = append(a.Extensions, Extension{Seq: e.Seq, On: e.On, Days: data.Days})
	case ServiceRecorded:
		a.serve(data)
	case ReplyProposed:
		a.Proposal = &Proposal{Seq: e.Seq, By: e.Actor, Result: data.Result, Items: data.Items, Status: "open"}
	case ReplyApproved:
		a.Proposal.Status = "approved"
	case ReplyRejected:
		a.Proposal.Status = "rejected"
	case Replied:
		return a.reply(e, data)
	case Withdrawn:
		a.close(OtherwiseClosed, "other.other", e.On, data)
	case Voided:
		a.void(e, data)
	case OverdueMarked:
		a.MarkedOn = e.On
	case Corrected, DueRecomputed:
	default:
		return fmt.Errorf("%s/%d: no fold for %s", e.Stream, e.Seq, e.Type)
	}
	return nil
}

func (a *Application) supplement(e Event, data *Data) {
	switch e.Type {
	case SupplementRequested:
		a.Supplement = &Supplement{Seq: e.Seq, On: e.On, Days: data.Days, ServedOn: data.ServedOn, TooLate: data.Override}
		a.move(AwaitingSupplement, e.On)
	case SupplementReceived:
		a.Supplement.Received = e.On
		if a.State == AwaitingSupplement {
			a.move(Received, e.On)
		}
	case SupplementLapsed:
		a.Supplement.LapsedOn = e.On
		a.close(OtherwiseClosed, "other.supplement_lapsed", e.On, data)
	case LapseReversed:
		a.Supplement.LapsedOn = 0
		a.Result, a.ClosedOn, a.ClosedYear = "", 0, 0
		a.move(Received, e.On)
	}
}

func (a *Application) consult(e Event, data *Data) error {
	if e.Type == ConsultationSent {
		a.Consultations = append(a.Consultations, Consultation{
			Seq: e.Seq, Party: data.Party, Kind: data.Kind, SentOn: e.On, ServedOn: data.ServedOn,
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
		Result: data.Result, Items: data.Items, Unsigned: data.Unsigned}
	a.close(state, data.Result, e.On, data)
	return nil
}

func (a *Application) move(to State, on law.Date) { a.State, a.ChangedOn = to, on }

func (a *Application) close(to State, result string, on law.Date, data *Data) {
	a.Result, a.ClosedOn, a.ClosedYear = result, on, counting(on, data)
	if a.ReceivedOn.IsZero() {
		a.ClosedYear = 0 // never received: counts nowhere
	}
	a.move(to, on)
}

// void takes the application out of every table; where a filed year counted it already, the event says what stands.
func (a *Application) void(e Event, data *Data) {
	switch {
	case data.Result != "":
		a.Result, a.ClosedOn, a.ClosedYear = data.Result, e.On, data.CountsIn
	case data.CountsIn == 0:
		a.NewYear, a.ClosedYear = 0, 0
	}
	a.move(Void, e.On)
}

// counting is the year of the annual report in which a fact counts.
func counting(on law.Date, data *Data) int {
	if on.IsZero() {
		return 0
	}
	return max(on.Year(), data.CountsIn)
}

func (a *Application) register(e Event, data *Data) {
	a.Channel, a.Category, a.RegisteredOn = data.Channel, data.Category, e.On
	a.ReceivedOn = data.ReceivedOn
	a.NewYear = counting(a.ReceivedOn, data)
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
	a.NewYear = counting(a.ReceivedOn, data)
	if !data.SupplementTold.IsZero() {
		a.Supplement = &Supplement{Seq: e.Seq, On: data.SupplementTold, ServedOn: data.SupplementTold, Received: data.SupplementReceived}
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
	a.close(state, data.Result, data.ClosedOn, data)
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

// serve brings proof of service to the letter of an earlier event. Without a date there is no proof: the attempt is on
// record, but no period starts (no lapse without proven service).
func (a *Application) serve(data *Data) {
	if data.ServedOn.IsZero() {
		return
	}
	if s := a.Supplement; s != nil && s.Seq == data.Sequence {
		s.ServedOn = data.ServedOn
	}
	for i := range a.Consultations {
		if a.Consultations[i].Seq == data.Sequence {
			a.Consultations[i].ServedOn = data.ServedOn
			a.Consultations[i].ClosedOn = 0
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
