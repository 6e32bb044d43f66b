package workflow

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"gongkai/law"
)

// Event is one fact of one stream, decided but perhaps not yet stored. Data is the typed payload of its Type (DataFor);
// Private holds words in the clear that the store seals before anything is written, so that an event itself never
// carries a person's name, number, address or words.
type Event struct {
	Stream     string
	Seq        int
	Type       string
	On         law.Date
	Actor      string
	Law        string
	Department string
	Data       any
	Private    map[string]string
}

// Recorded is an event as it stands in the log: with its place, its digest and the moment the database recorded it (UTC).
type Recorded struct {
	Position   int64           `json:"position"`
	ID         string          `json:"id"`
	Stream     string          `json:"stream"`
	Seq        int             `json:"seq"`
	Type       string          `json:"type"`
	OnDate     law.Date        `json:"on_date"`
	RecordedAt time.Time       `json:"recorded_at"`
	Actor      string          `json:"actor"`
	Law        string          `json:"law"`
	Department string          `json:"department"`
	Data       json.RawMessage `json:"data"`
	Digest     string          `json:"digest"`
}

// Event decodes the typed payload. Undecodable data is an error: to `gongkai verify` it is a difference.
func (r Recorded) Event() (Event, error) {
	data, err := DecodeData(r.Type, r.Data)
	if err != nil {
		return Event{}, fmt.Errorf("event %s/%d: %w", r.Stream, r.Seq, err)
	}
	return Event{
		Stream: r.Stream, Seq: r.Seq, Type: r.Type, On: r.OnDate,
		Actor: r.Actor, Law: r.Law, Department: r.Department, Data: data,
	}, nil
}

// Sealer is payload that can hold the commitments of sealed words, by field name.
type Sealer interface {
	SetSealed(commitments map[string]string)
	Commitments() map[string]string
}

// Sealed is the part of a payload that stands for words kept elsewhere: a salted commitment for each field.
type Sealed struct {
	Sealed map[string]string `json:"sealed,omitempty"`
}

// SetSealed notes the commitments of the words that the store sealed.
func (s *Sealed) SetSealed(commitments map[string]string) { s.Sealed = commitments }

// Commitments gives what SetSealed noted.
func (s *Sealed) Commitments() map[string]string { return s.Sealed }

// DecodeData reads the payload of an event of the given type into a pointer to its type. Unknown fields and unknown
// types are errors: an old program must not silently misread a newer log.
func DecodeData(eventType string, raw []byte) (any, error) {
	data := newPayload(eventType)
	if data == nil {
		return nil, fmt.Errorf("unknown event type %q", eventType)
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(data); err != nil {
		return nil, fmt.Errorf("decode %s: %w", eventType, err)
	}
	if dec.More() {
		return nil, fmt.Errorf("decode %s: more than one value", eventType)
	}
	return data, nil
}

// EncodeData writes a payload as the text that is stored, hashed and published. encoding/json orders struct fields as
// declared and map keys by name, so the same payload always gives the same bytes.
func EncodeData(data any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(data); err != nil {
		return nil, fmt.Errorf("encode event data: %w", err)
	}
	return bytes.TrimRight(buf.Bytes(), "\n"), nil
}

// ApplicationStream names the stream of an application.
func ApplicationStream(agency, number string) string { return "application:" + agency + "/" + number }

// CaseStream names the stream of a case of review or suit that is about no application.
func CaseStream(agency, code string) string { return "case:" + agency + "/" + code }

// AgencyStream names the stream of a body: its name, parent, departments and choices.
func AgencyStream(code string) string { return "agency:" + code }

// ReportStream names the stream of one body's annual report.
func ReportStream(agency string, year int) string { return fmt.Sprintf("report:%s/%d", agency, year) }

// PersonStream names the stream of a person who works with the program.
func PersonStream(code string) string { return "person:" + code }

// Streams of which there is only one.
const (
	CalendarStream = "calendar" // announced working-day calendars
	DayStream      = "day"      // days opened by the clock
	WordingStream  = "wording"  // lists of wrong expressions for the self-check of reports
)
