package workflow

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"gongkai/law"
)

// Step is one line of a case script (contract, section 2): a command as it was written, or a check.
type Step struct {
	Line   int
	Raw    json.RawMessage // the command object; nil for a check
	Expect *Expect
}

// Expect is a check of the moment a script has reached. Fields that are absent are not checked. Facts that are named
// must hold, an empty list means that none may; Without names facts that must not hold. Refused says that the command
// before it must have been refused: with true, any refusal, else this code or this article.
type Expect struct {
	Application string
	State       *State
	Result      *string
	DueOn       *law.Date
	DueKind     *string
	Overdue     *bool
	Facts       *[]string
	Without     []string
	On          law.Date // lets the days up to this one act first
	Refused     *WantedRefusal

	Case     string    // a case of review or suit; the application need not be named
	AnswerBy *law.Date // last day of the agency's answer
	Outcome  *string   // upheld, corrected, other, pending

	ReviewUntil *law.Date // last day to apply for review of the reply
	SuitUntil   *law.Date // last day to sue directly; null = review comes first
	CountsAs    *string   // the result that table 3 counts
	CountsIn    *int      // and the year it counts in
}

// WantedRefusal is the refusal a script counts on.
type WantedRefusal struct{ Code, Article string }

// Meets says whether a refusal is the one counted on.
func (w WantedRefusal) Meets(r *Refusal) bool {
	return (w.Code == "" || w.Code == r.Code) && (w.Article == "" || w.Article == r.Article)
}

// LineError is a line of a script that cannot be read.
type LineError struct {
	Line int
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("第 %d 行：%v", e.Line, e.Err) }

// Unwrap gives the cause.
func (e *LineError) Unwrap() error { return e.Err }

// MaxScriptBytes bounds a case script.
const MaxScriptBytes = 256 << 20

// ReadStory reads a case script, every line of it before anything is played, so that a truncated file does nothing.
// Errors are *LineError.
func ReadStory(r io.Reader) ([]Step, error) {
	lines := bufio.NewScanner(io.LimitReader(r, MaxScriptBytes))
	lines.Buffer(make([]byte, 0, 64<<10), MaxCommandBytes)
	var steps []Step
	n := 0
	for lines.Scan() {
		n++
		text := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))
		if len(text) == 0 || text[0] == '#' {
			continue
		}
		step, err := readStep(n, bytes.Clone(text))
		if err != nil {
			return nil, &LineError{Line: n, Err: err}
		}
		if step.Expect != nil && step.Expect.Refused != nil && (len(steps) == 0 || steps[len(steps)-1].Expect != nil) {
			return nil, &LineError{Line: n, Err: errors.New("refused 之前没有命令 (no command before it)")}
		}
		steps = append(steps, step)
	}
	if err := lines.Err(); err != nil {
		return nil, &LineError{Line: n + 1, Err: err}
	}
	return steps, nil
}

func readStep(line int, text []byte) (Step, error) {
	fields, err := object(text)
	if err != nil {
		return Step{}, err
	}
	raw, check := fields["expect"]
	if !check {
		return Step{Line: line, Raw: text}, nil
	}
	if len(fields) > 1 {
		return Step{}, errors.New("expect 不能与其他字段同行 (expect stands alone)")
	}
	expect, err := readExpect(raw)
	return Step{Line: line, Expect: expect}, err
}

func readExpect(raw json.RawMessage) (*Expect, error) {
	fields, err := object(raw)
	if err != nil {
		return nil, err
	}
	e := &Expect{}
	for name, value := range fields {
		if err := e.field(name, value); err != nil {
			return nil, fmt.Errorf("expect.%s: %w", shorten(name), err)
		}
	}
	if e.Refused == nil && e.Application == "" && e.Case == "" {
		return nil, errors.New("expect.application: 必须填写 (is required)")
	}
	return e, nil
}

func (e *Expect) field(name string, value json.RawMessage) error {
	switch name {
	case "application":
		return json.Unmarshal(value, &e.Application)
	case "state":
		return json.Unmarshal(value, &e.State)
	case "result":
		e.Result = new(string)
		return json.Unmarshal(value, e.Result)
	case "due_on":
		e.DueOn = new(law.Date)
		if string(value) == "null" {
			return nil
		}
		return json.Unmarshal(value, e.DueOn)
	case "due_kind":
		return json.Unmarshal(value, &e.DueKind)
	case "overdue":
		return json.Unmarshal(value, &e.Overdue)
	case "facts":
		return json.Unmarshal(value, &e.Facts)
	case "without":
		return json.Unmarshal(value, &e.Without)
	case "on":
		return json.Unmarshal(value, &e.On)
	case "refused":
		return e.refused(value)
	case "case":
		return json.Unmarshal(value, &e.Case)
	case "answer_by":
		return json.Unmarshal(value, &e.AnswerBy)
	case "review_until":
		return json.Unmarshal(value, &e.ReviewUntil)
	case "suit_until":
		e.SuitUntil = new(law.Date)
		if string(value) == "null" {
			return nil
		}
		return json.Unmarshal(value, e.SuitUntil)
	case "counts_as":
		return json.Unmarshal(value, &e.CountsAs)
	case "counts_in":
		return json.Unmarshal(value, &e.CountsIn)
	case "outcome":
		return json.Unmarshal(value, &e.Outcome)
	}
	return errors.New("没有这个字段 (no such field)")
}

func (e *Expect) refused(value json.RawMessage) error {
	e.Refused = &WantedRefusal{}
	var yes bool
	if json.Unmarshal(value, &yes) == nil {
		if !yes {
			return errors.New("应为 true、代码或 {\"article\": …} (true, a code, or an article)")
		}
		return nil
	}
	if json.Unmarshal(value, &e.Refused.Code) == nil {
		if _, known := messages[e.Refused.Code]; !known {
			return fmt.Errorf("没有拒绝代码 %q (no such code)", shorten(e.Refused.Code))
		}
		return nil
	}
	fields, err := object(value)
	if err != nil || len(fields) != 1 || json.Unmarshal(fields["article"], &e.Refused.Article) != nil || e.Refused.Article == "" {
		return errors.New("应为 true、代码或 {\"article\": …} (true, a code, or an article)")
	}
	return nil
}

// LineKey derives the idempotency key of a script's line from the script's name, the agency, the line's number and its
// text: the same file played again finds its lines done.
func LineKey(script, agency string, step Step) string {
	h := sha256.New()
	for _, part := range []string{script, agency, strconv.Itoa(step.Line), string(step.Raw)} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return "script-" + hex.EncodeToString(h.Sum(nil)[:16])
}
