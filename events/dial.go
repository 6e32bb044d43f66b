package events

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/nats-io/nats.go"
)

// Dial opens a connection to the bus. It is asked again after every loss, because the embedded bus comes back on another
// port with another password; so connections themselves never reconnect.
type Dial func(ctx context.Context) (*nats.Conn, error)

// Address is what DATA/bus.json says: where the embedded bus listens and how to be let in. URL holds user and password
// and is enough for any NATS client. Who uses it can do everything but publish events: those come from the log alone.
type Address struct {
	URL      string `json:"url"`
	User     string `json:"user"`
	Password string `json:"password"`
	Stream   string `json:"stream"`
}

// AddressFile gives the place of the address inside a data directory.
func AddressFile(data string) string { return filepath.Join(data, "bus.json") }

// ReadAddress reads DATA/bus.json. When no server runs there is no file; the error is then fs.ErrNotExist.
func ReadAddress(data string) (Address, error) {
	raw, err := os.ReadFile(AddressFile(data))
	if err != nil {
		return Address{}, fmt.Errorf("find the bus: %w", err)
	}
	var a Address
	if err := json.Unmarshal(raw, &a); err != nil {
		return Address{}, fmt.Errorf("read %s: %w", AddressFile(data), err)
	}
	if a.URL == "" {
		return Address{}, fmt.Errorf("read %s: %w", AddressFile(data), errors.New("no url"))
	}
	return a, nil
}

// DialData connects to the bus that a server with this data directory runs, wherever it listens now.
func DialData(data, name string) Dial {
	return func(ctx context.Context) (*nats.Conn, error) {
		a, err := ReadAddress(data)
		if err != nil {
			return nil, err
		}
		return connect(ctx, a.URL, name)
	}
}

// DialURL connects to a bus of the office's own (one or more addresses, by commas), with the credentials in the address
// or in further options (TLS, key files).
func DialURL(url, name string, opts ...nats.Option) Dial {
	return func(ctx context.Context) (*nats.Conn, error) { return connect(ctx, url, name, opts...) }
}

// DialDepartment connects a department's worker to a bus of the office's own. Answers come to an inbox of the
// department's own, which is all that its user may listen to (deploy/nats/nats.conf).
func DialDepartment(url, agency, department string, opts ...nats.Option) Dial {
	name := ConsumerName(agency, department)
	return DialURL(url, "gongkai worker "+name, append(opts, nats.CustomInboxPrefix("_INBOX_"+name))...)
}

func connect(ctx context.Context, url, name string, more ...nats.Option) (*nats.Conn, error) {
	timeout := 5 * time.Second
	opts := append([]nats.Option{
		nats.Name(name), nats.NoReconnect(), nats.Timeout(timeout),
		// A dead path is noticed in half a minute, not in the four minutes of the defaults.
		nats.PingInterval(10 * time.Second), nats.MaxPingsOutstanding(2),
	}, more...)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	nc, err := nats.Connect(url, opts...)
	if err != nil {
		return nil, fmt.Errorf("connect to the bus: %w", err)
	}
	return nc, nil
}

// wait pauses for d, or until the context ends; it says whether the whole pause passed.
func wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// pause gives the delay before attempt n (1, 2, 3 …): doubled each time, capped.
func pause(first, most time.Duration, n int) time.Duration {
	d := first
	for i := 1; i < n && d < most; i++ {
		d *= 2
	}
	return min(d, most)
}
