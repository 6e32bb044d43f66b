package torture_test

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// disk is where a lane's data lie and how it is filled up and emptied again.
type disk struct {
	kind  string
	fill  func(t *testing.T, p *process)
	empty func(t *testing.T, p *process)
}

// small gives a file system of a few megabytes, which takes a user who may mount one; ok is false for others.
func (l lane) small(t *testing.T) (disk, bool) {
	t.Helper()
	const size = 48 << 20
	if err := syscall.Mount("tmpfs", l.data, "tmpfs", 0, fmt.Sprintf("size=%d,mode=0700", size)); err != nil {
		t.Logf("no small file system here (mount: %v); a limit on the length of files stands for it", err)
		return disk{}, false
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(l.data, syscall.MNT_DETACH)) })
	ballast := filepath.Join(l.data, "ballast")
	return disk{
		kind: "file system",
		fill: func(t *testing.T, _ *process) {
			t.Helper()
			f, err := os.OpenFile(ballast, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
			require.NoError(t, err)
			// Until nothing more fits; the last pages one by one.
			for _, piece := range [][]byte{make([]byte, 1<<20), make([]byte, 4096)} {
				for err = nil; err == nil; {
					_, err = f.Write(piece)
				}
				require.ErrorIs(t, err, syscall.ENOSPC)
			}
			require.NoError(t, f.Close())
		},
		empty: func(t *testing.T, _ *process) {
			t.Helper()
			require.NoError(t, os.Remove(ballast))
		},
	}, true
}

// limited stands for a full disk everywhere: no file of the process may grow beyond a few pages.
func limited() disk {
	set := func(t *testing.T, p *process, soft uint64) {
		t.Helper()
		require.NoError(t, unix.Prlimit(p.cmd.Process.Pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: soft, Max: unix.RLIM_INFINITY}, nil))
	}
	return disk{
		kind:  "limit of length",
		fill:  func(t *testing.T, p *process) { t.Helper(); set(t, p, 4096) },
		empty: func(t *testing.T, p *process) { t.Helper(); set(t, p, unix.RLIM_INFINITY) },
	}
}
