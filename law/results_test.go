package law_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"gongkai/law"
)

func TestEveryResultIsARowOfTable3(t *testing.T) {
	t.Parallel()
	rows := law.Rows(law.Form2021)
	all := law.Results()
	require.Len(t, all, 21)
	for i, r := range all {
		row := rows[r.Row-1]
		require.Equal(t, i+3, r.Row)
		require.Equal(t, r.Key, row.Key)
		require.Equal(t, r.Label, row.Label())
		require.Equal(t, r.HeadLabel, row.Labels[1])
		head, _, _ := strings.Cut(r.Key, ".")
		require.Equal(t, head, r.Head)
		got, ok := law.ResultByKey(r.Key)
		require.True(t, ok)
		require.Equal(t, r.Key, got.Key)
	}
	_, ok := law.ResultByKey("total")
	require.False(t, ok)
}

func TestWhatMustHaveHappenedBeforeIsData(t *testing.T) {
	t.Parallel()
	got := map[string][]string{}
	for _, r := range law.Results() {
		if len(r.Needs) > 0 {
			got[r.Key] = r.Needs
		}
	}
	require.Empty(t, cmp.Diff(map[string][]string{
		"unable.still_unclear":    {law.NeedSupplement},
		"not_processed.repeat":    {law.NeedEarlierReply},
		"not_processed.excessive": {law.NeedReasons},
		"other.supplement_lapsed": {law.NeedClock},
		"other.fee_unpaid":        {law.NeedClock},
	}, got))
}

func TestWhetherReviewComesFirstDependsOnResultAndDay(t *testing.T) {
	t.Parallel()
	days := []string{"2023-12-31", "2024-01-01", "2025-05-31", "2025-06-01"}
	const o, f, c = law.ReviewOrSuit, law.ReviewFirst, law.ReviewCaseByCase
	for _, r := range law.Results() {
		want := []law.Review{o, o, o, o}
		switch {
		case r.Key == "refused.administrative_inquiry":
			want = []law.Review{o, f, f, o}
		case r.Head == law.HeadRefused || r.Head == law.HeadPartial:
			want = []law.Review{o, f, f, f}
		case r.Key == "other.other":
			want = []law.Review{c, c, c, c}
		}
		var got []law.Review
		for _, d := range days {
			got = append(got, r.Review(day(t, d)))
		}
		require.Equal(t, want, got, r.Key)
	}
}

func TestResultsAreReadAsRegistersWriteThem(t *testing.T) {
	t.Parallel()
	for word, key := range map[string]string{
		"disclosed": "disclosed", "（一）予以公开": "disclosed", "(一) 予以公开": "disclosed", "公开": "disclosed", " 予以 公开\n": "disclosed",
		"部分公开": "partial", "(二) 部分公开 (区分处理的, 只计这一情形, 不计其他情形)": "partial", "R2": "partial", "ｒ２": "partial",
		"3.危及\"三安全一稳定\"": "refused.three_safeties_one_stability", "3、危及“三安全 一稳定”": "refused.three_safeties_one_stability",
		"（三）不予公开 1.属于国家秘密": "refused.state_secret", "不予公开：商业秘密": "refused.third_party_rights", "REFUSED.State_Secret": "refused.state_secret",
		"其他法律行政止公开": "refused.prohibited_by_law", "5.属于三类内容事务信息": "refused.internal_affairs",
		"信息不存在": "unable.not_held", "无法提供-信息不存在": "unable.not_held", "３．补正后申请内容仍不明确": "unable.still_unclear",
		"4.无正当理由大量反复 申请": "not_processed.excessive", "信访、举报、投诉": "not_processed.complaint",
		"1.申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请": "other.supplement_lapsed",
		"申请人撤回": "other.other", "3.其他": "other.other", "其他处理：其他": "other.other",
	} {
		r, ok := law.ResultByWord(word)
		require.True(t, ok, word)
		require.Equal(t, key, r.Key, word)
	}
	for _, r := range law.Results() {
		for _, word := range []string{r.Key, r.Code, r.Label, r.English, r.Title(), strings.TrimPrefix(r.HeadLabel+" ", r.Label) + r.Label} {
			got, ok := law.ResultByWord(word)
			require.True(t, ok, word)
			require.Equal(t, r.Key, got.Key, word)
		}
	}
	for _, vague := range []string{"", "  ", "不予公开", "无法提供", "（五）不予处理", "other", "办结", "R3", "R3.9"} {
		_, ok := law.ResultByWord(vague)
		require.False(t, ok, vague)
	}
}

