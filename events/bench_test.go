package events

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
)

// BenchmarkRelay publishes one event an operation, in atomic batches, each on disk before the next (sync always).
func BenchmarkRelay(b *testing.B) {
	for _, size := range []int{1, 16, 64, 256, 1000} {
		b.Run(fmt.Sprintf("batch=%d", size), func(b *testing.B) {
			bus, l := startBus(b, b.TempDir()), newLog()
			for i := range b.N {
				l.add(application(i%100), "D1", "task_assigned")
			}
			nc, err := bus.Dial(b.Context())
			require.NoError(b, err)
			defer nc.Close()
			require.NoError(b, EnsureStream(b.Context(), nc, StreamOptions{Replicas: 1}))
			o := quick()
			o.Batch = size
			r := NewRelay(l, bus.Dial, o)
			b.ResetTimer()
			at, err := r.locate(b.Context(), nc)
			require.NoError(b, err)
			_, err = r.drain(b.Context(), nc, at, consumers{})
			require.NoError(b, err)
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

// BenchmarkPlainJetStream is the same server without us: one publisher, one acknowledged message an operation.
func BenchmarkPlainJetStream(b *testing.B) {
	bus, l := startBus(b, b.TempDir()), newLog()
	l.add(application(1), "D1", "task_assigned")
	nc, err := bus.Dial(b.Context())
	require.NoError(b, err)
	defer nc.Close()
	require.NoError(b, EnsureStream(b.Context(), nc, StreamOptions{Replicas: 1}))
	js, err := jetstream.New(nc)
	require.NoError(b, err)
	data := []byte(strings.Repeat("x", 600))
	b.ResetTimer()
	for range b.N {
		_, err := js.Publish(b.Context(), "gongkai.events.A.D1.plain", data)
		require.NoError(b, err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkLatency is the way of one event: commit, relay, disk, worker. "plain" is the same by nats.go alone: publish,
// disk, a consumer's handler.
func BenchmarkLatency(b *testing.B) {
	b.Run("relay-to-worker", func(b *testing.B) {
		bus, l := startBus(b, b.TempDir()), newLog()
		heard := make(chan struct{}, 1)
		running(b, NewRelay(l, bus.Dial, quick()).Run)
		work(b, bus.Dial, func(context.Context, Message) error { heard <- struct{}{}; return nil }, forD1(b.TempDir()))
		l.add(application(1), "D1", "task_assigned")
		<-heard
		b.ResetTimer()
		for range b.N {
			l.add(application(1), "D1", "task_assigned")
			<-heard
		}
	})
	b.Run("plain", func(b *testing.B) {
		bus := startBus(b, b.TempDir())
		nc, err := bus.Dial(b.Context())
		require.NoError(b, err)
		defer nc.Close()
		require.NoError(b, EnsureStream(b.Context(), nc, StreamOptions{Replicas: 1}))
		js, err := jetstream.New(nc)
		require.NoError(b, err)
		c, err := js.CreateConsumer(b.Context(), StreamName, consumerConfig(ConsumerName("A", "D1"), DepartmentFilter("A", "D1"), time.Second, 1))
		require.NoError(b, err)
		heard := make(chan struct{}, 1)
		consuming, err := c.Consume(func(m jetstream.Msg) { _ = m.Ack(); heard <- struct{}{} })
		require.NoError(b, err)
		defer consuming.Stop()
		data := []byte(strings.Repeat("x", 600))
		b.ResetTimer()
		for range b.N {
			_, err := js.Publish(b.Context(), "gongkai.events.A.D1.plain", data)
			require.NoError(b, err)
			<-heard
		}
	})
}

// BenchmarkBacklog is a worker that comes back to a full stream: one event an operation, one at a time by design.
func BenchmarkBacklog(b *testing.B) {
	bus, l := startBus(b, b.TempDir()), newLog()
	for i := range b.N {
		l.add(application(i%100), "D1", "task_assigned")
	}
	r := NewRelay(l, bus.Dial, quick())
	running(b, r.Run)
	eventually(b, "published", published(r, int64(b.N)))
	heard, n := make(chan struct{}), 0
	b.ResetTimer()
	work(b, bus.Dial, func(context.Context, Message) error {
		if n++; n == b.N {
			close(heard)
		}
		return nil
	}, forD1(b.TempDir()))
	<-heard
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkStart is the embedded bus from nothing to ready, and its stop.
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	var up time.Duration
	for i := range b.N {
		data := fmt.Sprintf("%s/%d", dir, i)
		require.NoError(b, os.Mkdir(data, 0o700))
		begin := time.Now()
		bus, err := StartBus(BusOptions{Data: data, Random: rand.Reader})
		require.NoError(b, err)
		up += time.Since(begin)
		require.NoError(b, bus.Close())
	}
	b.ReportMetric(float64(up.Milliseconds())/float64(b.N), "ms-to-ready")
}
