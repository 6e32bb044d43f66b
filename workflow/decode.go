package workflow

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/law"
)

// MaxCommandBytes bounds one command object; doors answer larger ones as too large.
const MaxCommandBytes = 1 << 20

// Decode reads one command object. It is the only decoder of the language: unknown commands, fields and values, missing
// fields and wrong shapes are all listed in one refusal, each by the sender's own field name. Nothing submitted is
// echoed but names of fields and closed values, so that a refusal never carries personal data. agency fills the field
// of that name where the object has none (`--agency`).
func Decode(raw []byte, agency string) (Command, error) {
	fields, err := object(raw)
	if err != nil {
		return nil, &Refusal{Code: "unreadable", Args: []any{err.Error()}, Allowed: []string{}}
	}
	if _, given := fields["agency"]; !given && agency != "" {
		if fields["agency"], err = json.Marshal(agency); err != nil {
			return nil, fmt.Errorf("fill in the agency: %w", err)
		}
	}
	var name string
	if do, ok := fields["do"]; !ok || json.Unmarshal(do, &name) != nil {
		return nil, &Refusal{Code: "malformed", Allowed: CommandNames(), Faults: []Fault{{Field: "do", Code: "missing_field"}}}
	}
	cmd := NewCommand(name)
	if cmd == nil {
		if IsClockCommand(name) {
			return nil, &Refusal{Code: "only_clock_command", Args: []any{name}, Allowed: CommandNames()}
		}
		return nil, &Refusal{Code: "unknown_command", Args: []any{shorten(name)}, Allowed: CommandNames()}
	}
	dec := &decoder{}
	dec.structure(fields, reflect.ValueOf(cmd).Elem(), "")
	_, ofApplication := cmd.(CaseCommand)
	switch base := cmd.Base(); {
	case dec.faulty("application"):
	case ofApplication && base.Application == "" && name != "register" && CaseOf(cmd) == "":
		dec.fault("application", "missing_field", "")
	case !ofApplication && base.Application != "":
		dec.fault("application", "unknown_field", "")
	}
	if len(dec.faults) > 0 {
		slices.SortStableFunc(dec.faults, func(a, b Fault) int { return strings.Compare(a.Field, b.Field) })
		return nil, &Refusal{Code: "malformed", Faults: dec.faults, Allowed: []string{}}
	}
	return cmd, nil
}

// IsClockCommand says whether a name is one of the clock's own commands.
func IsClockCommand(name string) bool {
	return slices.Contains([]string{"lapse_supplement", "lapse_fee", "close_consultation", "mark_overdue", "recompute_due",
		markAnswerOverdue, markPerformanceOverdue}, name)
}

