package torture_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// now is the wall clock, as the program reads it.
func now() time.Time { return time.Now() }

// client sends commands to wherever the server of a lane listens now.
type client struct {
	http    http.Client
	mu      sync.Mutex
	address string
}

// answerLimit is longer than the server's own limit of a request.
const answerLimit = 90 * time.Second

func newClient() *client {
	return &client{http: http.Client{
		Timeout:   answerLimit,
		Transport: &http.Transport{MaxIdleConnsPerHost: 16, DisableCompression: true},
	}}
}

func (c *client) to(address string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.address = address
}

// failure is a command without an answer. A final one would fail again.
type failure struct {
	final  bool
	status int
	text   string
}

func (f *failure) Error() string { return fmt.Sprintf("%d %s", f.status, f.text) }

// post sends a command once and gives the body of a 200.
func (c *client) post(ctx context.Context, key, body string) ([]byte, *failure) {
	c.mu.Lock()
	address := c.address
	c.mu.Unlock()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address+"/api/v1/commands", strings.NewReader(body))
	if err != nil {
		return nil, &failure{text: err.Error()}
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept-Language", "en")
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, &failure{text: err.Error()}
	}
	raw, err := io.ReadAll(response.Body)
	if closed := response.Body.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, &failure{text: err.Error()}
	}
	if response.StatusCode != http.StatusOK {
		refused := response.StatusCode >= 400 && response.StatusCode < 500
		return nil, &failure{final: refused, status: response.StatusCode, text: string(raw)}
	}
	return raw, nil
}

// together sends the same command n times at once and gives the answers there were.
func (c *client) together(ctx context.Context, n int, key, body string) [][]byte {
	var mu sync.Mutex
	var wait sync.WaitGroup
	var answers [][]byte
	for range n {
		wait.Go(func() {
			raw, err := c.post(ctx, key, body)
			if err == nil {
				mu.Lock()
				answers = append(answers, raw)
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	return answers
}

// pause lets a server that is not there come back.
func (c *client) pause(ctx context.Context) {
	timer := time.NewTimer(20 * time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// get asks for a page or an API answer.
func (c *client) get(ctx context.Context, path string) (int, string, error) {
	c.mu.Lock()
	address := c.address
	c.mu.Unlock()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+path, nil)
	if err != nil {
		return 0, "", err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = response.Body.Close() }() // it is read to its end
	raw, err := io.ReadAll(response.Body)
	return response.StatusCode, string(raw), err
}
