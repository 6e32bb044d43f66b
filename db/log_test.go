package db_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/db"
	"gongkai/law"
	"gongkai/workflow"
)

func TestRegisterIsStoredAndReadBack(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		a := do(t, s, register("", "2026-02-02"))
		require.Equal(t, "2026-0001", a.Application)
		require.Equal(t, workflow.Received, a.State)
		require.Equal(t, "2026-03-06", a.DueOn.String())

		c, err := s.Application(t.Context(), "T1", "2026-0001")
		require.NoError(t, err)
		require.Equal(t, "王小明", c.Words[1]["name"])
		require.Equal(t, a.Events[0].Position, c.History[0].Position)
		require.NotContains(t, string(c.History[0].Data), "王小明")
	})
}

func TestAnApplicationThatDoesNotExistIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		require.Equal(t, "unknown_application", refused(t, s, withdraw("none", "2026-02-02")))
		_, err := s.Application(t.Context(), "T1", "none")
		require.ErrorContains(t, err, "none")
	})
}

func TestARefusedCommandLeavesNothingBehindNotEvenItsKey(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		before, _, _, err := s.Head(t.Context())
		require.NoError(t, err)
		cmd := withdraw("2026-0001", "2026-02-02")
		cmd.Key = "k1"
		require.Equal(t, "unknown_application", refused(t, s, cmd))
		after, _, _, err := s.Head(t.Context())
		require.NoError(t, err)
		require.Equal(t, before, after)
		do(t, s, register("2026-0001", "2026-02-02"))
		a := do(t, s, cmd)
		require.Equal(t, workflow.OtherwiseClosed, a.State)
	})
}

func TestTheSameKeyGivesTheSameAnswerOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		cmd := register("", "2026-02-02")
		cmd.Key = "letter-1"
		answers := make([]workflow.Answer, 10)
		var wait sync.WaitGroup
		for i := range answers {
			wait.Go(func() { answers[i] = do(t, s, cmd) })
		}
		wait.Wait()
		for _, a := range answers {
			require.Equal(t, answers[0], a)
		}
		other := register("", "2026-02-03")
		other.Key = "letter-1"
		require.Equal(t, "key_reused", refused(t, s, other))
		answered, err := s.Answered(t.Context(), []string{"letter-1", "letter-2"})
		require.NoError(t, err)
		require.Equal(t, map[string]bool{"letter-1": true}, answered)
		page, err := s.Events(t.Context(), 1, 1000)
		require.NoError(t, err)
		require.Equal(t, 1, countOf(page, workflow.Registered))
	})
}

func countOf(events []workflow.Recorded, eventType string) int {
	n := 0
	for _, e := range events {
		if e.Type == eventType {
			n++
		}
	}
	return n
}

func TestNumbersOfASeriesSkipWhatIsTaken(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		var numbers []string
		for _, given := range []string{"", "2026-0003", "", "", "2026-0006", "甲-7", "", ""} {
			numbers = append(numbers, do(t, s, register(given, "2026-02-02")).Application)
		}
		require.Equal(t, []string{"2026-0001", "2026-0003", "2026-0002", "2026-0004", "2026-0006", "甲-7", "2026-0005", "2026-0007"}, numbers)
		require.Equal(t, "2025-0001", do(t, s, register("", "2025-12-31")).Application)
		require.Equal(t, "already_registered", refused(t, s, register("2026-0001", "2026-02-02")))
		require.Empty(t, verify(t, s))
	})
}

func TestTwentyWritersAtOnceLeaveAWholeLog(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		const writers, each = 20, 15
		var wait sync.WaitGroup
		for w := range writers {
			wait.Go(func() {
				for i := range each {
					number := do(t, s, register("", "2026-02-24")).Application
					switch i % 3 {
					case 0:
						do(t, s, withdraw(number, "2026-02-25"))
					case 1:
						do(t, s, assign(number, "2026-02-25", fmt.Sprintf("D%d", w%3+1)))
					default:
						refused(t, s, register(number, "2026-02-24"))
					}
				}
			})
		}
		wait.Wait()
		require.Empty(t, verify(t, s))
		v, err := s.Verify(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, writers*each, v.Applications)
	})
}

