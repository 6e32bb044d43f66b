package handlers

import (
	"context"
	"fmt"

	"gongkai/annual"
	"gongkai/law"
	"gongkai/workflow"
)

// ShownYear is where an application counts in table 3 of one year, as `gongkai show --json` prints it.
type ShownYear struct {
	Year  int              `json:"year"`
	Filed string           `json:"filed,omitempty" doc:"filed, imported; without it no report of the year was filed"`
	Cells []ShownCell      `json:"cells"`
	Moved *annual.CaseDiff `json:"moved,omitempty" doc:"what was entered after the report was filed, which would count otherwise by now"`
}

// ShownCell is one cell it counts in, the event that makes it count there, and why in a sentence.
type ShownCell struct {
	Table       int      `json:"table" doc:"3, or 4 for a case of review or suit"`
	Case        string   `json:"case,omitempty" doc:"code of the case of review or suit, in table 4"`
	Row         string   `json:"row"`
	RowLabel    string   `json:"row_label" doc:"as the official form has it"`
	Column      string   `json:"column"`
	ColumnLabel string   `json:"column_label"`
	Sequence    int      `json:"sequence"`
	Event       string   `json:"event" doc:"its type"`
	EventLabel  string   `json:"event_label"`
	On          law.Date `json:"on_date,omitzero" doc:"legal date it counts by"`
	Article     string   `json:"article,omitempty" doc:"of the Regulation"`
	Because     string   `json:"because"`
}

// Filings is what Counted reads.
type Filings interface {
	Books(ctx context.Context, agency string) (workflow.Books, error)
}

// Counted lists the cells of table 3 and, for its reviews and suits, of table 4 in which an application counts, year by year, up to the current year (Asia/Shanghai)
// while it is open. Sentences and labels are in lang (zh or en). None where it counts nowhere.
func Counted(ctx context.Context, from Filings, c *workflow.Case, current int, lang string) ([]ShownYear, error) {
	books, err := from.Books(ctx, c.Application.Agency)
	if err != nil {
		return nil, fmt.Errorf("read which years were filed: %w", err)
	}
	years := annual.CountedIn(c, books, current, lang)
	out := make([]ShownYear, 0, len(years))
	for _, y := range years {
		shown := ShownYear{Year: y.Year, Filed: y.Filed, Cells: make([]ShownCell, 0, len(y.Cells)), Moved: y.Moved}
		for _, b := range y.Cells {
			shown.Cells = append(shown.Cells, ShownCell{
				Table: 3, Row: b.Row, RowLabel: annual.RowLabel(b.Row), Column: b.Column, ColumnLabel: columnLabel(b.Column, lang),
				Sequence: b.Sequence, Event: b.Event, EventLabel: workflow.EventLabel(b.Event, lang), On: b.On, Article: b.Article,
				Because: b.Because(lang),
			})
		}
		for _, b := range y.Cases {
			shown.Cells = append(shown.Cells, ShownCell{
				Table: 4, Case: b.Case, Row: b.Row, RowLabel: caseLabel(b.Row, "zh"), Column: b.Column, ColumnLabel: outcomeLabel(b.Column, lang),
				Sequence: b.Sequence, Event: b.Event, EventLabel: workflow.EventLabel(b.Event, lang), On: b.On,
				Because: annual.BecauseCase(b.CaseEntry, y.Year, lang),
			})
		}
		out = append(out, shown)
	}
	return out, nil
}

func columnLabel(key, lang string) string {
	for _, c := range law.Columns() {
		if c.Key == key {
			return pick(lang, c.Label, c.English)
		}
	}
	return key
}
