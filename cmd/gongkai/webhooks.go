package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"gongkai/db"
	"gongkai/events"
	"gongkai/notify"
)

// webhookWorkers gives a worker for each webhook of the administrator's list: a durable place on the bus, attempts with
// growing delays, and what could not be delivered set aside with its reason, as every worker has it.
func (o *output) webhookWorkers(file string, store *db.Store, bus *busHere, log *slog.Logger) ([]*events.Worker, error) {
	if file == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, usage(o.pick("读取 webhook 名单：%w", "read the list of webhooks: %w"), err)
	}
	list, err := notify.ReadHooks(raw)
	if err != nil {
		return nil, usage("%s: %w", file, err)
	}
	workers := make([]*events.Worker, 0, len(list.Hooks))
	for _, hook := range list.Hooks {
		caller, err := notify.NewCaller(hook, list.Networks(hook), nil, time.Now)
		if err != nil {
			return nil, fmt.Errorf("webhook %s: %w", hook.Name, err)
		}
		worker, err := events.NewWorker(bus.dial, deliver(hook, caller), events.WorkerOptions{
			Everything: "webhook-" + hook.Name, Dir: o.workers(""), History: store, Now: time.Now, Logger: log,
			Timeout: 30 * time.Second, Attempts: 10,
		})
		if err != nil {
			return nil, err
		}
		workers = append(workers, worker)
	}
	return workers, nil
}

func deliver(hook notify.Hook, caller *notify.Caller) events.Handler {
	return func(ctx context.Context, m events.Message) error {
		if !hook.Wants(notify.Event{Agency: m.Agency, Type: m.Type}) {
			return nil
		}
		body, err := events.Structured(m)
		if err != nil {
			return err
		}
		return caller.Call(ctx, m.ID, body)
	}
}
