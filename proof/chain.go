package proof

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// SHA256 names the one algorithm known so far (FIPS 180-4).
const SHA256 = "sha256"

// TimeLayout is the one form of RecordedAt (RFC 3339, UTC, microseconds), for
// time.Time.Format after UTC(). Another spelling of the same instant gives
// another digest.
const TimeLayout = "2006-01-02T15:04:05.000000Z"

const (
	genesisTag = "gongkai/genesis/sha256/v1"
	chainTag   = "gongkai/chain/sha256/v1"
)

var (
	// ErrAlgorithm means that the log is chained by an algorithm unknown here.
	ErrAlgorithm = errors.New("unknown digest algorithm")
	// ErrPrevious means that the digest before is not one of this algorithm.
	ErrPrevious = errors.New("previous digest has the wrong length")
)

// Link is one event as the chain sees it: every column of the log but the digest.
type Link struct {
	Position   int64 // place in the whole log, from 1
	ID         string
	Stream     string // application:A/N, agency:A, calendar …
	Seq        int    // place in its stream, from 1
	Type       string
	OnDate     string // civil date in Asia/Shanghai, 2025-03-04, or empty
	RecordedAt string // in TimeLayout
	Actor      string
	Law        string
	Department string
	Data       string // JSON exactly as stored
}

// Genesis is the digest that stands before the first event. It fails with
// ErrAlgorithm.
func Genesis(algorithm string) ([]byte, error) {
	if algorithm != SHA256 {
		return nil, fmt.Errorf("begin chain: %w %q", ErrAlgorithm, algorithm)
	}
	digest := sha256.Sum256([]byte(genesisTag))
	return digest[:], nil
}

// Chain is the digest of l after the event with digest prev, in the format of
// the package comment. It fails with ErrAlgorithm or ErrPrevious.
func Chain(algorithm string, prev []byte, l Link) ([]byte, error) {
	if algorithm != SHA256 {
		return nil, fmt.Errorf("chain position %d: %w %q", l.Position, ErrAlgorithm, algorithm)
	}
	if len(prev) != sha256.Size {
		return nil, fmt.Errorf("chain position %d: %w: %d bytes", l.Position, ErrPrevious, len(prev))
	}
	// Most events fit, so that only the answer is allocated.
	var room [1024]byte
	digest := sha256.Sum256(appendLink(append(append(room[:0], chainTag...), prev...), l))
	return digest[:], nil
}

func appendLink(b []byte, l Link) []byte {
	b = binary.BigEndian.AppendUint64(b, uint64(l.Position))
	b = binary.BigEndian.AppendUint64(b, uint64(l.Seq))
	for _, text := range [...]string{l.ID, l.Stream, l.Type, l.OnDate, l.RecordedAt, l.Actor, l.Law, l.Department, l.Data} {
		b = binary.BigEndian.AppendUint64(b, uint64(len(text)))
		b = append(b, text...)
	}
	return b
}
