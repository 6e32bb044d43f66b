package db_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/db"
	"gongkai/db/pgtest"
)

func TestAServerThatMayLoseCommitsIsRefused(t *testing.T) {
	t.Parallel()
	for _, setting := range []string{"fsync=off", "full_page_writes=off"} {
		t.Run(setting, func(t *testing.T) {
			t.Parallel()
			unsafe, err := pgtest.Start(setting)
			require.NoError(t, err)
			defer func() { require.NoError(t, unsafe.Stop()) }()
			o := postgresLane(t).options()
			o.URL = unsafe.URL("postgres")
			_, err = db.Open(t.Context(), o)
			require.ErrorIs(t, err, db.ErrUnsafeServer)
			require.ErrorContains(t, err, strings.TrimSuffix(setting, "=off"))
		})
	}
}

func TestAKilledServerLosesNothingAcknowledged(t *testing.T) {
	t.Parallel()
	own, err := pgtest.Start()
	require.NoError(t, err)
	defer func() { require.NoError(t, own.Stop()) }()
	l := lane{name: "postgres", url: own.URL("postgres"), key: newSealer(t)}
	s := l.openOffice(t)
	acknowledged := 0
	for round := range 3 {
		for i := range 20 {
			cmd := register("", "2026-02-24")
			cmd.Key = fmt.Sprintf("%d-%d", round, i)
			if i == 10 {
				require.NoError(t, own.Kill())
				_, err := s.Do(context.Background(), request(cmd))
				require.Error(t, err, "nothing is acknowledged without a server")
				require.NoError(t, own.Run())
			}
			do(t, s, cmd)
			acknowledged++
		}
	}
	require.Empty(t, verify(t, s))
	v, err := s.Verify(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, acknowledged, v.Applications)
	require.NoError(t, s.Close())
}

func TestAFullDiskStoresNothingByHalf(t *testing.T) {
	t.Parallel()
	l := sqliteLane(t)
	s := l.openOffice(t)
	do(t, s, register("", "2026-02-24"))
	s.LimitPages(t, 0)
	big := register("", "2026-02-24")
	big.Content = strings.Repeat("公开", 9_000)
	_, err := s.Do(t.Context(), request(big))
	require.ErrorContains(t, err, "full")
	s.LimitPages(t, 1<<30)
	require.Equal(t, "2026-0002", do(t, s, big).Application)
	require.Empty(t, verify(t, s))
}

func TestAClosedStoreRefusesWork(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s, err := db.Open(t.Context(), l.options())
		require.NoError(t, err)
		require.NoError(t, s.Close())
		require.NoError(t, s.Close())
		_, err = s.Do(t.Context(), request(register("", "2026-02-24")))
		require.ErrorIs(t, err, db.ErrClosed)
	})
}
