package access

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// phc is a hash in the form of the password hashing competition:
// $argon2id$v=19$m=19456,t=2,p=1$SALT$DIGEST, base64 without padding.
type phc struct {
	memory uint32 // KiB
	passes uint32
	lanes  uint8
	salt   []byte
	digest []byte
}

// What a stored hash may ask of the machine: a changed row must not be able to
// take all memory or run for minutes.
const (
	memoryMost = 256 * 1024
	passesMost = 16
	lanesMost  = 16
	partLeast  = 8
	partMost   = 64
)

const phcHead = "$argon2id$v=19$"

func (p phc) encode() string {
	return fmt.Sprintf("%sm=%d,t=%d,p=%d$%s$%s", phcHead, p.memory, p.passes, p.lanes,
		base64.RawStdEncoding.EncodeToString(p.salt), base64.RawStdEncoding.EncodeToString(p.digest))
}

// parsePHC accepts exactly what encode makes, within the limits. Its errors do
// not quote the hash.
func parsePHC(text string) (phc, error) {
	rest, ok := strings.CutPrefix(text, phcHead)
	parts := strings.Split(rest, "$")
	if !ok || len(parts) != 3 {
		return phc{}, fmt.Errorf("%w: not argon2id, version 19", ErrPasswordHash)
	}
	var p phc
	settings := strings.Split(parts[0], ",")
	if len(settings) != 3 {
		return phc{}, fmt.Errorf("%w: settings are not m, t, p", ErrPasswordHash)
	}
	memory, okM := setting(settings[0], "m=", memoryMost)
	passes, okT := setting(settings[1], "t=", passesMost)
	lanes, okP := setting(settings[2], "p=", lanesMost)
	if !okM || !okT || !okP || memory < 8*lanes {
		return phc{}, fmt.Errorf("%w: settings out of bounds", ErrPasswordHash)
	}
	p.memory, p.passes, p.lanes = memory, passes, uint8(lanes)
	var err error
	if p.salt, err = part(parts[1]); err != nil {
		return phc{}, err
	}
	if p.digest, err = part(parts[2]); err != nil {
		return phc{}, err
	}
	return p, nil
}

// setting reads a number from 1 to most, written without sign or leading zero.
func setting(text, name string, most uint32) (uint32, bool) {
	digits, ok := strings.CutPrefix(text, name)
	n, err := strconv.ParseUint(digits, 10, 32)
	if !ok || err != nil || n < 1 || n > uint64(most) || strconv.FormatUint(n, 10) != digits {
		return 0, false
	}
	return uint32(n), true
}

func part(text string) ([]byte, error) {
	// The decoder passes over line ends, which would let one hash be written in
	// many ways.
	if strings.ContainsAny(text, "\r\n") {
		return nil, fmt.Errorf("%w: line end in base64", ErrPasswordHash)
	}
	raw, err := base64.RawStdEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) < partLeast || len(raw) > partMost {
		return nil, fmt.Errorf("%w: salt or digest", ErrPasswordHash)
	}
	return raw, nil
}
