package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"time"

	"gongkai/events"
	"gongkai/workflow"
)

// workerCmd is a department's own program, and what it could not do.
type workerCmd struct {
	Run     workerRunCmd     `cmd:"" default:"withargs" help:"${worker_run}"`
	Letters workerLettersCmd `cmd:"" help:"${worker_letters}"`
	Retry   workerRetryCmd   `cmd:"" help:"${worker_retry}"`
}

// workerRunCmd follows the events of one department through restarts of either side, and runs a program for each or prints
// it. It needs the bus only: DATA/bus.json of a serve on this machine, or --nats.
type workerRunCmd struct {
	Agency     string   `required:"" env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	Department string   `required:"" placeholder:"CODE" help:"${flag_dept}"`
	Parallel   int      `default:"1" help:"${flag_parallel}"`
	Exec       []string `sep:"none" placeholder:"PROGRAM" help:"${flag_exec}"`
	Dir        string   `placeholder:"DIR" help:"${flag_dir}"`
	Server     string   `placeholder:"URL" help:"${flag_server}"`
	Token      string   `env:"GONGKAI_TOKEN" help:"${flag_token}"`
}

func (c *workerRunCmd) Run(o *output) error {
	dial := events.DialData(o.settings.Data, "gongkai worker "+events.ConsumerName(c.Agency, c.Department))
	if o.settings.Nats != "" {
		dial = events.DialDepartment(o.settings.Nats, c.Agency, c.Department, o.settings.natsOptions()...)
	}
	handle := printer(o.out)
	if len(c.Exec) > 0 {
		handle = events.Exec(c.Exec, o.out, o.err)
	}
	dir := o.workers(c.Dir)
	options := events.WorkerOptions{
		Agency: c.Agency, Department: c.Department, Dir: dir, Parallel: c.Parallel, Now: time.Now, Logger: o.settings.logger(o),
	}
	if c.Server != "" {
		options.History = &httpHistory{server: c.Server, token: c.Token, client: &http.Client{Timeout: 30 * time.Second}}
	}
	worker, err := events.NewWorker(dial, handle, options)
	if err != nil {
		return err
	}
	return worker.Run(o)
}

// workers is the directory in which workers keep their journals and what they set aside.
func (o *output) workers(dir string) string {
	if dir == "" {
		return filepath.Join(o.settings.Data, "workers")
	}
	return dir
}

// printer writes each event as a line of JSON.
func printer(out io.Writer) events.Handler {
	return func(_ context.Context, m events.Message) error {
		line, err := json.Marshal(m)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%s\n", line)
		return err
	}
}

// httpHistory reads the log over the API, for a worker that was away longer than the bus keeps its stream.
type httpHistory struct {
	server, token string
	client        *http.Client
}

func (h *httpHistory) Events(ctx context.Context, from int64, limit int) ([]workflow.Recorded, error) {
	url := fmt.Sprintf("%s/api/v1/events?from=%d&limit=%d", h.server, from, min(limit, 1000))
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	if h.token != "" {
		req.Header.Set("Authorization", "Bearer "+h.token)
	}
	resp, err := h.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("read the log at %s: %w", h.server, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("read the log at %s: %s", h.server, resp.Status)
	}
	var page struct {
		Items []workflow.Recorded `json:"items"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&page); err != nil {
		return nil, fmt.Errorf("read the log at %s: %w", h.server, err)
	}
	return page.Items, nil
}
