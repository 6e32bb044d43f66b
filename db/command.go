package db

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"

	"gongkai/law"
	"gongkai/workflow"
)

// Do decides a command and stores its events. A refusal comes back as *workflow.Refusal and leaves nothing behind, not
// even its key. The same key with the same command gives the stored answer; with another command it is refused
// (key_reused). `register` without a number gets the next free one of its series, YEAR-NNNN by the year of its date.
func (s *Store) Do(ctx context.Context, req workflow.Request) (workflow.Answer, error) {
	base := req.Command.Base()
	print, err := s.fingerprint(req.Command)
	if err != nil {
		return workflow.Answer{}, err
	}
	_, ofReport := req.Command.(workflow.OfReport)
	j := job{key: base.Key, fingerprint: print, visible: ofReport}
	if base.Application != "" {
		j.subjects = []subject{application(base.Agency, base.Application)}
	}
	cmd := cloned(req.Command) // the committer fills in a number, and the caller may be gone by then
	return submit(ctx, s, j, func(ctx context.Context, b *batch) (workflow.Answer, error) {
		if about, ok := cloned(cmd).(workflow.OfReport); ok {
			return b.reportCommand(ctx, req, about)
		}
		return b.command(ctx, req, cloned(cmd))
	})
}

func (b *batch) command(ctx context.Context, req workflow.Request, cmd workflow.Command) (workflow.Answer, error) {
	base := cmd.Base()
	if base.Do == "register" && base.Application == "" {
		on := base.On
		if on.IsZero() {
			on = req.Entered
		}
		var err error
		if base.Application, err = b.freeNumber(ctx, base.Agency, on.Year()); err != nil {
			return workflow.Answer{}, err
		}
	}
	about, err := b.subjectOf(ctx, cmd)
	if err != nil {
		return workflow.Answer{}, err
	}
	f, err := b.subject(ctx, about)
	if err != nil {
		return workflow.Answer{}, err
	}
	wctx := b.context(ctx, req.Actor, req.Today, orDate(req.Entered, req.Today))
	events, next, err := workflow.Decide(wctx, f.app, cmd)
	if failed := wctx.Office.(*office).err; failed != nil {
		return workflow.Answer{}, failed
	}
	if err != nil {
		return workflow.Answer{}, err
	}
	added, err := b.appendTo(f, events, next)
	if err != nil {
		return workflow.Answer{}, err
	}
	if f.app.Seq() == 0 {
		if err := b.take(ctx, base.Agency, base.Application); err != nil {
			return workflow.Answer{}, err
		}
	}
	a := answer(next, added)
	a.Case = workflow.CaseOf(cmd)
	return a, nil
}

func answer(app *workflow.Application, added []workflow.AnswerEvent) workflow.Answer {
	a := workflow.Answer{Application: app.Number, Sequence: app.Seq(), State: app.State, Events: added}
	if due := app.Due.On; !due.IsZero() {
		a.DueOn = &due
	}
	return a
}

func orDate(d, otherwise law.Date) law.Date {
	if d.IsZero() {
		return otherwise
	}
	return d
}

// fingerprint stands for a command beside its key. It is keyed, because a command holds names.
func (s *Store) fingerprint(what any) (string, error) {
	raw, err := json.Marshal(what)
	if err != nil {
		return "", fmt.Errorf("encode the command: %w", err)
	}
	sum := sha256.Sum256(raw)
	return s.options.Sealer.Token("command", hex.EncodeToString(sum[:])), nil
}

// cloned copies a command's own fields. Decisions change no others.
func cloned(cmd workflow.Command) workflow.Command {
	v := reflect.New(reflect.TypeOf(cmd).Elem())
	v.Elem().Set(reflect.ValueOf(cmd).Elem())
	return v.Interface().(workflow.Command)
}
