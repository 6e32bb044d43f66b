package events

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func script(t *testing.T, body string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "program")
	require.NoError(t, os.WriteFile(file, []byte("#!/bin/sh\n"+body+"\n"), 0o700))
	return file
}

func TestAProgramGetsTheEventOnStdinAndItsIDInTheEnvironment(t *testing.T) {
	t.Parallel()
	var out, errout bytes.Buffer
	run := Exec([]string{script(t, `printf '%s ' "$GONGKAI_EVENT_ID" "$1"; [ -n "$PATH" ] && cat`), "one"}, &out, &errout)
	m := MessageOf(recorded(), 1)
	require.NoError(t, run(t.Context(), m))
	said, ok := strings.CutPrefix(out.String(), "018f-42 one ")
	require.True(t, ok, out.String())
	var heard Message
	require.NoError(t, json.Unmarshal([]byte(said), &heard))
	require.Equal(t, m, heard)
	require.Empty(t, errout.String())
}

func TestAProgramThatFailsTellsWhy(t *testing.T) {
	t.Parallel()
	var out, errout bytes.Buffer
	err := Exec([]string{script(t, `echo 打印机没有纸 >&2; exit 3`)}, &out, &errout)(t.Context(), MessageOf(recorded(), 1))
	require.ErrorContains(t, err, "exit status 3: 打印机没有纸")
	require.Equal(t, "打印机没有纸\n", errout.String())
	require.Error(t, Exec([]string{"/no/such/program"}, &out, &errout)(t.Context(), MessageOf(recorded(), 1)))
}

func TestAProgramThatDoesNotEndIsEnded(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	var out, errout bytes.Buffer
	err := Exec([]string{script(t, `exec sleep 600`)}, &out, &errout)(ctx, MessageOf(recorded(), 1))
	require.ErrorContains(t, err, "killed")
}

func TestAProgramThatFailsThriceIsDoneAtTheFourthAttempt(t *testing.T) {
	t.Parallel()
	b, l := startBus(t, t.TempDir()), newLog()
	l.add(application(1), "D1", "task_assigned")
	l.add(application(1), "D1", "task_closed")
	running(t, NewRelay(l, b.Dial, quick()).Run)
	work1 := t.TempDir()
	book := filepath.Join(work1, "book")
	var out, errout bytes.Buffer
	run := Exec([]string{script(t, `cd "`+work1+`"; echo x >>tries; [ "$(wc -l <tries)" -gt 3 ] || exit 1; echo "$GONGKAI_EVENT_ID" >>book`)}, &out, &errout)
	w, _ := work(t, b.Dial, run, forD1(t.TempDir()))
	eventually(t, "both done", func() bool { s, err := w.State(); return err == nil && s.Done == 2 })
	raw, err := os.ReadFile(book)
	require.NoError(t, err)
	require.Equal(t, "e1-1\ne1-2\n", string(raw))
}
