package notify_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	smtp "github.com/wneessen/go-mail"

	"gongkai/law"
	"gongkai/notify"
	"gongkai/workflow"
)

// post is a mail server that keeps what it is given.
type post struct {
	address string
	mu      sync.Mutex
	letters []string
	refuse  bool
}

func startPost(t *testing.T) *post {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := &post{address: l.Addr().String()}
	var open sync.WaitGroup
	t.Cleanup(func() { require.NoError(t, l.Close()); open.Wait() })
	open.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			open.Go(func() { p.talk(c) })
		}
	})
	return p
}

func (p *post) talk(c net.Conn) {
	defer c.Close()
	in := bufio.NewReader(c)
	say := func(line string) { fmt.Fprintf(c, "%s\r\n", line) }
	say("220 post")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		switch verb, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(line)), " "); verb {
		case "EHLO":
			say("250-post\r\n250 8BITMIME")
		case "DATA":
			p.mu.Lock()
			refuse := p.refuse
			p.mu.Unlock()
			if refuse {
				say("554 no")
				continue
			}
			say("354 go on")
			var letter strings.Builder
			for line, err = in.ReadString('\n'); err == nil && line != ".\r\n"; line, err = in.ReadString('\n') {
				letter.WriteString(line)
			}
			p.mu.Lock()
			p.letters = append(p.letters, letter.String())
			p.mu.Unlock()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (o *office) Reminders(_ context.Context, person string, _ int) ([]workflow.Reminder, error) {
	return slices.DeleteFunc(slices.Clone(o.kept), func(r workflow.Reminder) bool { return r.Person != person || r.Rule == notify.RuleMailed }), nil
}

func mailer(t *testing.T, p *post, box notify.Box, now func() time.Time) *notify.Mailer {
	settings, err := notify.ReadMail([]byte(`{"server":"` + p.address + `","from":"公开办 <office@example.gov.cn>","link":"https://gk.example.gov.cn/inbox",
		"people":{"li":"li@example.gov.cn","zhao":"zhao@example.gov.cn"}}`))
	require.NoError(t, err)
	return &notify.Mailer{Settings: settings, Box: box, Now: now, Logger: slog.New(slog.DiscardHandler), TLS: []smtp.Option{smtp.WithTLSPolicy(smtp.NoTLS)}}
}

func TestAPersonGetsOneDigestADayAndNothingTwice(t *testing.T) {
	t.Parallel()
	p, o := startPost(t), staffed()
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC) // 9:00 in Shanghai
	m := mailer(t, p, o, func() time.Time { return now })
	remind := func(key, rule, number string) {
		_, err := o.Remind(t.Context(), []workflow.Reminder{{Person: "li", Key: key, Rule: rule, Agency: "A", Application: number, On: law.NewDate(2026, 3, 18)}})
		require.NoError(t, err)
	}
	remind("due:1", notify.RuleDueSoon, "2026-0001")
	remind("event:2", notify.RuleSupplement, "2026-0002")
	for range 3 {
		require.NoError(t, m.Digests(t.Context()))
	}
	require.Len(t, p.letters, 1)
	for _, text := range []string{"To: <li@example.gov.cn>", "2026-0001", "2026-0002", "https://gk.example.gov.cn/inbox"} {
		require.Contains(t, p.letters[0], text)
	}
	remind("event:3", notify.RuleOverdue, "2026-0003")
	require.NoError(t, m.Digests(t.Context()))
	require.Len(t, p.letters, 1, "today's digest has left")

	now = now.AddDate(0, 0, 1)
	require.NoError(t, m.Digests(t.Context()))
	require.Len(t, p.letters, 2)
	require.Contains(t, p.letters[1], "2026-0003")
	require.NotContains(t, p.letters[1], "2026-0001", "what was mailed is not mailed again")
}

func TestAMailThatTheServerRefusesIsNotSentAgainAndOneThatCouldNotLeaveIs(t *testing.T) {
	t.Parallel()
	p, o := startPost(t), staffed()
	_, err := o.Remind(t.Context(), []workflow.Reminder{{Person: "li", Key: "k", Rule: notify.RuleOverdue, Application: "1"}})
	require.NoError(t, err)
	now := func() time.Time { return time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC) }
	away := mailer(t, p, o, now)
	away.Settings.Server = "127.0.0.1:1"
	require.Error(t, away.Digests(t.Context()))
	m := mailer(t, p, o, now)
	p.refuse = true
	require.Error(t, m.Digests(t.Context()), "the server was reached, and said no")
	p.mu.Lock()
	p.refuse = false
	p.mu.Unlock()
	require.NoError(t, m.Digests(t.Context()))
	require.Empty(t, p.letters)
}

func TestMailLeavesAtItsTimeAndNeverInTheQuietHours(t *testing.T) {
	t.Parallel()
	p, o := startPost(t), staffed()
	_, err := o.Remind(t.Context(), []workflow.Reminder{{Person: "li", Key: "k", Rule: notify.RuleOverdue, Application: "1"}})
	require.NoError(t, err)
	for hour, want := range map[int]int{7: 0, 23: 0, 10: 1} {
		m := mailer(t, p, o, func() time.Time { return time.Date(2026, 3, 2, hour, 0, 0, 0, time.FixedZone("", 8*3600)) })
		ctx, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
		require.NoError(t, m.Run(ctx))
		stop()
		p.mu.Lock()
		require.Len(t, p.letters, want, "%d:00", hour)
		p.letters, o.kept = nil, o.kept[:1]
		p.mu.Unlock()
	}
}

func TestSettingsOfMailAreChecked(t *testing.T) {
	t.Parallel()
	good := `{"server":"smtp.example.cn:587","from":"a@example.cn","at":"09:00","people":{"li":"li@example.cn"}}`
	_, err := notify.ReadMail([]byte(good))
	require.NoError(t, err)
	for from, to := range map[string]string{
		":587": "", "a@example.cn": "a@x\\r\\nBcc: b@x", `"09:00"`: `"21:00"`, "09:00": "9 Uhr", "li@example.cn": "li@x\\nBcc: all@x", "{": "[",
	} {
		_, err := notify.ReadMail([]byte(strings.Replace(good, from, to, 1)))
		require.ErrorIs(t, err, notify.ErrMail, to)
	}
}

func FuzzReadMail(f *testing.F) {
	f.Add([]byte(`{"server":"h:1","from":"a@b","people":{"x":"c@d"}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, err := notify.ReadMail(raw); err != nil {
			require.ErrorIs(t, err, notify.ErrMail)
		}
	})
}
