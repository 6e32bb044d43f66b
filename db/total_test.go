package db_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/annual"
	"gongkai/db"
	"gongkai/law"
	"gongkai/workflow"
)

// province is a small tree: a city with two counties and a tax bureau of a vertical system.
func province(t testing.TB, l lane) *db.Store {
	t.Helper()
	s := l.openOffice(t)
	for _, a := range []workflow.Agency{
		{Code: "CITY", Name: "某市"}, {Code: "C1", Name: "甲县", Parent: "CITY"}, {Code: "C2", Name: "乙县", Parent: "CITY"},
		{Code: "TOWN", Name: "某镇", Parent: "C1"}, {Code: "TAX", Name: "税务局", Parent: "CITY", Vertical: true},
		{Code: "TAX1", Name: "税务分局", Parent: "TAX", Vertical: true},
	} {
		require.NoError(t, s.AddAgency(context.Background(), "admin", a))
	}
	return s
}

func codesOf(total annual.Total) []string {
	var codes []string
	for _, m := range total.Members {
		codes = append(codes, m.Code)
	}
	return codes
}

func TestATotalCountsEachBodyOnceAndVerticalSystemsApart(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := province(t, l)
		r := rand.New(rand.NewPCG(3, 4))
		for i, code := range []string{"CITY", "C1", "TOWN", "TAX", "TAX1"} {
			_, err := s.RecordLedger(t.Context(), "clerk", code, ledgerFacts(20+r.IntN(40), uint64(i)), "ledger "+code)
			require.NoError(t, err)
		}
		published := annual.New("乙县", 2023, law.Form2021, annual.NoFigures(law.Form2021), annual.Table3{}, annual.NoCases())
		require.NoError(t, s.ImportReport(t.Context(), "clerk", "C2", published, []byte("c2")))

		for year := 2022; year <= 2026; year++ {
			total, err := s.Total(t.Context(), "CITY", year)
			require.NoError(t, err)
			require.Equal(t, []string{"CITY", "C1", "TOWN", "C2"}, codesOf(total))
			require.Equal(t, []string{"TAX", "TAX1"}, total.LeftOut)
			var parts []annual.Report
			for _, m := range total.Members {
				own, err := s.Report(t.Context(), m.Code, year)
				require.NoError(t, err)
				require.Equal(t, own, m.Report)
				parts = append(parts, own)
			}
			sum, err := annual.RollUp("CITY", parts)
			require.NoError(t, err)
			require.Equal(t, sum.Table3, total.Table3)
			require.Equal(t, !slices.Contains([]int{2023}, year), slices.Contains(total.NotFiled(), "C2"))
		}
		own, err := s.Total(t.Context(), "TAX", 2024)
		require.NoError(t, err)
		require.Equal(t, []string{"TAX", "TAX1"}, codesOf(own), "a vertical system has its own total")
		require.Empty(t, verify(t, s))
	})
}

func TestATreeThatLeadsBackToItselfIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := province(t, l)
		l.edit(t, "update agency set parent = 'TOWN' where code = 'CITY'")
		for _, err := range []error{second(s.Total(t.Context(), "CITY", 2024)), second(s.Duties(t.Context(), "C1", 2024)), second(s.Under(t.Context(), "TOWN"))} {
			var r *workflow.Refusal
			require.ErrorAs(t, err, &r)
			require.Equal(t, "agency_cycle", r.Code)
		}
		_, err := s.Total(t.Context(), "T9", 2024)
		var r *workflow.Refusal
		require.ErrorAs(t, err, &r)
		require.Equal(t, "unknown_agency", r.Code)
	})
}

func second[T any](_ T, err error) error { return err }

func TestWhoHasNotFiledIsListedByDate(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := province(t, l)
		published := annual.New("乙县", 2023, law.Form2021, annual.NoFigures(law.Form2021), annual.Table3{}, annual.NoCases())
		require.NoError(t, s.ImportReport(t.Context(), "clerk", "C2", published, []byte("c2")))
		duties, err := s.Duties(t.Context(), "CITY", 2023)
		require.NoError(t, err)
		var got []string
		for _, d := range duties.On(day("2024-02-01")) {
			got = append(got, fmt.Sprint(d.DueOn, d.Agency, d.Kind, d.State, d.Missing))
		}
		require.Equal(t, []string{
			"2024-01-31C1reportlate[]", "2024-01-31C2reportdone[]", "2024-01-31CITYreportlate[]", "2024-01-31TOWNreportlate[]",
			"2024-03-31C1totalopen[C1 TOWN]", "2024-03-31CITYtotalopen[CITY C1 TOWN]",
		}, got)
		all, err := s.Duties(t.Context(), "", 2023)
		require.NoError(t, err)
		require.Len(t, all.On(day("2024-02-01")), 7) // and the office of the tests
	})
}
