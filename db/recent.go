package db

import (
	"sync"

	"gongkai/workflow"
)

// wakeChannel is where one process tells the others on PostgreSQL that the log has grown.
const wakeChannel = "gongkai_log"

// keepRecent is how many of the newest events are kept in memory, so that the relay publishes what was just committed
// without reading it again.
const keepRecent = 8192

// recent holds the newest events without a gap, and wakes whoever waits for more.
type recent struct {
	mu     sync.Mutex
	events []workflow.Recorded
	end    int64 // position of the last event known to be committed
	grown  chan struct{}
}

func newRecent() *recent { return &recent{grown: make(chan struct{})} }

func (r *recent) add(h head, events []workflow.Recorded, cut bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case cut || len(events) == 0:
		r.events = nil
	case len(r.events) > 0 && events[0].Position != r.end+1:
		r.events = append([]workflow.Recorded(nil), events...)
	default:
		r.events = append(r.events, events...)
	}
	if len(r.events) > 2*keepRecent {
		r.events = append([]workflow.Recorded(nil), r.events[len(r.events)-keepRecent:]...)
	}
	r.end = h.position
	r.wake()
}

// wake tells everybody; the lock is held.
func (r *recent) wake() {
	close(r.grown)
	r.grown = make(chan struct{})
}

// heard notes that another process may have committed.
func (r *recent) heard() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.wake()
}

func (r *recent) waiting() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.grown
}

// from gives up to limit events from a position on, as far as they are here.
func (r *recent) from(position int64, limit int) []workflow.Recorded {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.events) == 0 || position < r.events[0].Position || position > r.end {
		return nil
	}
	start := int(position - r.events[0].Position)
	end := min(start+limit, len(r.events))
	return append([]workflow.Recorded(nil), r.events[start:end]...)
}
