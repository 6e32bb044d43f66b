package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai/workflow"
)

// benchAnnualCmd measures the annual report on a large history: what is maintained, beside the same work done by plain
// SQL over the same database in the same run.
type benchAnnualCmd struct {
	Events   int  `default:"1000000" help:"${flag_size}"`
	Agencies int  `default:"1000" help:"${flag_bodies}"`
	Years    int  `default:"10" help:"${flag_years}"`
	Verify   bool `help:"${flag_verify}"`
	JSON     bool `name:"json" help:"${flag_json}"`
}

// timing is a piece of work, measured many times.
type timing struct {
	Median float64 `json:"p50_ms"`
	P99    float64 `json:"p99_ms"`
	Rows   int     `json:"rows,omitempty"`
}

// annualFigures is what was measured; each limit is the same work without the program.
type annualFigures struct {
	Database     string  `json:"database"`
	Events       int64   `json:"events"`
	Applications int     `json:"applications"`
	Agencies     int     `json:"agencies"`
	Generate     float64 `json:"generate_events_per_second"`
	Scan         float64 `json:"scan_events_per_second"`
	Rebuild      float64 `json:"rebuild_events_per_second"`
	RebuildPeak  int     `json:"rebuild_peak_kib"`
	Report       timing  `json:"report"`
	ReportLimit  timing  `json:"report_limit"`
	Total        timing  `json:"rolled_up"`
	TotalLimit   timing  `json:"rolled_up_limit"`
	Cell         timing  `json:"cell"`
	CellLimit    timing  `json:"cell_limit"`
	Differences  int     `json:"differences"`
	Peak         int     `json:"peak_kib"`
}

func (c *benchAnnualCmd) Run(o *output) (err error) {
	if c.Events < 100 || c.Agencies < 1 || c.Years < 1 || c.Years > 15 {
		return usage("%s", o.pick("规模不合理", "sizes make no sense"))
	}
	b, err := o.openBench(0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.end()) }()
	f := annualFigures{Database: o.kind(), Agencies: c.Agencies}
	for _, step := range []func(*output, *bench, *annualFigures) error{c.generate, c.rebuild, c.reports, c.verify} {
		if err := step(o, b, &f); err != nil {
			return err
		}
	}
	f.Peak = peakKiB()
	if c.JSON {
		return o.json(f)
	}
	c.print(o, f)
	return nil
}

func (c *benchAnnualCmd) print(o *output, f annualFigures) {
	o.print(o.pick("%s  %d 件事项，%d 件申请，%d 个机关", "%s  %d events, %d applications, %d bodies"), f.Database, f.Events, f.Applications, f.Agencies)
	o.print(o.pick("写入记录   %9.0f 件/秒", "write the log %9.0f/s"), f.Generate)
	o.print(o.pick("重建       %9.0f 件/秒（只读一遍记录 %.0f 件/秒），内存峰值 %.0f MB", "rebuild       %9.0f/s (a plain read of the log %.0f/s), peak %.0f MB"),
		f.Rebuild, f.Scan, float64(f.RebuildPeak)/1024)
	line := func(zh, en string, t, limit timing) {
		o.print(o.pick(zh, en)+"  p50 %.2f ms  p99 %.2f ms"+o.pick("（直接用 SQL 计数 %.2f ms）", " (plain SQL count %.2f ms)"), t.Median, t.P99, limit.Median)
	}
	line("一个机关一年", "one body, one year", f.Report, f.ReportLimit)
	line("全部机关汇总", "all rolled up", f.Total, f.TotalLimit)
	line(fmt.Sprintf("一个数字背后 %d 件", f.Cell.Rows), fmt.Sprintf("%d cases behind a figure", f.Cell.Rows), f.Cell, f.CellLimit)
	if c.Verify {
		o.print(o.pick("核对差异 %d 处", "%d differences"), f.Differences)
	}
}

// generate writes the bodies and the log.
func (c *benchAnnualCmd) generate(o *output, b *bench, f *annualFigures) error {
	for i := 1; i < c.Agencies; i++ {
		if err := b.AddAgency(o, operator, workflow.Agency{Code: benchCode(i), Name: "测量用机关" + strconv.Itoa(i), Parent: benchAgency}); err != nil {
			return err
		}
	}
	cal, err := b.Calendar(o)
	if err != nil {
		return err
	}
	history := newBenchHistory(c.Events, c.Agencies, c.Years, cal, today())
	began := time.Now()
	err = history.each(func(events []workflow.Event) error {
		f.Events += int64(len(events))
		o.progress("写入记录", "writing", f.Events, int64(c.Events))
		return b.AppendHistory(o, events)
	})
	f.Generate = float64(f.Events) / time.Since(began).Seconds()
	return err
}

