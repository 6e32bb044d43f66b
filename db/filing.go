package db

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"gongkai/annual"
	"gongkai/law"
	"gongkai/workflow"
)

// FileReport files a year's report: from then on it never changes by itself, and whatever is entered later counts in the
// first year that was not filed. Deadlines that should have acted by the end of the year act first. Refused:
// unknown_agency, year_not_over, report_filed, report_broken (a hard rule), carry_unexplained (B4 without explanation).
func (s *Store) FileReport(ctx context.Context, actor string, req workflow.FileRequest) (workflow.Filing, error) {
	if err := req.Check(); err != nil {
		return workflow.Filing{}, err
	}
	j, err := s.filingJob(req.Key, "file", req)
	if err != nil {
		return workflow.Filing{}, err
	}
	return submit(ctx, s, j, func(ctx context.Context, b *batch) (workflow.Filing, error) {
		books, err := b.filedYears(ctx, req.Agency)
		switch {
		case err != nil:
			return workflow.Filing{}, err
		case req.Year >= s.today().Year():
			return workflow.Filing{}, workflow.NewRefusal("year_not_over", "50", req.Year, s.today())
		case books.Has(req.Year):
			return workflow.Filing{}, workflow.NewRefusal("report_filed", "50", req.Year)
		}
		if err := b.actUpTo(ctx, req.Agency, law.NewDate(req.Year, time.December, 31)); err != nil {
			return workflow.Filing{}, err
		}
		return b.file(ctx, workflow.ReportFiled, actor, req, workflow.ReportData{Version: 1}, "")
	})
}

func (s *Store) filingJob(key, what string, req any) (job, error) {
	print, err := s.fingerprint([]any{what, req})
	return job{key: key, fingerprint: print, alone: true}, err
}

// filedYears gives the filed years of a body that must exist.
func (b *batch) filedYears(ctx context.Context, agency string) (workflow.Books, error) {
	if err := known(ctx, b.tx, agency); err != nil {
		return workflow.Books{}, err
	}
	o := &office{ctx: ctx, batch: b}
	books := o.Books(agency)
	return books, o.err
}

// actUpTo lets the deadlines of a body act that fell due by a day, so that a lapse of December is not counted as open
// because nobody had opened the day.
func (b *batch) actUpTo(ctx context.Context, agency string, day law.Date) error {
	var numbers []string
	const query = "select distinct number from deadline where agency = $1 and number <> '' and acts_on <= $2 order by number"
	if err := b.tx.SelectContext(ctx, &numbers, query, agency, day.String()); err != nil {
		return fmt.Errorf("list deadlines: %w", err)
	}
	today := b.s.today()
	for i, number := range numbers {
		if _, err := b.act(ctx, application(agency, number), today, day, today); err != nil {
			return err
		}
		if i%recomputeChunk == recomputeChunk-1 {
			if err := b.chunk(ctx); err != nil {
				return err
			}
		}
	}
	return b.chunk(ctx)
}

// file counts the year, holds it to the rules and appends it. All that was decided before must be written already.
func (b *batch) file(ctx context.Context, eventType, actor string, req workflow.FileRequest, data workflow.ReportData, reason string,
) (workflow.Filing, error) {
	var none workflow.Filing
	from, today := reportRows{b.tx, req.Agency}, b.s.today()
	previous, err := from.filed(ctx, req.Year-1, 0)
	if err != nil {
		return none, err
	}
	r, err := liveReport(ctx, from, annual.Ask{Agency: req.Agency, Year: req.Year, Form: req.Form}, today, previous)
	if err != nil {
		return none, err
	}
	r.Position, r.Status = b.head.position, annual.Frozen // log_head itself is written at the end
	if eventType == workflow.ReportAmended {
		r.Status = annual.Amended
	}
	if err := mayBeFiled(r, req.Explanation); err != nil {
		return none, err
	}
	doubts, err := doubtful(ctx, from, req.Agency, req.Year)
	if err != nil {
		return none, err
	}
	signer := strings.TrimSpace(req.Signer)
	if signer == "" {
		signer = actor
	}
	words := map[string]string{"signer": signer}
	for field, text := range map[string]string{"reason": reason, "explanation": req.Explanation} {
		if text != "" {
			words[field] = text
		}
	}
	a, err := b.appendReport(ctx, eventType, actor, today, r, data, words, doubts)
	if err != nil {
		return none, err
	}
	return workflow.Filing{
		Agency: req.Agency, Year: req.Year, Version: data.Version, Status: string(r.Status), On: a.OnDate, Actor: actor, Signer: signer,
		Reason: reason, Explanation: req.Explanation, Position: r.Position, Digest: r.Digest, Recounted: data.Recounted,
	}, nil
}

// mayBeFiled refuses a report that breaks a hard rule, and one whose carry-over differs from what was filed before and is
// not explained (rulebook 6.3: a reorganisation may be a reason).
func mayBeFiled(r annual.Report, explanation string) error {
	for _, c := range r.Checks {
		switch {
		case c.OK == annual.Broken && c.Hard:
			return workflow.NewRefusal("report_broken", "50", r.Year, said{c})
		case c.OK == annual.Broken && c.Rule == "B4" && strings.TrimSpace(explanation) == "":
			return workflow.NewRefusal("carry_unexplained", "50", r.Year, said{c})
		}
	}
	return nil
}

// said is a check as a refusal tells it.
type said struct{ annual.Check }

// Label gives the rule and its detail in the reader's language.
func (s said) Label(lang string) string { return s.Rule + " " + s.Text(lang) }

// Filings lists the versions of a year's filed report, the first one first, with their tables; the last is in force.
// Refused: unknown_agency.
func (s *Store) Filings(ctx context.Context, agency string, year int) ([]workflow.Filing, error) {
	if err := known(ctx, s.read, agency); err != nil {
		return nil, err
	}
	events, err := readEvents(ctx, s.read, "where position in (select position from report where agency = $1 and year = $2 and kind <> 'drafted') "+
		"order by position", agency, year)
	if err != nil {
		return nil, err
	}
	list := make([]workflow.Filing, 0, len(events))
	for _, r := range events {
		f, err := s.filing(ctx, r)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	slices.SortStableFunc(list, func(a, b workflow.Filing) int { return a.Version - b.Version })
	return list, nil
}

func (s *Store) filing(ctx context.Context, r workflow.Recorded) (workflow.Filing, error) {
	e, err := r.Event()
	if err != nil {
		return workflow.Filing{}, fmt.Errorf("read a filed report: %w", err)
	}
	data, ok := e.Data.(*workflow.ReportData)
	if !ok {
		return workflow.Filing{}, fmt.Errorf("read a filed report: %s at position %d", r.Type, r.Position)
	}
	words, err := s.wordsOf(ctx, r.Stream, r.Seq)
	if err != nil {
		return workflow.Filing{}, err
	}
	status := annual.Frozen
	if r.Type == workflow.ReportAmended {
		status = annual.Amended
	}
	return workflow.Filing{
		Agency: data.Agency, Year: data.Year, Version: data.Version, Status: string(status), Imported: r.Type == workflow.ReportImported,
		On: r.OnDate, Actor: r.Actor, Signer: words["signer"], Reason: words["reason"], Explanation: words["explanation"],
		Position: data.Position, Digest: data.Digest, Report: data.Report, Doubtful: data.Doubtful, Recounted: data.Recounted,
	}, nil
}
