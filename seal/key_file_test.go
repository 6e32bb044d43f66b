package seal

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// counting is a predictable source for tests: 0, 1, 2 …
type counting struct{ next byte }

func (c *counting) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = c.next
		c.next++
	}
	return len(p), nil
}

func keys(t testing.TB, n int) Key {
	t.Helper()
	var k Key
	source := &counting{}
	for range n {
		var err error
		k, err = k.with(source)
		require.NoError(t, err)
	}
	return k
}

func TestAKeyFileSaysWhatItIsAndReadsBack(t *testing.T) {
	t.Parallel()
	k := keys(t, 2)
	const want = `gongkai key file 1
# 密钥文件：丢失后姓名、号码、文字永久无法读取。请单独备份，勿与数据库同放。
# Lose this file and sealed names, numbers and words are unreadable for ever.
# Back it up, apart from the database.
key 1 5194ad54 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
key 2 63dab98d 202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f
check 92733f612dbd149a
`
	require.Equal(t, want, string(k.encode()))
	got, err := decodeKey([]byte(want))
	require.NoError(t, err)
	require.Equal(t, k, got)
}

func TestACopyTypedFromPaperIsAsGood(t *testing.T) {
	t.Parallel()
	k := keys(t, 2)
	typed := strings.ToUpper(strings.ReplaceAll(string(k.encode()), "\n", "\r\n\r\n"))
	typed = strings.ReplaceAll(typed, " ", "  \t")
	got, err := decodeKey([]byte(typed))
	require.NoError(t, err)
	require.Equal(t, k, got)
}

func TestAnUnsoundKeyFileIsRecognised(t *testing.T) {
	t.Parallel()
	good := string(keys(t, 2).encode())
	lines := strings.SplitAfter(good, "\n")
	foreign := string(mustKey(t, bytes.Repeat([]byte{9}, 32)).encode())
	cases := map[string]struct {
		text string
		want error
	}{
		"empty":                     {"", ErrNotKeyFile},
		"some other text":           {"-----BEGIN PRIVATE KEY-----\n", ErrNotKeyFile},
		"only raw bytes":            {string(bytes.Repeat([]byte{7}, 32)), ErrNotKeyFile},
		"a later format":            {strings.Replace(good, "file 1", "file 2", 1), ErrNotKeyFile},
		"the head alone":            {lines[0], ErrDamaged},
		"check line lost":           {strings.Join(lines[:6], ""), ErrDamaged},
		"one key lost":              {strings.Join(append(append([]string{}, lines[:5]...), lines[6:]...), ""), ErrDamaged},
		"first key lost":            {strings.Join(append(append([]string{}, lines[:4]...), lines[5:]...), ""), ErrDamaged},
		"keys swapped":              {lines[0] + lines[5] + lines[4] + lines[6], ErrDamaged},
		"a digit mistyped":          {strings.Replace(good, "0001020304", "0001020305", 1), ErrDamaged},
		"an id mistyped":            {strings.Replace(good, "5194ad54", "5194ad55", 1), ErrDamaged},
		"a digit lost":              {strings.Replace(good, "1d1e1f\n", "1d1e1\n", 1), ErrDamaged},
		"the check of another file": {strings.Join(lines[:6], "") + foreign[strings.Index(foreign, "check"):], ErrDamaged},
		"text after the check":      {good + "key 3\n", ErrDamaged},
		"no key":                    {formatHead + "\ncheck " + checkOf(formatHead+"\n") + "\n", ErrDamaged},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := decodeKey([]byte(c.text))
			require.ErrorIs(t, err, c.want)
		})
	}
}

func TestEveryCutOfAKeyFileIsRecognised(t *testing.T) {
	t.Parallel()
	good := keys(t, 2).encode()
	for n := range len(good) - 1 { // the last byte is a line end, which does not matter
		_, err := decodeKey(good[:n])
		require.Error(t, err, "cut after %d bytes", n)
	}
}

func TestAKeyFoundTwiceInTheFileIsRecognised(t *testing.T) {
	t.Parallel()
	k := keys(t, 1)
	k.masters = append(k.masters, k.masters[0])
	_, err := decodeKey(k.encode())
	require.ErrorIs(t, err, ErrDamaged)
	_, err = keys(t, 1).with(&counting{})
	require.ErrorContains(t, err, "its id is taken")
}

func TestErrorsAndPrintsShowNoKeyMaterial(t *testing.T) {
	t.Parallel()
	good := string(keys(t, 1).encode())
	_, err := decodeKey([]byte(strings.Replace(good, "key 1", "key 7", 1)))
	require.ErrorIs(t, err, ErrDamaged)
	require.NotContains(t, err.Error(), "000102")
	require.Equal(t, "seal.Key(5194ad54)", keys(t, 1).String())
	require.Equal(t, "seal.Key(5194ad54)", keys(t, 1).GoString())
}

func mustKey(t testing.TB, master []byte) Key {
	t.Helper()
	k, err := Key{}.with(bytes.NewReader(master))
	require.NoError(t, err)
	return k
}

func FuzzDecodeKey(f *testing.F) {
	good := keys(f, 2).encode()
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte(formatHead + "\ncheck "))
	f.Fuzz(func(t *testing.T, text []byte) {
		k, err := decodeKey(text)
		if err != nil {
			return
		}
		again, err := decodeKey(k.encode())
		require.NoError(t, err)
		require.Equal(t, k, again)
	})
}
