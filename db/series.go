package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"gongkai/workflow"
)

// An agency's own numbers are YEAR-NNNN. The series keeps the largest n such that 1 to n are all taken, by whichever
// door they came, so that a number is never given twice and gaps left by hand-chosen numbers are filled.

// serial takes a number apart; false when it is not of the form.
func serial(number string) (year, n int, ok bool) {
	y, tail, found := strings.Cut(number, "-")
	if !found || len(y) != 4 || len(tail) < 4 {
		return 0, 0, false
	}
	year, errY := strconv.Atoi(y)
	n, errN := strconv.Atoi(tail)
	if errY != nil || errN != nil || n < 1 || serialNumber(year, n) != number {
		return 0, 0, false
	}
	return year, n, true
}

func serialNumber(year, n int) string { return fmt.Sprintf("%04d-%04d", year, n) }

type seriesKey struct {
	agency string
	year   int
}

func (b *batch) lastSerial(ctx context.Context, k seriesKey) (int, error) {
	if last, ok := b.series[k]; ok {
		return last, nil
	}
	var last int
	err := b.tx.GetContext(ctx, &last, "select last from series where agency = $1 and year = $2", k.agency, k.year)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("read the series of numbers: %w", err)
	}
	b.series[k] = last
	return last, nil
}

// freeNumber gives the first number of the series that is not taken.
func (b *batch) freeNumber(ctx context.Context, agency string, year int) (string, error) {
	last, err := b.lastSerial(ctx, seriesKey{agency, year})
	return serialNumber(year, last+1), err
}

// take notes that a number is taken, and moves the series over what follows without a gap.
func (b *batch) take(ctx context.Context, agency, number string) error {
	year, n, ok := serial(number)
	if !ok {
		return nil
	}
	k := seriesKey{agency, year}
	last, err := b.lastSerial(ctx, k)
	if err != nil || n != last+1 {
		return err
	}
	for taken := true; taken; n++ {
		if taken, err = b.taken(ctx, agency, serialNumber(year, n+1)); err != nil {
			return err
		}
	}
	b.series[k], b.moved[k] = n-1, true
	b.undo = append(b.undo, func() { b.series[k] = last })
	return nil
}

func (b *batch) taken(ctx context.Context, agency, number string) (bool, error) {
	if f, ok := b.apps[workflow.ApplicationStream(agency, number)]; ok {
		return f.app.Seq() > 0, nil
	}
	if b.s.memory.get(workflow.ApplicationStream(agency, number)) != nil {
		return true, nil // applications are never taken away
	}
	var one int
	err := b.tx.GetContext(ctx, &one, "select 1 from application where agency = $1 and number = $2", agency, number)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for a number: %w", err)
	}
	return true, nil
}
