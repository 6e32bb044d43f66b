package annual

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	yearWord = regexp.MustCompile(`((?:19|20)[0-9]{2})\s*年度?`)
	titled   = regexp.MustCompile(`《[^》]*》|〔[^〕]*〕|［[^］]*］|\[[^\]]*\]|（[^）]*(?:修订|施行|印发|公布|令第)[^）]*）`)
	compared = regexp.MustCompile(`比|较|同期|上年|去年|上一年|以来|自|至|结转|起`)
)

// wrongYears finds years in a paragraph that are neither the report's nor explained: the year before where a sentence
// compares, the year after where it plans. Numbers of circulars and titles of laws are no years of the report. A period of
// report that begins on 1 January of another year is always wrong.
func wrongYears(text string, year int) []string {
	text = titled.ReplaceAllStringFunc(narrowDigits(text), func(s string) string { return strings.Repeat("□", len([]rune(s))) })
	var out []string
	for _, sentence := range sentences(text) {
		for _, at := range yearWord.FindAllStringSubmatchIndex(sentence, -1) {
			if at[0] > 0 && isWordByte(sentence[at[0]-1]) {
				continue
			}
			n, err := strconv.Atoi(sentence[at[2]:at[3]])
			if err != nil {
				continue
			}
			rest := sentence[at[1]:]
			period := strings.HasPrefix(rest, "1月1日") && strings.Contains(rest, "12月31日")
			switch {
			case n == year:
			case !period && n == year+1:
			case !period && n < year && compared.MatchString(sentence):
			default:
				out = append(out, shorten(sentence))
			}
		}
	}
	return out
}

// sentences parts a paragraph at the ends of sentences.
func sentences(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("。；！？\n", r) })
}
