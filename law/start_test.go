package law_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"gongkai/law"
)

func TestTheProgramDoesNotStartWithMistakesInItsOwnData(t *testing.T) {
	t.Parallel()
	require.Equal(t, 3, law.Must(3, nil))
	require.Panics(t, func() { law.Must(0, errors.New("a mistake")) })
	require.NotPanics(t, func() { law.PutWords("", "公开", "部分公开") })
	require.PanicsWithValue(t, "law: the word 公开 has two meanings", func() { law.PutWords("公开", " 公 开") })
}

const goodNotice = `{"number":"N1","title":"","announced":"2025-11-04","year":2026,"whole":true,"off":[{"from":"2026-01-01","to":"2026-01-03"}],"work":[],"source":"test"}`

func TestNoticesOfTheProgramAreReadAsAWhole(t *testing.T) {
	t.Parallel()
	got, err := law.NoticesIn(fstest.MapFS{"calendar/2026.json": {Data: []byte(goodNotice)}})
	require.NoError(t, err)
	require.Len(t, got, 1)
	for name, files := range map[string]fstest.MapFS{
		"none":            {},
		"a broken one":    {"calendar/2026.json": {Data: []byte("{")}},
		"an unreadable":   {"calendar/2026.json/inside": {Data: []byte("{}")}},
		"one not of ours": {"calendar/2026.txt": {Data: []byte(goodNotice)}},
	} {
		_, err := law.NoticesIn(files)
		require.ErrorIs(t, err, law.ErrNotice, name)
	}
}

// unreadable is a folder whose one file cannot be opened.
type unreadable struct{ fstest.MapFS }

func (u unreadable) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".csv") {
		return nil, fs.ErrPermission
	}
	return u.MapFS.Open(name)
}

const caseHead = "id,article,op,facts,expected,source\n"

func TestCasesOfTheProgramAreReadAsAWhole(t *testing.T) {
	t.Parallel()
	one := []byte(caseHead + "a,33,version,received=2025-03-04,2019,test\n")
	got, err := law.CasesIn(fstest.MapFS{"cases/a.csv": {Data: one}})
	require.NoError(t, err)
	require.Equal(t, []law.WorkedCase{{
		Line: 2, ID: "a", Article: "33", Op: "version", Facts: map[string]string{"received": "2025-03-04"}, Expected: "2019", Source: "test",
	}}, got)
	_, err = law.CasesIn(unreadable{fstest.MapFS{"cases/a.csv": {Data: one}}})
	require.ErrorIs(t, err, fs.ErrPermission)
	for name, files := range map[string]fstest.MapFS{
		"none":          {},
		"one id twice":  {"cases/a.csv": {Data: one}, "cases/b.csv": {Data: one}},
		"a broken one":  {"cases/a.csv": {Data: []byte("id\n")}},
		"an unreadable": {"cases/a.csv/inside": {Data: one}},
	} {
		_, err := law.CasesIn(files)
		require.ErrorIs(t, err, law.ErrCases, name)
	}
}
