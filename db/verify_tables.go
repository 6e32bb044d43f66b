package db

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gongkai/workflow"
)

// storedRows are the derived rows of a group of applications.
type storedRows struct {
	applications map[subject][]any
	deadlines    map[subject][]string
	tasks        map[subject][]string
	disputes     map[subject][]string
}

var (
	applicationColumns = insertApplication.names
	deadlineColumns    = putDeadline.names
	taskColumns        = putTask.names
)

func (v *verifier) rows(ctx context.Context, apps []refolded) (*storedRows, error) {
	out := &storedRows{map[subject][]any{}, map[subject][]string{}, map[subject][]string{}, map[subject][]string{}}
	byAgency := map[string][]string{}
	for _, a := range apps {
		if a.number != "" {
			byAgency[a.agency] = append(byAgency[a.agency], a.number)
		}
	}
	for agency, numbers := range byAgency {
		arg, err := v.s.dialect.texts(numbers)
		if err != nil {
			return nil, err
		}
		where := "where agency = $1 and " + v.s.dialect.among("number", 2)
		err = v.scan(ctx, "application", applicationColumns, where, func(row []any) {
			out.applications[application(fmt.Sprint(row[1]), fmt.Sprint(row[2]))] = row
		}, agency, arg)
		if err == nil {
			err = v.scan(ctx, "deadline", deadlineColumns, where, collect(out.deadlines), agency, arg)
		}
		if err == nil {
			err = v.scan(ctx, "task", taskColumns, where, collect(out.tasks), agency, arg)
		}
		if err != nil {
			return nil, err
		}
	}
	return out, v.caseRows(ctx, apps, out)
}

