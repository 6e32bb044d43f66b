package oracle_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"gongkai/internal/oracle"
	"gongkai/law"
	"gongkai/workflow"
)

// office is one agency with one application on the way through the real domain, and beside it the same facts for the
// oracle.
type office struct {
	calendar func(day oracle.Day) *law.Calendar
	book     *oracle.Book
	practice oracle.Practice
	choices  map[string]string
	referee  *workflow.Referee
	app      *workflow.Application
	facts    []oracle.Fact
	script   []string
}

// What a decision asks of the office; no other application stands beside this one.

func (o *office) HasAgency(string) bool                                 { return true }
func (o *office) HasDepartment(string, string) bool                     { return true }
func (o *office) Books(string) workflow.Books                           { return workflow.Books{} }
func (o *office) Words(string, string, int, string) (string, bool)      { return "", false }
func (o *office) Earlier(string, string, string, law.Date) (bool, bool) { return false, false }
func (o *office) ItemsBefore(string, string, string) int                { return 0 }

// Choice is the office's answer to an open question: what it chose, else the default.
func (o *office) Choice(_, key string, _ law.Date) string {
	if value, chosen := o.choices[key]; chosen {
		return value
	}
	return law.DefaultReading(key)
}

func (o *office) context(day oracle.Day, actor string) workflow.Context {
	return workflow.Context{Calendar: o.calendar(day), Today: both(oracle.On(2031, 1, 1)), Entered: both(day),
		Actor: actor, Office: o, Referee: o.referee}
}

// open lets the deadlines act up to and with day.
func (o *office) open(day oracle.Day) error {
	if o.app.State == workflow.None {
		return nil
	}
	_, app, err := workflow.ActDeadlines(o.context(day, workflow.ClockActor), o.app, both(day))
	if err != nil {
		return fmt.Errorf("open %s: %w", day, err)
	}
	o.app = app
	return nil
}

// words are the fields of a command beside the common ones.
type words map[string]any

// send enters a command on a day, as the command language writes it; a lawful refusal comes back by its code.
func (o *office) send(entered, on oracle.Day, do string, fields words) (refused string, err error) {
	object := words{"do": do, "agency": "T1", "application": "A1", "on": on.String()}
	for name, value := range fields {
		if date, is := value.(oracle.Day); is {
			if date == 0 {
				continue
			}
			value = date.String()
		}
		object[name] = value
	}
	raw, err := json.Marshal(object)
	if err != nil {
		return "", fmt.Errorf("write %s: %w", do, err)
	}
	line := fmt.Sprintf("%s: %s", entered, raw)
	cmd, err := workflow.Decode(raw, "")
	if err != nil {
		return "", fmt.Errorf("%s: %w", line, err)
	}
	_, app, err := workflow.Decide(o.context(entered, "person:a"), o.app, cmd)
	var refusal *workflow.Refusal
	if errors.As(err, &refusal) {
		o.script = append(o.script, line+" refused: "+refusal.Code)
		return refusal.Code, nil
	}
	o.script = append(o.script, line)
	if err != nil {
		return "", err
	}
	o.app = app
	return "", nil
}

// differences holds what the fold and the clock say at the end of a day against the oracle.
func (o *office) differences(day oracle.Day) []string {
	v, app, cal := o.book.Look(o.facts, day, o.practice), o.app, o.calendar(day)
	var found []string
	differ := func(what string, want, got any) {
		if want != got {
			found = append(found, fmt.Sprintf("%s: %s: oracle %v, clock %v", day, what, want, got))
		}
	}
	differ("received", both(v.Received), app.ReceivedOn)
	differ("closed", v.Closed, app.State.Closed())
	differ("due", both(v.Due), app.Due.On)
	differ("overdue", v.Overdue != 0, app.Overdue())
	differ("awaits a supplement", v.Asked, app.State == workflow.AwaitingSupplement)
	if v.Asked {
		differ("last day of the supplement", both(v.SupplementEnd), app.SupplementEnd(cal))
	}
	o.compareFee(v, differ, cal)
	for i := range app.Consultations {
		c := &app.Consultations[i]
		if last := v.Opinions[c.Party]; last != 0 && !v.Closed {
			differ("last day of "+c.Party, both(last), app.ConsultationEnd(cal, c))
		}
	}
	lapsed := law.Date(0)
	if strings.HasSuffix(app.Result, "lapsed") || strings.HasSuffix(app.Result, "unpaid") {
		lapsed = app.ClosedOn
	}
	differ("lapsed", both(v.Lapsed), lapsed)
	for _, d := range app.Deadlines(cal) {
		if d.ActsOn <= both(day) {
			found = append(found, fmt.Sprintf("%s: %+v has not acted", day, d))
		}
	}
	return found
}

// account is a disagreement as a person can follow it.
func (o *office) account(found []string) string {
	return strings.Join(o.script, "\n") + "\n  " + strings.Join(found, "\n  ") + fmt.Sprintf("\n  facts %+v\n  practice %+v", o.facts, o.practice)
}

// HasCase and CaseWords: the questions here are about applications without cases of review or suit.
func (*office) HasCase(string, string) bool { return false }

func (*office) CaseWords(string, string, int, string) (string, bool) { return "", false }
