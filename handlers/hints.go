package handlers

import (
	"context"
	"fmt"
	"slices"

	"gongkai/workflow"
)

// Hints are the hints of a case for its reader: the applicant's other applications are for the office that may see who
// the applicant is, not for a department that was given one of them.
func (s *Server) hints(ctx context.Context, c *workflow.Case, rd reader, lang string) ([]workflow.Hint, []workflow.Kin, error) {
	calendar, err := s.store.Calendar(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("read the calendar: %w", err)
	}
	kin, err := s.store.Kindred(ctx, c.Application.Agency, c.Application.Number)
	if err != nil {
		return nil, nil, fmt.Errorf("read the applicant's other applications: %w", err)
	}
	seen := kin
	if !rd.names {
		seen = nil
	}
	return workflow.Hints(c, seen, calendar, s.today(), lang), kin, nil
}

// beside are the hints that concern a fact of the case, and no event of it.
func (v caseView) beside(fields ...string) []workflow.Hint {
	return v.pick(func(h workflow.Hint) bool { return h.Sequence == 0 && slices.Contains(fields, h.Field) })
}

// atEvent are the hints that concern an event.
func (v caseView) atEvent(seq int) []workflow.Hint {
	return v.pick(func(h workflow.Hint) bool { return h.Sequence == seq })
}

// loose are the hints whose command stands grey for this reader: they are shown above the actions.
func (v caseView) loose() []workflow.Hint {
	return v.pick(func(h workflow.Hint) bool {
		return h.Sequence == 0 && slices.Contains(workflow.CommandNames(), h.Field) &&
			!slices.ContainsFunc(v.Able, func(f commandForm) bool { return f.Do == h.Field })
	})
}

func (v caseView) pick(fits func(workflow.Hint) bool) []workflow.Hint {
	var list []workflow.Hint
	for _, h := range v.Hints {
		if fits(h) {
			list = append(list, h)
		}
	}
	return list
}

// citation tells the article a hint rests on.
func citation(p page, h workflow.Hint) string {
	switch {
	case h.Article == "":
		return ""
	case h.Law != "":
		return p.T("article.of", h.LawName(p.Lang), h.Article)
	}
	return p.Cite(h.Article)
}
