package workflow

import (
	"fmt"
	"slices"
	"strings"
)

// Refusal is why a command is not applied: a code of the one list (messages.go), the article where there is one, what
// would be allowed, and which fields are meant. It is not an error of the program and is logged as information.
type Refusal struct {
	Code    string   `json:"code"`
	Article string   `json:"article,omitempty"`
	Args    []any    `json:"-"`       // fill the message's places
	Allowed []string `json:"allowed"` // commands that the state allows now
	Faults  []Fault  `json:"faults,omitempty"`
}

// Fault is one field that cannot be accepted, in the sender's own names.
type Fault struct {
	Field string `json:"field"`
	Code  string `json:"code"`
	Want  string `json:"want,omitempty"`
}

// Kind of refusal, which doors map to their own status (exit status, HTTP status).
type Kind int

// Kinds, from the shape of the command to the law.
const (
	Malformed   Kind = iota // the shape: 400
	Forbidden               // who: 403
	Unknown                 // which: 404
	Conflict                // in between: 409
	Unlawful                // the rules: 422
	Unavailable             // not now: 503
)

// Error gives the Chinese message.
func (r *Refusal) Error() string { return r.Text("zh") }

// Kind tells the doors which status fits.
func (r *Refusal) Kind() Kind { return messages[r.Code].kind }

// Text gives the whole message in a language (zh or en): the reason, the article, the fields, what would be allowed.
func (r *Refusal) Text(lang string) string {
	m, ok := messages[r.Code]
	if !ok {
		return r.Code
	}
	text := m.zh
	if lang == "en" {
		text = m.en
	}
	parts := []string{fmt.Sprintf(text, inLanguage(r.Args, lang)...)}
	for _, f := range r.Faults {
		parts = append(parts, f.Text(lang))
	}
	sep, dot := "；", "。"
	if lang == "en" {
		sep, dot = "; ", "."
	}
	return strings.Join(parts, sep) + dot
}

// named is an argument with a name in each language: a state, a command, an event, a result, another refusal.
type named interface{ Label(lang string) string }

func inLanguage(args []any, lang string) []any {
	said := make([]any, len(args))
	for i, a := range args {
		said[i] = a
		switch a := a.(type) {
		case named:
			said[i] = a.Label(lang)
		case *Refusal:
			said[i] = strings.TrimRight(a.Text(lang), "。.")
		}
	}
	return said
}

// caseKind, commandName, eventName and taskStatus are keys that a message shows by their label.
type (
	caseKind    string
	commandName string
	eventName   string
	taskStatus  string
)

func (n commandName) Label(lang string) string { return CommandLabel(string(n), lang) }
func (n caseKind) Label(lang string) string    { return CaseLabel(string(n), lang) }
func (n eventName) Label(lang string) string   { return EventLabel(string(n), lang) }
func (n taskStatus) Label(lang string) string  { return TaskLabel(string(n), lang) }

// Text tells what is wrong with the field.
func (f Fault) Text(lang string) string {
	m := messages[f.Code]
	text := m.zh
	if lang == "en" {
		text = m.en
	}
	if strings.Count(text, "%") == 0 {
		return f.Field + ": " + text
	}
	return f.Field + ": " + fmt.Sprintf(text, f.Want)
}

// RefusalCodes lists the vocabulary, sorted.
func RefusalCodes() []string {
	codes := make([]string, 0, len(messages))
	for code := range messages {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

func refuse(code, article string, args ...any) *Refusal {
	return &Refusal{Code: code, Article: article, Args: args, Allowed: []string{}}
}

// NewRefusal builds a refusal of a known code for the doors and the store (unknown application, forbidden …).
func NewRefusal(code, article string, args ...any) *Refusal { return refuse(code, article, args...) }
