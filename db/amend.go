package db

import (
	"context"
	"fmt"
	"slices"

	"gongkai/annual"
	"gongkai/workflow"
)

// AmendReport files a corrected version of a filed report and keeps every version before it. The applications whose facts
// were entered or changed since count by them again, each by an event of its own; where a later year was filed too, only
// those whose carry-over does not move, so that what that year carried in stays what this one carried out. Refused:
// unknown_agency, report_not_filed, report_imported, nothing_to_amend, report_broken, carry_unexplained.
func (s *Store) AmendReport(ctx context.Context, actor string, req workflow.AmendRequest) (workflow.Filing, error) {
	if err := req.Check(); err != nil {
		return workflow.Filing{}, err
	}
	j, err := s.filingJob(req.Key, "amend", req)
	if err != nil {
		return workflow.Filing{}, err
	}
	return submit(ctx, s, j, func(ctx context.Context, b *batch) (workflow.Filing, error) {
		books, err := b.filedYears(ctx, req.Agency)
		switch {
		case err != nil:
			return workflow.Filing{}, err
		case slices.Contains(books.Imported, req.Year):
			return workflow.Filing{}, workflow.NewRefusal("report_imported", "50", req.Year)
		case !books.Has(req.Year):
			return workflow.Filing{}, workflow.NewRefusal("report_not_filed", "50", req.Year)
		}
		return b.amend(ctx, actor, req, books)
	})
}

func (b *batch) amend(ctx context.Context, actor string, req workflow.AmendRequest, books workflow.Books) (workflow.Filing, error) {
	var none workflow.Filing
	var version int
	const query = "select max(version) from report where agency = $1 and year = $2 and kind <> 'drafted'"
	if err := b.tx.GetContext(ctx, &version, query, req.Agency, req.Year); err != nil {
		return none, fmt.Errorf("read the last version: %w", err)
	}
	before, err := filed(ctx, b.tx, req.Agency, req.Year, version, 0)
	if err != nil {
		return none, err
	}
	if req.Form == "" {
		req.Form = before.Form
	}
	moved, err := b.recount(ctx, actor, req, books)
	if err != nil {
		return none, err
	}
	if err := b.amendFigures(ctx, actor, req); err != nil {
		return none, err
	}
	if err := b.chunk(ctx); err != nil {
		return none, err
	}
	data := workflow.ReportData{Version: version + 1, Recounted: moved}
	filing, err := b.file(ctx, workflow.ReportAmended, actor, req.FileRequest, data, req.Reason)
	if err != nil {
		return none, err
	}
	if filing.Digest == before.Digest && len(moved) == 0 {
		return none, workflow.NewRefusal("nothing_to_amend", "50", req.Year)
	}
	return filing, nil
}

// recount lets the applications that the amendment may move count by their facts again, and lists them.
func (b *batch) recount(ctx context.Context, actor string, req workflow.AmendRequest, books workflow.Books) ([]string, error) {
	numbers, err := parted(ctx, b.tx, req.Agency)
	if err != nil {
		return nil, err
	}
	today := b.s.today()
	var moved []string
	for i, number := range numbers {
		f, err := b.application(ctx, req.Agency, number)
		if err != nil {
			return nil, err
		}
		if !differs(f.app, req.Year) || annual.Held(f.app, req.Year, books) {
			continue
		}
		events, next, err := workflow.Recount(b.context(ctx, actor, today, today), f.app, req.Year)
		if err != nil {
			return nil, fmt.Errorf("recount %s: %w", f.stream, err)
		}
		if _, err := b.appendTo(f, events, next); err != nil {
			return nil, err
		}
		moved = append(moved, number)
		if i%recomputeChunk == recomputeChunk-1 {
			if err := b.chunk(ctx); err != nil {
				return nil, err
			}
		}
	}
	return moved, nil
}

func (b *batch) amendFigures(ctx context.Context, actor string, req workflow.AmendRequest) error {
	today := b.s.today()
	for _, c := range req.Figures {
		c.Agency, c.Year = req.Agency, req.Year
		e, err := workflow.AmendFigure(b.context(ctx, actor, today, today), c)
		if err != nil {
			return err
		}
		if _, err := b.appendFigure(ctx, e); err != nil {
			return err
		}
		if err := b.chunk(ctx); err != nil { // a second figure of the same cell replaces the first
			return err
		}
	}
	return nil
}

// parted lists the applications of a body that count otherwise than their facts say, by number.
func parted(ctx context.Context, q queryer, agency string) ([]string, error) {
	var numbers []string
	const query = "select number from application where agency = $1 and parted = 1 order by number"
	if err := q.SelectContext(ctx, &numbers, query, agency); err != nil {
		return nil, fmt.Errorf("list what counts otherwise: %w", err)
	}
	return numbers, nil
}

// differs says whether an application would count otherwise in a filed year if that year were counted now.
func differs(app *workflow.Application, year int) bool {
	return !annual.SameCells(annual.EntryOf(app, app.Counting), annual.EntryOf(app, app.CountingFrom(year)), year)
}