func TestTwoActingOnOneHistoryAtOnceOneIsInConflict(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		do(t, s, register("2026-0001", "2026-02-24"))
		seen := 1
		outcomes := make(chan error, 10)
		for i := range cap(outcomes) {
			go func() {
				cmd := assign("2026-0001", "2026-02-25", fmt.Sprintf("D%d", i%3+1))
				cmd.Seen = &seen
				_, err := s.Do(context.Background(), workflow.Request{Command: cmd, Actor: "clerk", Today: today, Entered: today})
				outcomes <- err
			}()
		}
		done := 0
		for range cap(outcomes) {
			if err := <-outcomes; err == nil {
				done++
			} else {
				var r *workflow.Refusal
				require.ErrorAs(t, err, &r)
				require.Equal(t, "conflict", r.Code)
			}
		}
		require.Equal(t, 1, done)
	})
}

func TestTheLogOutlivesTheProgram(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		first, err := db.Open(t.Context(), l.options())
		require.NoError(t, err)
		require.NoError(t, first.AddAgency(t.Context(), "admin", workflow.Agency{Code: "T1", Name: "镇"}))
		do(t, first, register("", "2026-02-02"))
		position, digest, epoch, err := first.Head(t.Context())
		require.NoError(t, err)
		require.NoError(t, first.Close())

		second := l.open(t)
		p, d, e, err := second.Head(t.Context())
		require.NoError(t, err)
		require.Equal(t, []any{position, digest, epoch}, []any{p, d, e})
		require.Equal(t, "2026-0002", do(t, second, register("", "2026-02-02")).Application)
		require.Empty(t, verify(t, second))
	})
}

func TestTwoProcessesOnOneDatabaseSeeEachOther(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		a := l.openOffice(t)
		b := l.open(t)
		do(t, a, register("2026-0001", "2026-02-24"))
		var wait sync.WaitGroup
		for i, s := range []*db.Store{a, b} {
			wait.Go(func() {
				for range 20 {
					number := do(t, s, register("", "2026-02-24")).Application
					do(t, []*db.Store{b, a}[i], withdraw(number, "2026-02-25"))
				}
			})
		}
		wait.Wait()
		require.NoError(t, a.AddDepartment(t.Context(), "admin", workflow.Department{Agency: "T1", Code: "D9", Name: "九"}))
		do(t, b, assign("2026-0001", "2026-02-25", "D9"))
		require.Equal(t, "no_task", refused(t, a, &workflow.AcceptTask{
			Common: workflow.Common{Do: "accept_task", Agency: "T1", Application: "2026-0001", On: day("2026-02-25")}, Department: "D1",
		}))
		require.Empty(t, verify(t, a))
	})
}

func TestEventsComeInOrderAndWake(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.openOffice(t)
		other := l.open(t)
		here, there := s.Wake(), other.Wake()
		a := do(t, s, register("", "2026-02-02"))
		<-here
		if l.name == "postgres" {
			<-there // LISTEN; on SQLite other processes poll
		}
		last := a.Events[len(a.Events)-1]
		for _, store := range []*db.Store{s, other} {
			events, err := store.Events(t.Context(), last.Position, 10)
			require.NoError(t, err)
			require.Len(t, events, 1)
			require.Equal(t, last.ID, events[0].ID)
		}
		all, err := s.Events(t.Context(), 1, 10_000)
		require.NoError(t, err)
		again, err := other.Events(t.Context(), 1, 10_000)
		require.NoError(t, err)
		require.Equal(t, again, all)
		for i, e := range all {
			require.EqualValues(t, i+1, e.Position)
		}
		fromMemory, err := s.Events(t.Context(), last.Position, 1)
		require.NoError(t, err)
		require.Equal(t, all[last.Position-1:], fromMemory)
	})
}

func TestTheLogRefusesUpdateAndDelete(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		l.openOffice(t)
		for _, st := range []string{"update event set actor = 'x'", "delete from event", "delete from log_head"} {
			require.Error(t, l.exec(t, st), st)
		}
	})
}

func TestAWrongAddressIsRefusedWithoutItsPassword(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"mysql://x", "sqlite:", "postgres://u:geheim@%zz/x"} {
		_, err := db.Open(t.Context(), db.Options{URL: url, Sealer: newSealer(t), Now: now, Random: strings.NewReader("")})
		require.Error(t, err)
		require.NotContains(t, err.Error(), "geheim")
	}
}

func TestTheCalendarOfTheProgramIsAnnouncedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, l lane) {
		s := l.open(t)
		l.open(t)
		events, err := s.Events(t.Context(), 1, 1000)
		require.NoError(t, err)
		require.Equal(t, len(law.EmbeddedNotices()), countOf(events, workflow.CalendarAnnounced))
		cal, err := s.Calendar(t.Context())
		require.NoError(t, err)
		want, err := law.NewCalendar(law.EmbeddedNotices())
		require.NoError(t, err)
		require.Equal(t, want.Version(), cal.Version())
	})
}
