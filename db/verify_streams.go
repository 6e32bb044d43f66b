package db

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gongkai/annual"
	"gongkai/workflow"
)

// history is one stream as the columns have it.
type history struct {
	stream string
	events []rawEvent
}

// histories hands over every stream whole, in order of name; only one chunk is in memory, and the longest stream.
func (v *verifier) histories(ctx context.Context, each func([]history) error) error {
	var group []history
	var current history
	stream, seq, size := "", 0, 0
	for {
		rows, err := v.raw(ctx, "where (stream, seq) > ($1, $2) order by stream, seq limit $3", stream, seq, verifyChunk)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.Stream != current.stream {
				if current.stream != "" {
					group, size = append(group, current), size+len(current.events)
				}
				current = history{stream: r.Stream}
				if size >= verifyChunk/2 {
					if err := each(group); err != nil {
						return err
					}
					group, size = nil, 0
				}
			}
			current.events = append(current.events, r)
			stream, seq = r.Stream, r.Seq
		}
		if len(rows) < verifyChunk {
			break
		}
	}
	if current.stream != "" {
		group = append(group, current)
	}
	return each(group)
}

// streams goes through the log stream by stream: numbers, sealed words, and for applications everything that is derived.
func (v *verifier) streams(ctx context.Context) error {
	return v.histories(ctx, func(group []history) error {
		var apps []refolded
		for _, h := range group {
			v.numbers(h)
			if subject, ok := subjectOf(h.stream); ok {
				apps = append(apps, v.refold(subject, h))
			}
		}
		words, err := v.sealed(ctx, group)
		if err != nil {
			return err
		}
		return v.applications(ctx, apps, words)
	})
}

func (v *verifier) numbers(h history) {
	for i, r := range h.events {
		if r.Seq != i+1 {
			v.differ("sequence", h.stream, "number %d stands at place %d", r.Seq, i+1)
			return
		}
	}
}

// subjectOf takes an application's stream apart. Codes have no slash.
func subjectOf(stream string) (subject, bool) {
	if name, ok := strings.CutPrefix(stream, "case:"); ok {
		agency, code, ok := strings.Cut(name, "/")
		return subject{agency: agency, code: code}, ok
	}
	name, ok := strings.CutPrefix(stream, "application:")
	if !ok {
		return subject{}, false
	}
	agency, number, ok := strings.Cut(name, "/")
	return application(agency, number), ok
}

// refolded is an application as the log says it is; app is nil when its history cannot be folded.
type refolded struct {
	subject
	app       *workflow.Application
	id        int64
	changedAt string
}

// refold folds a history event by event and computes each date again with the calendar of its place.
func (v *verifier) refold(a subject, h history) refolded {
	out := refolded{subject: a, id: h.events[0].Position, changedAt: h.events[len(h.events)-1].RecordedAt}
	app := a.blank()
	for _, r := range h.events {
		e, err := r.event()
		if err != nil {
			return out // named already, by position
		}
		was := app
		if app, err = app.With(e); err != nil {
			v.differ("history", h.stream, "number %d cannot follow: %v", r.Seq, err)
			return out
		}
		if due := workflow.DueAfter(was, app, e.Type, v.calendar(r.Position)); due != app.Due {
			v.differ("due", h.stream, "after number %d the due date is %s (%s), the event says %s (%s)",
				r.Seq, due.On, due.Kind, app.Due.On, app.Due.Kind)
		}
		for code, by := range workflow.TermsAfter(was, app, e.Type, v.calendar(r.Position)) {
			v.differ("due", h.stream, "after number %d the answer in case %s is due by %s, the event says otherwise", r.Seq, code, by)
		}
	}
	out.app = app
	if a.number != "" {
		v.result.Applications++
		v.expected.take(a)
	}
	return out
}

