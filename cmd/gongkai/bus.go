package main

import (
	"crypto/rand"
	"errors"
	"log/slog"

	"github.com/nats-io/nats.go"

	"gongkai/events"
)

// busHere is the bus a process works with: the way to it, and what to do when it keeps failing and at the end.
type busHere struct {
	dial   events.Dial
	revive func() error
	close  func() error
}

// bus gives the bus: a cluster where one is named, else a server inside this process under the data directory.
func (o *output) bus(log *slog.Logger) (*busHere, error) {
	if o.settings.Nats != "" {
		return &busHere{dial: events.DialURL(o.settings.Nats, "gongkai relay", o.settings.natsOptions()...), close: func() error { return nil }}, nil
	}
	bus, err := events.StartBus(events.BusOptions{Data: o.settings.Data, Random: rand.Reader, Logger: log})
	if errors.Is(err, events.ErrBusRuns) {
		return nil, usage(o.pick("数据目录 %s 已有一个 serve 在运行", "a serve already runs on the data directory %s"), o.settings.Data)
	}
	if err != nil {
		return nil, err
	}
	return &busHere{dial: bus.Dial, revive: bus.Restart, close: bus.Close}, nil
}

// natsOptions are what a cluster of the office's own asks for beside its address.
func (s *Settings) natsOptions() []nats.Option {
	if s.NatsCA == "" {
		return nil
	}
	return []nats.Option{nats.RootCAs(s.NatsCA)}
}
