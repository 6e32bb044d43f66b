package annual

import "regexp"

const (
	shortestSentence = 16   // characters; shorter ones are alike by chance
	alike            = 0.92 // of pairs of characters in common (Dice)
)

var anyNumber = regexp.MustCompile(`[0-9]+`)

// leftOver finds sentences that stand nearly so in any chapter of the year before. Numbers and placeholders do not count:
// a sentence with this year's number in last year's words is what is looked for.
func leftOver(chapter int, paragraphs []Paragraph, last Prose) []Finding {
	var before []map[[2]rune]int
	for _, text := range last {
		for _, s := range sentences(text) {
			if pairs := pairsOf(s); pairs != nil {
				before = append(before, pairs)
			}
		}
	}
	var out []Finding
	for i, p := range paragraphs {
		for _, s := range sentences(p.String()) {
			pairs := pairsOf(s)
			for _, old := range before {
				if pairs != nil && similar(pairs, old) >= alike {
					out = append(out, finding("left_over", chapter, i+1, shorten(s)))
					break
				}
			}
		}
	}
	return out
}

// pairsOf counts the pairs of neighbouring characters; nil for a short sentence, and for one that quotes figures and is
// written anew by them each year.
func pairsOf(sentence string) map[[2]rune]int {
	if place.MatchString(sentence) {
		return nil
	}
	r := []rune(anyNumber.ReplaceAllString(narrowDigits(sentence), "0"))
	if len(r) < shortestSentence {
		return nil
	}
	out := make(map[[2]rune]int, len(r))
	for i := range len(r) - 1 {
		out[[2]rune{r[i], r[i+1]}]++
	}
	return out
}

// similar is the coefficient of Dice over two bags of pairs.
func similar(a, b map[[2]rune]int) float64 {
	common, all := 0, 0
	for pair, n := range a {
		common += min(n, b[pair])
		all += n
	}
	for _, n := range b {
		all += n
	}
	return 2 * float64(common) / float64(all)
}
