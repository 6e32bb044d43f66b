package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/lib/pq" // driver "postgres"
)

// Server is a running PostgreSQL. Stop it.
type Server struct {
	bin    string
	folder string
	port   int
	owner  *syscall.Credential
	cmd    *exec.Cmd
	ended  chan struct{}
	made   atomic.Int64
}

// startLimit bounds how long the server may take to answer.
const startLimit = time.Minute

// Start makes a new cluster and runs it. Extra settings ("fsync=off") follow those of the test. It takes about two
// seconds, so call it once, in TestMain.
func Start(settings ...string) (*Server, error) {
	s := &Server{}
	var err error
	if s.bin, err = programs(); err != nil {
		return nil, err
	}
	if s.folder, err = os.MkdirTemp("", "gongkai-pg-"); err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	if err := s.initialize(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.folder))
	}
	if err := s.Run(settings...); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.folder))
	}
	return s, nil
}

// programs finds the folder with initdb and postgres.
func programs() (string, error) {
	var folders []string
	if set := os.Getenv("GONGKAI_TEST_POSTGRES_BIN"); set != "" {
		folders = append(folders, set)
	}
	installed, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", fmt.Errorf("look for PostgreSQL: %w", err)
	}
	slices.Sort(installed)
	slices.Reverse(installed)
	folders = append(folders, installed...)
	if path, err := exec.LookPath("initdb"); err == nil {
		folders = append(folders, filepath.Dir(path))
	}
	for _, folder := range folders {
		if _, err := os.Stat(filepath.Join(folder, "initdb")); err == nil {
			return folder, nil
		}
	}
	return "", errors.New("PostgreSQL is not installed: apt-get install postgresql, or set GONGKAI_TEST_POSTGRES_BIN")
}

func (s *Server) initialize() error {
	if os.Geteuid() == 0 {
		if err := s.leaveRoot(); err != nil {
			return err
		}
	}
	out, err := s.command("initdb", "-D", s.data(), "-U", "gongkai", "-A", "trust", "-E", "UTF8", "--locale=C",
		"--data-checksums", "--no-sync", "--no-instructions").CombinedOutput()
	if err != nil {
		return fmt.Errorf("make a PostgreSQL cluster: %w: %s", err, out)
	}
	return nil
}

func (s *Server) leaveRoot() error {
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return fmt.Errorf("find a user to run PostgreSQL as: %w", err)
		}
	}
	uid, errU := strconv.Atoi(u.Uid)
	gid, errG := strconv.Atoi(u.Gid)
	if err := errors.Join(errU, errG); err != nil {
		return fmt.Errorf("find a user to run PostgreSQL as: %w", err)
	}
	s.owner = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	if err := os.Chown(s.folder, uid, gid); err != nil {
		return fmt.Errorf("give PostgreSQL its folder: %w", err)
	}
	return nil
}

func (s *Server) data() string { return filepath.Join(s.folder, "data") }

func (s *Server) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, program), args...)
	cmd.Dir = s.folder
	cmd.Env = []string{"LC_ALL=C", "PATH=" + s.bin, "TZ=UTC"}
	// The server ends when the test process ends, however it ends.
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.owner, Pdeathsig: syscall.SIGQUIT, Setpgid: true}
	return cmd
}

// Run starts the server on its cluster again, after Kill. The port stays the same.
func (s *Server) Run(settings ...string) error {
	if s.port == 0 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return fmt.Errorf("find a free port: %w", err)
		}
		s.port = l.Addr().(*net.TCPAddr).Port
		if err := l.Close(); err != nil {
			return fmt.Errorf("find a free port: %w", err)
		}
	}
	// After Kill the backends need a moment to notice that their server is gone; until then a new one refuses to start.
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for tries := 0; ; tries++ {
		err := s.run(settings)
		if err == nil || !errors.Is(err, errEnded) || tries == 100 {
			return err
		}
		<-again.C
	}
}

// errEnded means that the server ended as soon as it was started.
var errEnded = errors.New("PostgreSQL ended at once")

