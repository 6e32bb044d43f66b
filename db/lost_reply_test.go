package db_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/db"
	"gongkai/workflow"
)

// cutter is a proxy in front of PostgreSQL that swallows the n-th message of the server and closes the connection: the
// server did what it was asked, and nobody hears of it.
type cutter struct {
	listener net.Listener
	target   string
	left     atomic.Int64 // messages until the cut; 0: pass everything
	wait     sync.WaitGroup
}

func newCutter(t *testing.T, target string) *cutter {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	c := &cutter{listener: l, target: target}
	c.wait.Go(c.accept)
	t.Cleanup(func() {
		require.NoError(t, l.Close())
		c.wait.Wait()
	})
	return c
}

func (c *cutter) accept() {
	for {
		client, err := c.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", c.target)
		if err != nil {
			_ = client.Close()
			continue
		}
		c.wait.Go(func() { _, _ = io.Copy(server, client); _ = server.Close() })
		c.wait.Go(func() { c.pass(client, server); _ = client.Close(); _ = server.Close() })
	}
}

// pass hands on the server's messages one by one: a byte of type, four of length.
func (c *cutter) pass(client io.Writer, server io.Reader) {
	head := make([]byte, 5)
	for {
		if _, err := io.ReadFull(server, head); err != nil {
			return
		}
		body := make([]byte, binary.BigEndian.Uint32(head[1:])-4)
		if _, err := io.ReadFull(server, body); err != nil {
			return
		}
		if c.left.Load() > 0 && c.left.Add(-1) == 0 {
			return
		}
		if _, err := client.Write(append(append([]byte{}, head...), body...)); err != nil {
			return
		}
	}
}

func TestNoLostReplyDoublesACommandOrLosesIt(t *testing.T) {
	t.Parallel()
	l := postgresLane(t)
	direct := l.openOffice(t)
	proxy := newCutter(t, server.Address())
	l.url = strings.Replace(l.url, server.Address(), proxy.listener.Addr().String(), 1)
	s := l.open(t, func(o *db.Options) { o.Patience = 5 * time.Second })
	cuts, failed := 0, 0
	const most = 300
	for n := int64(1); n <= most; n++ {
		proxy.left.Store(n)
		cmd := register("", "2026-02-24")
		cmd.Key = fmt.Sprintf("lost-%d", n)
		_, err := s.Do(context.Background(), request(cmd))
		whole := proxy.left.Swap(0) > 0
		for err != nil { // the sender tries again with the same key
			require.False(t, errors.As(err, new(*workflow.Refusal)), "%v", err)
			failed++
			_, err = s.Do(context.Background(), request(cmd))
		}
		if !whole {
			cuts++
			continue
		}
		break
	}
	require.Greater(t, cuts, 15, "every message of a command was lost once")
	events, err := direct.Events(t.Context(), 1, 10_000)
	require.NoError(t, err)
	require.Equal(t, cuts+1, countOf(events, workflow.Registered))
	require.Empty(t, verify(t, direct))
	t.Logf("%d messages lost, %d commands had to be sent again", cuts, failed)
}

func request(cmd workflow.Command) workflow.Request {
	return workflow.Request{Command: cmd, Actor: "clerk", Today: today, Entered: today}
}
