package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"gongkai/annual"
	"gongkai/law"
)

// benchImportCmd imports a ledger of a city's year and computes its table.
type benchImportCmd struct {
	Rows int  `default:"14629" help:"${flag_size}"`
	JSON bool `name:"json" help:"${flag_json}"`
}

func (c *benchImportCmd) Run(o *output) (err error) {
	b, err := o.openBench(0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.end()) }()
	file := benchLedger(c.Rows)
	began := time.Now()
	ledger, err := annual.ParseLedger([]byte(file), today())
	if err == nil && len(ledger.Faults) > 0 {
		err = ledger.Refused(o.lang)
	}
	if err != nil {
		return err
	}
	parsed := time.Since(began)
	facts, err := (&importCmd{Agency: benchAgency}).facts(o, b.Store, ledger)
	if err != nil {
		return err
	}
	if _, err := b.RecordLedger(o, operator, benchAgency, facts, fmt.Sprint("bench-", began.UnixNano())); err != nil {
		return err
	}
	imported := time.Since(began)
	var tables []time.Duration
	for range 20 {
		began := time.Now()
		if _, err := b.Report(o, benchAgency, benchYear); err != nil {
			return err
		}
		tables = append(tables, time.Since(began))
	}
	began = time.Now()
	result, err := b.Verify(o)
	if err != nil {
		return err
	}
	verified := time.Since(began)
	figures := map[string]any{
		"database": o.kind(), "rows": c.Rows, "parse_ms": ms(parsed), "import_ms": ms(imported), "table_ms": ms(median(tables)),
		"verify_ms": ms(verified), "differences": len(result.Differences),
	}
	if c.JSON {
		return o.json(figures)
	}
	o.print(o.pick("%s  %d 行：读取 %.0f ms，导入共 %.0f ms；年度表 %.2f ms（20 次取中）；核对 %.0f ms，差异 %d 处",
		"%s  %d rows: read %.0f ms, import in all %.0f ms; table of the year %.2f ms (median of 20); verify %.0f ms, %d differences"),
		o.kind(), c.Rows, ms(parsed), ms(imported), ms(median(tables)), ms(verified), len(result.Differences))
	return nil
}

const benchYear = 2024

// benchLedger writes a ledger like life: every day of a year, results in the shares of published reports, one in
// twenty-five carried over.
func benchLedger(rows int) string {
	results := []string{"disclosed", "disclosed", "disclosed", "disclosed", "partial", "unable.not_held", "unable.not_held", "other.other", "not_processed.complaint", "refused.enforcement_file"}
	var b strings.Builder
	b.WriteString("编号,收到日期,收件方式,申请人类型,申请人,申请内容,承办部门,办结日期,办理结果,备注\n")
	first := law.NewDate(benchYear, time.January, 1)
	for i := range rows {
		received := first.AddDays(i * 366 / rows)
		closed, result := received.AddDays(20).String(), results[i%len(results)]
		if i%25 == 24 {
			closed, result = "", ""
		}
		category := "自然人"
		if i%40 == 39 {
			category = "商业企业"
		}
		fmt.Fprintf(&b, "%d-%05d,%s,网络,%s,申请人%d,关于第%d号地块征收补偿安置的文件,D1,%s,%s,\n", benchYear, i+1, received, category, i, i, closed, result)
	}
	return b.String()
}
