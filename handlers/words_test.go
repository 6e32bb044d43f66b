package handlers

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/access"
	"gongkai/annual"
	"gongkai/law"
	"gongkai/workflow"
)

var verbs = regexp.MustCompile(`%[a-z]`)

func TestEveryKeyStandsInBothLanguagesWithTheSamePlaces(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, part := range catalog {
		for key, words := range part {
			require.False(t, seen[key], "%s stands twice", key)
			seen[key] = true
			require.NotEmpty(t, words.zh, key)
			require.NotEmpty(t, words.en, key)
			require.Equal(t, verbs.FindAllString(words.zh, -1), verbs.FindAllString(words.en, -1), "places of %s", key)
			require.NotRegexp(t, `\p{Han}`, words.en, "the English of %s", key)
		}
	}
}

func TestEveryKeyThatTheSourcesNameIsKnown(t *testing.T) {
	t.Parallel()
	named := regexp.MustCompile(`(?:\bT\(|say\([a-zA-Z]+(?:\.Lang)?, |s\.page\(r, |@navItem\(p, [^,]+, |Status[A-Za-z]+, )"([a-z_.]+)"`)
	used := map[string]bool{}
	for _, pattern := range []string{"*.go", "*.templ"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			if strings.HasSuffix(file, "_templ.go") || strings.HasSuffix(file, "_test.go") {
				continue
			}
			content, err := os.ReadFile(file)
			require.NoError(t, err)
			for _, m := range named.FindAllStringSubmatch(string(content), -1) {
				key := m[1]
				if strings.HasPrefix(m[0], "Status") {
					key = "problem." + key
				}
				if strings.HasSuffix(key, ".") {
					continue // the beginning of a key whose end is a value
				}
				used[key] = true
				require.True(t, knows(key), "%s names %q", file, key)
			}
		}
	}
	require.Greater(t, len(used), 150, "the search for keys finds them")
}

func TestEveryFieldOfEveryFormHasWords(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{chinese, english} {
		for _, do := range workflow.CommandNames() {
			form := commandForm{page: page{Lang: lang}, Do: do, Fields: fieldsOf(do)}
			form.label()
			each(form.Fields, func(in *formField) {
				require.NotContains(t, form.Label(*in), "field.", "%s %s", do, in.Path)
				for _, g := range in.Options {
					for _, o := range g.Options {
						require.NotContains(t, o.Label, "."+o.Value, "%s %s", do, in.Path)
					}
				}
			})
			for _, need := range fieldsOf(do) {
				if need.Required && (need.Key == "department" || need.Key == "sequence") && do != "correct" {
					require.True(t, knows("grey."+do), do)
				}
			}
		}
	}
}

func TestEveryValueThatMakesAKeyHasWords(t *testing.T) {
	t.Parallel()
	keys := []string{"report.status.live", "report.status.frozen", "report.status.amended", "due_kind.forecast", "due_kind.provisional",
		"actor.operator", "actor.clock", "actor.program", "grey.assign", "grey.receive_opinion"}
	for _, tab := range tabs {
		keys = append(keys, "tab."+tab.Key)
	}
	for _, kind := range []law.DayKind{law.Workday, law.Weekend, law.Holiday, law.Makeup} {
		keys = append(keys, "day."+string(kind))
	}
	for _, d := range []string{"left", "today", "late", "none", "closed", "closed_late", "void"} {
		keys = append(keys, "days."+d)
	}
	for _, form := range []string{law.Form2021, law.Form2019} {
		for _, row := range law.Rows(form) {
			if _, ok := law.ResultByKey(row.Key); !ok {
				keys = append(keys, "row."+row.Key)
			}
		}
	}
	for _, r := range law.Results() {
		keys = append(keys, "head."+r.Head)
		require.NotEmpty(t, r.English, r.Key)
	}
	for _, name := range sealedNames {
		keys = append(keys, "field."+name)
	}
	for _, key := range keys {
		require.True(t, knows(key), key)
	}
}

func TestEveryLabelOfTheOfficialTablesHasItsMeaning(t *testing.T) {
	t.Parallel()
	check := func(rows [][]law.FormCell) {
		for _, row := range rows {
			for _, c := range row {
				if c.Key == "" {
					require.NotEmpty(t, officialEnglish[c.Text], c.Text)
				}
			}
		}
	}
	check(law.Table3Head())
	check(law.Table4Head())
	for _, form := range []string{law.Form2021, law.Form2019} {
		check(law.Table2(form))
		for _, row := range law.Rows(form) {
			for _, c := range row.Cells {
				if c.RowSpan > 1 {
					require.NotEmpty(t, officialEnglish[c.Text], c.Text)
				}
			}
		}
	}
}

func TestEveryRefusalOfAccessIsReadableInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, verb := range access.Verbs() {
		err := access.Allowed(access.Subject{}, verb)
		f := failureOf(err)
		require.NotEmpty(t, f.text(chinese))
		require.NotEmpty(t, f.text(english))
	}
}

func TestTheTableOfAnUnknownReportIsEmptyNotZero(t *testing.T) {
	t.Parallel()
	v := reportView{Report: annual.Report{Table3: annual.NewGrid(law.Form2021)}, CanOpen: true}
	require.Empty(t, v.Figure("new", "total").String())
	require.Empty(t, v.CellLink("new", "total"))
}

func TestWhatIsTypedIntoAFormBecomesTheObjectThatProgramsSend(t *testing.T) {
	t.Parallel()
	form := map[string][]string{
		"agency": {"T1"}, "application": {"A1"}, "result": {"partial"}, "grounds": {" 一\r\n二 "}, "served_by": {"post"},
		"items.1.text": {""}, "items.2.text": {"甲"}, "items.2.result": {"disclosed"}, "items.4.text": {"乙"},
		"items.4.result": {"refused.state_secret"}, "seen": {"7"}, "received_on": {""}, "unknown": {"x"},
	}
	raw, back, err := commandJSON("reply", form)
	require.NoError(t, err)
	require.JSONEq(t, `{"do":"reply","agency":"T1","application":"A1","result":"partial","grounds":"一\n二","served_by":"post","seen":7,
		"items":[{"text":"甲","result":"disclosed"},{"text":"乙","result":"refused.state_secret"}]}`, string(raw))
	require.Equal(t, "乙", back["items.2.text"])
	_, err = workflow.Decode(raw, "")
	require.NoError(t, err)
}

func TestAnOwnPathLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	for next, want := range map[string]string{
		"/agencies/T1/register": "/agencies/T1/register", "/?tab=soon": "/?tab=soon", "": "/", "https://example.org/": "/",
		"//example.org": "/", "/\\example.org": "/", "javascript:alert(1)": "/", "agencies": "/", "/\n/x": "/",
	} {
		require.Equal(t, want, ownPath(next), next)
	}
}

func FuzzFormsBecomeCommandsOrRefusals(f *testing.F) {
	f.Add("reply", "items.2.text", "甲")
	f.Add("register", "applicant.name", "<script>")
	f.Add("extend", "days", "二十")
	f.Fuzz(func(t *testing.T, do, name, value string) {
		raw, _, err := commandJSON(do, map[string][]string{name: {value}, "agency": {"T1"}, "application": {"A1"}})
		if err != nil {
			require.False(t, slices.Contains(workflow.CommandNames(), do), "%v", err)
			return
		}
		_, err = workflow.Decode(raw, "T1")
		var f *failure
		if err != nil {
			f = failureOf(err)
			require.NotEqual(t, "internal", f.code)
		}
	})
}
