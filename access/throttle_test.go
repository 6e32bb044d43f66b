package access

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func tries(t *testing.T, th *Throttle, n int, login, address string, now time.Time) {
	t.Helper()
	for i := range n {
		require.Zero(t, th.Try(login, address, now), "try %d", i+1)
	}
}

func TestThePauseDoublesUpToItsBound(t *testing.T) {
	t.Parallel()
	th, now := NewThrottle(), noon
	tries(t, th, 5, "li", "192.0.2.1", now)
	var pauses []time.Duration
	for range 12 {
		wait := th.Try("li", "192.0.2.1", now)
		pauses = append(pauses, wait)
		require.Equal(t, wait, th.Try("li", "192.0.2.1", now), "asking makes it no longer")
		require.Equal(t, time.Nanosecond, th.Try(" LI ", "192.0.2.1", now.Add(wait-1)), "however the name is written")
		now = now.Add(wait)
		require.Zero(t, th.Try("li", "192.0.2.1", now))
	}
	s, m := time.Second, time.Minute
	require.Equal(t, []time.Duration{1 * s, 2 * s, 4 * s, 8 * s, 16 * s, 32 * s, 64 * s, 128 * s, 256 * s, 512 * s, 15 * m, 15 * m}, pauses)
}

func TestASuccessClearsTheOwnPairOnly(t *testing.T) {
	t.Parallel()
	th := NewThrottle()
	for i := range 30 { // an attacker with an account of his own
		tries(t, th, 1, fmt.Sprintf("victim%d", i), "192.0.2.1", noon)
		tries(t, th, 1, "mallory", "192.0.2.1", noon)
		th.Succeeded("mallory", "192.0.2.1", noon)
	}
	tries(t, th, 1, "victim30", "192.0.2.1", noon)
	require.Equal(t, time.Second, th.Try("victim31", "192.0.2.1", noon), "the address is held all the same")
	require.Zero(t, th.Try("mallory", "192.0.2.1", noon))
	require.Zero(t, th.Try("victim31", "192.0.2.2", noon), "another address is not")
}

func TestGoodSignInsHoldNobody(t *testing.T) {
	t.Parallel()
	th := NewThrottle()
	for i := range 1000 { // an office behind one address, in the morning
		login := fmt.Sprintf("person%d", i)
		tries(t, th, 1, login, "192.0.2.1", noon)
		th.Succeeded(login, "192.0.2.1", noon)
	}
	require.Empty(t, th.addresses.of)
	require.Empty(t, th.logins.of)
	require.Empty(t, th.pairs.of)
}

func TestNobodyCanLockAnotherOut(t *testing.T) {
	t.Parallel()
	th := NewThrottle()
	tries(t, th, 1, "head", "192.0.2.1", noon)
	th.Succeeded("head", "192.0.2.1", noon)
	for i := range 21 {
		tries(t, th, 1, "head", fmt.Sprintf("198.51.100.%d", i), noon)
	}
	require.Equal(t, time.Second, th.Try("head", "203.0.113.1", noon), "the name is held from strange addresses")
	require.Zero(t, th.Try("head", "192.0.2.1", noon), "but not where its owner has signed in")

	now := noon
	for i := range 40 {
		now = now.Add(th.Try("head", fmt.Sprintf("203.0.113.%d", i), now))
		th.Try("head", fmt.Sprintf("203.0.113.%d", i), now)
	}
	require.LessOrEqual(t, th.Try("head", "203.0.113.99", now), 30*time.Second, "and never for long")
}

func TestAColleaguesTyposDoNotHoldTheOffice(t *testing.T) {
	t.Parallel()
	th := NewThrottle()
	tries(t, th, 1, "head", "192.0.2.1", noon)
	th.Succeeded("head", "192.0.2.1", noon)
	for i := range 31 {
		tries(t, th, 1, fmt.Sprintf("person%d", i), "192.0.2.1", noon)
	}
	require.Positive(t, th.Try("stranger", "192.0.2.1", noon))
	require.Zero(t, th.Try("head", "192.0.2.1", noon))
	now := noon
	for i := range 200 { // one typo in two minutes, all day long
		now = now.Add(2 * time.Minute)
		tries(t, th, 1, fmt.Sprintf("person%d", i), "192.0.2.9", now)
	}
	require.Zero(t, th.Try("stranger", "192.0.2.9", now))
}

func TestFailuresAreForgivenWithTime(t *testing.T) {
	t.Parallel()
	th := NewThrottle()
	tries(t, th, 5, "li", "192.0.2.1", noon)
	require.Equal(t, time.Second, th.Try("li", "192.0.2.1", noon))
	later := noon.Add(time.Hour) // four forgiven
	tries(t, th, 4, "li", "192.0.2.1", later)
	require.Equal(t, time.Second, th.Try("li", "192.0.2.1", later))
}

func TestAClockSetBackHoldsNobodyLonger(t *testing.T) {
	t.Parallel()
	th := NewThrottle()
	tries(t, th, 5, "li", "192.0.2.1", noon)
	require.Equal(t, time.Second, th.Try("li", "192.0.2.1", noon.Add(-48*time.Hour)))
	require.Zero(t, th.Try("li", "192.0.2.1", noon.Add(time.Second)))
}

func TestOneAddressHasOneName(t *testing.T) {
	t.Parallel()
	of := func(address string) string { _, from, _ := keysOf("li", address); return from.address }
	require.Equal(t, "192.0.2.1", of("192.0.2.1"))
	require.Equal(t, "192.0.2.1", of("::ffff:192.0.2.1"))
	require.Equal(t, "2001:db8:1:2::", of("2001:db8:1:2:3:4:5:6"))
	require.Equal(t, "2001:db8:1:2::", of("2001:DB8:1:2::9"))
	require.Equal(t, "fe80::", of("fe80::1%eth0"))
	require.Equal(t, "@socket", of("@socket"))
}

func TestAFloodOfNamesTakesNoMoreRoomAndFreesNoGuesser(t *testing.T) {
	t.Parallel()
	c := counters{free: 4, longest: time.Minute, forgive: time.Minute, of: map[pair]counter{}}
	guesser := pair{"head", "192.0.2.1"}
	for range 10 {
		c.fail(guesser, noon)
	}
	for i := range mostEntries + 1000 {
		c.fail(pair{fmt.Sprint(i), ""}, noon)
	}
	require.Len(t, c.of, mostEntries)
	require.Positive(t, c.wait(guesser, noon))
	c.fail(pair{"late", ""}, noon.Add(forgetAfter+time.Second))
	require.Len(t, c.of, mostEntries, "the forgotten make room")
}

func TestAPauseIsNeverLongerThanAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		th, now := NewThrottle(), noon
		for range rapid.IntRange(1, 200).Draw(r, "steps") {
			login := rapid.SampledFrom([]string{"a", "b"}).Draw(r, "login")
			address := rapid.SampledFrom([]string{"192.0.2.1", "192.0.2.2"}).Draw(r, "address")
			wait := th.Try(login, address, now)
			require.LessOrEqual(r, wait, 15*time.Minute)
			require.GreaterOrEqual(r, wait, time.Duration(0))
			if wait == 0 && rapid.Bool().Draw(r, "right") {
				th.Succeeded(login, address, now)
			}
			now = now.Add(time.Duration(rapid.IntRange(-5, 600).Draw(r, "seconds")) * time.Second)
		}
	})
}
