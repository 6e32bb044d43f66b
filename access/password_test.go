package access

import (
	"bytes"
	"context"
	"crypto/rand"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/argon2"
)

func TestAPasswordIsVerifiedByItsHash(t *testing.T) {
	t.Parallel()
	h := NewHasher(1)
	stored, err := h.Hash(t.Context(), "一封信寄到镇政府去了啊", rand.Reader)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(stored, "$argon2id$v=19$m=19456,t=2,p=1$"), stored)
	ok, renew, err := h.Verify(t.Context(), stored, "一封信寄到镇政府去了啊")
	require.NoError(t, err)
	require.True(t, ok)
	require.False(t, renew)
	ok, renew, err = h.Verify(t.Context(), stored, "一封信寄到镇政府去了")
	require.NoError(t, err)
	require.False(t, ok)
	require.False(t, renew)
}

func TestEachHashHasItsOwnSalt(t *testing.T) {
	t.Parallel()
	h := NewHasher(1)
	a, err := h.Hash(t.Context(), "same password", rand.Reader)
	require.NoError(t, err)
	b, err := h.Hash(t.Context(), "same password", rand.Reader)
	require.NoError(t, err)
	require.NotEqual(t, a, b)
	_, err = h.Hash(t.Context(), "same password", strings.NewReader("short"))
	require.ErrorContains(t, err, "hash password")
}

func TestAWeakerHashStillVerifiesAndAsksToBeRenewed(t *testing.T) {
	t.Parallel()
	salt := bytes.Repeat([]byte{7}, 16)
	old := phc{memory: 4096, passes: 1, lanes: 1, salt: salt, digest: argon2.IDKey([]byte("old password"), salt, 1, 4096, 1, 32)}
	h := NewHasher(1)
	ok, renew, err := h.Verify(t.Context(), old.encode(), "old password")
	require.NoError(t, err)
	require.True(t, ok)
	require.True(t, renew)
	ok, renew, err = h.Verify(t.Context(), old.encode(), "wrong password")
	require.NoError(t, err)
	require.False(t, ok)
	require.False(t, renew, "who does not know it renews nothing")
}

func TestNobodysPasswordIsWrongWhateverItIs(t *testing.T) {
	t.Parallel()
	h := NewHasher(1)
	for _, password := range []string{"", "anything at all", strings.Repeat("x", passwordMaxBytes+1)} {
		ok, renew, err := h.Verify(t.Context(), "", password)
		require.NoError(t, err)
		require.False(t, ok)
		require.False(t, renew)
	}
	stored, err := h.Hash(t.Context(), "", rand.Reader)
	require.NoError(t, err)
	for _, password := range []string{"", strings.Repeat("x", passwordMaxBytes+1)} {
		ok, _, err := h.Verify(t.Context(), stored, password)
		require.NoError(t, err)
		require.False(t, ok, "an empty password opens nothing")
	}
}

func TestAnUnreadableHashIsAnErrorAndNotQuoted(t *testing.T) {
	t.Parallel()
	_, _, err := NewHasher(1).Verify(t.Context(), "$2a$10$secretsecret", "password")
	require.ErrorIs(t, err, ErrPasswordHash)
	require.NotContains(t, err.Error(), "secretsecret")
}