// sealed compares what is sealed with the commitments in the events, and gives the opened words by owner.
func (v *verifier) sealed(ctx context.Context, group []history) (map[string]map[string]string, error) {
	commitments := map[string]map[string]string{}
	var owners []string
	for _, h := range group {
		for _, r := range h.events {
			owner := ownerOf(r.Stream, r.Seq)
			owners = append(owners, owner)
			if e, err := r.event(); err == nil {
				commitments[owner] = commitmentsOf(e)
			}
		}
	}
	words := map[string]map[string]string{}
	for part := range slices.Chunk(owners, verifyChunk) {
		rows, err := v.s.sealedOf(ctx, v.q, part)
		if err != nil {
			return nil, err
		}
		for _, w := range rows {
			v.expected.sealed++
			if text, ok := v.open(w, commitments[w.Owner]); ok {
				if words[w.Owner] == nil {
					words[w.Owner] = map[string]string{}
				}
				words[w.Owner][w.Field] = text
			}
		}
	}
	for owner, fields := range commitments {
		for _, field := range slices.Sorted(maps.Keys(fields)) {
			if _, ok := words[owner][field]; !ok {
				v.differ("sealed", owner, "%s is missing, or does not open to what the event commits to", field)
			}
		}
	}
	return words, nil
}

func (v *verifier) open(w sealedWord, commitments map[string]string) (string, bool) {
	commitment, known := commitments[w.Field]
	if !known {
		v.differ("sealed", w.Owner, "%s is sealed and the event does not know it", w.Field)
		return "", false
	}
	text, err := v.s.options.Sealer.Open(w.Owner, w.Field, w.Ciphertext)
	if err != nil {
		return "", false
	}
	again, err := v.s.options.Sealer.Commit(w.Salt, w.Owner, w.Field, text)
	return text, err == nil && again == commitment
}

func commitmentsOf(e workflow.Event) map[string]string {
	if data, ok := e.Data.(workflow.Sealer); ok {
		return data.Commitments()
	}
	return nil
}

// applications compares the derived rows of a group of applications with their fold.
func (v *verifier) applications(ctx context.Context, apps []refolded, words map[string]map[string]string) error {
	for part := range slices.Chunk(apps, recomputeChunk) {
		rows, err := v.rows(ctx, part)
		if err != nil {
			return err
		}
		for _, a := range part {
			if a.app == nil {
				continue
			}
			if err := v.application(a, rows, words); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *verifier) application(a refolded, rows *storedRows, words map[string]map[string]string) error {
	now, err := derive(a.app, v.calendars[len(v.calendars)-1].calendar, a.changedAt)
	if err != nil {
		return err
	}
	v.expected.tally.move(annual.Entry{}, now.counts)
	v.expected.deadlines += len(now.deadlines)
	v.expected.tasks += len(now.tasks)
	v.expected.disputes += len(a.app.Disputes)
	v.compareRows("dispute", a.stream(), rows.disputes[a.subject], disputeRows(a.app))
	if a.number == "" {
		v.compareRows("deadline", a.stream(), rows.deadlines[a.subject], deadlineRows(a.subject, now.deadlines))
		return nil
	}
	bySeq := map[int]map[string]string{}
	for _, e := range a.app.History {
		bySeq[e.Seq] = words[ownerOf(e.Stream, e.Seq)]
	}
	first := firstWords(a.app, bySeq)
	want := append([]any{a.id, a.agency, a.number}, now.row...)
	want = append(want, v.s.identity(idTypeOf(a.app), first), v.s.nameToken(first))
	v.compareRow("state", a.stream(), applicationColumns, rows.applications[a.subject], want)
	v.compareRows("deadline", a.stream(), rows.deadlines[a.subject], deadlineRows(a.subject, now.deadlines))
	v.compareRows("task", a.stream(), rows.tasks[a.subject], taskRows(a.subject, now.tasks))
	return nil
}

func deadlineRows(a subject, list []workflow.Deadline) []string {
	var rows []string
	for _, d := range list {
		rows = append(rows, asText([]any{a.agency, a.number, d.Kind, d.Party, d.DueOn.String(), d.ActsOn.String()}))
	}
	return rows
}

func taskRows(a subject, list []workflow.Task) []string {
	var rows []string
	for _, t := range list {
		rows = append(rows, asText(taskRow(a.agency, a.number, t)))
	}
	return rows
}

// compareRow names the columns that differ.
func (v *verifier) compareRow(what, where string, columns []string, have, want []any) {
	if have == nil {
		v.differ(what, where, "the row is missing")
		return
	}
	for i, column := range columns {
		if fmt.Sprint(have[i]) != fmt.Sprint(want[i]) {
			v.differ(what, where, "%s is %v and follows as %v", column, have[i], want[i])
		}
	}
}

func (v *verifier) compareRows(what, where string, have, want []string) {
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		v.differ(what, where, "the rows are %v and follow as %v", have, want)
	}
}
