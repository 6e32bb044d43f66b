package annual

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/law"
)

func suqian(t *testing.T) Facts {
	t.Helper()
	before := readFixture(t, "suqian-city-2024")
	before.Year = 2023
	row := before.Table3.Rows[law.RowNew]
	row[0], row[TotalColumn] = Count(3426), Count(3511) // as published for 2023
	before.Table3.Rows[law.RowNew] = row
	return Facts{Agency: "宿迁市人民政府", Report: readFixture(t, "suqian-city-2024"), Previous: &before, Fees: Fees{Notices: 3, Payments: 3, Fen: 223000}}
}

func TestWordsQuoteTheFiguresOfTheTables(t *testing.T) {
	t.Parallel()
	f := suqian(t)
	for words, want := range map[string]string{
		"{{year}}年收到申请{{new.total}}件": "2024年收到申请3525件", "{{ received.total }}": "3646", "{{agency}}": "宿迁市人民政府",
		"{{refused.total}}": "92", "{{unable.total}}": "941", "{{refused.natural_person}}": "88", "{{other.other.total}}": "354",
		"{{review.total}}": "170", "{{review.concluded}}": "134", "{{litigation.total}}": "77", "{{litigation.concluded}}": "57",
		"{{litigation.after_review.pending}}": "13", "{{art20_8.fees_10k_yuan}}": "72701.2578", "{{art20_1.normative_documents.valid}}": "420",
		"{{previous.year}}年{{previous.new.total}}件，{{change.new.total}}": "2023年3511件，增长0.4%", "{{change.total.total}}": "持平",
		"{{share.disclosed.total}}": "40.6%", "{{share.new.natural_person}}": "97.6%", "{{share.refused.enterprise}}": "5.5%",
		"{{information_fees.notices}}件{{information_fees.yuan}}元": "3件2230元",
	} {
		got, err := f.Fill(words)
		require.NoError(t, err, words)
		require.Equal(t, want, got, words)
	}
	for _, unknown := range []string{"{{nwe.total}}", "{{new}}", "{{}}", "{{new.total", "new.total}}", "{{previous.agency}}", "{{share.review.total}}", "{{change.information_fees.yuan}}", "{{share.year}}"} {
		_, err := f.Fill(unknown)
		require.ErrorIs(t, err, ErrPlaceholder, unknown)
	}
	f.Previous = nil
	got, err := f.Fill("上年{{previous.new.total}}件")
	require.NoError(t, err)
	require.Equal(t, "上年〔缺：previous.new.total〕件", got)
}

func TestAChangeIsToldInWordsThatFitBehindTheComparison(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		now, before int64
		want        string
	}{
		{0, 0, "持平"}, {5, 0, "由0增至5"}, {112, 100, "增长12%"}, {968, 1000, "下降3.2%"}, {0, 7, "下降100%"}, {3, 2, "增长50%"}, {2, 3, "下降33.3%"},
	} {
		got, ok := change(Count(c.now), Count(c.before), "new.total")
		require.True(t, ok)
		require.Equal(t, c.want, got)
	}
	_, ok := change(Figure{}, Count(1), "new.total")
	require.False(t, ok)
}

func TestEveryQuotationListedCanBeQuotedOnceInBothLanguages(t *testing.T) {
	t.Parallel()
	for name, r := range fixtures(t) {
		f := Facts{Agency: r.Agency, Report: r}
		seen := map[string]bool{}
		for _, q := range f.Quotations() {
			require.False(t, seen[q.Key], "%s %s", name, q.Key)
			seen[q.Key] = true
			require.NotEmpty(t, q.Label, q.Key)
			require.NotEmpty(t, q.English, q.Key)
			text, err := f.Fill("{{" + q.Key + "}}")
			require.NoError(t, err)
			if q.Known {
				require.Equal(t, q.Value, text)
			} else {
				require.Equal(t, Unfilled(q.Key), text)
			}
		}
		require.Greater(t, len(seen), 200)
	}
}

func TestStartingTextsQuoteAndNeverDifferFromTheTables(t *testing.T) {
	t.Parallel()
	f := suqian(t)
	words := Prose{}
	for _, chapter := range WrittenChapters() {
		words[chapter] = f.StartingText(chapter)
	}
	filled, err := f.FillAll(words)
	require.NoError(t, err)
	for chapter, text := range filled {
		require.NotContains(t, text, "〔缺", chapter)
	}
	require.Contains(t, filled[1], "2024年新收政府信息公开申请3525件，比上年增长0.4%，上年结转121件。全年办结3521件，其中予以公开1431件")
	require.Contains(t, filled[Lead], "〔2021〕30号")
	require.Equal(t, "2024年，因政府信息公开引起的行政复议170件，其中已审结134件、被纠正18件；行政诉讼77件，其中已审结57件、被纠正0件。", filled[4])
	for _, finding := range f.SelfCheck(words, nil, nil) {
		require.Equal(t, "to_fill", finding.Code, "%+v", finding)
	}
	// The same words typed with their figures agree with the tables; one figure changed does not.
	for _, finding := range f.SelfCheck(filled, nil, nil) {
		require.Equal(t, "to_fill", finding.Code, "%+v", finding)
	}
	filled[1] = strings.Replace(filled[1], "不予公开92件", "不予公开29件", 1)
	var codes []string
	for _, finding := range f.SelfCheck(filled, nil, nil) {
		if finding.Code != "to_fill" {
			codes = append(codes, finding.Code+" "+finding.Found)
		}
	}
	require.Equal(t, []string{"number_differs 不予公开29件"}, codes)
	checked := f.Report.Complete(Evidence{}).WithWords(filled)
	require.Equal(t, Broken, checked.Checks[5].OK)
	require.Contains(t, checked.Checks[5].Detail, "29")
}

func FuzzFill(f *testing.F) {
	for _, words := range []string{"{{new.total}}", "{{ {{year}} }}", "{{share.x}}", "}}{{", "{{previous.art20_8.fees_10k_yuan}}", "{{change..}}"} {
		f.Add(words)
	}
	facts := Facts{Agency: "某镇", Report: New("T1", 2025, law.Form2021, NoFigures(law.Form2021), Table3{}, NoCases())}
	f.Fuzz(func(t *testing.T, words string) {
		filled, err := facts.Fill(words)
		if err != nil {
			require.ErrorIs(t, err, ErrPlaceholder)
			return
		}
		again, err := facts.Fill(filled)
		require.NoError(t, err)
		require.Equal(t, filled, again, "what is filled holds no place")
	})
}
