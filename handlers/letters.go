package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"gongkai/access"
)

// Letter is an event that a worker of this machine could not do.
type Letter struct {
	Worker, ID, Type, Stream string
	Attempts, Behind         int    // failures so far; later events of the same application that wait
	Error                    string // what its program said last
	Since, Next              time.Time
	SetAside                 bool // no more attempts until somebody asks for them
}

// Letters is where they are kept.
type Letters interface {
	Letters() ([]Letter, error)
	// Retry gives one a new series of attempts; ErrNoLetter when it no longer waits.
	Retry(worker, id string) error
}

// ErrNoLetter says that no such event waits.
var ErrNoLetter = errors.New("no such event is set aside")

// letters are shown to those who run the installation.
func (s *Server) letters(r *http.Request) ([]Letter, error) {
	if s.options.Letters == nil || s.may(r.Context(), access.VerbConfig, "") != nil {
		return nil, nil
	}
	all, err := s.options.Letters.Letters()
	if err != nil {
		return nil, fmt.Errorf("list what workers set aside: %w", err)
	}
	return all, nil
}

// retryLetter gives an event a new series of attempts.
func (s *Server) retryLetter(w http.ResponseWriter, r *http.Request) error {
	if err := s.may(r.Context(), access.VerbConfig, ""); err != nil {
		return err
	}
	if s.options.Letters == nil {
		return problem(http.StatusNotFound, "no_page")
	}
	err := s.options.Letters.Retry(r.PostFormValue("worker"), r.PostFormValue("id"))
	if err != nil && !errors.Is(err, ErrNoLetter) { // done meanwhile: what was asked for has come about
		return fmt.Errorf("try an event again: %w", err)
	}
	http.Redirect(w, r, "/settings#letters", http.StatusSeeOther)
	return nil
}
