package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"gongkai/access"
	"gongkai/db"
	"gongkai/events"
	"gongkai/handlers"
	"gongkai/law"
)

// version of the program, shown to people and programs.
const version = "0.1.0"

// serveCmd runs pages, API, relay, clock and, unless a cluster is named, the bus in one process.
type serveCmd struct {
	Listen  string `env:"GONGKAI_LISTEN" default:"127.0.0.1:8080" help:"${flag_listen}"`
	NoLogin bool   `name:"no-login" help:"${flag_no_login}"`
	Hooks   string `name:"webhooks" env:"GONGKAI_WEBHOOKS" placeholder:"FILE" help:"${flag_webhooks}"`
	Secure  bool   `env:"GONGKAI_SECURE" help:"${flag_secure}"`
}

func (c *serveCmd) Run(o *output) error {
	if c.NoLogin && !loopback(c.Listen) {
		return usage(o.pick("--no-login 只能用于本机地址（127.0.0.1 或 ::1），不能用于 %s", "--no-login is for loopback addresses only, not for %s"), c.Listen)
	}
	return o.withStore(func(store *db.Store) error {
		listener, err := net.Listen("tcp", c.Listen)
		if err != nil {
			return fmt.Errorf(o.pick("监听 %s：%w", "listen on %s: %w"), c.Listen, err)
		}
		return c.serve(o, store, listener)
	})
}

// loopback says whether an address can be reached from this machine only. A name other than localhost may resolve to
// anything tomorrow, so it does not count.
func loopback(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// serve runs until the context ends, then lets requests at hand finish and stops the parts in turn: doors first, so that
// nothing new comes, then clock and relay, then the bus.
func (c *serveCmd) serve(o *output, store *db.Store, listener net.Listener) error {
	ctx, cancel := context.WithCancelCause(o)
	defer cancel(nil)
	log := o.settings.logger(o)
	bus, err := o.bus(log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	relay := events.NewRelay(store, bus.dial, events.RelayOptions{Revive: bus.revive, Now: time.Now, Logger: log, Consumers: o.settings.Nats != ""})
	clock := events.NewClock(opener{store}, time.Now, log)
	var server *handlers.Server
	commands := events.NewCommandService(bus.dial, func(ctx context.Context, asked events.Asked) events.Told {
		return events.Told(server.Ask(ctx, handlers.Asked(asked)))
	}, events.CommandOptions{Version: version, Logger: log})
	notices, err := o.noticesWorker(store, bus, log)
	var hooks []*events.Worker
	if err == nil {
		hooks, err = o.webhookWorkers(c.Hooks, store, bus, log)
	}
	if err == nil {
		server, err = c.handler(o, store, relayPart(o, relay), clockPart(o, clock), commandsPart(o, commands), noticesPart(o, notices))
	}
	if err != nil {
		return errors.Join(err, listener.Close(), bus.close())
	}
	var parts sync.WaitGroup
	runs := []func(context.Context) error{relay.Run, clock.Run, commands.Run, notices.Run}
	for _, hook := range hooks {
		runs = append(runs, hook.Run)
	}
	for _, run := range runs {
		parts.Go(func() {
			if err := run(ctx); err != nil {
				cancel(err)
			}
		})
	}
	web := server.HTTPServer()
	web.BaseContext = func(net.Listener) context.Context { return context.WithoutCancel(ctx) }
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	o.say(o.pick("公开 %s 已启动：http://%s （Ctrl-C 停止）", "gongkai %s runs at http://%s (Ctrl-C stops it)"), version, listener.Addr())

	select {
	case err = <-failed:
	case <-ctx.Done():
		err = stopped(ctx)
	}
	grace, done := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer done()
	err = errors.Join(err, web.Shutdown(grace))
	cancel(nil)
	parts.Wait()
	return errors.Join(err, bus.close())
}

// stopped tells a stop that was asked for from a part that failed.
func stopped(ctx context.Context) error {
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// handler builds pages and API.
func (c *serveCmd) handler(o *output, store *db.Store, parts ...handlers.Part) (*handlers.Server, error) {
	bus, err := events.AsyncAPI()
	if err != nil {
		return nil, err
	}
	options := handlers.Options{
		AsyncAPI: bus, Letters: letters{o.workers("")},
		PDF:   onePDFAtATime(),
		Store: store, Now: time.Now, Random: rand.Reader, Logger: o.settings.logger(o), Version: version,
		NoLogin: c.NoLogin, Secure: c.Secure, Sessions: store.Sessions(), Bearer: store.TokenOwner,
		Parts: parts,
	}
	if !c.NoLogin {
		link, err := c.firstLink(o, store)
		if err != nil {
			return nil, err
		}
		options.Welcome = link
	}
	return handlers.New(options)
}

// firstLink prints the one-time link of the first administrator while nobody can sign in.
func (c *serveCmd) firstLink(o *output, store *db.Store) (*access.Token, error) {
	people, err := store.People(o)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		if person, err := store.Person(o, p.Code); err != nil || person.Secret != "" {
			return nil, err
		}
	}
	secret, token, err := access.NewToken("admin", access.Invite, time.Now(), 72*time.Hour, rand.Reader)
	if err != nil {
		return nil, err
	}
	o.say(o.pick("还没有管理员。请用下面的一次性链接设置姓名和密码（三天内有效，重启后更换）：\n  http://%s/welcome/%s",
		"There is no administrator yet. Set name and password by this one-time link (three days, replaced at restart):\n  http://%s/welcome/%s"), c.Listen, secret)
	return &token, nil
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
