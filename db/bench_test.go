package db_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/db"
	"gongkai/law"
	"gongkai/workflow"
)

// callers is how many wait for their answers at once.
const callers = 64

// BenchmarkCommands measures durable registrations by 64 callers in group commit, and one a transaction.
func BenchmarkCommands(b *testing.B) {
	for _, lane := range []func(testing.TB) lane{sqliteLane, postgresLane} {
		for _, batch := range []int{256, 1} {
			b.Run(fmt.Sprintf("%s/batch=%d", lane(b).name, batch), func(b *testing.B) {
				s := lane(b).openOffice(b, func(o *db.Options) { o.Batch = batch })
				var next atomic.Int64
				limit := int64(b.N)
				b.ResetTimer()
				var wait sync.WaitGroup
				for range callers {
					wait.Go(func() {
						for n := next.Add(1); n <= limit; n = next.Add(1) {
							do(b, s, register(fmt.Sprintf("N-%d", n), "2026-02-25"))
						}
					})
				}
				wait.Wait()
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commands/s")
			})
		}
	}
}

// ledgerOf is a ledger of n closed rows over two years.
func ledgerOf(n int) []workflow.LedgerFact {
	list := make([]workflow.LedgerFact, n)
	results := []string{"disclosed", "partial", "unable.not_held", "refused.third_party_rights", "other.other"}
	for i := range list {
		received := day("2025-01-02").AddDays(i % 300)
		list[i] = workflow.LedgerFact{
			Application: fmt.Sprintf("2025-%04d", i+1), Received: received, Channel: "online", Category: "natural_person",
			Closed: received.AddDays(10), Result: results[i%len(results)],
			Name: fmt.Sprintf("申请人%d", i), Content: "申请公开本镇2024年度村级道路维修工程的预算与决算",
		}
	}
	return list
}

// BenchmarkLedger imports a ledger of 14,629 rows (a large city's year) and reads its tables.
func BenchmarkLedger(b *testing.B) {
	const rows = 14_629
	for _, lane := range []func(testing.TB) lane{sqliteLane, postgresLane} {
		name := lane(b).name
		b.Run(name+"/import", func(b *testing.B) {
			for b.Loop() {
				s := lane(b).openOffice(b)
				start := time.Now()
				require.NoError(b, importLedger(s, ledgerOf(rows)))
				b.ReportMetric(time.Since(start).Seconds(), "s/ledger")
			}
		})
		b.Run(name+"/report", func(b *testing.B) {
			s := lane(b).openOffice(b)
			require.NoError(b, importLedger(s, ledgerOf(rows)))
			for b.Loop() {
				_, err := s.Report(context.Background(), "T1", 2025)
				require.NoError(b, err)
			}
		})
	}
}

func importLedger(s *db.Store, list []workflow.LedgerFact) error {
	_, err := s.RecordLedger(context.Background(), "clerk", "T1", list, "ledger")
	return err
}

// BenchmarkRecompute announces a notice that moves every one of 100,000 open applications.
func BenchmarkRecompute(b *testing.B) {
	const open = 100_000
	for _, lane := range []func(testing.TB) lane{sqliteLane, postgresLane} {
		b.Run(lane(b).name, func(b *testing.B) {
			s := lane(b).openOffice(b)
			facts := make([]workflow.LedgerFact, open)
			for i := range facts {
				facts[i] = workflow.LedgerFact{
					Application: fmt.Sprintf("2026-%06d", i+1), Received: day("2026-02-24").AddDays(i % 5), Channel: "online",
					Category: "natural_person", Name: fmt.Sprintf("申请人%d", i), Content: "某信息",
				}
			}
			require.NoError(b, importLedger(s, facts))
			rest := law.NewDate(2026, time.March, 10)
			for n := 0; b.Loop(); n++ {
				on := rest.AddDays(n)
				notice := law.Notice{Number: fmt.Sprintf("应急〔2026〕%d号", n), Title: "临时放假", Announced: today, Year: 2026, Off: []law.Span{{From: on, To: on}}}
				moved, err := s.AddNotice(context.Background(), "operator", notice)
				require.NoError(b, err)
				require.Len(b, moved, open)
			}
			b.ReportMetric(float64(open)*float64(b.N)/b.Elapsed().Seconds(), "applications/s")
		})
	}
}
