package annual

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"gongkai/law"
)

const soundHead = "编号,收到日期,收件方式,申请人类型,申请人,申请内容,承办部门,办结日期,办理结果,备注,补正告知日期,补正收到日期,延期告知日期\n"

func TestALedgerIsReadWhateverItsSpelling(t *testing.T) {
	t.Parallel()
	text := "某镇依申请公开台账,,\n\n" +
		" Result ,序号,编 号,收到日期,Ｃhannel,category,申请人,closed_on,content,承办部门,补正告知日期\n" +
		"　予以公开,1,2025-1,２０２５年３月４日,当面,自然人,张三,2025/3/20 0:00,\"甲,乙\",bgs,\n" +
		",2,〔2025〕2号,20250305,网络,律师事务所,李四,,丙,,2025.3.7\n" +
		",,,,,,,,,,\n" +
		"other.other,3,3,45720,,商业企业,,2025-03-21 10:30:00,,,\n"
	ledger, err := ParseLedger([]byte(text), today)
	require.NoError(t, err)
	require.NoError(t, ledger.Refused("zh"))
	require.Empty(t, cmp.Diff(Ledger{
		Ignored: []string{"序号"},
		Rows: []LedgerRow{
			{
				Line: 4, Number: "2025-1", Received: date("2025-03-04"), Channel: "in_person", Category: "natural_person",
				Name: "张三", Content: "甲,乙", Department: "bgs", Closed: date("2025-03-20"), Result: "disclosed",
			},
			{
				Line: 5, Number: "〔2025〕2号", Received: date("2025-03-05"), Channel: "online", Category: "legal_service",
				Name: "李四", Content: "丙", SupplementTold: date("2025-03-07"),
			},
			{
				Line: 7, Number: "3", Received: date("2025-03-04"), Category: "enterprise", Closed: date("2025-03-21"),
				Result: "other.other",
			},
		},
	}, ledger))
}

func TestEveryBadRowIsListedWithLineColumnAndReason(t *testing.T) {
	t.Parallel()
	text := soundHead +
		"1,2025-02-30,网络,自然人,王某,甲,,,,,,,\n" + // no such day
		"2,2025-03-04,飞鸽,外星人,王某,甲,,2025-03-10,给了,,,,\n" + // three unknown words
		"3,2026-06-02,网络,自然人,王某,甲,,,,,,,\n" + // tomorrow
		"4,2025-03-04,网络,自然人,王某,甲,,2025-03-03,予以公开,,,,\n" + // closed before it came
		"1,2025-03-04,网络,自然人,王某,甲,,,,,,,\n" + // double
		"6,2025-03-04,网络,自然人,王某,甲,,2025-03-05,,,,,\n" +
		"7,2025-03-04,网络,自然人,王某,甲,,,予以公开,,,,\n" +
		",2025-03-04,网络,,王某,甲,,,,,,,\n" +
		"a/b,03/04/25,网络,自然人,王某,甲,,,,,,,,多\n" +
		"9,2025-03-04,网络,自然人,王某,甲,,2025-03-20,不予公开,,,,\n" +
		"10,2025-03-04,网络,自然人,王\x00某,甲,,,,,2025-03-10,2025-03-09,\n"
	ledger, err := ParseLedger([]byte(text), today)
	require.NoError(t, err)
	require.Empty(t, ledger.Rows)
	var zh []string
	for _, f := range ledger.Faults {
		require.NotContains(t, f.Message("zh"), "王")
		require.NotContains(t, f.Message("en"), "%!")
		zh = append(zh, f.Message("zh"))
	}
	require.Equal(t, []string{
		"第 2 行，收到日期：“2025-02-30” 不是日期，应如 2025-03-04、2025/3/4、2025年3月4日",
		"第 3 行，收件方式：“飞鸽” 不认识，可填：" + labelsOf(law.Channels(), func(c law.Channel) string { return c.Label }),
		"第 3 行，申请人类型：“外星人” 不认识，可填：自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他",
		"第 3 行，办理结果：“给了” 不认识，可填：予以公开、部分公开、不予公开：…、无法提供：…、不予处理：…、其他处理：…",
		"第 4 行，收到日期：“2026-06-02” 在今天（2026-06-01）之后",
		"第 5 行，办结日期：“2025-03-03” 与 收到日期 2025-03-04 先后矛盾",
		"第 6 行，编号：“1” 与第 2 行编号重复",
		"第 7 行，办理结果：有办结日期，缺办理结果",
		"第 8 行，办结日期：有办理结果，缺办结日期",
		"第 9 行，编号：不能为空",
		"第 9 行，申请人类型：不能为空",
		"第 10 行，编号：“a/b” 编号中不能有“/”或“\\”",
		"第 10 行，收到日期：“03/04/25” 不是日期，应如 2025-03-04、2025/3/4、2025年3月4日",
		"第 10 行：多出没有表头的一格",
		"第 11 行，办理结果：“不予公开” 不认识，可填：" + strings.Join(refusals(), "、"),
		"第 12 行，申请人：含有控制字符",
		"第 12 行，补正收到日期：“2025-03-09” 与 补正告知日期 2025-03-10 先后矛盾",
	}, zh)
	require.Contains(t, ledger.Refused("en").Error(), `line 2, 收到日期: "2025-02-30" is no date`)
}

