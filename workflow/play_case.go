package workflow

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"gongkai/law"
)

// A script's subject is an application by its number, or a case of no application. caseSubject names the latter: no
// number of an application has a slash.
func caseSubject(code string) string {
	if code == "" {
		return ""
	}
	return "/" + code
}

func (a Answer) subject() string {
	if a.Application == "" {
		return caseSubject(a.Case)
	}
	return a.Application
}

// subject finds whose days a command opens; "" where there is none yet.
func (p *Player) subject(ctx context.Context, cmd Command) (string, error) {
	base := cmd.Base()
	switch {
	case base.Do == "register":
		return "", nil
	case base.Application != "" || CaseOf(cmd) == "" || opensCase[base.Do]:
		return base.Application, nil
	}
	c, err := p.Engine.CaseFile(ctx, base.Agency, CaseOf(cmd))
	var unknown *Refusal
	if errors.As(err, &unknown) {
		return "", nil // the command itself is refused for it
	}
	if err != nil {
		return "", fmt.Errorf("look for case %s: %w", CaseOf(cmd), err)
	}
	return subjectOf(c.Application), nil
}

func subjectOf(a *Application) string {
	if a.Number == "" {
		return caseSubject(a.Case)
	}
	return a.Number
}

func (p *Player) act(ctx context.Context, agency, subject string, reached, day law.Date) error {
	if code, ok := strings.CutPrefix(subject, "/"); ok {
		return p.Engine.ActForCase(ctx, agency, code, reached, day, p.Today)
	}
	return p.Engine.ActFor(ctx, agency, subject, reached, day, p.Today)
}

// find gives what a check is about, after its days were opened.
func (p *Player) find(ctx context.Context, e *Expect) (*Case, error) {
	look := func() (*Case, error) {
		if e.Application != "" {
			return p.Engine.Application(ctx, p.Agency, e.Application)
		}
		return p.Engine.CaseFile(ctx, p.Agency, e.Case)
	}
	c, err := look()
	if err != nil {
		return nil, err
	}
	if err := p.open(ctx, p.Agency, subjectOf(c.Application), p.reached); err != nil {
		return nil, err
	}
	return look()
}

// againstCase lists what differs from the check of a case.
func (e *Expect) againstCase(d *Dispute) []string {
	if d == nil {
		return []string{fmt.Sprintf("case 应为 %s，实际没有这一案件", e.Case)}
	}
	var wrong []string
	if e.AnswerBy != nil && *e.AnswerBy != d.AnswerBy {
		wrong = append(wrong, fmt.Sprintf("answer_by 应为 %v，实为 %v", *e.AnswerBy, d.AnswerBy))
	}
	if e.Outcome != nil && *e.Outcome != d.Column() {
		wrong = append(wrong, fmt.Sprintf("outcome 应为 %v，实为 %v", *e.Outcome, d.Column()))
	}
	return wrong
}

// againstRemedy lists what differs from the check of the periods of review and suit.
func (e *Expect) againstRemedy(a *Application, cal *law.Calendar) []string {
	var wrong []string
	have, _ := a.Remedy(cal)
	if e.ReviewUntil != nil && *e.ReviewUntil != have.ReviewUntil {
		wrong = append(wrong, fmt.Sprintf("review_until 应为 %v，实为 %v", *e.ReviewUntil, have.ReviewUntil))
	}
	if e.SuitUntil != nil && *e.SuitUntil != have.SuitUntil {
		wrong = append(wrong, fmt.Sprintf("suit_until 应为 %v，实为 %v", *e.SuitUntil, have.SuitUntil))
	}
	return wrong
}

// againstCounted lists what differs from the check of what table 3 counts.
func (e *Expect) againstCounted(a *Application) []string {
	var wrong []string
	have := a.Counting
	if e.CountsAs != nil && *e.CountsAs != have.Row {
		wrong = append(wrong, fmt.Sprintf("counts_as 应为 %v，实为 %v", *e.CountsAs, have.Row))
	}
	if e.CountsIn != nil && *e.CountsIn != have.ClosedYear {
		wrong = append(wrong, fmt.Sprintf("counts_in 应为 %v，实为 %v", *e.CountsIn, have.ClosedYear))
	}
	return wrong
}

// Column is where the case stands now: the column of its outcome in table 4, pending, or struck.
func (d *Dispute) Column() string {
	switch {
	case !d.StruckOn.IsZero():
		return "struck"
	case d.Pending():
		return "pending"
	}
	return d.Outcome
}
