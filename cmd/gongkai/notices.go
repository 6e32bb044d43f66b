package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"time"

	"gongkai/db"
	"gongkai/events"
	"gongkai/handlers"
	"gongkai/law"
	"gongkai/notify"
	"gongkai/workflow"
)

// noticesWorker is the worker that comes with the program: it tells people what they have to know.
func (o *output) noticesWorker(store *db.Store, bus *busHere, log *slog.Logger) (*events.Worker, error) {
	notifier := notify.New(store, func() law.Date { return law.DateOf(time.Now()) })
	return events.NewWorker(bus.dial, func(ctx context.Context, m events.Message) error {
		e := notify.Event{ID: m.ID, Type: m.Type, Agency: m.Agency, Department: m.Department, Application: m.Application, On: m.OnDate}
		if m.Type == workflow.DayOpened {
			var day workflow.DayData
			if err := json.Unmarshal(m.Data, &day); err != nil {
				return fmt.Errorf("read the day that was opened: %w", err)
			}
			e.On = day.Day
		}
		_, err := notifier.Tell(ctx, e)
		return err
	}, events.WorkerOptions{
		Everything: "notices", Dir: o.workers(""), History: store, Now: time.Now, Logger: log,
	})
}

// mailer sends the digests of reminders, where the office has given the settings of its mail.
func (o *output) mailer(file string, store *db.Store, log *slog.Logger) (*notify.Mailer, error) {
	if file == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, usage(o.pick("读取邮件设置：%w", "read the settings of mail: %w"), err)
	}
	settings, err := notify.ReadMail(raw)
	if err != nil {
		return nil, usage("%s: %w", file, err)
	}
	return &notify.Mailer{Settings: settings, Box: store, Now: time.Now, Logger: log}, nil
}

func noticesPart(o *output, w *events.Worker) handlers.Part {
	return handlers.Part{Name: "notices", State: func() handlers.PartState {
		s, err := w.State()
		text := s.LastError
		if err != nil {
			text = err.Error()
		}
		return handlers.PartState{
			Healthy: s.Connected && text == "",
			Text:    fmt.Sprintf(o.pick("已处理到 %d，待处理 %d %s", "done to %d, %d waiting %s"), s.Position, len(s.Waiting), text),
			Figures: map[string]float64{"applied_position": float64(s.Position), "done_total": float64(s.Done), "waiting": float64(len(s.Waiting))},
		}
	}}
}
