package db

import (
	"context"
	"errors"

	"gongkai/annual"
	"gongkai/workflow"
)

// ledgerChunk is how many lines are written at once.
const ledgerChunk = 1000

// RecordLedger records the lines of a ledger in one transaction, all or none, and gives their number. The key makes a
// repetition harmless. Refused: unknown_agency, already_registered (a number that exists), no_law, key_reused.
func (s *Store) RecordLedger(ctx context.Context, actor, agency string, list []workflow.LedgerFact, key string) (int, error) {
	print, err := s.fingerprint(list)
	if err != nil {
		return 0, err
	}
	j := job{key: key, fingerprint: print, alone: true}
	return submit(ctx, s, j, func(ctx context.Context, b *batch) (int, error) {
		return len(list), b.recordLedger(ctx, actor, agency, list)
	})
}

// TryLedger gives the tables of some years as they would be after RecordLedger, and stores nothing.
func (s *Store) TryLedger(ctx context.Context, actor, agency string, list []workflow.LedgerFact, years []int) ([]annual.Report, error) {
	return submit(ctx, s, job{alone: true}, func(ctx context.Context, b *batch) ([]annual.Report, error) {
		b.abandon = true
		if err := b.recordLedger(ctx, actor, agency, list); err != nil {
			return nil, err
		}
		reports := make([]annual.Report, len(years))
		for i, year := range years {
			var err error
			if reports[i], err = reportOf(ctx, reportRows{b.tx, agency}, annual.Ask{Agency: agency, Year: year}, s.today()); err != nil {
				return nil, err
			}
		}
		return reports, nil
	})
}

func (b *batch) recordLedger(ctx context.Context, actor, agency string, list []workflow.LedgerFact) error {
	if err := known(ctx, b.tx, agency); err != nil {
		return err
	}
	var refused workflow.LedgerRefusals
	for len(list) > 0 {
		part := list[:min(ledgerChunk, len(list))]
		list = list[len(part):]
		subjects := make([]subject, len(part))
		for i, e := range part {
			subjects[i] = application(agency, e.Application)
		}
		if err := b.load(ctx, subjects); err != nil {
			return err
		}
		for _, e := range part {
			err := b.recordLine(ctx, actor, agency, e)
			var why *workflow.Refusal
			if errors.As(err, &why) { // all bad rows are told, not the first alone; then nothing is stored
				refused = append(refused, workflow.LedgerRefusal{Application: e.Application, Refusal: why})
			} else if err != nil {
				return err
			}
		}
		if err := b.chunk(ctx); err != nil {
			return err
		}
	}
	if len(refused) > 0 {
		return refused
	}
	return nil
}

func (b *batch) recordLine(ctx context.Context, actor, agency string, l workflow.LedgerFact) error {
	f, err := b.application(ctx, agency, l.Application)
	if err != nil {
		return err
	}
	today := b.s.today()
	events, next, err := workflow.RecordLedger(b.context(ctx, actor, today, today), f.app, l)
	if err != nil {
		return err
	}
	if _, err := b.appendTo(f, events, next); err != nil {
		return err
	}
	return b.take(ctx, agency, l.Application)
}
