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

// serveCmd runs pages, API, relay, clock and, unless a cluster is named, the bus in one process, or those of its parts that
// are named. See serve_parts.go.
type serveCmd struct {
	Listen  string `env:"GONGKAI_LISTEN" default:"127.0.0.1:8080" help:"${flag_listen}"`
	NoLogin bool   `name:"no-login" help:"${flag_no_login}"`
	Hooks   string `name:"webhooks" env:"GONGKAI_WEBHOOKS" placeholder:"FILE" help:"${flag_webhooks}"`
	Mail    string `env:"GONGKAI_MAIL" placeholder:"FILE" help:"${flag_mail}"`
	Secure  bool   `env:"GONGKAI_SECURE" help:"${flag_secure}"`

	Parts []string      `env:"GONGKAI_PARTS" default:"api,relay,clock,workers" enum:"api,relay,clock,workers" help:"${flag_parts}"`
	Drain time.Duration `env:"GONGKAI_DRAIN" default:"0s" help:"${flag_drain}"`
	Late  time.Duration `env:"GONGKAI_LATE" default:"5m" help:"${flag_late}"`
}

func (c *serveCmd) Run(o *output) error {
	if c.NoLogin && !loopback(c.Listen) {
		return usage(o.pick("--no-login 只能用于本机地址（127.0.0.1 或 ::1），不能用于 %s", "--no-login is for loopback addresses only, not for %s"), c.Listen)
	}
	if c.Drain < 0 || c.Late <= 0 {
		return usage("--drain, --late: %s", o.pick("须为正的时长，如 5s、5m", "a positive duration, as 5s or 5m"))
	}
	if o.settings.Nats == "" && !(c.runs(partAPI) && c.runs(partRelay)) {
		return usage("%s", o.pick("--parts：没有 --nats 时总线在本进程内，须同时运行 api 和 relay", "--parts: without --nats the bus is inside this process, which must then run both api and relay"))
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

// serve runs until the context ends. Then it says so on /readyz and goes on for the time of --drain, so that a proxy
// sends nobody here any more; then the doors are closed and what they hold is finished; then clock, relay and watch stop,
// and the bus last.
func (c *serveCmd) serve(o *output, store *db.Store, listener net.Listener) error {
	ctx, cancel := context.WithCancelCause(o)
	defer cancel(nil)
	doors, closeDoors := context.WithCancel(context.WithoutCancel(o))
	defer closeDoors()
	behind, stopBehind := context.WithCancel(context.WithoutCancel(o))
	defer stopBehind()
	bus, err := o.bus(o.settings.logger(o))
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	here, err := c.assemble(o, store, bus)
	if err != nil {
		return errors.Join(err, listener.Close(), bus.close())
	}
	run := func(parts *sync.WaitGroup, ctx context.Context, part func(context.Context) error) {
		parts.Go(func() {
			if err := part(ctx); err != nil {
				cancel(err)
			}
		})
	}
	var atDoors, parts sync.WaitGroup
	for _, door := range here.doors {
		run(&atDoors, doors, door)
	}
	for _, part := range here.behind {
		run(&parts, behind, part)
	}
	web := here.server.HTTPServer()
	web.BaseContext = func(net.Listener) context.Context { return context.WithoutCancel(ctx) }
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	if cal, err := store.Calendar(o); err == nil {
		o.wantNotice(cal)
	}
	o.say(o.pick("公开 %s 已启动：http://%s （Ctrl-C 停止）", "gongkai %s runs at http://%s (Ctrl-C stops it)"), version, listener.Addr())

	select {
	case err = <-failed:
	case <-ctx.Done():
		err = stopped(ctx)
		here.server.Drain()
		c.letGo(failed)
	}
	grace, done := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer done()
	closeDoors()
	err = errors.Join(err, web.Shutdown(grace))
	atDoors.Wait()
	stopBehind()
	parts.Wait()
	return errors.Join(err, bus.close())
}

// letGo waits for the time of --drain, or until the listener fails.
func (c *serveCmd) letGo(failed <-chan error) {
	if c.Drain == 0 {
		return
	}
	timer := time.NewTimer(c.Drain)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-failed:
	}
}

// stopped tells a stop that was asked for from a part that failed.
func stopped(ctx context.Context) error {
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// handler builds pages and API.
func (c *serveCmd) handler(o *output, store *db.Store, watch *events.Watch, parts []handlers.Part) (*handlers.Server, error) {
	bus, err := events.AsyncAPI()
	if err != nil {
		return nil, err
	}
	options := handlers.Options{
		AsyncAPI: bus, Letters: letters{o.workers("")},
		PDF:   onePDFAtATime(),
		Store: store, Now: time.Now, Random: rand.Reader, Logger: o.settings.logger(o), Version: version,
		NoLogin: c.NoLogin, Secure: c.Secure, Sessions: store.Sessions(), Bearer: store.TokenOwner,
		Parts: parts, Watched: watched(watch), Bare: !c.runs(partAPI),
		KeepNotice: func(n law.Notice, raw []byte) error { return keepNotice(o.settings.Data, n, raw) },
	}
	if !c.NoLogin && c.runs(partAPI) {
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
