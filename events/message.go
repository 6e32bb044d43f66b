package events

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/nats-io/nats.go"

	"gongkai/law"
	"gongkai/workflow"
)

// Message is an event as the bus carries it, and as a program of a department gets it on stdin. It has the fields of a
// line of `gongkai events --json` but for actor and digest: who did it is not the department's business, and the chain is
// checked against the log, never against the bus.
type Message struct {
	Position    int64           `json:"position"` // place in the whole history
	Epoch       int64           `json:"epoch"`    // raised by a restore; messages of a lower epoch are dead
	ID          string          `json:"id"`
	Stream      string          `json:"stream"`
	Seq         int             `json:"seq"` // place in its own stream, 1, 2, 3 …
	Type        string          `json:"type"`
	Version     int             `json:"version"`          // of the type's data; see docs/schemas
	OnDate      law.Date        `json:"on_date,omitzero"` // the legal date of the fact, Asia/Shanghai
	RecordedAt  time.Time       `json:"recorded_at"`      // the database clock, UTC
	Law         string          `json:"law,omitempty"`
	Agency      string          `json:"agency,omitempty"`
	Department  string          `json:"department,omitempty"`
	Application string          `json:"application,omitempty"`
	Data        json.RawMessage `json:"data,omitempty"`
	DataRef     string          `json:"data_ref,omitempty"` // where to read data that is too large for the bus
}

// maxData is the largest payload that travels on the bus; the server refuses messages of 1 MiB. A larger one (a year's
// list of doubtful cases) is replaced by a reference, so that one event can never stop all that come after it.
const maxData = 512 << 10

// ErrNotAnEvent says that a message on our subjects is not an event of ours: unreadable, or of another kind.
var ErrNotAnEvent = errors.New("not an event message")

// MessageOf gives the message of an event of the log in an epoch.
func MessageOf(r workflow.Recorded, epoch int64) Message {
	o := originOf(r.Stream)
	m := Message{
		Position: r.Position, Epoch: epoch, ID: r.ID, Stream: r.Stream, Seq: r.Seq, Type: r.Type,
		Version: workflow.VersionOf(r.Data), OnDate: r.OnDate,
		RecordedAt: r.RecordedAt.UTC(), Law: r.Law, Agency: o.agency, Department: r.Department, Application: o.application,
		Data: r.Data,
	}
	if len(m.Data) > maxData {
		m.Data, m.DataRef = nil, "/api/v1/events?from="+strconv.FormatInt(r.Position, 10)
	}
	return m
}

// Encode writes an event as a CloudEvents 1.0 message in binary mode (NATS binding): attributes in ce- headers, the
// event's data as payload. Nats-Msg-Id is the event's id, by which the server drops what it has heard already.
func Encode(r workflow.Recorded, epoch int64) *nats.Msg {
	m := MessageOf(r, epoch)
	msg := nats.NewMsg(Subject(r))
	msg.Data = m.Data
	source := "/agencies/" + m.Agency
	if m.Agency == "" {
		source = "/agencies/" + NoName
	}
	set := func(name, value string) {
		if value != "" {
			msg.Header.Set(name, percentEncode(value))
		}
	}
	set("ce-specversion", "1.0")
	set("ce-id", m.ID)
	set("ce-source", source)
	set("ce-type", m.Type)
	set("ce-time", m.RecordedAt.Format(time.RFC3339Nano))
	set("ce-subject", m.Application)
	set("ce-sequence", strconv.Itoa(m.Seq))
	set("ce-position", strconv.FormatInt(m.Position, 10))
	set("ce-epoch", strconv.FormatInt(m.Epoch, 10))
	set("ce-stream", m.Stream)
	set("ce-ondate", m.OnDate.String())
	set("ce-law", m.Law)
	set("ce-dataref", m.DataRef)
	set("ce-dataschema", workflow.EventSchemaID(m.Type, m.Version))
	set("ce-datacontenttype", "application/json")
	msg.Header.Set("Content-Type", "application/json")
	set(nats.MsgIdHdr, m.ID)
	return msg
}

