package annual

import (
	"iter"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongkai/law"
)

func countedShares(list []Entry) map[Share]int64 {
	out := map[Share]int64{}
	for _, e := range list {
		for _, s := range Shares(e) {
			out[s]++
		}
	}
	return out
}

func TestTablesGatheredFromSharesAreThoseCountedOverTheApplications(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		list := entries().Draw(t, "entries")
		kept := countedShares(list)
		for year := 2018; year <= 2027; year++ {
			got, sound := Gather(maps.All(kept), year)
			require.True(t, sound)
			require.Equal(t, Tabulate(slices.Values(list), year), got, year)
		}
	})
}

func TestAShareOfNoCellIsTold(t *testing.T) {
	t.Parallel()
	for _, s := range []Share{{2024, "granted", "enterprise", false}, {2024, law.RowNew, "total", false}, {2024, law.RowNew, "", true}} {
		one := func(yield func(Share, int64) bool) { yield(s, 1) }
		table, sound := Gather(iter.Seq2[Share, int64](one), 2024)
		require.False(t, sound)
		require.Equal(t, Table3{}, table)
	}
}
