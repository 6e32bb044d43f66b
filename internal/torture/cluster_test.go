package torture_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	natsserver "github.com/nats-io/nats-server/v2/server"
	"github.com/stretchr/testify/require"

	"gongkai/events"
	"gongkai/law"
)

// nodeOf is set in a process that is a node of the bus and not the tests: the ports of the three nodes, its own first.
const nodeOf = "GONGKAI_TORTURE_NODE"

// runNode runs one nats-server from deploy/nats/nats.conf; ports and routes are the machine's.
func runNode() int {
	o, err := natsserver.ProcessConfigFile(os.Getenv("GONGKAI_TORTURE_NATS_CONF"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	ports := strings.Split(os.Getenv(nodeOf), ",")
	o.Host, o.HTTPPort, o.NoLog, o.Routes = "127.0.0.1", 0, true, nil
	o.Cluster.Host = "127.0.0.1"
	o.Port, err = strconv.Atoi(ports[0])
	if err == nil {
		o.Cluster.Port, err = strconv.Atoi(ports[1])
	}
	for _, p := range ports[1:] {
		u, wrong := url.Parse("nats://route:route-password@127.0.0.1:" + p)
		if wrong != nil {
			err = wrong
		}
		o.Routes = append(o.Routes, u)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	s, err := natsserver.NewServer(o)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	s.Start()
	s.WaitForShutdown()
	return 0
}

// nodes starts three nodes and gives their addresses and the certificate that signed theirs.
func nodes(t *testing.T) (addresses []string, running []*exec.Cmd, ca string) {
	t.Helper()
	dir := t.TempDir()
	ca, key := certificate(t, dir)
	conf, err := filepath.Abs("../../deploy/nats/nats.conf")
	require.NoError(t, err)
	ports := freePorts(t, 6)
	for i, name := range []string{"a", "b", "c"} {
		cmd := exec.Command(os.Args[0])
		routes := []string{ports[i], ports[3+i], ports[3+(i+1)%3], ports[3+(i+2)%3]}
		cmd.Env = []string{
			nodeOf + "=" + strings.Join(routes, ","), "GONGKAI_TORTURE_NATS_CONF=" + conf, "GONGKAI_NATS_NODE=" + name,
			"GONGKAI_NATS_STORE=" + filepath.Join(dir, name), "GONGKAI_NATS_CERT=" + ca, "GONGKAI_NATS_KEY=" + key, "GONGKAI_NATS_CA=" + ca,
			"GONGKAI_NATS_ROUTE=route-password", "GONGKAI_NATS_ENGINE=engine-password", "GONGKAI_NATS_SYSTEM=system-password", "GONGKAI_NATS_A_D1=d1-password",
		}
		said := &bytes.Buffer{}
		cmd.Stderr, cmd.SysProcAttr = said, &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
		require.NoError(t, cmd.Start())
		t.Cleanup(func() { kill(cmd) })
		running = append(running, cmd)
		addresses = append(addresses, "127.0.0.1:"+ports[i])
	}
	return addresses, running, ca
}

// kill ends a process as kill -9 does, once.
func kill(cmd *exec.Cmd) {
	if cmd.ProcessState == nil {
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()         // by the kill
	}
}

func freePorts(t *testing.T, n int) (ports []string) {
	t.Helper()
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		defer func() { require.NoError(t, l.Close()) }()
		ports = append(ports, strconv.Itoa(l.Addr().(*net.TCPAddr).Port))
	}
	return ports
}

// certificate makes one of the test's own for 127.0.0.1, which signs itself.
func certificate(t *testing.T, dir string) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "gongkai test"}, NotBefore: now().Add(-time.Hour), NotAfter: now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
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

// province is a cluster as deploy/ describes it, on one machine.
type province struct {
	lane
	c        *client
	replicas [2]*process
	address  [2]string
	told     int // commands answered
}

func (p *province) start(t *testing.T, i int, l lane, args ...string) {
	t.Helper()
	p.replicas[i] = l.start(t, append([]string{"serve", "--no-login", "--listen", l.host + ":0"}, args...)...)
	var ok bool
	if p.address[i], ok = p.replicas[i].address(t); !ok {
		said, _ := p.replicas[i].stderr.so()
		require.Fail(t, "the server ended by itself", "%s", said)
	}
}

// story plays an application with a task for D1 through one replica and reads it from the other, if there is one.
func (p *province) story(t *testing.T, ctx context.Context, through, from int) {
	t.Helper()
	today := law.DateOf(now())
	number := ""
	for _, step := range []string{
		fmt.Sprintf(`{"do":"register","on":"%s","channel":"online","applicant":{"category":"natural_person","name":"王小明"},"content":"道路维修预算"`, today.AddDays(-7)),
		fmt.Sprintf(`{"do":"assign","on":"%s","departments":[{"code":"D1","days":5}]`, today.AddDays(-6)),
		fmt.Sprintf(`{"do":"extend","on":"%s","days":5,"reason":"数量较大","approved_by":"镇长"`, today.AddDays(-3)),
	} {
		body := step + `,"agency":"A"`
		if number != "" {
			body += `,"application":"` + number + `"`
		}
		p.c.to(p.address[through])
		raw, failed := p.c.post(ctx, fmt.Sprintf("story-%d", p.told), body+"}")
		require.Nil(t, failed, "%v", failed)
		var answer struct{ Application string }
		require.NoError(t, json.Unmarshal(raw, &answer))
		number = answer.Application
		p.told++
	}
	p.c.to(p.address[from])
	status, read, err := p.c.get(ctx, "/api/v1/applications/A/"+url.PathEscape(number))
	require.NoError(t, err)
	require.Equal(t, 200, status, read)
	require.Contains(t, read, `"extended"`)
}

// status asks the program how far everything came, until it says that the bus and the worker are at the end.
func (p *province) status(t *testing.T, worker string) (seen events.Watched) {
	t.Helper()
	require.Eventually(t, func() bool {
		r := p.run(t, "status", "--json")
		if json.Unmarshal(r.stdout, &seen) != nil || seen.Bus != seen.Log {
			return false
		}
		for _, w := range seen.Workers {
			if w.Worker == worker {
				return w.Behind == 0
			}
		}
		return false
	}, patience, 200*time.Millisecond, "bus and worker at the end")
	return seen
}

// TestAClusterOnOneMachineLosesANodeAndAReplicaAndGoesOn starts what deploy/ describes as plain processes: PostgreSQL, three
// nodes of the bus, two replicas, a department's worker with the department's own user. `make cluster` runs it.
func TestAClusterOnOneMachineLosesANodeAndAReplicaAndGoesOn(t *testing.T) {
	t.Parallel()
	ctx := bounded(t)
	at, running, ca := nodes(t)
	user := func(who string) string { return "tls://" + who + "@" + strings.Join(at, ",tls://"+who+"@") }
	l := newLane(t, "postgres")
	l.env = []string{"GONGKAI_NATS=" + user("engine:engine-password"), "GONGKAI_NATS_CA=" + ca}
	l.agency(t, "A")
	l.must(t, "department", "add", "D1", "--agency", "A", "--name", "办公室")
	other := l.second(t)
	other.env = l.env
	p := &province{lane: l, c: newClient()}
	p.start(t, 0, l)
	p.start(t, 1, other, "--parts", "api,relay,clock")
	department := newLane(t, "department")
	department.env = []string{"GONGKAI_NATS=" + user("A=D1:d1-password"), "GONGKAI_NATS_CA=" + ca}

	p.story(t, ctx, 0, 1)
	worker := department.start(t, "worker", "--agency", "A", "--department", "D1")
	first := p.status(t, "A=D1")
	kill(running[0])
	p.story(t, ctx, 1, 0)
	second := p.status(t, "A=D1")
	p.replicas[0].kill()
	p.story(t, ctx, 1, 1)
	third := p.status(t, "A=D1")

	heard, _ := worker.stdout.so()
	log := l.events(t, 1)
	var want []string
	for _, e := range log {
		if e.Type == "task_assigned" {
			want = append(want, e.ID)
		}
	}
	require.Len(t, want, 3)
	for _, id := range want {
		require.Equal(t, 1, strings.Count(string(heard), `"id":"`+id+`"`), "heard once")
	}
	v := l.verified(t)
	t.Logf("PostgreSQL, three nodes, two replicas, one worker: %d commands answered, each read from the other replica at once; bus and worker at the end at position %d with all, at %d with a node killed, at %d with a replica killed too; %d events verified, no difference",
		p.told, first.Log, second.Log, third.Log, v.Events)
}
