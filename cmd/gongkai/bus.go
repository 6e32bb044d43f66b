package main

import (
	"crypto/rand"
	"errors"
	"log/slog"

	"github.com/nats-io/nats.go"

	"gongkai/events"
)

// bus gives the way to the bus: a cluster where one is named, else a server inside this process under the data
// directory.
func (o *output) bus(log *slog.Logger) (events.Dial, func() error, error) {
	if o.settings.Nats != "" {
		return events.DialURL(o.settings.Nats, "gongkai relay", o.settings.natsOptions()...), func() error { return nil }, nil
	}
	bus, err := events.StartBus(events.BusOptions{Data: o.settings.Data, Random: rand.Reader, Logger: log})
	if errors.Is(err, events.ErrBusRuns) {
		return nil, nil, usage(o.pick("数据目录 %s 已有一个 serve 在运行", "a serve already runs on the data directory %s"), o.settings.Data)
	}
	if err != nil {
		return nil, nil, err
	}
	return bus.Dial, bus.Close, nil
}

// natsOptions are what a cluster of the office's own asks for beside its address.
func (s *Settings) natsOptions() []nats.Option {
	if s.NatsCA == "" {
		return nil
	}
	return []nats.Option{nats.RootCAs(s.NatsCA)}
}
