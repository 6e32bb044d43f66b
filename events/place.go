package events

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
)

// ErrForeignHistory says that the stream does not continue this log: it holds events that the log does not have, and no
// restore (a raised epoch) explains it. Publishing into it would mix two histories. For the embedded bus: stop, remove
// DATA/bus, start; everything is published again.
var ErrForeignHistory = errors.New("the bus holds another history than the log")

// place is how far the stream came: its last message's number, and the position of the last event that both it and the
// log have.
type place struct {
	seq      uint64
	position int64
	epoch    int64 // of the log when it was found
}

// errEpoch says that the log was restored while we followed it: the place no longer holds.
var errEpoch = errors.New("the log was restored meanwhile")

// findPlace reads it from the stream itself, so there is no book of what was published that could be wrong. After a
// restore the end of the stream is of a dead epoch: it walks back to the last event both have, and publishing goes
// on behind the dead end, under the new epoch, from there.
func findPlace(ctx context.Context, nc *nats.Conn, log Log) (place, error) {
	_, _, epoch, err := log.Head(ctx)
	if err != nil {
		return place{}, fmt.Errorf("read the head of the log: %w", err)
	}
	info, err := streamCall(ctx, nc, "INFO", nil)
	if err != nil {
		return place{}, err
	}
	for seq := info.State.Last; info.State.Messages > 0 && seq >= info.State.First; seq-- {
		m, err := message(ctx, nc, seq)
		if hasCode(err, codeNoMessage) || errors.Is(err, ErrNotAnEvent) {
			continue
		}
		if err != nil {
			return place{}, err
		}
		same, err := inLog(ctx, log, m)
		if err != nil {
			return place{}, err
		}
		if same {
			return place{seq: info.State.Last, position: m.Position, epoch: epoch}, nil
		}
	}
	return place{seq: info.State.Last, epoch: epoch}, nil
}

// inLog says whether the log has this message's event. The head is read after the message, so a log that is ahead is
// never taken for one that is behind.
func inLog(ctx context.Context, log Log, m Message) (bool, error) {
	position, _, epoch, err := log.Head(ctx)
	if err != nil {
		return false, fmt.Errorf("read the head of the log: %w", err)
	}
	if m.Position <= position {
		rs, err := log.Events(ctx, m.Position, 1)
		if err != nil {
			return false, fmt.Errorf("read event %d of the log: %w", m.Position, err)
		}
		if len(rs) == 1 && rs[0].Position == m.Position && rs[0].ID == m.ID {
			return true, nil
		}
	}
	if m.Epoch >= epoch {
		return false, fmt.Errorf("%w: at position %d, epoch %d", ErrForeignHistory, m.Position, m.Epoch)
	}
	return false, nil
}

// Reached gives the position up to which the bus holds the log, for those who only look (verify). Events of people are
// never published, so it may stay behind the head by those. Errors: the bus cannot be reached, or ErrForeignHistory.
func Reached(ctx context.Context, dial Dial, log Log) (int64, error) {
	nc, err := dial(ctx)
	if err != nil {
		return 0, err
	}
	defer nc.Close()
	at, err := findPlace(ctx, nc, log)
	return at.position, err
}
