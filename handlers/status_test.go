package handlers_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/handlers"
)

func seen() handlers.Watched {
	at := time.Date(2026, 3, 4, 1, 0, 0, 0, time.UTC)
	waiting := at.Add(-10 * time.Minute)
	return handlers.Watched{
		At: at, Epoch: 2, Log: 120, Bus: 118,
		Workers: []handlers.WorkerPlace{
			{Worker: "T1=D1", Position: 90, Behind: 7, Waiting: &waiting},
			{Worker: "T1=D2", Behind: 3, Waiting: &waiting, Idle: true},
		},
		Alarms: []handlers.Alarm{{Reason: "worker_behind", About: "T1=D1", Detail: "7"}},
	}
}

func TestWhatTheWatchSawIsOnAPageAndInTheMetrics(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin, func(h *handlers.Options) { h.Watched = seen })
	v := o.visitor()
	metrics := v.get("/metrics").body
	for _, line := range []string{
		"gongkai_log_position 120", "gongkai_bus_position 118", "gongkai_log_epoch 2", `gongkai_worker_behind{worker="T1=D1"} 7`,
		`gongkai_worker_oldest_seconds{worker="T1=D1"} 600`, `gongkai_alarm{reason="worker_behind"} 1`, `gongkai_alarm{reason="days_unopened"} 0`,
	} {
		require.Contains(t, metrics, line+"\n")
	}
	require.NotContains(t, metrics, "T1=D2", "a department that works by pages is not behind")
	page := v.get("/settings/status").body
	for _, text := range []string{"运行状态", "部门程序落后", "T1=D1", "2026-03-04 08:50:00", "没有程序连接过"} {
		require.Contains(t, page, text)
	}
	require.Contains(t, v.get("/settings").body, `href="/settings/status"`)
}

func TestAProcessThatIsAboutToStopSaysSoAndGoesOnServing(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin)
	h, err := handlers.New(handlers.Options{Store: o.store, Now: now, Random: io.LimitReader(nil, 0), NoLogin: true})
	require.NoError(t, err)
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	get := func(path string) *http.Response {
		r, err := server.Client().Get(server.URL + path)
		require.NoError(t, err)
		_, err = io.Copy(io.Discard, r.Body)
		require.NoError(t, err)
		require.NoError(t, r.Body.Close())
		return r
	}
	require.Equal(t, http.StatusOK, get("/readyz").StatusCode)
	require.False(t, get("/").Close)
	h.Drain()
	require.Equal(t, http.StatusServiceUnavailable, get("/readyz").StatusCode)
	require.Equal(t, http.StatusOK, get("/healthz").StatusCode)
	page := get("/")
	require.Equal(t, http.StatusOK, page.StatusCode)
	require.True(t, page.Close, "the next request goes elsewhere")
}

func TestAProcessWithoutPagesHasHealthAndMetricsOnly(t *testing.T) {
	t.Parallel()
	o := newOffice(t, withoutLogin)
	h, err := handlers.New(handlers.Options{Store: o.store, Now: now, Random: io.LimitReader(nil, 0), Bare: true, Watched: seen})
	require.NoError(t, err)
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	for path, want := range map[string]int{
		"/healthz": 200, "/readyz": 200, "/metrics": 200, "/": 404, "/login": 404, "/api/v1/events": 404, "/api/v1/commands": 404,
	} {
		r, err := server.Client().Get(server.URL + path)
		require.NoError(t, err)
		require.Equal(t, want, r.StatusCode, path)
		require.NoError(t, r.Body.Close())
	}
}
