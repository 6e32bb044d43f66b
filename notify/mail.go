package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"slices"
	"strconv"
	"time"

	smtp "github.com/wneessen/go-mail"

	"gongkai/law"
	"gongkai/workflow"
)

// Mail says how the daily digest goes out: one mail a day to each person of the list who was told something since, at a
// time outside the quiet hours. It holds numbers and dates; names and words are read in the program.
type Mail struct {
	Server   string            `json:"server"`             // HOST:PORT, with STARTTLS (587) or TLS (465)
	From     string            `json:"from"`               // the office's address
	User     string            `json:"user,omitempty"`     //
	Password string            `json:"password,omitempty"` //
	At       string            `json:"at"`                 // HH:MM in Asia/Shanghai
	Quiet    [2]string         `json:"quiet"`              // from, to: no mail leaves between these
	Link     string            `json:"link,omitempty"`     // address of the program, to be opened from the mail
	Lang     string            `json:"lang,omitempty"`     // zh (default) or en
	People   map[string]string `json:"people"`             // login: address
}

// ErrMail is wrapped by every error about the settings of mail.
var ErrMail = errors.New("the settings of mail are refused")

// ReadMail reads and checks settings; nothing of a password is repeated in errors.
func ReadMail(raw []byte) (Mail, error) {
	m := Mail{At: "08:30", Quiet: [2]string{"20:00", "08:00"}}
	if err := json.Unmarshal(raw, &m); err != nil {
		return Mail{}, fmt.Errorf("%w: no JSON object with server, from and people", ErrMail)
	}
	if _, _, err := m.hostAndPort(); err != nil {
		return Mail{}, fmt.Errorf("%w: server must be HOST:PORT", ErrMail)
	}
	for login, address := range m.People {
		if _, err := mail.ParseAddress(address); err != nil {
			return Mail{}, fmt.Errorf("%w: the address of %q cannot be read", ErrMail, login)
		}
	}
	if _, err := mail.ParseAddress(m.From); err != nil {
		return Mail{}, fmt.Errorf("%w: from is no address", ErrMail)
	}
	var minutes [3]int
	for i, text := range []string{m.At, m.Quiet[0], m.Quiet[1]} {
		t, err := time.Parse("15:04", text)
		if err != nil {
			return Mail{}, fmt.Errorf("%w: %q is no time of day", ErrMail, text)
		}
		minutes[i] = t.Hour()*60 + t.Minute()
	}
	if quietAt(minutes[0], minutes[1], minutes[2]) {
		return Mail{}, fmt.Errorf("%w: %s lies in the quiet hours", ErrMail, m.At)
	}
	return m, nil
}

func quietAt(minute, from, to int) bool {
	if from <= to {
		return minute >= from && minute < to
	}
	return minute >= from || minute < to
}

func (m Mail) hostAndPort() (string, int, error) {
	host, text, err := net.SplitHostPort(m.Server)
	if err != nil || host == "" {
		return "", 0, ErrMail
	}
	port, err := strconv.Atoi(text)
	return host, port, err
}

// Box is where reminders are read and what was mailed is noted.
type Box interface {
	Reminders(ctx context.Context, person string, limit int) ([]workflow.Reminder, error)
	Remind(ctx context.Context, list []workflow.Reminder) (int, error)
}

// RuleMailed marks what was mailed; it is shown to nobody.
const RuleMailed = "mailed"

// Mailer sends the digests.
type Mailer struct {
	Settings Mail
	Box      Box
	Now      func() time.Time
	Logger   *slog.Logger
	TLS      []smtp.Option // further options of the connection; nil: the system's authorities
}

var china = time.FixedZone("Asia/Shanghai", 8*60*60)

// Run sends the day's digests at their time, each day, until the context ends. A day whose time passed while nothing ran is
// made up at start, outside the quiet hours.
func (m *Mailer) Run(ctx context.Context) error {
	for {
		if wait := m.rest(); wait > 0 {
			timer := time.NewTimer(wait)
			select {
			case <-ctx.Done():
				timer.Stop()
				return nil
			case <-timer.C:
			}
		}
		if err := m.Digests(ctx); err != nil && ctx.Err() == nil {
			m.Logger.Error("mail: a digest could not be sent; what is in it stands in the program", "error", err)
		}
		timer := time.NewTimer(10 * time.Minute) // who was not reached is tried again; who was mailed is not
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		}
	}
}

