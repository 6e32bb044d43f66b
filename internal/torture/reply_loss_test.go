package torture_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/db"
	"gongkai/law"
	"gongkai/workflow"
)

// mostMessages bounds the search: a command whose exchange is longer is broken.
const mostMessages = 1000

// loss is how replies are lost: during which command, with a key or without, over connections that are open or over new
// ones, whose opening belongs to the exchange, with the database back at once or away until the caller has given up.
type loss struct {
	do              string
	key, cold, away bool
}

// TestALostReplyToAnyMessageDoublesNothing drops the n-th message that PostgreSQL answers during a command, for every n.
func TestALostReplyToAnyMessageDoublesNothing(t *testing.T) {
	t.Parallel()
	for _, do := range []string{"register", "extend"} {
		for bits := range 8 {
			x := loss{do: do, key: bits&1 > 0, cold: bits&2 > 0, away: bits&4 > 0}
			name := fmt.Sprintf("%s, key %v, new connections %v, away %v", do, x.key, x.cold, x.away)
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				newLossy(t).everyReply(t, x)
			})
		}
	}
}

// lossy is a store behind a proxy, and one beside it that sees the truth.
type lossy struct {
	l     lane
	proxy *proxy
	store *db.Store
	truth *db.Store
	on    law.Date
}

func newLossy(t *testing.T) *lossy {
	t.Helper()
	l := newLane(t, "postgres")
	x := &lossy{l: l, proxy: newProxy(t, server.Address()), truth: l.store(t, ""), on: law.DateOf(now()).AddDays(-7)}
	x.store = l.store(t, strings.Replace(l.url, server.Address(), x.proxy.listener.Addr().String(), 1), func(o *db.Options) {
		o.Patience = 2 * time.Second // so long it asks after a lost COMMIT when the database stays away
	})
	require.NoError(t, x.truth.AddAgency(t.Context(), "admin", workflow.Agency{Code: "T1", Name: "凡村镇人民政府"}))
	return x
}

func (x *lossy) everyReply(t *testing.T, how loss) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	defer cancel()
	acknowledged, unknown, failed, stored, cuts := 0, 0, 0, 0, map[string]int{}
	n := 1
	for ; n <= mostMessages; n++ {
		key := ""
		if how.key {
			key = fmt.Sprintf("%s-%d", how.do, n)
		}
		cmd := x.prepare(t, ctx, how.do, key)
		before := x.position(t, ctx)
		if how.cold {
			x.proxy.drop(false)
		}
		x.proxy.arm(n, how.away)
		answer, err := x.store.Do(ctx, request(cmd))
		cut := x.proxy.disarm()
		added := int(x.position(t, ctx) - before)
		require.Contains(t, []int{0, 1}, added, "reply %d (%s) lost: %v", n, cut, err)
		var refusal *workflow.Refusal
		if errors.As(err, &refusal) {
			require.Equal(t, workflow.Unavailable, refusal.Kind(), "reply %d (%s) lost, refused by a rule: %v", n, cut, err)
		}
		switch {
		case err == nil:
			require.Equal(t, 1, added, "reply %d (%s) lost, acknowledged", n, cut)
			acknowledged++
		case errors.Is(err, db.ErrUnknownOutcome):
			unknown++
		default:
			require.Zero(t, added, "reply %d (%s) lost, told that it failed: %v", n, cut, err)
			failed++
		}
		if how.key {
			x.again(t, ctx, cmd, answer, err, before)
		}
		stored += added
		if cut == "" {
			require.NoError(t, err, "nothing was dropped")
			break
		}
		cuts[cut]++
	}
	require.LessOrEqual(t, n, mostMessages)
	v, err := x.truth.Verify(ctx)
	require.NoError(t, err)
	require.Empty(t, v.Differences)
	t.Logf("all %d messages lost once each %v: %d acknowledged, %d unknown, %d told to have failed; %d stored at once, none twice",
		n-1, cuts, acknowledged, unknown, failed, stored)
}

// prepare gives the command; an extension needs its application, registered through the same connections.
func (x *lossy) prepare(t *testing.T, ctx context.Context, do, key string) workflow.Command {
	t.Helper()
	x.settled(t, ctx)
	first, err := x.store.Do(ctx, request(register("", x.on, "")))
	require.NoError(t, err)
	require.Equal(t, "registered", first.Events[0].Type)
	if do == "register" {
		return register("", x.on, key)
	}
	return extend(first.Application, x.on.AddDays(1), key)
}

// settled waits until the pool has noticed which of its connections are dead: a lost reply before may have left one.
func (x *lossy) settled(t *testing.T, ctx context.Context) {
	t.Helper()
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for {
		if _, _, _, err := x.store.Head(ctx); err == nil {
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			require.Fail(t, "the store does not come back")
		}
	}
}

// again sends the command with the same key: the same answer, and one effect in all.
func (x *lossy) again(t *testing.T, ctx context.Context, cmd workflow.Command, first workflow.Answer, was error, before int64) {
	t.Helper()
	second, err := x.store.Do(ctx, request(cmd))
	require.NoError(t, err, "the first time: %v", was)
	if was == nil {
		require.Equal(t, first, second)
	}
	require.Equal(t, before+1, x.position(t, ctx))
	require.Equal(t, before+1, second.Events[0].Position)
}

func (x *lossy) position(t *testing.T, ctx context.Context) int64 {
	t.Helper()
	position, _, _, err := x.truth.Head(ctx)
	require.NoError(t, err)
	return position
}