func TestNoMoreThanTheBoundAreHashedAtOnceAndWaitersCanLeave(t *testing.T) {
	t.Parallel()
	h := NewHasher(0) // at least one
	h.slots <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	errs := make(chan error, 1)
	go func() {
		_, _, err := h.Verify(ctx, "", "password")
		errs <- err
	}()
	cancel()
	require.ErrorIs(t, <-errs, context.Canceled)
	_, err := h.Hash(ctx, "password", rand.Reader)
	require.ErrorIs(t, err, context.Canceled)
	<-h.slots
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if _, _, err := h.Verify(t.Context(), "", "password"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.Empty(t, h.slots)
}

func TestTheFormOfAHashIsExact(t *testing.T) {
	t.Parallel()
	const salt, digest = "AAAAAAAAAAAAAAAAAAAAAA", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"
	good := "$argon2id$v=19$m=19456,t=2,p=1$" + salt + "$" + digest
	got, err := parsePHC(good)
	require.NoError(t, err)
	require.Equal(t, phc{memory: 19456, passes: 2, lanes: 1, salt: make([]byte, 16), digest: bytes.Repeat([]byte{1}, 32)}, got)
	require.Equal(t, good, got.encode())
	for name, bad := range map[string]string{
		"empty":               "",
		"another algorithm":   strings.Replace(good, "argon2id", "argon2i", 1),
		"another version":     strings.Replace(good, "v=19", "v=16", 1),
		"settings swapped":    strings.Replace(good, "m=19456,t=2", "t=2,m=19456", 1),
		"a setting missing":   strings.Replace(good, ",p=1", "", 1),
		"a setting more":      strings.Replace(good, ",p=1", ",p=1,x=1", 1),
		"leading zero":        strings.Replace(good, "t=2", "t=02", 1),
		"sign":                strings.Replace(good, "t=2", "t=+2", 1),
		"no passes":           strings.Replace(good, "t=2", "t=0", 1),
		"no lanes":            strings.Replace(good, "p=1", "p=0", 1),
		"lanes past a byte":   strings.Replace(good, "p=1", "p=257", 1),
		"all the memory":      strings.Replace(good, "m=19456", "m=4294967295", 1),
		"memory past 32 bit":  strings.Replace(good, "m=19456", "m=4294986752", 1),
		"too little memory":   strings.Replace(good, "m=19456", "m=7", 1),
		"minutes":             strings.Replace(good, "t=2", "t=1000000", 1),
		"padding":             good + "=",
		"line end":            good + "\n",
		"trailing bits":       good[:len(good)-1] + "F",
		"short digest":        strings.Replace(good, digest, "AQEB", 1),
		"no salt":             strings.Replace(good, salt, "", 1),
		"a part more":         good + "$",
		"long digest":         strings.Replace(good, digest, strings.Repeat("AQEB", 22), 1),
		"other base64 digits": strings.Replace(good, "AQEB", "-_EB", 1),
	} {
		_, err := parsePHC(bad)
		require.ErrorIs(t, err, ErrPasswordHash, name)
	}
}

func TestWhichPasswordsMayBeChosen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		login, password string
		want            error
	}{
		{"li", "correct horse battery", nil},
		{"li", "一封信寄到镇政府去了", nil},
		{"li", "delight-7-plums", nil},
		{"li", strings.Repeat("ab1c-", 51) + "x", nil},
		{"li", "short-one", ErrPasswordShort},
		{"li", "一封信寄到镇政府去", ErrPasswordShort},
		{"li", "", ErrPasswordShort},
		{"li", strings.Repeat("abc1-", 51) + "xy", ErrPasswordLong},
		{"zhangsan01", "ZhangSan01", ErrPasswordLogin},
		{"zhangsan", "zhangsan2025!", ErrPasswordLogin},
		{"  Zhangsan ", "my-zhangsan-pw", ErrPasswordLogin},
		{"li", "1234567890", ErrPasswordPlain},
		{"li", "9876543210", ErrPasswordPlain},
		{"li", "abcdefghijk", ErrPasswordPlain},
		{"li", "1111122222", ErrPasswordPlain},
		{"li", "哈哈哈哈哈哈哈哈哈哈", ErrPasswordPlain},
		{"li", "Password123", ErrPasswordCommon},
		{"li", "qwertyuiop", ErrPasswordCommon},
		{"li", "woaini1314!!", ErrPasswordCommon},
		{"li", "p@ssw0rd123", ErrPasswordCommon},
		{"li", "qwertyuiop[]", ErrPasswordCommon},
		{"li", "zxcvbnm,./", ErrPasswordCommon},
	} {
		require.Equal(t, c.want, CheckPassword(c.login, c.password), "%q for %q", c.password, c.login)
	}
}

func TestTheListOfCommonPasswordsHoldsNoneThatIsRefusedAnyway(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for line := range strings.Lines(commonPasswords) {
		word := strings.TrimSpace(line)
		require.False(t, seen[word], "twice: %s", word)
		seen[word] = true
		require.Equal(t, ErrPasswordCommon, CheckPassword("", word), word)
	}
	require.Greater(t, len(seen), 100)
}

func FuzzParsePHC(f *testing.F) {
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE")
	f.Add("$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAA")
	f.Add("$argon2id$v=19$$$")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := parsePHC(text)
		if err != nil {
			require.ErrorIs(t, err, ErrPasswordHash)
			return
		}
		require.Equal(t, text, p.encode(), "one hash has one form")
		require.LessOrEqual(t, p.memory, uint32(memoryMost))
	})
}

func BenchmarkVerify(b *testing.B) {
	h := NewHasher(1)
	stored, err := h.Hash(b.Context(), "correct horse battery", rand.Reader)
	require.NoError(b, err)
	for b.Loop() {
		if ok, _, err := h.Verify(b.Context(), stored, "correct horse battery"); err != nil || !ok {
			b.Fatal(ok, err)
		}
	}
}
