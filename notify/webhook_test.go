package notify_test

import (
	"context"
	"crypto/hmac"
	"crypto/x509"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/notify"
)

var secret = "whsec_" + base64.StdEncoding.EncodeToString([]byte("0123456789abcdef0123456789abcdef"))

func receiver(t *testing.T, handle http.HandlerFunc) (*httptest.Server, *x509.CertPool) {
	server := httptest.NewTLSServer(handle)
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return server, roots
}

func call(t *testing.T, url string, networks []netip.Prefix, roots *x509.CertPool) error {
	c, err := notify.NewCaller(notify.Hook{Name: "oa", URL: url, Secret: secret}, networks, roots, func() time.Time { return time.Unix(1_770_000_000, 0) })
	require.NoError(t, err)
	defer c.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	return c.Call(ctx, "e1", []byte(`{"id":"e1"}`))
}

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}

func TestAReceiverCanCheckTheSignature(t *testing.T) {
	t.Parallel()
	got := make(chan bool, 1)
	server, roots := receiver(t, func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		want := "v1," + notify.Sign([]byte("0123456789abcdef0123456789abcdef"), r.Header.Get("Webhook-Id"), r.Header.Get("Webhook-Timestamp"), body)
		got <- hmac.Equal([]byte(want), []byte(r.Header.Get("Webhook-Signature"))) && r.Header.Get("Webhook-Timestamp") == "1770000000"
	})
	require.NoError(t, call(t, server.URL, loopback, roots))
	require.True(t, <-got)
}

func TestOnlyTheListedAddressesAreDialled(t *testing.T) {
	t.Parallel()
	server, roots := receiver(t, func(http.ResponseWriter, *http.Request) {})
	port := server.URL[strings.LastIndex(server.URL, ":"):]
	for name, networks := range map[string][]netip.Prefix{
		"no network listed": nil, "another network": {netip.MustParsePrefix("10.0.0.0/8")}, "the next address": {netip.MustParsePrefix("127.0.0.2/32")},
	} {
		require.ErrorIs(t, call(t, server.URL, networks, roots), notify.ErrForbiddenAddress, name)
	}
	for _, host := range []string{
		"localhost", "127.0.0.2", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "[fe80::1]", "10.0.0.1", "192.168.1.1", "100.64.0.1",
		"0.0.0.0", "[::]", "[64:ff9b::7f00:1]", "[fd00::1]", "224.0.0.1",
	} {
		require.ErrorIs(t, call(t, "https://"+host+port, nil, roots), notify.ErrForbiddenAddress, host)
	}
	everything := []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}
	for _, host := range []string{"169.254.169.254", "[64:ff9b::a9fe:a9fe]", "0.0.0.0"} {
		require.ErrorIs(t, call(t, "https://"+host+port, everything, roots), notify.ErrForbiddenAddress, "no list opens %s", host)
	}
}

func TestRedirectsAndRefusalsAreFailures(t *testing.T) {
	t.Parallel()
	other, _ := receiver(t, func(http.ResponseWriter, *http.Request) { t.Error("a redirect was followed") })
	server, roots := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	})
	require.ErrorContains(t, call(t, server.URL, loopback, roots), "307")
	server, roots = receiver(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write([]byte("words of theirs"))
	})
	err := call(t, server.URL, loopback, roots)
	require.ErrorContains(t, err, "502")
	require.NotContains(t, err.Error(), "words")
	require.Error(t, call(t, server.URL, loopback, x509.NewCertPool()), "an unknown authority")
}

func TestAListOfWebhooksIsChecked(t *testing.T) {
	t.Parallel()
	good := `{"hosts":{"oa.example.gov.cn":["10.1.2.0/24"],"public.example.cn":[]},"hooks":[
		{"name":"oa","url":"https://OA.example.gov.cn:8443/in","secret":"` + secret + `","agency":"A","types":["replied"]}]}`
	list, err := notify.ReadHooks([]byte(good))
	require.NoError(t, err)
	require.Equal(t, []netip.Prefix{netip.MustParsePrefix("10.1.2.0/24")}, list.Networks(list.Hooks[0]))
	h := list.Hooks[0]
	require.True(t, h.Wants(notify.Event{Agency: "A", Type: "replied"}))
	require.False(t, h.Wants(notify.Event{Agency: "B", Type: "replied"}))
	require.False(t, h.Wants(notify.Event{Agency: "A", Type: "registered"}))
	for from, to := range map[string]string{
		"https://OA": "http://OA", "https://OA.example.gov.cn": "https://evil.cn", "//OA": "//u:p@OA", `"name":"oa"`: `"name":"../oa"`,
		secret: "whsec_short", `"replied"`: `"no_such"`, `"agency"`: `"agencies"`, "10.1.2.0/24": "10.1.2.0", "8443/in": "8443/in#x",
	} {
		_, err := notify.ReadHooks([]byte(strings.Replace(good, from, to, 1)))
		require.ErrorIs(t, err, notify.ErrHooks, to)
		require.NotContains(t, err.Error(), "whsec_short")
	}
}

func FuzzReadHooks(f *testing.F) {
	f.Add([]byte(`{"hosts":{"h":["10.0.0.0/8"]},"hooks":[{"name":"a","url":"https://h/","secret":"whsec_x"}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		list, err := notify.ReadHooks(raw)
		if err != nil {
			require.ErrorIs(t, err, notify.ErrHooks)
			return
		}
		for _, h := range list.Hooks {
			require.True(t, strings.HasPrefix(strings.ToLower(h.URL), "https://"))
		}
	})
}
