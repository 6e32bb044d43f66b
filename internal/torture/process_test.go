package torture_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"regexp"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// result is how a run of the program ended. Code is -1 when it was killed.
type result struct {
	code           int
	stdout, stderr []byte
	took           time.Duration
}

// command is the program with the settings of the lane and no others.
func (l lane) command(args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Dir = l.data
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "GONGKAI_DATA=" + l.data, "GONGKAI_LANG=en"}
	if l.url != "" {
		cmd.Env = append(cmd.Env, "GONGKAI_DB="+l.url)
	}
	cmd.Env = append(cmd.Env, l.env...)
	// Nothing outlives the test.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return cmd
}

// process is a running program.
type process struct {
	cmd            *exec.Cmd
	stdout, stderr *words
	began          time.Time
	ended          chan struct{}
	err            error // of Wait; read it after ended
}

// words collect what a process says, and can be asked for while it speaks.
type words struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{}
}

func (w *words) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	close(w.more)
	w.more = make(chan struct{})
	return w.text.Write(b)
}

func (w *words) so() ([]byte, <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return bytes.Clone(w.text.Bytes()), w.more
}

func (l lane) start(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{
		cmd: l.command(args...), began: time.Now(), ended: make(chan struct{}),
		stdout: &words{more: make(chan struct{})}, stderr: &words{more: make(chan struct{})},
	}
	p.cmd.Stdout, p.cmd.Stderr = p.stdout, p.stderr
	require.NoError(t, p.cmd.Start())
	go func() {
		defer close(p.ended)
		p.err = p.cmd.Wait()
	}()
	t.Cleanup(p.kill)
	return p
}

// kill ends the process as kill -9 does, and returns when it is gone.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended by itself
	<-p.ended
}

// result waits for the end.
func (p *process) result(t *testing.T) result {
	t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.kill()
		said, _ := p.stderr.so()
		require.Fail(t, "the program does not end", "%v: %s", p.cmd.Args[1:], said)
	}
	var exit *exec.ExitError
	if p.err != nil {
		require.True(t, errors.As(p.err, &exit), "%v", p.err)
	}
	out, _ := p.stdout.so()
	said, _ := p.stderr.so()
	return result{code: p.cmd.ProcessState.ExitCode(), stdout: out, stderr: said, took: time.Since(p.began)}
}

func (l lane) run(t *testing.T, args ...string) result {
	t.Helper()
	return l.start(t, args...).result(t)
}

// must runs a subcommand that has to be done, and gives its answer.
func (l lane) must(t *testing.T, args ...string) []byte {
	t.Helper()
	r := l.run(t, args...)
	require.Zero(t, r.code, "gongkai %v: %s", args, r.stderr)
	return r.stdout
}

// killedAt runs a subcommand and kills it at a moment.
func (l lane) killedAt(t *testing.T, m moment, args ...string) result {
	t.Helper()
	p := l.start(t, args...)
	m.awaits(p.ended)
	p.kill()
	return p.result(t)
}

var addressLine = regexp.MustCompile(`runs at (http://[0-9.:]+) `)

// serve starts a server. address waits until it says where it listens; ok is false when it ended before.
func (l lane) serve(t *testing.T) *process {
	t.Helper()
	return l.start(t, "serve", "--no-login", "--listen", l.host+":0")
}

func (p *process) address(t *testing.T) (address string, ok bool) {
	t.Helper()
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for {
		said, more := p.stderr.so()
		if m := addressLine.FindSubmatch(said); m != nil {
			return string(m[1]), true
		}
		select {
		case <-more:
		case <-p.ended:
			if more2, _ := p.stderr.so(); addressLine.Match(more2) {
				continue
			}
			return "", false
		case <-limit.C:
			require.Fail(t, "the server does not start", "%s", said)
		}
	}
}
