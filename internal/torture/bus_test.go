package torture_test

import (
	"context"
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
	nc, err := events.DialData(l.data, "torture")(ctx)
	require.NoError(t, err)
	defer nc.Close()
	js, err := jetstream.New(nc)
	require.NoError(t, err)
	reader, err := js.OrderedConsumer(ctx, events.StreamName, jetstream.OrderedConsumerConfig{})
	require.NoError(t, err)
	seen := map[int64]bool{}
	for last := int64(0); last < end; {
		batch, err := reader.Fetch(500, jetstream.FetchMaxWait(2*time.Second))
		require.NoError(t, err)
		for raw := range batch.Messages() {
			m, err := events.Decode(raw.Subject(), raw.Headers(), raw.Data())
			require.NoError(t, err)
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
		if ctx.Err() != nil {
			return len(seen), twice, fmt.Errorf("the bus stops at %d of %d", last, end)
		}
	}
	for position := range want {
		require.True(t, seen[position], "position %d is missing on the bus", position)
	}
	return len(seen), twice, nil
}
