package torture_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/law"
	"gongkai/workflow"
)

// entry is one command as a client knows it: what was sent under which key, and what was answered.
type entry struct {
	key    string
	body   string
	answer workflow.Answer
	sends  int       // until there was an answer
	sent   time.Time // the last time
}

// book is what all clients of a lane were told.
type book struct {
	mu      sync.Mutex
	agency  string
	entries []entry
	told    chan struct{} // receives one at each answer, when somebody listens
	failed  chan *failure // receives what the server answered instead, when somebody listens
	wrong   []string      // what must never happen
	lost    int           // answers that were lost: the command was stored before it was sent the last time
}

func newBook(agency string) *book {
	return &book{agency: agency, told: make(chan struct{}), failed: make(chan *failure)}
}

func (b *book) add(e entry) {
	b.mu.Lock()
	b.entries = append(b.entries, e)
	b.mu.Unlock()
	select {
	case b.told <- struct{}{}:
	default:
	}
}

func (b *book) fault(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wrong = append(b.wrong, fmt.Sprintf(format, args...))
}

// holds compares the log with the book: every answer's events stand where the answer said, every event of the agency's
// applications belongs to exactly one answer (or to the clock), no number was given twice.
func (b *book) holds(t *testing.T, log []event) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	require.Empty(t, b.wrong)
	type place struct {
		position int64
		id, text string
	}
	var told, stored []place
	numbers := map[string]string{}
	recorded := map[int64]time.Time{}
	for _, e := range log {
		recorded[e.Position] = e.RecordedAt
	}
	for _, e := range b.entries {
		require.NotEmpty(t, e.answer.Events, "%s was answered without an event", e.key)
		if e.answer.Events[0].Sequence == 1 {
			other, double := numbers[e.answer.Application]
			require.False(t, double, "%s and %s were both given the number %s", e.key, other, e.answer.Application)
			numbers[e.answer.Application] = e.key
		}
		if e.sends > 1 && recorded[e.answer.Events[0].Position].Before(e.sent) {
			b.lost++
		}
		stream := workflow.ApplicationStream(b.agency, e.answer.Application)
		for _, a := range e.answer.Events {
			told = append(told, place{a.Position, a.ID, fmt.Sprintf("%s %d %s %s", stream, a.Sequence, a.Type, a.OnDate)})
		}
	}
	for _, e := range of(log, b.agency) {
		if e.Actor != workflow.ClockActor {
			stored = append(stored, place{e.Position, e.ID, fmt.Sprintf("%s %d %s %s", e.Stream, e.Seq, e.Type, e.OnDate)})
		}
	}
	slices.SortFunc(told, func(a, b place) int { return cmp.Compare(a.position, b.position) })
	for i := range min(len(told), len(stored)) {
		require.Equal(t, told[i], stored[i], "the clients were told of %d events, the log has %d", len(told), len(stored))
	}
	require.Equal(t, len(told), len(stored), "events told and stored")
}

// resent counts commands that were sent more than once before they had their answer.
func (b *book) resent() int {
	n := 0
	for _, e := range b.entries {
		if e.sends > 1 {
			n++
		}
	}
	return n
}

// work sends commands through one client until stop is closed, each with a key of its own, and writes down the answers.
// A command that has no answer is sent again, so that it always ends with one.
func (b *book) work(ctx context.Context, c *client, name string, stop <-chan struct{}) {
	today := law.DateOf(now())
	past := today.AddDays(-7).String()
	for n := 0; ; n++ {
		select {
		case <-stop:
			return
		case <-ctx.Done():
			return
		default:
		}
		number := ""
		step := func(do, on, fields string) bool {
			body := fmt.Sprintf(`{"do":"%s","agency":"%s","on":"%s",%s}`, do, b.agency, on, fields)
			if number != "" {
				body = strings.TrimSuffix(body, "}") + fmt.Sprintf(`,"application":"%s"}`, number)
			}
			e := entry{key: fmt.Sprintf("%s-%d-%s", name, n, do), body: body}
			if !b.send(ctx, c, &e, n%5 == 0) {
				return false
			}
			number = e.answer.Application
			b.add(e)
			return true
		}
		_ = step("register", past, `"channel":"online","applicant":{"category":"natural_person","name":"王小明"},"content":"道路维修预算"`) &&
			step("extend", today.AddDays(-3).String(), `"days":5,"reason":"数量较大","approved_by":"镇长"`) &&
			step("reply", today.String(), `"result":"disclosed","grounds":"依法公开","served_by":"electronic"`)
	}
}

// send sends until there is an answer. With thrice the same submission goes out three times at once: all that are
// answered must be answered the same.
func (b *book) send(ctx context.Context, c *client, e *entry, thrice bool) bool {
	for ctx.Err() == nil {
		e.sends++
		e.sent = now()
		var answers [][]byte
		if thrice {
			answers = c.together(ctx, 3, e.key, e.body)
		} else if raw, err := c.post(ctx, e.key, e.body); err == nil {
			answers = append(answers, raw)
		} else if err.final {
			b.fault("%s: %v", e.key, err)
			return false
		} else if err.status > 0 {
			select {
			case b.failed <- err:
			default:
			}
		}
		for _, raw := range answers {
			if string(raw) != string(answers[0]) {
				b.fault("%s: sent together, answered %s and %s", e.key, answers[0], raw)
			}
		}
		if len(answers) > 0 {
			if err := json.Unmarshal(answers[0], &e.answer); err != nil {
				b.fault("%s: %v", e.key, err)
			}
			return true
		}
		c.pause(ctx)
	}
	b.fault("%s: no answer in time", e.key)
	return false
}

// repeats sends every answered command again: each must get its first answer.
func (b *book) repeats(t *testing.T, ctx context.Context, c *client) {
	t.Helper()
	b.mu.Lock()
	entries := slices.Clone(b.entries)
	b.mu.Unlock()
	var wait sync.WaitGroup
	const hands = 8
	for h := range hands {
		wait.Go(func() {
			for i := h; i < len(entries); i += hands {
				again := entry{key: entries[i].key, body: entries[i].body}
				if b.send(ctx, c, &again, false) && fmt.Sprint(again.answer.Events) != fmt.Sprint(entries[i].answer.Events) {
					b.fault("%s: answered %v, and later %v", again.key, entries[i].answer, again.answer)
				}
			}
		})
	}
	wait.Wait()
}
