package main

import (
	"errors"
	"fmt"
	"time"

	"gongkai/law"
	"gongkai/workflow"
)

// benchSweepCmd opens a day on which a share of the open applications falls due.
type benchSweepCmd struct {
	Open int  `default:"20000" help:"${flag_size}"`
	JSON bool `name:"json" help:"${flag_json}"`
}

func (c *benchSweepCmd) Run(o *output) (err error) {
	b, err := o.openBench(0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.end()) }()
	facts := make([]workflow.LedgerFact, c.Open)
	last := today()
	for i := range facts {
		received := last.AddDays(-(i % 26))
		facts[i] = workflow.LedgerFact{Application: fmt.Sprintf("S-%d", i), Received: received, Channel: "online", Category: "natural_person", Name: "张三", Content: "x"}
	}
	if _, err := b.RecordLedger(o, operator, benchAgency, facts, fmt.Sprint("sweep-", time.Now().UnixNano())); err != nil {
		return err
	}
	day, fired, took, err := c.busiest(o, b, last)
	if err != nil {
		return err
	}
	if c.JSON {
		return o.json(map[string]any{"database": o.kind(), "open": c.Open, "day": day, "fired": fired, "ms": ms(took)})
	}
	o.print(o.pick("%s  在办 %d 件，%s 到期 %d 件：%.0f ms", "%s  %d open, %s fires %d: %.0f ms"), o.kind(), c.Open, day, fired, ms(took))
	return nil
}

// busiest opens forty days to come, as the clock of those days would, and gives the one that fired most.
func (c *benchSweepCmd) busiest(o *output, b *bench, from law.Date) (day law.Date, fired int, took time.Duration, err error) {
	for d := from; d < from.AddDays(40); d++ {
		began := time.Now()
		opened, err := b.Sweep(o, d, d)
		if err != nil {
			return 0, 0, 0, err
		}
		for _, one := range opened {
			if one.Fired > fired {
				day, fired, took = one.Day, one.Fired, time.Since(began)
			}
		}
	}
	return day, fired, took, nil
}
