package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gongkai/db"
	"gongkai/law"
	"gongkai/seal"
	"gongkai/workflow"
)

// benchCmd measures this machine on throw-away data: a temporary SQLite file, or with --db an empty PostgreSQL database.
// Absolute figures move with the machine; ratios taken in one run are what counts.
type benchCmd struct {
	Commands benchCommandsCmd `cmd:"" help:"${bench_commands}"`
	Import   benchImportCmd   `cmd:"" help:"${bench_import}"`
	Annual   benchAnnualCmd   `cmd:"" help:"${bench_annual}"`
	Sweep    benchSweepCmd    `cmd:"" help:"${bench_sweep}"`
	Events   benchEventsCmd   `cmd:"" help:"${bench_events}"`
	Start    benchStartCmd    `cmd:"" help:"${bench_start}"`
}

// benchAgency is the body on whose data the benchmarks run.
const benchAgency = "BENCH"

// bench is a throw-away log.
type bench struct {
	*db.Store
	dir string
}

// openBench opens a fresh log; batch 1 turns group commit off.
func (o *output) openBench(batch int) (*bench, error) {
	dir, err := os.MkdirTemp("", "gongkai-bench-")
	if err != nil {
		return nil, err
	}
	key, err := seal.CreateKey(filepath.Join(dir, "seal.key"), rand.Reader)
	if err != nil {
		return nil, err
	}
	sealer, err := seal.NewSealer(key)
	if err != nil {
		return nil, err
	}
	url := "sqlite:" + filepath.Join(dir, "gongkai.db")
	if strings.HasPrefix(o.settings.DB, "postgres") {
		url = o.settings.DB
	}
	store, err := db.Open(o, db.Options{
		URL: url, Sealer: sealer, Now: time.Now, Random: rand.Reader, Notices: law.EmbeddedNotices(), Batch: batch,
	})
	if err != nil {
		return nil, err
	}
	b := &bench{Store: store, dir: dir}
	return b, b.found(o)
}

// found makes the body to measure with, and refuses a database that somebody works with.
func (b *bench) found(o *output) error {
	agencies, err := b.Agencies(o)
	if err != nil {
		return err
	}
	for _, a := range agencies {
		if !strings.HasPrefix(a.Code, benchAgency) {
			return usage("%s", o.pick("数据库里有真实的机关，拒绝在其上测量", "the database has bodies of its own; bench refuses to write into it"))
		}
	}
	if len(agencies) > 0 {
		return nil
	}
	if err := b.AddAgency(o, operator, workflow.Agency{Code: benchAgency, Name: "测量用机关"}); err != nil {
		return err
	}
	return b.AddDepartment(o, operator, workflow.Department{Agency: benchAgency, Code: "D1", Name: "测量用部门"})
}

func (b *bench) end() error { return errors.Join(b.Close(), os.RemoveAll(b.dir)) }

// kind names the database measured.
func (o *output) kind() string {
	if strings.HasPrefix(o.settings.DB, "postgres") {
		return "postgres"
	}
	return "sqlite"
}

// percentile of durations, in milliseconds.
func percentile(sorted []time.Duration, p float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return ms(sorted[min(len(sorted)-1, int(p*float64(len(sorted))))])
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func median(all []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}

// registration is the command that is measured: an ordinary one, with words to seal.
func registration(agency, number string, on law.Date) workflow.Command {
	return &workflow.Register{
		Common:  workflow.Common{Do: "register", Agency: agency, Application: number, On: on, Key: "bench-" + number},
		Channel: "online", Applicant: workflow.Applicant{Category: "natural_person", Name: "张三", Phone: "13800000000"},
		Content: "2024年度老旧小区改造项目的招标公告、中标通知书和合同文本",
	}
}

// within runs until the time is over or the work fails.
func within(ctx context.Context, limit time.Duration, work func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for ctx.Err() == nil {
		if err := work(ctx); err != nil && ctx.Err() == nil {
			return fmt.Errorf("bench: %w", err)
		}
	}
	return nil
}
