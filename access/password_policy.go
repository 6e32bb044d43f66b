package access

import (
	_ "embed"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	passwordMinimum  = 10 // characters, a Chinese one counts as one
	passwordMaxBytes = 256
	distinctMinimum  = 5
)

// Why a new password is not accepted. Length and known words are what helps;
// rules about kinds of characters are left out on purpose (NIST SP 800-63B).
var (
	ErrPasswordShort  = errors.New("password has fewer than 10 characters")
	ErrPasswordLong   = errors.New("password is longer than 256 bytes")
	ErrPasswordLogin  = errors.New("password holds the login name")
	ErrPasswordCommon = errors.New("password is one of the most common")
	ErrPasswordPlain  = errors.New("password repeats or counts")
)

//go:embed common_passwords.txt
var commonPasswords string

// CheckPassword says whether login may choose password, by one of the errors
// above. Small and capital letters are taken as the same.
func CheckPassword(login, password string) error {
	if utf8.RuneCountInString(password) < passwordMinimum {
		return ErrPasswordShort
	}
	if len(password) > passwordMaxBytes {
		return ErrPasswordLong
	}
	lower, login := strings.ToLower(password), strings.ToLower(strings.TrimSpace(login))
	// A very short login name stands in many good passwords by chance.
	if lower == login || utf8.RuneCountInString(login) >= 4 && strings.Contains(lower, login) {
		return ErrPasswordLogin
	}
	if plain(lower) {
		return ErrPasswordPlain
	}
	for common := range strings.Lines(commonPasswords) {
		common = strings.TrimSpace(common)
		// 密码 made longer by a mark or a year is as well known as itself.
		if common != "" && (lower == common || trimmed(lower) == common) {
			return ErrPasswordCommon
		}
	}
	return nil
}

func trimmed(password string) string {
	return strings.TrimRightFunc(password, func(r rune) bool {
		return unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.IsSpace(r)
	})
}

// plain finds few different characters (1111122222) and runs (abcdefghij,
// 9876543210).
func plain(password string) bool {
	seen := map[rune]bool{}
	var before rune
	up, down, count := 0, 0, 0
	for _, r := range password {
		seen[r] = true
		if r == before+1 {
			up++
		}
		if r == before-1 {
			down++
		}
		before = r
		count++
	}
	return len(seen) < distinctMinimum || max(up, down) >= count-2
}
