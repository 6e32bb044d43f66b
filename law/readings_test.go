package law_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"gongkai/law"
)

// admissible is section 11 of the rulebook row by row: article, key, default, and of each option why it is no looser
// than the statute. A number has the reason of its two ends.
var admissible = map[string]struct {
	article, key, usual string
	min, max            int
	why                 map[string]string
}{
	"A1": {"31", "online_receipt", "auto_ack", 0, 0, map[string]string{
		"auto_ack":       "earlier than any confirmation by hand: the due date is never later (Guiding Case 26)",
		"manual_confirm": "art. 31(3) dates receipt by confirmation of both sides"}},
	"A2": {"31", "rest_day_receipt", "actual", 0, 0, map[string]string{
		"actual":           "the earliest day there is",
		"next_working_day": "a court accepted it; no letter waits longer than to the next working day"}},
	"A3": {"33", "", "not_counted", 0, 0, map[string]string{"not_counted": "the first day is not counted (民事诉讼法 art. 85)"}},
	"A4": {"33", "pause_mode", "after_sent_through_end", 0, 0, map[string]string{
		"after_sent_through_end": "takes off the days after sending through the answer",
		"exclude_both":           "art. 33 para. 3 excludes the time of asking; the day of sending is part of it, one working day at most",
		"count_both":             "takes off less than the default"}},
	"A5": {"30", "late_supplement", "warn", 0, 0, map[string]string{
		"block": "no late notice at all",
		"warn":  "the first due date stays the binding one, so the late notice gains no time"}},
	"A6": {"30", "second_supplement", "false", 0, 0, map[string]string{
		"false": "art. 30: once, for everything",
		"true":  "only after a supplement came that is unclear again; the reply follows each supplement in full"}},
	"A7": {"30", "supplement_period_wd", "15", 5, 30, map[string]string{
		"5":  "shorter would not be reasonable (art. 30); the applicant's period, so the short end is the strict one",
		"30": "longer would keep the case open for ever"}},
	"A8": {"33", "extension_per_run", "1", 0, 0, map[string]string{"1": "each run has its own period of art. 33, approved anew"}},
	"A9": {"35", "reasons_stop_clock", "false", 0, 0, map[string]string{
		"false": "art. 35 stops nothing",
		"true":  "treated as a supplement (art. 30), as local rules do; ends with the reasons or their period"}},
	"A10": {"33", "other_agency_cap_wd", "15", 1, 15, map[string]string{"1": "hardly any pause", "15": "the period of arts. 32 and 34; the law sets none"}},
	"A11": {"32", "third_party_unreachable_alarm_wd", "7", 1, 15, map[string]string{"1": "an alarm only", "15": "an alarm only; the pause ends by then"}},
	"A12": {"36", "courtesy_forward", "false", 0, 0, map[string]string{
		"false": "the answer names the right agency (art. 36(5))", "true": "beside the answer, never in its place"}},
	"A13": {"", "joint_count", "1", 0, 0, map[string]string{"1": "counting only", "n": "counting only"}},
	"A14": {"", "individual_business_category", "natural_person", 0, 0, map[string]string{"natural_person": "counting only", "enterprise": "counting only"}},
	"A15": {"", "corrected_reply", "replace_if_same_open_year", 0, 0, map[string]string{
		"replace_if_same_open_year": "counting only", "never": "counting only; counted again would break 一 + 二 = 三 + 四"}},
	"A16": {"39", "register_non_requests", "true", 0, 0, map[string]string{"true": "counts everything", "false": "art. 39: such letters are no applications; they go their own way"}},
	"A17": {"37", "mixed_result", "R2_if_any_disclosed_else_primary", 0, 0, map[string]string{"R2_if_any_disclosed_else_primary": "the label of the row"}},
	"A18": {"", "t4_population", "concluded_in_year_or_pending_at_end", 0, 0, map[string]string{
		"concluded_in_year_or_pending_at_end": "counting only", "filed_in_year": "counting only"}},
	"A19": {"36", "inquiry_review", "not_review_first", 0, 0, map[string]string{
		"not_review_first": "法释〔2025〕8号 art. 1 names arts. 14 to 16 only", "review_first": "行政复议法 art. 23 says 不予公开 without parting the kinds"}},
	"A20": {"", "result_year_basis", "service_date", 0, 0, map[string]string{"service_date": "counting only", "document_date": "counting only; the date for art. 33 stays that of service"}},
	"A21": {"2", "", "other.other", 0, 0, map[string]string{
		"other.other": "not open to choice", "unable.not_held": "not open to choice", "refused.prohibited_by_law": "not open to choice"}},
	"A22":  {"42", "monthly_count_basis", "received_on", 0, 0, map[string]string{"received_on": "the month of art. 31", "submitted_on": "never more applications in all, only another month"}},
	"A23":  {"29", "split_at_intake", "offer", 0, 0, map[string]string{"offer": "the applicant decides", "never": "nothing is asked of the applicant"}},
	"A24":  {"", "fee_decimals", "4", 4, 4, map[string]string{"4": "保留4位小数 stands in the form"}},
	"A24b": {"", "na_symbol", "0", 0, 0, map[string]string{"0": "most published reports; a stroke is recorded cell by cell"}},
	"A25":  {"", "regional_calendar", "none", 0, 0, map[string]string{"none": "what is announced: the State Council's notices, and local orders (放假办法 art. 4) added as notices"}},
	"A26": {"40", "eservice_date", "reached", 0, 0, map[string]string{
		"sent": "like posting (235号): the day it goes out", "reached": "民事诉讼法 art. 90 by analogy", "opened": "later than the others: stricter for the office"}},
	"A27": {"", "", "by_receipt", 0, 0, map[string]string{"by_receipt": "the law of the day of receipt"}},
	"A28": {"45", "reply_approval", "optional", 0, 0, map[string]string{"optional": "the law asks no signature; the reply is listed", "required": "stricter"}},
}

