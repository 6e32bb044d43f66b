package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"gongkai/workflow"
)

// mostKin bounds how many of an applicant's other applications are looked at, newest first.
const mostKin = 500

// Kindred lists the other applications of the same applicant to the same body, newest first, with their opened contents.
// The applicant is known by keyed hashes of number or name, never by the words themselves. Refused: unknown_application.
func (s *Store) Kindred(ctx context.Context, agency, number string) ([]workflow.Kin, error) {
	var mine struct {
		ID int64 `db:"id"`
		tokens
	}
	err := s.read.GetContext(ctx, &mine, "select id, applicant_token, name_token from application where agency = $1 and number = $2", agency, number)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, workflow.NewRefusal("unknown_application", "", number)
	}
	if err != nil {
		return nil, fmt.Errorf("look for the applicant: %w", err)
	}
	var rows []kinRow
	const query = "select id, number, content_seq, applicant_token, name_token from application where agency = $1 and number <> $2 and " +
		"(applicant_token <> '' and applicant_token = $3 or name_token <> '' and name_token = $4) order by id desc limit $5"
	if err := s.read.SelectContext(ctx, &rows, query, agency, number, mine.Identity, mine.Name, mostKin); err != nil {
		return nil, fmt.Errorf("look for the applicant's other applications: %w", err)
	}
	rows = slices.DeleteFunc(rows, func(r kinRow) bool { return !mine.same(r.tokens) })
	if len(rows) == 0 {
		return []workflow.Kin{}, nil
	}
	return s.kin(ctx, agency, mine.ID, rows)
}

type kinRow struct {
	ID         int64  `db:"id"`
	Number     string `db:"number"`
	ContentSeq int    `db:"content_seq"`
	tokens
}

// kin folds the applications of the rows and opens what was asked for in each.
func (s *Store) kin(ctx context.Context, agency string, id int64, rows []kinRow) ([]workflow.Kin, error) {
	streams, owners := make([]string, len(rows)), make([]string, len(rows))
	for i, r := range rows {
		streams[i] = workflow.ApplicationStream(agency, r.Number)
		owners[i] = ownerOf(streams[i], r.ContentSeq)
	}
	arg, err := s.dialect.texts(streams)
	if err != nil {
		return nil, err
	}
	events, err := readEvents(ctx, s.read, "where "+s.dialect.among("stream", 1)+" order by stream, seq", arg)
	if err != nil {
		return nil, err
	}
	histories := map[string][]workflow.Recorded{}
	for _, e := range events {
		histories[e.Stream] = append(histories[e.Stream], e)
	}
	contents, err := s.contents(ctx, owners)
	if err != nil {
		return nil, err
	}
	list := make([]workflow.Kin, 0, len(rows))
	for i, r := range rows {
		history, err := decode(histories[streams[i]])
		if err != nil {
			return nil, err
		}
		app, err := workflow.Fold(agency, r.Number, history)
		if err != nil {
			return nil, fmt.Errorf("read the history: %w", err)
		}
		k := workflow.KinOf(app, r.ID < id)
		k.Content = contents[owners[i]]
		list = append(list, k)
	}
	return list, nil
}

// contents opens what was asked for, by owner.
func (s *Store) contents(ctx context.Context, owners []string) (map[string]string, error) {
	sealed, err := s.sealedOf(ctx, s.read, owners)
	if err != nil {
		return nil, err
	}
	contents := map[string]string{}
	for _, w := range sealed {
		if w.Field != "content" && w.Field != "content.after" {
			continue
		}
		text, err := s.options.Sealer.Open(w.Owner, w.Field, w.Ciphertext)
		if err != nil {
			return nil, fmt.Errorf("read sealed words: %w", err)
		}
		contents[w.Owner] = text
	}
	return contents, nil
}
