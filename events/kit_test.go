package events

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"gongkai/workflow"
)

func TestATypedHandlerGetsItsTypesDataAndNoOthers(t *testing.T) {
	t.Parallel()
	type assigned struct {
		Days int `json:"days"`
	}
	var got []string
	r := NewRouter()
	require.NoError(t, Handle(r, workflow.TaskAssigned, func(_ context.Context, m Message, data assigned) error {
		got = append(got, fmt.Sprint(m.ID, " ", data.Days))
		return nil
	}))
	require.Error(t, Handle(r, workflow.TaskAssigned, func(context.Context, Message, assigned) error { return nil }))
	require.Error(t, Handle(r, "no_such_event", func(context.Context, Message, assigned) error { return nil }))
	require.NoError(t, r.Do(t.Context(), Message{ID: "e1", Type: workflow.TaskAssigned, Version: 1, Data: []byte(`{"days":5,"added_later":true}`)}))
	require.NoError(t, r.Do(t.Context(), Message{ID: "e2", Type: workflow.Replied, Version: 1, Data: []byte(`{}`)}))
	require.ErrorIs(t, r.Do(t.Context(), Message{ID: "e3", Type: workflow.TaskAssigned, Version: 2, Data: []byte(`{}`)}), ErrNewerVersion)
	require.Error(t, r.Do(t.Context(), Message{ID: "e4", Type: workflow.TaskAssigned, Version: 1, Data: []byte(`[]`)}))
	require.Equal(t, []string{"e1 5"}, got)
}

func openInbox(t *testing.T) (*SQLInbox, *sql.DB) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "own.db")+"?_txlock=immediate&_pragma=busy_timeout(5000)")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	inbox, err := NewSQLInbox(db, "gongkai_inbox", nil)
	require.NoError(t, err)
	require.NoError(t, inbox.Create(t.Context()))
	require.NoError(t, inbox.Create(t.Context()), "a second time changes nothing")
	_, err = db.Exec("create table effect (id text not null)")
	require.NoError(t, err)
	return inbox, db
}

// Every event comes up to ten times, in any order and at once; some attempts fail after their effect. Each has one effect.
func TestWithAnInboxAnEffectHappensOnceHoweverOftenItsEventComes(t *testing.T) {
	t.Parallel()
	inbox, db := openInbox(t)
	_, err := NewSQLInbox(db, "x; drop table y", nil)
	require.Error(t, err)
	var mu sync.Mutex
	failed := map[string]bool{}
	effect := Once[*sql.Tx](inbox, "mailer", func(ctx context.Context, tx *sql.Tx, m Message) error {
		if _, err := tx.ExecContext(ctx, "insert into effect (id) values ($1)", m.ID); err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		if !failed[m.ID] {
			failed[m.ID] = true
			return errors.New("after the effect, before the commit")
		}
		return nil
	})
	var deliveries []string
	for i := range 50 {
		for range 2 + rand.IntN(9) {
			deliveries = append(deliveries, fmt.Sprintf("e%d", i))
		}
	}
	rand.Shuffle(len(deliveries), func(i, j int) { deliveries[i], deliveries[j] = deliveries[j], deliveries[i] })
	var group sync.WaitGroup
	for part := range 4 {
		group.Go(func() {
			for i := part; i < len(deliveries); i += 4 {
				// The first attempt at each fails, as told above; the worker would try it again.
				if effect(context.Background(), Message{ID: deliveries[i]}) != nil {
					_ = effect(context.Background(), Message{ID: deliveries[i]})
				}
			}
		})
	}
	group.Wait()
	var all, different int
	require.NoError(t, db.QueryRow("select count(*), count(distinct id) from effect").Scan(&all, &different))
	require.Equal(t, []int{50, 50}, []int{all, different})
}

// Several applications at once; each in order; never more at once than asked; and a handler that hangs holds up its own
// application only.
func TestSeveralApplicationsAreWorkedOnAtOnceAndEachInOrder(t *testing.T) {
	t.Parallel()
	b, l := startBus(t, t.TempDir()), newLog()
	hang := make(chan struct{})
	var mu sync.Mutex
	seen, running4, most := map[string][]int{}, 0, 0
	o := forD1(t.TempDir())
	o.Parallel = 4
	handle := func(_ context.Context, m Message) error {
		mu.Lock()
		running4++
		most = max(most, running4)
		mu.Unlock()
		if m.Application == "2025-0000" && m.Seq == 1 {
			<-hang
		}
		mu.Lock()
		defer mu.Unlock()
		running4--
		seen[m.Application] = append(seen[m.Application], m.Seq)
		return nil
	}
	l.add(application(0), "D1", "task_assigned")
	for i := range 200 {
		l.add(application(1+i%5), "D1", "task_assigned")
	}
	l.add(application(0), "D1", "task_closed")
	running(t, NewRelay(l, b.Dial, quick()).Run)
	work(t, b.Dial, handle, o)
	count := func(n int) func() bool {
		return func() bool {
			mu.Lock()
			defer mu.Unlock()
			total := 0
			for _, s := range seen {
				total += len(s)
			}
			return total == n
		}
	}
	eventually(t, "the others are done while one hangs", count(200))
	close(hang)
	eventually(t, "and then the one that hung", count(202))
	mu.Lock()
	defer mu.Unlock()
	require.LessOrEqual(t, most, 4)
	require.Greater(t, most, 1)
	for app, seqs := range seen {
		for i, seq := range seqs {
			require.Equal(t, i+1, seq, app)
		}
	}
}