func TestEveryOpenReadingIsARowOfSection11AndNoOptionIsLooserThanTheStatute(t *testing.T) {
	t.Parallel()
	require.Len(t, law.Readings(), len(admissible))
	keys := map[string]bool{}
	for _, r := range law.Readings() {
		want, ok := admissible[r.ID]
		require.True(t, ok, "%s has no row that says why", r.ID)
		require.Equal(t, want.article, r.Article, r.ID)
		require.Equal(t, want.key, r.Config, r.ID)
		require.Equal(t, want.usual, r.Default, r.ID)
		require.True(t, r.Admits(r.Default), r.ID)
		require.False(t, r.Config != "" && keys[r.Config], r.ID)
		keys[r.Config] = true
		require.NotEmpty(t, r.Chinese)
		require.NotEmpty(t, r.English)
		for _, value := range []string{"whatever", "", " ", "-1", "1000", "1.5", r.Default + "x"} {
			require.False(t, r.Admits(value), "%s %q", r.ID, value)
		}
		got := map[string]bool{}
		for _, o := range r.Options {
			got[o.Key] = true
			require.NotEmpty(t, o.Chinese)
			require.NotEmpty(t, o.English)
		}
		if len(r.Options) == 0 {
			require.Equal(t, [2]int{want.min, want.max}, [2]int{r.Min, r.Max}, r.ID)
			got[strconv.Itoa(r.Min)], got[strconv.Itoa(r.Max)] = true, true
			require.False(t, r.Admits(strconv.Itoa(r.Max+1)), r.ID)
			require.Equal(t, strconv.Itoa(r.Min)+"–"+strconv.Itoa(r.Max), r.Admitted())
		}
		why := map[string]bool{}
		for value, reason := range want.why {
			why[value] = true
			require.NotEmpty(t, reason)
			require.True(t, r.Admits(value), "%s %s", r.ID, value)
		}
		require.Empty(t, cmp.Diff(why, got), "%s: each option wants its reason", r.ID)
	}
}

func TestAReadingIsFoundByNumberAndByKey(t *testing.T) {
	t.Parallel()
	for _, r := range law.Readings() {
		got, ok := law.ReadingByID(r.ID)
		require.True(t, ok)
		require.Equal(t, r, got)
		byKey, ok := law.ReadingByConfig(r.Config)
		require.Equal(t, r.Config != "", ok)
		if ok {
			require.Equal(t, r, byKey)
			require.Equal(t, r.Default, law.DefaultReading(r.Config))
		}
	}
	for _, unknown := range []string{"", "lunch"} {
		_, ok := law.ReadingByID(unknown)
		require.False(t, ok)
		_, ok = law.ReadingByConfig(unknown)
		require.False(t, ok)
		require.Empty(t, law.DefaultReading(unknown))
	}
	pause, _ := law.ReadingByConfig("pause_mode")
	require.Equal(t, "after_sent_through_end, exclude_both, count_both", pause.Admitted())
}

// An office's choice for a term may not leave what the term allows.
func TestAChosenNumberIsOneThatTheTermAllows(t *testing.T) {
	t.Parallel()
	now := law.Versions()[1]
	for id, term := range map[string]law.Term{"A7": now.Supplement, "A10": now.OtherOpinion} {
		r, ok := law.ReadingByID(id)
		require.True(t, ok)
		require.Equal(t, [2]int{term.Min, term.Max}, [2]int{r.Min, r.Max}, id)
		require.Equal(t, r.Default, strconv.Itoa(term.Number))
	}
}
