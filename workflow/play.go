package workflow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gongkai/law"
)

// Engine is what a script is played through: the store, or in tests the domain in memory.
type Engine interface {
	Do(ctx context.Context, req Request) (Answer, error)
	// ActFor lets the deadlines of one application act up to a day; days up to reached were open already.
	ActFor(ctx context.Context, agency, number string, reached, day, today law.Date) error
	Application(ctx context.Context, agency, number string) (*Case, error)
	// CaseFile gives the application that a case of review or suit is about, or the case itself where it is about none.
	CaseFile(ctx context.Context, agency, code string) (*Case, error)
	// ActForCase does for a case of no application what ActFor does for an application.
	ActForCase(ctx context.Context, agency, code string, reached, day, today law.Date) error
	// Calendar gives the working days announced so far.
	Calendar(ctx context.Context) (*law.Calendar, error)
	// Answered tells which idempotency keys have their answer already.
	Answered(ctx context.Context, keys []string) (map[string]bool, error)
}

// Player plays a case script through an engine: lines in their order, days opened for the script's applications only.
type Player struct {
	Engine    Engine
	Script    string // name, part of each line's idempotency key
	Agency    string
	Actor     string
	Today     law.Date
	Until     law.Date // open days up to here at the end; none = the last line's day
	KeepGoing bool     // note an unexpected refusal and go on

	// Did is told of every command that was played, in order.
	Did func(step Step, cmd Command, answer Answer)

	reached law.Date
	numbers []string
	opened  map[string]law.Date // up to which day the days of an application are open
}

// PlayError is a line that went otherwise than the script says: an unexpected refusal, a missing one, a check that does
// not hold.
type PlayError struct {
	Line    int
	Refusal *Refusal // nil for a check
	Detail  string
}

func (e *PlayError) Error() string {
	if e.Refusal == nil {
		return fmt.Sprintf("第 %d 行：%s", e.Line, e.Detail)
	}
	text := fmt.Sprintf("第 %d 行被拒绝 [%s]", e.Line, e.Refusal.Code)
	if e.Refusal.Article != "" {
		text += "（" + ArticleText(e.Refusal.Article, "zh") + "）"
	}
	text += "：" + e.Refusal.Text("zh")
	if len(e.Refusal.Allowed) > 0 {
		text += "可以办理：" + strings.Join(e.Refusal.Allowed, ", ")
	}
	return text
}

// Play plays the steps and gives the number of commands done now. A script that stopped is played again from where it
// stopped: everything up to its last answered line is skipped. Errors of lines are *PlayError, several joined when
// KeepGoing is set; what came before stays.
func (p *Player) Play(ctx context.Context, steps []Step) (done int, err error) {
	past, err := p.resume(ctx, steps)
	if err != nil {
		return 0, err
	}
	var faults []error
	for i := range steps {
		did, err := p.step(ctx, steps, i, past)
		if did {
			done++
		}
		var fault *PlayError
		if errors.As(err, &fault) && p.KeepGoing {
			faults = append(faults, err)
			continue
		}
		if err != nil {
			return done, errors.Join(append(faults, err)...)
		}
	}
	if err := p.openDays(ctx, max(p.reached, p.Until)); err != nil {
		return done, err
	}
	return done, errors.Join(faults...)
}

// past is what an earlier playing of the same script left: which commands have their answer, and the step after the last
// of them.
type past struct {
	answered []bool
	upTo     int
}

// step plays one step. Before the point where an earlier playing stopped, checks are not made again (their moment is
// over), answered commands are not sent again, and those that were to be refused are left alone.
func (p *Player) step(ctx context.Context, steps []Step, i int, past past) (did bool, err error) {
	step := steps[i]
	if step.Expect != nil {
		if i < past.upTo {
			return false, nil
		}
		return false, p.check(ctx, step)
	}
	var wanted *WantedRefusal
	if i+1 < len(steps) && steps[i+1].Expect != nil {
		wanted = steps[i+1].Expect.Refused
	}
	switch {
	case past.answered[i] && wanted != nil:
		return false, &PlayError{Line: step.Line, Detail: notRefused}
	case past.answered[i], i < past.upTo && wanted != nil:
		return false, nil
	}
	return p.command(ctx, step, wanted)
}

