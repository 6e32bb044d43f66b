package law_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"gongkai/law"
)

func chapter(t *testing.T, act, number, lang string) law.Chapter {
	t.Helper()
	for _, ch := range law.Sheet(lang) {
		if ch.Article.Act == act && ch.Article.Number == number {
			return ch
		}
	}
	t.Fatalf("no chapter %s %s", act, number)
	return law.Chapter{}
}

func TestTheSheetTellsValuesAsSentencesWithTheirVersion(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		act, number, lang string
		want              []string
	}{
		{law.ActRegulation, "33", "zh", []string{
			"[2019, 自2019-05-15起] 答复申请人：自收到申请（或者补正、缴清费用）之日的次日起20个工作日内；征求意见的时间不计（中止）；收到补正后重新起算；缴费后重新起算。",
			"[2019, 自2019-05-15起] 延长答复：最多20个工作日。",
			"[2019, 自2019-05-15起] 其他机关答复意见：自收件人收到之日的次日起15个工作日（法律未定数，本机关可在1至15之间选择，见A10）；逾期不答由机关决定。"}},
		{law.Act2008, "24", "en", []string{
			"[2008, 2008-05-01 to 2019-05-14] the reply to the applicant: within 15 working days from the day after receipt of the application (or supplement, or full payment); time of consultation does not count (pause).",
			"[2008, 2008-05-01 to 2019-05-14] an extension of the reply: at most 15 working days."}},
		{law.ActReview, "20", "zh", []string{"[行政复议法, 自2024-01-01起] 申请行政复议：自知道之日的次日起60日内；最后一日为休息日的顺延。"}},
		{law.ActReview1999, "23", "zh", []string{"[行政复议法（1999年）, 2015-05-01至2023-12-31] 复议答辩：自收到复议申请书副本之日的次日起10日内；最后一日为休息日的顺延。"}},
		{law.ActReview1999, "13", "en", []string{"city or county government: the people's government one level up.", "township government: the county government."}},
		{law.ActReview, "28", "zh", []string{"司法行政部门：向本级人民政府申请。", "司法行政部门：向上一级司法行政部门申请。"}},
		{law.ActRegulation, "35", "zh", []string{
			"[2019, 自2019-05-15起] 申请人说明理由：自申请人收到说明理由告知之日的次日起10个工作日（法律未定数，本机关可在1至30之间选择，见A9）。",
			"R5.4 不予处理：无正当理由大量反复申请；须先有：要求说明理由；可以复议，也可以直接起诉。"}},
		{law.ActRegulation, "14", "en", []string{
			"R3.1 refused: state secret; review or suit; from 2024-01-01 review before suit.",
			"R3.2 refused: prohibited by law; review or suit; from 2024-01-01 review before suit.",
			"R3.3 refused: safety and stability; review or suit; from 2024-01-01 review before suit."}},
		{law.ActRegulation, "51", "zh", nil},
	} {
		require.Equal(t, x.want, chapter(t, x.act, x.number, x.lang).Values, "%s %s", x.act, x.number)
	}
	require.Contains(t, chapter(t, law.ActRegulation, "36", "zh").Values, "R5.2 不予处理：重复申请；须先有：对同一申请人同一内容的答复；可以复议，也可以直接起诉。")
	require.Contains(t, chapter(t, law.ActRegulation, "30", "en").Values, "R6.1 other: supplement not supplied; needs before it: proof of service; the clock closes it; review or suit.")
	require.Contains(t, chapter(t, law.ActRegulation, "30", "en").Values, "R4.3 unable: unclear even after supplement; needs before it: a supplement asked for and received; review or suit.")
	require.Len(t, chapter(t, law.ActRegulation, "31", "zh").Values, len(law.Channels()))
	require.Contains(t, chapter(t, law.ActRegulation, "31", "en").Values, "fax: received the day it is confirmed with the applicant.")
	require.Len(t, chapter(t, law.ActRegulation, "42", "zh").Values, 4)
}

// What a chapter says must stand in both languages, and everything open must
// stand somewhere.
func TestTheSheetIsCompleteInBothLanguages(t *testing.T) {
	t.Parallel()
	zh, en := law.Sheet("zh"), law.Sheet("en")
	require.Len(t, en, len(zh))
	readings, cases := 0, 0
	seen := map[string]bool{}
	for i, ch := range zh {
		name := ch.Article.Act + ch.Article.Number
		require.False(t, seen[name], name)
		seen[name] = true
		require.NotEmpty(t, ch.Article.Title)
		require.NotEmpty(t, ch.Article.Chinese)
		require.NotEmpty(t, ch.Article.English)
		require.Len(t, en[i].Values, len(ch.Values))
		for j, v := range en[i].Values {
			_, rest, _ := strings.Cut(v, "] ")
			if !strings.HasPrefix(v, "[") {
				rest = v
			}
			require.False(t, strings.ContainsFunc(rest, func(r rune) bool { return unicode.Is(unicode.Han, r) }), v)
			require.True(t, strings.HasSuffix(ch.Values[j], "。"), ch.Values[j])
		}
		readings += len(ch.Readings)
		cases += len(ch.Cases)
	}
	require.Equal(t, len(law.Readings()), readings+len(law.OpenElsewhere()))
	require.Equal(t, len(law.WorkedCases()), cases)
	require.Equal(t, "lunch", law.TermWord("lunch", "zh"))
	for _, v := range law.Versions() {
		for _, term := range v.Terms() {
			require.NotEqual(t, term.Key, law.TermWord(term.Key, "zh"))
			require.NotEqual(t, term.From, law.TermWord(term.From, "zh"))
		}
	}
}
