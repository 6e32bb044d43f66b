package annual

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// typedNumber is a number a person typed where a figure of the tables could be quoted.
type typedNumber struct {
	key  string
	n    int64
	text string
}

// sums are the words by which reports quote the tables, with the key of each. They are tried in order; a number belongs to
// the words right before it.
var sums = []struct {
	key     string
	pattern *regexp.Regexp
}{
	{"carried_in", regexp.MustCompile(`(?:上(?:一)?年度?结转)` + amount)},
	{"carried_out", regexp.MustCompile(`(?:结转(?:至|到)?(?:下(?:一)?年度?|次年)(?:继续办理)?)` + amount)},
	{"new", regexp.MustCompile(`(?:(?:新收|收到|受理)(?:各类|公民)?(?:政府)?(?:信息公开|依申请公开)?(?:的)?(?:政府)?(?:信息公开)?(?:的)?申请)` + amount)},
	{"total", regexp.MustCompile(`(?:(?:办结|办理完毕|已办结)(?:政府信息公开)?(?:申请)?)` + amount)},
	{"partial", regexp.MustCompile(`(?:部分公开)` + amount)},
	{"refused", regexp.MustCompile(`(?:不予公开)` + amount)},
	{"disclosed", regexp.MustCompile(`(?:予以公开)` + amount)},
	{"unable", regexp.MustCompile(`(?:无法提供)` + amount)},
	{"not_processed", regexp.MustCompile(`(?:不予处理)` + amount)},
	{"other", regexp.MustCompile(`(?:其他处理)` + amount)},
	{"review", regexp.MustCompile(`(?:行政复议(?:案件|申请)?)` + amount)},
	{"litigation", regexp.MustCompile(`(?:行政诉讼(?:案件)?)` + amount)},
}

// amount is a number right behind the words, with a word of counting behind it.
const amount = `(?:的)?(?:共|共计|合计|总计|数量|数|为|有|计|：|:|\s){0,4}([0-9][0-9,，]{0,15})\s*(?:件|条|宗|起|份)`

// typedNumbers finds them, in sentences that do not speak of another year.
func typedNumbers(text string) []typedNumber {
	var out []typedNumber
	for _, sentence := range sentences(narrowDigits(text)) {
		if strings.Contains(sentence, "上年同期") || strings.Contains(sentence, "去年") {
			continue
		}
		taken := map[int]bool{}
		for _, s := range sums {
			for _, at := range s.pattern.FindAllStringSubmatchIndex(sentence, -1) {
				if taken[at[2]] {
					continue
				}
				taken[at[2]] = true
				n, err := strconv.ParseInt(strings.NewReplacer(",", "", "，", "").Replace(sentence[at[2]:at[3]]), 10, 64)
				if err == nil {
					out = append(out, typedNumber{s.key, n, sentence[at[0]:at[1]]})
				}
			}
		}
	}
	return out
}

func (t typedNumber) agrees(accepted []int64) bool { return slices.Contains(accepted, t.n) }

// QuotedIn gives the numbers typed into the words, for rule B6: placeholders are left out, for they cannot differ. Where a
// number is typed twice, the one that differs from the tables counts.
func (r Report) QuotedIn(words Prose) map[string]Figure {
	var out map[string]Figure
	for _, chapter := range []int{1, 4, 6} {
		for _, t := range typedNumbers(place.ReplaceAllString(words[chapter], "□")) {
			accepted, ok := r.quotable(t.key)
			if _, seen := out[t.key]; seen && (!ok || t.agrees(accepted)) {
				continue
			}
			if out == nil {
				out = map[string]Figure{}
			}
			out[t.key] = Count(t.n)
		}
	}
	return out
}

// WithWords gives the report with rule B6 judged by the numbers typed into its words.
func (r Report) WithWords(words Prose) Report {
	quoted := r.QuotedIn(words)
	if len(quoted) == 0 {
		return r
	}
	r.Quoted = quoted
	r.Checks = slices.Clone(r.Checks)
	for i, c := range r.Checks {
		if c.Rule == "B6" {
			r.Checks[i] = prose(r)
		}
	}
	return r
}