// caseRows reads the cases of a group of applications, and the deadlines of those about none.
func (v *verifier) caseRows(ctx context.Context, apps []refolded, out *storedRows) error {
	codes, whose := map[string][]string{}, map[subject]subject{}
	for _, a := range apps {
		if a.app == nil {
			continue
		}
		for _, d := range a.app.Disputes {
			codes[a.agency] = append(codes[a.agency], d.Case)
			whose[subject{agency: a.agency, code: d.Case}] = a.subject
		}
	}
	for agency, list := range codes {
		arg, err := v.s.dialect.texts(list)
		if err != nil {
			return err
		}
		err = v.scan(ctx, "dispute", putDispute.names, "where agency = $1 and "+v.s.dialect.among("code", 2), func(row []any) {
			key := whose[subject{agency: agency, code: fmt.Sprint(row[1])}]
			out.disputes[key] = append(out.disputes[key], asText(row))
		}, agency, arg)
		if err == nil {
			where := "where agency = $1 and number = '' and " + v.s.dialect.among("party", 2)
			err = v.scan(ctx, "deadline", deadlineColumns, where, collect(out.deadlines), agency, arg)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// collect keeps rows as text, by their first two columns.
func collect(into map[subject][]string) func([]any) {
	return func(row []any) {
		key := application(fmt.Sprint(row[0]), fmt.Sprint(row[1]))
		if key.number == "" {
			key.code = fmt.Sprint(row[3]) // the party of a deadline of a case about no application
		}
		into[key] = append(into[key], asText(row))
	}
}

// scan reads rows of any table; texts come as strings on both databases.
func (v *verifier) scan(ctx context.Context, table string, columns []string, where string, each func([]any), args ...any) error {
	rows, err := v.q.QueryxContext(ctx, "select "+strings.Join(columns, ", ")+" from "+table+" "+where, args...)
	if err != nil {
		return fmt.Errorf("read %s: %w", table, err)
	}
	defer func() { _ = rows.Close() }() // rows.Err tells what matters
	for rows.Next() {
		row, err := rows.SliceScan()
		if err != nil {
			return fmt.Errorf("read %s: %w", table, err)
		}
		for i, value := range row {
			if raw, ok := value.([]byte); ok {
				row[i] = string(raw)
			}
		}
		each(row)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read %s: %w", table, err)
	}
	return nil
}

// expected is what the small tables must hold, by table and row as text, and how many rows the large ones have.
type expected struct {
	small     map[string]map[string]string // table → key → row
	tally     tally                        // counts of all bodies
	lastDay   string
	deadlines int
	tasks     int
	disputes  int
	sealed    int
	serials   map[seriesKey][]uint64 // one bit for each number taken
}

func newExpected() *expected {
	return &expected{small: map[string]map[string]string{}, tally: tally{}, serials: map[seriesKey][]uint64{}}
}

func (x *expected) put(table, key string, row ...any) {
	if x.small[table] == nil {
		x.small[table] = map[string]string{}
	}
	x.small[table][key] = asText(row)
}

// asText makes rows of both databases comparable.
func asText(row []any) string { return fmt.Sprint(row) }

// note takes in an event that is no application's, and says what is wrong with it.
func (x *expected) note(s *Store, r rawEvent, e workflow.Event) string {
	switch data := e.Data.(type) {
	case *workflow.AgencyData:
		x.put("agency", data.Code, data.Code, data.Name, data.Parent, bit(data.Vertical))
	case *workflow.DepartmentData:
		x.put("department", data.Agency+"/"+data.Code, data.Agency, data.Code, data.Name)
	case *workflow.ReadingData:
		key := data.Agency + "/" + data.Reading + "/" + data.From.String()
		x.put("choice", key, data.Agency, data.Reading, data.From, data.Value, e.On, e.Actor, r.Position)
	case *workflow.DayData:
		day := data.Day.String()
		x.put("day", day, day, r.Position)
		if x.lastDay != "" && e.On.AddDays(-1).String() != x.lastDay {
			return fmt.Sprintf("%s was opened after %s", day, x.lastDay)
		}
		x.lastDay = day
	case *workflow.ReportData:
		kind := kindOf(e.Type)
		key := fmt.Sprintf("%s/%d/%s/%d", data.Agency, data.Year, kind, data.Version)
		x.put("report", key, data.Agency, data.Year, kind, data.Version, r.Position, string(data.Report), string(data.Doubtful))
	case *workflow.FigureData:
		x.put("figure", fmt.Sprintf("%s/%d/%s", data.Agency, data.Year, data.Cell), figureRow(data, r.Position)...)
	case *workflow.PersonData:
		lists, err := jsonLists(data.Departments, data.Roles)
		if err != nil {
			return err.Error()
		}
		x.put("person", data.Person, data.Person, data.Agency, lists[0], lists[1], ownerOf(r.Stream, r.Seq))
	case *workflow.CredentialData:
		key := data.Person + "/" + data.Token
		if e.Type == workflow.TokenRevoked {
			delete(x.small["credential"], key)
			return ""
		}
		x.put("credential", key, data.Person, data.Token, date(data.Expires), ownerOf(r.Stream, r.Seq))
	}
	return ""
}

// take notes an application's number for the series.
func (x *expected) take(a subject) {
	year, n, ok := serial(a.number)
	if !ok {
		return
	}
	k := seriesKey{a.agency, year}
	bits := x.serials[k]
	for len(bits) <= n/64 {
		bits = append(bits, 0)
	}
	bits[n/64] |= 1 << (n % 64)
	x.serials[k] = bits
}

// last is the largest n such that 1 to n are taken.
func (x *expected) last(k seriesKey) int {
	bits := x.serials[k]
	n := 0
	for (n+1)/64 < len(bits) && bits[(n+1)/64]&(1<<((n+1)%64)) != 0 {
		n++
	}
	return n
}

// smallTables are compared row by row; the first keys columns are the key.
var smallTables = []struct {
	name    string
	keys    int
	columns []string
}{
	{"agency", 1, insertAgency.names},
	{"department", 2, insertDepartment.names},
	{"choice", 3, putChoice.names},
	{"day", 1, insertDay.names},
	{"report", 4, putReport.names},
	{"figure", 3, putFigure.names},
	{"person", 1, insertPerson.names},
	{"credential", 2, []string{"person", "token", "expires", "owner"}},
	{"series", 2, putSeries.names},
}

// tables compares the tables that are not by application, and counts the others, so that a row too many is found.
func (v *verifier) tables(ctx context.Context) error {
	for k := range v.expected.serials {
		if last := v.expected.last(k); last > 0 {
			v.expected.put("series", fmt.Sprintf("%s/%d", k.agency, k.year), k.agency, k.year, last)
		}
	}
	for _, t := range smallTables {
		want := maps.Clone(v.expected.small[t.name])
		err := v.scan(ctx, t.name, t.columns, "", func(row []any) {
			var parts []string
			for _, part := range row[:t.keys] {
				parts = append(parts, fmt.Sprint(part))
			}
			key := strings.Join(parts, "/")
			switch expected, ok := want[key]; {
			case !ok:
				v.differ(t.name, key, "the row does not follow from the log")
			case expected != asText(row):
				v.differ(t.name, key, "the row is not what follows from the log")
			}
			delete(want, key)
		})
		if err != nil {
			return err
		}
		for _, key := range slices.Sorted(maps.Keys(want)) {
			v.differ(t.name, key, "the row is missing")
		}
	}
	if err := v.cells(ctx); err != nil {
		return err
	}
	return v.counts(ctx)
}

func (v *verifier) counts(ctx context.Context) error {
	for _, c := range []struct {
		what, table string
		want        int
	}{
		{"state", "application", int(v.result.Applications)},
		{"search", "search", int(v.result.Applications)},
		{"deadline", "deadline", v.expected.deadlines},
		{"task", "task", v.expected.tasks},
		{"dispute", "dispute", v.expected.disputes},
		{"sealed", "sealed", v.expected.sealed},
	} {
		var n int
		if err := v.q.GetContext(ctx, &n, "select count(*) from "+c.table); err != nil {
			return fmt.Errorf("count %s: %w", c.table, err)
		}
		if n != c.want {
			v.differ(c.what, c.table, "%d rows, %d follow from the log", n, c.want)
		}
	}
	return nil
}
