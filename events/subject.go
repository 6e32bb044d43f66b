package events

import (
	"fmt"
	"strings"

	"gongkai/workflow"
)

// Names of the bus (contract, section 8).
const (
	StreamName    = "GONGKAI"          // the JetStream stream that holds every published event
	SubjectPrefix = "gongkai.events"   // first two tokens of every subject
	CommandPrefix = "gongkai.commands" // first two tokens of the subjects that take commands
	NoName        = "_"                // the token where an event has no agency, or concerns no department
)

// place of an event in the world, as its stream name tells it.
type origin struct {
	kind        string // application, agency, report, calendar, day, person
	agency      string // "" where the stream is not of an agency
	application string // the agency's own number; "" where the stream is not of an application
}

func originOf(stream string) origin {
	kind, rest, _ := strings.Cut(stream, ":")
	o := origin{kind: kind}
	switch kind {
	case "case": // of review or suit, about no application
		o.agency, _, _ = strings.Cut(rest, "/")
	case "application":
		o.agency, o.application, _ = strings.Cut(rest, "/")
	case "report":
		o.agency, _, _ = strings.Cut(rest, "/")
	case "agency":
		o.agency = rest
	}
	return o
}

// Published says whether an event goes on the bus. Everything does but the streams of people (names of sign-in, tokens,
// roles): they hold no words either, but whom an office employs is nobody's business on a bus that departments share.
func Published(r workflow.Recorded) bool { return originOf(r.Stream).kind != "person" }

// Subject gives gongkai.events.<agency>.<department or _>.<event type>. Codes are plain by contract; whatever else might
// stand in an old log is percent-encoded rather than left to stop the relay.
func Subject(r workflow.Recorded) string {
	return SubjectPrefix + "." + token(originOf(r.Stream).agency) + "." + token(r.Department) + "." + token(r.Type)
}

// DepartmentFilter gives the subjects of the events that concern one department. The department "" stands for the events
// that concern none.
func DepartmentFilter(agency, department string) string {
	return SubjectPrefix + "." + token(agency) + "." + token(department) + ".>"
}

// ConsumerName gives the durable consumer of a department's worker: always the same for the same department, so that a
// worker finds its place again. "=" cannot stand in a code, so two departments never share a name.
func ConsumerName(agency, department string) string { return token(agency) + "=" + token(department) }

func token(code string) string {
	if code == "" {
		return NoName
	}
	var b strings.Builder
	for i := range len(code) {
		c := code[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func untoken(s string) (string, error) {
	if s == NoName {
		return "", nil
	}
	return percentDecode(s)
}
