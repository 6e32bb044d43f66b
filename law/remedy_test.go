package law_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/law"
)

func remedy(t *testing.T, r law.Reply) law.Remedy {
	t.Helper()
	got, err := law.RemedyOf(r, newest(t))
	require.NoError(t, err)
	return got
}

func TestTheParagraphNamesBodyPeriodAndOrder(t *testing.T) {
	t.Parallel()
	refused := law.Reply{Result: "refused.enforcement_file", Given: day(t, "2025-08-06"), Known: day(t, "2025-08-08"), Agency: law.LocalDepartment}
	notHeld, online, ministry := refused, refused, refused
	notHeld.Result = "unable.not_held"
	online.Result, online.Online, online.Known = "partial", true, 0
	ministry.Agency = law.Ministry
	early := notHeld
	early.Given, early.Known = day(t, "2023-12-29"), day(t, "2023-12-31")
	for _, x := range []struct {
		reply  law.Reply
		body   string
		zh, en string
	}{
		{refused, "临河市人民政府",
			"对本答复不服的，可以自收到本答复之日起60日内（截至2025年10月9日），向临河市人民政府申请行政复议（行政复议法第20条、第24条）。依照行政复议法第23条，应当先申请行政复议；对行政复议决定仍不服的，再自收到决定书之日起15日内向人民法院提起行政诉讼（行政诉讼法第45条）。",
			"Against this reply you may apply for administrative review to 临河市人民政府 within 60 days of receiving it (until 2025-10-09) (Administrative Review Law, arts. 20, 24). Review must come first (art. 23 of that law); against its decision you may sue within 15 days of receiving it (Administrative Litigation Law, art. 45)."},
		{notHeld, "",
			"对本答复不服的，可以自收到本答复之日起60日内（截至2025年10月9日），向本级人民政府申请行政复议（行政复议法第20条、第24条）；也可以自收到本答复之日起6个月内（截至2026年2月9日），直接向有管辖权的人民法院提起行政诉讼（行政诉讼法第46条）。",
			"Against this reply you may apply for administrative review to the people's government of the same level within 60 days of receiving it (until 2025-10-09) (Administrative Review Law, arts. 20, 24), or sue directly in the people's court with jurisdiction within 6 months of receiving it (until 2026-02-09) (Administrative Litigation Law, art. 46)."},
		{early, "临河市人民政府",
			"对本答复不服的，可以自收到本答复之日起60日内（截至2024年2月29日），向临河市人民政府或者上一级主管部门申请行政复议（行政复议法第9条、第12条）；也可以自收到本答复之日起6个月内（截至2024年7月1日），直接向有管辖权的人民法院提起行政诉讼（行政诉讼法第46条）。",
			"Against this reply you may apply for administrative review to 临河市人民政府 or the authority in charge one level up within 60 days of receiving it (until 2024-02-29) (Administrative Review Law, arts. 9, 12), or sue directly in the people's court with jurisdiction within 6 months of receiving it (until 2024-07-01) (Administrative Litigation Law, art. 46)."},
		{online, "",
			"对本答复中不予公开的部分不服的，可以自收到本答复之日起60日内，向本级人民政府申请行政复议（行政复议法第20条、第24条）。依照行政复议法第23条，应当先申请行政复议；对行政复议决定仍不服的，再自收到决定书之日起15日内向人民法院提起行政诉讼（行政诉讼法第45条）。本答复通过互联网送达，行政复议申请也可以通过随附的网上渠道提交。",
			"Against the part that is withheld you may apply for administrative review to the people's government of the same level within 60 days of receiving it (Administrative Review Law, arts. 20, 24). Review must come first (art. 23 of that law); against its decision you may sue within 15 days of receiving it (Administrative Litigation Law, art. 45). This reply was served online; review may be applied for by the online way given with it."},
		{ministry, "国务院",
			"对本答复不服的，可以自收到本答复之日起60日内（截至2025年10月9日），向本机关申请行政复议（行政复议法第20条、第25条）。依照行政复议法第23条，应当先申请行政复议；对行政复议决定仍不服的，再自收到决定书之日起15日内向人民法院提起行政诉讼（行政诉讼法第45条）。对本机关作出的行政复议决定不服的，除向人民法院起诉外，也可以向国务院申请裁决，国务院的裁决为最终裁决。",
			"Against this reply you may apply for administrative review to this body itself within 60 days of receiving it (until 2025-10-09) (Administrative Review Law, arts. 20, 25). Review must come first (art. 23 of that law); against its decision you may sue within 15 days of receiving it (Administrative Litigation Law, art. 45). Against our own decision on review you may, instead of suing, ask the State Council for a ruling, which is final."},
	} {
		got := remedy(t, x.reply)
		require.Equal(t, x.zh, got.Text("zh", x.body))
		require.Equal(t, x.en, got.Text("en", x.body))
	}
}

func TestADirectSuitHasADateOnlyWhereTheWayIsOpen(t *testing.T) {
	t.Parallel()
	for _, r := range law.Results() {
		for _, given := range []string{"2015-05-01", "2023-12-31", "2024-01-01", "2025-05-31", "2025-06-01", "2026-09-18"} {
			got := remedy(t, law.Reply{Result: r.Key, Given: day(t, given), Known: day(t, given), Agency: law.Township, Online: true})
			require.Equal(t, r.Review(day(t, given)), got.Order)
			require.Equal(t, got.Order != law.ReviewFirst, got.SuitUntil != 0, "%s %s", r.Key, given)
			require.Equal(t, got.Order != law.ReviewFirst, got.SuitFiling.Has())
			require.NotZero(t, got.ReviewUntil)
			require.Equal(t, given >= "2024", got.Online, "an online way is owed since the revision")
			require.Equal(t, got.Order == law.ReviewFirst && r.Key == "partial", got.Part)
			require.False(t, got.Ruling)
		}
	}
}

func TestRemediesRefuseWhatTheyDoNotKnow(t *testing.T) {
	t.Parallel()
	c := newest(t)
	good := law.Reply{Result: "disclosed", Given: day(t, "2025-03-04"), Agency: law.Township}
	_, err := law.RemedyOf(good, c)
	require.NoError(t, err)
	bad := good
	bad.Result = "maybe"
	_, err = law.RemedyOf(bad, c)
	require.ErrorContains(t, err, "maybe")
	bad = good
	bad.Agency = "club"
	_, err = law.RemedyOf(bad, c)
	require.ErrorContains(t, err, "club")
	bad = good
	bad.Given = day(t, "2015-04-30")
	_, err = law.RemedyOf(bad, c)
	require.ErrorIs(t, err, law.ErrNoVersion)
}

func TestEveryKindOfAgencyHasAWordAndSomebodyWhoReviews(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		said := map[string]bool{}
		for _, k := range law.BodyKinds() {
			require.False(t, said[k.Text(lang)])
			said[k.Text(lang)] = true
			for _, on := range []string{"2023-12-31", "2024-01-01"} {
				require.NotEmpty(t, law.ReviewBodies(k, day(t, on)))
			}
		}
	}
	require.Equal(t, "club", law.BodyKind("club").Text("zh"))
}
