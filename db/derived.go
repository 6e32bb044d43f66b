package db

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"gongkai/annual"
	"gongkai/law"
	"gongkai/workflow"
)

// derived is what the tables say of one application: its row, its deadlines, its tasks. It follows from the fold, the
// calendar and the sealed words alone.
type derived struct {
	row       []any        // columns of application from seq to closed_event
	counts    annual.Entry // as the tables see it
	deadlines []workflow.Deadline
	tasks     []workflow.Task
	disputes  []string // rows as text, to see which changed
}

// derive computes it. changedAt is recorded_at of the last event.
func derive(app *workflow.Application, cal *law.Calendar, changedAt string) (derived, error) {
	facts, err := json.Marshal(app.Facts())
	if err != nil {
		return derived{}, fmt.Errorf("encode facts: %w", err)
	}
	doubts, err := json.Marshal(doubtsOf(app))
	if err != nil {
		return derived{}, fmt.Errorf("encode doubts: %w", err)
	}
	came, closed := app.Decisive()
	row := []any{
		app.Seq(), string(app.State), app.Result, app.Channel, app.Category, app.Law,
		date(app.RegisteredOn), date(app.ReceivedOn), date(app.Due.On), app.Due.Kind, date(app.ClosedOn),
		date(app.ChangedOn), changedAt, app.NewYear, app.ClosedYear, bit(isOpen(app)), bit(app.Overdue()), bit(app.FromLedger),
		app.Column, app.Row, bit(app.Parted()),
		string(facts), string(doubts), wordsSeq(app, "name"), wordsSeq(app, "content"), came.Seq, came.Type, closed.Seq, closed.Type,
	}
	counts := annual.Entry{
		Agency: app.Agency, NewYear: app.NewYear, ClosedYear: app.ClosedYear, Category: app.Column, Result: app.Row,
	}
	out := derived{row: row, counts: counts, deadlines: onePerKey(app.Deadlines(cal)), tasks: slices.Clone(app.Tasks), disputes: disputeRows(app)}
	if app.Number == "" { // a case about no application stands in no register
		out.row, out.counts = nil, annual.Entry{}
	}
	return out, nil
}

// doubtsOf lists what a ledger left doubtful, a consultation that has no end although the case is closed, and a reply
// whose ground is not on record: one without words for it, or a line of a ledger that withholds and says no more.
func doubtsOf(app *workflow.Application) []string {
	doubts := append([]string{}, app.Doubts...)
	if app.State.Closed() && slices.ContainsFunc(app.Consultations, func(c workflow.Consultation) bool { return c.Open() }) {
		doubts = append(doubts, openConsultation)
	}
	if groundless(app) {
		doubts = append(doubts, noGrounds)
	}
	return doubts
}

func groundless(app *workflow.Application) bool {
	switch {
	case !app.State.Closed() || app.State == workflow.Void:
		return false
	case app.Reply != nil:
		return !sealedIn(app.History[app.Reply.Seq-1], "grounds")
	}
	head, _, _ := strings.Cut(app.Result, ".")
	withheld := slices.Contains([]string{"refused", "unable", "not_processed"}, head)
	return app.FromLedger && withheld && !sealedIn(app.History[0], "note")
}

// sealedIn says whether an event came with words of a field: before it is written they are at hand, then sealed.
func sealedIn(e workflow.Event, field string) bool {
	data, ok := e.Data.(*workflow.Data)
	return ok && (data.Sealed.Sealed[field] != "" || e.Private[field] != "")
}

// wordsSeq gives the event that holds a field of the first event's sealed words as the last correction left it.
func wordsSeq(app *workflow.Application, field string) int {
	for _, e := range slices.Backward(app.History) {
		if corrects(e, field) {
			return e.Seq
		}
	}
	return 1
}

// corrects says whether the event corrects a sealed field of the application's first event.
func corrects(e workflow.Event, field string) bool {
	data, ok := e.Data.(*workflow.Data)
	if !ok || e.Type != workflow.Corrected || data.Sequence != 1 {
		return false
	}
	_, touched := data.Fields[field]
	return touched && data.Fields[field].After == workflow.SealedField
}

// sealedName is the name under which the words of wordsSeq are sealed.
func sealedName(field string, seq int) string {
	if seq == 1 {
		return field
	}
	return field + ".after"
}