func refusals() []string {
	var out []string
	for _, r := range law.Results() {
		if r.Head == law.HeadRefused {
			out = append(out, r.Title())
		}
	}
	return out
}

func labelsOf[T any](all []T, label func(T) string) string {
	var out []string
	for _, x := range all {
		out = append(out, label(x))
	}
	return strings.Join(out, "、")
}

func TestWhatTheLawWouldHaveWantedBeforeIsDoubtfulAndNotRefused(t *testing.T) {
	t.Parallel()
	text := soundHead +
		"1,2025-03-04,网络,自然人,甲,x,,2025-03-20,补正后申请内容仍不明确,,,,\n" +
		"2,2025-03-04,网络,自然人,甲,x,,2025-04-20,逾期不补正,,2025-03-06,2025-03-10,\n" +
		"3,2025-03-04,网络,自然人,甲,x,,2025-04-20,逾期未缴费,,,,\n" +
		"4,2025-03-04,网络,自然人,乙,x,,2025-03-20,重复申请,,,,\n" +
		"5,2025-03-04,网络,自然人,甲,x,,2025-03-20,重复申请,,,,\n" +
		"6,2025-03-04,网络,自然人,甲,x,,2025-03-20,大量反复申请,,,,\n" +
		"7,2025-03-04,网络,自然人,甲,x,,,,,,2025-03-10,\n" +
		"8,2025-03-04,网络,自然人,甲,x,,2025-03-20,补正后申请内容仍不明确,,2025-03-06,2025-03-10,\n" +
		"9,2025-03-04,网络,自然人,甲,x,,2025-03-20,予以公开,,,,2025-03-21\n"
	ledger, err := ParseLedger([]byte(text), today)
	require.NoError(t, err)
	require.Empty(t, ledger.Faults)
	require.Len(t, ledger.Rows, 9)
	type at struct {
		line int
		code FaultCode
	}
	var got []at
	for _, d := range ledger.Doubts {
		got = append(got, at{d.Line, d.Code})
		require.NotContains(t, d.Message("zh")+d.Message("en"), "%!")
		require.Contains(t, d.Message("en"), "doubtful: ")
	}
	require.Equal(t, []at{
		{2, DoubtNoSupplement},
		{3, DoubtSupplementCame},
		{4, DoubtNoFeeNotice},
		{5, DoubtNoEarlierReply},
		{7, DoubtNoReasons},
		{8, DoubtSupplementOnly},
		{10, DoubtLateExtension},
	}, got)
}

func TestAFileThatIsNoLedgerIsRefusedAsAWhole(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"empty":           {nil, ErrNoHead},
		"another table":   {[]byte("a,b,c\n1,2,3\n"), ErrNoHead},
		"not text":        {[]byte{0xFF, 0xFE, 0x00, 0xFF}, ErrLedger},
		"a broken zip":    {[]byte("PK\x03\x04 and no more"), ErrLedger},
		"quotes at start": {[]byte("\"编号,\n"), errQuotes},
		"bomb":            {bomb(t), ErrLedger},
	} {
		_, err := ParseLedger(c.file, today)
		require.ErrorIs(t, err, c.want, name)
		require.ErrorIs(t, err, ErrLedger, name)
	}
}

