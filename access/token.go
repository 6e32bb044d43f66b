package access

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Purpose says what a token is good for; one made for one thing opens no other.
type Purpose string

// The purposes. Invite and Reset are links that work once.
const (
	API    Purpose = "api"    // Authorization: Bearer, for programs
	Invite Purpose = "invite" // sets the first password
	Reset  Purpose = "reset"  // sets a new password
)

// How long a token may live at most.
const (
	apiLongest  = 366 * 24 * time.Hour
	linkLongest = 72 * time.Hour
)

const (
	tokenPrefix = "gk_" // lets scanners of leaked secrets know it
	tokenBytes  = 32
)

var (
	// ErrToken means that a token is malformed, unknown, or for another purpose.
	ErrToken = errors.New("token is not valid")
	// ErrTokenExpired means that its time is over.
	ErrTokenExpired = errors.New("token has expired")
	// ErrTokenUsed means that a link that works once was used, or a token ended.
	ErrTokenUsed = errors.New("token was used or ended")
)

// Token is what is stored of a token: never the secret itself.
type Token struct {
	Stored  string // SHA-256 of the secret in hex; the key to look it up by
	Person  string // login name
	Purpose Purpose
	Issued  time.Time
	Expires time.Time // first moment at which it is no longer good
	Ended   time.Time // when it was used up or revoked; zero = not
}

// NewToken draws a secret of 256 bits from random. The secret is shown to the
// person once and kept nowhere. A lifetime of zero, below zero, or above a year
// (links: 72 hours) is an error.
func NewToken(person string, purpose Purpose, now time.Time, lifetime time.Duration, random io.Reader) (secret string, t Token, err error) {
	longest := linkLongest
	switch purpose {
	case API:
		longest = apiLongest
	case Invite, Reset:
	default:
		return "", Token{}, fmt.Errorf("make token: unknown purpose %q", purpose)
	}
	if person == "" {
		return "", Token{}, errors.New("make token: for nobody")
	}
	if lifetime <= 0 || lifetime > longest {
		return "", Token{}, fmt.Errorf("make token: a lifetime of %s is not within (0, %s]", lifetime, longest)
	}
	raw := make([]byte, tokenBytes)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", Token{}, fmt.Errorf("make token: %w", err)
	}
	secret = tokenPrefix + base64.RawURLEncoding.EncodeToString(raw)
	return secret, Token{Stored: digest(secret), Person: person, Purpose: purpose, Issued: now, Expires: now.Add(lifetime)}, nil
}

// StoredToken is the key by which the token of a secret is looked up. A text
// that cannot be a secret gives ErrToken, without asking the store.
func StoredToken(secret string) (string, error) {
	body, ok := strings.CutPrefix(secret, tokenPrefix)
	if !ok || strings.ContainsAny(body, "\r\n") {
		return "", ErrToken
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(body)
	if err != nil || len(raw) != tokenBytes {
		return "", ErrToken
	}
	return digest(secret), nil
}

// Check says whether secret is t's and good for purpose at now. That a link
// works once is kept by its user: set Ended in the same transaction as what the
// link was for. It fails with ErrToken, ErrTokenUsed or ErrTokenExpired.
func (t Token) Check(secret string, purpose Purpose, now time.Time) error {
	stored, err := StoredToken(secret)
	if err != nil {
		return err
	}
	switch {
	case subtle.ConstantTimeCompare([]byte(stored), []byte(t.Stored)) != 1, t.Purpose != purpose:
		return ErrToken
	case !t.Ended.IsZero():
		return ErrTokenUsed
	case !now.Before(t.Expires):
		return ErrTokenExpired
	}
	return nil
}

func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
