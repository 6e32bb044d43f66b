package annual

import (
	"slices"

	"gongkai/law"
)

// seen is what one row needs to know of the rows above it.
type seen struct {
	numbers map[string]int      // folded number → line
	replied map[string]law.Date // folded name → first reply
}

func newSeen() seen {
	return seen{numbers: map[string]int{}, replied: map[string]law.Date{}}
}

// number gives the line that has the same number already; spelling in full or half width makes no other number.
func (s seen) number(text string, line int) (int, bool) {
	key := fold(text)
	if first, ok := s.numbers[key]; ok {
		return first, true
	}
	s.numbers[key] = line
	return 0, false
}

// relate checks the order of a row's dates. Each lies between receipt and closing; a late entry of an extension is only
// doubtful, since a notice may have been dated by its service.
func (r *ledgerReader) relate(row LedgerRow) {
	dates := []struct {
		f field
		d law.Date
	}{
		{fieldSupplementTold, row.SupplementTold}, {fieldSupplementReceived, row.SupplementReceived},
		{fieldExtensionTold, row.ExtensionTold}, {fieldClosed, row.Closed},
	}
	before := func(f field, d law.Date, than field, limit law.Date) {
		if !d.IsZero() && !limit.IsZero() && d < limit {
			r.fault(row.Line, f, d.String(), FaultOrder, ledgerColumns[than].label+" "+limit.String())
		}
	}
	for _, x := range dates {
		before(x.f, x.d, fieldReceived, row.Received)
	}
	before(fieldSupplementReceived, row.SupplementReceived, fieldSupplementTold, row.SupplementTold)
	before(fieldClosed, row.Closed, fieldSupplementTold, row.SupplementTold)
	if row.Result != lapsedSupplement {
		before(fieldClosed, row.Closed, fieldSupplementReceived, row.SupplementReceived)
	}
}

const (
	lapsedSupplement = "other.supplement_lapsed"
	lapsedFee        = "other.fee_unpaid"
)

// doubts names what the law would have wanted before a result. Of the past it is not demanded (contract section 3): a
// register holds what was found, and the missing paper may lie in the file.
func (r *ledgerReader) doubts(row LedgerRow) {
	if !row.SupplementReceived.IsZero() && row.SupplementTold.IsZero() {
		r.doubt(row.Line, fieldSupplementReceived, row.SupplementReceived.String(), DoubtSupplementOnly, "")
	}
	if !row.Closed.IsZero() && row.ExtensionTold > row.Closed {
		r.doubt(row.Line, fieldExtensionTold, row.ExtensionTold.String(), DoubtLateExtension, row.Closed.String())
	}
	result, ok := law.ResultByKey(row.Result)
	if !ok {
		return // open
	}
	about := func(code FaultCode, other string) {
		r.doubt(row.Line, fieldResult, result.Label, code, other)
	}
	switch {
	case row.Result == lapsedSupplement && row.SupplementTold.IsZero(),
		slices.Contains(result.Needs, law.NeedSupplement) && row.SupplementTold.IsZero():
		about(DoubtNoSupplement, "")
	case row.Result == lapsedSupplement && !row.SupplementReceived.IsZero():
		about(DoubtSupplementCame, row.SupplementReceived.String())
	case row.Result == lapsedFee:
		about(DoubtNoFeeNotice, "")
	case slices.Contains(result.Needs, law.NeedReasons):
		about(DoubtNoReasons, "")
	case slices.Contains(result.Needs, law.NeedEarlierReply) && !r.seen.repliedBefore(row):
		about(DoubtNoEarlierReply, "")
	}
	if result.Head != law.HeadOther {
		r.seen.reply(row)
	}
}

func (s seen) reply(row LedgerRow) {
	name := fold(row.Name)
	if first, ok := s.replied[name]; name != "" && (!ok || row.Closed < first) {
		s.replied[name] = row.Closed
	}
}

func (s seen) repliedBefore(row LedgerRow) bool {
	first, ok := s.replied[fold(row.Name)]
	return ok && first <= row.Closed
}
