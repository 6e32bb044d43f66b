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
	server   *server.Server
	data     string
	address  Address
	password string // of the engine; never leaves the process
	close    sync.Once
	closed   error
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
	b := &Bus{data: o.Data, address: Address{User: clientUser, Stream: StreamName}}
	var err error
	if b.password, err = password(o.Random); err != nil {
		return nil, err
	}
	if b.address.Password, err = password(o.Random); err != nil {
		return nil, err
	}
	if b.server, err = server.NewServer(options(o, store, b.password, b.address.Password)); err != nil {
		return nil, fmt.Errorf("start the bus: %w", err)
	}
	b.server.SetLoggerV2(busLog{o.Logger}, false, false, false)
	b.server.Start()
	if !b.server.ReadyForConnections(10 * time.Second) {
		return nil, errors.Join(errors.New("start the bus: it was not ready within 10 s"), b.Close())
	}
	if c := b.server.JetStreamConfig(); c == nil || !c.SyncAlways {
		return nil, errors.Join(fmt.Errorf("start the bus: %w", ErrNotSynced), b.Close())
	}
	b.address.URL = (&url.URL{
		Scheme: "nats", User: url.UserPassword(clientUser, b.address.Password), Host: b.server.Addr().(*net.TCPAddr).String(),
	}).String()
	if err := writeAddress(AddressFile(o.Data), b.address); err != nil {
		return nil, errors.Join(fmt.Errorf("start the bus: %w", err), b.Close())
	}
	return b, nil
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
			// Events on the bus come from the log and from nowhere else.
			{Username: clientUser, Password: client, Permissions: &server.Permissions{
				Publish: &server.SubjectPermission{Deny: []string{SubjectPrefix + ".>"}},
			}},
		},
	}
}

// Dial connects the engine to its own bus without a socket, with every right.
func (b *Bus) Dial(ctx context.Context) (*nats.Conn, error) {
	if !b.server.Running() {
		return nil, errors.New("connect to the bus: it has stopped")
	}
	return connect(ctx, "", "gongkai engine", nats.InProcessServer(b.server), nats.UserInfo(engineUser, b.password))
}

// Address gives what Data/bus.json says.
func (b *Bus) Address() Address { return b.address }

// Close stops the server, after what is being written is on disk, and takes Data/bus.json away. Calling it again does
// nothing more.
func (b *Bus) Close() error {
	b.close.Do(func() {
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
