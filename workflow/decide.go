package workflow

import (
	"fmt"
	"slices"

	"gongkai/law"
)

// Context is everything a decision may know beside the history: the calendars, two days, who acts, and what other
// streams say. It is filled by the store inside the transaction.
type Context struct {
	Calendar *law.Calendar
	Today    law.Date // civil date by the wall clock: nothing may happen after it
	Entered  law.Date // the day of entry: Today, or the day a case script has reached
	Actor    string
	Office   Office
	Referee  *Referee
}

// Office is what a decision asks of the other streams.
type Office interface {
	HasAgency(code string) bool
	HasDepartment(agency, code string) bool
	// Books are the years of which the agency filed its report. A filed year never moves.
	Books(agency string) Books
	// Words opens what an event of this application sealed; a correction must name what stood there before.
	Words(agency, number string, seq int, field string) (text string, found bool)
	// Earlier tells whether an application of the same agency was answered by a reply by a day, and whether its applicant is
	// the one of this application (known by a keyed hash).
	Earlier(agency, number, earlier string, by law.Date) (answered, sameApplicant bool)
	// ItemsBefore counts the items of the same applicant that belong to the same natural month as this application and
	// came before it, by receipt or submission (basis). The fee by item goes on from there.
	ItemsBefore(agency, number, basis string) int
	// Choice is the answer that a body holds to an open question of the law on a day, by the key of the choice
	// (law.Reading.Config); the default where it chose none.
	Choice(agency, key string, on law.Date) string
	// HasCase tells whether the body has a case of review or suit with that code.
	HasCase(agency, code string) bool
	// CaseWords opens what an event of a case of no application sealed.
	CaseWords(agency, code string, seq int, field string) (text string, found bool)
}

// Decide turns a command into events, or refuses it with a *Refusal. The application's deadlines that fell due by the
// command's date act first, those that the command armed in the past act after it. app is not changed; the application
// after the events comes back beside them.
func Decide(ctx Context, app *Application, cmd Command) ([]Event, *Application, error) {
	base := cmd.Base()
	act, ok := cmd.(CaseCommand)
	if !ok {
		return nil, nil, refuse("unknown_command", "", base.Do)
	}
	d := &decision{Context: ctx, app: app, on: base.On, command: base.Do}
	if d.on.IsZero() {
		d.on = ctx.Entered
	}
	if err := d.admit(base); err != nil {
		return nil, nil, d.dress(err)
	}
	if err := d.actDeadlines(d.on); err != nil {
		return nil, nil, err
	}
	if err := d.inOrder(base.Do); err != nil {
		return nil, nil, d.dress(err)
	}
	if err := act.decide(d); err != nil {
		return nil, nil, d.dress(err)
	}
	if err := d.actDeadlines(ctx.Entered); err != nil {
		return nil, nil, err
	}
	return d.events, d.app, nil
}

// ActDeadlines lets every deadline of an application that acts by the given day act, in order of date. It is what the
// opening of a day does. ctx.Entered is the day on which that happens, or in a case script the day reached before: a
// deadline that should have acted earlier than that acts late, and says so.
func ActDeadlines(ctx Context, app *Application, day law.Date) ([]Event, *Application, error) {
	d := &decision{Context: ctx, app: app}
	if err := d.actDeadlines(day); err != nil {
		return nil, nil, err
	}
	return d.events, d.app, nil
}

// decision is one command being decided: the application as it becomes, and the events so far.
type decision struct {
	Context
	app     *Application
	on      law.Date
	command string
	events  []Event
	choices map[string]string // answers to open questions that the next event rests on

	replaying bool              // a corrected history is decided again: words are marks only
	held      map[string]string // the answers written into the event that is decided again
	reopened  int               // the filed year that is being amended
}

// admit checks what holds for every command: the body exists, the date is not in the future, nobody acted in between.
func (d *decision) admit(base *Common) error {
	if !d.Office.HasAgency(base.Agency) {
		return refuse("unknown_agency", "", base.Agency)
	}
	if d.on > d.Today {
		return refuse("in_future", "", "on", d.on, d.Today)
	}
	if base.Seen != nil && *base.Seen != d.app.Seq() {
		return refuse("conflict", "", *base.Seen, d.app.Seq())
	}
	if base.Do == "register" {
		if d.app.State != None {
			return refuse("already_registered", "", d.app.Number)
		}
		return nil
	}
	if d.app.State == None && d.app.Number == "" && opensCase[base.Do] {
		return nil
	}
	if d.app.State == None && d.app.Number == "" {
		return refuse("unknown_case", "", d.app.Case)
	}
	if d.app.State == None {
		return refuse("unknown_application", "", base.Application)
	}
	return nil
}

// lateCommands may be entered after the state has moved on: they record when something reached the agency or its
// addressee, which nobody here decides.
var lateCommands = map[string]bool{
	"record_service": true, "receive_opinion": true, "receive_supplement": true, "record_payment": true,
	"correct": true, "void": true,
	// Papers of a case stand in the order of the case, whatever became of the application meanwhile.
	"answer_review": true, "decide_review": true, "answer_suit": true, "decide_suit": true,
}

