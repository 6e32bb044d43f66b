package events

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"
)

// cluster starts three nodes from deploy/nats/nats.conf; ports, routes and directories are the machine's.
func cluster(t *testing.T, change func(*server.Options)) (engine, department string, nodes []*server.Server, ca string) {
	t.Helper()
	dir := t.TempDir()
	cert, key := certificate(t, dir)
	for name, value := range map[string]string{
		"CERT": cert, "KEY": key, "CA": cert, "ROUTE": "route-password", "ENGINE": "engine-password",
		"SYSTEM": "system-password", "A_D1": "d1-password",
	} {
		t.Setenv("GONGKAI_NATS_"+name, value)
	}
	ports := freePorts(t, 6)
	for i, name := range []string{"a", "b", "c"} {
		t.Setenv("GONGKAI_NATS_NODE", name)
		t.Setenv("GONGKAI_NATS_STORE", filepath.Join(dir, name))
		o, err := server.ProcessConfigFile("../deploy/nats/nats.conf")
		require.NoError(t, err)
		o.Host, o.Port, o.HTTPPort, o.NoLog, o.NoSigs = "127.0.0.1", ports[i], 0, true, true
		o.Cluster.Host, o.Cluster.Port, o.Routes = "127.0.0.1", ports[3+i], nil
		for _, p := range ports[3:] {
			u, err := url.Parse(fmt.Sprintf("nats://route:route-password@127.0.0.1:%d", p))
			require.NoError(t, err)
			o.Routes = append(o.Routes, u)
		}
		if change != nil {
			change(o)
		}
		s, err := server.NewServer(o)
		require.NoError(t, err)
		go s.Start()
		t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
		nodes = append(nodes, s)
	}
	for _, s := range nodes {
		require.True(t, s.ReadyForConnections(10*time.Second))
	}
	eventually(t, "a cluster of three with a leader", func() bool {
		for _, s := range nodes {
			if s.JetStreamIsLeader() {
				return len(s.JetStreamClusterPeers()) == 3
			}
		}
		return false
	})
	at := func(user string) string { return fmt.Sprintf("tls://%s@127.0.0.1:%d", user, ports[0]) }
	return at("engine:engine-password"), at("A=D1:d1-password"), nodes, cert
}

func freePorts(t *testing.T, n int) (ports []int) {
	t.Helper()
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		defer l.Close()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports
}

func certificate(t *testing.T, dir string) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "gongkai test"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	require.NoError(t, err)
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	cert, key = filepath.Join(dir, "node.pem"), filepath.Join(dir, "node.key")
	require.NoError(t, os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	require.NoError(t, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}), 0o600))
	return cert, key
}

func TestTheClusterOfTheTemplateCarriesEventsAndKeepsDepartmentsApart(t *testing.T) {
	engine, department, nodes, ca := cluster(t, nil)
	dial := DialURL(engine, "engine", nats.RootCAs(ca))
	l, d := newLog(), newDesk()
	for i := range 30 {
		l.add(application(i%3), []string{"D1", "D2", ""}[i%3], "task_assigned")
	}
	o := quick()
	o.Consumers = true
	r := NewRelay(l, dial, o)
	running(t, r.Run)
	eventually(t, "published", published(r, 30))

	nc, err := dial(t.Context())
	require.NoError(t, err)
	defer nc.Close()
	require.NoError(t, CheckSync(t.Context(), nc))
	info, err := streamCall(t.Context(), nc, "INFO", nil)
	require.NoError(t, err)
	require.Equal(t, 3, info.Config.Replicas)

	o1 := forD1(t.TempDir())
	dialD1 := DialDepartment(department, "A", "D1", nats.RootCAs(ca))
	work(t, dialD1, d.handle, o1)
	eventually(t, "the department hears its events", d.has(10))
	require.Equal(t, departmentIDs(l, "D1"), d.ids())

	denied(t, dialD1, "_INBOX_A=D1")
	answered(t, dial, dialD1)

	// One node away: two of three go on.
	nodes[2].Shutdown()
	nodes[2].WaitForShutdown()
	for range 10 {
		l.add(application(1), "D1", "task_assigned")
	}
	eventually(t, "published by two nodes", published(r, 40))
	eventually(t, "heard from two nodes", d.has(20))
	require.Equal(t, departmentIDs(l, "D1"), d.ids())
}

