package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime/debug"

	"gongkai/access"
	"gongkai/workflow"
)

// Asked is a command that came by another door than HTTP: over the bus.
type Asked struct {
	Agency   string // whom it was sent to: it fills the command's agency, and must be it
	Token    string // of an API; empty acts for the operator, where nobody signs in
	Key      string // idempotency key; same as the field key
	Match    string // sequence number the sender decided on; same as the field seen
	Language string // as in Accept-Language
	Body     []byte // one object of the command language
}

// Told is the answer, with the status, headers and body that HTTP would have given.
type Told struct {
	Status int
	Header map[string]string
	Body   []byte
}

// Ask carries out one command: the same decoder, policy, refusals and bounds as POST /api/v1/commands.
func (s *Server) Ask(ctx context.Context, asked Asked) (told Told) {
	lang := acceptLanguage(asked.Language)
	ctx = context.WithValue(ctx, langKey{}, lang)
	defer func() {
		if cause := recover(); cause != nil {
			s.log.ErrorContext(ctx, "a command over the bus panicked", "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
			told = s.untold(ctx, lang, problem(http.StatusInternalServerError, "internal"))
		}
	}()
	asker, err := s.asker(ctx, asked.Token)
	if err != nil {
		return s.untold(ctx, lang, err)
	}
	if len(asked.Body) > workflow.MaxCommandBytes {
		return s.untold(ctx, lang, problem(http.StatusRequestEntityTooLarge, "too_large_body"))
	}
	ctx = context.WithValue(ctx, whoKey{}, asker)
	answer, err := s.command(ctx, &commandInput{Key: asked.Key, Match: asked.Match, RawBody: asked.Body, agency: asked.Agency})
	if err != nil {
		return s.untold(ctx, lang, err)
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return s.untold(ctx, lang, err)
	}
	return Told{Status: http.StatusOK, Header: map[string]string{"Content-Type": "application/json", "ETag": etag(answer.Sequence)}, Body: body}
}

func (s *Server) asker(ctx context.Context, token string) (who, error) {
	switch {
	case token != "":
		return s.byToken(ctx, token)
	case s.options.NoLogin:
		return who{Subject: access.Subject{Person: OperatorActor, Operator: true}}, nil
	}
	return who{}, nil
}

func (s *Server) untold(ctx context.Context, lang string, err error) Told {
	p := s.noted(ctx, err).problem(lang)
	body, err := json.Marshal(p)
	if err != nil {
		return Told{Status: http.StatusInternalServerError}
	}
	return Told{Status: p.Status, Header: map[string]string{"Content-Type": p.ContentType("")}, Body: body}
}
