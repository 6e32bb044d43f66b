package law

import (
	"strings"
	"unicode"
)

// fold brings a word of a register or form to the shape in which words are
// compared: half width, lower case, without white space and punctuation. Copied
// tables lose brackets, quotes and line breaks in every way (“三安全 一稳定”).
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' { // full-width forms of ASCII
			r -= '！' - '!'
		}
		if r == '_' {
			return r
		}
		if unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.IsControl(r) || r == '\ufeff' || r == '\u200b' {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// index maps folded words to places in a table. A word that would mean two
// things is a mistake in the tables, found at start.
type index map[string]int

func (x index) put(word string, place int) {
	word = fold(word)
	if word == "" {
		return
	}
	if had, ok := x[word]; ok && had != place {
		panic("law: the word " + word + " has two meanings")
	}
	x[word] = place
}
