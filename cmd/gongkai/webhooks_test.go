package main

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/events"
	"gongkai/notify"
)

func TestAWebhookHearsTheEventsItWantsAsCloudEvents(t *testing.T) {
	t.Parallel()
	got := make(chan map[string]any, 1)
	server := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		var event map[string]any
		_ = json.Unmarshal(raw, &event)
		got <- event
	}))
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	hook := notify.Hook{Name: "oa", URL: server.URL, Secret: "whsec_" + base64.StdEncoding.EncodeToString(make([]byte, 32)), Agency: "A"}
	caller, err := notify.NewCaller(hook, []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, roots, time.Now)
	require.NoError(t, err)
	defer caller.Close()
	handle := deliver(hook, caller)
	m := events.Message{ID: "e1", Type: "replied", Version: 1, Agency: "A", Application: "N1", Stream: "application:A/N1", Seq: 3, Position: 9, Epoch: 1,
		RecordedAt: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC), Data: json.RawMessage(`{"result":"disclosed"}`)}
	require.NoError(t, handle(context.Background(), m))
	require.Equal(t, map[string]any{
		"specversion": "1.0", "id": "e1", "source": "/agencies/A", "type": "replied", "subject": "N1", "time": "2026-03-02T01:00:00Z",
		"dataschema": "urn:gongkai:event:replied:v1", "datacontenttype": "application/json", "stream": "application:A/N1",
		"sequence": "3", "position": "9", "epoch": "1", "data": map[string]any{"result": "disclosed"},
	}, <-got)
	m.Agency = "B"
	require.NoError(t, handle(context.Background(), m), "passed over")
	require.Empty(t, got)
}

func TestAWrongListOfWebhooksKeepsTheServerFromStarting(t *testing.T) {
	t.Parallel()
	out := testOutput(t, newOffice(t))
	file := filepath.Join(t.TempDir(), "hooks.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"hosts":{},"hooks":[{"name":"oa","url":"https://127.0.0.1/","secret":"x"}]}`), 0o600))
	bus, err := events.StartBus(events.BusOptions{Data: t.TempDir(), Random: rand.Reader})
	require.NoError(t, err)
	defer func() { require.NoError(t, bus.Close()) }()
	_, err = out.webhookWorkers(file, nil, &busHere{dial: bus.Dial}, slog.New(slog.DiscardHandler))
	require.ErrorIs(t, err, notify.ErrHooks)
}
