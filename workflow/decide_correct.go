package workflow

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// decide corrects fields of an earlier event. It is refused when a field does not read as the sender believes (somebody
// corrected it before), and when the history with the correction would break a rule: every later event is decided again.
func (c *Correct) decide(d *decision) error {
	if d.on < d.app.RegisteredOn {
		return refuse("out_of_order", "", d.on, d.app.RegisteredOn)
	}
	if c.Sequence > d.app.Seq() {
		return refuse("unknown_event", "", c.Sequence)
	}
	if len(c.Fields) == 0 {
		return &Refusal{Code: "malformed", Faults: []Fault{{Field: "fields", Code: "missing_field"}}}
	}
	effective, err := corrected(d.app.History)
	if err != nil {
		return err
	}
	target := effective[c.Sequence-1]
	data := Data{Sequence: c.Sequence, Fields: map[string]Change{}}
	words := map[string]string{"reason": c.Reason}
	for name, change := range c.Fields {
		if err := d.checkChange(target, name, change, &data, words); err != nil {
			return err
		}
	}
	after, err := amended(target, data.Fields)
	if err != nil {
		return err
	}
	if receipts[target.Type] {
		if after, err = d.receiptAgain(target, after, &data); err != nil {
			return err
		}
	}
	if _, term := data.Fields["days"]; term && target.Type == TaskAssigned {
		task := after.Data.(*Data)
		data.Fields[lastDay] = Change{Before: task.LastDay.String(), After: d.Calendar.Nth(target.On, task.Days).String()}
		if after, err = amended(target, data.Fields); err != nil {
			return err
		}
	}
	trial := slices.Clone(effective)
	trial[c.Sequence-1] = after
	if err := d.replay(trial); err != nil {
		return err
	}
	d.choices = nil
	if err := d.emit(Corrected, None, d.on, data, words); err != nil {
		return err
	}
	if to := d.app.untimely(d.Calendar); to != None {
		return d.reverseLapse(to)
	}
	return nil
}

// receiptAgain derives day 0 from a corrected receipt, by the answers to open questions that the event holds, and notes
// it in the correction.
func (d *decision) receiptAgain(before, after Event, data *Data) (Event, error) {
	was, now := before.Data.(*Data), after.Data.(*Data)
	trial := &decision{Context: d.Context, app: d.app, replaying: true, held: now.Choices}
	day := trial.dayOfReceipt(after.On)
	if after.Type == Registered && trial.needsConfirmation(now.Channel, now.ToPerson) || after.Type == SupplementReceived && day == after.On {
		day = 0
	}
	if day == was.ReceivedOn {
		return after, nil
	}
	data.Fields[dayZero] = Change{Before: was.ReceivedOn.String(), After: day.String()}
	return amended(before, data.Fields)
}

// checkChange holds `before` against what stands there and notes the change.
func (d *decision) checkChange(target Event, name string, change Change, data *Data, words map[string]string) error {
	payload := target.Data.(*Data) // the fold let nothing else in
	if f, ok := correctable[target.Type][name]; ok {
		if now := f.get(&target, payload); now != change.Before {
			return refuse("before_differs", "", name, change.Before, now)
		}
		trial, copied := target, *payload
		if !f.set(&trial, &copied, change.After) {
			return &Refusal{Code: "malformed", Faults: []Fault{{Field: "fields." + name + ".after", Code: "bad_value", Want: change.After}}}
		}
		if late := latest(trial.On, copied.ServedOn, copied.ReceivedOn, copied.ClosedOn); late > d.Today {
			return refuse("in_future", "", name, late, d.Today)
		}
		data.Fields[name] = change
		return nil
	}
	now, ok := d.wordsNow(target.Seq, name)
	if !ok {
		return refuse("not_correctable", "", name, eventName(target.Type))
	}
	if now != change.Before {
		return refuse("before_differs", "", name, "…", "…")
	}
	if code := badWords(name, change.After); code != "" {
		return &Refusal{Code: "malformed", Faults: []Fault{{Field: "fields." + name + ".after", Code: code, Want: "20000"}}}
	}
	data.Fields[name] = Change{Before: SealedField, After: SealedField}
	words[name+".before"], words[name+".after"] = change.Before, change.After
	return nil
}

// badWords holds corrected words to what the decoder asks of first ones: what a command demands stays there.
func badWords(name, text string) string {
	optional := []string{"id_number", "phone", "email", "address", "agent", "note", "evidence", "proof", "letter", "other_agency", "ask"}
	switch {
	case strings.TrimSpace(text) == "" && !slices.Contains(optional, name):
		return "missing_field"
	case utf8.RuneCountInString(text) > 20000:
		return "too_long"
	case strings.ContainsFunc(text, forbiddenRune):
		return "control_characters"
	}
	return ""
}

// wordsNow opens a sealed field as the last correction of it left it.
func (d *decision) wordsNow(seq int, name string) (string, bool) {
	for _, e := range slices.Backward(d.app.History) {
		data, ok := e.Data.(*Data)
		if !ok || e.Type != Corrected || data.Sequence != seq {
			continue
		}
		if _, touched := data.Fields[name]; touched {
			return d.words(e.Seq, name+".after")
		}
	}
	return d.words(seq, name)
}

func (d *decision) words(seq int, field string) (string, bool) {
	if d.app.Number == "" {
		return d.Office.CaseWords(d.app.Agency, d.app.Case, seq, field)
	}
	return d.Office.Words(d.app.Agency, d.app.Number, seq, field)
}

