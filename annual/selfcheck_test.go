package annual

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// identity makes a number with its right check character; no person has it, for 000000 is no place in use.
func identity(first17 string) string { return first17 + string(checkCharacter(first17)) }

func TestNumbersOfPeopleAreFoundByTheirCheckDigits(t *testing.T) {
	t.Parallel()
	require.Equal(t, byte('X'), checkCharacter("11010519491231002"), "the example of the standard")
	for text, want := range map[string][]personalDatum{
		"身份证号11010519491231002X。":   {{"personal_id", "110************02X", false}},
		"身份证号１１０１０５１９４９１２３１００２Ｘ。":   {{"personal_id", "110************02X", false}},
		"身份证号110105194912310021。":   nil, // wrong check character
		"编号110105194913310028。":     nil, // no such month
		"旧证110105491231002":         {{"personal_id", "110*********002", false}},
		"手机13812345678，":            {{"personal_phone", "138*****678", true}},
		"手机138-1234-5678":           {{"personal_phone", "138*******678", true}},
		"电话0527-84368888":           {{"personal_phone", "052*******888", false}},
		"卡号6222 0200 0000 0000 008": nil,
		"卡号4111111111111111":        {{"personal_card", "411**********111", false}},
		"邮箱zhang.san@example.cn":    {{"personal_email", "zha**************.cn", false}},
		"住在幸福路18号3单元":               {{"personal_street", "住在幸福路18号", false}},
		"全年公开12345678901条":          nil,
		"摘要a13812345678b":           nil,
		"2024年1月1日至12月31日":          nil,
		"13812345678 13912345678":   {{"personal_phone", "138*****678", true}, {"personal_phone", "139*****678", true}},
	} {
		require.Equal(t, want, personal(text), text)
	}
}

func TestOneWrongDigitIsNoIdentityNumberAndNoCard(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		birthday := rapid.SampledFrom([]string{"19490101", "20000229", "19871231"}).Draw(t, "birthday")
		id := identity(rapid.StringMatching(`[1-8][0-9]{5}`).Draw(t, "place") + birthday + rapid.StringMatching(`[0-9]{3}`).Draw(t, "series"))
		require.True(t, identityNumber(id), id)
		at := rapid.SampledFrom([]int{0, 1, 2, 3, 4, 5, 14, 15, 16}).Draw(t, "at")
		digit := byte('0' + (id[at]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10)
		require.False(t, identityNumber(id[:at]+string(digit)+id[at+1:]), "the check character finds every single wrong digit")
	})
}

func TestYearsThatAreNotTheReportsAreFound(t *testing.T) {
	t.Parallel()
	for text, found := range map[string]bool{
		"数据统计期限为2020年1月1日至12月31日":              true,
		"数据统计期限为2021年1月1日至12月31日":              false,
		"2020年，我局主动公开信息若干条。":                   true,
		"2021年比2020年增长一成。":                     false,
		"自2019年以来持续公开。":                        false,
		"2022年，将继续改进。":                         false,
		"2023年，将继续改进。":                         true,
		"根据《2019年重点工作》和〔2019〕60号":              false,
		"条例（2019年修订）":                          false,
		"全年２０１８年度":                             true,
		"文号20201231年":                          false,
		"2020年1月1日以来收到申请，2020年1月1日至12月31日比上年多": true,
	} {
		require.Equal(t, found, len(wrongYears(text, 2021)) > 0, text)
	}
}

func TestLastYearsSentencesAreFoundWhateverTheirNumbers(t *testing.T) {
	t.Parallel()
	last := Prose{5: "我局信息公开工作还存在公开内容不够全面、更新不够及时等问题。工作人员的业务水平有待提高。短句。", 1: "全年共举办新闻发布会12场，回应社会关切问题35个。"}
	words := Prose{
		5: "我局信息公开工作还存在公开内容不够全面、更新不够及时等问题。\n短句。新设了专门的机构并配备了三名专职人员负责此事。",
		1: "全年共举办新闻发布会15场，回应社会关切问题40个。全年办结{{total.total}}件，其中予以公开{{disclosed.total}}件。",
	}
	var found []string
	for _, chapter := range []int{1, 5} {
		for _, f := range leftOver(chapter, Paragraphs(words[chapter]), last) {
			found = append(found, f.Where("zh")+"："+f.Found)
		}
	}
	require.Equal(t, []string{
		"一、总体情况 第 1 段：全年共举办新闻发布会15场，回应社会关切问题40个",
		"五、存在的主要问题及改进情况 第 1 段：我局信息公开工作还存在公开内容不够全面、更新不够及时等问题",
	}, found)
}

