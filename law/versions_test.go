package law_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"gongkai/law"
)

func TestEveryDaySince2008HasExactlyOneVersion(t *testing.T) {
	t.Parallel()
	first, turn := day(t, "2008-05-01"), day(t, "2019-05-15")
	for d := first; d <= day(t, "2199-12-31"); d++ {
		covering := 0
		for _, v := range law.Versions() {
			if v.Covers(d) {
				covering++
			}
		}
		got, err := law.InForce(d)
		want := "2008"
		if d >= turn {
			want = "2019"
		}
		if err != nil || covering != 1 || got.Name != want {
			t.Fatalf("%s: %d versions, %q, %v", d, covering, got.Name, err)
		}
	}
	for _, d := range []law.Date{0, first - 1, day(t, "1999-01-01")} {
		v, err := law.InForce(d)
		require.ErrorIs(t, err, law.ErrNoVersion)
		require.Zero(t, v)
		require.False(t, law.Versions()[1].Covers(d))
	}
}

// Tomorrow's law is added today with its first day; nothing else is touched.
func TestAVersionOfTomorrowClosesTheOneBefore(t *testing.T) {
	t.Parallel()
	turn := day(t, "2031-07-01")
	next := law.Version{Name: "2031", Title: "a made-up revision", From: turn, To: turn + 1, Reply: law.Versions()[1].Reply}
	next.Reply.Number, next.Reply.Article = 12, "40"
	line, err := law.NewTimeline(append([]law.Version{next}, law.Versions()...)...)
	require.NoError(t, err)
	all := line.Versions()
	require.Equal(t, []string{"2008", "2019", "2031"}, []string{all[0].Name, all[1].Name, all[2].Name})
	require.Equal(t, []law.Date{day(t, "2019-05-15"), turn, 0}, []law.Date{all[0].To, all[1].To, all[2].To})
	for d := day(t, "2008-05-01"); d <= day(t, "2199-12-31"); d++ {
		replies := map[int]bool{}
		for _, v := range all {
			if v.Covers(d) {
				replies[v.Reply.Number] = true
			}
		}
		v, err := line.InForce(d)
		if err != nil || len(replies) != 1 || !replies[v.Reply.Number] {
			t.Fatalf("%s: %v, %v", d, replies, err)
		}
	}
	for on, want := range map[string]int{"2019-05-14": 15, "2019-05-15": 20, "2031-06-30": 20, "2031-07-01": 12} {
		v, err := line.InForce(day(t, on))
		require.NoError(t, err)
		require.Equal(t, want, v.Reply.Number, on)
	}
	require.Zero(t, law.Versions()[1].To, "the law in force is as it was")
	_, ok := law.VersionByName("2031")
	require.False(t, ok)
}

func TestATimelineWithHolesOrDoublesIsRefused(t *testing.T) {
	t.Parallel()
	good := law.Versions()[1]
	nameless, undated, empty, twin := good, good, good, good
	nameless.Name, undated.From, empty.Reply, twin.Name = "", 0, law.Term{}, "twin"
	for want, list := range map[string][]law.Version{
		"no version":       nil,
		"empty":            {nameless},
		"there twice":      {good, good},
		"no first day":     {undated},
		"or no reply term": {empty},
		"begin on one day": {good, twin},
	} {
		line, err := law.NewTimeline(list...)
		require.ErrorContains(t, err, want)
		require.Empty(t, line.Versions())
	}
}

func TestEveryTermHasOneValueOnEachDay(t *testing.T) {
	t.Parallel()
	for d := day(t, "2008-05-01"); d <= day(t, "2035-12-31"); d++ {
		v, err := law.InForce(d)
		require.NoError(t, err)
		seen := map[string]bool{}
		for _, term := range v.Terms() {
			if seen[term.Key] || term.Number <= 0 {
				t.Fatalf("%s: %s", d, term.Key)
			}
			seen[term.Key] = true
		}
	}
}

func TestAVersionIsFoundByTheNameAnEventHolds(t *testing.T) {
	t.Parallel()
	for _, v := range law.Versions() {
		got, ok := law.VersionByName(v.Name)
		require.True(t, ok)
		require.Empty(t, cmp.Diff(v, got))
	}
	_, ok := law.VersionByName("2007")
	require.False(t, ok)
}

