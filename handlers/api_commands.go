package handlers

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/workflow"
)

type commandInput struct {
	Key     string `header:"Idempotency-Key" doc:"the same key gives the same answer, once; same as the field key"`
	Match   string `header:"If-Match" doc:"sequence number the sender decided on, as the ETag gave it; same as the field seen"`
	RawBody []byte `contentType:"application/json"`

	agency string // whom a command over the bus was sent to
}

type commandOutput struct {
	ETag string `header:"ETag" doc:"sequence number of the application after the command"`
	Body workflow.Answer
}

func (s *Server) apiCommands(api huma.API, registry huma.Registry) {
	op := operation("command", http.MethodPost, "/api/v1/commands", "Send one command")
	op.Description = "One object of the command language: the same that case scripts, forms and the bus carry."
	huma.Register(api, op, func(ctx context.Context, in *commandInput) (*commandOutput, error) {
		answer, err := s.command(ctx, in)
		if err != nil {
			return nil, s.refused(ctx, err)
		}
		return &commandOutput{ETag: etag(answer.Sequence), Body: answer}, nil
	})
	// A raw body is "binary" to huma; what it really is stands in the schema of the commands.
	api.OpenAPI().Paths[op.Path].Post.RequestBody.Content["application/json"].Schema = commandSchemas(registry)
}

func (s *Server) command(ctx context.Context, in *commandInput) (workflow.Answer, error) {
	if whoOf(ctx).Person == "" {
		return workflow.Answer{}, s.may(ctx, "register", "")
	}
	cmd, err := workflow.Decode(in.RawBody, orText(in.agency, whoOf(ctx).Agency))
	if err != nil {
		s.metrics.commands.WithLabelValues("-", outcome(err)).Inc()
		return workflow.Answer{}, err
	}
	base := cmd.Base()
	if in.agency != "" && base.Agency != in.agency {
		return workflow.Answer{}, badParameter("agency", "bad_value", in.agency)
	}
	if in.Key != "" {
		if len(in.Key) > 200 {
			return workflow.Answer{}, badParameter("Idempotency-Key", "too_long", "200")
		}
		if base.Key != "" && base.Key != in.Key {
			return workflow.Answer{}, badParameter("Idempotency-Key", "bad_value", "key")
		}
		base.Key = in.Key
	}
	seen, ok := sequenceIn(in.Match)
	if !ok && in.Match != "" && in.Match != "*" { // a precondition that cannot be read does not hold
		return workflow.Answer{}, badParameter("If-Match", "bad_value", "\"7\"")
	}
	if ok {
		if base.Seen != nil && *base.Seen != seen {
			return workflow.Answer{}, badParameter("If-Match", "bad_value", "seen")
		}
		base.Seen = &seen
	}
	return s.do(ctx, cmd)
}

// do asks who may and sends a command to the log. It is the one way in for pages and API.
func (s *Server) do(ctx context.Context, cmd workflow.Command) (workflow.Answer, error) {
	name := cmd.Base().Do
	if err := s.mayDo(ctx, cmd); err != nil {
		s.metrics.commands.WithLabelValues(name, outcome(err)).Inc()
		return workflow.Answer{}, err
	}
	today := s.today()
	answer, err := s.store.Do(ctx, workflow.Request{
		Command: cmd, Actor: whoOf(ctx).actor(), Today: today, Entered: today,
	})
	s.metrics.commands.WithLabelValues(name, outcome(err)).Inc()
	var refusal *workflow.Refusal
	switch {
	case errors.As(err, &refusal):
		s.log.InfoContext(ctx, "a command was refused", "command", name, "code", refusal.Code, "role", whoOf(ctx).role())
	case err == nil:
		s.log.InfoContext(ctx, "a command was done", "command", name, "application", answer.Application,
			"sequence", answer.Sequence, "role", whoOf(ctx).role())
	}
	return answer, err
}

func outcome(err error) string {
	if err == nil {
		return "done"
	}
	return failureOf(err).code
}
