package handlers

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/access"
	"gongkai/annual"
	"gongkai/law"
	"gongkai/workflow"
)

// ReportQuery says which report of a year is meant: the one as it stands, unless more is said.
type ReportQuery struct {
	Form     string `query:"form" doc:"2021 or 2019; none = the one prescribed. A filed report keeps its own."`
	AsOf     string `query:"as_of" doc:"as the log stood at the end of this day"`
	Position string `query:"position" doc:"as the log stood after this event"`
	Version  string `query:"version" doc:"number of a filed version; none = the one in force"`
}

// queryOf reads the same from a page's address.
func queryOf(r *http.Request) ReportQuery {
	q := r.URL.Query()
	return ReportQuery{Form: q.Get("form"), AsOf: q.Get("as_of"), Position: q.Get("position"), Version: q.Get("version")}
}

// ask reads the question; what cannot be read is refused by its name.
func (q ReportQuery) ask(agency string, year int) (annual.Ask, error) {
	ask := annual.Ask{Agency: agency, Year: year, Form: q.Form}
	if q.Form != "" && q.Form != law.Form2021 && q.Form != law.Form2019 {
		return ask, badParameter("form", "unknown_value", "2021, 2019")
	}
	var err error
	if q.AsOf != "" {
		if ask.AsOf, err = law.ParseDate(q.AsOf); err != nil {
			return ask, badParameter("as_of", "not_a_date", "")
		}
	}
	if q.Position != "" {
		if ask.Position, err = strconv.ParseInt(q.Position, 10, 64); err != nil || ask.Position < 1 || q.AsOf != "" {
			return ask, badParameter("position", "not_a_number", "")
		}
	}
	if q.Version != "" {
		if ask.Version, err = strconv.Atoi(q.Version); err != nil || ask.Version < 1 {
			return ask, badParameter("version", "not_a_number", "")
		}
	}
	return ask, nil
}

// YearInput names a year of a body in the path.
type YearInput struct {
	Agency string `path:"agency"`
	Year   string `path:"year"`
}

// FilingBody is what a filing says beside its tables.
type FilingBody struct {
	Form        string `json:"form,omitempty" doc:"2021 or 2019; none = the one prescribed"`
	Signer      string `json:"signer,omitempty" doc:"who signs; none = who files"`
	Explanation string `json:"explanation,omitempty" doc:"why the carry-over differs from the report before, where it does"`
}

type fileInput struct {
	YearInput
	Key  string `header:"Idempotency-Key"`
	Body FilingBody
}

type amendInput struct {
	YearInput
	Key  string `header:"Idempotency-Key"`
	Body struct {
		FilingBody
		Reason  string       `json:"reason"`
		Figures []figureBody `json:"figures,omitempty" doc:"cells of table 2 that the amendment replaces"`
	}
}

type figureBody struct {
	Cell   string `json:"cell"`
	Value  string `json:"value"`
	Remark string `json:"remark,omitempty"`
	Source string `json:"source"`
	Signer string `json:"signer,omitempty"`
}

type (
	filingOutput  struct{ Body workflow.Filing }
	filingsOutput struct{ Body []workflow.Filing }
	diffOutput    struct{ Body annual.Diff }
	figuresOutput struct{ Body []workflow.Figure }
	doubtsOutput  struct{ Body []annual.Doubt }
)

