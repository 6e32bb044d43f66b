package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"gongkai/events"
	"gongkai/workflow"
)

// benchEventsCmd measures the way of an event: from the answer of the command to the handler of a durable worker, over
// the embedded bus with every message synced to disk.
type benchEventsCmd struct {
	Commands int  `default:"500" help:"${flag_size}"`
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
	relay := events.NewRelay(b.Store, bus.Dial, events.RelayOptions{Now: time.Now})
	ctx, stop := context.WithCancel(o)
	ended := make(chan error, 2)
	go func() { ended <- relay.Run(ctx) }()
	go func() { ended <- worker.Run(ctx) }()
	took, err := c.measure(o, b, heard)
	stop()
	err = errors.Join(err, <-ended, <-ended, bus.Close())
	if err != nil {
		return err
	}
	slices.Sort(took)
	if c.JSON {
		return o.json(map[string]any{"database": o.kind(), "commands": c.Commands, "p50_ms": percentile(took, 0.5), "p99_ms": percentile(took, 0.99)})
	}
	o.print(o.pick("%s  从命令办结到部门程序收到：中位 %.2f ms，99%% %.2f ms（%d 次）", "%s  answer to handler: p50 %.2f ms, p99 %.2f ms (%d)"), o.kind(), percentile(took, 0.5), percentile(took, 0.99), c.Commands)
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
