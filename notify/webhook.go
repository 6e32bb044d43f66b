package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"syscall"
	"time"
)

// ErrForbiddenAddress says that a host of the list leads to an address it was not listed with.
var ErrForbiddenAddress = errors.New("the address is not one that webhooks may go to")

// Caller sends signed messages to one listed host by https: no proxies, no redirects, and no address but a public one or one
// the host was listed with. What is checked is the address that is dialled, so a name that changes its mind changes
// nothing.
type Caller struct {
	hook   Hook
	key    []byte
	client *http.Client
	now    func() time.Time
}

const callTimeout = 15 * time.Second

// NewCaller makes a caller for a hook of a checked list; roots are the authorities to trust beside none (nil: the
// system's).
func NewCaller(h Hook, networks []netip.Prefix, roots *x509.CertPool, now func() time.Time) (*Caller, error) {
	key, err := h.key()
	if err != nil {
		return nil, err
	}
	dialer := &net.Dialer{Timeout: 5 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("%s: %w", address, ErrForbiddenAddress)
		}
		return permitted(to.Addr(), networks)
	}}
	return &Caller{hook: h, key: key, now: now, client: &http.Client{
		Timeout:       callTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy: nil, DialContext: dialer.DialContext, TLSHandshakeTimeout: 5 * time.Second, ForceAttemptHTTP2: true,
			TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}, MaxIdleConnsPerHost: 2, IdleConnTimeout: time.Minute,
			MaxResponseHeaderBytes: 64 << 10,
		},
	}}, nil
}

// never are addresses that no list can open: they reach this machine's surroundings, not an office's server.
var never = []netip.Prefix{
	netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("fe80::/10"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("224.0.0.0/4"), netip.MustParsePrefix("ff00::/8"), netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("2002::/16"),
}

// inside are addresses that must be listed: they are of nobody in particular.
var inside = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("::/127"), netip.MustParsePrefix("fc00::/7"),
}

// permitted says whether an address may be dialled for a host that was listed with these networks.
func permitted(a netip.Addr, networks []netip.Prefix) error {
	a = a.Unmap().WithZone("")
	switch {
	case !a.IsValid() || within(a, never):
	case within(a, networks):
		return nil
	case !within(a, inside) && len(networks) == 0:
		return nil // a public address, for a host listed without networks
	}
	return fmt.Errorf("%s: %w", a, ErrForbiddenAddress)
}

func within(a netip.Addr, list []netip.Prefix) bool {
	for _, p := range list {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// Call sends one message and waits for the word that it was taken (any 2xx). The same id may come more than once. What the
// other side answers is not repeated anywhere.
func (c *Caller) Call(ctx context.Context, id string, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.hook.URL, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("call webhook %s: %w", c.hook.Name, err)
	}
	at := strconv.FormatInt(c.now().Unix(), 10)
	req.Header.Set("Content-Type", "application/cloudevents+json; charset=UTF-8")
	req.Header.Set("User-Agent", "gongkai")
	req.Header.Set("Webhook-Id", id)
	req.Header.Set("Webhook-Timestamp", at)
	req.Header.Set("Webhook-Signature", "v1,"+Sign(c.key, id, at, body))
	resp, err := c.client.Do(req)
	if err != nil {
		return fmt.Errorf("call webhook %s: %w", c.hook.Name, err)
	}
	_, readErr := io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
	if err := errors.Join(readErr, resp.Body.Close()); err != nil {
		return fmt.Errorf("call webhook %s: %w", c.hook.Name, err)
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return fmt.Errorf("call webhook %s: it answers %d", c.hook.Name, resp.StatusCode)
	}
	return nil
}

// Close lets go of connections that are kept open.
func (c *Caller) Close() { c.client.CloseIdleConnections() }

// Sign gives the signature of a message as Standard Webhooks has it: base64 of HMAC-SHA-256 over id.timestamp.body. The
// receiver computes it again with the shared key, compares in constant time, and refuses old timestamps.
func Sign(key []byte, id, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + timestamp + "."))
	mac.Write(body)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
