package db

import (
	"context"
	"fmt"

	"gongkai/law"
)

// ItemsBefore counts the items of the same applicant in the same natural month that came before this application: by day,
// then by the order in which they were entered (国办函〔2020〕109号: per applicant and month, cumulative).
func (o *office) ItemsBefore(agency, number, basis string) int {
	n, err := o.itemsBefore(agency, number, basis)
	if err != nil {
		o.fail(err)
	}
	return n
}

func (o *office) itemsBefore(agency, number, basis string) (int, error) {
	if err := o.batch.flush(o.ctx); err != nil { // the others may have been registered in this very batch
		return 0, err
	}
	mine, err := o.batch.application(o.ctx, agency, number)
	if err != nil {
		return 0, err
	}
	day := mine.app.CountedOn(basis)
	others, err := o.sameApplicant(o.ctx, agency, number)
	if err != nil {
		return 0, err
	}
	items := 0
	for _, other := range others {
		f, err := o.batch.application(o.ctx, agency, other)
		if err != nil {
			return 0, err
		}
		on := f.app.CountedOn(basis)
		if sameMonth(on, day) && (on < day || on == day && f.id < mine.id) {
			items += f.app.Items()
		}
	}
	return items, nil
}

func sameMonth(a, b law.Date) bool { return a.Year() == b.Year() && a.Month() == b.Month() }

// sameApplicant lists the other applications of a body that the applicant of this one made, known by keyed hashes.
func (o *office) sameApplicant(ctx context.Context, agency, number string) ([]string, error) {
	mine, err := o.tokens(agency, number)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		Number string `db:"number"`
		tokens
	}
	const query = "select number, applicant_token, name_token from application where agency = $1 and number <> $2 and " +
		"(applicant_token <> '' and applicant_token = $3 or name_token <> '' and name_token = $4) order by id"
	if err := o.batch.tx.SelectContext(ctx, &rows, query, agency, number, mine.Identity, mine.Name); err != nil {
		return nil, fmt.Errorf("look for the applicant's other applications: %w", err)
	}
	var numbers []string
	for _, r := range rows {
		if mine.same(r.tokens) {
			numbers = append(numbers, r.Number)
		}
	}
	return numbers, nil
}
