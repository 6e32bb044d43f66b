package torture_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"gongkai/events"
	"gongkai/workflow"
)

// onTheBus reads the whole stream back and requires that it is right, see readBus.
func (l lane) onTheBus(t *testing.T, ctx context.Context, log []event) (different, twice int) {
	t.Helper()
	different, twice, err := l.readBus(t, ctx, patience, log)
	require.NoError(t, err)
	return different, twice
}

// readBus reads the whole stream back through DATA/bus.json, waiting until the relay has brought it to the end of the
// log: every event that is published at all is there, at least once, in order of position. It gives the number of
// different events and of repetitions. An error is a bus that does not come to the end in time.
func (l lane) readBus(t *testing.T, ctx context.Context, limit time.Duration, log []event) (different, twice int, err error) {
	t.Helper()
	want := map[int64]event{}
	end := int64(0)
	for _, e := range log {
		if events.Published(workflow.Recorded{Stream: e.Stream}) {
			want[e.Position], end = e, e.Position
		}
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var held []events.Message
	for {
		// Each look is one of its own: the bus may be started anew in between, and a reader kept open would not see it.
		if held, err = l.look(ctx); err == nil && len(held) > 0 && held[len(held)-1].Position >= end {
			break
		}
		select {
		case <-ctx.Done():
			return len(held), 0, fmt.Errorf("the bus holds %d messages of %d events: %w", len(held), len(want), errors.Join(ctx.Err(), err))
		case <-time.After(300 * time.Millisecond):
		}
	}
	seen, last := map[int64]bool{}, int64(0)
	for _, m := range held {
		e, known := want[m.Position]
		require.True(t, known, "position %d is on the bus and not in the log", m.Position)
		require.Equal(t, []any{e.ID, e.Stream, e.Seq, e.Type}, []any{m.ID, m.Stream, m.Seq, m.Type}, "position %d", m.Position)
		if seen[m.Position] {
			twice++
			continue
		}
		require.Greater(t, m.Position, last, "the bus is out of order")
		seen[m.Position], last = true, m.Position
	}
	for position := range want {
		require.True(t, seen[position], "position %d is missing on the bus", position)
	}
	return len(seen), twice, nil
}

// look reads what the stream holds now, message by message.
func (l lane) look(ctx context.Context) ([]events.Message, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	nc, err := events.DialData(l.data, "torture")(ctx)
	if err != nil {
		return nil, err
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		return nil, err
	}
	stream, err := js.Stream(ctx, events.StreamName)
	if err != nil {
		return nil, err
	}
	state := stream.CachedInfo().State
	var held []events.Message
	for seq := state.FirstSeq; seq <= state.LastSeq && state.Msgs > 0; seq++ {
		raw, err := stream.GetMsg(ctx, seq)
		if err != nil {
			return held, fmt.Errorf("message %d: %w", seq, err)
		}
		m, err := events.Decode(raw.Subject, raw.Header, raw.Data)
		if err != nil {
			return held, err
		}
		held = append(held, m)
	}
	return held, nil
}
