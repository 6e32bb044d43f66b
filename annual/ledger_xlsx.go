package annual

import (
	"bytes"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// readXLSX reads the first sheet of a workbook that has any row. Cells come raw, so that a date is its serial number
// whatever format the cell shows it in.
//
// Unpacked size is bounded, and both limits are the same so that nothing is spilt to temporary files.
func readXLSX(file []byte, row rowFunc) (err error) {
	defer func() {
		// The library is fed bytes of strangers; what it does not survive is a bad file, not the end of the program.
		if p := recover(); p != nil {
			err = fmt.Errorf("read ledger: %w: the workbook is damaged: %v", ErrLedger, p)
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: largestLedger, UnzipXMLSizeLimit: largestLedger,
	})
	if err != nil {
		return fmt.Errorf("read ledger: %w: %w", ErrLedger, err)
	}
	defer func() {
		if cerr := book.Close(); cerr != nil && err == nil {
			err = fmt.Errorf("close ledger: %w", cerr)
		}
	}()
	system := since1900
	if props, perr := book.GetWorkbookProps(); perr == nil && props.Date1904 != nil && *props.Date1904 {
		system = since1904
	}
	for _, sheet := range book.GetSheetList() {
		found, err := readSheet(book, sheet, system, row)
		if err != nil || found {
			return err
		}
	}
	return nil
}

func readSheet(book *excelize.File, sheet string, system dateSystem, row rowFunc) (found bool, err error) {
	rows, err := book.Rows(sheet)
	if err != nil {
		// A sheet that holds a chart has no rows.
		return false, nil //nolint:nilerr // the next sheet may be the ledger
	}
	defer func() {
		if cerr := rows.Close(); cerr != nil && err == nil {
			err = fmt.Errorf("close sheet of ledger: %w", cerr)
		}
	}()
	line, cells := 0, 0
	for rows.Next() {
		line++
		texts, err := rows.Columns()
		if err != nil {
			return found, fmt.Errorf("read ledger, row %d: %w: %w", line, ErrLedger, err)
		}
		cells += len(texts)
		if cells > mostCells {
			return found, fmt.Errorf("read ledger, row %d: %w: more than %d cells", line, ErrLedger, mostCells)
		}
		if len(texts) == 0 {
			continue
		}
		found = true
		if !row(line, texts, system) {
			return found, nil
		}
	}
	if err := rows.Error(); err != nil {
		return found, fmt.Errorf("read ledger: %w: %w", ErrLedger, err)
	}
	return found, nil
}
