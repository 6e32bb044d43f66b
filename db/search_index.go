package db

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"gongkai/seal"
)

// indexKey turns pairs of characters into words of the search index. Words in the clear would undo the sealing, so a
// pair becomes one AES block under a key derived from the sealing key, cut to 40 bits: a rare collision shows a case too
// many, which the reader sees is not meant (matches checks the opened words). What remains visible to whoever copies the
// database is which applications share a pair.
type indexKey struct{ block cipher.Block }

const tokenBytes = 5

func newIndexKey(s *seal.Sealer) (indexKey, error) {
	key, err := hex.DecodeString(s.Token("search index", "v1"))
	if err != nil || len(key) < aes.BlockSize {
		return indexKey{}, fmt.Errorf("derive the search key: %d bytes: %w", len(key), err)
	}
	block, err := aes.NewCipher(key[:aes.BlockSize])
	if err != nil {
		return indexKey{}, fmt.Errorf("derive the search key: %w", err)
	}
	return indexKey{block}, nil
}

// tokens gives the words of the index for texts, each once, in order.
func (k indexKey) tokens(texts ...string) []string {
	seen := map[[tokenBytes]byte]struct{}{}
	var words []string
	for _, text := range texts {
		runes := []rune(plain(text))
		for i := 0; i+1 < len(runes); i++ {
			token := k.token(runes[i], runes[i+1])
			if _, ok := seen[token]; !ok {
				seen[token] = struct{}{}
				words = append(words, strings.ToLower(base32.StdEncoding.EncodeToString(token[:])))
			}
		}
	}
	slices.Sort(words)
	return words
}

// token: two characters are at most eight bytes of UTF-8 and so fit into one block.
func (k indexKey) token(a, b rune) [tokenBytes]byte {
	var in, out [aes.BlockSize]byte
	copy(in[:], string([]rune{a, b}))
	k.block.Encrypt(out[:], in[:])
	return [tokenBytes]byte(out[:])
}

// plain drops white space and punctuation, writes full-width characters half-width and capitals small, so that what is
// typed in a hurry is found.
func plain(text string) string {
	const fullFirst, fullLast, shift = '！', '～', '！' - '!'
	return strings.Map(func(r rune) rune {
		if r >= fullFirst && r <= fullLast {
			r -= shift
		}
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}
