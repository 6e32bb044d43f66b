package events

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// BusOptions say how to run a bus inside this process.
type BusOptions struct {
	Data     string    // data directory: the streams go to Data/bus, the address to Data/bus.json
	Random   io.Reader // source of the passwords, as crypto/rand.Reader
	MaxStore int64     // most bytes on disk; 0 = 4 GiB
	Logger   *slog.Logger
}

// Bus is a NATS server with JetStream inside this process. It listens on 127.0.0.1 on a free port, for workers in
// processes of their own; the engine itself connects without a socket. It is never the truth: deleting Data/bus loses
// nothing, the relay publishes everything again.
type Bus struct {
	o        BusOptions
	data     string
	address  Address
	password string // of the engine; never leaves the process

	mu     sync.Mutex
	server *server.Server
	ended  bool // Close was called
	close  sync.Once
	closed error
}

// ErrBusRuns says that another process already runs a bus on the same data directory.
var ErrBusRuns = errors.New("another server runs on this data directory")

const (
	engineUser = "engine"
	clientUser = "client"
)

// StartBus starts the server and writes Data/bus.json (mode 0600, replaced as a whole). Errors: ErrBusRuns; whatever
// keeps the server from its port or its directory.
func StartBus(o BusOptions) (*Bus, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.MaxStore == 0 {
		o.MaxStore = 4 << 30
	}
	// Two servers on one JetStream directory would destroy it; JetStream itself takes no lock.
	if a, err := ReadAddress(o.Data); err == nil {
		if nc, err := connect(context.Background(), a.URL, "gongkai start"); err == nil {
			nc.Close()
			return nil, fmt.Errorf("start the bus in %s: %w", o.Data, ErrBusRuns)
		}
	}
	store := filepath.Join(o.Data, "bus")
	if err := os.MkdirAll(store, 0o700); err != nil {
		return nil, fmt.Errorf("start the bus: %w", err)
	}
	b := &Bus{o: o, data: o.Data, address: Address{User: clientUser, Stream: StreamName}}
	var err error
	if b.password, err = password(o.Random); err != nil {
		return nil, err
	}
	if b.address.Password, err = password(o.Random); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.start(server.RANDOM_PORT); err != nil {
		return nil, fmt.Errorf("start the bus: %w", err)
	}
	return b, nil
}

// start runs a server and tells where it listens. The caller holds the lock.
func (b *Bus) start(port int) error {
	opts := options(b.o, filepath.Join(b.data, "bus"), b.password, b.address.Password)
	opts.Port = port
	started, err := server.NewServer(opts)
	if err != nil {
		return err
	}
	started.SetLoggerV2(busLog{b.o.Logger}, false, false, false)
	started.Start()
	stop := func(err error) error {
		started.Shutdown()
		started.WaitForShutdown()
		return err
	}
	if !started.ReadyForConnections(10 * time.Second) {
		return stop(errors.New("it was not ready within 10 s"))
	}
	if c := started.JetStreamConfig(); c == nil || !c.SyncAlways {
		return stop(ErrNotSynced)
	}
	address := b.address
	address.URL = (&url.URL{
		Scheme: "nats", User: url.UserPassword(clientUser, address.Password), Host: started.Addr().(*net.TCPAddr).String(),
	}).String()
	if err := writeAddress(AddressFile(b.data), address); err != nil {
		return stop(err)
	}
	b.server, b.address = started, address
	return nil
}

// Restart stops the server and starts another on the same data and, if it is still free, the same port. JetStream keeps a
// failed write (a full disk) for good and refuses its stream until the server starts anew.
func (b *Bus) Restart() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ended {
		return nil
	}
	port := b.server.Addr().(*net.TCPAddr).Port
	b.server.Shutdown()
	b.server.WaitForShutdown()
	err := b.start(port)
	if err != nil {
		err = errors.Join(err, b.start(server.RANDOM_PORT))
	}
	if b.server.Running() {
		return nil
	}
	return fmt.Errorf("start the bus anew: %w", err)
}

