package annual

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/law"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestTheTablesAreWrittenAsTheGoldenFilesSay(t *testing.T) {
	t.Parallel()
	writers := map[string]func(*bytes.Buffer, Report) error{
		"json": func(b *bytes.Buffer, r Report) error { return WriteJSON(b, r) },
		"csv":  func(b *bytes.Buffer, r Report) error { return documentOf(r).WriteCSV(b) },
		"html": func(b *bytes.Buffer, r Report) error { return documentOf(r).WriteHTML(b) },
		"txt":  func(b *bytes.Buffer, r Report) error { return WriteTxt(b, r) },
	}
	for _, name := range []string{"fancun-2022", "suqian-city-2024", "shanghai-general-office-2019", "huaian-hongze-district-2023"} {
		report := readFixture(t, name)
		report.AsOf, report.Position = date("2025-01-20"), 7
		report = report.Complete(Evidence{})
		for format, write := range writers {
			var b bytes.Buffer
			require.NoError(t, write(&b, report))
			golden := filepath.Join("testdata", "golden", name+"."+format)
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(golden), 0o755))
				require.NoError(t, os.WriteFile(golden, b.Bytes(), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			require.Equal(t, string(want), b.String(), golden)
		}
	}
}

func TestEveryRowOfTheFormStandsInCSVAndTxtWithItsLabelAndFigures(t *testing.T) {
	t.Parallel()
	report := readFixture(t, "suqian-city-2024")
	var c, x bytes.Buffer
	require.NoError(t, documentOf(report).WriteCSV(&c))
	require.NoError(t, WriteTxt(&x, report))
	for _, key := range law.Rows(law.Form2021) {
		require.Contains(t, c.String(), key.Label()+",")
		require.Contains(t, x.String(), key.Label())
	}
	for _, column := range law.Columns() {
		require.Contains(t, x.String(), column.Label)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(c.String(), "\uFEFF")))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	require.NoError(t, err)
	require.Contains(t, rows, []string{
		"三、本年度办理结果", "（六）其他处理", "3.其他", "352", "2", "0", "0", "0", "0", "354",
	})
	for _, line := range strings.Split(x.String(), "\n") {
		require.LessOrEqual(t, width(line), pageWidth)
	}
}

func TestCellsThatLookLikeFormulasAreGuarded(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+1036": "'+1036", "@x": "'@x", "-2+3": "'-2+3", "＝1": "'＝1", "\tx": "'\tx", "": "", "-4": "-4", "2.5": "2.5",
		"减4": "减4",
	} {
		require.Equal(t, want, guard(in))
	}
}

func TestAReportComesBackFromItsOwnJSON(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "published", "*.json"))
	require.NoError(t, err)
	require.Len(t, files, 9)
	for _, file := range files {
		report := readFixture(t, strings.TrimSuffix(filepath.Base(file), ".json")).Complete(Evidence{})
		report.AsOf, report.Position, report.Status = date("2025-01-20"), 7, Amended
		b, err := json.Marshal(report)
		require.NoError(t, err)
		var back Report
		require.NoError(t, json.Unmarshal(b, &back))
		report.Quoted = nil // the prose is not part of the form
		require.Equal(t, report, back)
		again, err := ParsePublished(b)
		require.NoError(t, err)
		require.Equal(t, report.Digest, again.TableDigest())
	}
}

func TestTheDigestFollowsTheFiguresAndNothingElse(t *testing.T) {
	t.Parallel()
	report := readFixture(t, "suqian-city-2024")
	digest := report.TableDigest()
	filed := report
	filed.Status, filed.Position, filed.AsOf = Amended, 9, date("2025-01-31")
	require.Equal(t, digest, filed.TableDigest())
	seen := map[string]bool{digest: true}
	for _, change := range []func(*Report){
		func(r *Report) { r.Year++ },
		func(r *Report) { r.Agency = "B" },
		func(r *Report) { r.Table4.Direct.Pending = Figure{} },
		func(r *Report) { r.Table4.Direct.Pending = Figure{State: Blank} },
		func(r *Report) { r.Table3 = r.Table3.as2019() },
		func(r *Report) { r.Table2 = NoFigures(law.Form2021) },
	} {
		other := readFixture(t, "suqian-city-2024")
		change(&other)
		require.False(t, seen[other.TableDigest()])
		seen[other.TableDigest()] = true
	}
}

func TestReportsOfOneYearRollUpCellByCell(t *testing.T) {
	t.Parallel()
	a, b, old := readFixture(t, "jinhu-county-2023"), readFixture(t, "unnamed-agency-2023-a"), readFixture(t, "huaian-hongze-district-2023")
	sum, err := RollUp("city", []Report{a, b})
	require.NoError(t, err)
	require.Equal(t, Count(143+36), sum.Table3.Cell(law.RowNew, "total"))
	require.Equal(t, Count(54408+747), sum.Table2.Figures["art20_5.licences"])
	require.Equal(t, Count(7+3), sum.Table4.Review.Total)
	withOld, err := RollUp("city", []Report{a, b, old})
	require.NoError(t, err)
	require.Equal(t, law.Form2021, withOld.Form, "（六） of the old form is 0 and so can be split")
	require.Equal(t, Count(143+36+21), withOld.Table3.Cell(law.RowTotal, "total"))
	row := old.Table3.Rows[rowOther2019]
	row[0], row[TotalColumn] = Count(2), Count(2)
	old.Table3.Rows[rowOther2019] = row
	mixed, err := RollUp("city", []Report{a, old})
	require.NoError(t, err)
	require.Equal(t, law.Form2019, mixed.Form)
	require.Equal(t, Count(17+2+2), mixed.Table3.Cell(rowOther2019, "natural_person"))
	_, err = RollUp("city", []Report{a, readFixture(t, "suqian-city-2024")})
	require.ErrorIs(t, err, ErrRollUp)
	_, err = RollUp("city", nil)
	require.ErrorIs(t, err, ErrRollUp)
}

