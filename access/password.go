package access

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/argon2"
)

// What new passwords are hashed with: argon2id (RFC 9106), the second choice of
// OWASP's list, for machines with little memory. Raise it here: older hashes
// go on working and are renewed at the next sign-in (see Verify).
const (
	hashMemory   = 19 * 1024 // KiB
	hashPasses   = 2
	hashLanes    = 1
	saltLength   = 16
	digestLength = 32
)

// Hasher hashes passwords, a bounded number at a time: each takes 19 MiB and
// some 20-40 ms of a core, and without a bound a flood of sign-ins would take
// the machine.
type Hasher struct {
	slots chan struct{}
}

// NewHasher makes a Hasher that works on at most concurrent passwords at once
// (at least one); one a core is a good choice.
func NewHasher(concurrent int) *Hasher {
	return &Hasher{slots: make(chan struct{}, max(1, concurrent))}
}

// Hash makes the text to store for a password, in PHC form, with a salt drawn
// from random. It does not judge the password: CheckPassword does. It fails
// when ctx ends while waiting for its turn, or when random does.
func (h *Hasher) Hash(ctx context.Context, password string, random io.Reader) (string, error) {
	p := phc{memory: hashMemory, passes: hashPasses, lanes: hashLanes, salt: make([]byte, saltLength)}
	if _, err := io.ReadFull(random, p.salt); err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	digest, err := h.derive(ctx, password, p, digestLength)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	p.digest = digest
	return p.encode(), nil
}

// Verify says whether password is the one stored, and whether the stored text
// is weaker than what Hash makes now: then hash the password again and store
// that. For a login name that nobody has, pass an empty stored: the answer is
// no and takes as long, so that time does not tell who exists. It fails when
// ctx ends, or with ErrPasswordHash when stored is no hash.
func (h *Hasher) Verify(ctx context.Context, stored, password string) (ok, renew bool, err error) {
	p := phc{memory: hashMemory, passes: hashPasses, lanes: hashLanes,
		salt: make([]byte, saltLength), digest: make([]byte, digestLength)}
	if stored != "" {
		if p, err = parsePHC(stored); err != nil {
			return false, false, fmt.Errorf("verify password: %w", err)
		}
	}
	if len(password) > passwordMaxBytes {
		password = "" // still takes its time, and is nobody's
	}
	digest, err := h.derive(ctx, password, p, len(p.digest))
	if err != nil {
		return false, false, fmt.Errorf("verify password: %w", err)
	}
	ok = subtle.ConstantTimeCompare(digest, p.digest) == 1 && stored != "" && password != ""
	return ok, ok && p.weak(), nil
}

func (h *Hasher) derive(ctx context.Context, password string, p phc, length int) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.slots }()
	return argon2.IDKey([]byte(password), p.salt, p.passes, p.memory, p.lanes, uint32(length)), nil
}

func (p phc) weak() bool {
	return p.memory < hashMemory || p.passes < hashPasses || len(p.salt) < saltLength || len(p.digest) < digestLength
}

// ErrPasswordHash means that a stored hash is not in the form Hash makes.
var ErrPasswordHash = errors.New("stored password hash is not readable")