func (s *Server) apiFiling(api huma.API) {
	const path = "/api/v1/reports/{agency}/{year}"
	huma.Register(api, operation("report-freeze", http.MethodPost, path+"/freeze", "File a year's report: it never changes by itself again"),
		func(ctx context.Context, in *fileInput) (*filingOutput, error) {
			return answered(ctx, s, func() (*filingOutput, error) {
				filing, err := s.freeze(ctx, in.Agency, in.Year, workflow.FileRequest{
					Form: in.Body.Form, Signer: in.Body.Signer, Explanation: in.Body.Explanation, Key: in.Key,
				})
				return &filingOutput{filing}, err
			})
		})
	huma.Register(api, operation("report-amend", http.MethodPost, path+"/amend", "File a corrected version; every version before it is kept"),
		func(ctx context.Context, in *amendInput) (*filingOutput, error) {
			return answered(ctx, s, func() (*filingOutput, error) {
				req := workflow.AmendRequest{Reason: in.Body.Reason, FileRequest: workflow.FileRequest{
					Form: in.Body.Form, Signer: in.Body.Signer, Explanation: in.Body.Explanation, Key: in.Key,
				}}
				for _, f := range in.Body.Figures {
					req.Figures = append(req.Figures, &workflow.RecordFigure{
						Cell: f.Cell, Value: workflow.CellValue(f.Value), Remark: f.Remark, Source: f.Source, Signer: f.Signer,
					})
				}
				filing, err := s.amend(ctx, in.Agency, in.Year, req)
				return &filingOutput{filing}, err
			})
		})
	huma.Register(api, operation("report-diff", http.MethodGet, path+"/diff", "What parts a filed report from what the records say, case by case"),
		func(ctx context.Context, in *YearInput) (*diffOutput, error) {
			return answered(ctx, s, func() (*diffOutput, error) {
				year, err := s.mayOpen(ctx, access.VerbReportCell, in.Agency, in.Year)
				if err != nil {
					return nil, err
				}
				d, err := s.store.ReportDiff(ctx, in.Agency, year, langOf(ctx))
				return &diffOutput{d}, err
			})
		})
	huma.Register(api, operation("report-versions", http.MethodGet, path+"/versions", "The versions of a year's filed report"),
		func(ctx context.Context, in *YearInput) (*filingsOutput, error) {
			return answered(ctx, s, func() (*filingsOutput, error) {
				year, err := s.mayOpen(ctx, access.VerbReport, in.Agency, in.Year)
				if err != nil {
					return nil, err
				}
				list, err := s.store.Filings(ctx, in.Agency, year)
				return &filingsOutput{list}, err
			})
		})
	huma.Register(api, operation("report-figures", http.MethodGet, path+"/figures", "The recorded cells of table 2 with source and signer"),
		func(ctx context.Context, in *YearInput) (*figuresOutput, error) {
			return answered(ctx, s, func() (*figuresOutput, error) {
				year, err := s.mayOpen(ctx, access.VerbReportCell, in.Agency, in.Year)
				if err != nil {
					return nil, err
				}
				list, err := s.store.Figures(ctx, in.Agency, year)
				return &figuresOutput{list}, err
			})
		})
	huma.Register(api, operation("report-doubtful", http.MethodGet, path+"/doubtful", "What to look at before a year is filed"),
		func(ctx context.Context, in *YearInput) (*doubtsOutput, error) {
			return answered(ctx, s, func() (*doubtsOutput, error) {
				year, err := s.mayOpen(ctx, access.VerbReportCell, in.Agency, in.Year)
				if err != nil {
					return nil, err
				}
				list, err := s.store.Doubtful(ctx, in.Agency, year)
				return &doubtsOutput{list}, err
			})
		})
}

// answered turns a failure into a problem.
func answered[T any](ctx context.Context, s *Server, do func() (*T, error)) (*T, error) {
	out, err := do()
	if err != nil {
		return nil, s.refused(ctx, err)
	}
	return out, nil
}

// mayOpen asks who may look at a year of a body, and reads the year.
func (s *Server) mayOpen(ctx context.Context, verb, agency, yearText string) (int, error) {
	if err := s.may(ctx, verb, agency); err != nil {
		return 0, err
	}
	year, err := yearIn(yearText)
	if err != nil {
		return 0, err
	}
	return year, s.knownAgency(ctx, agency)
}

func (s *Server) freeze(ctx context.Context, agency, yearText string, req workflow.FileRequest) (workflow.Filing, error) {
	year, err := s.mayOpen(ctx, access.VerbReportFreeze, agency, yearText)
	if err != nil {
		return workflow.Filing{}, err
	}
	req.Agency, req.Year = agency, year
	filing, err := s.store.FileReport(ctx, whoOf(ctx).actor(), req)
	if err != nil {
		return filing, fmt.Errorf("file the report: %w", err)
	}
	return filing, nil
}

func (s *Server) amend(ctx context.Context, agency, yearText string, req workflow.AmendRequest) (workflow.Filing, error) {
	year, err := s.mayOpen(ctx, access.VerbReportAmend, agency, yearText)
	if err != nil {
		return workflow.Filing{}, err
	}
	req.Agency, req.Year = agency, year
	filing, err := s.store.AmendReport(ctx, whoOf(ctx).actor(), req)
	if err != nil {
		return filing, fmt.Errorf("amend the report: %w", err)
	}
	return filing, nil
}
