package proof

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func first() Link {
	return Link{
		Position: 1, ID: "01J", Stream: "application:A/1", Seq: 1, Type: "registered", OnDate: "2025-03-04",
		RecordedAt: "2025-03-04T01:02:03.000004Z", Actor: "li", Law: "2019", Data: `{"channel":"mail_signed"}`,
	}
}

// byHand spells the bytes of first() out from the description, without using
// anything of the package.
func byHand() []byte {
	const zero7 = "\x00\x00\x00\x00\x00\x00\x00"
	genesis := sha256.Sum256([]byte("gongkai/genesis/sha256/v1"))
	return []byte("gongkai/chain/sha256/v1" + string(genesis[:]) +
		zero7 + "\x01" +
		zero7 + "\x01" +
		zero7 + "\x03" + "01J" +
		zero7 + "\x0f" + "application:A/1" +
		zero7 + "\x0a" + "registered" +
		zero7 + "\x0a" + "2025-03-04" +
		zero7 + "\x1b" + "2025-03-04T01:02:03.000004Z" +
		zero7 + "\x02" + "li" +
		zero7 + "\x04" + "2019" +
		zero7 + "\x00" +
		zero7 + "\x19" + `{"channel":"mail_signed"}`)
}

func TestTheDigestIsWhatTheDescriptionSays(t *testing.T) {
	t.Parallel()
	genesis, err := Genesis(SHA256)
	require.NoError(t, err)
	require.Equal(t, "49e6e4185771c0119b4632d4e010f81ab38edd1009932ddaa1eb9aa9d3683e05", hex.EncodeToString(genesis))
	got, err := Chain(SHA256, genesis, first())
	require.NoError(t, err)
	want := sha256.Sum256(byHand())
	require.Equal(t, want[:], got)
	require.Equal(t, "25177dfc0d845beea5a5e202533489b021138e0eab05f9d805d41c0e6690cd1e", hex.EncodeToString(got),
		"logs in the field were chained so: this value never changes")
}

func TestTheTimeLayoutIsTheDocumentedOne(t *testing.T) {
	t.Parallel()
	at := time.Date(2025, 3, 4, 9, 2, 3, 4999, time.FixedZone("", 8*3600))
	require.Equal(t, "2025-03-04T01:02:03.000004Z", at.UTC().Format(TimeLayout))
}

func TestEveryFieldAndThePreviousDigestCount(t *testing.T) {
	t.Parallel()
	genesis, err := Genesis(SHA256)
	require.NoError(t, err)
	seen := map[string]string{}
	add := func(name string, prev []byte, l Link) {
		got, err := Chain(SHA256, prev, l)
		require.NoError(t, err)
		require.Empty(t, seen[string(got)], "%s has the digest of another", name)
		seen[string(got)] = name
	}
	add("as it is", genesis, first())
	other := bytes.Clone(genesis)
	other[31] ^= 1
	add("previous", other, first())
	for i := range reflect.TypeFor[Link]().NumField() {
		l := first()
		field := reflect.ValueOf(&l).Elem().Field(i)
		if field.Kind() == reflect.String {
			field.SetString(field.String() + " ")
		} else {
			field.SetInt(field.Int() + 1)
		}
		add(reflect.TypeFor[Link]().Field(i).Name, genesis, l)
	}
}

func TestDifferentLinksGiveDifferentBytes(t *testing.T) {
	t.Parallel()
	text := rapid.StringN(0, 4, -1)
	links := rapid.Custom(func(r *rapid.T) Link {
		return Link{
			Position: rapid.Int64Range(1, 3).Draw(r, "position"), Seq: rapid.IntRange(1, 3).Draw(r, "seq"),
			ID: text.Draw(r, "id"), Stream: text.Draw(r, "stream"), Type: text.Draw(r, "type"),
			OnDate: text.Draw(r, "on"), RecordedAt: text.Draw(r, "at"), Actor: text.Draw(r, "actor"),
			Law: text.Draw(r, "law"), Department: text.Draw(r, "department"), Data: text.Draw(r, "data"),
		}
	})
	rapid.Check(t, func(r *rapid.T) {
		a, b := links.Draw(r, "a"), links.Draw(r, "b")
		require.Equal(r, a == b, bytes.Equal(appendLink(nil, a), appendLink(nil, b)))
		// Moving the border between two neighbouring texts is a change too.
		c := a
		c.ID, c.Stream = a.ID+a.Stream, ""
		require.Equal(r, a == c, bytes.Equal(appendLink(nil, a), appendLink(nil, c)))
	})
}

func TestALogChangedAnywhereDiffersFromThereOn(t *testing.T) {
	t.Parallel()
	log := make([]Link, 20)
	for i := range log {
		log[i] = first()
		log[i].Position, log[i].Seq = int64(i+1), i+1
	}
	sound := digests(t, log)
	cases := map[string]func([]Link) []Link{
		"data changed": func(l []Link) []Link { l[7].Data = "{}"; return l },
		"two swapped":  func(l []Link) []Link { l[7], l[8] = l[8], l[7]; return l },
		"one removed":  func(l []Link) []Link { return append(l[:7], l[8:]...) },
		"one added":    func(l []Link) []Link { return append(l[:7], append([]Link{first()}, l[7:]...)...) },
	}
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := digests(t, change(append([]Link(nil), log...)))
			require.Equal(t, sound[:7], got[:7])
			for i := 7; i < min(len(sound), len(got)); i++ {
				require.NotEqual(t, sound[i], got[i], "position %d", i+1)
			}
		})
	}
}

func digests(t *testing.T, log []Link) []string {
	t.Helper()
	prev, err := Genesis(SHA256)
	require.NoError(t, err)
	var out []string
	for _, l := range log {
		prev, err = Chain(SHA256, prev, l)
		require.NoError(t, err)
		out = append(out, hex.EncodeToString(prev))
	}
	return out
}

func TestDataLongerThanTheRoomIsChainedWhole(t *testing.T) {
	t.Parallel()
	genesis, err := Genesis(SHA256)
	require.NoError(t, err)
	long := first()
	long.Data = string(bytes.Repeat([]byte("长"), 5000))
	a, err := Chain(SHA256, genesis, long)
	require.NoError(t, err)
	long.Data = long.Data[:len(long.Data)-3] + "短"
	b, err := Chain(SHA256, genesis, long)
	require.NoError(t, err)
	require.NotEqual(t, a, b)
}

func TestAnUnknownAlgorithmIsAnErrorAndNeverADefault(t *testing.T) {
	t.Parallel()
	for _, algorithm := range []string{"", "sm3", "SHA256", "sha512"} {
		_, err := Genesis(algorithm)
		require.ErrorIs(t, err, ErrAlgorithm)
		_, err = Chain(algorithm, make([]byte, 32), first())
		require.ErrorIs(t, err, ErrAlgorithm)
	}
}

func TestAPreviousDigestOfAnotherLengthIsRefused(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 31, 33, 64} {
		_, err := Chain(SHA256, make([]byte, n), first())
		require.ErrorIs(t, err, ErrPrevious)
	}
}

func BenchmarkChain(b *testing.B) {
	digest, err := Genesis(SHA256)
	require.NoError(b, err)
	l := first()
	l.Data = string(bytes.Repeat([]byte("x"), 200))
	b.ReportAllocs()
	for b.Loop() {
		if digest, err = Chain(SHA256, digest, l); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "links/s")
}
