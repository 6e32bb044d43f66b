package events

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"gongkai/law"
)

// Opener opens days: every day not yet opened up to upTo, once and in order, each with the deadlines that fall due on it.
// It must do no harm when called again, or by two processes at once. today is the civil date in Asia/Shanghai.
type Opener interface {
	Sweep(ctx context.Context, upTo, today law.Date) (opened int, err error)
}

// ClockState is what the clock did, for health pages.
type ClockState struct {
	LastRun   time.Time // when the last sweep began, UTC
	NextRun   time.Time
	Runs      int64
	Opened    int64 // days opened since start
	Today     law.Date
	LastError string
}

// Clock wakes the program; it decides nothing. robfig/cron forgets what it missed, runs what was due four times once, and
// knows one process only; so days are rows in the database, and the clock only asks for them to be brought up to date: at
// start, just after midnight in Asia/Shanghai, and every minute in case a wake was missed.
type Clock struct {
	opener Opener
	now    func() time.Time
	log    *slog.Logger
	wakes  []string

	mu    sync.Mutex
	state ClockState
}

// China's civil time has had no change of hour since 1991; a fixed zone needs no zone data of the machine.
const shanghaiOffset = 8 * 60 * 60

// NewClock makes a clock; nothing happens before Run. log may be nil.
func NewClock(opener Opener, now func() time.Time, log *slog.Logger) *Clock {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Clock{opener: opener, now: now, log: log, wakes: []string{"5 0 0 * * *", "30 * * * * *"}}
}

// State tells what the clock did.
func (c *Clock) State() ClockState {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state
}

// Run opens the days that were missed, then wakes until the context ends, waits for the sweep at hand and returns nil. An
// error is a schedule that cannot be read.
func (c *Clock) Run(ctx context.Context) error {
	parser := cron.NewParser(cron.Second | cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)
	logger, zone := cronLog{c}, time.FixedZone("Asia/Shanghai", shanghaiOffset)
	var schedules []cron.Schedule
	next := func(after time.Time) (first time.Time) {
		for _, s := range schedules {
			if t := s.Next(after.In(zone)); first.IsZero() || t.Before(first) {
				first = t
			}
		}
		return first.UTC()
	}
	// Recover must be the inner one: a panic that passes SkipIfStillRunning takes its token along, and nothing would
	// ever run again. One wrapped job for all schedules, or two of them could sweep at once.
	job := cron.NewChain(cron.SkipIfStillRunning(logger), cron.Recover(logger)).Then(cron.FuncJob(func() { c.sweep(ctx, next) }))
	scheduler := cron.New(cron.WithLocation(zone), cron.WithLogger(logger))
	for _, spec := range c.wakes {
		schedule, err := parser.Parse(spec)
		if err != nil {
			return fmt.Errorf("read the schedule %q: %w", spec, err)
		}
		schedules = append(schedules, schedule)
		scheduler.Schedule(schedule, job)
	}
	job.Run()
	scheduler.Start()
	<-ctx.Done()
	<-scheduler.Stop().Done()
	return nil
}

func (c *Clock) sweep(ctx context.Context, next func(time.Time) time.Time) {
	if ctx.Err() != nil {
		return
	}
	now := c.now()
	today := law.DateOf(now)
	opened, err := c.opener.Sweep(ctx, today, today)
	c.mu.Lock()
	c.state.LastRun, c.state.Today = now.UTC(), today
	c.state.Runs++
	c.state.Opened += int64(opened)
	c.state.LastError = ""
	if err != nil {
		c.state.LastError = err.Error()
	}
	c.state.NextRun = next(now)
	c.mu.Unlock()
	switch {
	case err != nil && ctx.Err() == nil:
		c.log.Error("clock: days could not be opened, will try again within a minute", "today", today, "error", err)
	case opened > 0:
		c.log.Info("clock: days opened", "days", opened, "today", today)
	}
}

// cronLog hears of panics (the library writes them to standard error otherwise) and keeps quiet about each wake.
type cronLog struct{ c *Clock }

func (cronLog) Info(string, ...any) {}

func (l cronLog) Error(err error, msg string, kv ...any) {
	l.c.mu.Lock()
	l.c.state.LastError = fmt.Sprintf("%s: %v", msg, err)
	l.c.mu.Unlock()
	l.c.log.Error("clock: "+msg, append([]any{"error", err}, kv...)...)
}
