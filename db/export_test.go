package db

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// LimitPages makes SQLite's disk full: the file may not grow beyond its size (0) or n pages.
func (s *Store) LimitPages(t testing.TB, n int) {
	t.Helper()
	if n == 0 {
		require.NoError(t, s.write.Get(&n, "pragma page_count"))
	}
	var got int
	require.NoError(t, s.write.Get(&got, "pragma max_page_count = "+strconv.Itoa(n)))
	require.Equal(t, n, got)
}
