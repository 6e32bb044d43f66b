package workflow

import (
	"fmt"

	"gongkai/law"
)

// LedgerFact is one row of the register that an office kept before: facts found, not decisions (contract, section 3).
// Dates are civil dates; Closed and Result are absent while the row is open.
type LedgerFact struct {
	Application        string
	Received           law.Date
	Channel, Category  string
	Department         string
	Closed             law.Date
	Result             string
	SupplementTold     law.Date
	SupplementReceived law.Date
	ExtensionTold      law.Date
	Doubts             []string // what the law would have wanted before such a result
	Name               string   // words, sealed
	Content            string
	Note               string
}

// LedgerRefusals are the rows of a ledger that the register refuses, all of them: errors.As finds the first.
type LedgerRefusals []LedgerRefusal

// LedgerRefusal is one row and why it is refused.
type LedgerRefusal struct {
	Application string
	Refusal     *Refusal
}

func (l LedgerRefusals) Error() string {
	return fmt.Sprintf("%d rows of the ledger are refused, the first: %v", len(l), l[0].Refusal)
}

// Unwrap gives the refusals in the order of the rows.
func (l LedgerRefusals) Unwrap() []error {
	all := make([]error, len(l))
	for i, r := range l {
		all[i] = r.Refusal
	}
	return all
}

// RecordLedger turns a row into its event. What the law would have wanted before such a result is not demanded of the
// past; checked are the order of dates, the future, and that the number is new.
func RecordLedger(ctx Context, app *Application, f LedgerFact) ([]Event, *Application, error) {
	d := &decision{Context: ctx, app: app, on: f.Received, command: "import"}
	if err := d.recordLedger(f); err != nil {
		return nil, nil, d.dress(err)
	}
	if err := d.actDeadlines(ctx.Entered); err != nil { // an open row may be overdue already
		return nil, nil, err
	}
	return d.events, d.app, nil
}

func (d *decision) recordLedger(f LedgerFact) error {
	if !d.Office.HasAgency(d.app.Agency) {
		return refuse("unknown_agency", "", d.app.Agency)
	}
	if d.app.State != None {
		return refuse("already_registered", "", d.app.Number)
	}
	version, err := law.InForce(f.Received)
	if err != nil {
		return refuse("no_law", "", f.Received)
	}
	if last := latest(f.Received, f.Closed, f.SupplementTold, f.SupplementReceived, f.ExtensionTold); last > d.Today {
		return refuse("in_future", "", d.app.Number, last, d.Today)
	}
	if !f.Closed.IsZero() && f.Closed < f.Received {
		return refuse("before_receipt", "", f.Closed, f.Received)
	}
	state := Received
	switch {
	case f.Result != "":
		if !knownResult(f.Result) {
			return refuse("unknown_result", "", f.Result)
		}
		state, _ = StateOf(head(f.Result))
	case !f.SupplementTold.IsZero() && f.SupplementReceived.IsZero():
		state = AwaitingSupplement
	}
	data := Data{
		Channel: f.Channel, Category: f.Category, ReceivedOn: f.Received, ClosedOn: f.Closed, Result: f.Result,
		SupplementTold: f.SupplementTold, SupplementReceived: f.SupplementReceived, ExtensionTold: f.ExtensionTold, Doubts: f.Doubts,
	}
	if !f.ExtensionTold.IsZero() {
		data.Days = version.Extension.Number // a ledger does not say how long; the longest is what the office may have had
	}
	return d.emitFor("", RecordedFromLedger, state, f.Received, data, map[string]string{
		"name": f.Name, "content": f.Content, "note": f.Note, "department": f.Department,
	})
}

// factOf gives the row that a recorded event came from, without its words.
func factOf(e Event) LedgerFact {
	data := e.Data.(*Data)
	return LedgerFact{
		Received: data.ReceivedOn, Channel: data.Channel, Category: data.Category, Closed: data.ClosedOn, Result: data.Result,
		SupplementTold: data.SupplementTold, SupplementReceived: data.SupplementReceived, ExtensionTold: data.ExtensionTold,
	}
}
