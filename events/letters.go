package events

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Letter is an event that a worker could not do, with how often and why: a dead letter when SetAside, else one that is
// tried again at Next. The later events of its application wait behind it.
type Letter struct {
	Worker string `json:"worker"` // the worker's directory: AGENCY=DEPARTMENT, or its own name
	Failure
	Behind int `json:"behind"` // later events of the same application that wait for it
}

// ErrNoLetter says that no such event waits.
var ErrNoLetter = errors.New("no such event is set aside")

// Letters lists what waits in the directories of all workers under dir, in order of worker and position. It may run beside
// them. A directory that does not exist holds nothing.
func Letters(dir string) ([]Letter, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list the workers: %w", err)
	}
	var letters []Letter
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		waiting, err := shelf{filepath.Join(dir, e.Name(), asideDir)}.failures()
		if err != nil {
			return nil, err
		}
		for _, f := range waiting {
			letters = append(letters, Letter{Worker: e.Name(), Failure: f, Behind: f.Waiting - 1})
		}
	}
	return letters, nil
}

// Retry gives an event that waits under dir a new series of attempts; its worker finds it within seconds, or when it runs
// again. worker is a Letter's, id the event's; id "" means all of that worker's. It tells how many were given one. Errors:
// ErrNoLetter.
func Retry(dir, worker, id string, now time.Time) (int, error) {
	if worker == "" || strings.ContainsAny(worker, `/\`) || worker == "." || worker == ".." {
		return 0, fmt.Errorf("worker %q: %w", worker, ErrNoLetter)
	}
	s := shelf{filepath.Join(dir, worker, asideDir)}
	waiting, err := s.failures()
	if err != nil {
		return 0, err
	}
	waiting = slices.DeleteFunc(waiting, func(f Failure) bool { return id != "" && f.ID != id })
	if len(waiting) == 0 {
		return 0, fmt.Errorf("worker %s, event %q: %w", worker, id, ErrNoLetter)
	}
	for _, f := range waiting {
		f.SetAside, f.Attempts, f.Next = false, 0, now
		if err := s.failed(f); err != nil {
			return 0, err
		}
	}
	return len(waiting), nil
}
