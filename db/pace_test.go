package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/annual"
	"gongkai/law"
	"gongkai/workflow"
)

func TestThePaceIsReadFromTheHistories(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		facts := ledgerFacts(300, 11)
		record(t, s, facts)
		commands := []string{
			`{"do":"register","application":"A1","on":"2026-01-05","channel":"online","applicant":{"category":"enterprise","name":"某公司"},"content":"预算"}`,
			`{"do":"assign","application":"A1","on":"2026-01-06","departments":[{"code":"D1","days":3},{"code":"D2"}]}`,
			`{"do":"return_task","application":"A1","on":"2026-01-07","department":"D2","reason":"不属本部门"}`,
			`{"do":"extend","application":"A1","on":"2026-01-08","days":5,"reason":"需要汇总","approved_by":"head"}`,
			`{"do":"report_task","application":"A1","on":"2026-01-14","department":"D1"}`,
			`{"do":"reply","application":"A1","on":"2026-01-15","result":"disclosed","grounds":"公开","served_by":"electronic"}`,
		}
		for _, raw := range commands {
			cmd, err := workflow.Decode([]byte(raw), "T1")
			require.NoError(t, err)
			do(t, s, cmd)
		}

		year, err := s.Pace(t.Context(), "T1", day("2026-01-01"), day("2026-12-31"))
		require.NoError(t, err)
		require.Equal(t, report(t, s, 2026).Table3, year.Table3)
		require.Equal(t, annual.Steps{
			ClosedLate: year.Steps.ClosedLate, OpenOverdue: year.Steps.OpenOverdue, Extensions: 1,
		}, year.Steps)
		require.Equal(t, []annual.Assessment{
			{Department: "D1", Assigned: 1, Reported: 1, Late: 1, Took: annual.Spread{Median: 6, P90: 6, Most: 6}},
			{Department: "D2", Assigned: 1, Returned: 1},
		}, year.Departments)
		mine := annual.Speed{
			Count: 1, Working: annual.Spread{Median: 8, P90: 8, Most: 8}, Calendar: annual.Spread{Median: 10, P90: 10, Most: 10},
		}
		one, two := mine, mine
		one.Key, two.Key = "D1", "D2"
		require.Equal(t, []annual.Speed{one, two}, year.ByDepartment[1:])
		require.Empty(t, year.ByDepartment[0].Key, "a ledger's rows have no department of the program")

		all, err := s.Entries(t.Context(), "T1", 2024)
		require.NoError(t, err)
		require.NotEmpty(t, all)
		for year := 2023; year <= 2026; year++ {
			p, err := s.Pace(t.Context(), "T1", law.NewDate(year, 1, 1), law.NewDate(year, 12, 31))
			require.NoError(t, err)
			require.Equal(t, report(t, s, year).Table3, p.Table3, year)
		}
		_, err = s.Pace(t.Context(), "T1", day("2026-02-01"), day("2026-01-01"))
		refusedWith(t, "bad_period", err)
		_, err = s.Pace(t.Context(), "T9", 0, 0)
		refusedWith(t, "unknown_agency", err)
		sound(t, s)
	})
}