// bomb is a workbook of a few kilobytes whose sheet unpacks beyond the bound.
func bomb(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	part, err := w.Create("xl/worksheets/sheet1.xml")
	require.NoError(t, err)
	blank := bytes.Repeat([]byte(" "), 1<<20)
	for range largestLedger>>20 + 1 {
		_, err := part.Write(blank)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	require.Less(t, b.Len(), 1<<20)
	return b.Bytes()
}

func TestMissingDoubleAndBrokenPartsOfAFileAreFaults(t *testing.T) {
	t.Parallel()
	ledger, err := ParseLedger([]byte("编号,编号,收到日期,申请人类型\n1,,2025-03-04,自然人\n\"2,,\n"), today)
	require.NoError(t, err)
	require.Equal(t, []Fault{
		{Line: 1, Column: "编号", Code: FaultDoubleColumn},
		{Line: 1, Column: "办结日期", Code: FaultMissingColumn},
		{Line: 1, Column: "办理结果", Code: FaultMissingColumn},
		{Line: 3, Code: FaultQuotes},
	}, ledger.Faults)
}

func TestDatesAreReadAsLedgersWriteThem(t *testing.T) {
	t.Parallel()
	want := date("2025-03-04")
	for _, s := range []string{
		"2025-03-04", "2025-3-4", "2025/3/4", "2025.3.4", "2025年3月4日", "2025 年 3 月 4 日", "20250304", "45720", "45720.75",
		"２０２５－０３－０４", "2025-03-04 00:00:00", "2025-03-04T08:30:00+08:00", " 2025年03月04日　",
	} {
		d, ok := parseDay(s, since1900)
		require.True(t, ok, s)
		require.Equal(t, want, d, s)
	}
	d, ok := parseDay("44258", since1904)
	require.True(t, ok)
	require.Equal(t, want, d)
	for _, s := range []string{
		"", "2025", "202503", "25-3-4", "3/4/2025", "2025-13-01", "2025-02-29", "2025-3/4", "2025--3-4", "昨天", "-45720",
		"1900-01-01", "20251301", "99999999999", "2025年3月", "2025-03-04-05",
	} {
		_, ok := parseDay(s, since1900)
		require.False(t, ok, s)
	}
}

func TestAWorkbookIsReadFromItsFirstSheetWithRows(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	_, err := book.NewSheet("台账")
	require.NoError(t, err)
	for i, head := range []string{"编号", "收到日期", "申请人类型", "办结日期", "办理结果"} {
		cell, err := excelize.CoordinatesToCellName(i+1, 2)
		require.NoError(t, err)
		require.NoError(t, book.SetCellStr("台账", cell, head))
	}
	require.NoError(t, book.SetCellInt("台账", "A3", 202500001))
	require.NoError(t, book.SetCellInt("台账", "B3", 45720))
	require.NoError(t, book.SetCellStr("台账", "C3", "自然人"))
	b, err := book.WriteToBuffer()
	require.NoError(t, err)
	require.NoError(t, book.Close())
	ledger, err := ParseLedger(b.Bytes(), today)
	require.NoError(t, err)
	require.NoError(t, ledger.Refused("zh"))
	require.Equal(t, []LedgerRow{
		{Line: 3, Number: "202500001", Received: date("2025-03-04"), Category: "natural_person"},
	}, ledger.Rows)
}

func FuzzLedgerCSV(f *testing.F) {
	f.Add([]byte(soundHead + "1,2025-03-04,网络,自然人,甲,x,,2025-03-20,予以公开,,,,\n"))
	f.Add([]byte("编号\t收到日期\t申请人类型\t办结日期\t办理结果\n1\t45720\t个人\t\t\n"))
	f.Add([]byte("\xb1\xe0\xba\xc5,\xca\xd5\xb5\xbd\xc8\xd5\xc6\xda,category\n1,2025/3/4,other\n\""))
	f.Fuzz(func(t *testing.T, file []byte) { soundOrRefused(t, file) })
}

func FuzzLedgerXLSX(f *testing.F) {
	f.Add(xlsxOf(f, [][]string{ledgerHeads, {"1", "2025-03-04", "网络", "自然人", "甲", "x", "", "2025-03-20", "予以公开"}}))
	f.Add([]byte(zipMagic))
	f.Fuzz(func(t *testing.T, file []byte) {
		if strings.HasPrefix(string(file), zipMagic) {
			soundOrRefused(t, file)
		}
	})
}

// soundOrRefused: whatever the bytes, each row kept can be counted, and no date lies after today.
func soundOrRefused(t *testing.T, file []byte) {
	ledger, err := ParseLedger(file, today)
	if err != nil {
		require.ErrorIs(t, err, ErrLedger)
		return
	}
	for _, f := range append(ledger.Faults, ledger.Doubts...) {
		require.NotEmpty(t, f.Message("zh"))
		require.NotContains(t, f.Message("en"), "%!(")
	}
	if len(ledger.Faults) > 0 {
		return
	}
	for _, r := range ledger.Rows {
		require.NotEmpty(t, r.Number)
		require.NotEmpty(t, r.Category)
		require.True(t, !r.Received.IsZero() && r.Received <= today && r.Closed <= today)
		require.Equal(t, r.Closed.IsZero(), r.Result == "")
		require.NotEmpty(t, Contributions(r.Entry("A"), r.Received.Year()))
	}
}

func largeLedger() [][]string {
	rows := [][]string{ledgerHeads}
	results := law.Results()
	for i := range 14_629 {
		rows = append(rows, []string{
			fmt.Sprintf("2025-%d", i), law.NewDate(2025, 1, 1+i%350).String(), "网络", "自然人", "张三", "某某路改造项目的征收决定及补偿方案",
			"办公室", "2026-01-05", results[i%len(results)].Title(), "", "", "", "",
		})
	}
	return rows
}

func BenchmarkParseLedger(b *testing.B) {
	rows := largeLedger()
	for name, file := range map[string][]byte{"csv": csvOf(b, rows), "xlsx": xlsxOf(b, rows)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ledger, err := ParseLedger(file, today)
				require.NoError(b, err)
				require.Len(b, ledger.Rows, len(rows)-1)
			}
		})
	}
}
