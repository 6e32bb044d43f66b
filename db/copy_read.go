package db

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"gongkai/law"
	"gongkai/proof"
)

// ErrBadCopy says that a file is no whole and unchanged copy of a log.
var ErrBadCopy = errors.New("the file is no whole copy of a log")

// maxCopyLine bounds one line of a copy: a command has at most 1 MiB, and its words come back as base64.
const maxCopyLine = 16 << 20

// copyReader reads a copy line by line and holds each event to the chain.
type copyReader struct {
	lines  *bufio.Scanner
	digest hash.Hash
	seen   copyEnd
	head   CopyHead

	position int64
	chain    []byte
}

// CheckCopy reads a whole copy and checks it: every digest of the chain, the counts, the end. It needs no database and no
// key. Errors wrap ErrBadCopy.
func CheckCopy(r io.Reader) (CopyHead, error) {
	in, err := openCopy(r)
	if err != nil {
		return CopyHead{}, err
	}
	for {
		line, err := in.next()
		if err != nil || line == nil {
			return in.head, err
		}
	}
}

// PositionAt reads a copy and gives the last position in it that was recorded by the end of a civil day in Asia/Shanghai.
// Errors: ErrBadCopy; a day on which the log had not begun.
func PositionAt(r io.Reader, day law.Date) (int64, error) {
	in, err := openCopy(r)
	if err != nil {
		return 0, err
	}
	var position int64
	for {
		line, err := in.next()
		switch {
		case err != nil:
			return 0, err
		case line == nil && position == 0:
			return 0, fmt.Errorf("the log began after %s", day)
		case line == nil:
			return position, nil
		case line.Event == nil:
			continue
		}
		at, err := time.Parse(timeLayout, line.Event.RecordedAt)
		if err != nil {
			return 0, bad("position %d: %v", line.Event.Position, err)
		}
		if law.DateOf(at) <= day {
			position = line.Event.Position
		}
	}
}

func openCopy(r io.Reader) (*copyReader, error) {
	zip, err := gzip.NewReader(r)
	if err != nil {
		return nil, bad("%v", err)
	}
	in := &copyReader{lines: bufio.NewScanner(zip), digest: sha256.New()}
	in.lines.Buffer(make([]byte, 1<<16), maxCopyLine)
	raw, err := in.line()
	if err != nil {
		return nil, err
	}
	if err := strict(raw, &in.head); err != nil || in.head.Format != copyFormat {
		return nil, bad("its first line is no head of format %q", copyFormat)
	}
	if in.chain, err = proof.Genesis(in.head.Algorithm); err != nil {
		return nil, bad("%v", err)
	}
	in.digest.Write(append(raw, '\n'))
	return in, nil
}

func bad(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrBadCopy, fmt.Sprintf(format, args...))
}

// strict decodes one JSON value and nothing else.
func strict(raw []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if dec.More() {
		return errors.New("more than one value")
	}
	return nil
}

func (c *copyReader) line() ([]byte, error) {
	if !c.lines.Scan() {
		if err := c.lines.Err(); err != nil {
			return nil, bad("%v", err)
		}
		return nil, bad("it ends before its end")
	}
	return c.lines.Bytes(), nil
}

// next gives the next event or key; nil after a good end.
func (c *copyReader) next() (*copyLine, error) {
	raw, err := c.line()
	if err != nil {
		return nil, err
	}
	var line copyLine
	if err := strict(raw, &line); err != nil {
		return nil, bad("after position %d: %v", c.position, err)
	}
	switch {
	case line.Event != nil && line.Key == nil && line.End == nil:
		err = c.event(line.Event)
	case line.Key != nil && line.Event == nil && line.End == nil:
		c.seen.Keys++
	case line.End != nil && line.Event == nil && line.Key == nil:
		return nil, c.end(*line.End)
	default:
		err = bad("after position %d: a line of no kind", c.position)
	}
	if err != nil {
		return nil, err
	}
	c.digest.Write(append(raw, '\n'))
	return &line, nil
}

func (c *copyReader) event(e *copyEvent) error {
	if e.Position != c.position+1 || c.seen.Keys > 0 {
		return bad("position %d comes after %d", e.Position, c.position)
	}
	next, err := proof.Chain(c.head.Algorithm, c.chain, e.link())
	if err != nil {
		return bad("position %d: %v", e.Position, err)
	}
	if hex.EncodeToString(next) != e.Digest {
		return bad("position %d is not what its digest says", e.Position)
	}
	c.chain, c.position = next, e.Position
	c.seen.Events++
	c.seen.Sealed += int64(len(e.Sealed))
	return nil
}

func (c *copyReader) end(end copyEnd) error {
	c.seen.SHA256 = hex.EncodeToString(c.digest.Sum(nil))
	switch {
	case end != c.seen:
		return bad("its end counts other lines than it has")
	case c.position != c.head.Position || hex.EncodeToString(c.chain) != c.head.Digest:
		return bad("it ends at another place than its head says")
	case c.lines.Scan():
		return bad("something comes after its end")
	case c.lines.Err() != nil:
		return bad("%v", c.lines.Err())
	}
	return nil
}
