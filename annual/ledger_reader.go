package annual

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/law"
)

// ledgerReader takes the rows of a ledger one by one. Until the heads are found it looks at each of the first rows.
type ledgerReader struct {
	out     Ledger
	today   law.Date
	columns []field // of each cell; noField where the head means nothing
	above   int     // rows seen before the heads
	cells   int
	known   words
	seen    seen
}

const noField = field(-1)

func newLedgerReader(today law.Date) *ledgerReader {
	return &ledgerReader{today: today, known: newWords(), seen: newSeen()}
}

func (r *ledgerReader) fault(line int, f field, value string, code FaultCode, other string) {
	if len(r.out.Faults) >= mostFaultsKept {
		return
	}
	r.out.Faults = append(r.out.Faults, newFault(line, f, value, code, other))
}

func (r *ledgerReader) doubt(line int, f field, value string, code FaultCode, other string) {
	if len(r.out.Doubts) < mostFaultsKept {
		r.out.Doubts = append(r.out.Doubts, newFault(line, f, value, code, other))
	}
}

func newFault(line int, f field, value string, code FaultCode, other string) Fault {
	out := Fault{Line: line, Code: code, Other: other}
	if f != noField {
		out.Column = ledgerColumns[f].label
		if !ledgerColumns[f].private {
			out.Value = shorten(value)
		}
	}
	return out
}

func (r *ledgerReader) row(line int, cells []string, system dateSystem) bool {
	if empty(cells) {
		return true
	}
	if r.columns == nil {
		r.above++
		r.heads(line, cells)
		return r.columns != nil || r.above < headWithin
	}
	r.cells += len(cells)
	if len(r.out.Rows) >= mostRows || r.cells > mostCells {
		r.fault(line, noField, "", FaultTooMany, strconv.Itoa(mostRows))
		return false
	}
	before := len(r.out.Faults)
	parsed := r.parse(line, cells, system)
	r.relate(parsed)
	if len(r.out.Faults) == before {
		r.doubts(parsed)
		r.out.Rows = append(r.out.Rows, parsed)
	}
	return true
}

func empty(cells []string) bool {
	for _, c := range cells {
		if trim(c) != "" {
			return false
		}
	}
	return true
}

// heads takes a row as the heads when enough of it is known, so that a title above does no harm.
func (r *ledgerReader) heads(line int, cells []string) {
	columns := make([]field, len(cells))
	var has [fieldCount]bool
	var ignored []string
	var double []field
	found := 0
	for i, cell := range cells {
		f, ok := headField(cell)
		switch {
		case !ok:
			columns[i] = noField
			if head := trim(cell); head != "" {
				ignored = append(ignored, shorten(head))
			}
			continue
		case has[f]:
			double = append(double, f)
		}
		columns[i], has[f] = f, true
		found++
	}
	if found < recognisedHeads {
		return
	}
	r.columns, r.out.Ignored = columns, ignored
	for _, f := range double {
		r.fault(line, f, "", FaultDoubleColumn, "")
	}
	for f, c := range ledgerColumns {
		if c.required && !has[f] {
			r.fault(line, field(f), "", FaultMissingColumn, "")
		}
	}
}

func (r *ledgerReader) parse(line int, cells []string, system dateSystem) LedgerRow {
	row := LedgerRow{Line: line}
	var has [fieldCount]bool
	for i, cell := range cells {
		text := trim(cell)
		if text == "" {
			continue
		}
		if i >= len(r.columns) {
			r.fault(line, noField, "", FaultExtraCell, "")
			break
		}
		f := r.columns[i]
		if f == noField {
			continue
		}
		has[f] = true
		if !r.readable(line, f, text) {
			continue
		}
		r.set(&row, f, text, system)
	}
	for f, c := range ledgerColumns {
		if f := field(f); c.required && !has[f] && f != fieldClosed && f != fieldResult && r.has(f) {
			r.fault(line, f, "", FaultEmpty, "")
		}
	}
	switch {
	case has[fieldClosed] && !has[fieldResult]:
		r.fault(line, fieldResult, "", FaultNoResult, "")
	case has[fieldResult] && !has[fieldClosed]:
		r.fault(line, fieldClosed, "", FaultNoClosing, "")
	}
	return row
}

