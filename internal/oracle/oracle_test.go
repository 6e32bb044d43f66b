package oracle_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/internal/oracle"
)

func day(t *testing.T, s string) oracle.Day {
	t.Helper()
	d, err := oracle.Parse(s)
	require.NoError(t, err)
	return d
}

// Before the oracle may judge the clock it must know the rulebook's own examples.
func TestTheOracleReproducesTheWorkedExamples(t *testing.T) {
	t.Parallel()
	f, err := os.Open("../../law/testdata/deadlines.csv")
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	require.Greater(t, len(rows), 50)
	a := oracle.Known(day(t, "2026-01-01"))
	for _, row := range rows[1:] {
		n, err := strconv.Atoi(row[3])
		require.NoError(t, err)
		var pauses []oracle.Pause
		for _, p := range strings.FieldsFunc(row[4], func(r rune) bool { return r == ';' }) {
			from, to, _ := strings.Cut(p, "..")
			pauses = append(pauses, oracle.Pause{From: day(t, from), To: day(t, to)})
		}
		start := day(t, row[2])
		got := map[string]oracle.Day{"nth": a.Nth(start, n), "due": a.Due(start, n, pauses), "cal": a.CalendarDays(start, n)}[row[1]]
		require.Equal(t, row[5], got.String(), "%s", row[0])
	}
}

// X4 and X29: the same question before and after a notice in the middle of the year; X17: the other reading of A4; X39.
func TestTheOracleKnowsWhatWasKnown(t *testing.T) {
	t.Parallel()
	nth := func(known, start string, n int) string {
		return oracle.Known(day(t, known)).Nth(day(t, start), n).String()
	}
	require.Equal(t, "2020-02-17", nth("2020-01-26", "2020-01-15", 20))
	require.Equal(t, "2020-02-19", nth("2020-01-27", "2020-01-15", 20))
	require.Equal(t, "2019-05-03", nth("2019-03-21", "2019-04-23", 7))
	require.Equal(t, "2019-05-05", nth("2019-03-22", "2019-04-23", 7))
	a := oracle.Known(day(t, "2026-01-01"))
	both := []oracle.Pause{{From: day(t, "2025-06-10"), To: day(t, "2025-06-20"), Mode: oracle.BothOut}}
	require.Equal(t, "2025-07-14", a.Due(day(t, "2025-06-03"), 20, both).String())
	require.Equal(t, "2026-02-28", a.Months(day(t, "2025-08-31"), 6).String())
}
