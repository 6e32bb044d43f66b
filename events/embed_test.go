package events

import (
	"crypto/rand"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"
)

func TestTheEmbeddedBusTellsItsAddressToItsOwnerOnlyAndTakesItAway(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	b := startBus(t, data)
	a, err := ReadAddress(data)
	require.NoError(t, err)
	require.Equal(t, b.Address(), a)
	info, err := os.Stat(AddressFile(data))
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		require.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
	}
	raw, err := os.ReadFile(AddressFile(data))
	require.NoError(t, err)
	require.True(t, json.Valid(raw))
	require.NoError(t, b.Close())
	require.NoError(t, b.Close())
	_, err = ReadAddress(data)
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = b.Dial(t.Context())
	require.Error(t, err)
}

func TestOnlyTheEngineMayPublishEvents(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	b := startBus(t, data)
	nc, err := DialData(data, "test")(t.Context())
	require.NoError(t, err)
	defer nc.Close()
	refused := make(chan error, 1)
	nc.SetErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { refused <- err })
	require.NoError(t, nc.Publish("gongkai.events.A.D1.replied", []byte("{}")))
	require.ErrorIs(t, next(t, refused), nats.ErrPermissionViolation)
	_, err = nats.Connect("nats://" + b.server.Addr().String())
	require.ErrorIs(t, err, nats.ErrAuthorization)
}

func TestTwoServersOnOneDataDirectoryAreRefused(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	startBus(t, data)
	_, err := StartBus(BusOptions{Data: data, Random: rand.Reader})
	require.ErrorIs(t, err, ErrBusRuns)
}

func TestAnAddressLeftByAKilledServerIsReplaced(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	require.NoError(t, os.WriteFile(AddressFile(data), []byte(`{"url":"nats://client:x@127.0.0.1:1"}`), 0o600))
	b := startBus(t, data)
	a, err := ReadAddress(data)
	require.NoError(t, err)
	require.Equal(t, b.Address(), a)
	left, err := filepath.Glob(filepath.Join(data, ".bus*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestAStreamMadeOtherwiseIsBroughtUpToDateOrRefused(t *testing.T) {
	t.Parallel()
	b := startBus(t, t.TempDir())
	nc, err := b.Dial(t.Context())
	require.NoError(t, err)
	defer nc.Close()
	require.ErrorIs(t, CheckSync(t.Context(), nc), ErrSyncUnknown)
	old := wanted(StreamOptions{Replicas: 1})
	old.Atomic, old.DenyDelete, old.DenyPurge, old.Duplicates = false, false, false, time.Minute
	_, err = streamCall(t.Context(), nc, "CREATE", old)
	require.NoError(t, err)
	require.NoError(t, EnsureStream(t.Context(), nc, StreamOptions{}))
	info, err := streamCall(t.Context(), nc, "INFO", nil)
	require.NoError(t, err)
	require.Equal(t, wanted(StreamOptions{Replicas: 1}), info.Config)

	_, err = streamCall(t.Context(), nc, "DELETE", nil)
	require.NoError(t, err)
	memory := wanted(StreamOptions{Replicas: 1})
	memory.Storage, memory.MaxBytes = "memory", 1<<20
	_, err = streamCall(t.Context(), nc, "CREATE", memory)
	require.NoError(t, err)
	require.ErrorIs(t, EnsureStream(t.Context(), nc, StreamOptions{}), ErrStreamDiffers)
}
