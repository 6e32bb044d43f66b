package workflow

import (
	"strings"
	"unicode"
)

// Similarity tells how much two texts have in common, 0 to 100: the pairs of neighbouring characters that both hold,
// twice counted, of the pairs of each (Dice). White space, punctuation, width and case do not matter. Texts of fewer than
// two characters resemble nothing.
func Similarity(a, b string) int {
	x, y := bigrams(a), bigrams(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	both := 0
	for pair := range x {
		if y[pair] {
			both++
		}
	}
	return 200 * both / (len(x) + len(y))
}

func bigrams(text string) map[[2]rune]bool {
	runes := []rune(bare(text))
	pairs := make(map[[2]rune]bool, len(runes))
	for i := 0; i+1 < len(runes); i++ {
		pairs[[2]rune{runes[i], runes[i+1]}] = true
	}
	return pairs
}

// bare keeps letters and numbers, full-width ones written half-width, capitals small.
func bare(text string) string {
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
