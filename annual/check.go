package annual

import (
	"fmt"
	"strings"
)

// Verdict is the outcome of a rule; the zero value is undecided.
type Verdict uint8

// A rule that stands on an unknown cell is undecided, never broken.
const (
	Undecided Verdict = iota
	Holds
	Broken
)

// MarshalJSON writes true, false or null.
func (v Verdict) MarshalJSON() ([]byte, error) {
	switch v {
	case Holds:
		return []byte("true"), nil
	case Broken:
		return []byte("false"), nil
	case Undecided:
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads the same.
func (v *Verdict) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "true":
		*v = Holds
	case "false":
		*v = Broken
	case "null":
		*v = Undecided
	default:
		return fmt.Errorf("read verdict: want true, false or null, have %s", shorten(string(b)))
	}
	return nil
}

// Check is the outcome of one rule over a whole report. Its detail names every relation that is broken (table, column
// or row, and both numbers), or how many are undecided, or that all hold.
type Check struct {
	Rule     string  `json:"rule"` // B1 … B8
	OK       Verdict `json:"ok"`
	Hard     bool    `json:"hard"` // a broken one makes the report wrong; the others warn
	Detail   string  `json:"detail"`
	DetailEn string  `json:"detail_en"`
	// Cases are the numbers of the applications behind a rule that does not hold, where they are known.
	Cases []string `json:"cases,omitempty"`
}

// Text gives the detail in English when lang begins with "en", else in Chinese.
func (c Check) Text(lang string) string {
	if english(lang) {
		return c.DetailEn
	}
	return c.Detail
}

// Sound reports whether no hard rule is broken: B1, B2, B3, B5, B8 decide, B4 is a difference to explain, B6 and B7
// warn.
func Sound(checks []Check) bool {
	for _, c := range checks {
		if c.Hard && c.OK == Broken {
			return false
		}
	}
	return true
}

// told is one sentence in both languages.
type told struct{ zh, en string }

// tally gathers the relations of one rule.
type tally struct {
	holds, open int
	broken      []told
}

func (t *tally) add(v Verdict, sentence told) {
	switch v {
	case Holds:
		t.holds++
	case Undecided:
		t.open++
	case Broken:
		t.broken = append(t.broken, sentence)
	}
}

// named bounds how many broken relations a detail lists; a report with more is beyond cell-by-cell repair.
const named = 40

func (t *tally) check(rule string, hard bool, meaning told) Check {
	c := Check{Rule: rule, Hard: hard}
	switch {
	case len(t.broken) > 0:
		c.OK = Broken
		list := t.broken[:min(named, len(t.broken))]
		zh, en := make([]string, len(list)), make([]string, len(list))
		for i, s := range list {
			zh[i], en[i] = s.zh, s.en
		}
		c.Detail, c.DetailEn = strings.Join(zh, "；"), strings.Join(en, "; ")
		if more := len(t.broken) - len(list); more > 0 {
			c.Detail += fmt.Sprintf("；另有 %d 处", more)
			c.DetailEn += fmt.Sprintf("; and %d more", more)
		}
	case t.open > 0:
		c.Detail = fmt.Sprintf("%s：%d 处成立，%d 处因数字未知无法判断", meaning.zh, t.holds, t.open)
		c.DetailEn = fmt.Sprintf("%s: %d hold, %d undecided because a number is unknown", meaning.en, t.holds, t.open)
	case t.holds > 0:
		c.OK = Holds
		c.Detail = fmt.Sprintf("%s：%d 处全部成立", meaning.zh, t.holds)
		c.DetailEn = fmt.Sprintf("%s: all %d hold", meaning.en, t.holds)
	}
	return c
}

// undecided is a rule whose other side is not at hand.
func undecided(rule string, why told) Check {
	return Check{Rule: rule, Detail: why.zh, DetailEn: why.en}
}