// rest is how long it is until mail may leave: the day's time has come and it is not quiet.
func (m *Mailer) rest() time.Duration {
	now := m.Now().In(china)
	on := func(text string) time.Time {
		t, err := time.Parse("15:04", text)
		if err != nil {
			return now
		}
		return time.Date(now.Year(), now.Month(), now.Day(), t.Hour(), t.Minute(), 0, 0, china)
	}
	at, from, to := on(m.Settings.At), on(m.Settings.Quiet[0]), on(m.Settings.Quiet[1])
	if now.Before(at) {
		return at.Sub(now)
	}
	minute := func(t time.Time) int { return t.Hour()*60 + t.Minute() }
	if quietAt(minute(now), minute(from), minute(to)) {
		return at.AddDate(0, 0, 1).Sub(now)
	}
	return 0
}

// Digests sends today's mails to those who have not had theirs. The server is reached before anything is noted, and
// everything is noted before the mail leaves: a failure in between costs a mail, never sends it twice.
func (m *Mailer) Digests(ctx context.Context) error {
	people := make([]string, 0, len(m.Settings.People))
	for person := range m.Settings.People {
		people = append(people, person)
	}
	slices.Sort(people)
	var client *smtp.Client
	var errs []error
	for _, person := range people {
		list, err := m.Box.Reminders(ctx, person, 200)
		if err != nil {
			return err
		}
		list = slices.DeleteFunc(list, func(r workflow.Reminder) bool { return r.Read })
		if len(list) == 0 {
			continue
		}
		if client == nil {
			if client, err = m.connect(ctx); err != nil {
				return err
			}
		}
		errs = append(errs, m.digest(ctx, client, person, list))
	}
	if client != nil {
		errs = append(errs, client.Close())
	}
	return errors.Join(errs...)
}

func (m *Mailer) connect(ctx context.Context) (*smtp.Client, error) {
	host, port, err := m.Settings.hostAndPort()
	if err != nil {
		return nil, err
	}
	options := append([]smtp.Option{smtp.WithPort(port), smtp.WithTLSPolicy(smtp.TLSMandatory), smtp.WithTimeout(20 * time.Second)}, m.TLS...)
	if port == 465 {
		options = append(options, smtp.WithSSL())
	}
	if m.Settings.User != "" {
		options = append(options, smtp.WithSMTPAuth(smtp.SMTPAuthAutoDiscover), smtp.WithUsername(m.Settings.User), smtp.WithPassword(m.Settings.Password))
	}
	client, err := smtp.NewClient(host, options...)
	if err == nil {
		err = client.DialWithContext(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("reach the mail server: %w", err)
	}
	return client, nil
}

// digest mails one person what is new, unless today's mail has left.
func (m *Mailer) digest(ctx context.Context, client *smtp.Client, person string, list []workflow.Reminder) error {
	claim := func(key string) (bool, error) {
		added, err := m.Box.Remind(ctx, []workflow.Reminder{{Person: person, Key: key, Rule: RuleMailed, On: law.DateOf(m.Now())}})
		return added == 1, err
	}
	mine, err := claim("mail:" + law.DateOf(m.Now()).String())
	if err != nil || !mine {
		return err
	}
	var fresh []workflow.Reminder
	for _, r := range list {
		mine, err := claim("mailed:" + r.Key)
		if err != nil {
			return err
		}
		if mine {
			fresh = append(fresh, r)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	msg := smtp.NewMsg()
	if err := errors.Join(msg.From(m.Settings.From), msg.To(m.Settings.People[person])); err != nil {
		return fmt.Errorf("address the digest of %s: %w", person, err)
	}
	msg.Subject(subject(m.Settings.Lang, len(fresh)))
	msg.SetBodyString(smtp.TypeTextPlain, body(m.Settings, fresh))
	if err := client.Send(msg); err != nil {
		return fmt.Errorf("send the digest of %s: %w", person, err)
	}
	return nil
}