const notRefused = "本应被拒绝，却已办理 (should have been refused)"

// resume finds what has its answer already, and how far the days had come.
func (p *Player) resume(ctx context.Context, steps []Step) (past, error) {
	was := past{answered: make([]bool, len(steps))}
	keys := make([]string, len(steps))
	var asked []string
	for i, step := range steps {
		if step.Expect == nil {
			keys[i] = p.key(step)
			asked = append(asked, keys[i])
		}
	}
	answered, err := p.Engine.Answered(ctx, asked)
	if err != nil {
		return was, fmt.Errorf("look up the script's lines: %w", err)
	}
	for i, step := range steps {
		if step.Expect == nil && answered[keys[i]] {
			was.answered[i], was.upTo = true, i+1
		}
	}
	for _, step := range steps[:was.upTo] {
		if step.Expect != nil {
			p.reached = max(p.reached, step.Expect.On)
			continue
		}
		if cmd, err := Decode(step.Raw, p.Agency); err == nil && cmd.Base().On <= p.Today {
			p.reached = max(p.reached, cmd.Base().On)
			if cmd.Base().Application == "" && opensCase[cmd.Base().Do] {
				p.know(caseSubject(CaseOf(cmd)))
			}
			p.know(cmd.Base().Application)
		}
	}
	for _, number := range p.numbers {
		p.mark(number, p.reached)
	}
	return was, nil
}

func (p *Player) key(step Step) string {
	if cmd, err := Decode(step.Raw, p.Agency); err == nil && cmd.Base().Key != "" {
		return cmd.Base().Key
	}
	return LineKey(p.Script, p.Agency, step)
}

func (p *Player) know(number string) {
	if number != "" && !slices.Contains(p.numbers, number) {
		p.numbers = append(p.numbers, number)
	}
}

// command plays one line. A line dated before the day reached is a late entry, made on the day reached, after the
// deadlines up to that day acted.
func (p *Player) command(ctx context.Context, step Step, wanted *WantedRefusal) (did bool, err error) {
	cmd, err := Decode(step.Raw, p.Agency)
	if err == nil {
		var answer Answer
		answer, err = p.do(ctx, step, cmd)
		if err == nil && wanted == nil {
			p.know(answer.subject())
			p.mark(answer.subject(), p.reached)
			if p.Did != nil {
				p.Did(step, cmd, answer)
			}
			return true, nil
		}
	}
	var refusal *Refusal
	switch {
	case err == nil:
		return true, &PlayError{Line: step.Line, Detail: notRefused}
	case !errors.As(err, &refusal):
		return false, fmt.Errorf("第 %d 行：%w", step.Line, err)
	case wanted == nil:
		return false, &PlayError{Line: step.Line, Refusal: refusal}
	case !wanted.Meets(refusal):
		return false, &PlayError{Line: step.Line, Refusal: refusal, Detail: "拒绝的理由不同 (refused for another reason)"}
	}
	return false, nil
}

func (p *Player) do(ctx context.Context, step Step, cmd Command) (Answer, error) {
	base := cmd.Base()
	if base.On.IsZero() {
		base.On = p.reached
		if p.reached.IsZero() {
			base.On = p.Today
		}
	}
	if base.On <= p.Today {
		p.reached = max(p.reached, base.On)
	}
	if base.Key == "" {
		base.Key = LineKey(p.Script, p.Agency, step)
	}
	if subject, err := p.subject(ctx, cmd); err != nil {
		return Answer{}, err
	} else if subject != "" {
		if err := p.open(ctx, base.Agency, subject, p.reached); err != nil {
			return Answer{}, err
		}
	}
	return p.Engine.Do(ctx, Request{Command: cmd, Actor: p.Actor, Today: p.Today, Entered: max(p.reached, base.On)})
}

