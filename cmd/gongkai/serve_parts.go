package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gongkai/db"
	"gongkai/events"
	"gongkai/handlers"
	"gongkai/law"
)

// Parts of serve. Any number of processes may run any of them at once, and none has to lead: the relay is fenced by the
// stream's expected last sequence, days and deadlines by rows under the lock on the head of the log (judged in the
// database's transaction, not by a lease), and the watch only looks.
const (
	partAPI     = "api"     // pages, API, commands over the bus
	partRelay   = "relay"   // publishes the log
	partClock   = "clock"   // opens days
	partWorkers = "workers" // the workers that come with the program: reminders, mail, webhooks
)

func (c *serveCmd) runs(part string) bool { return slices.Contains(c.Parts, part) }

// assembled are the parts of one process. Doors take what comes from outside and are closed before the others.
type assembled struct {
	server        *handlers.Server
	doors, behind []func(context.Context) error
}

// assemble builds the parts this process runs. Health, readiness and metrics are there whatever it runs.
func (c *serveCmd) assemble(o *output, store *db.Store, bus *busHere) (*assembled, error) {
	log := o.settings.logger(o)
	here := &assembled{}
	var shown []handlers.Part
	if c.runs(partRelay) {
		relay := events.NewRelay(store, bus.dial, events.RelayOptions{Revive: bus.revive, Now: time.Now, Logger: log, Consumers: o.settings.Nats != ""})
		here.behind, shown = append(here.behind, relay.Run), append(shown, relayPart(o, relay))
	}
	if c.runs(partClock) {
		clock := events.NewClock(opener{store}, time.Now, log)
		here.behind, shown = append(here.behind, clock.Run), append(shown, clockPart(o, clock))
	}
	if c.runs(partAPI) {
		commands := events.NewCommandService(bus.dial, func(ctx context.Context, asked events.Asked) events.Told {
			return events.Told(here.server.Ask(ctx, handlers.Asked(asked)))
		}, events.CommandOptions{Version: version, Logger: log})
		here.doors, shown = append(here.doors, commands.Run), append(shown, commandsPart(o, commands))
	}
	if c.runs(partWorkers) {
		notices, err := o.noticesWorker(store, bus, log)
		if err != nil {
			return nil, err
		}
		here.behind, shown = append(here.behind, notices.Run), append(shown, noticesPart(o, notices))
		hooks, err := o.webhookWorkers(c.Hooks, store, bus, log)
		if err != nil {
			return nil, err
		}
		for _, hook := range hooks {
			here.behind = append(here.behind, hook.Run)
		}
		mailer, err := o.mailer(c.Mail, store, log)
		if err != nil {
			return nil, err
		}
		if mailer != nil {
			here.behind = append(here.behind, mailer.Run)
		}
	}
	watch := events.NewWatch(store, bus.dial, events.WatchOptions{Limit: c.Late, Unopened: unopened(store), Now: time.Now, Logger: log})
	here.behind = append(here.behind, watch.Run)
	var err error
	here.server, err = c.handler(o, store, watch, shown)
	return here, err
}

// midnightGrace is how long after midnight a day may be opened without anybody being alarmed.
const midnightGrace = 10 * time.Minute

// unopened lists the days that have come and are not opened.
func unopened(store *db.Store) func(context.Context) ([]string, error) {
	return func(ctx context.Context) ([]string, error) {
		upTo := law.DateOf(time.Now().Add(-midnightGrace))
		days, err := store.SweepDryRun(ctx, upTo, upTo)
		var list []string
		for _, d := range days {
			list = append(list, d.Day.String())
		}
		return list, err
	}
}

// watched gives the pages what the watch saw last.
func watched(watch *events.Watch) func() handlers.Watched {
	return func() handlers.Watched {
		s := watch.State()
		w := handlers.Watched{At: s.At, Epoch: s.Epoch, Log: s.Log, Bus: s.Bus}
		for _, p := range s.Workers {
			w.Workers = append(w.Workers, handlers.WorkerPlace(p))
		}
		for _, a := range s.Alarms {
			w.Alarms = append(w.Alarms, handlers.Alarm(a))
		}
		return w
	}
}

// opener lets the clock open days through the store.
type opener struct{ store *db.Store }

func (p opener) Sweep(ctx context.Context, upTo, today law.Date) (int, error) {
	days, err := p.store.Sweep(ctx, upTo, today)
	return len(days), err
}

func relayPart(o *output, relay *events.Relay) handlers.Part {
	return handlers.Part{Name: "relay", State: func() handlers.PartState {
		s := relay.State()
		return handlers.PartState{
			Healthy: s.Connected && s.LastError == "",
			Text:    fmt.Sprintf(o.pick("已发布到 %d，落后 %d %s", "published to %d, %d behind %s"), s.Published, s.Lag, s.LastError),
			Figures: map[string]float64{"published_position": float64(s.Published), "lag": float64(s.Lag), "fenced_total": float64(s.Fenced)},
		}
	}}
}

func clockPart(o *output, clock *events.Clock) handlers.Part {
	return handlers.Part{Name: "clock", State: func() handlers.PartState {
		s := clock.State()
		return handlers.PartState{
			Healthy: s.LastError == "" && s.Runs > 0,
			Text:    fmt.Sprintf(o.pick("已开启到 %s，上次 %s，下次 %s %s", "opened to %s, last %s, next %s %s"), s.Today, local(s.LastRun), local(s.NextRun), s.LastError),
			Figures: map[string]float64{"runs_total": float64(s.Runs), "days_opened_total": float64(s.Opened)},
		}
	}}
}

func commandsPart(o *output, commands *events.CommandService) handlers.Part {
	return handlers.Part{Name: "commands", State: func() handlers.PartState {
		s := commands.State()
		return handlers.PartState{
			Healthy: s.Connected && s.LastError == "",
			Text:    fmt.Sprintf(o.pick("总线命令：办结 %d，拒绝 %d %s", "over the bus: %d done, %d refused %s"), s.Answered, s.Refused, s.LastError),
			Figures: map[string]float64{"answered_total": float64(s.Answered), "refused_total": float64(s.Refused)},
		}
	}}
}

func local(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.In(time.FixedZone("Asia/Shanghai", 8*60*60)).Format("2006-01-02 15:04:05")
}