// Decode reads a message back. Errors wrap ErrNotAnEvent and say which part is wrong. Header names are compared without
// regard to case, as bindings of other languages write them differently.
func Decode(subject string, header nats.Header, data []byte) (Message, error) {
	h := reader{values: make(map[string]string, len(header))}
	for name, values := range header {
		if len(values) > 0 {
			h.values[strings.ToLower(name)] = values[0]
		}
	}
	if v := h.text("ce-specversion"); v != "1.0" {
		return Message{}, fmt.Errorf("%w: CloudEvents version %q", ErrNotAnEvent, v)
	}
	m := Message{
		Position: h.number("ce-position"), Epoch: h.number("ce-epoch"), ID: h.text("ce-id"), Stream: h.text("ce-stream"),
		Seq: int(h.number("ce-sequence")), Type: h.text("ce-type"), OnDate: h.date("ce-ondate"), RecordedAt: h.time("ce-time"),
		Version: h.version("ce-dataschema"),
		Law:     h.text("ce-law"), DataRef: h.text("ce-dataref"),
	}
	o := originOf(m.Stream)
	m.Agency, m.Application = o.agency, o.application
	tokens := strings.Split(subject, ".")
	if h.err == nil && (len(tokens) != 5 || !strings.HasPrefix(subject, SubjectPrefix+".")) {
		h.err = fmt.Errorf("subject %q", subject)
	}
	if h.err == nil {
		m.Department, h.err = untoken(tokens[3])
	}
	switch {
	case h.err != nil:
	case m.ID == "" || m.Type == "" || m.Stream == "" || m.Position < 1 || m.Seq < 1:
		h.err = errors.New("ce-id, ce-type, ce-stream, ce-position and ce-sequence must be there")
	case tokens[2] != token(m.Agency) || tokens[4] != token(m.Type) || m.Application != h.text("ce-subject"):
		h.err = errors.New("subject and headers tell different things")
	case len(data) == 0 && m.DataRef == "" || len(data) > 0 && !json.Valid(data):
		h.err = errors.New("payload is not JSON")
	}
	if h.err != nil {
		return Message{}, fmt.Errorf("%w: %w", ErrNotAnEvent, h.err)
	}
	if len(data) > 0 {
		m.Data = json.RawMessage(data)
	}
	return m, nil
}

// reader reads header values and keeps the first error.
type reader struct {
	values map[string]string
	err    error
}

func (h *reader) text(name string) string {
	v, err := percentDecode(unquote(h.values[name]))
	if err == nil && !utf8.ValidString(v) {
		err = errors.New("not UTF-8")
	}
	if err != nil && h.err == nil {
		h.err = fmt.Errorf("%s: %w", name, err)
	}
	return v
}

func (h *reader) number(name string) int64 {
	n, err := strconv.ParseInt(h.text(name), 10, 64)
	if err == nil && n < 0 {
		err = errors.New("negative")
	}
	if err != nil && h.err == nil {
		h.err = fmt.Errorf("%s: %w", name, err)
	}
	return n
}

// version reads the version at the end of a schema's URI. Messages that name no schema are of version 1.
func (h *reader) version(name string) int {
	v := h.text(name)
	if v == "" {
		return 1
	}
	n, err := strconv.Atoi(v[strings.LastIndex(v, ":v")+2:])
	if !strings.Contains(v, ":v") || err != nil || n < 1 {
		h.err = errors.Join(h.err, fmt.Errorf("%s: %q", name, v))
	}
	return n
}

func (h *reader) date(name string) law.Date {
	v := h.text(name)
	if v == "" {
		return 0
	}
	d, err := law.ParseDate(v)
	if err != nil && h.err == nil {
		h.err = fmt.Errorf("%s: %w", name, err)
	}
	return d
}

func (h *reader) time(name string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, h.text(name))
	if err != nil && h.err == nil {
		h.err = fmt.Errorf("%s: %w", name, err)
	}
	return t.UTC()
}
