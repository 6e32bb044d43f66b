package annual

import (
	"fmt"
	"strconv"
	"strings"
)

// fenPerUnit: table 2 gives fees in 万元 (10,000 yuan); figures hold 分 (0.01 yuan), so no digit is ever rounded.
const (
	fenPerUnit = 1_000_000
	fenDigits  = 6
)

// ParseFees reads an amount in 万元 as printed ("14722.49") and gives it in 分.
//
// It errs on anything but digits with at most six decimals.
func ParseFees(s string) (int64, error) {
	fen, ok, err := feesInFen(s)
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, fmt.Errorf("read fees: %w: %s", ErrFigure, shorten(s))
	}
	return fen, nil
}

// FormatFees prints 分 as 万元, with trailing zeros cut and 0 as 0 (rulebook 6.2). An amount the form's four decimals
// cannot hold is rounded to the nearest 元 (halves up).
func FormatFees(fen int64) string {
	sign := ""
	if fen < 0 {
		sign, fen = "-", -fen
	}
	const perYuan = 100
	yuan := (fen + perYuan/2) / perYuan
	const yuanPerUnit = 10_000
	whole, rest := yuan/yuanPerUnit, yuan%yuanPerUnit
	if whole == 0 && rest == 0 {
		return "0"
	}
	out := sign + strconv.FormatInt(whole, 10)
	if rest != 0 {
		out += "." + strings.TrimRight(fmt.Sprintf("%04d", rest), "0")
	}
	return out
}

// exactFees prints 分 as 万元 with every digit, for JSON, which is read back.
func exactFees(fen int64) string {
	sign := ""
	if fen < 0 {
		sign, fen = "-", -fen
	}
	out := sign + strconv.FormatInt(fen/fenPerUnit, 10)
	if rest := fen % fenPerUnit; rest != 0 {
		out += "." + strings.TrimRight(fmt.Sprintf("%06d", rest), "0")
	}
	return out
}

func feesInFen(s string) (int64, bool, error) {
	digits, negative := strings.CutPrefix(s, "-")
	whole, rest, dot := strings.Cut(digits, ".")
	if whole == "" || strings.Trim(whole, "0123456789") != "" || strings.Trim(rest, "0123456789") != "" ||
		dot && rest == "" {
		return 0, false, nil
	}
	if strings.TrimRight(rest, "0") != "" && len(strings.TrimRight(rest, "0")) > fenDigits {
		return 0, false, nil
	}
	rest = (strings.TrimRight(rest, "0") + strings.Repeat("0", fenDigits))[:fenDigits]
	n, err := strconv.ParseInt(strings.TrimLeft(whole, "0")+rest, 10, 64)
	if err != nil || n > largest {
		return 0, false, fmt.Errorf("read fees: %w: too large: %s", ErrFigure, shorten(s))
	}
	if negative {
		n = -n
	}
	return n, true, nil
}
