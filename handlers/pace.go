package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/access"
	"gongkai/annual"
	"gongkai/law"
)

type paceInput struct {
	Agency string `path:"agency"`
	From   string `query:"from" doc:"first day; none = a year up to the last"`
	To     string `query:"to" doc:"last day; none = a year, at most up to today"`
}

func (s *Server) apiPace(api huma.API) {
	op := operation("report-pace", http.MethodGet, "/api/v1/reports/{agency}/pace", "The pace of work in any period, with table 3 of that period")
	op.Description = "agency, from, to, as_of, table3, replies, by_result, by_department, steps, months, departments: time to reply (working days of the reply period, pauses left out; calendar days from receipt) by block of results and by department, " +
		"what ran late, extensions, notices, months, and the assessment of departments"
	huma.Register(api, op, func(ctx context.Context, in *paceInput) (*reportOutput, error) {
		pace, err := s.paceFor(ctx, in.Agency, in.From, in.To)
		if err != nil {
			return nil, s.refused(ctx, err)
		}
		raw, err := json.Marshal(pace)
		if err != nil {
			return nil, s.refused(ctx, fmt.Errorf("write the pace of a period: %w", err))
		}
		return &reportOutput{ContentType: "application/json", Body: raw}, nil
	})
}

// paceFor measures a period for whoever may read the reports of the body.
func (s *Server) paceFor(ctx context.Context, agency, fromText, toText string) (annual.Pace, error) {
	var none annual.Pace
	if err := s.may(ctx, access.VerbReport, agency); err != nil {
		return none, err
	}
	from, err := dayIn("from", fromText)
	if err != nil {
		return none, err
	}
	to, err := dayIn("to", toText)
	if err != nil {
		return none, err
	}
	pace, err := s.store.Pace(ctx, agency, from, to)
	if err != nil {
		return none, fmt.Errorf("measure a period: %w", err)
	}
	return pace, nil
}

// dayIn reads a date of a query; none when it was left empty.
func dayIn(name, text string) (law.Date, error) {
	if text == "" {
		return 0, nil
	}
	d, err := law.ParseDate(text)
	if err != nil {
		return 0, badParameter(name, "not_a_date", "")
	}
	return d, nil
}

// PaceTable is one table of the pace as people read it, on the page and on the command line.
type PaceTable struct {
	Key   string // of the words: pace.KEY is the title
	Title string
	Heads []string
	Rows  [][]string
}

// PaceTables gives the tables in the order of the page, in words of lang; names are those of the departments by AGENCY/CODE.
func PaceTables(p annual.Pace, names map[string]string, lang string) []PaceTable {
	t := func(key string, args ...any) string { return say(lang, key, args...) }
	table := func(key string, heads ...string) PaceTable {
		out := PaceTable{Key: key, Title: t("pace." + key)}
		for _, h := range heads {
			out.Heads = append(out.Heads, t("pace.head."+h))
		}
		return out
	}
	speed := []string{"count", "working_median", "working_p90", "calendar_median", "calendar_p90", "late"}
	replies := table("replies", append([]string{"group"}, speed...)...)
	replies.Rows = append(replies.Rows, speedRow(t("pace.all"), p.Replies))
	for _, s := range p.ByResult {
		replies.Rows = append(replies.Rows, speedRow(t("pace.block."+s.Key), s))
	}
	by := table("by_department", append([]string{"department"}, speed...)...)
	for _, s := range p.ByDepartment {
		by.Rows = append(by.Rows, speedRow(departmentName(names, p.Agency, s.Key, lang), s))
	}
	steps := table("steps", "what", "count")
	for _, s := range stepsOf(p.Steps) {
		steps.Rows = append(steps.Rows, []string{t("pace.step." + s.key), strconv.Itoa(s.n)})
	}
	months := table("months", "month", "new", "closed", "open")
	for _, m := range p.Months {
		months.Rows = append(months.Rows, []string{m.Month, strconv.Itoa(m.New), strconv.Itoa(m.Closed), strconv.Itoa(m.Open)})
	}
	assessment := table("assessment", "department", "assigned", "reported", "in_time", "share", "task_late", "returned", "still_open", "overdue", "took_median", "took_p90")
	for _, a := range p.Departments {
		assessment.Rows = append(assessment.Rows, assessmentRow(departmentName(names, p.Agency, a.Department, lang), a))
	}
	return []PaceTable{replies, by, steps, months, assessment, table3Of(p, t("pace.table3", p.From, p.To), lang)}
}

func departmentName(names map[string]string, agency, code, lang string) string {
	if code == "" {
		return say(lang, "pace.no_department")
	}
	return orText(names[agency+"/"+code], code)
}

func speedRow(name string, s annual.Speed) []string {
	row := []string{name, strconv.Itoa(s.Count)}
	for _, d := range []annual.Spread{s.Working, s.Calendar} {
		row = append(row, daysText(s.Count, d.Median), daysText(s.Count, float64(d.P90)))
	}
	return append(row, strconv.Itoa(s.Late))
}

// daysText writes a number of days, and a dash where nothing was measured.
func daysText(measured int, days float64) string {
	if measured == 0 {
		return "—"
	}
	return strconv.FormatFloat(days, 'f', -1, 64)
}

func assessmentRow(name string, a annual.Assessment) []string {
	row := []string{name}
	for _, n := range []int{a.Assigned, a.Reported, a.InTime} {
		row = append(row, strconv.Itoa(n))
	}
	share := "—"
	if a.Reported > 0 {
		share = strconv.Itoa(a.Share()) + "%"
	}
	row = append(row, share)
	for _, n := range []int{a.Late, a.Returned, a.Open, a.Overdue} {
		row = append(row, strconv.Itoa(n))
	}
	return append(row, daysText(a.Reported, a.Took.Median), daysText(a.Reported, float64(a.Took.P90)))
}

type stepCount struct {
	key string
	n   int
}

func stepsOf(s annual.Steps) []stepCount {
	return []stepCount{
		{"closed_late", s.ClosedLate}, {"open_overdue", s.OpenOverdue}, {"extensions", s.Extensions},
		{"supplements", s.Supplements}, {"supplements_received", s.Supplemented}, {"supplements_lapsed", s.Lapsed},
		{"consultations", s.Consulted}, {"opinions", s.Opinions},
	}
}

func table3Of(p annual.Pace, title, lang string) PaceTable {
	out := PaceTable{Key: "table3", Title: title, Heads: []string{say(lang, "pace.head.row")}}
	for _, c := range law.Columns() {
		out.Heads = append(out.Heads, pick(lang, c.Label, c.English))
	}
	for _, row := range law.Rows(p.Table3.Form) {
		label := rowLabel(row.Key, lang)
		if own := "pace.row." + row.Key; knows(own) { // a period is no year
			label = say(lang, own)
		}
		cells := []string{label}
		for _, c := range law.Columns() {
			cells = append(cells, p.Table3.Cell(row.Key, c.Key).String())
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}
