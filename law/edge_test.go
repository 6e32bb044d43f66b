package law_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/law"
)

// These cases stand where a comparison or a sum could be off by one without any worked example noticing.

func TestTheFirstAndTheLastDayThatCanBeCounted(t *testing.T) {
	t.Parallel()
	c := newest(t)
	first, last := day(t, "1949-01-01"), day(t, "2199-12-31")
	require.Equal(t, time.Saturday, first.Weekday())
	require.Equal(t, last, c.Nth(last, 0))
	require.Equal(t, last, c.Nth(last-1, 1))
	require.Zero(t, c.Nth(last, 1))
	require.Zero(t, c.Nth(last+1, 0))
	require.Equal(t, first, c.Nth(first, 0))
	require.Zero(t, c.Nth(first-1, 0))
	require.Equal(t, last, c.Roll(last, 0))
	require.Equal(t, last, c.Roll(last-30, 30))
	require.Zero(t, c.Roll(last-30, 31))
	require.Zero(t, c.Roll(last-30, 1<<32), "too far to be counted at all")
	require.Equal(t, day(t, "1949-01-03"), c.Roll(first, 0))
	require.Zero(t, c.Roll(first-1, 1))
	require.Zero(t, c.Roll(last+1, 0))
	require.Zero(t, c.Roll(first, -1))
	require.Equal(t, day(t, "1949-01-03"), c.RollDay(first))
	require.Equal(t, last, c.RollDay(last))
	require.Zero(t, c.RollDay(last+1))
	require.Zero(t, c.RollDay(first-1))
	require.Equal(t, day(t, "1949-01-04"), c.Due(law.Run{Day0: first, Allowance: 1, Pauses: []law.Pause{{From: first, To: day(t, "1949-01-03")}}}))
	require.Equal(t, 1, c.Count(0, day(t, "1949-01-03")))
}

// The table of a calendar ends two years after its last notice; beyond it days
// are walked. The two must meet.
func TestTheTableAndTheDaysBeyondItMeet(t *testing.T) {
	t.Parallel()
	c := newest(t)
	for _, edge := range []string{"2018-01-01", "2028-12-31"} {
		for from := day(t, edge) - 20; from < day(t, edge)+20; from++ {
			d, n := from, 0
			for d < day(t, edge)+40 {
				d++
				if c.Working(d) {
					n++
					require.Equal(t, d, c.Nth(from, n), "%s + %d", from, n)
				}
				require.Equal(t, n, c.Count(from, d), "%s to %s", from, d)
			}
		}
	}
}

func TestAHolidayKeepsItsNameOverTheTurnOfTheYear(t *testing.T) {
	t.Parallel()
	c := newest(t)
	require.Equal(t, "元旦", c.Day(day(t, "2018-12-30")).Holiday, "the block ends on New Year's Day")
	require.Equal(t, "国庆节", c.Day(day(t, "2019-10-07")).Holiday)
}

func TestAnEmptyPauseAndTheLargestNumberAreRead(t *testing.T) {
	t.Parallel()
	p, err := law.ParsePause("2025-06-10..2025-06-10")
	require.NoError(t, err)
	require.Equal(t, p.From, p.To)
	list, err := law.ReadBatch(strings.NewReader("id,op,start,n\na,nth,2025-03-04,0\nb,nth,2025-03-04,10000\n"))
	require.NoError(t, err)
	require.Equal(t, []int{0, 10000}, []int{list[0].N, list[1].N})
	for _, n := range []string{"-1", "10001"} {
		_, err = law.ReadBatch(strings.NewReader("id,op,start,n\na,nth,2025-03-04," + n + "\n"))
		require.ErrorIs(t, err, law.ErrBatch)
	}
}

func TestDatesOfOtherErasAreWrittenWhole(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]law.Date{
		"0000-01-01": law.NewDate(0, time.January, 1), "0999-12-31": law.NewDate(999, time.December, 31), "-1-06-05": law.NewDate(-1, time.June, 5),
		"9999-12-31": law.NewDate(9999, time.December, 31), "10000-01-01": law.NewDate(10000, time.January, 1),
	} {
		require.Equal(t, want, d.String())
	}
	require.Equal(t, law.NewDate(-400, time.March, 1), law.NewDate(-400, time.February, 29)+1)
	require.Equal(t, law.NewDate(-1, time.December, 1), law.NewDate(0, time.December-12, 1))
}

