package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func told(t *testing.T, lanes []string, input ...string) (string, bool) {
	t.Helper()
	var out strings.Builder
	tally := newTally(&out)
	for _, l := range lanes {
		require.NoError(t, tally.addLane(l))
	}
	require.NoError(t, tally.read(strings.NewReader(strings.Join(input, "\n"))))
	good := tally.close()
	return out.String(), good
}

func TestTotalsStandAtTheEnd(t *testing.T) {
	t.Parallel()
	out, good := told(t, []string{"postgresql=gongkai/db:/postgres$"},
		`{"Action":"start","Package":"gongkai/db"}`,
		`{"Action":"run","Package":"gongkai/db","Test":"TestLog/postgres"}`,
		`{"Action":"output","Package":"gongkai/db","Test":"TestLog/postgres","Output":"chatter\n"}`,
		`{"Action":"pass","Package":"gongkai/db","Test":"TestLog/postgres","Elapsed":0.1}`,
		`{"Action":"pass","Package":"gongkai/db","Test":"TestLog/sqlite","Elapsed":0.1}`,
		`{"Action":"pass","Package":"gongkai/db","Test":"TestLog","Elapsed":0.2}`,
		`{"Action":"output","Package":"gongkai/db","Output":"ok\n"}`,
		`{"Action":"pass","Package":"gongkai/db","Elapsed":0.25}`)
	require.True(t, good)
	require.Equal(t, "ok    gongkai/db                          0.2 s  3 tests\n"+
		"\n1 packages ok, 0 failed; 3 tests passed, 0 failed, 0 skipped; 300ms of testing\n"+
		"lane postgresql: 1 tests passed\n", out)
}

func TestWhatIsNoPassFails(t *testing.T) {
	t.Parallel()
	pass := `{"Action":"pass","Package":"p","Test":"TestGood"}`
	for title, c := range map[string]struct {
		lanes []string
		input []string
		says  string
	}{
		"a failed test shows its words": {nil, []string{pass,
			`{"Action":"output","Package":"p","Test":"TestBad","Output":"expected 1\n"}`,
			`{"Action":"fail","Package":"p","Test":"TestBad"}`, `{"Action":"fail","Package":"p"}`}, "expected 1\n"},
		"a skipped test": {nil, []string{pass, `{"Action":"skip","Package":"p","Test":"TestLazy"}`,
			`{"Action":"pass","Package":"p"}`}, "skipped, which is no pass: p TestLazy"},
		"a lane that did not run": {[]string{"browser=p:Browser"}, []string{pass, `{"Action":"pass","Package":"p"}`},
			"lane browser did not run"},
		"a lane of another package": {[]string{"browser=q:Good"}, []string{pass, `{"Action":"pass","Package":"p"}`},
			"lane browser did not run"},
		"a package that does not build": {nil, []string{pass, `{"Action":"build-output","ImportPath":"p","Output":"undefined: x\n"}`,
			`{"Action":"build-fail","ImportPath":"p"}`, `{"Action":"fail","Package":"p","FailedBuild":"p"}`}, "undefined: x"},
		"a TestMain that cannot start": {nil, []string{pass, `{"Action":"output","Package":"p","Output":"PostgreSQL is not installed\n"}`,
			`{"Action":"fail","Package":"p"}`}, "PostgreSQL is not installed"},
		"a test that never ended": {nil, []string{pass, `{"Action":"run","Package":"p","Test":"TestHangs"}`,
			`{"Action":"output","Package":"p","Test":"TestHangs","Output":"panic: test timed out\n"}`,
			`{"Action":"fail","Package":"p"}`}, "panic: test timed out"},
		"no tests at all": {nil, []string{"some other words"}, "some other words"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			out, good := told(t, c.lanes, c.input...)
			require.False(t, good)
			require.Contains(t, out, c.says)
		})
	}
}

func TestALaneIsRefusedWhenItCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"browser", "browser=handlers", "browser=handlers:("} {
		require.Error(t, newTally(nil).addLane(text), text)
	}
}
