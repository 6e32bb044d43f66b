package events

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"gongkai/workflow"
)

// shelf keeps the events that wait: one that its program could not do, and every later one of the same application, so
// that their order holds while other applications go on. It is a directory for each application that waits,
//
//	<dir>/<hash of the stream>/00000000000000000042.json   an event, named by its position
//	<dir>/<hash of the stream>/failure.json                what went wrong with the first of them
//
// and is on disk before the bus is told that the event is taken. There is no other list: taking a file away by hand skips
// that event.
type shelf struct{ dir string }

// Failure tells why an application's events wait.
type Failure struct {
	Stream   string    `json:"stream"`
	Position int64     `json:"position"` // of the event that fails
	ID       string    `json:"id"`
	Type     string    `json:"type"`
	Attempts int       `json:"attempts"`
	Error    string    `json:"error"`
	Since    time.Time `json:"since"`
	Next     time.Time `json:"next"`
	SetAside bool      `json:"set_aside"` // no more attempts until the worker starts again
	Waiting  int       `json:"-"`         // events on the shelf, with the failing one
}

const (
	failureFile = "failure.json"
	asideDir    = "aside" // of a worker's directory
)

func (s shelf) folder(stream string) string {
	sum := sha256.Sum256([]byte(stream)) // names of applications may be longer than a file name
	return filepath.Join(s.dir, hex.EncodeToString(sum[:12]))
}

// holds says whether events of this stream wait.
func (s shelf) holds(stream string) (bool, error) {
	files, err := eventFiles(s.folder(stream))
	return len(files) > 0, err
}

// put keeps an event. Putting it again changes nothing.
func (s shelf) put(m Message) error {
	raw, err := workflow.EncodeData(m)
	if err != nil {
		return fmt.Errorf("set aside event %s: %w", m.ID, err)
	}
	return s.keep(s.folder(m.Stream), fmt.Sprintf("%020d.json", m.Position), raw)
}

func (s shelf) keep(folder, name string, raw []byte) error {
	var err error
	// Another worker of this directory may take the folder away, empty, between our two steps.
	for range 3 {
		if err = os.MkdirAll(folder, 0o700); err == nil {
			err = writeFile(filepath.Join(folder, name), append(raw, '\n'))
		}
		if !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	if err == nil {
		err = errors.Join(syncDir(folder), syncDir(s.dir))
	}
	if err != nil {
		return fmt.Errorf("set aside %s: %w", name, err)
	}
	return nil
}

// first gives the oldest waiting event of a folder; ok is false when none waits (or it was done just now).
func (s shelf) first(folder string) (m Message, ok bool, err error) {
	files, err := eventFiles(folder)
	if err != nil || len(files) == 0 {
		return Message{}, false, err
	}
	raw, err := os.ReadFile(filepath.Join(folder, files[0]))
	if errors.Is(err, fs.ErrNotExist) {
		return Message{}, false, nil
	}
	if err == nil {
		err = json.Unmarshal(raw, &m)
	}
	if err != nil {
		return Message{}, false, fmt.Errorf("read the event set aside in %s: %w", files[0], err)
	}
	return m, true, nil
}

// drop takes an event away that is done, and the folder when it was the last.
func (s shelf) drop(m Message) error {
	folder := s.folder(m.Stream)
	err := os.Remove(filepath.Join(folder, fmt.Sprintf("%020d.json", m.Position)))
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		err = s.clear(folder)
	}
	if err != nil {
		return fmt.Errorf("take event %s off the shelf: %w", m.ID, err)
	}
	return nil
}

// clear forgets the failure, and removes the folder when no event is left in it.
func (s shelf) clear(folder string) error {
	if err := os.Remove(filepath.Join(folder, failureFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	files, err := eventFiles(folder)
	if err != nil || len(files) > 0 {
		return err
	}
	// Not empty when another worker is about to put something there; then it stays.
	if err := os.Remove(folder); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

func (s shelf) failed(f Failure) error {
	raw, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return fmt.Errorf("note a failure: %w", err)
	}
	return s.keep(s.folder(f.Stream), failureFile, raw)
}

// failures lists what waits, by position. It only reads: pages and other workers look while things change.
func (s shelf) failures() ([]Failure, error) {
	entries, err := os.ReadDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list what is set aside: %w", err)
	}
	var all []Failure
	for _, e := range entries {
		if !e.IsDir() || e.Name() == unreadable {
			continue
		}
		f, ok, err := s.failure(filepath.Join(s.dir, e.Name()))
		if err != nil {
			return nil, err
		}
		if ok {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b Failure) int { return int(a.Position - b.Position) })
	return all, nil
}

// failure reads one folder. When the noted failure is of another event than the first one waiting (a crash between two
// steps, or somebody took the file away), the first one starts afresh.
func (s shelf) failure(folder string) (f Failure, ok bool, err error) {
	m, ok, err := s.first(folder)
	if err != nil || !ok {
		return Failure{}, false, err
	}
	raw, err := os.ReadFile(filepath.Join(folder, failureFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Failure{}, false, fmt.Errorf("read a failure: %w", err)
	}
	if err != nil || json.Unmarshal(raw, &f) != nil || f.ID != m.ID {
		f = Failure{Stream: m.Stream, Position: m.Position, ID: m.ID, Type: m.Type}
	}
	files, err := eventFiles(folder)
	f.Waiting = len(files)
	return f, true, err
}

// unreadable is where messages go that are no events of ours.
const unreadable = "unreadable"

func (s shelf) putUnreadable(seq uint64, subject string, data []byte, why error) error {
	raw, err := json.MarshalIndent(map[string]any{
		"number": seq, "subject": subject, "data": data, "error": why.Error(),
	}, "", "  ")
	if err != nil {
		return fmt.Errorf("set aside message %d: %w", seq, err)
	}
	return s.keep(filepath.Join(s.dir, unreadable), fmt.Sprintf("%020d.json", seq), raw)
}

// eventFiles lists the events of a folder by position.
func eventFiles(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder) // sorted by name, and so by position
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list what is set aside: %w", err)
	}
	var files []string
	for _, e := range entries {
		if n := e.Name(); n != failureFile && strings.HasSuffix(n, ".json") && !strings.HasPrefix(n, ".") {
			files = append(files, n)
		}
	}
	return files, nil
}

// syncDir makes new names in a directory last through a power cut. Windows cannot and need not.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // another worker has done what was in it
	}
	if err != nil {
		return err
	}
	err = d.Sync()
	return errors.Join(err, d.Close())
}