func TestAClosedCaseFindsTheCalendarItWasCountedBy(t *testing.T) {
	t.Parallel()
	c := newest(t)
	then := c.AsOf(day(t, "2020-01-20"))
	require.NotEqual(t, c.Version(), then.Version())
	require.Equal(t, then.Version(), c.Named(then.Version()).Version())
	require.Equal(t, c, c.Named(c.Version()))
	require.Equal(t, c, c.Named("never announced"))
}

func TestFromOctoberOnTheNextYearsNoticeIsWanted(t *testing.T) {
	t.Parallel()
	c := newest(t)
	for on, want := range map[string][]int{
		"2025-12-31": nil, "2026-09-30": nil, "2026-10-01": {2027}, "2026-12-31": {2027}, "2027-01-01": {2027}, "2027-10-01": {2027, 2028},
	} {
		require.Equal(t, want, c.Missing(day(t, on)), on)
	}
	require.Empty(t, law.MissingText(nil, "zh"))
	require.Contains(t, law.MissingText([]int{2027}, "zh"), "2027年的放假安排通知尚未录入")
	require.Contains(t, law.MissingText([]int{2027, 2028}, "en"), "2027 and 2028")
}

func TestTheReportHasSixChapters(t *testing.T) {
	t.Parallel()
	require.Equal(t, [6]string{
		"一、总体情况", law.Table2Title, law.Table3Title, law.Table4Title, "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
	}, law.ChapterTitles())
}

func TestTheEdgesOfANoticeAreHeld(t *testing.T) {
	t.Parallel()
	notice := func(announced, from, to, work string, year int) error {
		_, err := law.ParseNotice([]byte(fmt.Sprintf(
			`{"number":"测试1号","title":"t","announced":%q,"year":%d,"whole":false,"off":[{"from":%q,"to":%q}],"work":[%q],"source":"s"}`, announced, year, from, to, work)))
		return err
	}
	require.NoError(t, notice("2030-01-01", "2030-05-01", "2030-05-03", "2030-05-04", 2030))
	require.ErrorIs(t, notice("2030-01-01", "2030-05-01", "2030-05-03", "2030-05-03", 2030), law.ErrNotice, "the last day off is off")
	require.ErrorIs(t, notice("2030-01-01", "2030-05-01", "2030-05-03", "2030-05-01", 2030), law.ErrNotice, "and so is the first")
}

func TestMayHasItsSecondDayFrom2025On(t *testing.T) {
	t.Parallel()
	cal, err := law.NewCalendar(nil)
	require.NoError(t, err)
	require.True(t, cal.Working(law.NewDate(2024, 5, 2)))
	require.False(t, cal.Working(law.NewDate(2025, 5, 2)))
	require.False(t, cal.Working(law.NewDate(2025, 1, 28)), "New Year's Eve of the lunar year")
}

func TestInquiriesMayBeReviewedFirstFromTheTurnOn(t *testing.T) {
	t.Parallel()
	cal, err := law.NewCalendar(law.EmbeddedNotices())
	require.NoError(t, err)
	order := func(given law.Date) law.Review {
		r, err := law.RemedyOf(law.Reply{Result: "refused.administrative_inquiry", Given: given, InquiryFirst: true, Agency: law.KindOfBody("凡村镇人民政府")}, cal)
		require.NoError(t, err)
		return r.Order
	}
	require.Equal(t, law.ReviewFirst, order(law.NewDate(2024, 1, 1)))
	require.NotEqual(t, law.ReviewFirst, order(law.NewDate(2023, 12, 31)))
}

func TestTheDaysUsedOfARunReachItsAllowanceOnItsDueDate(t *testing.T) {
	t.Parallel()
	cal, err := law.NewCalendar(law.EmbeddedNotices())
	require.NoError(t, err)
	run := law.Run{Day0: law.NewDate(2025, 6, 3), Allowance: 20, Pauses: []law.Pause{{From: law.NewDate(2025, 6, 10), To: law.NewDate(2025, 6, 20)}}}
	require.Zero(t, cal.Used(run, run.Day0))
	require.Equal(t, 5, cal.Used(run, law.NewDate(2025, 6, 10)))
	require.Equal(t, 5, cal.Used(run, law.NewDate(2025, 6, 20)))
	require.Equal(t, 6, cal.Used(run, law.NewDate(2025, 6, 23)))
	require.Equal(t, 20, cal.Used(run, cal.Due(run)), "X17")
}
