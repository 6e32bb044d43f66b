package access

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var noon = time.Date(2025, 3, 4, 4, 0, 0, 0, time.UTC)

func TestATokenIsShownOnceAndStoredAsItsDigest(t *testing.T) {
	t.Parallel()
	secret, token, err := NewToken("li", API, noon, time.Hour, bytes.NewReader(make([]byte, 32)))
	require.NoError(t, err)
	require.Equal(t, "gk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", secret)
	require.Equal(t, Token{
		Stored: "0f59662b8487d7fa879e2c898a97468daf62dcbc35800136b61c80f1e463d375",
		Person: "li", Purpose: API, Issued: noon, Expires: noon.Add(time.Hour),
	}, token)
	stored, err := StoredToken(secret)
	require.NoError(t, err)
	require.Equal(t, token.Stored, stored)
}

func TestATokenIsGoodForItsPurposeUntilItExpires(t *testing.T) {
	t.Parallel()
	secret, token, err := NewToken("li", Invite, noon, time.Hour, rand.Reader)
	require.NoError(t, err)
	other, _, err := NewToken("li", Invite, noon, time.Hour, rand.Reader)
	require.NoError(t, err)
	ended := token
	ended.Ended = noon
	for _, c := range []struct {
		name    string
		token   Token
		secret  string
		purpose Purpose
		now     time.Time
		want    error
	}{
		{"at once", token, secret, Invite, noon, nil},
		{"in the last moment", token, secret, Invite, noon.Add(time.Hour - 1), nil},
		{"when its time is over", token, secret, Invite, noon.Add(time.Hour), ErrTokenExpired},
		{"a second time", ended, secret, Invite, noon, ErrTokenUsed},
		{"for something else", token, secret, API, noon, ErrToken},
		{"another's secret", token, other, Invite, noon, ErrToken},
		{"what is stored is no secret", token, token.Stored, Invite, noon, ErrToken},
		{"nothing", token, "", Invite, noon, ErrToken},
		{"nothing stored", Token{}, secret, "", noon, ErrToken},
	} {
		require.Equal(t, c.want, c.token.Check(c.secret, c.purpose, c.now), c.name)
	}
}

func TestATokenIsNotMadeForTooLongOrForNobody(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		person   string
		purpose  Purpose
		lifetime time.Duration
	}{
		{"li", API, 0}, {"li", API, -1}, {"li", API, apiLongest + 1}, {"li", Invite, linkLongest + 1},
		{"li", Reset, linkLongest + 1}, {"", API, time.Hour}, {"li", "other", time.Hour},
	} {
		_, _, err := NewToken(c.person, c.purpose, noon, c.lifetime, rand.Reader)
		require.Error(t, err, "%v", c)
	}
	_, _, err := NewToken("li", API, noon, time.Hour, strings.NewReader("short"))
	require.ErrorContains(t, err, "make token")
}

func FuzzStoredToken(f *testing.F) {
	f.Add("gk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Add("gk_")
	f.Add("gk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB")
	f.Fuzz(func(t *testing.T, secret string) {
		stored, err := StoredToken(secret)
		if err != nil {
			require.Equal(t, ErrToken, err)
			return
		}
		require.Len(t, secret, 46)
		require.Len(t, stored, 64)
	})
}
