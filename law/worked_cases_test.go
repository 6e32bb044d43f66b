package law_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/law"
)

func TestEveryCaseThatAJuristWroteComesOut(t *testing.T) {
	t.Parallel()
	c := newest(t)
	used, articles := map[string]bool{}, map[string]bool{}
	for _, a := range law.Articles() {
		articles[a.Act+" "+a.Number] = true
	}
	for _, k := range law.WorkedCases() {
		got, err := c.Try(k)
		require.NoError(t, err, k.ID)
		if !k.Agrees(got) {
			t.Errorf("%s: %s %v: want %s, got %s", k.ID, k.Op, k.Facts, k.Expected, got)
		}
		used[k.Op] = true
		require.True(t, articles[k.Act()+" "+k.Number()], "%s: article %q has no chapter in the sheet", k.ID, k.Article)
		require.NotEmpty(t, k.Source, k.ID)
	}
	for _, op := range law.Ops() {
		require.True(t, used[op], "no case asks %s", op)
	}
}

func TestEachExampleOfTheRulebookThatIsNoStoryIsACase(t *testing.T) {
	t.Parallel()
	have := map[string]bool{}
	for _, k := range law.WorkedCases() {
		have[k.ID] = true
	}
	for _, id := range []string{
		"X1", "X4", "X4-before", "X4-after", "X8b", "X21", "X29", "X29-before", "X29-after", "X36a", "X36b", "X37", "X38", "X39", "X40", "X41", "X43",
		"F-items-100", "F-pages-1000", "R1", "R6.3", "R3.8-2025-05-31",
	} {
		require.True(t, have[id], id)
	}
}

func TestADateThatASpreadsheetRewroteIsTheSameDay(t *testing.T) {
	t.Parallel()
	list, err := law.ReadCases(strings.NewReader("\ufeffSource, expected ,FACTS,op,article,id,remark\n,2024/4/1,start=2024/3/4； n=20 ;,nth,,a,x\n"))
	require.NoError(t, err)
	require.Len(t, list, 1)
	got, err := newest(t).Try(list[0])
	require.NoError(t, err)
	require.Equal(t, "2024-04-01", got)
	require.True(t, list[0].Agrees(got))
	require.False(t, list[0].Agrees("2024-04-02"))
	require.False(t, law.WorkedCase{Expected: "2024/4"}.Agrees("2024-04-01"))
}

func TestACaseKnowsItsAct(t *testing.T) {
	t.Parallel()
	for article, want := range map[string][2]string{
		"33": {"条例", "33"}, "行政复议法 54": {"行政复议法", "54"}, "": {"条例", ""}, "条例（2008年） 24": {"条例（2008年）", "24"},
	} {
		k := law.WorkedCase{Article: article}
		require.Equal(t, want, [2]string{k.Act(), k.Number()})
	}
}

func TestABadFileOfCasesIsRefusedWithItsPlace(t *testing.T) {
	t.Parallel()
	row := func(s string) string { return caseHead + s + "\n" }
	for file, want := range map[string]string{
		"":                      "empty",
		"\"id":                  "parse error",
		"id,article,op,facts\n": "column expected is missing",
		"id,ID,article,op,facts,expected,source\n": `column "id" is there twice`,
		row("a,33,nth"): "wrong number of fields",
		row(",33,version,received=2025-01-02,2019,"):                                          "line 2, column id: empty",
		row("a,33,guess,received=2025-01-02,2019,"):                                           `line 2, column op: "guess", want one of bodies, cal,`,
		row("a,33,version,received,2019,"):                                                    "line 2, column facts: \"received\", want key=value",
		row("a,33,version,when=2025-01-02,2019,"):                                             `op version knows no fact "when", only received`,
		row("a,33,nth,start=2025-01-02,2025-01-03,"):                                          "op nth wants the fact n",
		row("a,33,version,received=1;received=2,2019,"):                                       `"received" is there twice`,
		row("a,33,version,received=2025-01-02,,"):                                             "column expected: empty",
		row("\xff,33,version,received=2025-01-02,a,"):                                         "not UTF-8",
		row("a,33,version,received=2025-01-02,2019,\na,33,version,received=2025-01-02,2019,"): `line 3, column id: "a" is there twice`,
	} {
		_, err := law.ReadCases(strings.NewReader(file))
		require.ErrorIs(t, err, law.ErrCases, file)
		require.ErrorContains(t, err, want, file)
	}
}

func TestABadFactIsNamed(t *testing.T) {
	t.Parallel()
	c := newest(t)
	for row, want := range map[string]string{
		"a,33,nth,start=2025-13-02; n=20,x,":                             "line 2, fact start: not a date",
		"a,33,nth,start=2025-03-04; n=many,x,":                           `fact n: "many", want a whole number 0 to 10000`,
		"a,33,nth,start=2025-03-04; n=-1,x,":                             `fact n: "-1"`,
		"a,33,nth,start=2025-03-04; n=10001,x,":                          `fact n: "10001"`,
		"a,33,nth,start=2025-03-04; n=x; known=y,x,":                     "fact known",
		"a,33,due,start=2025-03-04; n=20; pauses=2025-03-05,x,":          "fact pauses: pause",
		"a,33,term,term=lunch; on=2025-03-04,x,":                         `fact term: unknown "lunch"`,
		"a,33,result,result=maybe,x,":                                    `fact result: unknown "maybe"`,
		"a,33,remedy,result=maybe; given=2025-03-04; agency=ministry,x,": `fact result: unknown "maybe"`,
		"a,33,remedy,result=disclosed; given=2025-03-04; agency=club,x,": `unknown kind of agency "club"`,
		"a,33,reading,reading=A99; value=1,x,":                           `fact reading: unknown "A99"`,
	} {
		list, err := law.ReadCases(strings.NewReader(caseHead + row + "\n"))
		require.NoError(t, err, row)
		_, err = c.Try(list[0])
		require.ErrorIs(t, err, law.ErrCases, row)
		require.ErrorContains(t, err, want, row)
	}
	_, err := c.Try(law.WorkedCase{Op: "guess"})
	require.ErrorIs(t, err, law.ErrCases)
	got, err := c.Try(law.WorkedCase{Op: "nth", Facts: map[string]string{"start": "2199-12-01", "n": "10000"}})
	require.NoError(t, err)
	require.Equal(t, "none", got)
	got, err = c.Try(law.WorkedCase{Op: "nth", Facts: map[string]string{"start": "2025-03-04", "n": "10000"}})
	require.NoError(t, err)
	require.Equal(t, 10000, c.Count(day(t, "2025-03-04"), day(t, got)))
}

func FuzzReadCases(f *testing.F) {
	for _, k := range law.WorkedCases()[:8] {
		f.Add(caseHead + strings.Join([]string{k.ID, k.Article, k.Op, `"start=2025-03-04; n=20; pauses=2025-03-05..2025-03-10"`, k.Expected, ""}, ","))
	}
	f.Add(caseHead + "a,33,remedy,result=partial; given=2025-03-04; agency=ministry; items=disclosed,x,")
	f.Add("\xff")
	c := newest(f)
	f.Fuzz(func(t *testing.T, file string) {
		list, err := law.ReadCases(strings.NewReader(file))
		if err != nil {
			require.ErrorIs(t, err, law.ErrCases)
			require.Empty(t, list)
			return
		}
		for _, k := range list {
			got, err := c.Try(k)
			require.Equal(t, err == nil, got != "")
			k.Agrees(got)
		}
	})
}
