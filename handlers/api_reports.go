package handlers

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/access"
	"gongkai/annual"
	"gongkai/law"
	"gongkai/workflow"
)

type reportInput struct {
	Agency string `path:"agency"`
	Year   string `path:"year"`
	ReportQuery
	Format string `query:"format" doc:"json (the tables), or a file: docx, xlsx, html, pdf, csv, txt"`
}

// The body goes out as annual writes it; json is that of contract section 5.
type reportOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

type cellInput struct {
	Agency string `path:"agency"`
	Year   string `path:"year"`
	Row    string `path:"row" doc:"key of a row of table 3, or of a group of table 4"`
	Column string `path:"column" doc:"key of a column or outcome, or total"`
}

type cellOutput struct{ Body CellView }

// CellView is one figure of table 3 or 4 and the applications or cases behind it: as many as the figure says.
type CellView struct {
	Agency string     `json:"agency"`
	Year   int        `json:"year"`
	Row    string     `json:"row"`
	Column string     `json:"column"`
	Figure int        `json:"figure"`
	Items  []CellLine `json:"items"`
}

// CellLine is one application behind a figure, the event that makes it count there, and why in a sentence.
type CellLine struct {
	Application string   `json:"application"`
	Case        string   `json:"case,omitempty" doc:"case of review or suit, behind a figure of table 4"`
	Category    string   `json:"category,omitempty"`
	ReceivedOn  law.Date `json:"received_on,omitzero"`
	ClosedOn    law.Date `json:"closed_on,omitzero"`
	Result      string   `json:"result,omitempty"`
	Sequence    int      `json:"sequence" doc:"number of the event in the history of the application"`
	Event       string   `json:"event" doc:"its type"`
	On          law.Date `json:"on_date,omitzero" doc:"legal date it counts by"`
	Article     string   `json:"article,omitempty" doc:"of the Regulation"`
	Because     string   `json:"because"`
}

func (s *Server) apiReports(api huma.API) {
	op := operation("report", http.MethodGet, "/api/v1/reports/{agency}/{year}", "Tables 2, 3 and 4 of a year")
	op.Description = "agency, year, form, as_of, status, position, digest, table2, table3, table4, checks"
	op.Responses["200"] = reportContents()
	huma.Register(api, op, func(ctx context.Context, in *reportInput) (*reportOutput, error) {
		file, err := s.reportFile(ctx, in.Agency, in.Year, in.ReportQuery, orText(in.Format, "json"))
		if err != nil {
			return nil, s.refused(ctx, err)
		}
		return &reportOutput{ContentType: file.format.MediaType, Disposition: file.disposition(), Body: file.content}, nil
	})
	huma.Register(api, operation("report-cell", http.MethodGet, "/api/v1/reports/{agency}/{year}/cells/{row}/{column}",
		"The applications behind a figure of table 3"),
		func(ctx context.Context, in *cellInput) (*cellOutput, error) {
			view, err := s.cellFor(ctx, in.Agency, in.Year, in.Row, in.Column, langOf(ctx))
			if err != nil {
				return nil, s.refused(ctx, err)
			}
			return &cellOutput{Body: view}, nil
		})
}

func (s *Server) reportFor(ctx context.Context, agency, yearText string, query ReportQuery) (annual.Report, error) {
	if err := s.may(ctx, access.VerbReport, agency); err != nil {
		return annual.Report{}, err
	}
	year, err := yearIn(yearText)
	if err != nil {
		return annual.Report{}, err
	}
	if err := s.knownAgency(ctx, agency); err != nil {
		return annual.Report{}, err
	}
	ask, err := query.ask(agency, year)
	if err != nil {
		return annual.Report{}, err
	}
	report, err := s.store.ReportAs(ctx, ask)
	if err != nil {
		return annual.Report{}, fmt.Errorf("count the year's tables: %w", err)
	}
	return report, nil
}

func (s *Server) cellFor(ctx context.Context, agency, yearText, row, column, lang string) (CellView, error) {
	if err := s.may(ctx, access.VerbReportCell, agency); err != nil {
		return CellView{}, err
	}
	year, err := yearIn(yearText)
	if err != nil {
		return CellView{}, err
	}
	if err := s.knownAgency(ctx, agency); err != nil {
		return CellView{}, err
	}
	return Cell(ctx, s.store, agency, year, row, column, lang)
}

// Figures is what Cell reads.
type Figures interface {
	CellEntries(ctx context.Context, agency string, year int, row, column string) ([]annual.Behind, error)
	CellCases(ctx context.Context, agency string, year int, row, column string) ([]annual.CaseEntry, error)
}

// Cell lists the applications behind a figure of table 3, each with its event and sentence (`gongkai report cell`).
// An unknown row or column is refused.
func Cell(ctx context.Context, from Figures, agency string, year int, row, column, lang string) (CellView, error) {
	if annual.IsCaseLine(row) {
		return caseCell(ctx, from, agency, year, row, column, lang)
	}
	if !knownCell(row, column) {
		return CellView{}, workflow.NewRefusal("unknown_cell", "", row, column)
	}
	entries, err := from.CellEntries(ctx, agency, year, row, column)
	if err != nil {
		return CellView{}, fmt.Errorf("list the applications behind a figure: %w", err)
	}
	view := CellView{Agency: agency, Year: year, Row: row, Column: column, Figure: len(entries), Items: make([]CellLine, 0, len(entries))}
	for _, e := range entries {
		view.Items = append(view.Items, CellLine{
			Application: e.Number, Category: e.Category, ReceivedOn: e.Received, ClosedOn: e.Closed, Result: e.Result,
			Sequence: e.Sequence, Event: e.Event, On: e.On, Article: e.Article, Because: e.Because(lang),
		})
	}
	return view, nil
}

func knownCell(row, column string) bool {
	rows := slices.Concat(law.Rows(law.Form2021), law.Rows(law.Form2019))
	return slices.ContainsFunc(rows, func(r law.Row) bool { return r.Key == row }) &&
		slices.ContainsFunc(law.Columns(), func(c law.Column) bool { return c.Key == column })
}

func yearIn(text string) (int, error) {
	year, err := strconv.Atoi(text)
	if err != nil || year < law.FirstYear || year > law.LastYear {
		return 0, badParameter("year", "not_a_number", "")
	}
	return year, nil
}

func (s *Server) knownAgency(ctx context.Context, code string) error {
	agencies, err := s.store.Agencies(ctx)
	if err != nil {
		return fmt.Errorf("list the agencies: %w", err)
	}
	if !slices.ContainsFunc(agencies, func(a workflow.Agency) bool { return a.Code == code }) {
		return workflow.NewRefusal("unknown_agency", "", code)
	}
	return nil
}
