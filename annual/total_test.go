package annual

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongkai/law"
)

// live is the report of a body counted from entries.
func live(code string, list []Entry, year int) Report {
	r := New(code, year, law.FormOf(year), NoFigures(law.FormOf(year)), Tabulate(slices.Values(list), year), NoCases())
	return r.Complete(Evidence{})
}

func TestATotalIsTheTableOfAllApplicationsTogether(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.IntRange(2020, 2024).Draw(t, "year")
		var all []Entry
		var members []Member
		for i := range rapid.IntRange(1, 6).Draw(t, "bodies") {
			list := entries().Draw(t, "entries")
			all = append(all, list...)
			code := fmt.Sprintf("A%d", i)
			members = append(members, Member{Code: code, Name: code, Report: live(code, list, year)})
		}
		total, err := AddUp("某市", members, nil)
		require.NoError(t, err)
		require.Equal(t, Tabulate(slices.Values(all), year).Grid(law.FormOf(year)), total.Table3)
		require.True(t, Sound(total.Checks))
		require.Empty(t, total.Gaps)
		require.Len(t, total.NotFiled(), len(members))
	})
}

func TestAnUnknownCellStaysUnknownInTheTotalAndIsNamed(t *testing.T) {
	t.Parallel()
	lost := live("B", nil, 2024)
	row := lost.Table3.Rows["disclosed"]
	row[1] = Figure{}
	lost.Table3.Rows["disclosed"] = row
	lost.Table4.Review.Upheld = Figure{}
	delete(lost.Table2.Figures, law.Table2Keys(law.Form2021)[0])
	lost.Status = Frozen
	members := []Member{{Code: "A", Report: live("A", nil, 2024)}, {Code: "B", Report: lost}, {Code: "C", Report: live("C", nil, 2024)}}
	total, err := AddUp("某市", members, []string{"TAX"})
	require.NoError(t, err)
	require.Equal(t, []Gap{
		{2, law.Table2Keys(law.Form2021)[0], "", []string{"B"}}, {3, "disclosed", "enterprise", []string{"B"}}, {4, "review", "upheld", []string{"B"}},
	}, total.Gaps)
	require.Equal(t, Figure{}, total.Table3.Cell("disclosed", "enterprise"))
	require.Equal(t, []string{"A", "C"}, total.NotFiled())
	var out bytes.Buffer
	require.NoError(t, total.Write(&out, "json"))
	var back struct {
		Report
		RollUp struct {
			NotFiled []string `json:"not_filed"`
			LeftOut  []string `json:"left_out"`
		} `json:"rollup"`
	}
	require.NoError(t, json.Unmarshal(out.Bytes(), &back.Report))
	require.Equal(t, total.Digest, back.Digest)
	require.Contains(t, out.String(), `"left_out": [`)
	for _, format := range []string{"txt", "csv"} {
		out.Reset()
		require.NoError(t, total.Write(&out, format))
		require.True(t, strings.Contains(out.String(), "表三") && strings.Contains(out.String(), "某市（汇总）"))
		require.Contains(t, out.String(), "TAX")
	}
}

func TestTwoFormsInOneTotalAreNamedWhereTheyDoNotAddUp(t *testing.T) {
	t.Parallel()
	old := New("B", 2024, law.Form2019, NoFigures(law.Form2019), Table3{}, NoCases())
	total, err := AddUp("某市", []Member{{Code: "A", Report: live("A", nil, 2024)}, {Code: "B", Report: old}}, nil)
	require.NoError(t, err)
	require.Len(t, total.Gaps, len(law.Table2Keys(law.Form2021)))
	require.Equal(t, []string{"B"}, total.Gaps[0].Bodies)
}

func TestRulesAreCheckedOverTheSumAndForEachBody(t *testing.T) {
	t.Parallel()
	bad := live("B", nil, 2024)
	bad.Table3.Rows["disclosed"] = [Columns]Figure{Count(1), Count(0), Count(0), Count(0), Count(0), Count(0), Count(1)}
	bad = bad.Complete(Evidence{})
	good := live("A", nil, 2024)
	before := live("A", nil, 2023)
	total, err := AddUp("某市", []Member{{Code: "A", Report: good, Previous: &before}, {Code: "B", Report: bad, Previous: &before}}, nil)
	require.NoError(t, err)
	rules := map[string]Verdict{}
	for _, c := range total.Checks {
		rules[c.Rule] = c.OK
	}
	require.Equal(t, map[string]Verdict{
		"B1": Holds, "B2": Broken, "B3": Holds, "B4": Holds, "B5": Holds, "B6": Undecided, "B7": Holds, "B8": Holds,
	}, rules)
	require.Empty(t, total.Members[0].Broken())
	require.Equal(t, "B2", total.Members[1].Broken()[0].Rule)
	_, err = AddUp("某市", nil, nil)
	require.ErrorIs(t, err, ErrRollUp)
}

func TestWhatIsDueDoesNotRollToAWorkingDay(t *testing.T) {
	t.Parallel()
	d := Duties{Year: 2025}
	d.Add(Body{Code: "CITY", Filed: true})
	d.Add(Body{Code: "EDU", Drafted: true})
	d.AddTotal(Body{Code: "CITY"}, []string{"EDU"})
	states := func(day string) []string {
		var out []string
		for _, duty := range d.On(date(day)) {
			out = append(out, duty.Agency+" "+duty.DueOn.String()+" "+duty.State)
		}
		return out
	}
	// 31 January 2026 is a Saturday.
	for day, want := range map[string][]string{
		"2026-01-23": {"CITY 2026-01-31 done", "EDU 2026-01-31 open", "CITY 2026-03-31 open"},
		"2026-01-24": {"CITY 2026-01-31 done", "EDU 2026-01-31 closing", "CITY 2026-03-31 open"},
		"2026-01-31": {"CITY 2026-01-31 done", "EDU 2026-01-31 closing", "CITY 2026-03-31 open"},
		"2026-02-01": {"CITY 2026-01-31 done", "EDU 2026-01-31 late", "CITY 2026-03-31 open"},
		"2026-03-24": {"CITY 2026-01-31 done", "EDU 2026-01-31 late", "CITY 2026-03-31 closing"},
		"2026-04-01": {"CITY 2026-01-31 done", "EDU 2026-01-31 late", "CITY 2026-03-31 late"},
	} {
		require.Equal(t, want, states(day), day)
	}
	late := d.On(date("2026-04-01"))
	require.True(t, late[1].Drafted)
	require.Equal(t, date("2026-03-24"), late[2].CloseOn)
	for _, lang := range []string{"zh", "en"} {
		require.Contains(t, late[2].Text(lang), "EDU")
	}
}
