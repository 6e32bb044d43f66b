package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"gongkai/events"
	"gongkai/workflow"
)

// benchEventsCmd measures the way of an event: from the answer of the command to the handler of a durable worker, over
// the embedded bus with every message synced to disk.
type benchEventsCmd struct {
	Commands int  `default:"500" help:"${flag_size}"`
	Rate     int  `default:"200" help:"${flag_rate}"`
	Seconds  int  `default:"10" help:"${flag_seconds_at_rate}"`
	Backlog  int  `default:"20000" help:"${flag_backlog}"`
	Parallel int  `default:"1" help:"${flag_parallel}"`
	JSON     bool `name:"json" help:"${flag_json}"`
}

func (c *benchEventsCmd) Run(o *output) (err error) {
	b, err := o.openBench(0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.end()) }()
	bus, err := events.StartBus(events.BusOptions{Data: b.dir, Random: rand.Reader})
	if err != nil {
		return err
	}
	heard := make(chan string, 1)
	handle := func(ctx context.Context, m events.Message) error {
		select {
		case heard <- m.Application:
		case <-ctx.Done():
		}
		return nil
	}
	worker, err := events.NewWorker(bus.Dial, handle, events.WorkerOptions{Agency: benchAgency, Department: "D1", Dir: filepath.Join(b.dir, "worker"), Now: time.Now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bus.Close()) }()
	stopRelay := background(o, events.NewRelay(b.Store, bus.Dial, events.RelayOptions{Now: time.Now}).Run)
	stopWorker := background(o, worker.Run)
	took, err := c.measure(o, b, heard)
	if err = errors.Join(err, stopWorker()); err != nil {
		return errors.Join(err, stopRelay())
	}
	bare, err := bareStream(o, bus, c.Rate, c.Rate*c.Seconds)
	if err != nil {
		return errors.Join(err, stopRelay())
	}
	rated, err := c.atRate(o, b, bus)
	if err = errors.Join(err, stopRelay()); err != nil {
		return err
	}
	perSecond, err := c.drain(o, b, bus)
	if err != nil {
		return err
	}
	alone := latenciesOf(took)
	if c.JSON {
		return o.json(map[string]any{
			"database": o.kind(), "commands": c.Commands, "p50_ms": alone.P50, "p99_ms": alone.P99,
			"rate": c.Rate, "at_rate": rated, "bare_jetstream": bare, "backlog": c.Backlog, "drain_per_s": perSecond,
		})
	}
	o.print(o.pick("%s  从命令办结到部门程序收到，逐件：中位 %.2f ms，99%% %.2f ms（%d 次）", "%s  answer to handler, one by one: p50 %.2f ms, p99 %.2f ms (%d)"), o.kind(), alone.P50, alone.P99, c.Commands)
	o.print(o.pick("每秒 %d 件：中位 %.2f ms，99%% %.2f ms（%d 件）", "at %d a second: p50 %.2f ms, p99 %.2f ms (%d)"), c.Rate, rated.P50, rated.P99, rated.N)
	o.print(o.pick("单用 JetStream，同样速率：中位 %.2f ms，99%% %.2f ms（%d 条）", "bare JetStream at the same rate: p50 %.2f ms, p99 %.2f ms (%d)"), bare.P50, bare.P99, bare.N)
	o.print(o.pick("积压 %d 件，每秒发布 %.0f 件", "backlog of %d: %.0f a second"), c.Backlog, perSecond)
	return nil
}

func (c *benchEventsCmd) measure(o *output, b *bench, heard <-chan string) ([]time.Duration, error) {
	day := today()
	var took []time.Duration
	for i := range c.Commands {
		number := fmt.Sprintf("E-%d-%d", time.Now().UnixNano(), i)
		if _, err := b.Do(o, workflow.Request{Command: registration(benchAgency, number, day), Actor: operator, Today: day, Entered: day}); err != nil {
			return nil, err
		}
		assign := &workflow.Assign{Common: workflow.Common{Do: "assign", Agency: benchAgency, Application: number, On: day}, Departments: []workflow.Assignment{{Code: "D1"}}}
		if _, err := b.Do(o, workflow.Request{Command: assign, Actor: operator, Today: day, Entered: day}); err != nil {
			return nil, err
		}
		began := time.Now()
		for got := ""; got != number; {
			select {
			case got = <-heard:
			case <-time.After(30 * time.Second):
				return nil, errors.New("an event did not arrive within 30 s")
			}
		}
		if i > 0 { // the first waits for the connections
			took = append(took, time.Since(began))
		}
	}
	return took, nil
}