func options(o BusOptions, store, engine, client string) *server.Options {
	return &server.Options{
		ServerName: "gongkai", Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true, NoLog: true,
		// Without a store directory JetStream would use the temporary folder of the machine.
		JetStream: true, StoreDir: store, JetStreamMaxStore: o.MaxStore, JetStreamMaxMemory: 16 << 20,
		// The default syncs every two minutes and lost every acknowledged message of them at a power cut.
		SyncAlways: true, SyncInterval: 2 * time.Minute,
		DisableShortFirstPing: true, NoSystemAccount: true,
		Users: []*server.User{
			{Username: engineUser, Password: engine},
			// Events on the bus come from the log and from nowhere else, and commands are for the engine alone to hear: they
			// hold names and words, and the sender's token.
			{Username: clientUser, Password: client, Permissions: &server.Permissions{
				Publish:   &server.SubjectPermission{Deny: []string{SubjectPrefix + ".>"}},
				Subscribe: &server.SubjectPermission{Deny: []string{CommandPrefix + ".>"}},
			}},
		},
	}
}

// Dial connects the engine to its own bus without a socket, with every right.
func (b *Bus) Dial(ctx context.Context) (*nats.Conn, error) {
	b.mu.Lock()
	running := b.server
	b.mu.Unlock()
	if !running.Running() {
		return nil, errors.New("connect to the bus: it has stopped")
	}
	return connect(ctx, "", "gongkai engine", nats.InProcessServer(running), nats.UserInfo(engineUser, b.password))
}

// Address gives what Data/bus.json says.
func (b *Bus) Address() Address {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.address
}

// Close stops the server, after what is being written is on disk, and takes Data/bus.json away. Calling it again does
// nothing more.
func (b *Bus) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.close.Do(func() {
		b.ended = true
		b.server.Shutdown()
		b.server.WaitForShutdown()
		// The file may already be another server's.
		if a, err := ReadAddress(b.data); err == nil && a.URL == b.address.URL {
			if err := os.Remove(AddressFile(b.data)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				b.closed = fmt.Errorf("stop the bus: %w", err)
			}
		}
	})
	return b.closed
}

func password(random io.Reader) (string, error) {
	raw := make([]byte, 24)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", fmt.Errorf("make a password for the bus: %w", err)
	}
	return hex.EncodeToString(raw), nil
}

func writeAddress(file string, a Address) error {
	raw, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		return fmt.Errorf("write the address of the bus: %w", err)
	}
	return writeFile(file, append(raw, '\n'))
}

// writeFile replaces a file as a whole, readable by its owner only, and returns when it is on disk.
func writeFile(file string, content []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-*") // made with mode 0600
	if err != nil {
		return err
	}
	_, err = tmp.Write(content)
	if err == nil {
		err = tmp.Sync()
	}
	if closed := tmp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(tmp.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return nil
}

// busLog passes the server's own words on. Notices (dozens at each start) are details.
type busLog struct{ to *slog.Logger }

func (l busLog) Noticef(format string, v ...any) { l.to.Debug("bus: " + fmt.Sprintf(format, v...)) }
func (l busLog) Warnf(format string, v ...any) {
	// The server's advice on passwords in its configuration file: ours are drawn anew at each start and stand in no file
	// but bus.json, which only the owner may read.
	if strings.HasPrefix(format, "Plaintext passwords") {
		return
	}
	l.to.Warn("bus: " + fmt.Sprintf(format, v...))
}
func (l busLog) Errorf(format string, v ...any) { l.to.Error("bus: " + fmt.Sprintf(format, v...)) }
func (l busLog) Fatalf(format string, v ...any) { l.to.Error("bus: " + fmt.Sprintf(format, v...)) }
func (busLog) Debugf(string, ...any)            {}
func (busLog) Tracef(string, ...any)            {}
