package seal

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

const (
	keySize     = 32
	keyIDSize   = 4
	checkSize   = 8
	keyFileMax  = 64 << 10
	formatWords = "gongkai key file"
	formatHead  = formatWords + " 1"
)

var (
	// ErrNotKeyFile means that the text is no key file of a format known here.
	ErrNotKeyFile = errors.New("not a gongkai key file")
	// ErrDamaged means that a key file is cut short, mistyped or changed.
	ErrDamaged = errors.New("key file is damaged")
)

type keyID [keyIDSize]byte

func (id keyID) String() string { return hex.EncodeToString(id[:]) }

// Key is the content of a key file: one or more master keys, oldest first.
// Its methods and its printed form never show key material.
type Key struct {
	masters [][keySize]byte
}

// IDs names the keys, oldest first, each by eight hex digits that tell nothing
// about the key itself. The last one is the key that seals.
func (k Key) IDs() []string {
	ids := make([]string, len(k.masters))
	for i, m := range k.masters {
		ids[i] = idOf(m).String()
	}
	return ids
}

// String names the keys, so that a key printed by mistake gives nothing away.
func (k Key) String() string { return "seal.Key(" + strings.Join(k.IDs(), " ") + ")" }

// GoString is String, for %#v.
func (k Key) GoString() string { return k.String() }

func idOf(master [keySize]byte) keyID {
	h := sha256.New()
	h.Write([]byte("gongkai seal key id v1"))
	h.Write(master[:])
	return keyID(h.Sum(nil)[:keyIDSize])
}

// with returns k and one more master key drawn from random.
func (k Key) with(random io.Reader) (Key, error) {
	var m [keySize]byte
	if _, err := io.ReadFull(random, m[:]); err != nil {
		return Key{}, fmt.Errorf("draw a key: %w", err)
	}
	for _, old := range k.masters {
		// Two keys of one id could not be told apart in a record.
		if idOf(old) == idOf(m) {
			return Key{}, errors.New("draw a key: its id is taken, try again")
		}
	}
	masters := append(append([][keySize]byte(nil), k.masters...), m)
	return Key{masters: masters}, nil
}

func (k Key) lines() string {
	var b strings.Builder
	b.WriteString(formatHead + "\n")
	for i, m := range k.masters {
		fmt.Fprintf(&b, "key %d %s %s\n", i+1, idOf(m), hex.EncodeToString(m[:]))
	}
	return b.String()
}

func checkOf(lines string) string {
	sum := sha256.Sum256([]byte(lines))
	return hex.EncodeToString(sum[:checkSize])
}

func (k Key) encode() []byte {
	lines := k.lines()
	head, keys, _ := strings.Cut(lines, "\n")
	return []byte(head + "\n" +
		"# 密钥文件：丢失后姓名、号码、文字永久无法读取。请单独备份，勿与数据库同放。\n" +
		"# Lose this file and sealed names, numbers and words are unreadable for ever.\n" +
		"# Back it up, apart from the database.\n" +
		keys + "check " + checkOf(lines) + "\n")
}

// decodeKey reads the text of a key file. Line ends, comments, spacing and
// case of the digits do not matter: a copy typed from paper is as good.
func decodeKey(text []byte) (Key, error) {
	lines := meaningful(string(text))
	if len(lines) == 0 || !strings.HasPrefix(lines[0], formatWords+" ") {
		return Key{}, ErrNotKeyFile
	}
	if lines[0] != formatHead {
		return Key{}, fmt.Errorf("%w: format %q, this program knows 1", ErrNotKeyFile,
			strings.TrimPrefix(lines[0], formatWords+" "))
	}
	last, ok := strings.CutPrefix(lines[len(lines)-1], "check ")
	if !ok {
		return Key{}, fmt.Errorf("%w: it ends without its check line", ErrDamaged)
	}
	var k Key
	seen := map[keyID]bool{}
	for i, line := range lines[1 : len(lines)-1] {
		m, err := decodeKeyLine(line, i+1)
		if err != nil {
			return Key{}, err
		}
		if seen[idOf(m)] {
			return Key{}, fmt.Errorf("%w: key %d is there twice", ErrDamaged, i+1)
		}
		seen[idOf(m)] = true
		k.masters = append(k.masters, m)
	}
	if len(k.masters) == 0 {
		return Key{}, fmt.Errorf("%w: it holds no key", ErrDamaged)
	}
	if last != checkOf(k.lines()) {
		return Key{}, fmt.Errorf("%w: the check does not fit the keys", ErrDamaged)
	}
	return k, nil
}

// decodeKeyLine never quotes the line in an error: it is the secret.
func decodeKeyLine(line string, number int) ([keySize]byte, error) {
	var m [keySize]byte
	words := strings.Split(line, " ")
	if len(words) != 4 || words[0] != "key" || words[1] != strconv.Itoa(number) {
		return m, fmt.Errorf("%w: expected key %d", ErrDamaged, number)
	}
	raw, err := hex.DecodeString(words[3])
	if err != nil || len(raw) != keySize {
		return m, fmt.Errorf("%w: key %d is not 64 hex digits", ErrDamaged, number)
	}
	copy(m[:], raw)
	if words[2] != idOf(m).String() {
		return m, fmt.Errorf("%w: key %d does not fit its id", ErrDamaged, number)
	}
	return m, nil
}

func meaningful(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		line = strings.ToLower(strings.Join(strings.Fields(line), " "))
		if line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}
