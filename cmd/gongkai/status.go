package main

import (
	"time"

	"gongkai/access"
	"gongkai/db"
	"gongkai/events"
)

// statusCmd looks once at log, bus and workers, as the watch of serve does all the time. Exit status 1 when something
// alarms; a bus that does not answer is told, and alarms only in serve, which knows for how long.
type statusCmd struct {
	JSON bool          `name:"json" help:"${flag_json}"`
	Late time.Duration `env:"GONGKAI_LATE" default:"5m" help:"${flag_late}"`
}

func (c *statusCmd) Run(o *output) error {
	if c.Late <= 0 {
		return usage("--late: %s", o.pick("须为正的时长，如 5m", "a positive duration, as 5m"))
	}
	return o.withLog(func(store *db.Store) error {
		if _, err := o.settings.actor(o, store, access.VerbVerify, access.Place{}); err != nil {
			return err
		}
		watch := events.NewWatch(store, o.dialBus("gongkai status"), events.WatchOptions{Limit: c.Late, Unopened: unopened(store), Now: time.Now})
		seen := watch.Look(o)
		if c.JSON {
			if err := o.json(seen); err != nil {
				return err
			}
		} else {
			c.print(o, seen)
		}
		if len(seen.Alarms) > 0 {
			return errFailed
		}
		return nil
	})
}

// dialBus is the way to the bus for a command that only asks it.
func (o *output) dialBus(name string) events.Dial {
	if o.settings.Nats != "" {
		return events.DialURL(o.settings.Nats, name, o.settings.natsOptions()...)
	}
	return events.DialData(o.settings.Data, name)
}

func (c *statusCmd) print(o *output, s events.Watched) {
	o.print(o.pick("记录到位置 %d（第 %d 期）", "log: position %d, epoch %d"), s.Log, s.Epoch)
	if s.Bus < 0 {
		o.print("%s", o.pick("总线没有应答", "bus: does not answer"))
	} else {
		o.print(o.pick("总线到位置 %d", "bus: position %d"), s.Bus)
	}
	for _, w := range s.Workers {
		waiting := ""
		switch {
		case w.Idle:
			waiting = o.pick("（没有程序连接过）", " (no program ever asked)")
		case w.Waiting != nil:
			waiting = o.pick("，最早一件记录于 ", ", the first recorded at ") + local(*w.Waiting)
		}
		o.print(o.pick("部门程序 %s：到位置 %d，还有 %d 件%s", "worker %s: position %d, %d to go%s"), w.Worker, w.Position, w.Behind, waiting)
	}
	for _, a := range s.Alarms {
		o.print(o.pick("告警 %s %s：%s", "alarm %s %s: %s"), a.Reason, a.About, a.Detail)
	}
}
