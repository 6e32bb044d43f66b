package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// benchStartCmd starts the embedded default as a process of its own and measures the time to a ready port and, after a
// while of idleness, its resident memory.
type benchStartCmd struct {
	Idle int  `default:"5" help:"${flag_seconds}"`
	JSON bool `name:"json" help:"${flag_json}"`
}

func (c *benchStartCmd) Run(o *output) error {
	dir, err := os.MkdirTemp("", "gongkai-bench-")
	if err != nil {
		return err
	}
	first, _, err := c.once(o, dir, 0)
	if err != nil {
		return errors.Join(err, os.RemoveAll(dir))
	}
	again, rss, err := c.once(o, dir, time.Duration(c.Idle)*time.Second)
	if err = errors.Join(err, os.RemoveAll(dir)); err != nil {
		return err
	}
	if c.JSON {
		return o.json(map[string]any{"first_start_ms": ms(first), "start_ms": ms(again), "idle_rss_kib": rss})
	}
	o.print(o.pick("首次启动 %.0f ms（建库），再次启动 %.0f ms，空闲内存 %.1f MB", "first start %.0f ms (creates the log), start %.0f ms, idle memory %.1f MB"), ms(first), ms(again), float64(rss)/1024)
	return nil
}

// once starts the server, waits for its port, lets it idle, reads its memory and stops it.
func (c *benchStartCmd) once(ctx context.Context, dir string, idle time.Duration) (ready time.Duration, rss int, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, 0, err
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		return 0, 0, err
	}
	self, err := os.Executable()
	if err != nil {
		return 0, 0, err
	}
	cmd := exec.CommandContext(ctx, self, "serve", "--no-login", "--data", dir, "--listen", address)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	err = waitForPort(ctx, address, 20*time.Second)
	ready = time.Since(began)
	if err == nil && idle > 0 {
		select {
		case <-time.After(idle):
		case <-ctx.Done():
		}
		rss, err = residentKiB(cmd.Process.Pid)
	}
	return ready, rss, errors.Join(err, cmd.Process.Signal(syscall.SIGTERM), cmd.Wait())
}

func waitForPort(ctx context.Context, address string, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err == nil {
			return conn.Close()
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready: %w", address, err)
		}
	}
}

// residentKiB reads VmRSS of a process; Linux only.
func residentKiB(pid int) (int, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			return strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(rest), " kB"))
		}
	}
	return 0, errors.New("no VmRSS")
}
