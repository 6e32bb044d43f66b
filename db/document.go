package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gongkai/annual"
	"gongkai/workflow"
)

// Document gives the whole report of a body, from its tables: name and chapters. Refused: unknown_agency.
func (s *Store) Document(ctx context.Context, r annual.Report) (annual.Document, error) {
	var name string
	err := s.read.GetContext(ctx, &name, "select name from agency where code = $1", r.Agency)
	if errors.Is(err, sql.ErrNoRows) {
		return annual.Document{}, workflow.NewRefusal("unknown_agency", "", r.Agency)
	}
	if err != nil {
		return annual.Document{}, fmt.Errorf("read the name of a body: %w", err)
	}
	return annual.NewDocument(r, name, nil), nil
}
