package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"gongkai/annual"
	"gongkai/workflow"
)

// Document gives the whole report of a body, from its tables: name and words of the chapters. Refused: unknown_agency.
func (s *Store) Document(ctx context.Context, r annual.Report) (annual.Document, error) {
	draft, err := s.draftText(ctx, r, annual.Prose.QuotesFees)
	if err != nil {
		return annual.Document{}, err
	}
	d, err := draft.Document()
	if err != nil {
		return annual.Document{}, fmt.Errorf("write the report of %s %d: %w", r.Agency, r.Year, err)
	}
	return d, nil
}

// DraftText gives what the words of a report are written with, from its tables. The year before is taken as it is filed or,
// while it is not, as it counts now. Refused: unknown_agency.
func (s *Store) DraftText(ctx context.Context, r annual.Report) (annual.Draft, error) {
	return s.draftText(ctx, r, func(annual.Prose) bool { return true })
}

// draftText adds the fees up only where the words need them: that takes reading the year's events.
func (s *Store) draftText(ctx context.Context, r annual.Report, needFees func(annual.Prose) bool) (annual.Draft, error) {
	d := annual.Draft{Facts: annual.Facts{Report: r}}
	err := s.snapshot(ctx, func(q queryer) error {
		err := q.GetContext(ctx, &d.Facts.Agency, "select name from agency where code = $1", r.Agency)
		if errors.Is(err, sql.ErrNoRows) {
			return workflow.NewRefusal("unknown_agency", "", r.Agency)
		}
		if err != nil {
			return fmt.Errorf("read the name of a body: %w", err)
		}
		if d.Written, d.Versions, err = s.chapters(ctx, q, r.Agency, r.Year); err != nil {
			return err
		}
		if d.Wrong, err = s.wording(ctx, q); err != nil {
			return err
		}
		if needFees(d.Prose()) {
			if d.Facts.Fees, err = feesOf(ctx, q, r.Agency, r.Year); err != nil {
				return err
			}
		}
		return s.yearBefore(ctx, q, &d)
	})
	return d, err
}

// yearBefore adds the figures and the words of the year before, where there are any.
func (s *Store) yearBefore(ctx context.Context, q queryer, d *annual.Draft) error {
	agency, year := d.Facts.Report.Agency, d.Facts.Report.Year-1
	before, err := reportOf(ctx, reportRows{q, agency}, annual.Ask{Agency: agency, Year: year}, s.today())
	if err != nil {
		return err
	}
	if before.Status != annual.Live || !before.Table3.IsZero() {
		d.Facts.Previous = &before
	}
	written, _, err := s.chapters(ctx, q, agency, year)
	if err != nil || len(written) == 0 {
		return err
	}
	last := annual.Prose{}
	for chapter, w := range written {
		last[chapter] = w.Text
	}
	facts := annual.Facts{Agency: d.Facts.Agency, Report: before}
	if last.QuotesFees() {
		if facts.Fees, err = feesOf(ctx, q, agency, year); err != nil {
			return err
		}
	}
	d.Last, err = facts.FillAll(last)
	return err
}

// chapters reads what was written for a report: the newest words of each chapter, and all versions, newest first.
func (s *Store) chapters(ctx context.Context, q queryer, agency string, year int) (map[int]annual.Written, []annual.Written, error) {
	stream := workflow.ReportStream(agency, year)
	history, err := readEvents(ctx, q, "where stream = $1 and type = $2 order by seq", stream, workflow.ChapterWritten)
	if err != nil {
		return nil, nil, err
	}
	newest, versions := map[int]annual.Written{}, make([]annual.Written, 0, len(history))
	owners := make([]string, len(history))
	for i, r := range history {
		owners[i] = ownerOf(stream, r.Seq)
	}
	sealed, err := s.sealedOf(ctx, q, owners)
	if err != nil {
		return nil, nil, err
	}
	for i, r := range history {
		e, err := r.Event()
		if err != nil {
			return nil, nil, fmt.Errorf("read the words of a report: %w", err)
		}
		data, ok := e.Data.(*workflow.ChapterData)
		if !ok {
			return nil, nil, fmt.Errorf("read the words of a report: %s holds %T", r.ID, e.Data)
		}
		w := annual.Written{Chapter: data.Chapter, Version: r.Seq, Actor: r.Actor, On: r.OnDate}
		if w.Text, err = s.opened(sealed, owners[i], "text"); err != nil {
			return nil, nil, err
		}
		newest[w.Chapter] = w
		versions = append(versions, w)
	}
	slices.Reverse(versions)
	return newest, versions, nil
}

// feesOf adds up the fee of art. 42 that was asked and received in a year, from the events of the body's applications:
// notices taken back are not counted.
func feesOf(ctx context.Context, q queryer, agency string, year int) (annual.Fees, error) {
	var out annual.Fees
	from, to := fmt.Sprintf("%04d-01-01", year), fmt.Sprintf("%04d-12-31", year)
	history, err := readEvents(ctx, q, "where stream in (select 'application:' || agency || '/' || number from application "+inYear+
		") and type in ($3, $4, $5) and on_date between $6 and $7 order by position", agency, year,
		workflow.FeeRequested, workflow.FeePaid, workflow.FeeWithdrawn, from, to)
	if err != nil {
		return out, fmt.Errorf("add up the fees of a year: %w", err)
	}
	for _, r := range history {
		e, err := r.Event()
		if err != nil {
			return out, fmt.Errorf("add up the fees of a year: %w", err)
		}
		switch data, _ := e.Data.(*workflow.Data); {
		case data == nil:
		case r.Type == workflow.FeeRequested:
			out.Notices++
		case r.Type == workflow.FeeWithdrawn:
			out.Notices--
		default:
			out.Payments++
			out.Fen += int64(data.AmountFen)
		}
	}
	out.Notices = max(0, out.Notices)
	return out, nil
}
