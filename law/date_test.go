package law_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongkai/law"
)

func TestOnlyIsoDatesOfRealDaysAreDates(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{
		"2025-03-04": true, "1949-01-01": true, "2199-12-31": true, "2024-02-29": true, "2000-02-29": true,
		"": false, "2025-3-4": false, "2025/03/04": false, "2025-02-29": false, "2100-02-29": false, "2025-13-01": false,
		"2025-00-10": false, "2025-01-00": false, "2025-01-32": false, "1948-12-31": false, "2200-01-01": false,
		"20250304": false, "+025-03-04": false, "2025-03-04 ": false, "２０２５-03-04": false, "2025-03-0x": false,
	} {
		d, err := law.ParseDate(text)
		if !ok {
			require.ErrorIs(t, err, law.ErrDate, text)
			require.Zero(t, d, text)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, text, d.String())
	}
}

func TestDatesAgreeWithTheStandardLibrary(t *testing.T) {
	t.Parallel()
	for at := time.Date(1948, 12, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2201; at = at.AddDate(0, 0, 1) {
		y, m, dd := at.Date()
		d := law.NewDate(y, m, dd)
		if d.Year() != y || d.Month() != m || d.Day() != dd || d.Weekday() != at.Weekday() || d.String() != at.Format(time.DateOnly) {
			require.Equal(t, at.Format(time.DateOnly)+at.Weekday().String(), d.String()+d.Weekday().String())
		}
	}
}

func TestValuesOutsideTheirRangeAreCarriedOver(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		y, m, d := rapid.IntRange(1, 4000).Draw(t, "y"), rapid.IntRange(-30, 30).Draw(t, "m"), rapid.IntRange(-90, 90).Draw(t, "d")
		want := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
		got := law.NewDate(y, time.Month(m), d)
		require.Equal(t, []int{want.Year(), int(want.Month()), want.Day()}, []int{got.Year(), int(got.Month()), got.Day()})
		require.Equal(t, want.Weekday(), got.Weekday())
	})
	require.Equal(t, "-1-12-31", law.NewDate(0, 1, 0).String())
}

func TestTheCivilDateIsTheOneInShanghai(t *testing.T) {
	t.Parallel()
	utc := time.Date(2025, 3, 4, 15, 59, 59, 0, time.UTC)
	require.Equal(t, "2025-03-04", law.DateOf(utc).String())
	require.Equal(t, "2025-03-05", law.DateOf(utc.Add(time.Second)).String())
	require.Equal(t, "2025-03-05", law.DateOf(utc.Add(time.Second).In(time.FixedZone("west", -7*3600))).String())
}

func TestMonthsEndOnTheLastDayWhenTheDayIsMissing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2025-08-31", 6, "2026-02-28"}, {"2023-08-31", 6, "2024-02-29"}, {"2025-03-15", 6, "2025-09-15"}, {"2025-11-30", 3, "2026-02-28"},
	} {
		require.Equal(t, c.want, day(t, c.from).AddMonths(c.months).String())
	}
}

func TestADateTravelsThroughJSONAndDatabases(t *testing.T) {
	t.Parallel()
	type box struct {
		On  law.Date `json:"on"`
		Not law.Date `json:"not,omitzero"`
		Nil law.Date `json:"nil"`
	}
	in := box{On: day(t, "2025-03-04")}
	b, err := json.Marshal(in)
	require.NoError(t, err)
	require.JSONEq(t, `{"on":"2025-03-04","nil":""}`, string(b))
	var out box
	require.NoError(t, json.Unmarshal(b, &out))
	require.Equal(t, in, out)
	require.ErrorIs(t, json.Unmarshal([]byte(`{"on":"2025-02-30"}`), &out), law.ErrDate)
	require.True(t, out.Nil.IsZero())

	v, err := in.On.Value()
	require.NoError(t, err)
	require.Equal(t, "2025-03-04", v)
	v, err = law.Date(0).Value()
	require.NoError(t, err)
	require.Nil(t, v)

	midnight := time.Date(2025, 3, 4, 0, 0, 0, 0, time.UTC)
	for _, src := range []any{"2025-03-04", []byte("2025-03-04"), midnight, midnight.In(time.FixedZone("", 0))} {
		var d law.Date
		require.NoError(t, d.Scan(src))
		require.Equal(t, in.On, d)
	}
	d := in.On
	require.NoError(t, d.Scan(nil))
	require.True(t, d.IsZero())
	require.ErrorIs(t, d.Scan(20250304), law.ErrDate)
	require.ErrorIs(t, d.Scan("4 March"), law.ErrDate)
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2025-03-04", "2024-02-29", "", "2025-3-4", "9999-99-99", "二〇二五"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := law.ParseDate(s)
		if err != nil {
			require.ErrorIs(t, err, law.ErrDate)
			return
		}
		require.Equal(t, s, d.String())
		want, err := time.Parse(time.DateOnly, s)
		require.NoError(t, err)
		require.Equal(t, want.Weekday(), d.Weekday())
	})
}

func TestALetterWritesADateInChinese(t *testing.T) {
	t.Parallel()
	require.Equal(t, "2025年3月4日", day(t, "2025-03-04").Chinese())
	require.Empty(t, law.Date(0).Chinese())
}
