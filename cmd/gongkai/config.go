package main

import (
	"net/url"
	"strings"
)

// configCmd prints the settings in force.
type configCmd struct{}

func (configCmd) Run(o *output) error {
	s := o.settings
	return o.json(map[string]string{
		"data": s.Data, "db": withoutPassword(s.url()), "nats": withoutPassword(s.Nats), "lang": s.Lang, "log": s.Log, "key": s.keyFile(),
	})
}

// withoutPassword hides the password of an address, wherever it stands in it.
func withoutPassword(address string) string {
	if address == "" || strings.HasPrefix(address, "sqlite:") {
		return address
	}
	u, err := url.Parse(address)
	if err != nil {
		return "(…)"
	}
	q := u.Query()
	for _, name := range []string{"password", "sslpassword", "token"} {
		if q.Has(name) {
			q.Set(name, "xxxxx")
		}
	}
	u.RawQuery = q.Encode()
	return u.Redacted()
}
