package handlers

import (
	"context"
	"fmt"
	"slices"

	"gongkai/access"
	"gongkai/workflow"
)

// may asks the policy table whether the one who asks may do verb at an agency, for the departments concerned. Agency ""
// is the installation itself. The refusal comes back as an error.
func (s *Server) may(ctx context.Context, verb, agency string, departments ...string) error {
	asker := whoOf(ctx)
	place := access.Place{Agency: agency, Departments: departments}
	if !asker.Operator && agency != "" && agency != asker.Agency {
		above, err := s.above(ctx, agency)
		if err != nil {
			return err
		}
		place.Above = above
	}
	return access.AllowedAt(asker.Subject, verb, place)
}

// above lists the bodies above an agency.
func (s *Server) above(ctx context.Context, code string) ([]string, error) {
	agencies, err := s.store.Agencies(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the agencies: %w", err)
	}
	parents := make(map[string]string, len(agencies))
	for _, a := range agencies {
		parents[a.Code] = a.Parent
	}
	var above []string
	for up := parents[code]; up != "" && !slices.Contains(above, up); up = parents[up] {
		above = append(above, up)
	}
	return above, nil
}

// mayDo asks whether the one who asks may send this command. A department's command is about its own task.
func (s *Server) mayDo(ctx context.Context, cmd workflow.Command) error {
	var departments []string
	switch c := cmd.(type) {
	case *workflow.AcceptTask:
		departments = []string{c.Department}
	case *workflow.ReturnTask:
		departments = []string{c.Department}
	case *workflow.ReportTask:
		departments = []string{c.Department}
	}
	base := cmd.Base()
	return s.may(ctx, base.Do, base.Agency, departments...)
}

// reader is what the one who asks may see of an agency's applications.
type reader struct {
	names   bool // names, numbers, addresses
	content bool // what is asked for
}

// readerAt asks whether applications of the agency may be read, and how much of them.
func (s *Server) readerAt(ctx context.Context, verb, agency string, departments ...string) (reader, error) {
	if err := s.may(ctx, verb, agency, departments...); err != nil {
		return reader{}, err
	}
	names := s.may(ctx, access.VerbUnmask, agency) == nil
	return reader{names: names, content: names || slices.Contains(whoOf(ctx).Roles, string(access.Department))}, nil
}

// sealedNames are the words that say who somebody is.
var sealedNames = []string{"name", "id_number", "phone", "email", "address", "agent"}

// masked gives the case without what its reader may not see; the store's own maps stay whole.
func (rd reader) masked(c *workflow.Case) *workflow.Case {
	seen := *c
	seen.Words = make(map[int]map[string]string, len(c.Words))
	for seq, words := range c.Words {
		seen.Words[seq] = map[string]string{}
		for field, text := range words {
			if rd.names || (rd.content && !isName(field)) {
				seen.Words[seq][field] = text
			}
		}
	}
	return &seen
}

func isName(field string) bool {
	for _, name := range sealedNames {
		if field == name || field == name+".before" || field == name+".after" {
			return true
		}
	}
	return false
}

func (rd reader) maskSummary(sum *workflow.Summary) {
	if !rd.names {
		sum.Applicant = ""
	}
	if !rd.content {
		sum.Content = ""
	}
}

// tasksOf lists the departments that work or worked on an application.
func tasksOf(app *workflow.Application) []string {
	codes := make([]string, 0, len(app.Tasks))
	for _, t := range app.Tasks {
		codes = append(codes, t.Department)
	}
	return codes
}

// openCase reads one case for the one who asks, masked for him. Somebody who may read nothing of the agency learns not
// even whether the number exists.
func (s *Server) openCase(ctx context.Context, agency, number string) (*workflow.Case, reader, error) {
	if err := access.Allowed(whoOf(ctx).Subject, access.VerbShow); err != nil {
		return nil, reader{}, err
	}
	c, err := s.store.Application(ctx, agency, number)
	if err != nil {
		if denied := s.may(ctx, access.VerbShow, agency, whoOf(ctx).Departments...); denied != nil {
			return nil, reader{}, denied
		}
		return nil, reader{}, fmt.Errorf("read application: %w", err)
	}
	rd, err := s.readerAt(ctx, access.VerbShow, agency, tasksOf(c.Application)...)
	if err != nil {
		return nil, reader{}, err
	}
	return rd.masked(c), rd, nil
}
