package workflow

import "slices"

// Mark names an event of a history: its number there and its type. The zero value is none.
type Mark struct {
	Seq  int
	Type string
}

// Decisive names the events that make an application count in the annual report: its receipt, and what closed it. The
// last of each counts: a lapse may have been taken back. An open application has none that closed it, unless the result
// of an earlier run is counted.
func (a *Application) Decisive() (came, closed Mark) {
	closed = a.countedBy()
	for _, e := range slices.Backward(a.History) {
		if e.Type == Registered || e.Type == ReceiptConfirmed || e.Type == RecordedFromLedger {
			came = Mark{e.Seq, e.Type}
			break // nothing closes what has not come
		}
	}
	return came, closed
}

// closes says whether a type of event leads to an end.
func closes(eventType string) bool { return slices.Contains(closing, eventType) }

var closing = closingEvents()

func closingEvents() []string {
	var types []string
	for _, t := range machine {
		if t.To.Closed() && !slices.Contains(types, t.Event) {
			types = append(types, t.Event)
		}
	}
	return types
}
