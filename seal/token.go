package seal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Token is a keyed hash (64 hex digits) by which the same applicant is
// recognised without the number being readable; kind is the id_type (id_card,
// passport, unified_code …). Spaces around it, letter case and full-width
// characters do not matter. An empty value gives an empty token: two people who
// gave no number are not the same person.
func (s *Sealer) Token(kind, value string) string {
	value = plainForm(value)
	if value == "" {
		return ""
	}
	mac := hmac.New(sha256.New, s.tokens)
	mac.Write(appendPart(appendPart(nil, kind), value))
	return hex.EncodeToString(mac.Sum(nil))
}

// plainForm undoes what Chinese input methods do to numbers: １１０…ｘ is 110…X.
func plainForm(value string) string {
	const fullFirst, fullLast, fullSpace, shift = '！', '～', '\u3000', '！' - '!'
	half := strings.Map(func(r rune) rune {
		switch {
		case r == fullSpace:
			return ' '
		case r >= fullFirst && r <= fullLast:
			return r - shift
		}
		return r
	}, value)
	return strings.ToUpper(strings.TrimSpace(half))
}
