package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/access"
	"gongkai/annual"
	"gongkai/law"
)

type dutiesInput struct {
	Agency string `query:"agency" doc:"this body and those below it; none = every body"`
	Year   string `query:"year" doc:"year of the reports; none = the year before"`
	On     string `query:"on" doc:"as of this day; none = today"`
}

type dutiesOutput struct{ Body []annual.Duty }

func (s *Server) apiTotals(api huma.API) {
	op := operation("report-total", http.MethodGet, "/api/v1/reports/{agency}/{year}/total", "The total of a government: a body and all below it added up")
	op.Description = "The keys of a report, and rollup: name, bodies (each with status, digest, broken rules), not_filed, unknown cells with their bodies, left_out"
	huma.Register(api, op, func(ctx context.Context, in *reportInput) (*reportOutput, error) {
		total, err := s.totalFor(ctx, in.Agency, in.Year)
		if err != nil {
			return nil, s.refused(ctx, err)
		}
		raw, err := json.Marshal(total)
		if err != nil {
			return nil, s.refused(ctx, fmt.Errorf("write the total: %w", err))
		}
		return &reportOutput{Body: raw}, nil
	})
	huma.Register(api, operation("duties", http.MethodGet, "/api/v1/duties", "The annual reports that are due, by date"),
		func(ctx context.Context, in *dutiesInput) (*dutiesOutput, error) {
			list, err := s.dutiesFor(ctx, in.Agency, in.Year, in.On)
			if err != nil {
				return nil, s.refused(ctx, err)
			}
			return &dutiesOutput{Body: list}, nil
		})
}

// totalFor gives a total to whoever may read the report of every body in it.
func (s *Server) totalFor(ctx context.Context, agency, yearText string) (annual.Total, error) {
	if err := s.may(ctx, access.VerbReport, agency); err != nil {
		return annual.Total{}, err
	}
	year, err := yearIn(yearText)
	if err != nil {
		return annual.Total{}, err
	}
	if err := s.mayReadBelow(ctx, agency); err != nil {
		return annual.Total{}, err
	}
	total, err := s.store.Total(ctx, agency, year)
	if err != nil {
		return annual.Total{}, fmt.Errorf("add up the year's tables: %w", err)
	}
	return total, nil
}

// mayReadBelow asks whether the reports of a body and of all below it may be read. Whoever may read those of one body
// below may read them of all: a role either reaches down or does not.
func (s *Server) mayReadBelow(ctx context.Context, agency string) error {
	codes, err := s.store.Under(ctx, agency)
	if err != nil {
		return fmt.Errorf("read the tree of agencies: %w", err)
	}
	for _, code := range codes[:min(2, len(codes))] {
		if err := s.may(ctx, access.VerbReport, code); err != nil {
			return err
		}
	}
	return nil
}

// dutiesFor lists what is due of the bodies whose report the one who asks may read.
func (s *Server) dutiesFor(ctx context.Context, agency, yearText, onText string) ([]annual.Duty, error) {
	on, err := s.today(), error(nil)
	if onText != "" {
		if on, err = law.ParseDate(onText); err != nil {
			return nil, badParameter("on", "not_a_date", "")
		}
	}
	year := on.Year() - 1
	if yearText != "" {
		if year, err = yearIn(yearText); err != nil {
			return nil, err
		}
	}
	if agency != "" {
		if err := s.may(ctx, access.VerbReport, agency); err != nil {
			return nil, err
		}
	}
	duties, err := s.store.Duties(ctx, agency, year)
	if err != nil {
		return nil, fmt.Errorf("list what is due: %w", err)
	}
	list := duties.On(on)
	mine, err := s.readable(ctx)
	if err != nil {
		return nil, err
	}
	seen := make([]annual.Duty, 0, len(list))
	for _, d := range list {
		if mine(d.Agency) {
			seen = append(seen, d)
		}
	}
	return seen, nil
}

// readable tells of each body whether the one who asks may read its report; the tree is read once.
func (s *Server) readable(ctx context.Context) (func(agency string) bool, error) {
	asker := whoOf(ctx)
	agencies, err := s.store.Agencies(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the agencies: %w", err)
	}
	parents := make(map[string]string, len(agencies))
	for _, a := range agencies {
		parents[a.Code] = a.Parent
	}
	return func(code string) bool {
		place := access.Place{Agency: code}
		for up := parents[code]; up != "" && !slices.Contains(place.Above, up); up = parents[up] {
			place.Above = append(place.Above, up)
		}
		return asker.Operator || access.AllowedAt(asker.Subject, access.VerbReport, place) == nil
	}, nil
}