func TestATitleSaysBlockAndRow(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{
		"disclosed": "予以公开", "partial": "部分公开", "refused.state_secret": "不予公开：属于国家秘密", "other.other": "其他处理：其他",
	} {
		r, ok := law.ResultByKey(key)
		require.True(t, ok)
		require.Equal(t, want, r.Title())
	}
}

func TestApplicantsAndChannelsAreReadAsRegistersWriteThem(t *testing.T) {
	t.Parallel()
	for word, key := range map[string]string{
		"自然人": "natural_person", "个人": "natural_person", "natural_person": "natural_person", "自 然 人": "natural_person",
		"商业\n企业": "enterprise", "公司": "enterprise", "法人或其他组织（商业企业）": "enterprise", "科研机构": "research",
		"社会公益组织": "public_welfare", "律所": "legal_service", "其他": "other", "Ｏｔｈｅｒ": "other",
	} {
		c, ok := law.CategoryByWord(word)
		require.True(t, ok, word)
		require.Equal(t, key, c.Key, word)
	}
	for word, key := range map[string]string{
		"当面": "in_person", "现场提交": "in_person", "信函": "mail_signed", "ＥＭＳ": "mail_signed", "挂号信": "mail_signed", "平常信函": "mail_ordinary",
		"网络": "online", "网上 申请": "online", "E-mail": "online", "传真": "fax", "口头": "oral", "转办": "forwarded", "mail_ordinary": "mail_ordinary",
	} {
		c, ok := law.ChannelByWord(word)
		require.True(t, ok, word)
		require.Equal(t, key, c.Key, word)
	}
	for _, vague := range []string{"", "法人", "邮件", "电话", "？"} {
		_, ok := law.CategoryByWord(vague)
		require.False(t, ok, vague)
		_, ok = law.ChannelByWord(vague)
		require.False(t, ok, vague)
	}
	for _, c := range law.Categories() {
		got, ok := law.CategoryByKey(c.Key)
		require.True(t, ok)
		require.Equal(t, c.Label, got.Label)
	}
	items := map[string]int{}
	for _, c := range law.Channels() {
		got, ok := law.ChannelByKey(c.Key)
		require.True(t, ok)
		require.Equal(t, c.Label, got.Label)
		items[c.Key] = c.Item
	}
	require.Equal(t, map[string]int{"in_person": 1, "mail_signed": 2, "mail_ordinary": 2, "online": 3, "fax": 3, "oral": 0, "forwarded": 0}, items)
	_, ok := law.CategoryByKey("organisation")
	require.False(t, ok)
	_, ok = law.ChannelByKey("pigeon")
	require.False(t, ok)
}

func FuzzWords(f *testing.F) {
	f.Add("（三）不予公开 1.属于国家秘密")
	f.Add("网络")
	f.Add("\xff\u3000")
	f.Fuzz(func(t *testing.T, word string) {
		spaced := " " + strings.Join(strings.Split(word, "，"), " ， ") + "\u3000"
		r, ok := law.ResultByWord(word)
		again, okAgain := law.ResultByWord(spaced)
		require.Equal(t, ok, okAgain)
		require.Equal(t, r.Key, again.Key)
		_, _ = law.CategoryByWord(word)
		_, _ = law.ChannelByWord(word)
	})
}
