package handlers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"gongkai/access"
	"gongkai/workflow"
)

// OperatorActor is the actor of events by whoever sits at the machine.
const OperatorActor = "operator"

// Keys of a session.
const (
	sessionPerson = "person"
	sessionMark   = "mark" // of the password it was opened with: a new password ends older sessions
)

const sessionLifetime = 12 * time.Hour // a working day, then sign in again

// newSessions builds the manager by hand: scs.New starts a store of its own with a goroutine that cannot be stopped
// without a race.
func newSessions(o Options) *scs.SessionManager {
	name := "gongkai"
	if o.Secure {
		name = "__Host-gongkai"
	}
	return &scs.SessionManager{
		Store: o.Sessions, Lifetime: sessionLifetime, HashTokenInStore: true, Codec: scs.GobCodec{},
		Cookie: scs.SessionCookie{
			Name: name, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: o.Secure,
		},
	}
}

// who is the one who asks: nobody when Person is empty.
type who struct {
	access.Subject
	Name string
}

// actor is how events name him.
func (w who) actor() string {
	if w.Operator {
		return OperatorActor
	}
	return "person:" + w.Person
}

func (w who) role() string {
	switch {
	case w.Operator:
		return OperatorActor
	case w.Person == "":
		return "nobody"
	}
	return strings.Join(w.Roles, ",")
}

type whoKey struct{}

func whoOf(ctx context.Context) who {
	w, _ := ctx.Value(whoKey{}).(who)
	return w
}

// identify finds out who asks: the operator where nobody signs in, else the bearer of a token, else the person of the
// session. A wrong token is not nobody but refused, so that a program notices.
func (s *Server) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		person, err := s.identity(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		traceOf(r.Context()).role = person.role()
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), whoKey{}, person)))
	})
}

func (s *Server) identity(r *http.Request) (who, error) {
	if secret, ok := bearer(r); ok {
		return s.byToken(r.Context(), secret)
	}
	if s.options.NoLogin {
		return who{Subject: access.Subject{Person: OperatorActor, Operator: true}}, nil
	}
	code := s.sessions.GetString(r.Context(), sessionPerson)
	if code == "" {
		return who{}, nil
	}
	person, err := s.store.Person(r.Context(), code)
	var refusal *workflow.Refusal
	if errors.As(err, &refusal) {
		return who{}, nil
	}
	if err != nil {
		return who{}, fmt.Errorf("find the person of a session: %w", err)
	}
	if mark(person.Secret) != s.sessions.GetString(r.Context(), sessionMark) {
		return who{}, nil
	}
	return asWho(person), nil
}

func bearer(r *http.Request) (string, bool) {
	scheme, secret, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(secret), ok && strings.EqualFold(scheme, "Bearer")
}

func (s *Server) byToken(ctx context.Context, secret string) (who, error) {
	bad := problem(http.StatusUnauthorized, "bad_token")
	stored, err := access.StoredToken(secret)
	if err != nil || s.options.Bearer == nil {
		return who{}, bad
	}
	code, ok, err := s.options.Bearer(ctx, stored, s.options.Now())
	if err != nil {
		return who{}, fmt.Errorf("look up a token: %w", err)
	}
	if !ok {
		return who{}, bad
	}
	person, err := s.store.Person(ctx, code)
	if err != nil {
		return who{}, fmt.Errorf("find the person of a token: %w", err)
	}
	return asWho(person), nil
}

func asWho(p workflow.Person) who {
	return who{Name: p.Name, Subject: access.Subject{
		Person: p.Code, Roles: p.Roles, Agency: p.Agency, Departments: p.Departments,
	}}
}

// mark tells one stored password from another without telling anything of it.
func mark(secret string) string {
	sum := sha256.Sum256([]byte("session mark\n" + secret))
	return hex.EncodeToString(sum[:8])
}

// addressOf is where a request comes from, for the throttle alone; it is never logged. Headers of proxies are not
// believed: anybody can write them.
func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func signInPath(r *http.Request) string {
	if r.URL.Path == "/" && r.URL.RawQuery == "" {
		return "/login"
	}
	return "/login?next=" + url.QueryEscape(r.URL.RequestURI())
}

// ownPath gives the path to go on to: one of this program, or the start.
func ownPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Opaque != "" || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}
