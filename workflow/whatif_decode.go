package workflow

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// mostAssumed bounds how many commands one question may hold.
const mostAssumed = 100

// DecodeAssumption reads a question about one application: an object with the fields of Assumption, and in `commands`
// any commands of the language. Errors are refusals of the kind Malformed.
func DecodeAssumption(raw []byte, agency, number string) (Assumption, error) {
	var s Assumption
	fields, err := object(raw)
	if err != nil {
		return s, &Refusal{Code: "unreadable", Args: []any{err.Error()}, Allowed: []string{}}
	}
	var commands []json.RawMessage
	if list, given := fields["commands"]; given {
		if json.Unmarshal(list, &commands) != nil {
			return s, malformed(Fault{Field: "commands", Code: "not_a_list"})
		}
		if len(commands) > mostAssumed {
			return s, malformed(Fault{Field: "commands", Code: "too_many", Want: strconv.Itoa(mostAssumed)})
		}
		delete(fields, "commands")
	}
	dec := &decoder{}
	dec.structure(fields, reflect.ValueOf(&s).Elem(), "")
	if len(dec.faults) > 0 {
		slices.SortStableFunc(dec.faults, func(a, b Fault) int { return strings.Compare(a.Field, b.Field) })
		return s, malformed(dec.faults...)
	}
	for _, raw := range commands {
		cmd, err := DecodeFor(raw, agency, number)
		if err != nil {
			return s, err
		}
		s.Others = append(s.Others, cmd)
	}
	return s, nil
}

// DecodeFor reads one command about an application, whose agency and number it need not name.
func DecodeFor(raw []byte, agency, number string) (Command, error) {
	fields, err := object(raw)
	if err != nil {
		return Decode(raw, agency) // which refuses it in the words of the language
	}
	if _, given := fields["application"]; !given {
		if fields["application"], err = json.Marshal(number); err != nil {
			return nil, fmt.Errorf("fill in the number: %w", err)
		}
	}
	if raw, err = json.Marshal(fields); err != nil {
		return nil, fmt.Errorf("fill in the number: %w", err)
	}
	return Decode(raw, agency)
}

func malformed(faults ...Fault) *Refusal {
	return &Refusal{Code: "malformed", Faults: faults, Allowed: []string{}}
}
