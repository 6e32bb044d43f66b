package events

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
)

func TestTheJournalForgetsOnlyTheLineACrashCut(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "worker", "done")
	j, err := openJournal(path)
	require.NoError(t, err)
	require.NoError(t, j.add(Message{ID: "一 1", Position: 1, Epoch: 2}))
	require.NoError(t, j.pass(7))
	require.NoError(t, j.add(Message{ID: "e2", Position: 8, Epoch: 2}))
	require.NoError(t, j.close())
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, raw[:len(raw)-2], 0o600))

	j, err = openJournal(path)
	require.NoError(t, err)
	require.True(t, j.has("一 1"))
	require.False(t, j.has("e2"))
	require.Equal(t, int64(2), j.epoch)
	require.Equal(t, int64(7), j.passed)
	require.NoError(t, j.add(Message{ID: "e3", Position: 9, Epoch: 2}))
	require.NoError(t, j.close())
	j, err = openJournal(path)
	require.NoError(t, err)
	require.True(t, j.has("e3"))
	require.NoError(t, j.close())
}

func TestAnEventTakenOffTheShelfByHandIsSkipped(t *testing.T) {
	t.Parallel()
	s := shelf{t.TempDir()}
	first, second := MessageOf(recorded(), 1), MessageOf(recorded(), 1)
	second.Position, second.ID = 43, "018f-43"
	require.NoError(t, s.put(second))
	require.NoError(t, s.put(first))
	require.NoError(t, s.put(first))
	failed := Failure{Stream: first.Stream, Position: 42, ID: first.ID, Type: first.Type, Attempts: 8, Error: "x", SetAside: true, Since: time.Unix(1, 0).UTC(), Next: time.Unix(2, 0).UTC()}
	require.NoError(t, s.failed(failed))
	all, err := s.failures()
	require.NoError(t, err)
	failed.Waiting = 2
	require.Equal(t, []Failure{failed}, all)

	require.NoError(t, os.Remove(filepath.Join(s.folder(first.Stream), "00000000000000000042.json")))
	all, err = s.failures()
	require.NoError(t, err)
	require.Equal(t, []Failure{{Stream: first.Stream, Position: 43, ID: "018f-43", Type: first.Type, Waiting: 1}}, all)
	got, ok, err := s.first(s.folder(first.Stream))
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, second, got)
	require.NoError(t, s.drop(got))
	holds, err := s.holds(first.Stream)
	require.NoError(t, err)
	require.False(t, holds)
}

func TestTheShelfIsReadAndChangedByManyAtOnce(t *testing.T) {
	t.Parallel()
	s := shelf{t.TempDir()}
	var group errgroup.Group
	for n := range 4 {
		group.Go(func() error {
			for i := range 100 {
				m := MessageOf(recorded(), 1)
				m.Position = int64(1 + n*1000 + i)
				if err := errors.Join(s.put(m), s.failed(Failure{Stream: m.Stream, ID: m.ID}), s.drop(m)); err != nil {
					return err
				}
				if _, err := s.failures(); err != nil {
					return err
				}
			}
			return nil
		})
	}
	require.NoError(t, group.Wait())
	holds, err := s.holds(recorded().Stream)
	require.NoError(t, err)
	require.False(t, holds)
}
