package annual

import (
	"errors"
	"slices"

	"gongkai/law"
)

// LedgerRow is one line of the register an office kept before: facts found, not decisions (contract section 3).
type LedgerRow struct {
	Line       int      // in the file, from 1
	Number     string   // 编号
	Received   law.Date // 收到日期
	Channel    string   // 收件方式, key; may be empty
	Category   string   // 申请人类型, key
	Name       string   // 申请人
	Content    string   // 申请内容
	Department string   // 承办部门, code or name
	Closed     law.Date // 办结日期; none = open
	Result     string   // 办理结果, key
	Note       string   // 备注

	SupplementTold     law.Date // 补正告知日期
	SupplementReceived law.Date // 补正收到日期
	ExtensionTold      law.Date // 延期告知日期
}

// Entry is what the row contributes to the tables when no year was filed yet.
func (r LedgerRow) Entry(agency string) Entry {
	return Entry{
		Agency: agency, Number: r.Number, Category: r.Category,
		Received: r.Received, NewYear: CountingYear(r.Received, 0),
		Closed: r.Closed, ClosedYear: CountingYear(r.Closed, 0), Result: r.Result,
	}
}

// Ledger is a ledger read.
type Ledger struct {
	// Rows are the sound rows in the order of the file. Nothing of a ledger with Faults is to be stored: storing it by
	// half would leave nobody knowing which half.
	Rows []LedgerRow
	// Faults name every bad cell; Doubts what is lawful to have happened and unusual, to be looked at before filing.
	Faults, Doubts []Fault
	// Ignored are heads of columns that mean nothing here, as they stand in the file.
	Ignored []string
}

// Errors of a file that cannot be read as a ledger at all.
var (
	ErrLedger = errors.New("not a ledger")
	ErrNoHead = errors.New("no row of column heads")
)

// Bounds of a ledger: a province of a busy year is 100,000 rows.
const (
	largestLedger   = 128 << 20 // bytes of a file, and of an .xlsx unpacked
	mostRows        = 1_000_000
	mostCells       = 32_000_000
	longestNumber   = 64
	longestText     = 20_000 // runes
	headWithin      = 20     // rows above the heads, such as a title
	mostFaultsKept  = 10_000
	recognisedHeads = 3
)

// ParseLedger reads a ledger, .xlsx or .csv by its first bytes. Dates after today, the civil date in Asia/Shanghai,
// are faults.
//
// An error means that the file could not be read as a ledger: it wraps ErrLedger (not UTF-8 or GB18030, not a workbook,
// too large) or ErrNoHead. What is wrong inside single rows is in Ledger.Faults and no error.
func ParseLedger(file []byte, today law.Date) (Ledger, error) {
	if len(file) > largestLedger {
		return Ledger{}, errTooLarge
	}
	reader := newLedgerReader(today)
	read := readCSV
	if slices.Equal(file[:min(len(file), len(zipMagic))], []byte(zipMagic)) {
		read = readXLSX
	}
	err := read(file, reader.row)
	if err != nil && !errors.Is(err, errQuotes) {
		return Ledger{}, err
	}
	return reader.finish(err)
}

const zipMagic = "PK\x03\x04"