// sheet is what a jurist checks: number, unit, day 0, article, latitude.
func TestTheTermsOfEachVersionAreThoseOfItsArticles(t *testing.T) {
	t.Parallel()
	type line struct {
		Number, Min, Max    int
		Unit                law.Unit
		From, Article, Open string
	}
	wd := law.WorkingDays
	want := map[string]map[string]line{
		"2008": {
			"reply":       {15, 15, 15, wd, "receipt", "24", ""},
			"extension":   {15, 1, 15, wd, "receipt", "24", ""},
			"publication": {20, 20, 20, wd, "information_made", "18", ""},
		},
		"2019": {
			"reply":             {20, 20, 20, wd, "receipt", "33", ""},
			"extension":         {20, 1, 20, wd, "receipt", "33", ""},
			"supplement_notice": {7, 7, 7, wd, "receipt", "30", ""},
			"supplement":        {15, 5, 30, wd, "supplement_served", "30", "A7"},
			"opinion":           {15, 15, 15, wd, "letter_received", "32", ""},
			"joint_opinion":     {15, 15, 15, wd, "letter_received", "34", ""},
			"other_opinion":     {15, 1, 15, wd, "letter_received", "33", "A10"},
			"fee_payment":       {20, 20, 20, wd, "fee_notice_served", "42", ""},
			"reasons":           {10, 1, 30, wd, "reasons_served", "35", "A9"},
			"publication":       {20, 20, 20, wd, "information_made", "26", ""},
		},
	}
	got := map[string]map[string]line{}
	for _, v := range law.Versions() {
		got[v.Name] = map[string]line{}
		for _, term := range v.Terms() {
			require.False(t, term.FirstDay, "the first day never counts")
			got[v.Name][term.Key] = line{term.Number, term.Min, term.Max, term.Unit, term.From, term.Article, term.Reading}
			if term.Reading != "" {
				_, ok := law.ReadingByID(term.Reading)
				require.True(t, ok)
			}
		}
	}
	require.Empty(t, cmp.Diff(want, got))
	now := law.Versions()[1]
	require.Equal(t, []string{law.StoppedByConsultation, law.StoppedBySupplement, law.StoppedByFee}, now.Reply.StoppedBy)
	require.Equal(t, law.SilenceAgencyDecides, now.Opinion.Silence)
	require.Equal(t, law.SilenceConsent, now.JointOpinion.Silence)
	require.Equal(t, law.SilenceAbandoned, now.Supplement.Silence)
}

func TestAnOfficeMayChooseOnlyWithinTheLaw(t *testing.T) {
	t.Parallel()
	v, err := law.InForce(day(t, "2025-03-04"))
	require.NoError(t, err)
	require.True(t, v.Supplement.Allows(5))
	require.True(t, v.Supplement.Allows(30))
	require.False(t, v.Supplement.Allows(4))
	require.False(t, v.Supplement.Allows(31))
	require.False(t, v.Extension.Allows(0))
	require.False(t, v.Extension.Allows(21))
	require.False(t, law.Term{}.Allows(0))
}

func TestTermsEndOnTheDaysOfTheWorkedExamples(t *testing.T) {
	t.Parallel()
	c := newest(t)
	v, err := law.InForce(day(t, "2025-03-12"))
	require.NoError(t, err)
	r, err := law.RemediesOn(day(t, "2025-08-08"))
	require.NoError(t, err)
	for _, x := range []struct {
		name string
		term law.Term
		day0 string
		n    int
		want string
	}{
		{"X12 supplement notice", v.SupplementNotice, "2025-03-12", 0, "2025-03-21"},
		{"X12 reply", v.Reply, "2025-03-12", 0, "2025-04-10"},
		{"X13 supplement", v.Supplement, "2025-03-20", 15, "2025-04-11"},
		{"X18 third party", v.Opinion, "2025-06-12", 0, "2025-07-03"},
		{"X22 joint agency", v.JointOpinion, "2025-10-14", 0, "2025-11-04"},
		{"X23 fee", v.FeePayment, "2025-03-21", 0, "2025-04-21"},
		{"X36 review, ordinary", r.ReviewAnswer, "2025-04-28", 0, "2025-05-15"},
		{"X36 review, simple", r.ReviewAnswerFast, "2025-04-28", 0, "2025-05-08"},
		{"X37 filing of review", r.ReviewFiling, "2025-08-08", 0, "2025-10-09"},
		{"X38 answer in court", r.SuitAnswer, "2025-09-22", 0, "2025-10-09"},
		{"X39 direct suit", r.SuitFiling, "2025-08-31", 0, "2026-02-28"},
	} {
		require.Equal(t, x.want, x.term.End(c, day(t, x.day0), x.n).String(), x.name)
	}
}

func TestTheOldReplyTermEndsOnAWorkingDayOfItsTime(t *testing.T) {
	t.Parallel()
	v, err := law.InForce(day(t, "2019-05-14"))
	require.NoError(t, err)
	require.Equal(t, "2019-06-04", v.Reply.End(newest(t), day(t, "2019-05-14"), 0).String())
	require.False(t, v.SupplementNotice.Has())
	require.False(t, v.Restarts)
}

func TestRemediesFollowTheDayOfTheAct(t *testing.T) {
	t.Parallel()
	_, err := law.RemediesOn(day(t, "2015-04-30"))
	require.ErrorIs(t, err, law.ErrNoVersion)
	old, err := law.RemediesOn(day(t, "2023-12-31"))
	require.NoError(t, err)
	require.Equal(t, law.CalendarDays, old.ReviewAnswer.Unit)
	require.False(t, old.ReviewAnswerFast.Has())
	now, err := law.RemediesOn(day(t, "2024-01-01"))
	require.NoError(t, err)
	require.Equal(t, law.WorkingDays, now.ReviewAnswer.Unit)
	require.Equal(t, "行政复议法", now.ReviewAnswer.Law)
	require.Equal(t, old.To, now.From)
}

func TestFeesFollowTheTwoScales(t *testing.T) {
	t.Parallel()
	for items, yuan := range map[int]int{-1: 0, 0: 0, 10: 0, 11: 100, 30: 2000, 31: 2200, 40: 4000, 41: 4300, 45: 5500, 50: 7000, 100: 37000} {
		require.Equal(t, yuan*100, law.FeeByItems(items), items)
	}
	for pages, yuan := range map[int]int{-1: 0, 30: 0, 31: 10, 100: 700, 101: 720, 200: 2700, 201: 2740, 250: 4700, 1000: 34700} {
		require.Equal(t, yuan*100, law.FeeByPages(pages), pages)
	}
}