// inOrder refuses a command dated before the last change of state.
func (d *decision) inOrder(command string) error {
	if d.app.State != None && d.on < d.app.ChangedOn && !lateCommands[command] {
		return refuse("out_of_order", "", d.on, d.app.ChangedOn)
	}
	return nil
}

// dress completes a refusal with what would be allowed in this state, and the article of the command where the refusal
// itself names none.
func (d *decision) dress(err error) error {
	r, ok := err.(*Refusal)
	if !ok {
		return err
	}
	if len(r.Allowed) == 0 {
		r.Allowed = slices.DeleteFunc(append([]string{}, CommandsIn(d.app.State)...), func(name string) bool {
			return name == d.command && settled[r.Code]
		})
	}
	if r.Article == "" && r.Kind() == Unlawful {
		r.Article = articleOf(d.command)
	}
	return r
}

// settled are the refusals that no other wording of the same command can escape.
var settled = map[string]bool{
	"already_received": true, "already_closed": true, "already_void": true, "already_registered": true,
	"second_supplement": true, "no_supplement_asked": true, "supplement_already": true, "supplement_lapsed": true,
	"already_extended": true, "no_proposal": true, "own_proposal": true, "proposal_open": true, "proposal_rejected": true,
	"not_now": true, "no_fee_asked": true, "fee_already_paid": true, "fee_lapsed": true, "reasons_already_asked": true,
	"no_reasons_asked": true, "reasons_already": true, "already_delayed": true, "already_archived": true,
}

// emit appends one event: numbered, dated, checked by the referee, folded, and with the reply clock where it moved.
func (d *decision) emit(eventType string, to State, on law.Date, data Data, private map[string]string) error {
	return d.emitFor("", eventType, to, on, data, private)
}

func (d *decision) emitFor(department, eventType string, to State, on law.Date, data Data, private map[string]string) error {
	if to == None {
		to = d.app.State
	}
	if err := d.Referee.check(eventType, d.app.State, to); err != nil {
		return refuse("not_now", "", d.app.State, commandName(d.command))
	}
	if on != d.Entered {
		data.Entered = d.Entered
	}
	data.Choices = d.choices
	data.CountsIn = d.caseYear(eventType, on)
	data.Counts = d.countsAs(to, on, &data)
	data.Choices, d.choices = d.choices, nil
	data.LateEntry = d.command != "" && d.command != "import" && on < d.Entered && d.Calendar.Nth(on, 1) < d.Entered
	e := Event{
		Stream: d.app.Stream(), Seq: d.app.Seq() + 1, Type: eventType, On: on,
		Actor: d.Actor, Law: d.lawFor(data, on), Department: department, Data: &data, Private: clean(private),
	}
	next, err := d.app.With(e)
	if err != nil {
		return fmt.Errorf("fold %s: %w", eventType, err)
	}
	if counting := d.counting(next); counting != next.Counting {
		data.Counted = &counting
		if next, err = d.app.With(e); err != nil {
			return fmt.Errorf("fold %s: %w", eventType, err)
		}
	}
	if due := DueAfter(d.app, next, eventType, d.Calendar); due != next.Due {
		data.Due, next.Due = &due, due
	}
	if terms := TermsAfter(d.app, next, eventType, d.Calendar); len(terms) > 0 {
		data.AnswerBy = terms
		next.setTerms(terms)
	}
	d.app, d.events = next, append(d.events, e)
	return nil
}

// movesClock are the facts that may still move the date of a closed application, when they are entered late. Nothing
// else does: a calendar announced later never moves a closed case.
var movesClock = map[string]bool{
	ServiceRecorded: true, OpinionReceived: true, ConsultationClosed: true, SupplementReceived: true,
	LapseReversed: true, Corrected: true, Voided: true, FeePaid: true,
}

// DueAfter gives the reply clock as an event must leave it: was is the application before it, now after it, cal the
// calendar in force. Where neither the day nor its kind moves, what was said before stands, calendar included.
func DueAfter(was, now *Application, eventType string, cal *law.Calendar) Due {
	if was.State.Closed() && now.State.Closed() && !movesClock[eventType] {
		return was.Due
	}
	if was.State.Closed() && was.Due.Calendar != "" && now.State.Closed() { // the calendar at closing stays in force
		cal = cal.InForceAt(was.ClosedOn, was.Due.Calendar)
	}
	due := now.clock(cal).Due
	if due.On == was.Due.On && due.Kind == was.Due.Kind {
		return was.Due
	}
	return due
}

// lawFor names the version of the Regulation: chosen once, by the date of receipt; before receipt by the day itself.
func (d *decision) lawFor(data Data, on law.Date) string {
	if d.app.Law != "" && !d.app.ReceivedOn.IsZero() {
		return d.app.Law
	}
	if !data.ReceivedOn.IsZero() {
		on = data.ReceivedOn
	}
	v, _ := law.InForce(on) // a registration on a day without one was refused
	return v.Name
}

// clean drops empty words.
func clean(private map[string]string) map[string]string {
	for k, v := range private {
		if v == "" {
			delete(private, k)
		}
	}
	return private
}
