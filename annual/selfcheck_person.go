package annual

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// personalDatum is one thing that may belong to a person.
type personalDatum struct {
	code   string
	masked string
	mobile bool
}

var (
	digitRun = regexp.MustCompile(`[0-9](?:[ \-]?[0-9]){6,29}[Xx]?`)
	landline = regexp.MustCompile(`^0[0-9]{2,3}-[0-9]{7,8}$`)
	email    = regexp.MustCompile(`[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+`)
	// A road or village, and a number of a house, a stair, a room or a group of villagers behind it.
	street = regexp.MustCompile(`[\p{Han}]{1,20}(?:路|街|巷|弄|大道|村|社区|小区|花园|苑|新村|屯)[\p{Han}0-9]{0,10}?[0-9一二三四五六七八九十]{1,5}(?:号楼|号|栋|幢|单元|室|组)`)
)

// personal finds what looks like data of a person: identity numbers, cards and phones by their digits, addresses by
// their shape. Full-width digits count as digits.
func personal(text string) []personalDatum {
	text = narrowDigits(text)
	var out []personalDatum
	for _, at := range digitRun.FindAllStringIndex(text, -1) {
		run := text[at[0]:at[1]]
		if at[0] > 0 && isWordByte(text[at[0]-1]) || at[1] < len(text) && isWordByte(text[at[1]]) {
			continue // part of a longer word, as a digest
		}
		parts := []string{run}
		if numberOf(run) == "" { // two numbers side by side
			parts = strings.FieldsFunc(run, func(r rune) bool { return r == ' ' || r == '-' })
		}
		for _, part := range parts {
			if code := numberOf(part); code != "" {
				out = append(out, personalDatum{code, mask(part), code == "personal_phone" && !landline.MatchString(part)})
			}
		}
	}
	for _, found := range email.FindAllString(text, -1) {
		out = append(out, personalDatum{code: "personal_email", masked: mask(found)})
	}
	for _, found := range street.FindAllString(text, -1) {
		out = append(out, personalDatum{code: "personal_street", masked: found})
	}
	return out
}

func isWordByte(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '.' || b == '_'
}

func narrowDigits(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == 'Ｘ':
			return 'X'
		case r == '－' || r == '—' || r == '‐':
			return '-'
		}
		return r
	}, text)
}

// numberOf tells what a run of digits is; "" when it is nothing of a person's.
func numberOf(run string) string {
	if landline.MatchString(run) {
		return "personal_phone"
	}
	digits := strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return -1
		}
		return r
	}, run)
	switch {
	case identityNumber(digits):
		return "personal_id"
	case len(digits) == 11 && digits[0] == '1' && digits[1] >= '3' && allDigits(digits):
		return "personal_phone"
	case len(digits) >= 16 && len(digits) <= 19 && digits[0] >= '3' && digits[0] <= '6' && luhn(digits):
		return "personal_card"
	}
	return ""
}

// identityNumber is the citizen identity number of GB 11643—1999: six digits of a place, a birthday, three of a series
// and a check character (ISO 7064, MOD 11-2); also the older one of 15 digits.
func identityNumber(s string) bool {
	switch len(s) {
	case 15:
		_, err := time.Parse("20060102", "19"+s[6:12])
		return err == nil && allDigits(s) && s[0] >= '1' && s[0] <= '8'
	case 18:
		birth, err := time.Parse("20060102", s[6:14])
		if err != nil || birth.Year() < 1880 || !allDigits(s[:17]) || s[0] < '1' || s[0] > '9' {
			return false
		}
		return s[17] == checkCharacter(s[:17]) || s[17] == 'x' && checkCharacter(s[:17]) == 'X'
	}
	return false
}

// checkCharacter gives the 18th character of an identity number.
func checkCharacter(s string) byte {
	const radix, modulus = 2, 11
	sum := 0
	for _, r := range []byte(s) {
		sum = (sum + int(r-'0')) * radix % modulus
	}
	return "10X98765432"[sum]
}

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// luhn checks the last digit of a card (ISO/IEC 7812-1).
func luhn(s string) bool {
	if !allDigits(s) {
		return false
	}
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// mask keeps the ends, so that the writer finds the place and a list of findings gives nothing away.
func mask(s string) string {
	const kept = 3
	n := utf8.RuneCountInString(s)
	if n <= 2*kept {
		return strings.Repeat("*", n)
	}
	r := []rune(s)
	return string(r[:kept]) + strings.Repeat("*", n-2*kept) + string(r[n-kept:])
}