func TestTypedNumbersBelongToTheWordsBeforeThem(t *testing.T) {
	t.Parallel()
	got := map[string]int64{}
	for _, n := range typedNumbers("全年新收政府信息公开申请3,525件，上年结转121件；办结3521件，其中予以公开1431件、部分公开471件、不予公开92件，结转下年度继续办理125件。" +
		"行政复议案件共170件，行政诉讼77件。上年同期收到申请9件。") {
		got[n.key] = n.n
	}
	require.Equal(t, map[string]int64{
		"new": 3525, "carried_in": 121, "total": 3521, "disclosed": 1431, "partial": 471, "refused": 92, "carried_out": 125, "review": 170,
		"litigation": 77,
	}, got)
}

func TestTheSelfCheckNamesPlaceAndReasonAndKeepsTheOfficesOwnPhone(t *testing.T) {
	t.Parallel()
	f := suqian(t)
	f.Previous = nil
	got := f.SelfCheck(Prose{
		Lead: "如有疑问请与办公室联系，电话0527-84368888，地址：宿豫区洪泽湖路156号。",
		1:    "申请人电话13812345678。\n依据〔2019〕60号和告知其他途径，比上年{{change.new.total}}，收到申请{{new.total}}件。",
		5:    "存在的问题已整改落实到位。",
	}, nil, []Expression{{"整改落实", "整改", "重复"}})
	type short struct{ code, where, found, why string }
	var have []short
	for _, x := range got {
		have = append(have, short{x.Code, x.Where("zh"), x.Found, x.Text("zh")})
		require.NotEmpty(t, x.Text("en"))
	}
	require.Equal(t, []short{
		{"personal_phone", "一、总体情况 第 1 段", "138*****678", "像是电话号码"},
		{"no_figure", "一、总体情况 第 2 段", "{{change.new.total}}", "所引数字目前没有"},
		{"expression", "一、总体情况 第 2 段", "告知其他途径", "不规范或过时的表述（2019年修订的条例和现行表格没有这一办理结果）"},
		{"expression", "一、总体情况 第 2 段", "〔2019〕60号", "不规范或过时的表述，应为“〔2021〕30号”（2021年起的年报格式）"},
		{"expression", "五、存在的主要问题及改进情况 第 1 段", "整改落实", "不规范或过时的表述，应为“整改”（重复）"},
		{"missing", "六、其他需要报告的事项", "", "这一部分还没有写"},
	}, have)
}

func TestAListOfExpressionsIsReadLineByLine(t *testing.T) {
	t.Parallel()
	got, err := ReadExpressions("\uFEFF# 单位清单\n贯彻落实到位,落实,重复\n\n 错误说法 \n\"逗号，里面, 的\",x\n")
	require.NoError(t, err)
	require.Equal(t, []Expression{{"贯彻落实到位", "落实", "重复"}, {Wrong: "错误说法"}, {Wrong: "逗号，里面, 的", Instead: "x"}}, got)
	for _, bad := range []string{"a,b,c,d", "\"open"} {
		_, err := ReadExpressions(bad)
		require.ErrorIs(t, err, ErrExpressions)
	}
}

func FuzzSelfCheck(f *testing.F) {
	for _, text := range []string{
		"11010519491231002X 13812345678", "2020年1月1日至12月31日", "收到申请3,525件", "（请填写：x）", "幸福路18号", "{{new.total}}，,",
		"a@b.c 6222020000000000000", "《2019年", "４１１１１１１１１１１１１１１１",
	} {
		f.Add(text, text)
	}
	report := New("T1", 2025, "2021", NoFigures("2021"), Table3{}, NoCases())
	facts := Facts{Agency: "某镇", Report: report}
	f.Fuzz(func(t *testing.T, text, last string) {
		for _, x := range facts.SelfCheck(Prose{0: text, 1: text, 5: last}, Prose{1: last}, []Expression{{Wrong: last}}) {
			require.NotEmpty(t, x.Why)
			require.NotEmpty(t, x.WhyEn)
			require.NotEmpty(t, x.Where("zh"))
		}
		if list, err := ReadExpressions(text); err == nil {
			for _, e := range list {
				require.NotEmpty(t, e.Wrong)
			}
		}
	})
}