// openDays lets the deadlines of every application of the script act up to a day.
func (p *Player) openDays(ctx context.Context, day law.Date) error {
	for _, number := range p.numbers {
		if err := p.open(ctx, p.Agency, number, min(day, p.Today)); err != nil {
			return err
		}
	}
	return nil
}

// open opens the days of one application up to a day, each in its turn: what acts on its own day is not late.
func (p *Player) open(ctx context.Context, agency, number string, day law.Date) error {
	reached := p.opened[number]
	if day.IsZero() || day <= reached {
		return nil
	}
	if reached.IsZero() {
		reached = day // the story begins here
	}
	if err := p.act(ctx, agency, number, min(reached, day), day); err != nil {
		return fmt.Errorf("open the days of %s up to %s: %w", number, day, err)
	}
	p.mark(number, day)
	return nil
}

func (p *Player) mark(number string, day law.Date) {
	if p.opened == nil {
		p.opened = map[string]law.Date{}
	}
	p.opened[number] = max(p.opened[number], day)
}

func (p *Player) check(ctx context.Context, step Step) error {
	e := step.Expect
	if e.Application == "" && e.Case == "" {
		return nil // a refusal, held against the command before it
	}
	p.reached = max(p.reached, e.On)
	c, err := p.find(ctx, e)
	var unknown *Refusal
	if errors.As(err, &unknown) {
		return &PlayError{Line: step.Line, Refusal: unknown}
	}
	if err != nil {
		return fmt.Errorf("第 %d 行：%w", step.Line, err)
	}
	app, err := asOf(c.Application, p.reached)
	if err != nil {
		return err
	}
	wrong := e.against(app)
	if e.ReviewUntil != nil || e.SuitUntil != nil {
		cal, err := p.Engine.Calendar(ctx)
		if err != nil {
			return fmt.Errorf("read the calendar: %w", err)
		}
		wrong = append(wrong, e.againstRemedy(app, cal)...)
	}
	if len(wrong) > 0 {
		return &PlayError{Line: step.Line, Detail: strings.Join(wrong, "；")}
	}
	return nil
}

// asOf takes back what the clock did after a day: a script played again has its checks to make although later days are
// open already.
func asOf(a *Application, day law.Date) (*Application, error) {
	n := len(a.History)
	for n > 0 && a.History[n-1].Actor == ClockActor && a.History[n-1].On > day {
		n--
	}
	if n == len(a.History) {
		return a, nil
	}
	return a.Fold(a.History[:n])
}

// against lists what differs from the check.
func (e *Expect) against(a *Application) []string {
	var wrong []string
	differ := func(name string, want, have any) {
		wrong = append(wrong, fmt.Sprintf("%s 应为 %v，实为 %v", name, want, have))
	}
	if e.State != nil && *e.State != a.State {
		differ("state", *e.State, a.State)
	}
	if e.Result != nil && *e.Result != a.Result {
		differ("result", *e.Result, a.Result)
	}
	if e.DueOn != nil && *e.DueOn != a.Due.On {
		differ("due_on", *e.DueOn, a.Due.On)
	}
	if e.DueKind != nil && *e.DueKind != a.Due.Kind {
		differ("due_kind", *e.DueKind, a.Due.Kind)
	}
	if e.Overdue != nil && *e.Overdue != a.Overdue() {
		differ("overdue", *e.Overdue, a.Overdue())
	}
	wrong = append(wrong, e.againstCounted(a)...)
	if e.Case != "" {
		wrong = append(wrong, e.againstCase(a.Dispute(e.Case))...)
	}
	facts := a.Facts()
	if e.Facts != nil && len(*e.Facts) == 0 && len(facts) > 0 {
		differ("facts", "[]", facts)
	}
	if e.Facts != nil {
		for _, f := range *e.Facts {
			if !slices.Contains(facts, f) {
				differ("facts", f, facts)
			}
		}
	}
	for _, f := range e.Without {
		if slices.Contains(facts, f) {
			differ("without", f, facts)
		}
	}
	return wrong
}
