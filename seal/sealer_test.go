package seal

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const (
	owner = "application:nanjing/2025-001"
	field = "applicant.name"
)

func sealer(t testing.TB, k Key) *Sealer {
	t.Helper()
	s, err := NewSealer(k)
	require.NoError(t, err)
	return s
}

func TestWhatIsSealedOpensAndKeepsItsCommitment(t *testing.T) {
	t.Parallel()
	s := sealer(t, keys(t, 1))
	rapid.Check(t, func(r *rapid.T) {
		owner, field, text := rapid.String().Draw(r, "owner"), rapid.String().Draw(r, "field"), rapid.String().Draw(r, "text")
		ciphertext, salt, commitment, err := s.Seal(owner, field, text, rand.Reader)
		require.NoError(r, err)
		got, err := s.Open(owner, field, ciphertext)
		require.NoError(r, err)
		require.Equal(r, text, got)
		again, err := s.Commit(salt, owner, field, got)
		require.NoError(r, err)
		require.Equal(r, commitment, again)
		open, err := s.OpenSalt(owner, field, salt)
		require.NoError(r, err)
		require.Equal(r, commitment, Commitment(open, owner, field, text))
	})
}

func TestNothingStoredShowsTheText(t *testing.T) {
	t.Parallel()
	s := sealer(t, keys(t, 1))
	const text = "张三 320106199001011234"
	ciphertext, salt, commitment, err := s.Seal(owner, field, text, rand.Reader)
	require.NoError(t, err)
	require.NotContains(t, string(ciphertext), "320106")
	// The guess of one who has copied the database, stored salt and commitment
	// included, must not be confirmed by it.
	require.NotEqual(t, commitment, Commitment(salt, owner, field, text))
	open, err := s.OpenSalt(owner, field, salt)
	require.NoError(t, err)
	require.False(t, bytes.Contains(salt, open))
	require.False(t, bytes.Contains(ciphertext, open))
}

func TestTwoSealsOfOneTextHaveNothingInCommon(t *testing.T) {
	t.Parallel()
	s := sealer(t, keys(t, 1))
	c1, s1, k1, err := s.Seal(owner, field, "李四", rand.Reader)
	require.NoError(t, err)
	c2, s2, k2, err := s.Seal(owner, field, "李四", rand.Reader)
	require.NoError(t, err)
	require.NotEqual(t, c1[headSize:], c2[headSize:])
	require.NotEqual(t, s1, s2)
	require.NotEqual(t, k1, k2)
}

func TestARecordOpensOnlyWhereItBelongsAndUnchanged(t *testing.T) {
	t.Parallel()
	s := sealer(t, keys(t, 1))
	ciphertext, salt, _, err := s.Seal(owner, field, "王五", rand.Reader)
	require.NoError(t, err)

	_, err = s.Open("application:nanjing/2025-002", field, ciphertext)
	require.ErrorIs(t, err, ErrUnreadable, "another owner")
	_, err = s.Open(owner, "applicant.phone", ciphertext)
	require.ErrorIs(t, err, ErrUnreadable, "another field")
	_, err = s.Open(owner, field, salt)
	require.ErrorIs(t, err, ErrUnreadable, "a salt is no text")
	_, err = s.OpenSalt(owner, field, ciphertext)
	require.ErrorIs(t, err, ErrUnreadable, "a text is no salt")
	_, err = s.Commit(ciphertext, owner, field, "王五")
	require.ErrorIs(t, err, ErrUnreadable)

	for i := range ciphertext {
		changed := bytes.Clone(ciphertext)
		changed[i] ^= 1
		_, err = s.Open(owner, field, changed)
		require.Error(t, err, "byte %d changed", i)
		_, err = s.Open(owner, field, ciphertext[:i])
		require.ErrorIs(t, err, ErrUnreadable, "cut after %d", i)
	}
}

func TestAWrongKeyIsToldFromAChangedRecord(t *testing.T) {
	t.Parallel()
	ciphertext, salt, _, err := sealer(t, keys(t, 1)).Seal(owner, field, "赵六", rand.Reader)
	require.NoError(t, err)
	other := sealer(t, mustKey(t, bytes.Repeat([]byte{9}, keySize)))
	_, err = other.Open(owner, field, ciphertext)
	require.ErrorIs(t, err, ErrUnknownKey)
	require.ErrorContains(t, err, "5194ad54")
	_, err = other.Commit(salt, owner, field, "赵六")
	require.ErrorIs(t, err, ErrUnknownKey)
	_, err = NewSealer(Key{})
	require.ErrorContains(t, err, "no key")
}

