package events

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/law"
)

// days is a calendar on the wall: it remembers up to which day it was opened.
type days struct {
	mu     sync.Mutex
	opened law.Date
	calls  []law.Date
	at     func(n int) error
	busy   int
	most   int
}

func (d *days) Sweep(_ context.Context, upTo, today law.Date) (int, error) {
	d.mu.Lock()
	d.calls = append(d.calls, today)
	n := len(d.calls)
	d.busy++
	d.most = max(d.most, d.busy)
	at := d.at
	d.mu.Unlock()
	defer func() { d.mu.Lock(); d.busy--; d.mu.Unlock() }()
	if at != nil {
		if err := at(n); err != nil {
			return 0, err
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	opened := 0
	for ; d.opened < upTo; d.opened++ {
		opened++
	}
	return opened, nil
}

func (d *days) count() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.calls)
}

// everySecond is a clock that wakes by the second, so that tests need not wait for midnight.
func everySecond(o Opener, now func() time.Time) *Clock {
	c := NewClock(o, now, nil)
	c.wakes = []string{"* * * * * *"}
	return c
}

func TestTheClockOpensMissedDaysAtStartByTheDateOfChina(t *testing.T) {
	t.Parallel()
	// 16:00 UTC on the 9th is midnight of the 10th in Shanghai.
	now := time.Date(2025, 3, 9, 16, 0, 0, 0, time.UTC)
	d := &days{opened: law.NewDate(2025, time.March, 3)}
	c := NewClock(d, func() time.Time { return now }, nil)
	running(t, c.Run)
	eventually(t, "opened", func() bool { return c.State().Runs >= 1 })
	s := c.State()
	require.Equal(t, ClockState{
		LastRun: now, NextRun: now.Add(5 * time.Second), Runs: 1, Opened: 7, Today: law.NewDate(2025, time.March, 10),
	}, s)
	require.Equal(t, []law.Date{law.NewDate(2025, time.March, 10)}, d.calls)
}

func TestTheClockGoesOnAfterAnErrorAndAPanic(t *testing.T) {
	t.Parallel()
	d := &days{opened: law.NewDate(2025, time.March, 9)}
	d.at = func(n int) error {
		switch n {
		case 1:
			return errors.New("the disk is full")
		case 2:
			panic("a day of 25 hours")
		}
		return nil
	}
	c := everySecond(d, func() time.Time { return time.Date(2025, 3, 10, 4, 0, 0, 0, time.UTC) })
	running(t, c.Run)
	eventually(t, "error told", func() bool { return c.State().LastError == "the disk is full" })
	eventually(t, "panic told", func() bool { return c.State().LastError == "panic: a day of 25 hours" })
	eventually(t, "opened in the end", func() bool { s := c.State(); return s.Opened == 1 && s.LastError == "" })
}

func TestTwoSweepsNeverRunAtOnceAndAStopWaitsForTheOneAtHand(t *testing.T) {
	t.Parallel()
	begun, goOn := make(chan struct{}, 9), make(chan struct{})
	d := &days{opened: law.NewDate(2025, time.March, 9)}
	d.at = func(n int) error {
		if n == 2 {
			begun <- struct{}{}
			<-goOn
		}
		return nil
	}
	c := everySecond(d, func() time.Time { return time.Date(2025, 3, 10, 4, 0, 0, 0, time.UTC) })
	c.wakes = append(c.wakes, "*/1 * * * * *")
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- c.Run(ctx) }()
	<-begun
	stop()
	select {
	case <-ended:
		t.Fatal("stopped in the middle of a sweep")
	case <-time.After(50 * time.Millisecond):
	}
	close(goOn)
	require.NoError(t, <-ended)
	require.Equal(t, 2, d.count())
	require.Equal(t, 1, d.most)
}
