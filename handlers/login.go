package handlers

import (
	"errors"
	"fmt"
	"net/http"

	"gongkai/access"
	"gongkai/workflow"
)

// signIn is the page to sign in, with what was typed and why it did not do. The password is never shown again.
type signIn struct {
	page
	Login, Next, Refusal string
}

func (s *Server) loginForm(w http.ResponseWriter, r *http.Request) error {
	next := ownPath(r.URL.Query().Get("next"))
	if whoOf(r.Context()).Person != "" {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return nil
	}
	s.render(w, r, http.StatusOK, loginPage(signIn{page: s.page(r, "login.title"), Next: next}))
	return nil
}

// login checks name and password. Whoever may not enter learns no reason: an unknown name takes as long and reads the
// same as a wrong password.
func (s *Server) login(w http.ResponseWriter, r *http.Request) error {
	if s.options.NoLogin {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	view := signIn{page: s.page(r, "login.title"), Login: r.PostFormValue("login"), Next: ownPath(r.PostFormValue("next"))}
	now := s.options.Now()
	if wait := s.throttle.Try(view.Login, addressOf(r), now); wait > 0 {
		retryAfter(w, wait)
		view.Refusal = view.T("login.wait", int(wait.Seconds())+1)
		s.render(w, r, http.StatusTooManyRequests, loginPage(view))
		return nil
	}
	person, err := s.store.Person(r.Context(), view.Login)
	var unknown *workflow.Refusal
	if err != nil && !errors.As(err, &unknown) {
		return fmt.Errorf("find who signs in: %w", err)
	}
	password := r.PostFormValue("password")
	ok, renew, err := s.hasher.Verify(r.Context(), person.Secret, password)
	if err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	if !ok {
		view.Refusal = view.T("login.wrong")
		s.render(w, r, http.StatusUnauthorized, loginPage(view))
		return nil
	}
	s.throttle.Succeeded(view.Login, addressOf(r), now)
	if renew {
		if person.Secret, err = s.storePassword(r, "person:"+person.Code, person.Code, password); err != nil {
			return err
		}
	}
	if err := s.enter(r, person); err != nil {
		return err
	}
	http.Redirect(w, r, view.Next, http.StatusSeeOther)
	return nil
}

// enter opens a session. The token is made anew, so that one planted before signing in is worth nothing.
func (s *Server) enter(r *http.Request, person workflow.Person) error {
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return fmt.Errorf("open a session: %w", err)
	}
	s.sessions.Put(r.Context(), sessionPerson, person.Code)
	s.sessions.Put(r.Context(), sessionMark, mark(person.Secret))
	return nil
}

func (s *Server) logout(w http.ResponseWriter, r *http.Request) error {
	if !s.options.NoLogin {
		if err := s.sessions.Destroy(r.Context()); err != nil {
			return fmt.Errorf("end the session: %w", err)
		}
	}
	http.Redirect(w, r, "/login", http.StatusSeeOther)
	return nil
}

// storePassword hashes a password and stores it. It gives the hash.
func (s *Server) storePassword(r *http.Request, actor, person, password string) (string, error) {
	hash, err := s.hasher.Hash(r.Context(), password, s.options.Random)
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	if err := s.store.SetPassword(r.Context(), actor, person, hash); err != nil {
		return "", fmt.Errorf("store a password: %w", err)
	}
	return hash, nil
}

// passwordFault says in words why a new password is not accepted; "" when it is.
func passwordFault(p page, login, password, again string) string {
	err := access.CheckPassword(login, password)
	switch {
	case password != again:
		return p.T("password.differs")
	case err == nil:
		return ""
	case errors.Is(err, access.ErrPasswordShort):
		return p.T("password.short")
	case errors.Is(err, access.ErrPasswordLong):
		return p.T("password.long")
	case errors.Is(err, access.ErrPasswordLogin):
		return p.T("password.login")
	case errors.Is(err, access.ErrPasswordPlain):
		return p.T("password.plain")
	}
	return p.T("password.common")
}