func TestAfterARotationTheNewKeySealsAndTheOldOpens(t *testing.T) {
	t.Parallel()
	before, after := sealer(t, keys(t, 1)), sealer(t, keys(t, 2))
	old, salt, commitment, err := before.Seal(owner, field, "旧", rand.Reader)
	require.NoError(t, err)
	got, err := after.Open(owner, field, old)
	require.NoError(t, err)
	require.Equal(t, "旧", got)
	again, err := after.Commit(salt, owner, field, got)
	require.NoError(t, err)
	require.Equal(t, commitment, again)

	fresh, _, _, err := after.Seal(owner, field, "新", rand.Reader)
	require.NoError(t, err)
	_, err = before.Open(owner, field, fresh)
	require.ErrorIs(t, err, ErrUnknownKey, "a process that still holds the old file must read it again")
	require.Equal(t, before.Token("id_card", "320106199001011234"), after.Token("id_card", "320106199001011234"),
		"an applicant is recognised across a rotation")
}

func TestASourceThatRunsDrySealsNothing(t *testing.T) {
	t.Parallel()
	s := sealer(t, keys(t, 1))
	ciphertext, salt, commitment, err := s.Seal(owner, field, "text", strings.NewReader("short"))
	require.Error(t, err)
	require.Empty(t, ciphertext)
	require.Empty(t, salt)
	require.Empty(t, commitment)
}

func TestTheCommitmentIsWhatTheDescriptionSays(t *testing.T) {
	t.Parallel()
	salt := bytes.Repeat([]byte{0xab}, saltSize)
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte("\x00\x00\x00\x00\x00\x00\x00\x0fapplication:A/1"))
	mac.Write([]byte("\x00\x00\x00\x00\x00\x00\x00\x04name"))
	mac.Write([]byte("\x00\x00\x00\x00\x00\x00\x00\x06张三"))
	require.Equal(t, hex.EncodeToString(mac.Sum(nil)), Commitment(salt, "application:A/1", "name", "张三"))
	require.NotEqual(t, Commitment(salt, "ab", "c", "d"), Commitment(salt, "a", "bc", "d"),
		"where one part ends belongs to what is committed to")
}

func TestOneSealerServesManyAtOnce(t *testing.T) {
	t.Parallel()
	s := sealer(t, keys(t, 2))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				ciphertext, _, _, err := s.Seal(owner, field, "并发", rand.Reader)
				if err != nil {
					t.Error(err)
					return
				}
				if got, err := s.Open(owner, field, ciphertext); err != nil || got != "并发" {
					t.Errorf("got %q, %v", got, err)
				}
				s.Token("id_card", "1")
			}
		})
	}
	wg.Wait()
}

func TestOneApplicantHasOneToken(t *testing.T) {
	t.Parallel()
	s := sealer(t, keys(t, 1))
	want := s.Token("id_card", "32010619900101123X")
	require.Len(t, want, 64)
	for _, written := range []string{"32010619900101123x", " 32010619900101123X\t", "３２０１０６１９９００１０１１２３ｘ", "　32010619900101123X　"} {
		require.Equal(t, want, s.Token("id_card", written), written)
	}
	require.NotEqual(t, want, s.Token("passport", "32010619900101123X"))
	require.NotEqual(t, want, s.Token("id_card", "32010619900101124X"))
	require.NotEqual(t, want, sealer(t, mustKey(t, bytes.Repeat([]byte{9}, keySize))).Token("id_card", "32010619900101123X"))
	require.Empty(t, s.Token("id_card", " 　"), "no number is nobody's number")
}

func TestTheFormOfAnIdentityNumberIsFinal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		form := plainForm(rapid.String().Draw(r, "value"))
		require.Equal(r, form, plainForm(form))
	})
}

func FuzzOpen(f *testing.F) {
	s := sealer(f, keys(f, 2))
	good, salt, _, err := s.Seal(owner, field, "张三", rand.Reader)
	require.NoError(f, err)
	f.Add(good)
	f.Add(salt)
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, record []byte) {
		if text, err := s.Open(owner, field, record); err == nil {
			require.Equal(t, "张三", text, "only what was sealed opens")
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	s := sealer(b, keys(b, 1))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, _, err := s.Seal(owner, field, "申请公开某某项目环境影响评价文件全文及其批复", rand.Reader); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	s := sealer(b, keys(b, 1))
	ciphertext, _, _, err := s.Seal(owner, field, "申请公开某某项目环境影响评价文件全文及其批复", rand.Reader)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Open(owner, field, ciphertext); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkToken(b *testing.B) {
	s := sealer(b, keys(b, 1))
	b.ReportAllocs()
	for b.Loop() {
		s.Token("id_card", "32010619900101123X")
	}
}