func isOpen(app *workflow.Application) bool { return app.State != workflow.None && !app.State.Closed() }

// onePerKey keeps the first deadline of each kind and party.
func onePerKey(list []workflow.Deadline) []workflow.Deadline {
	var out []workflow.Deadline
	for _, d := range list {
		if !slices.ContainsFunc(out, func(o workflow.Deadline) bool { return o.Kind == d.Kind && o.Party == d.Party }) {
			out = append(out, d)
		}
	}
	return out
}

// date gives a column's value: NULL for no date.
func date(d law.Date) any {
	if d.IsZero() {
		return nil
	}
	return d.String()
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// pending collects the derived rows of a transaction until they are written, in the order of statements.
type pending map[*statement][][]any

func (p pending) add(st *statement, row ...any) { p[st] = append(p[st], row) }

// change adds what leads from the rows as stored to the rows as they must be.
func (p pending) change(f *folded, now derived) {
	agency, number := f.app.Agency, f.app.Number
	p.changeDisputes(f.app, f.stored.disputes, now.disputes)
	if now.row != nil && (f.stored.row == nil || !slices.Equal(f.stored.row, now.row)) {
		p.add(&updateApplication, append([]any{f.id}, now.row...)...)
	}
	p.changeDeadlines(agency, number, f.stored.deadlines, now.deadlines)
	for _, t := range now.tasks {
		if !slices.Contains(f.stored.tasks, t) {
			p.add(&putTask, taskRow(agency, number, t)...)
		}
	}
}

func (p pending) changeDisputes(app *workflow.Application, old, now []string) {
	for i, row := range now {
		if i >= len(old) || old[i] != row {
			p.add(&putDispute, disputeRow(app, app.Disputes[i])...)
		}
	}
}

func (p pending) changeDeadlines(agency, number string, old, now []workflow.Deadline) {
	for _, d := range old {
		if !slices.ContainsFunc(now, func(o workflow.Deadline) bool { return o.Kind == d.Kind && o.Party == d.Party }) {
			p.add(&deleteDeadline, agency, number, d.Kind, d.Party)
		}
	}
	for _, d := range now {
		if !slices.Contains(old, d) {
			p.add(&putDeadline, agency, number, d.Kind, d.Party, d.DueOn.String(), d.ActsOn.String())
		}
	}
}

func taskRow(agency, number string, t workflow.Task) []any {
	return []any{agency, number, t.Department, t.Status, date(t.AssignedOn), t.Days, date(t.DueOn), t.Finding, bit(t.Open())}
}

// create adds the rows of a new application. words are those of its first event.
func (s *Store) create(p pending, f *folded, now derived, words map[string]string) {
	row := append([]any{f.id, f.app.Agency, f.app.Number}, now.row...)
	p.add(&insertApplication, append(row, s.identity(idTypeOf(f.app), words), s.nameToken(words))...)
	s.createSearch(p, f, words)
	p.changeDisputes(f.app, nil, now.disputes)
	p.changeDeadlines(f.app.Agency, f.app.Number, nil, now.deadlines)
	for _, t := range now.tasks {
		p.add(&putTask, taskRow(f.app.Agency, f.app.Number, t)...)
	}
}

func (s *Store) createSearch(p pending, f *folded, words map[string]string) {
	p.add(&insertSearch, f.id, strings.Join(s.index.tokens(f.app.Number, words["name"], words["content"]), " "))
}

// reindex adds the rows that follow from corrected words.
func (s *Store) reindex(p pending, f *folded, words map[string]string) {
	p.add(&updateTokens, f.id, s.identity(idTypeOf(f.app), words), s.nameToken(words))
	p.add(&deleteSearch, f.id)
	s.createSearch(p, f, words)
}

// firstWords gives the words of the first event as corrections left them, out of the opened words of all events.
func firstWords(app *workflow.Application, words map[int]map[string]string) map[string]string {
	first := map[string]string{}
	for field := range words[1] {
		seq := wordsSeq(app, field)
		first[field] = words[seq][sealedName(field, seq)]
	}
	return first
}

// identity and nameToken are keyed hashes by which the same applicant is recognised; a number beats a name.
func (s *Store) identity(idType string, words map[string]string) string {
	return s.options.Sealer.Token(idType, words["id_number"])
}

func (s *Store) nameToken(words map[string]string) string {
	return s.options.Sealer.Token("name", words["name"])
}
