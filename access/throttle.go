package access

import (
	"net/netip"
	"strings"
	"sync"
	"time"
)

// Throttle slows down guessing of passwords. It counts failures by pair of
// login name and address, by address, and by login name, and after a few free
// ones doubles the pause up to a bound; failures are forgiven with time. Nobody
// is locked out for good: the pause of a login name alone is short, and where a
// person has signed in before, only the own pair counts, not what others do to
// the name or from the same office.
//
// It lives in memory, for one process, and begins anew at a restart. It may be
// used from many goroutines at once.
type Throttle struct {
	mu        sync.Mutex
	pairs     counters
	addresses counters
	logins    counters
	known     map[pair]time.Time
}

type pair struct{ login, address string }

// The bounds. Addresses have more free tries: a whole office may sit behind one.
const (
	firstPause  = time.Second
	forgetAfter = 24 * time.Hour // since the last failure
	knownFor    = 90 * 24 * time.Hour
	mostEntries = 50_000 // of each kind, some 10 MB in all
)

// NewThrottle makes an empty Throttle.
func NewThrottle() *Throttle {
	return &Throttle{
		pairs:     counters{free: 4, longest: 15 * time.Minute, forgive: 15 * time.Minute, of: map[pair]counter{}},
		addresses: counters{free: 30, longest: 15 * time.Minute, forgive: time.Minute, of: map[pair]counter{}},
		logins:    counters{free: 20, longest: 30 * time.Second, forgive: time.Minute, of: map[pair]counter{}},
		known:     map[pair]time.Time{},
	}
}

// Try asks, before the password is looked at, whether login may try from
// address (an IP address, of IPv6 the /64 counts) at now. Zero means yes, and
// the try is counted as failed until Succeeded says otherwise, so that many at
// once gain nothing. Otherwise it is the time to wait; a try refused so is not
// counted, and asking often makes the pause no longer.
func (t *Throttle) Try(login, address string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	both, from, name := keysOf(login, address)
	wait := t.pairs.wait(both, now)
	if seen, ok := t.known[both]; !ok || now.Sub(seen) > knownFor {
		wait = max(wait, t.addresses.wait(from, now), t.logins.wait(name, now))
	}
	if wait > 0 {
		return wait
	}
	t.pairs.fail(both, now)
	t.addresses.fail(from, now)
	t.logins.fail(name, now)
	return 0
}

// Succeeded takes back the try just counted. Earlier failures of the address
// and of the name stay: one who has an account of his own must not be able to
// wipe out his guesses at others'.
func (t *Throttle) Succeeded(login, address string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	both, from, name := keysOf(login, address)
	delete(t.pairs.of, both)
	t.addresses.takeBack(from)
	t.logins.takeBack(name)
	if _, ok := t.known[both]; !ok && len(t.known) >= mostEntries {
		for old := range t.known {
			delete(t.known, old)
			break
		}
	}
	t.known[both] = now
}

func keysOf(login, address string) (both, from, name pair) {
	login = strings.ToLower(strings.TrimSpace(login))
	if ip, err := netip.ParseAddr(address); err == nil {
		ip = ip.Unmap().WithZone("")
		if ip.Is6() {
			// Whoever has one address of a /64 has all of them.
			if net, err := ip.Prefix(64); err == nil {
				ip = net.Addr()
			}
		}
		address = ip.String()
	}
	return pair{login, address}, pair{"", address}, pair{login, ""}
}

type counter struct {
	failures     int
	last, before time.Time // the newest failure and the one before it
}

type counters struct {
	free    int
	longest time.Duration
	forgive time.Duration // one failure less for each such time without any
	of      map[pair]counter
}

func (c *counters) wait(key pair, now time.Time) time.Duration {
	n, ok := c.of[key]
	if !ok || n.failures <= c.free {
		return 0
	}
	pause := c.longest
	if doublings := n.failures - c.free - 1; doublings < 20 {
		pause = min(pause, firstPause<<doublings)
	}
	// A clock set back must not make the pause longer than it is.
	return min(pause, max(0, n.last.Add(pause).Sub(now)))
}

func (c *counters) fail(key pair, now time.Time) {
	n, ok := c.of[key]
	if ok {
		n.failures = max(0, n.failures-int(max(0, now.Sub(n.last))/c.forgive))
	}
	if !ok && len(c.of) >= mostEntries {
		c.makeRoom(now)
	}
	c.of[key] = counter{failures: n.failures + 1, last: now, before: n.last}
}

func (c *counters) takeBack(key pair) {
	n, ok := c.of[key]
	if !ok {
		return
	}
	n.failures--
	if n.failures <= 0 {
		delete(c.of, key)
		return
	}
	n.last = n.before
	c.of[key] = n
}

// makeRoom drops what is forgotten, and if that is nothing, the least guilty of
// a few: a flood of made-up names must not push out the one who is guessing.
func (c *counters) makeRoom(now time.Time) {
	const few = 32
	var least pair
	looked, fewest := 0, 0
	for key, n := range c.of {
		if now.Sub(n.last) > forgetAfter {
			delete(c.of, key)
			return
		}
		if looked == 0 || n.failures < fewest {
			least, fewest = key, n.failures
		}
		if looked++; looked == few {
			break
		}
	}
	delete(c.of, least)
}