func TestFeesKeepEveryFen(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"0": "0", "26.55": "26.55", "14722.49": "14722.49", "59237.2449": "59237.2449", "18.8710": "18.871", "0.00004": "0", "0.00005": "0.0001",
		"2585000": "2585000",
	} {
		fen, err := ParseFees(in)
		require.NoError(t, err)
		require.Equal(t, want, FormatFees(fen))
		back, err := ParseFees(exactFees(fen))
		require.NoError(t, err)
		require.Equal(t, fen, back)
	}
	for _, in := range []string{"", "1e9", "1.2345678", "abc", "1.", ".5", "99999999999999999999"} {
		_, err := ParseFees(in)
		require.ErrorIs(t, err, ErrFigure, in)
	}
}

func TestFilesThatAreNoReportsAreRefused(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]error{
		``:                        ErrPublished,
		`[]`:                      ErrPublished,
		`{"year":2025}`:           ErrPublished,
		`{"year":25,"table4":{}}`: ErrPublished,
		`{"year":2025,"format":"2030","table4":{}}`:                  ErrPublished,
		`{"year":2025,"table3":{"rows":{"new":[1,2,3]}}}`:            ErrFigure,
		`{"year":2025,"table3":{"rows":{"new":[{},0,0,0,0,0,0]}}}`:   ErrFigure,
		`{"year":2025,"table3":{"rows":{"new":[1e30,0,0,0,0,0,0]}}}`: ErrFigure,
		`{"year":2025,"table4":{"review":{"upheld":[1]}}}`:           ErrFigure,
		`{"year":2025,"table2":{"art20_1.regulations":5}}`:           ErrFigure,
	} {
		_, err := ParsePublished([]byte(in))
		require.ErrorIs(t, err, want, in)
	}
	r, err := ParsePublished([]byte(`{"year":2025,"more":1,"checks":5,"table3":{"rows":{"new":null,"else":[]}}}`))
	require.NoError(t, err, "unknown keys are ignored")
	require.Equal(t, NewGrid(law.Form2021), r.Table3)
}

func FuzzPublished(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "published", "*.json"))
	require.NoError(f, err)
	for _, file := range files {
		b, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		report, err := ParsePublished(b)
		if err != nil {
			return
		}
		report = report.Complete(Evidence{Previous: &report})
		require.Len(t, report.Checks, 8)
		var out bytes.Buffer
		d := documentOf(report)
		require.NoError(t, d.WriteCSV(&out))
		require.NoError(t, d.WriteHTML(&out))
		require.NoError(t, d.WriteDOCX(&out))
		require.NoError(t, WriteTxt(&out, report))
		out.Reset()
		require.NoError(t, WriteJSON(&out, report))
		back, err := ParsePublished(out.Bytes())
		require.NoError(t, err)
		require.Equal(t, report.Digest, back.TableDigest())
	})
}

func TestWhatIsDoubtfulIsListedBeforeFiling(t *testing.T) {
	t.Parallel()
	e := func(number string, change func(*Entry)) Entry {
		out := Entry{Agency: "A", Number: number, Category: "other", Received: date("2025-03-04"), NewYear: 2025}
		change(&out)
		return out
	}
	closed := func(x *Entry) { x.Closed, x.ClosedYear, x.Result = date("2025-03-20"), 2025, "disclosed" }
	list := []struct {
		e Entry
		f Flags
	}{
		{e("1", closed), Flags{NoGrounds: true, ConsultationOpen: true, LateEntry: true}},
		{e("2", func(x *Entry) { x.Category = "" }), Flags{Overdue: true, LapseUnproven: true}},
		{e("3", func(x *Entry) { x.ClosedYear = 2025 }), Flags{Overdue: true}},
		{e("4", func(x *Entry) {
			x.NewYear = 2024
			x.Received = date("2024-12-30")
			x.Closed, x.ClosedYear, x.Result = date("2024-12-31"), 2025, "partial"
		}), Flags{}},
		{e("5", func(x *Entry) { x.Void = true }), Flags{NoGrounds: true}},
		{e("6", closed), Flags{}},
	}
	got := Doubts(func(yield func(Entry, Flags) bool) {
		for _, c := range list {
			if !yield(c.e, c.f) {
				return
			}
		}
	}, 2025)
	require.Equal(t, []Doubt{
		{"A", "2", NoCategory}, {"A", "3", NoResult}, {"A", "1", NoGrounds}, {"A", "1", ConsultationOpen},
		{"A", "2", LapseUnproven}, {"A", "2", OverdueOpen}, {"A", "4", FiledYear}, {"A", "1", LateEntry},
	}, got)
	for _, d := range got {
		require.NotEqual(t, d.Number+"：", d.Text("zh"))
		require.NotEqual(t, d.Number+": ", d.Text("en"))
	}
}
