package torture_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/db"
	"gongkai/law"
	"gongkai/workflow"
)

// door is a proxy in front of two replicas, as small as one can be: it asks /readyz every 50 ms, sends a request to a ready
// one, and tries the other only when the connection was refused, which is before anything was sent.
type door struct {
	replicas [2]atomic.Pointer[string]
	ready    [2]atomic.Bool
	next     atomic.Int64
	refused  atomic.Int64
	through  http.Transport
}

func (d *door) watch(ctx context.Context) {
	ask := http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for ctx.Err() == nil {
		for i := range d.replicas {
			ready := false
			if at := d.replicas[i].Load(); at != nil {
				if r, err := ask.Get(*at + "/readyz"); err == nil {
					ready = r.StatusCode == http.StatusOK
					_ = r.Body.Close() // only its status is looked at
				}
			}
			d.ready[i].Store(ready)
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
}

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	for range 4 {
		i := int(d.next.Add(1)) % 2
		if !d.ready[i].Load() {
			i = 1 - i
		}
		// A reader of our own: the transport must not send it twice by itself.
		out, err := http.NewRequestWithContext(r.Context(), r.Method, *d.replicas[i].Load()+r.URL.RequestURI(), struct{ io.Reader }{bytes.NewReader(body)})
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		out.Header, out.ContentLength = r.Header.Clone(), int64(len(body))
		answer, err := d.through.RoundTrip(out)
		var op *net.OpError
		if errors.As(err, &op) && op.Op == "dial" {
			d.refused.Add(1)
			d.ready[i].Store(false)
			continue
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		w.WriteHeader(answer.StatusCode)
		_, _ = io.Copy(w, answer.Body) // a client that is gone is not the proxy's failure
		_ = answer.Body.Close()
		return
	}
	http.Error(w, "no replica", http.StatusBadGateway)
}

// second is another replica of a lane: the same database and sealing key, a data directory of its own.
func (l lane) second(t *testing.T) lane {
	t.Helper()
	key, err := os.ReadFile(filepath.Join(l.data, "seal.key"))
	require.NoError(t, err)
	other := newLane(t, "second")
	other.url = l.url
	require.NoError(t, os.WriteFile(filepath.Join(other.data, "seal.key"), key, 0o600))
	return other
}

// overdue registers applications long ago, each entered on its day, so that their deadlines wait for a clock.
func (l lane) overdue(t *testing.T, ctx context.Context, s *db.Store, applications int) {
	t.Helper()
	first := law.DateOf(now()).AddDays(-120)
	for i := range applications {
		on := first.AddDays(i / 4)
		_, err := s.Do(ctx, workflow.Request{Command: register(fmt.Sprintf("A%d", i), on, ""), Actor: "clerk", Today: on, Entered: on})
		require.NoError(t, err)
	}
}

// once sends commands, each exactly one time, until stop is closed. Whatever is not answered with 200 is a fault.
func (b *book) once(ctx context.Context, c *client, name string, stop <-chan struct{}) {
	on := law.DateOf(now()).AddDays(-7).String()
	for n := 0; ; n++ {
		select {
		case <-stop:
			return
		default:
		}
		e := entry{key: fmt.Sprintf("%s-%d", name, n), sends: 1, sent: now(), body: fmt.Sprintf(
			`{"do":"register","agency":"%s","on":"%s","channel":"online","applicant":{"category":"natural_person","name":"王小明"},"content":"道路维修预算"}`, b.agency, on)}
		raw, failed := c.post(ctx, e.key, e.body)
		if failed != nil {
			b.fault("%s: %v", e.key, failed)
			continue
		}
		if err := json.Unmarshal(raw, &e.answer); err != nil {
			b.fault("%s: %v", e.key, err)
		}
		b.add(e)
	}
}

// TestARollingRestartFailsNoRequestAndFiresEachDeadlineOnce replaces one replica after the other, again and again, under
// clients that never send anything twice, while the clocks of both open four months of days. What is promised: behind a
// proxy that asks /readyz more often than --drain lasts, and that tries another replica when (and only when) a connection
// is refused, no request fails.
func TestARollingRestartFailsNoRequestAndFiresEachDeadlineOnce(t *testing.T) {
	t.Parallel()
	ctx, l := bounded(t), newLane(t, "postgres")
	l.agency(t, "T1")
	l.agency(t, "T2")
	const applications = 100
	l.overdue(t, ctx, l.store(t, ""), applications)
	lanes := [2]lane{l, l.second(t)}
	var running [2]*process
	d := &door{through: http.Transport{MaxIdleConnsPerHost: 16, DisableCompression: true}}
	start := func(i int) {
		running[i] = lanes[i].start(t, "serve", "--no-login", "--listen", lanes[i].host+":0", "--drain", "500ms")
		address, ok := running[i].address(t)
		if !ok {
			said, _ := running[i].stderr.so()
			require.Fail(t, "the server ended by itself", "%s", said)
		}
		d.replicas[i].Store(&address)
		require.Eventually(t, d.ready[i].Load, patience, 20*time.Millisecond, "replica %d is ready", i)
	}
	watching, stopWatching := context.WithCancel(ctx)
	var watch sync.WaitGroup
	watch.Go(func() { d.watch(watching) })
	t.Cleanup(func() { stopWatching(); watch.Wait() })
	start(0)
	start(1)
	proxy := httptest.NewServer(d)
	t.Cleanup(proxy.Close)

	w := &load{book: newBook("T2"), c: newClient(), stop: make(chan struct{})}
	w.c.to(proxy.URL)
	for i := range 4 {
		w.wait.Go(func() { w.book.once(ctx, w.c, fmt.Sprintf("roll-%d", i), w.stop) })
	}
	restarts := max(4, rounds/3)
	for n := range restarts {
		i := n % 2
		w.waits(t, ctx, 10)
		require.NoError(t, running[i].cmd.Process.Signal(syscall.SIGTERM))
		ended := running[i].result(t)
		require.Zero(t, ended.code, "%s", ended.stderr)
		start(i)
	}
	w.waits(t, ctx, 10)
	w.finish()
	for _, p := range running {
		require.NoError(t, p.cmd.Process.Signal(syscall.SIGTERM))
		require.Zero(t, p.result(t).code)
	}
	log := l.events(t, 1)
	w.book.holds(t, log)
	days := onceAndInOrder(t, slices.DeleteFunc(slices.Clone(log), func(e event) bool { return len(of([]event{e}, "T2")) > 0 }), law.DateOf(now()), applications)
	v := l.verified(t)
	t.Logf("%d restarts of two replicas under 4 clients: %d commands sent once, all answered 200; %d connections refused and tried at the other; %d days opened once, %d deadlines acted once; %d events verified",
		restarts, len(w.book.entries), d.refused.Load(), days, applications, v.Events)
}