// A worker of several hands is stopped hard, again and again, with events in hand; each application stays in order.
func TestTheOrderHoldsWhenAWorkerOfSeveralHandsIsCutOff(t *testing.T) {
	t.Parallel()
	b, l := startBus(t, t.TempDir()), newLog()
	for i := range 120 {
		l.add(application(i%6), "D1", "task_assigned")
	}
	running(t, NewRelay(l, b.Dial, quick()).Run)
	dir := t.TempDir()
	var mu sync.Mutex
	seen := map[string][]int{}
	total := func() int {
		mu.Lock()
		defer mu.Unlock()
		n := 0
		for _, s := range seen {
			n += len(s)
		}
		return n
	}
	for round := 1; total() < 120; round++ {
		o := forD1(dir)
		o.Parallel, o.Grace = 4, time.Millisecond
		enough := make(chan struct{})
		var once sync.Once
		_, stop := work(t, b.Dial, func(ctx context.Context, m Message) error {
			mu.Lock()
			n := 0
			for _, s := range seen {
				n += len(s)
			}
			if n >= round*25 && n < 120 {
				mu.Unlock()
				once.Do(func() { close(enough) })
				<-ctx.Done() // broken off with events in hand
				return ctx.Err()
			}
			seen[m.Application] = append(seen[m.Application], m.Seq)
			if n+1 == 120 {
				once.Do(func() { close(enough) })
			}
			mu.Unlock()
			return nil
		}, o)
		<-enough
		stop()
	}
	for app, seqs := range seen {
		for i, seq := range seqs {
			require.Equal(t, i+1, seq, app)
		}
	}
}

func TestADeadLetterIsListedWithItsReasonAndTriedAgainWhenAsked(t *testing.T) {
	t.Parallel()
	b, l, d := startBus(t, t.TempDir()), newLog(), newDesk()
	dir := t.TempDir()
	var mu sync.Mutex
	broken := true
	d.fail = func(m Message, _ int) error {
		mu.Lock()
		defer mu.Unlock()
		if broken && m.Application == "2025-0001" {
			return errors.New("the printer is out of paper")
		}
		return nil
	}
	l.add(application(1), "D1", "task_assigned")
	l.add(application(1), "D1", "task_closed")
	l.add(application(2), "D1", "task_assigned")
	running(t, NewRelay(l, b.Dial, quick()).Run)
	work(t, b.Dial, d.handle, forD1(dir))
	eventually(t, "set aside", func() bool {
		letters, err := Letters(dir)
		require.NoError(t, err)
		return len(letters) == 1 && letters[0].SetAside && letters[0].Behind == 1
	})
	letters, err := Letters(dir)
	require.NoError(t, err)
	require.Equal(t, []any{"A=D1", "e1-1", "task_assigned", 4, "the printer is out of paper"},
		[]any{letters[0].Worker, letters[0].ID, letters[0].Type, letters[0].Attempts, letters[0].Error})
	mu.Lock()
	broken = false
	mu.Unlock()
	for _, worker := range []string{"", "..", "A=D9", "../A=D1"} {
		_, err = Retry(dir, worker, "e1-1", time.Now())
		require.ErrorIs(t, err, ErrNoLetter)
	}
	n, err := Retry(dir, "A=D1", "e1-1", time.Now())
	require.NoError(t, err)
	require.Equal(t, 1, n)
	eventually(t, "done", d.has(3))
	require.Equal(t, []string{"e1-3", "e1-1", "e1-2"}, d.ids())
	eventually(t, "the shelf is empty", func() bool { // an event leaves it after its handler has ended
		letters, err := Letters(dir)
		require.NoError(t, err)
		return len(letters) == 0
	})
}

func TestAWorkerThatFollowsEverythingHearsAllAgencies(t *testing.T) {
	t.Parallel()
	b, l, d := startBus(t, t.TempDir()), newLog(), newDesk()
	l.add("application:A/1", "D1", "task_assigned")
	l.add("application:B/1", "", "registered")
	l.add("person:P", "", "person_added")
	l.add("day", "", "day_opened")
	running(t, NewRelay(l, b.Dial, quick()).Run)
	o := forD1(t.TempDir())
	o.Agency, o.Department, o.Everything, o.Parallel = "", "", "notices", 2
	work(t, b.Dial, d.handle, o)
	eventually(t, "all heard", d.has(3))
	require.ElementsMatch(t, []string{"e1-1", "e1-2", "e1-4"}, d.ids())
}
