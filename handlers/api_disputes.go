package handlers

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/access"
	"gongkai/annual"
	"gongkai/workflow"
)

// caseCell lists the cases behind a figure of table 4.
func caseCell(ctx context.Context, from Figures, agency string, year int, row, column, lang string) (CellView, error) {
	cases, err := from.CellCases(ctx, agency, year, row, column)
	if err != nil {
		return CellView{}, fmt.Errorf("list the cases behind a figure: %w", err)
	}
	view := CellView{Agency: agency, Year: year, Row: row, Column: column, Figure: len(cases), Items: make([]CellLine, 0, len(cases))}
	for _, c := range cases {
		line := CellLine{
			Application: c.Number, Case: c.Case, ReceivedOn: c.FiledOn, Result: c.Outcome, Because: annual.BecauseCase(c, year, lang),
		}
		if b, ok := c.In(year, annual.ConcludedOrPending); ok { // what it counts by does not hang on which cases are counted
			line.Sequence, line.Event, line.On = b.Sequence, b.Event, b.On
		}
		if c.DecidedYear == year {
			line.ClosedOn = c.DecidedOn
		}
		view.Items = append(view.Items, line)
	}
	return view, nil
}

// ShownDispute is one case of review or suit, as `gongkai show --json` prints it with its application. Dates are civil
// dates in Asia/Shanghai.
type ShownDispute struct {
	annual.CaseEntry
	KindLabel     string `json:"kind_label"`
	Standing      string `json:"standing" doc:"pending, upheld, corrected, other, struck"`
	StandingLabel string `json:"standing_label"`
	AnswerOverdue bool   `json:"answer_overdue"`
}

// ShowDisputes tells the cases of an application, or of a case of no application, in a language.
func ShowDisputes(app *workflow.Application, lang string) []ShownDispute {
	shown, cases := make([]ShownDispute, 0, len(app.Disputes)), annual.CasesOf(app)
	for i, d := range app.Disputes {
		shown = append(shown, ShownDispute{
			CaseEntry: cases[i],
			KindLabel: workflow.CaseLabel(d.Kind, lang), Standing: d.Column(), StandingLabel: workflow.CaseLabel(d.Column(), lang),
			AnswerOverdue: d.AnswerOverdue(),
		})
	}
	return shown
}

type disputesInput struct {
	Agency string `query:"agency" doc:"code of the agency" required:"true"`
}

type disputesOutput struct {
	Body struct {
		Items []annual.CaseEntry `json:"items"`
	}
}

type caseFileInput struct {
	Agency string `path:"agency"`
	Case   string `path:"case"`
}

func (s *Server) apiDisputes(api huma.API) {
	op := operation("disputes", http.MethodGet, "/api/v1/disputes", "List the cases of review and suit of a body with their terms")
	op.Description = "Those whose answer is awaited first, by its last day, then the pending ones, then the newest."
	huma.Register(api, op, func(ctx context.Context, in *disputesInput) (*disputesOutput, error) {
		list, err := s.disputesOf(ctx, in.Agency)
		if err != nil {
			return nil, s.refused(ctx, err)
		}
		out := &disputesOutput{}
		out.Body.Items = list
		return out, nil
	})
	huma.Register(api, operation("dispute", http.MethodGet, "/api/v1/disputes/{agency}/{case}", "Show the application a case is about, or a case about none"),
		func(ctx context.Context, in *caseFileInput) (*caseOutput, error) {
			rd, err := s.readerAt(ctx, access.VerbShow, in.Agency)
			if err != nil {
				return nil, s.refused(ctx, err)
			}
			c, err := s.store.CaseFile(ctx, in.Agency, in.Case)
			if err != nil {
				return nil, s.refused(ctx, err)
			}
			calendar, err := s.store.Calendar(ctx)
			if err != nil {
				return nil, s.refused(ctx, fmt.Errorf("read the calendar: %w", err))
			}
			agencies, err := s.store.Agencies(ctx)
			if err != nil {
				return nil, s.refused(ctx, fmt.Errorf("list the agencies: %w", err))
			}
			shown := ShowCase(rd.masked(c), calendar, agencies, langOf(ctx))
			return &caseOutput{Status: http.StatusOK, Body: &shown}, nil
		})
}

func (s *Server) disputesOf(ctx context.Context, agency string) ([]annual.CaseEntry, error) {
	if err := s.may(ctx, access.VerbList, agency); err != nil {
		return nil, err
	}
	if err := s.knownAgency(ctx, agency); err != nil {
		return nil, err
	}
	list, err := s.store.Disputes(ctx, agency)
	if err != nil {
		return nil, fmt.Errorf("list the cases: %w", err)
	}
	return list, nil
}
