package law_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/law"
)

func newest(t testing.TB) *law.Calendar {
	t.Helper()
	c, err := law.NewCalendar(law.EmbeddedNotices())
	require.NoError(t, err)
	return c
}

func day(t testing.TB, s string) law.Date {
	t.Helper()
	d, err := law.ParseDate(s)
	require.NoError(t, err)
	return d
}

func TestEveryWorkedDeadlineOfTheRulebookComesOut(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("testdata/deadlines.csv")
	require.NoError(t, err)
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 59)
	want := "id,result\n"
	for _, row := range rows[1:] {
		want += row[0] + "," + row[5] + "\n"
	}
	var got bytes.Buffer
	require.NoError(t, newest(t).Batch(bytes.NewReader(file), &got))
	require.Equal(t, want, got.String())
}
