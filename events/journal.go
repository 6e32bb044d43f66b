package events

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// journal remembers which events a worker has done with, by id, so that what the bus delivers twice (after a crash, a
// wiped stream, a catch-up from the log) does not reach the program twice. It is a help, not a promise: an event done
// just before a crash may be missing, and programs stay idempotent by GONGKAI_EVENT_ID.
//
// The file holds a line an event: epoch, position, id. Deleting it makes the worker do everything again.
type journal struct {
	file   *os.File
	done   map[string]struct{}
	epoch  int64 // highest seen
	passed int64 // position up to which a catch-up from the log has read everything
}

// scanned stands for the id in lines that say how far a catch-up came.
const scanned = "-"

func openJournal(path string) (*journal, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("open the worker's journal: %w", err)
	}
	j := &journal{done: map[string]struct{}{}}
	whole, err := j.load(path)
	if err != nil {
		return nil, fmt.Errorf("read the worker's journal: %w", err)
	}
	j.file, err = os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the worker's journal: %w", err)
	}
	if !whole { // a crash cut the last line; the next must not grow on it
		if _, err := j.file.WriteString("\n"); err != nil {
			return nil, errors.Join(fmt.Errorf("mend the worker's journal: %w", err), j.file.Close())
		}
	}
	return j, nil
}

// load reads the file; lines that are not whole are passed over. It says whether the file ends with a whole line.
func (j *journal) load(path string) (whole bool, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	whole = true
	in := bufio.NewReader(f)
	for {
		line, err := in.ReadString('\n')
		if err != nil { // the end; what stands there without a line break was cut
			whole = line == ""
			break
		}
		epoch, position, id, ok := parseLine(strings.TrimSuffix(line, "\n"))
		if !ok {
			continue
		}
		j.epoch = max(j.epoch, epoch)
		if id == scanned {
			j.passed = max(j.passed, position)
			continue
		}
		j.done[id] = struct{}{}
	}
	return whole, f.Close()
}

func parseLine(line string) (epoch, position int64, id string, ok bool) {
	fields := strings.Fields(line)
	if len(fields) != 3 {
		return 0, 0, "", false
	}
	epoch, err1 := strconv.ParseInt(fields[0], 10, 64)
	position, err2 := strconv.ParseInt(fields[1], 10, 64)
	id, err3 := percentDecode(fields[2])
	return epoch, position, id, err1 == nil && err2 == nil && err3 == nil
}

func (j *journal) has(id string) bool {
	_, ok := j.done[id]
	return ok
}

func (j *journal) add(m Message) error {
	j.done[m.ID] = struct{}{}
	j.epoch = max(j.epoch, m.Epoch)
	return j.write(m.Epoch, m.Position, percentEncode(m.ID))
}

func (j *journal) pass(position int64) error {
	j.passed = position
	return j.write(j.epoch, position, scanned)
}

func (j *journal) write(epoch, position int64, id string) error {
	if _, err := fmt.Fprintf(j.file, "%d %d %s\n", epoch, position, id); err != nil {
		return fmt.Errorf("write the worker's journal: %w", err)
	}
	return nil
}

func (j *journal) close() error { return j.file.Close() }