// object splits one JSON object into its fields and refuses double names, which encoding/json would silently merge.
func object(raw []byte) (map[string]json.RawMessage, error) {
	if !utf8.Valid(raw) {
		return nil, errors.New("not UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	tok, err := dec.Token()
	if err != nil || tok != json.Delim('{') {
		return nil, errors.New("not a JSON object")
	}
	fields := map[string]json.RawMessage{}
	for dec.More() {
		tok, err := dec.Token()
		if err != nil {
			return nil, fmt.Errorf("broken JSON near byte %d", dec.InputOffset())
		}
		name, _ := tok.(string)
		if _, double := fields[name]; double {
			return nil, fmt.Errorf("field %q stands twice", shorten(name))
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, fmt.Errorf("broken JSON near byte %d", dec.InputOffset())
		}
		fields[name] = value
	}
	if _, err := dec.Token(); err != nil {
		return nil, errors.New("the object does not end")
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the object")
	}
	return fields, nil
}

// decoder fills a command from JSON by the tags of its struct and gathers every fault.
type decoder struct{ faults []Fault }

func (dec *decoder) fault(field, code, want string) {
	dec.faults = append(dec.faults, Fault{Field: field, Code: code, Want: want})
}

func (dec *decoder) faulty(field string) bool {
	return slices.ContainsFunc(dec.faults, func(f Fault) bool { return f.Field == field })
}

func (dec *decoder) structure(fields map[string]json.RawMessage, into reflect.Value, path string) {
	known := map[string]bool{}
	dec.fields(fields, into, path, known)
	for name := range fields {
		if !known[name] {
			dec.fault(path+shorten(name), "unknown_field", "")
		}
	}
}

func (dec *decoder) fields(fields map[string]json.RawMessage, into reflect.Value, path string, known map[string]bool) {
	for i := range into.NumField() {
		spec := into.Type().Field(i)
		if spec.Anonymous {
			dec.fields(fields, into.Field(i), path, known)
			continue
		}
		name, options, _ := strings.Cut(spec.Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		known[name] = true
		raw, present := fields[name]
		if !present || string(raw) == "null" {
			if options == "" {
				dec.fault(path+name, "missing_field", "")
			}
			continue
		}
		dec.value(raw, into.Field(i), path+name, spec.Tag, options == "")
	}
}

func (dec *decoder) value(raw json.RawMessage, into reflect.Value, path string, tag reflect.StructTag, required bool) {
	if into.Type() == reflect.TypeFor[CellValue]() {
		dec.cell(raw, into, path, tag)
		return
	}
	switch into.Kind() {
	case reflect.Pointer:
		into.Set(reflect.New(into.Type().Elem()))
		dec.value(raw, into.Elem(), path, tag, required)
	case reflect.Struct:
		nested, err := object(raw)
		if err != nil {
			dec.fault(path, "not_an_object", "")
			return
		}
		dec.structure(nested, into, path+".")
	case reflect.Slice:
		dec.list(raw, into, path, tag)
	case reflect.Map:
		dec.changes(raw, into, path)
	case reflect.String:
		dec.text(raw, into, path, tag, required)
	case reflect.Bool:
		if json.Unmarshal(raw, into.Addr().Interface()) != nil {
			dec.fault(path, "not_a_boolean", "")
		}
	default:
		dec.number(raw, into, path, tag)
	}
}

func (dec *decoder) number(raw json.RawMessage, into reflect.Value, path string, tag reflect.StructTag) {
	if into.Type() == reflect.TypeFor[law.Date]() {
		var text string
		d, err := law.Date(0), json.Unmarshal(raw, &text)
		if err == nil {
			d, err = law.ParseDate(text)
		}
		if err != nil {
			dec.fault(path, "not_a_date", "")
			return
		}
		into.SetInt(int64(d))
		return
	}
	var n int64
	if json.Unmarshal(raw, &n) != nil {
		dec.fault(path, "not_a_number", "")
		return
	}
	if low := tag.Get("minimum"); low != "" && n < mustInt(low) {
		dec.fault(path, "too_small", low)
	}
	if high := tag.Get("maximum"); high != "" && n > mustInt(high) {
		dec.fault(path, "too_large", high)
	}
	into.SetInt(n)
}

var patterns = map[string]*regexp.Regexp{
	"code":   regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`),
	"number": regexp.MustCompile(`^[^/\s\p{C}]([^/\p{C}]{0,62}[^/\s\p{C}])?$`),
	"digest": regexp.MustCompile(`^[0-9a-f]{64}$`),
	// A number of dots alone cannot stand in the path of a URL.
	"dots": regexp.MustCompile(`^\.+$`),
}

func (dec *decoder) text(raw json.RawMessage, into reflect.Value, path string, tag reflect.StructTag, required bool) {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		dec.fault(path, "not_text", "")
		return
	}
	text = strings.TrimSpace(text)
	switch {
	case text == "" && required:
		dec.fault(path, "missing_field", "")
	case text == "":
	case tag.Get("maxLength") != "" && int64(utf8.RuneCountInString(text)) > mustInt(tag.Get("maxLength")):
		dec.fault(path, "too_long", tag.Get("maxLength"))
	case tag.Get("enum") != "" && !slices.Contains(strings.Split(tag.Get("enum"), ","), text):
		dec.fault(path, "unknown_value", strings.ReplaceAll(tag.Get("enum"), ",", ", "))
	case tag.Get("pattern") != "" && (!patterns[tag.Get("pattern")].MatchString(text) || patterns["dots"].MatchString(text)):
		dec.fault(path, "bad_"+tag.Get("pattern"), "")
	case strings.ContainsFunc(text, forbiddenRune):
		dec.fault(path, "control_characters", "")
	default:
		into.SetString(text)
	}
}

// cell reads the value of a cell: a number as it is written, or text, which may be empty.
func (dec *decoder) cell(raw json.RawMessage, into reflect.Value, path string, tag reflect.StructTag) {
	var n json.Number
	if raw[0] != '"' && json.Unmarshal(raw, &n) == nil {
		into.SetString(n.String())
		return
	}
	dec.text(raw, into, path, tag, false)
}

func forbiddenRune(r rune) bool {
	return r == utf8.RuneError || (unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t')
}

func (dec *decoder) list(raw json.RawMessage, into reflect.Value, path string, tag reflect.StructTag) {
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		dec.fault(path, "not_a_list", "")
		return
	}
	if len(items) == 0 {
		dec.fault(path, "missing_field", "")
		return
	}
	if len(items) > 100 {
		dec.fault(path, "too_many", "100")
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(items), len(items)))
	for i, item := range items {
		dec.value(item, into.Index(i), path+"."+strconv.Itoa(i+1), tag, true)
	}
}

// changes reads the fields of a correction.
func (dec *decoder) changes(raw json.RawMessage, into reflect.Value, path string) {
	fields, err := object(raw)
	if err != nil {
		dec.fault(path, "not_an_object", "")
		return
	}
	changes := make(map[string]Change, len(fields))
	for name, value := range fields {
		var change Change
		nested, err := object(value)
		if err != nil {
			dec.fault(path+"."+shorten(name), "not_an_object", "")
			continue
		}
		dec.structure(nested, reflect.ValueOf(&change).Elem(), path+"."+shorten(name)+".")
		changes[name] = change
	}
	into.Set(reflect.ValueOf(changes))
}

func mustInt(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		panic("a bound in a command's tags is no number: " + text)
	}
	return n
}

// shorten keeps what a sender wrote from filling a message.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}