// answered sends a command with the department's user and hears the answer in the department's own inbox.
func answered(t *testing.T, engine, department Dial) {
	t.Helper()
	service := NewCommandService(engine, func(_ context.Context, a Asked) Told { return Told{Status: 200, Body: a.Body} }, CommandOptions{})
	running(t, service.Run)
	eventually(t, "the service is there", func() bool { return service.State().Connected })
	nc, err := department(t.Context())
	require.NoError(t, err)
	defer nc.Close()
	eventually(t, "every node knows the service", func() bool {
		reply, err := nc.Request("gongkai.commands.A", []byte(`{"do":"accept_task"}`), 2*time.Second)
		return err == nil && string(reply.Data) == `{"do":"accept_task"}`
	})
}

// denied tries, with a department's user, everything that is not its own.
func denied(t *testing.T, dial Dial, inbox string) {
	t.Helper()
	nc, err := dial(t.Context())
	require.NoError(t, err)
	defer nc.Close()
	refused := make(chan error, 16)
	nc.SetErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { refused <- err })
	for _, subject := range []string{
		"gongkai.events.A.D1.replied", "gongkai.events.A.D2.replied", "gongkai.commands.B",
		"$JS.API.CONSUMER.MSG.NEXT.GONGKAI.A=D2", "$JS.API.CONSUMER.INFO.GONGKAI.A=D2", "$JS.ACK.GONGKAI.A=D2.1.1.1.1.1",
		"$JS.API.CONSUMER.CREATE.GONGKAI.A=D1.gongkai.events.A.D1.>", "$JS.API.CONSUMER.CREATE.GONGKAI",
		"$JS.API.CONSUMER.DELETE.GONGKAI.A=D1", "$JS.API.CONSUMER.LIST.GONGKAI", "$JS.API.STREAM.LIST", "$JS.API.STREAM.NAMES",
		"$JS.API.STREAM.INFO.GONGKAI", "$JS.API.STREAM.MSG.GET.GONGKAI", "$JS.API.DIRECT.GET.GONGKAI", "$JS.API.STREAM.PURGE.GONGKAI",
		"$JS.API.STREAM.DELETE.GONGKAI", "$JS.API.INFO", "$SYS.REQ.SERVER.PING.JSZ",
	} {
		require.NoError(t, nc.PublishRequest(subject, inbox+".x", []byte("{}")))
		require.ErrorIs(t, next(t, refused), nats.ErrPermissionViolation, subject)
	}
	for _, subject := range []string{"gongkai.events.>", "gongkai.events.A.D1.>", "gongkai.commands.A", "gongkai.commands.>", ">", "_INBOX.>", "_INBOX_A=D2.>", "$JS.>"} {
		_, err := nc.SubscribeSync(subject)
		require.NoError(t, err)
		require.ErrorIs(t, next(t, refused), nats.ErrPermissionViolation, subject)
	}
}

func next(t *testing.T, from <-chan error) error {
	t.Helper()
	select {
	case err := <-from:
		return err
	case <-time.After(10 * time.Second):
		return errors.New("nothing was refused")
	}
}

func TestAClusterThatAcknowledgesBeforeItSyncsIsRefused(t *testing.T) {
	engine, _, _, ca := cluster(t, func(o *server.Options) { o.SyncAlways, o.SyncInterval = false, 2*time.Minute })
	o := quick()
	r := NewRelay(newLog(), DialURL(engine, "engine", nats.RootCAs(ca)), o)
	running(t, r.Run)
	eventually(t, "refused", func() bool { return strings.Contains(r.State().LastError, ErrNotSynced.Error()) })
}