// rebuild makes every derived row from the log, and reads the log once without doing anything with it.
func (c *benchAnnualCmd) rebuild(o *output, b *bench, f *annualFigures) error {
	began := time.Now()
	n, err := b.RebuildWatched(o, func(events int64) { o.progress("重建", "rebuilding", events, f.Events) })
	if err != nil {
		return err
	}
	f.Applications, f.RebuildPeak = n, peakKiB()
	position, _, _, err := b.Head(o)
	if err != nil {
		return err
	}
	f.Rebuild = float64(position) / time.Since(began).Seconds()
	return o.plain(b, func(plain *sql.DB) error {
		began := time.Now()
		rows, err := plain.QueryContext(o, "select position, stream, seq, type, on_date, department, data from event order by position")
		if err != nil {
			return err
		}
		n, err := count(rows)
		f.Scan = float64(n) / time.Since(began).Seconds()
		return err
	})
}

// reports measures what is read, each beside the same count by plain SQL.
func (c *benchAnnualCmd) reports(o *output, b *bench, f *annualFigures) error {
	last := today().Year() - 1
	return o.plain(b, func(plain *sql.DB) error {
		body := func(i int) (string, int) { return benchCode(i * 7919 % c.Agencies), last - i%c.Years }
		for _, m := range []struct {
			into  *timing
			times int
			work  func(i int) (int, error)
		}{
			{&f.Report, 200, func(i int) (int, error) {
				code, year := body(i)
				_, err := b.Report(o, code, year)
				return 0, err
			}},
			{&f.ReportLimit, 200, func(i int) (int, error) {
				code, year := body(i)
				return query(o, plain, byIndex+" and agency = $2 group by new_year, closed_year, category, result", year, code)
			}},
			{&f.Total, 20, func(i int) (int, error) {
				total, err := b.Total(o, benchAgency, last-i%c.Years)
				return len(total.Members), err
			}},
			{&f.TotalLimit, 5, func(i int) (int, error) {
				return query(o, plain, byIndex+" group by agency, new_year, closed_year, category, result", last-i%c.Years)
			}},
			{&f.Cell, 20, func(i int) (int, error) {
				list, err := b.CellEntries(o, benchAgency, last-i%min(3, c.Years), "total", "total")
				return len(list), err
			}},
			{&f.CellLimit, 20, func(i int) (int, error) {
				return query(o, plain, "select number, category, received_on, closed_on, result from application "+
					"where agency = $2 and closed_year = $1 order by number", last-i%min(3, c.Years), benchAgency)
			}},
		} {
			var took []time.Duration
			for i := range m.times {
				began := time.Now()
				n, err := m.work(i)
				if err != nil {
					return err
				}
				took, m.into.Rows = append(took, time.Since(began)), n
			}
			slices.Sort(took)
			m.into.Median, m.into.P99 = percentile(took, 0.5), percentile(took, 0.99)
		}
		return nil
	})
}

// byIndex counts the applications of a year over the covering index.
const byIndex = "select new_year, closed_year, category, result, count(*) from application " +
	"where new_year > 0 and new_year <= $1 and (closed_year = 0 or closed_year >= $1)"

func (c *benchAnnualCmd) verify(o *output, b *bench, f *annualFigures) error {
	if !c.Verify {
		return nil
	}
	result, err := b.Verify(o)
	if err != nil {
		return err
	}
	for _, d := range result.Differences[:min(5, len(result.Differences))] {
		o.say("%s %s %s", d.What, d.Where, d.Detail)
	}
	f.Differences = len(result.Differences)
	return nil
}

// plain opens the measured database without the program.
func (o *output) plain(b *bench, work func(*sql.DB) error) error {
	driver, source := "sqlite", filepath.Join(b.dir, "gongkai.db")
	if o.kind() == "postgres" {
		driver, source = "postgres", o.settings.DB
	}
	database, err := sql.Open(driver, source)
	if err != nil {
		return err
	}
	return errors.Join(work(database), database.Close())
}

func query(ctx context.Context, database *sql.DB, text string, args ...any) (int, error) {
	rows, err := database.QueryContext(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return count(rows)
}

// count reads all rows with all their columns.
func count(rows *sql.Rows) (int, error) {
	columns, err := rows.Columns()
	if err != nil {
		return 0, errors.Join(err, rows.Close())
	}
	values, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	n := 0
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return n, errors.Join(err, rows.Close())
		}
		n++
	}
	return n, errors.Join(rows.Err(), rows.Close())
}

// peakKiB is the largest resident memory of this process so far, 0 where the system does not tell.
func peakKiB() int {
	raw, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, _ := strconv.Atoi(strings.Fields(rest)[0]) // a number always stands there
			return n
		}
	}
	return 0
}
