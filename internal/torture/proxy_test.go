package torture_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// proxy stands before a PostgreSQL server. Armed with n it lets everything pass up to the n-th message of the server's,
// waits until the server has answered in full, keeps that message and all after it to itself, and closes both sides, once.
type proxy struct {
	listener net.Listener
	server   string
	wait     sync.WaitGroup

	mu    sync.Mutex
	armed int // the message to drop; 0: none
	seen  int // messages since it was armed
	cut   string
	stays bool // after the cut nobody gets through until disarm
	away  bool
	conns map[*passage]bool
}

// passage is one connection through the proxy.
type passage struct {
	client, server net.Conn
	listens        bool // it waits for notifications, which belong to no command
}

func (p *passage) close() {
	_ = p.client.Close() // either may be closed already
	_ = p.server.Close()
}

func newProxy(t *testing.T, server string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := &proxy{listener: l, server: server, conns: map[*passage]bool{}}
	p.wait.Go(p.accept)
	t.Cleanup(func() {
		_ = l.Close()
		p.drop(true)
		p.wait.Wait()
	})
	return p
}

func (p *proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return // closed
		}
		server, err := net.Dial("tcp", p.server)
		if err != nil {
			_ = client.Close()
			continue
		}
		one := &passage{client: client, server: server}
		p.mu.Lock()
		away := p.away
		if !away {
			p.conns[one] = true
		}
		p.mu.Unlock()
		if away {
			one.close()
			continue
		}
		p.wait.Go(func() { p.forth(one) })
		p.wait.Go(func() { p.back(one) })
	}
}

// forth passes what the client says.
func (p *proxy) forth(one *passage) {
	defer one.close()
	buffer := make([]byte, 64<<10)
	for {
		n, err := one.client.Read(buffer)
		if bytes.Contains(bytes.ToUpper(buffer[:n]), []byte("LISTEN ")) {
			p.mu.Lock()
			one.listens = true
			p.mu.Unlock()
		}
		if _, failed := one.server.Write(buffer[:n]); err != nil || failed != nil {
			return
		}
	}
}

// back passes what the server answers, message by message: a letter, the length, the rest.
func (p *proxy) back(one *passage) {
	defer func() {
		one.close()
		p.mu.Lock()
		delete(p.conns, one)
		p.mu.Unlock()
	}()
	from := bufio.NewReaderSize(one.server, 64<<10)
	for {
		message, err := readMessage(from)
		if err != nil {
			return
		}
		if p.drops(one, message) {
			// The server has done what it was asked when it says that it is ready for more.
			_ = one.server.SetReadDeadline(time.Now().Add(10 * time.Second))
			for message[0] != 'Z' {
				if message, err = readMessage(from); err != nil {
					return
				}
			}
			return
		}
		if _, err := one.client.Write(message); err != nil {
			return
		}
	}
}

func readMessage(from io.Reader) ([]byte, error) {
	head := make([]byte, 5)
	if _, err := io.ReadFull(from, head); err != nil {
		return nil, err
	}
	length := binary.BigEndian.Uint32(head[1:])
	if length < 4 || length > 64<<20 {
		return nil, errors.New("not a message of PostgreSQL")
	}
	message := append(head, make([]byte, length-4)...)
	_, err := io.ReadFull(from, message[5:])
	return message, err
}

func (p *proxy) drops(one *passage, message []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.armed == 0 || one.listens {
		return false
	}
	p.seen++
	if p.seen < p.armed {
		return false
	}
	p.armed, p.cut, p.away = 0, string(message[0]), p.stays
	if message[0] == 'C' { // CommandComplete names the command
		p.cut = "C " + string(bytes.TrimRight(message[5:], "\x00"))
	}
	return true
}

// arm drops the n-th message from now on. When it stays away, no new connection comes through after that.
func (p *proxy) arm(n int, stays bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.armed, p.seen, p.cut, p.stays = n, 0, "", stays
}

// disarm lets everything pass again, and tells which kind of message was dropped; none means that the command had fewer.
func (p *proxy) disarm() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.armed, p.away = 0, false
	return p.cut
}

// drop closes every connection, or all but those that wait for notifications.
func (p *proxy) drop(all bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for one := range p.conns {
		if all || !one.listens {
			one.close()
		}
	}
}
