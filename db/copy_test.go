package db_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/db"
	"gongkai/workflow"
)

// bare opens a log without the program's calendars: it stays empty.
func bare(o *db.Options) { o.Notices = nil }

// A copy leads to the same log on the same and on the other database: digests, rows, words, and keys that stay answered.
func TestACopyOfTheLogIsTheLog(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := live(t, l)
		ctx := context.Background()
		keyed := register("KEY-1", "2026-02-25")
		keyed.Key = "the same key"
		first := do(t, s, keyed)
		require.NoError(t, s.ChooseReading(ctx, "operator", workflow.ReadingData{Agency: "T1", Reading: "pause_mode", Value: "count_both", From: today.AddDays(9)}, "x"))
		var copied bytes.Buffer
		head, err := s.CopyOut(ctx, &copied, 0)
		require.NoError(t, err)
		checked, err := db.CheckCopy(bytes.NewReader(copied.Bytes()))
		require.NoError(t, err)
		require.Equal(t, head, checked)
		position, digest, epoch, err := s.Head(ctx)
		require.NoError(t, err)
		require.Equal(t, []any{position, digest, epoch}, []any{head.Position, head.Digest, head.Epoch})

		for _, other := range []lane{sqliteLane(t), postgresLane(t)} {
			other.key = l.key
			moved := other.open(t, bare)
			_, err := moved.CopyIn(ctx, bytes.NewReader(copied.Bytes()), true)
			require.NoError(t, err)
			require.Empty(t, verify(t, moved))
			p, d, e, err := moved.Head(ctx)
			require.NoError(t, err)
			require.Equal(t, []any{position, digest, epoch + 1}, []any{p, d, e})
			require.Equal(t, first, do(t, moved, keyed), "the key is answered already")
			was, err := s.Application(ctx, "T1", "KEY-1")
			require.NoError(t, err)
			now, err := moved.Application(ctx, "T1", "KEY-1")
			require.NoError(t, err)
			require.Equal(t, was, now)
			do(t, moved, register("AFTER-1", "2026-02-25"))
			require.Empty(t, verify(t, moved))

			var refusal *workflow.Refusal
			_, err = moved.CopyIn(ctx, bytes.NewReader(copied.Bytes()), true)
			require.True(t, errors.As(err, &refusal), "%v", err)
			require.Equal(t, "log_not_empty", refusal.Code)
		}
	})
}

func TestACopyMayEndAtAnyPosition(t *testing.T) {
	whole := sqliteLane(t)
	s := live(t, whole)
	ctx := context.Background()
	end, _, _, err := s.Head(ctx)
	require.NoError(t, err)
	for _, upTo := range []int64{1, end / 2, end - 1, end} {
		var copied bytes.Buffer
		head, err := s.CopyOut(ctx, &copied, upTo)
		require.NoError(t, err)
		require.Equal(t, upTo, head.Position)
		l := sqliteLane(t)
		l.key = whole.key
		early := l.open(t, bare)
		_, err = early.CopyIn(ctx, &copied, false)
		require.NoError(t, err)
		require.Empty(t, verify(t, early))
		_, digest, _, err := early.Head(ctx)
		require.NoError(t, err)
		require.Equal(t, head.Digest, digest)

		var all bytes.Buffer
		_, err = s.CopyOut(ctx, &all, 0)
		require.NoError(t, err)
		l = sqliteLane(t)
		l.key = whole.key
		back := l.open(t, bare)
		restored, err := back.CopyInUpTo(ctx, &all, upTo)
		require.NoError(t, err)
		require.Equal(t, []any{head.Position, head.Digest}, []any{restored.Position, restored.Digest})
		require.Empty(t, verify(t, back))
	}
	_, err = s.CopyOut(ctx, io.Discard, end+1)
	require.ErrorContains(t, err, "it ends at")
}

func TestADamagedCopyIsRefusedAndLeavesNothing(t *testing.T) {
	s := live(t, sqliteLane(t))
	ctx := context.Background()
	var copied bytes.Buffer
	_, err := s.CopyOut(ctx, &copied, 0)
	require.NoError(t, err)
	zip, err := gzip.NewReader(bytes.NewReader(copied.Bytes()))
	require.NoError(t, err)
	plain, err := io.ReadAll(zip)
	require.NoError(t, err)
	lines := strings.SplitAfter(string(plain), "\n")
	damage := map[string]string{
		"nothing":          "",
		"no head":          strings.Join(lines[1:], ""),
		"a line left out":  lines[0] + strings.Join(lines[2:], ""),
		"lines swapped":    lines[0] + lines[2] + lines[1] + strings.Join(lines[3:], ""),
		"another actor":    strings.Replace(string(plain), `"actor":"`, `"actor":"x`, 1),
		"no end":           strings.Join(lines[:len(lines)-2], ""),
		"after the end":    string(plain) + "{}\n",
		"an unknown line":  lines[0] + "{}\n" + strings.Join(lines[1:], ""),
		"an unknown field": strings.Replace(string(plain), `{"event":{`, `{"event":{"x":1,`, 1),
		"other ciphertext": strings.Replace(string(plain), `"ciphertext":"`, `"ciphertext":"AAAA`, 1),
	}
	for name, text := range damage {
		var packed bytes.Buffer
		out := gzip.NewWriter(&packed)
		_, err := out.Write([]byte(text))
		require.NoError(t, err)
		require.NoError(t, out.Close())
		_, err = db.CheckCopy(bytes.NewReader(packed.Bytes()))
		require.ErrorIs(t, err, db.ErrBadCopy, name)
		empty := sqliteLane(t).open(t, bare)
		_, err = empty.CopyIn(ctx, bytes.NewReader(packed.Bytes()), true)
		require.Error(t, err, name)
		position, _, _, err := empty.Head(ctx)
		require.NoError(t, err)
		require.Zero(t, position, name)
	}
	_, err = db.CheckCopy(bytes.NewReader(copied.Bytes()[:copied.Len()/2]))
	require.ErrorIs(t, err, db.ErrBadCopy)
}

func FuzzCheckCopy(f *testing.F) {
	f.Add([]byte("\x1f\x8b"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var packed bytes.Buffer
		out := gzip.NewWriter(&packed)
		_, _ = out.Write(raw)
		_ = out.Close()
		for _, file := range [][]byte{raw, packed.Bytes()} {
			if _, err := db.CheckCopy(bytes.NewReader(file)); err != nil && !errors.Is(err, db.ErrBadCopy) {
				t.Fatal(err)
			}
		}
	})
}