// replay decides a corrected history again, event by event, as if it were entered now in the same order. A refusal is
// the rule that the correction would break.
func (d *decision) replay(history []Event) error {
	app := &Application{Agency: d.app.Agency, Number: d.app.Number, Case: d.app.Case}
	for _, e := range history {
		trial := &decision{Context: d.Context, app: app, on: e.On, command: commandOf(e.Type), replaying: true}
		if data, ok := e.Data.(*Data); ok {
			trial.held = data.Choices
		}
		trial.Entered = e.On
		if err := trial.again(e); err != nil {
			return broken(e, err)
		}
		if e.Type == Corrected { // its effect stands in the events already
			e.Type = DueRecomputed
		}
		next, err := app.With(e)
		if err != nil {
			return err
		}
		next.Due = next.clock(d.Calendar).Due
		app = next
	}
	return nil
}

// again decides one event of a corrected history once more.
func (d *decision) again(e Event) error {
	if e.Type == RecordedFromLedger {
		return d.recordLedger(factOf(e))
	}
	cmd := replayed(e)
	if cmd == nil {
		return nil
	}
	cmd.Base().Agency, cmd.Base().Application, cmd.Base().On = d.app.Agency, d.app.Number, e.On
	d.Actor = e.Actor
	if err := d.inOrder(d.command); err != nil {
		return err
	}
	return cmd.decide(d)
}

func broken(e Event, err error) error {
	var r *Refusal
	if !errors.As(err, &r) {
		return err
	}
	return refuse("breaks_rule", r.Article, e.Seq, eventName(e.Type), r)
}

func commandOf(eventType string) string {
	return machine[slices.IndexFunc(machine, func(t Transition) bool { return t.Event == eventType })].By
}

// replayed gives the command that an event of people came from, its sealed words left as a mark; nil for events that
// follow from others or that the clock made.
func replayed(e Event) CaseCommand {
	const said = "…"
	data := e.Data.(*Data)
	switch e.Type {
	case Registered:
		return &Register{Channel: data.Channel, Applicant: Applicant{Category: data.Category, Name: said}, Content: said,
			SubmittedOn: data.SubmittedOn, ToPerson: data.ToPerson}
	case ReceiptConfirmed:
		return &ConfirmReceipt{}
	case SupplementRequested:
		c := &RequestSupplement{Items: []string{said}, Days: data.Days, ServedOn: data.ServedOn}
		if data.Override {
			c.Override = &Override{Reason: said}
		}
		return c
	case SupplementReceived:
		c := &ReceiveSupplement{Content: said}
		if data.Override {
			c.GoodReason = said
		}
		return c
	case SupplementWithdrawn:
		return &WithdrawSupplementRequest{Reason: said}
	case ReasonsRequested:
		return &RequestReasons{Days: data.Days, ServedOn: data.ServedOn}
	case ReasonsReceived:
		return &ReceiveReasons{Reasons: said, Acceptable: data.Acceptable}
	case DelayedDateSet:
		return &SetDelayedDate{Until: data.Until, ServedOn: data.ServedOn}
	case FeeRequested:
		return &NotifyFee{Basis: data.Basis, Quantity: data.Quantity, AmountFen: data.AmountFen, ServedOn: data.ServedOn}
	case FeePaid:
		return &RecordPayment{AmountFen: data.AmountFen}
	case FeeWithdrawn:
		return &WithdrawFeeNotice{Reason: said}
	case ConsultationSent:
		return &Consult{Party: data.Party, Kind: data.Kind, Name: said, ServedOn: data.ServedOn}
	case OpinionReceived:
		return &ReceiveOpinion{Party: data.Party, Stance: data.Stance}
	case Extended:
		return &Extend{Days: data.Days, Reason: said, ApprovedBy: said}
	case ServiceRecorded:
		return &RecordService{Sequence: data.Sequence, Outcome: data.Outcome, ServedOn: data.ServedOn, ServedBy: data.ServedBy, Carrier: data.Carrier}
	case Replied:
		c := &Reply{Result: data.Result, Grounds: said, ServedBy: data.ServedBy, ReceivedOn: data.ReceivedOn, Earlier: data.Earlier,
			DocumentOn: data.DocumentOn, Carrier: data.Carrier}
		for i, r := range data.Items {
			c.Items = append(c.Items, ReplyItem{Text: strconv.Itoa(i + 1), Result: r})
		}
		return c
	case Withdrawn:
		return &Withdraw{}
	}
	return replayedCase(e.Type, data)
}

// replayedCase does the same for the events of a case.
func replayedCase(eventType string, data *Data) CaseCommand {
	switch eventType {
	case ReviewFiled:
		return &FileReview{Case: data.Case, Procedure: data.Procedure, By: data.By}
	case ReviewAnswered:
		return &AnswerReview{Case: data.Case}
	case ReviewDecided:
		return &DecideReview{Case: data.Case, Result: data.Result, Until: data.Until}
	case SuitFiled:
		return &FileSuit{Case: data.Case, AfterReview: data.AfterReview, By: data.By, Reviewer: data.Reviewer}
	case SuitAnswered:
		return &AnswerSuit{Case: data.Case}
	case SuitDecided:
		return &DecideSuit{Case: data.Case, Result: data.Result, Until: data.Until}
	case Rehandled:
		return &Rehandle{Case: data.Case}
	}
	return nil
}
