package torture_test

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"gongkai/db/pgtest"
)

var (
	program string         // the built binary
	server  *pgtest.Server // of all tests that leave it alone; each has a database of its own
	seed    uint64
	rounds  = 15 // kills a lane
)

// patience bounds every wait: long, because the machine may be slow, and reached only when something is broken.
const patience = 2 * time.Minute

func TestMain(m *testing.M) { os.Exit(runTests(m)) }

func runTests(m *testing.M) int {
	if os.Getenv(nodeOf) != "" {
		return runNode()
	}
	if err := settings(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	folder, err := os.MkdirTemp("", "gongkai-torture-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(folder) }() // temporary anyway
	program = filepath.Join(folder, "gongkai")
	build := exec.Command("go", "build", "-o", program, "gongkai/cmd/gongkai")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build the program: %v: %s\n", err, out)
		return 1
	}
	if server, err = pgtest.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Printf("GONGKAI_TORTURE_SEED=%d GONGKAI_TORTURE_ROUNDS=%d\n", seed, rounds)
	code := m.Run()
	if err := server.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

func settings() error {
	seed = uint64(time.Now().UnixNano())
	var err error
	if set := os.Getenv("GONGKAI_TORTURE_SEED"); set != "" {
		if seed, err = strconv.ParseUint(set, 10, 64); err != nil {
			return fmt.Errorf("read GONGKAI_TORTURE_SEED: %w", err)
		}
	}
	if set := os.Getenv("GONGKAI_TORTURE_ROUNDS"); set != "" {
		if rounds, err = strconv.Atoi(set); err != nil || rounds < 1 {
			return fmt.Errorf("read GONGKAI_TORTURE_ROUNDS: %q is no number of rounds", set)
		}
	}
	return nil
}

// chance gives a test's own random numbers: the same for the same seed, whatever runs beside it.
func chance(t *testing.T) *rand.Rand {
	t.Helper()
	h := fnv.New64a()
	_, _ = h.Write([]byte(t.Name())) // a hash never fails
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

// upTo gives a random time below d.
func upTo(r *rand.Rand, d time.Duration) time.Duration {
	return time.Duration(r.Int64N(int64(max(d, 1))))
}
