package notify

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"gongkai/workflow"
)

// Hook is one program that is called for events: keys, dates and codes, as on the bus.
type Hook struct {
	Name   string   `json:"name"`             // letters, digits, - and _; names its worker and what it set aside
	URL    string   `json:"url"`              // https, at a listed host
	Secret string   `json:"secret"`           // whsec_ and base64 of 24 to 64 bytes, shared with the receiver
	Agency string   `json:"agency,omitempty"` // of this agency only
	Types  []string `json:"types,omitempty"`  // of these types of event only
}

// Hooks is the administrator's list: hosts that may be called at all, each with the networks it may be found in (none: any
// public address), and the hooks.
type Hooks struct {
	Hosts map[string][]netip.Prefix `json:"hosts"`
	Hooks []Hook                    `json:"hooks"`
}

// ErrHooks is wrapped by every error about a list of webhooks.
var ErrHooks = errors.New("the list of webhooks is refused")

var hookName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)

// ReadHooks reads and checks a list. Nothing of a secret is repeated in errors.
func ReadHooks(raw []byte) (Hooks, error) {
	var list Hooks
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&list); err != nil {
		return Hooks{}, fmt.Errorf("%w: %s", ErrHooks, "no JSON object with hosts and hooks")
	}
	seen := map[string]bool{}
	for i, h := range list.Hooks {
		if !hookName.MatchString(h.Name) || seen[h.Name] {
			return Hooks{}, fmt.Errorf("%w: hook %d needs a plain name of its own", ErrHooks, i+1)
		}
		seen[h.Name] = true
		if err := list.check(h); err != nil {
			return Hooks{}, fmt.Errorf("%w: hook %s: %w", ErrHooks, h.Name, err)
		}
	}
	return list, nil
}

func (l Hooks) check(h Hook) error {
	u, err := url.Parse(h.URL)
	switch {
	case err != nil || u.Scheme != "https" || u.User != nil || u.Hostname() == "" || u.Fragment != "":
		return errors.New("url must be https://HOST/…, without a name, password or fragment")
	case !l.listed(u.Hostname()):
		return fmt.Errorf("host %s is not in the list of hosts", u.Hostname())
	}
	for _, t := range h.Types {
		if workflow.EventSchema(t) == nil {
			return fmt.Errorf("there is no event type %q", t)
		}
	}
	_, err = h.key()
	return err
}

func (l Hooks) listed(host string) bool {
	_, ok := l.Hosts[strings.ToLower(host)]
	return ok
}

// Networks gives those that a hook's host was listed with.
func (l Hooks) Networks(h Hook) []netip.Prefix {
	u, err := url.Parse(h.URL)
	if err != nil {
		return nil
	}
	return l.Hosts[strings.ToLower(u.Hostname())]
}

func (h Hook) key() ([]byte, error) {
	text, ok := strings.CutPrefix(h.Secret, "whsec_")
	key, err := base64.StdEncoding.DecodeString(text)
	if !ok || err != nil || len(key) < 24 || len(key) > 64 {
		return nil, errors.New("secret must be whsec_ and base64 of 24 to 64 bytes")
	}
	return key, nil
}

// Wants says whether a hook is called for an event.
func (h Hook) Wants(e Event) bool {
	return (h.Agency == "" || h.Agency == e.Agency) && (len(h.Types) == 0 || slices.Contains(h.Types, e.Type))
}
