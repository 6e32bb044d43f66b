package workflow

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gongkai/law"
)

// OfReport is a command about a body's annual report, not about an application.
type OfReport interface {
	Command
	// ReportYear is the year of the report it is about.
	ReportYear() int
	decideReport(ctx Context) (Event, error)
}

// CellValue is the value of a cell as its sender wrote it: a JSON number, or text ("" = left blank, "/" = not
// applicable, "22（其中修订16件）" = a number with a remark).
type CellValue string

// RecordFigure records one number cell of table 2 (二、主动公开政府信息情况) with its source and signer; the last one of
// a cell counts. Amounts are in 万元 with at most four decimals.
type RecordFigure struct {
	Common
	Year   int       `json:"year" doc:"year of the report" minimum:"2008" maximum:"2200"`
	Cell   string    `json:"cell" doc:"key of a cell of table 2" maxLength:"64"`
	Value  CellValue `json:"value" doc:"a number, an empty text (left blank) or / (not applicable)" maxLength:"60"`
	Source string    `json:"source" doc:"where the number comes from" maxLength:"500"`
	Signer string    `json:"signer" doc:"who vouches for it" maxLength:"200"`
	Remark string    `json:"remark,omitempty" doc:"printed beside the number" maxLength:"60"`
}

// ReportYear is the year of the report.
func (c *RecordFigure) ReportYear() int { return c.Year }

// DecideReport turns a command about a report into its event, or refuses it. The store numbers the event.
func DecideReport(ctx Context, cmd OfReport) (Event, error) {
	base := cmd.Base()
	if base.On.IsZero() {
		base.On = ctx.Entered
	}
	switch {
	case !ctx.Office.HasAgency(base.Agency):
		return Event{}, refuse("unknown_agency", "", base.Agency)
	case base.On > ctx.Today:
		return Event{}, refuse("in_future", "50", "on", base.On, ctx.Today)
	case cmd.ReportYear() > ctx.Today.Year():
		return Event{}, refuse("in_future", "50", "year", cmd.ReportYear(), ctx.Today)
	case ctx.Office.Books(base.Agency).Has(cmd.ReportYear()):
		return Event{}, refuse("report_filed", "50", cmd.ReportYear())
	}
	return cmd.decideReport(ctx)
}

func (c *RecordFigure) decideReport(ctx Context) (Event, error) {
	figure, err := c.figure()
	if err != nil {
		return Event{}, err
	}
	return Event{
		Stream: ReportStream(c.Agency, c.Year), Type: FigureRecorded, On: c.On, Actor: ctx.Actor, Data: &figure,
		Private: clean(map[string]string{"source": c.Source, "signer": c.Signer}),
	}, nil
}

// Figure reads cell and value as the form has them: the payload that will stand in the log.
func (c *RecordFigure) figure() (FigureData, error) {
	out := FigureData{Agency: c.Agency, Year: c.Year, Cell: c.Cell, Remark: c.Remark}
	if !slices.Contains(TableCells(c.Year), c.Cell) {
		return out, refuse("unknown_figure", "50", shorten(c.Cell), c.Year)
	}
	number, remark, err := splitRemark(string(c.Value), c.Remark)
	if err != nil {
		return out, err
	}
	out.Remark = remark
	out.CellFigure, err = readCell(c.Cell, number)
	return out, err
}

// TableCells lists the cells of table 2 that a year's report may have: those of the form prescribed for it, and for
// bodies that go on with it those of the form of 2019.
func TableCells(year int) []string {
	cells := law.Table2Keys(law.Form2019)
	if law.FormOf(year) == law.Form2021 {
		cells = append(law.Table2Keys(law.Form2021), cells...)
	}
	return cells
}

var remarked = regexp.MustCompile(`^(.*?[0-9])\s*[（(]([^（）()]+)[）)]$`)

// splitRemark parts 22（其中修订16件） into its number and its remark.
func splitRemark(value, remark string) (number, beside string, err error) {
	value = strings.TrimSpace(value)
	m := remarked.FindStringSubmatch(value)
	switch {
	case m == nil:
		return value, remark, nil
	case remark != "" && remark != m[2]:
		return "", "", badField("remark", "double_remark", "")
	}
	return m[1], m[2], nil
}

// FeesCell is the amount of table 2: 行政事业性收费, in 万元.
const FeesCell = "art20_8.fees_10k_yuan"

var (
	wholeNumber = regexp.MustCompile(`^[0-9]{1,14}$`)
	change      = regexp.MustCompile(`^([+-]|增|减)?\s*([0-9]{1,14})$`)
	amount      = regexp.MustCompile(`^([0-9]{1,8})(?:\.([0-9]{1,4})0*)?$`)
	procurement = regexp.MustCompile(`^[0-9]{1,12}(\.[0-9]{1,6})?(元|万元|亿元)?$`)
)

const (
	fenDigits   = 6 // 1 万元 = 1,000,000 分
	largestCell = int64(1e14)
)

// readCell reads a value as its cell wants it.
func readCell(cell, value string) (CellFigure, error) {
	switch value {
	case "", "/", "／", "-", "—", "——":
		return CellFigure{Text: value}, nil
	}
	part := cell[strings.LastIndexByte(cell, '.')+1:]
	switch {
	case cell == FeesCell:
		if m := amount.FindStringSubmatch(value); m != nil {
			return number(m[1]+(m[2] + strings.Repeat("0", fenDigits))[:fenDigits], 1)
		}
		return CellFigure{}, badField("value", "bad_amount", "")
	case part == "change":
		if m := change.FindStringSubmatch(value); m != nil {
			sign := int64(1)
			if m[1] == "-" || m[1] == "减" {
				sign = -1
			}
			return number(m[2], sign)
		}
		return CellFigure{}, badField("value", "bad_change", "")
	case part == "amount" && procurement.MatchString(value) && !wholeNumber.MatchString(value):
		return CellFigure{Text: value}, nil // the form of 2019 names no unit, so it stays as it was written
	case wholeNumber.MatchString(value):
		return number(value, 1)
	}
	return CellFigure{}, badField("value", "bad_figure", "")
}

func number(digits string, sign int64) (CellFigure, error) {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n > largestCell {
		return CellFigure{}, badField("value", "bad_figure", "")
	}
	n *= sign
	return CellFigure{Number: &n}, nil
}

func badField(field, code, want string) *Refusal {
	return &Refusal{Code: "malformed", Faults: []Fault{{Field: field, Code: code, Want: want}}, Allowed: []string{}}
}

// Check holds cell and value to the form of the year. Errors are refusals.
func (c *RecordFigure) Check() error {
	_, err := c.figure()
	return err
}
