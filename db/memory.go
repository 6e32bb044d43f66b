package db

import (
	"container/list"

	"gongkai/law"
	"gongkai/workflow"
)

// memory is what the committer keeps between transactions. It is trusted only as far as the locked head of the log says
// so: when the head stands where this process left it, nothing changed; otherwise applications are compared with the
// sequence number of their stream, and the calendar with its own.
type memory struct {
	position   int64 // of the head as this process last saw it; -1: nothing is known
	recordedAt string

	calendar    *law.Calendar
	calendarSeq int

	agencies    map[string]bool // known to exist; bodies are never taken away
	departments map[[2]string]bool
	choices     map[string][]workflow.Choice // by body, dropped whenever another process wrote

	limit   int
	entries map[string]*list.Element // by stream; the list holds *folded, the newest first
	order   *list.List
}

// folded is an application and what its derived rows say.
type folded struct {
	stream    string
	id        int64 // position of its first event
	app       *workflow.Application
	changedAt string
	stored    derived
}

func newMemory(limit int) *memory {
	m := &memory{limit: limit}
	m.forget()
	return m
}

// forget drops everything: after a transaction that failed or whose outcome is unknown.
func (m *memory) forget() {
	m.position, m.recordedAt, m.calendar, m.calendarSeq = -1, "", nil, 0
	m.agencies, m.departments = map[string]bool{}, map[[2]string]bool{}
	m.choices = map[string][]workflow.Choice{}
	m.entries, m.order = map[string]*list.Element{}, list.New()
}

func (m *memory) get(stream string) *folded {
	e, ok := m.entries[stream]
	if !ok {
		return nil
	}
	m.order.MoveToFront(e)
	return e.Value.(*folded)
}

func (m *memory) put(f *folded) {
	if e, ok := m.entries[f.stream]; ok {
		e.Value = f
		m.order.MoveToFront(e)
		return
	}
	m.entries[f.stream] = m.order.PushFront(f)
	for m.order.Len() > m.limit {
		oldest := m.order.Back()
		delete(m.entries, oldest.Value.(*folded).stream)
		m.order.Remove(oldest)
	}
}

func (m *memory) drop(stream string) {
	if e, ok := m.entries[stream]; ok {
		delete(m.entries, stream)
		m.order.Remove(e)
	}
}