// has tells whether the file has the column; a missing one was told once, at the heads.
func (r *ledgerReader) has(f field) bool {
	for _, c := range r.columns {
		if c == f {
			return true
		}
	}
	return false
}

// readable refuses what no cell may hold.
func (r *ledgerReader) readable(line int, f field, text string) bool {
	most := longestText
	if f == fieldNumber {
		most = longestNumber
	}
	if utf8.RuneCountInString(text) > most {
		r.fault(line, f, text, FaultTooLong, strconv.Itoa(most))
		return false
	}
	hidden := func(c rune) bool {
		return unicode.IsControl(c) && !strings.ContainsRune("\t\n\r", c) || c == utf8.RuneError
	}
	lineEnd := f == fieldNumber && strings.ContainsAny(text, "\t\n\r")
	if lineEnd || strings.ContainsFunc(text, hidden) {
		r.fault(line, f, "", FaultControl, "")
		return false
	}
	return true
}

func (r *ledgerReader) set(row *LedgerRow, f field, text string, system dateSystem) {
	switch f {
	case fieldNumber:
		row.Number = r.number(row.Line, text)
	case fieldName:
		row.Name = text
	case fieldContent:
		row.Content = text
	case fieldDepartment:
		row.Department = text
	case fieldNote:
		row.Note = text
	case fieldChannel, fieldCategory, fieldResult:
		key, ok := r.known.key(f, text)
		if !ok {
			r.fault(row.Line, f, text, FaultUnknownWord, r.known.offer(f, text))
			return
		}
		*row.word(f) = key
	default:
		d, ok := parseDay(text, system)
		switch {
		case !ok:
			r.fault(row.Line, f, text, FaultDate, "")
		case d > r.today:
			r.fault(row.Line, f, d.String(), FaultFuture, r.today.String())
		default:
			*row.day(f) = d
		}
	}
}

func (row *LedgerRow) word(f field) *string {
	switch f {
	case fieldChannel:
		return &row.Channel
	case fieldCategory:
		return &row.Category
	default:
		return &row.Result
	}
}

func (row *LedgerRow) day(f field) *law.Date {
	switch f {
	case fieldReceived:
		return &row.Received
	case fieldClosed:
		return &row.Closed
	case fieldSupplementTold:
		return &row.SupplementTold
	case fieldSupplementReceived:
		return &row.SupplementReceived
	default:
		return &row.ExtensionTold
	}
}

// number checks an application's number. A number that a spreadsheet took for a quantity (2.0250001E+7) is written out.
func (r *ledgerReader) number(line int, text string) string {
	if strings.ContainsAny(text, `/\`) {
		r.fault(line, fieldNumber, text, FaultNumber, "")
		return text
	}
	const exact = 1 << 53
	if whole, _, ok := strings.Cut(text, "E+"); ok && plainNumber(whole) {
		if x, err := strconv.ParseFloat(text, 64); err == nil && x < exact && x == float64(int64(x)) {
			text = strconv.FormatInt(int64(x), 10)
		}
	}
	if first, double := r.seen.number(text, line); double {
		r.fault(line, fieldNumber, text, FaultDouble, strconv.Itoa(first))
	}
	return text
}

// finish gives the ledger; rows that fault sorted by line.
func (r *ledgerReader) finish(quotes error) (Ledger, error) {
	var broken *quotesError
	if errors.As(quotes, &broken) {
		r.fault(broken.line, noField, "", FaultQuotes, "")
	}
	if r.columns == nil {
		if broken != nil {
			return Ledger{}, fmt.Errorf("%w: %w", ErrLedger, broken)
		}
		return Ledger{}, fmt.Errorf("read ledger: %w: %w: want %s", ErrLedger, ErrNoHead, wantedHeads())
	}
	sortFaults(r.out.Faults)
	sortFaults(r.out.Doubts)
	return r.out, nil
}

func wantedHeads() string {
	var out []string
	for _, c := range ledgerColumns {
		if c.required {
			out = append(out, c.label)
		}
	}
	return strings.Join(out, "、")
}
