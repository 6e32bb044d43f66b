package annual

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// State says what is known of one printed cell.
type State uint8

// The states of a cell. Published tables leave cells blank or write "/" where a number does not apply; a copy of a
// published table may have lost a cell. The three must not be confused: a blank part of a sum is nothing, a lost one
// could be anything.
const (
	Unknown State = iota // not recovered, null in JSON
	Number               // N holds it
	Blank                // published empty, or with a stroke (Text keeps the stroke)
	Words                // published with words or a fraction in place of a whole number; Text holds them
)

// Figure is one cell of a report. The zero value is an unknown cell.
type Figure struct {
	State State
	N     int64  // the number; amounts of fees in 分 (0.01 yuan), everything else a count
	Text  string // what was printed, when that was not a plain number; of a number what stands beside it, （其中修订16件）
}

// largest is far above any figure met (27.6 million licences, 25.85 billion yuan = 2.6e12 分) and small enough that
// sums over every body of the country stay inside 64 bits.
const largest = int64(1e14)

// ErrFigure means that a cell holds something a figure cannot be.
var ErrFigure = errors.New("not a figure")

// Count gives the figure of a number.
func Count(n int64) Figure { return Figure{State: Number, N: n} }

// String gives the cell as it is printed: digits and remark, "" for unknown and blank, else the words.
func (f Figure) String() string {
	if f.State == Number {
		return f.beside(strconv.FormatInt(f.N, 10))
	}
	return f.Text
}

// beside prints digits with the remark.
func (f Figure) beside(digits string) string { return digits + f.Text }

// Equal reports whether two cells say the same; a blank says 0.
func (f Figure) Equal(g Figure) bool {
	a, aok := f.part()
	b, bok := g.part()
	if aok && bok {
		return a == b
	}
	return f.State == g.State && f.Text == g.Text
}

// part is the cell as a part of a sum: a blank adds nothing, an unknown cell or words leave the sum open.
func (f Figure) part() (int64, bool) {
	switch f.State {
	case Number:
		return f.N, true
	case Blank:
		return 0, true
	case Unknown, Words:
	}
	return 0, false
}

func (f Figure) plus(g Figure) Figure {
	a, aok := f.part()
	b, bok := g.part()
	if !aok || !bok {
		return Figure{}
	}
	return Count(a + b)
}

// MarshalJSON writes a number (as text where a remark stands beside it), null for unknown, and the text ("" for blank) otherwise.
func (f Figure) MarshalJSON() ([]byte, error) {
	text := f.Text
	switch f.State {
	case Number:
		if f.Text == "" {
			return strconv.AppendInt(nil, f.N, 10), nil
		}
		text = f.String()
	case Unknown:
		return []byte("null"), nil
	case Blank, Words:
	}
	b, err := json.Marshal(text)
	if err != nil {
		return nil, fmt.Errorf("write figure: %w", err)
	}
	return b, nil
}

// UnmarshalJSON reads what MarshalJSON writes, and numbers printed as text.
func (f *Figure) UnmarshalJSON(b []byte) error {
	g, err := decodeFigure(b, wholeNumber)
	if err != nil {
		return err
	}
	*f = g
	return nil
}

// decodeFigure reads one JSON value; number turns its digits into N.
func decodeFigure(b []byte, number func(string) (int64, bool, error)) (Figure, error) {
	b = bytes.TrimSpace(b)
	if len(b) == 0 {
		return Figure{}, fmt.Errorf("read figure: %w: empty", ErrFigure)
	}
	text := string(b)
	switch b[0] {
	case 'n':
		return Figure{}, nil
	case '{', '[', 't', 'f':
		return Figure{}, fmt.Errorf("read figure: %w: %s", ErrFigure, shorten(text))
	case '"':
		if err := json.Unmarshal(b, &text); err != nil {
			return Figure{}, fmt.Errorf("read figure: %w", err)
		}
		text = strings.TrimSpace(text)
	}
	switch text {
	case "":
		return Figure{State: Blank}, nil
	case "/", "／", "-", "—", "——":
		return Figure{State: Blank, Text: text}, nil
	}
	digits, remark := splitRemark(text)
	n, ok, err := number(digits)
	if err != nil {
		return Figure{}, err
	}
	if !ok {
		return Figure{State: Words, Text: text}, nil
	}
	return Figure{State: Number, N: n, Text: remark}, nil
}

// splitRemark parts 22（其中修订16件） into the number and what stands beside it.
func splitRemark(text string) (digits, remark string) {
	for _, brackets := range [][2]string{{"（", "）"}, {"(", ")"}} {
		before, rest, ok := strings.Cut(text, brackets[0])
		if inside, closed := strings.CutSuffix(rest, brackets[1]); ok && closed && inside != "" {
			return strings.TrimSpace(before), "（" + inside + "）"
		}
	}
	return text, ""
}

// wholeNumber reads a count. 12.0 and 1e3 are whole; 2.5 is not, and stays as words so that B5 can name it.
func wholeNumber(s string) (int64, bool, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		x, ferr := strconv.ParseFloat(s, 64)
		switch {
		case ferr != nil && errors.Is(ferr, strconv.ErrRange), ferr == nil && math.Abs(x) > float64(largest):
			return 0, false, fmt.Errorf("read figure: %w: too large: %s", ErrFigure, shorten(s))
		case ferr != nil, x != math.Trunc(x):
			return 0, false, nil
		}
		n = int64(x)
	}
	if n > largest || n < -largest {
		return 0, false, fmt.Errorf("read figure: %w: too large: %s", ErrFigure, shorten(s))
	}
	return n, true, nil
}

const shown = 40 // runes of a foreign text that a message repeats

func shorten(s string) string {
	r := []rune(s)
	if len(r) <= shown {
		return s
	}
	return string(r[:shown]) + "…"
}
