package torture_test

import (
	"context"
	"encoding/json"
	"net/http"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAFullDiskRefusesAndStoresNothingByHalf fills the disk under a running server, twice: commands must be refused with
// a clear message and leave nothing behind, pages go on, and when there is space again the same keys are carried out.
func TestAFullDiskRefusesAndStoresNothingByHalf(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"file system", "limit of length"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			l := newLane(t, "sqlite")
			full, ok := limited(), false
			if kind == "file system" {
				if full, ok = l.small(t); !ok {
					full = limited()
				}
			}
			l.fullDisk(t, bounded(t), full)
		})
	}
}

func (l lane) fullDisk(t *testing.T, ctx context.Context, full disk) {
	t.Helper()
	l.agency(t, "T1")
	p := l.serve(t)
	address, ok := p.address(t)
	require.True(t, ok)
	w := l.load(ctx, 4)
	w.c.to(address)
	for range 2 {
		w.waits(t, ctx, 60)
		full.fill(t, p)
		select {
		case refused := <-w.book.failed:
			clearly(t, refused)
		case <-time.After(patience):
			require.Fail(t, "the full disk is not noticed")
		}
		status, _, err := w.c.get(ctx, "/api/v1/applications?agency=T1")
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, status, "what is there can still be read")
		full.empty(t, p)
		w.waits(t, ctx, 60)
	}
	w.finish()
	w.book.repeats(t, ctx, w.c)
	log := l.events(t, 1)
	w.book.holds(t, log)
	// The bus must go on by itself, and if it does not, at least after a restart.
	onBus, twice, err := l.readBus(t, ctx, busBack, log)
	assert.NoError(t, err, "the space is back, the bus is not")
	p.kill()
	if err != nil {
		next := l.serve(t)
		_, ok := next.address(t)
		require.True(t, ok)
		onBus, twice = l.onTheBus(t, ctx, log)
		next.kill()
	}
	v := l.verified(t)
	t.Logf("%s full twice under 4 clients: %d commands acknowledged, %d of them refused at first; %d events verified, %d on the bus, %d of them twice",
		full.kind, len(w.book.entries), w.book.resent(), v.Events, onBus, twice)
}

// busBack is longer than the relay's longest pause between two attempts.
const busBack = 40 * time.Second

// clearly checks the refusal: 503, a problem of the contract's form, with a sentence about space.
func clearly(t *testing.T, f *failure) {
	t.Helper()
	var problem struct {
		Code, Detail string
		Status       int
	}
	require.NoError(t, json.Unmarshal([]byte(f.text), &problem), "%s", f.text)
	// The test goes on after an unclear message: what is stored matters more.
	assert.Equal(t, http.StatusServiceUnavailable, f.status, "a full disk passes: cannot now (contract, section 7): %s", f.text)
	assert.NotEmpty(t, problem.Code)
	assert.Regexp(t, `(?i)(full|space|storage)`, problem.Detail, "the message must name the cause")
}

// TestAnImportThatFindsNoSpaceStoresNothing gives the import of a ledger files of a bounded length, as much as a random
// part of what it writes: it must say that it failed, store nothing, and store everything when it is run again.
func TestAnImportThatFindsNoSpaceStoresNothing(t *testing.T) {
	t.Parallel()
	l, r, ledger := newLane(t, "sqlite"), chance(t), ledgerFile(t)
	l.agency(t, "T1")
	for range rounds {
		blocks := 1 + r.IntN(2000) // of 512 bytes; a whole import writes several times as much
		limited := exec.Command("sh", "-c", `ulimit -f "$0"; exec "$@"`, strconv.Itoa(blocks), program, "import", "--agency", "T1", ledger)
		limited.Dir, limited.Env = l.data, l.command().Env
		out, err := limited.CombinedOutput()
		var exit *exec.ExitError
		require.ErrorAs(t, err, &exit, "%d blocks: %s", blocks, out)
		require.Equal(t, 1, exit.ExitCode(), "%d blocks: %s", blocks, out)
		require.Regexp(t, `(?i)(full|space|disk|too large)`, string(out), "the message must name the cause")
		require.Empty(t, of(l.events(t, 1), "T1"), "%d blocks", blocks)
	}
	l.must(t, "import", "--agency", "T1", ledger)
	require.Len(t, of(l.events(t, 1), "T1"), ledgerRows+ledgerRows/4)
	v := l.verified(t)
	t.Logf("%d imports of %d rows found no space: each said so and stored nothing; %d events verified", rounds, ledgerRows, v.Events)
}
