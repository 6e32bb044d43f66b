package annual

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// rowFunc takes one row of a ledger: its line in the file, its cells, and the day its date serials count from. It
// returns false when it wants no more.
type rowFunc func(line int, cells []string, system dateSystem) bool

// errQuotes is told as a fault of its line and not as an error of the file, so that the rows above are judged too.
var errQuotes = errors.New("quotes do not match")

// readCSV reads UTF-8 with or without byte order mark, else GB18030 (and so GBK and GB 2312).
func readCSV(file []byte, row rowFunc) error {
	text, err := decodeText(file)
	if err != nil {
		return err
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	r.Comma = separator(text)
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			return &quotesError{line: broken.StartLine}
		}
		if err != nil {
			return fmt.Errorf("read ledger: %w: %w", ErrLedger, err)
		}
		line, _ := r.FieldPos(0)
		if !row(line, cells, since1900) {
			return nil
		}
	}
}

// quotesError carries the line where the quotes of a .csv cease to match: everything after it would be guesswork.
type quotesError struct{ line int }

func (e *quotesError) Error() string {
	return fmt.Sprintf("read ledger, line %d: %v", e.line, errQuotes)
}

func (e *quotesError) Unwrap() error { return errQuotes }

func decodeText(file []byte) ([]byte, error) {
	text := bytes.TrimPrefix(file, []byte("\uFEFF"))
	if utf8.Valid(text) {
		return text, nil
	}
	decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(text)
	if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
		return nil, fmt.Errorf("read ledger: %w: the text is neither UTF-8 nor GB18030", ErrLedger)
	}
	return decoded, nil
}

// separator is the tab or semicolon where the first line has those and no comma, as some programs export.
func separator(text []byte) rune {
	first, _, _ := bytes.Cut(text, []byte("\n"))
	for _, c := range []byte(",\t;") {
		if bytes.IndexByte(first, c) >= 0 {
			return rune(c)
		}
	}
	return ','
}
