package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"gongkai/workflow"
)

// benchCommandsCmd gives durable commands a second in process, group commit beside one command a transaction, in turns
// within one run.
type benchCommandsCmd struct {
	Callers int  `default:"64" help:"${flag_callers}"`
	Seconds int  `default:"3" help:"${flag_seconds}"`
	Rounds  int  `default:"3" help:"${flag_rounds}"`
	JSON    bool `name:"json" help:"${flag_json}"`
}

// commandRate is one way of committing, measured.
type commandRate struct {
	Mode      string  `json:"mode"`
	PerSecond float64 `json:"per_second"`
	P50       float64 `json:"p50_ms"`
	P99       float64 `json:"p99_ms"`
}

func (c *benchCommandsCmd) Run(o *output) error {
	rates := map[string][]commandRate{}
	for range c.Rounds {
		for mode, batch := range map[string]int{"group": 0, "single": 1} {
			rate, err := c.measure(o, mode, batch)
			if err != nil {
				return err
			}
			rates[mode] = append(rates[mode], rate)
		}
	}
	group, single := middle(rates["group"]), middle(rates["single"])
	if c.JSON {
		return o.json(map[string]any{"database": o.kind(), "callers": c.Callers, "rounds": c.Rounds, "group": group, "single": single, "ratio": group.PerSecond / single.PerSecond})
	}
	for _, r := range []commandRate{group, single} {
		o.print("%-8s %-7s %9.0f/s  p50 %.2f ms  p99 %.2f ms", o.kind(), r.Mode, r.PerSecond, r.P50, r.P99)
	}
	o.print(o.pick("成组提交是逐条提交的 %.1f 倍（%d 个调用者，%d 轮取中）", "group commit is %.1f times one a transaction (%d callers, median of %d rounds)"), group.PerSecond/single.PerSecond, c.Callers, c.Rounds)
	return nil
}

func middle(rates []commandRate) commandRate {
	slices.SortFunc(rates, func(a, b commandRate) int { return int(a.PerSecond - b.PerSecond) })
	return rates[len(rates)/2]
}

func (c *benchCommandsCmd) measure(o *output, mode string, batch int) (rate commandRate, err error) {
	b, err := o.openBench(batch)
	if err != nil {
		return commandRate{}, err
	}
	defer func() { err = errors.Join(err, b.end()) }()
	var number atomic.Int64
	var mu sync.Mutex
	var all []time.Duration
	var failed error
	var callers sync.WaitGroup
	prefix := fmt.Sprintf("%s-%d-", mode, time.Now().UnixNano())
	day := today()
	start := time.Now()
	for range c.Callers {
		callers.Go(func() {
			var mine []time.Duration
			err := within(o, time.Duration(c.Seconds)*time.Second, func(ctx context.Context) error {
				began := time.Now()
				cmd := registration(benchAgency, fmt.Sprintf("%s%d", prefix, number.Add(1)), day)
				if _, err := b.Do(ctx, workflow.Request{Command: cmd, Actor: operator, Today: day, Entered: day}); err != nil {
					return err
				}
				mine = append(mine, time.Since(began))
				return nil
			})
			mu.Lock()
			defer mu.Unlock()
			all, failed = append(all, mine...), errors.Join(failed, err)
		})
	}
	callers.Wait()
	took := time.Since(start)
	slices.Sort(all)
	return commandRate{Mode: mode, PerSecond: float64(len(all)) / took.Seconds(), P50: percentile(all, 0.5), P99: percentile(all, 0.99)}, failed
}
