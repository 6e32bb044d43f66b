package db

import (
	"context"
	"fmt"

	"gongkai/workflow"
)

// appendChunk is how many events of a history are written at once.
const appendChunk = 5000

// AppendHistory appends events that were decided before, as a copy of another log is or a history to measure with: they
// are sealed, placed and chained like all others, but nothing is decided and no derived row follows. Rebuild makes those
// and must come next. Each event needs its number in its stream; a number taken or left out fails the whole call.
func (s *Store) AppendHistory(ctx context.Context, events []workflow.Event) error {
	_, err := submit(ctx, s, job{alone: true}, func(ctx context.Context, b *batch) (int, error) {
		for len(events) > 0 {
			part := events[:min(appendChunk, len(events))]
			events = events[len(part):]
			for _, e := range part {
				if _, err := b.add(e); err != nil {
					return 0, err
				}
			}
			if err := b.chunk(ctx); err != nil {
				return 0, fmt.Errorf("append a history: %w", err)
			}
		}
		return 0, nil
	})
	return err
}