func (s *Server) run(settings []string) error {
	args := []string{"-D", s.data(), "-k", s.folder, "-p", strconv.Itoa(s.port), "-c", "listen_addresses=127.0.0.1",
		"-c", "max_connections=60", "-c", "shared_buffers=64MB", "-c", "logging_collector=off"}
	for _, set := range settings {
		args = append(args, "-c", set)
	}
	cmd := s.command("postgres", args...)
	out, err := os.OpenFile(filepath.Join(s.folder, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		return errors.Join(fmt.Errorf("start PostgreSQL: %w", err), out.Close())
	}
	s.cmd, s.ended = cmd, make(chan struct{})
	go func(ended chan struct{}) {
		defer close(ended)
		_ = cmd.Wait() // how it ended stands in its log
		_ = out.Close()
	}(s.ended)
	return s.answers()
}

// answers waits until the server takes connections.
func (s *Server) answers() error {
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	db, err := sql.Open("postgres", s.URL("postgres"))
	if err != nil {
		return fmt.Errorf("reach PostgreSQL: %w", err)
	}
	defer func() { _ = db.Close() }() // nothing was written
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		if err = db.PingContext(ctx); err == nil {
			return nil
		}
		select {
		case <-s.ended:
			log, readErr := os.ReadFile(filepath.Join(s.folder, "log"))
			return fmt.Errorf("%w: %w: %s", errEnded, errors.Join(err, readErr), log)
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL does not answer: %w", err)
		case <-again.C:
		}
	}
}

// URL is the address of a database of this server.
func (s *Server) URL(database string) string {
	return fmt.Sprintf("postgres://gongkai@127.0.0.1:%d/%s?sslmode=disable", s.port, database)
}

// Address is host and port, for a proxy in between.
func (s *Server) Address() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)) }

// Process is the server's own process id.
func (s *Server) Process() int { return s.cmd.Process.Pid }

// Database makes an empty database for one test, drops it at its end, and gives its address.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test_%d", s.made.Add(1))
	s.admin(t, "create database "+name)
	t.Cleanup(func() { s.admin(t, "drop database if exists "+name+" with (force)") })
	return s.URL(name)
}

func (s *Server) admin(t testing.TB, statement string) {
	t.Helper()
	db, err := sql.Open("postgres", s.URL("postgres"))
	if err != nil {
		t.Fatalf("reach PostgreSQL: %v", err)
	}
	defer func() { _ = db.Close() }() // the statement's own error tells
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// Kill ends the server and every process it started at once, as a power cut would.
func (s *Server) Kill() error {
	pids := append([]int{s.cmd.Process.Pid}, childrenOf(s.cmd.Process.Pid)...)
	for _, pid := range pids {
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("kill PostgreSQL: %w", err)
		}
	}
	<-s.ended
	return nil
}

// childrenOf lists the processes whose parent is pid: PostgreSQL's leave their process group.
func childrenOf(pid int) []int {
	var children []int
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil
	}
	for _, stat := range stats {
		raw, err := os.ReadFile(stat)
		if err != nil {
			continue // it ended meanwhile
		}
		_, after, _ := strings.Cut(string(raw), ") ")
		fields := strings.Fields(after) // state, parent …
		if len(fields) > 1 && fields[1] == strconv.Itoa(pid) {
			if child, err := strconv.Atoi(filepath.Base(filepath.Dir(stat))); err == nil {
				children = append(children, child)
			}
		}
	}
	return children
}

// Stop ends the server and removes its folder.
func (s *Server) Stop() error {
	select {
	case <-s.ended:
	default:
		if err := s.cmd.Process.Signal(syscall.SIGINT); err != nil {
			return fmt.Errorf("stop PostgreSQL: %w", err)
		}
		<-s.ended
	}
	if err := os.RemoveAll(s.folder); err != nil {
		return fmt.Errorf("remove the PostgreSQL cluster: %w", err)
	}
	return nil
}
