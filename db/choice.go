package db

import (
	"context"
	"database/sql"
	"fmt"

	"gongkai/law"
	"gongkai/workflow"
)

// ChooseReading notes which answer a body holds to an open question of the law from a day on. A choice never reaches
// back: no event of the body's applications may be dated on or after its first day. The same choice twice is one.
// Refused: unknown_agency, malformed (workflow.ReadingData.Check), choice_too_early.
func (s *Store) ChooseReading(ctx context.Context, actor string, r workflow.ReadingData, reason string) error {
	if err := r.Check(); err != nil {
		return err
	}
	_, err := submit(ctx, s, job{alone: true}, func(ctx context.Context, b *batch) (bool, error) {
		o := &office{ctx: ctx, batch: b}
		switch {
		case !o.HasAgency(r.Agency) && o.err == nil:
			return false, workflow.NewRefusal("unknown_agency", "", r.Agency)
		case o.err != nil:
			return false, o.err
		}
		known, err := b.choicesOf(ctx, r.Agency)
		if err != nil {
			return false, err
		}
		for _, c := range known {
			if c.Reading == r.Reading && c.From == r.From && c.Value == r.Value {
				return false, nil
			}
		}
		last, err := b.lastDay(ctx, r.Agency)
		if err != nil {
			return false, err
		}
		if r.From <= last {
			return false, workflow.NewRefusal("choice_too_early", "", r.From, last.AddDays(1))
		}
		e := workflow.Event{
			Stream: workflow.AgencyStream(r.Agency), Type: workflow.ReadingChosen, On: s.today(), Actor: actor, Data: &r,
		}
		if reason != "" {
			e.Private = map[string]string{"reason": reason}
		}
		added, err := b.appendEvent(ctx, e)
		if err != nil {
			return false, err
		}
		b.put(&putChoice, r.Agency, r.Reading, r.From.String(), r.Value, s.today().String(), actor, added.Position)
		delete(b.s.memory.choices, r.Agency)
		return true, nil
	})
	return err
}

// lastDay is the latest legal date of any event of a body's applications.
func (b *batch) lastDay(ctx context.Context, agency string) (law.Date, error) {
	var last sql.NullString
	const query = "select max(on_date) from event where stream >= $1 and stream < $2"
	from := workflow.ApplicationStream(agency, "")
	if err := b.tx.GetContext(ctx, &last, query, from, from[:len(from)-1]+"0"); err != nil { // 0 comes after /
		return 0, fmt.Errorf("look for the last day of %s: %w", agency, err)
	}
	if !last.Valid {
		return 0, nil
	}
	return law.ParseDate(last.String)
}

// Choices lists what a body chose, by reading and first day. Refused: unknown_agency.
func (s *Store) Choices(ctx context.Context, agency string) ([]workflow.Choice, error) {
	if err := known(ctx, s.read, agency); err != nil {
		return nil, err
	}
	return choices(ctx, s.read, agency)
}

func choices(ctx context.Context, q queryer, agency string) ([]workflow.Choice, error) {
	list := []workflow.Choice{}
	const query = "select reading, from_on, value, chosen_on, actor from choice where agency = $1 order by reading, from_on"
	if err := q.SelectContext(ctx, &list, query, agency); err != nil {
		return nil, fmt.Errorf("read the choices of %s: %w", agency, err)
	}
	return list, nil
}

// choicesOf remembers the choices of a body until somebody else writes.
func (b *batch) choicesOf(ctx context.Context, agency string) ([]workflow.Choice, error) {
	if list, ok := b.s.memory.choices[agency]; ok {
		return list, nil
	}
	list, err := choices(ctx, b.tx, agency)
	if err == nil {
		b.s.memory.choices[agency] = list
	}
	return list, err
}

// Choice gives the answer that a body holds on a day.
func (o *office) Choice(agency, key string, on law.Date) string {
	list, err := o.batch.choicesOf(o.ctx, agency)
	if err != nil {
		o.fail(err)
	}
	return workflow.ChoiceOn(list, key, on)
}
