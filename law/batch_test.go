package law_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/law"
)

func TestABatchTakesItsColumnsInAnyOrder(t *testing.T) {
	t.Parallel()
	in := "\ufeffnote,N,Pauses,id,op,start\r\n" +
		"a,20,,one,nth,2024-03-04\r\n" +
		"\"b, c\",20, 2025-06-10..2025-06-20 ; ,two,due,2025-06-03\r\n" +
		",60,,three,cal,2025-08-08\r\n"
	var out bytes.Buffer
	require.NoError(t, newest(t).Batch(strings.NewReader(in), &out))
	require.Equal(t, "id,result\none,2024-04-01\ntwo,2025-07-11\nthree,2025-10-09\n", out.String())

	questions, err := law.ReadBatch(strings.NewReader("id,op,start,n\nX,nth,2025-03-04,5\n"))
	require.NoError(t, err)
	require.Equal(t, []law.Question{{Line: 2, ID: "X", Op: law.OpNth, Start: day(t, "2025-03-04"), N: 5}}, questions)
}

func TestABadBatchNamesLineAndColumnAndAnswersNothing(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                                             "empty",
		"id,\"op":                                      "line 1",
		"id,op,start\n":                                "line 1, column n is missing",
		"id,op,start,n,ID\n":                           "line 1, column id is there twice",
		"X,nth,2025-03-04\n":                           "line 2",
		"X,nth,2025-03-04,20,\"\n":                     "line 2",
		"X,nth,2025-03-04,20,,6\n":                     "line 2",
		",nth,2025-03-04,20,\n":                        "line 2, column id",
		"X,ninth,2025-03-04,20,\n":                     "line 2, column op: \"ninth\"",
		"X,nth,2025-02-30,20,\n":                       "line 2, column start: not a date: \"2025-02-30\", no such day",
		"X,nth,2025-03-04,-1,\n":                       "line 2, column n: \"-1\"",
		"X,nth,2025-03-04,1e3,\n":                      "line 2, column n",
		"X,nth,2025-03-04,10001,\n":                    "line 2, column n",
		"X,due,2025-03-04,5,today\n":                   "line 2, column pauses: pause \"today\"",
		"X,nth,2025-03-04,5,2025-03-05..2025-03-06\n":  "line 2, column pauses: op nth has no pauses",
		"X,nth,2025-03-04,5,\n\nY,nth,2199-12-30,9,\n": "line 4, column n: the result lies after 2199",
		"X,nth,2025-03-04,5,\nY,due,2025-03-04,5,2025-03-05..bad\n": "line 3, column pauses",
	} {
		if !strings.HasPrefix(in, "id") && in != "" {
			in = "id,op,start,n,pauses\n" + in
		}
		var out bytes.Buffer
		err := newest(t).Batch(strings.NewReader(in), &out)
		require.ErrorIs(t, err, law.ErrBatch, in)
		require.ErrorContains(t, err, want, in)
		require.Empty(t, out.String())
	}
}

var errFull = errors.New("disk full")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestAResultThatCannotBeWrittenIsAnError(t *testing.T) {
	t.Parallel()
	err := newest(t).Batch(strings.NewReader("id,op,start,n\nX,nth,2025-03-04,5\n"), fullDisk{})
	require.ErrorIs(t, err, errFull)
	require.NotErrorIs(t, err, law.ErrBatch)
}

func FuzzBatch(f *testing.F) {
	f.Add("id,op,start,n,pauses,expected\nX1,nth,2024-03-04,20,,2024-04-01\n")
	f.Add("n,id,start,op\n60,X,2025-08-08,cal\n")
	f.Add("id,op,start,n,pauses\nX,due,2025-03-03,20,2025-03-07..2025-03-21;2025-03-12..2025-03-26\n")
	f.Add("id,op\n\"")
	c := newest(f)
	f.Fuzz(func(t *testing.T, in string) {
		var out bytes.Buffer
		if err := c.Batch(strings.NewReader(in), &out); err != nil {
			require.ErrorIs(t, err, law.ErrBatch)
			require.Empty(t, out.String())
			return
		}
		questions, err := law.ReadBatch(strings.NewReader(in))
		require.NoError(t, err)
		rows, err := csv.NewReader(&out).ReadAll()
		require.NoError(t, err)
		require.Len(t, rows, len(questions)+1)
		for i, q := range questions {
			d, err := law.ParseDate(rows[i+1][1])
			require.NoError(t, err)
			require.GreaterOrEqual(t, d, q.Start)
		}
	})
}
