package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

var (
	// ErrUnknownKey means that a record was sealed by a key the file lacks.
	ErrUnknownKey = errors.New("sealed with a key that is not in the key file")
	// ErrUnreadable means that a record was changed, cut, or belongs to another
	// owner or field.
	ErrUnreadable = errors.New("sealed record cannot be opened")
)

const (
	algorithmAESGCM = 1
	nonceSize       = 12
	tagSize         = 16
	headSize        = 1 + keyIDSize + nonceSize
	saltSize        = 32
)

// What a record holds; bound into its tag so that one cannot pass as the other.
const (
	contentText = 't'
	contentSalt = 's'
)

// Sealer seals and opens values with the keys of one key file. It may be used
// from many goroutines at once.
type Sealer struct {
	keys   []derived
	tokens []byte
}

type derived struct {
	id     keyID
	pseudo []byte // HKDF's pseudorandom key, extracted once
}

// NewSealer prepares the keys of a key file. The error is that of an empty Key.
func NewSealer(k Key) (*Sealer, error) {
	if len(k.masters) == 0 {
		return nil, errors.New("prepare sealing: no key")
	}
	s := &Sealer{}
	for _, m := range k.masters {
		pseudo, err := hkdf.Extract(sha256.New, m[:], []byte("gongkai seal v1"))
		if err != nil {
			return nil, fmt.Errorf("prepare sealing: %w", err)
		}
		s.keys = append(s.keys, derived{id: idOf(m), pseudo: pseudo})
	}
	tokens, err := hkdf.Expand(sha256.New, s.keys[0].pseudo, "token", keySize)
	if err != nil {
		return nil, fmt.Errorf("prepare sealing: %w", err)
	}
	s.tokens = tokens
	return s, nil
}

// Seal encrypts plaintext for one field of one owner (a stream) and commits to
// it. Ciphertext and salt go into the table of sealed values, the commitment
// (64 hex digits) into the event. The salt comes back sealed, see OpenSalt and
// the package comment. The error is that of random.
func (s *Sealer) Seal(owner, field, plaintext string, random io.Reader) (ciphertext, salt []byte, commitment string, err error) {
	var fresh [saltSize + 2*nonceSize]byte
	if _, err := io.ReadFull(random, fresh[:]); err != nil {
		return nil, nil, "", fmt.Errorf("seal %s: %w", field, err)
	}
	open, nonces := fresh[:saltSize], fresh[saltSize:]
	key := s.keys[len(s.keys)-1]
	aead, err := key.forOwner(owner)
	if err != nil {
		return nil, nil, "", fmt.Errorf("seal %s: %w", field, err)
	}
	ciphertext = lock(aead, key.id, nonces[:nonceSize], binding(contentText, owner, field), []byte(plaintext))
	salt = lock(aead, key.id, nonces[nonceSize:], binding(contentSalt, owner, field), open)
	return ciphertext, salt, Commitment(open, owner, field, plaintext), nil
}

// Open decrypts what Seal encrypted for the same owner and field. It fails with
// ErrUnknownKey or ErrUnreadable.
func (s *Sealer) Open(owner, field string, ciphertext []byte) (string, error) {
	plaintext, err := s.unlock(contentText, owner, field, ciphertext)
	if err != nil {
		return "", fmt.Errorf("open %s of %s: %w", field, owner, err)
	}
	return string(plaintext), nil
}

// OpenSalt opens the salt that Seal handed out: with it and the text anybody
// can check the commitment by Commitment. To be shown for single values only.
func (s *Sealer) OpenSalt(owner, field string, salt []byte) ([]byte, error) {
	open, err := s.unlock(contentSalt, owner, field, salt)
	if err != nil {
		return nil, fmt.Errorf("open salt of %s of %s: %w", field, owner, err)
	}
	return open, nil
}

// Commit makes the commitment of plaintext again from the stored salt, to be
// compared with the one in the event. It fails as OpenSalt does.
func (s *Sealer) Commit(salt []byte, owner, field, plaintext string) (string, error) {
	open, err := s.OpenSalt(owner, field, salt)
	if err != nil {
		return "", err
	}
	return Commitment(open, owner, field, plaintext), nil
}

// Commitment is HMAC-SHA256 (RFC 2104) in hex, keyed by the opened salt, over
// owner, field and plaintext, each behind its length as eight bytes big-endian.
func Commitment(salt []byte, owner, field, plaintext string) string {
	mac := hmac.New(sha256.New, salt)
	message := make([]byte, 0, 256)
	for _, part := range [...]string{owner, field, plaintext} {
		message = appendPart(message, part)
	}
	mac.Write(message)
	return hex.EncodeToString(mac.Sum(nil))
}

func appendPart(dst []byte, part string) []byte {
	return append(binary.BigEndian.AppendUint64(dst, uint64(len(part))), part...)
}

func (d derived) forOwner(owner string) (cipher.AEAD, error) {
	key, err := hkdf.Expand(sha256.New, d.pseudo, "owner "+owner, keySize)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func binding(content byte, owner, field string) []byte {
	b := make([]byte, 0, 2+16+len(owner)+len(field))
	b = append(b, algorithmAESGCM, content)
	return appendPart(appendPart(b, owner), field)
}

func lock(aead cipher.AEAD, id keyID, nonce, bound, plaintext []byte) []byte {
	out := make([]byte, 0, headSize+len(plaintext)+tagSize)
	out = append(out, algorithmAESGCM)
	out = append(out, id[:]...)
	out = append(out, nonce...)
	return aead.Seal(out, nonce, plaintext, bound)
}

func (s *Sealer) unlock(content byte, owner, field string, record []byte) ([]byte, error) {
	if len(record) < headSize+tagSize {
		return nil, fmt.Errorf("%w: too short", ErrUnreadable)
	}
	if record[0] != algorithmAESGCM {
		return nil, fmt.Errorf("%w: algorithm %d is unknown", ErrUnreadable, record[0])
	}
	key, err := s.keyOf(keyID(record[1 : 1+keyIDSize]))
	if err != nil {
		return nil, err
	}
	aead, err := key.forOwner(owner)
	if err != nil {
		return nil, err
	}
	nonce := record[1+keyIDSize : headSize]
	plaintext, err := aead.Open(nil, nonce, record[headSize:], binding(content, owner, field))
	if err != nil {
		return nil, fmt.Errorf("%w: changed, or of another owner or field", ErrUnreadable)
	}
	return plaintext, nil
}

// keyOf looks from the newest on: most records are read soon after they are made.
func (s *Sealer) keyOf(id keyID) (derived, error) {
	for i := len(s.keys) - 1; i >= 0; i-- {
		if s.keys[i].id == id {
			return s.keys[i], nil
		}
	}
	return derived{}, fmt.Errorf("%w: key %s", ErrUnknownKey, id)
}
