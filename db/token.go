package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"gongkai/law"
	"gongkai/workflow"
)

// credential is something by which a person is let in: the password (token empty) or an API token, named by a short
// hash so that it can be revoked without being known.
type credential struct {
	person, token, secret string
	expires               time.Time
}

// IssueToken keeps an API token of a person: the hash by which it is found, never the secret. It ends with the civil day
// (Asia/Shanghai) of Expires. Refused: unknown_person, already_exists.
func (s *Store) IssueToken(ctx context.Context, actor string, t workflow.Token) error {
	return s.putSecret(ctx, actor, workflow.TokenIssued, credential{
		person: t.Person, token: tokenName(t.Stored), secret: t.Stored, expires: t.Expires,
	})
}

// RevokeToken ends a token, by the hash it is stored under. Refused: unknown_token.
func (s *Store) RevokeToken(ctx context.Context, actor, stored string) error {
	_, err := submit(ctx, s, job{visible: true}, func(ctx context.Context, b *batch) (bool, error) {
		person, _, found, err := findToken(ctx, b.tx, s.lookup(stored))
		if err != nil {
			return false, err
		}
		if !found {
			return false, workflow.NewRefusal("unknown_token", "")
		}
		_, err = b.appendEvent(ctx, workflow.Event{
			Stream: workflow.PersonStream(person), Type: workflow.TokenRevoked, On: s.today(), Actor: actor,
			Data: &workflow.CredentialData{Person: person, Token: tokenName(stored)},
		})
		b.put(&deleteCredential, person, tokenName(stored))
		return true, err
	})
	return err
}

// TokenOwner finds the person a token belongs to; ok is false for one that is unknown, revoked or past its day.
func (s *Store) TokenOwner(ctx context.Context, stored string, now time.Time) (person string, ok bool, err error) {
	person, expires, found, err := findToken(ctx, s.read, s.lookup(stored))
	if err != nil || !found {
		return "", false, err
	}
	return person, expires.IsZero() || law.DateOf(now) <= expires, nil
}

func findToken(ctx context.Context, q queryer, lookup string) (person string, expires law.Date, found bool, err error) {
	var row struct {
		Person  string   `db:"person"`
		Expires law.Date `db:"expires"`
	}
	err = q.GetContext(ctx, &row, "select person, expires from credential where lookup = $1 and token <> ''", lookup)
	if errors.Is(err, sql.ErrNoRows) {
		return "", 0, false, nil
	}
	if err != nil {
		return "", 0, false, fmt.Errorf("look up a token: %w", err)
	}
	return row.Person, row.Expires, true, nil
}

// putSecret records a new password or token, its hash sealed with the event.
func (s *Store) putSecret(ctx context.Context, actor, eventType string, c credential) error {
	_, err := submit(ctx, s, job{visible: true}, func(ctx context.Context, b *batch) (bool, error) {
		if _, err := b.person(ctx, c.person); err != nil {
			return false, err
		}
		data := &workflow.CredentialData{Person: c.person, Token: c.token}
		if !c.expires.IsZero() {
			data.Expires = law.DateOf(c.expires)
		}
		stream := workflow.PersonStream(c.person)
		added, err := b.appendEvent(ctx, workflow.Event{
			Stream: stream, Type: eventType, On: s.today(), Actor: actor, Data: data, Private: map[string]string{"secret": c.secret},
		})
		b.put(&putCredential, c.person, c.token, s.lookup(c.secret), date(data.Expires), ownerOf(stream, added.Sequence))
		return true, err
	})
	return err
}

// lookup is the keyed hash by which a stored secret is found: a copy of the database alone finds nobody.
func (s *Store) lookup(stored string) string { return s.options.Sealer.Token("credential", stored) }

// tokenName names a token in events and lists: the beginning of a hash of its hash, good for nothing else.
func tokenName(stored string) string {
	sum := sha256.Sum256([]byte("token name\n" + stored))
	return hex.EncodeToString(sum[:6])
}
