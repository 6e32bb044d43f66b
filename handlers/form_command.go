package handlers

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"gongkai/law"
	"gongkai/workflow"
)

// rowsOffered is how many lines a form offers for a list of objects (departments, items); more can be sent by the API.
const rowsOffered = 4

// A form is the same command object that programs send: its fields are read from the command's struct, what was typed
// becomes JSON, and workflow.Decode, the one decoder, says what is wrong with it. So a field added to a command stands
// in its form by itself.

// typed is what somebody typed into a form of a command: path of the field → text, lists as path.1, path.2 ….
type typed map[string]string

// commandJSON makes the object of a command from a form. Empty fields are left out: the decoder says which were needed.
// What comes back beside it is what was typed, in the paths of the object, to show it again.
func commandJSON(do string, form url.Values) ([]byte, typed, error) {
	cmd := workflow.NewCommand(do)
	if cmd == nil {
		return nil, nil, workflow.NewRefusal("unknown_command", "", do)
	}
	object, back := map[string]any{"do": do}, typed{}
	collect(reflect.TypeOf(cmd).Elem(), form, "", "", object, back)
	raw, err := json.Marshal(object)
	if err != nil {
		return nil, nil, fmt.Errorf("build the command: %w", err)
	}
	return raw, back, nil
}

// collect reads the fields of a struct from a form into an object. from is the path in the form, to the path in the
// object: rows left empty close up.
func collect(t reflect.Type, form url.Values, from, to string, object map[string]any, back typed) {
	for i := range t.NumField() {
		spec := t.Field(i)
		if spec.Anonymous {
			collect(spec.Type, form, from, to, object, back)
			continue
		}
		name, omit, _ := strings.Cut(spec.Tag.Get("json"), ",")
		if name == "do" {
			continue
		}
		value := collectField(spec.Type, form, from+name, to+name, back)
		if value == nil && spec.Type.Kind() == reflect.Bool && omit == "" {
			value = false // a box left empty says no where an answer is needed
		}
		if value != nil {
			object[name] = value
		}
	}
}

func collectField(t reflect.Type, form url.Values, from, to string, back typed) any {
	text := strings.TrimSpace(strings.ReplaceAll(form.Get(from), "\r\n", "\n"))
	switch {
	case t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct:
		if nested := collectNested(t.Elem(), form, from, to, back); len(nested) > 0 {
			return nested
		}
		return nil
	case t.Kind() == reflect.Pointer:
		t = t.Elem()
	case t.Kind() == reflect.Struct:
		return collectNested(t, form, from, to, back) // empty too: the decoder then names each field that is missing
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		return collectRows(t.Elem(), form, from, to, back)
	}
	if text == "" {
		return nil
	}
	back[to] = text
	switch {
	case t.Kind() == reflect.Slice:
		return lines(text)
	case t.Kind() == reflect.Bool:
		return true
	case t.Kind() == reflect.Int && strings.HasSuffix(from, fenField):
		if fen, ok := fenOf(text); ok {
			return fen
		}
	case t.Kind() == reflect.Int:
		if n, err := strconv.Atoi(text); err == nil {
			return n
		}
	}
	return text // a number that is none goes on as text, for the decoder to refuse
}

func collectNested(t reflect.Type, form url.Values, from, to string, back typed) map[string]any {
	nested := map[string]any{}
	collect(t, form, from+".", to+".", nested, back)
	return nested
}

func collectRows(t reflect.Type, form url.Values, from, to string, back typed) any {
	var rows []any
	for i := range rowsIn(form, from) {
		nested := map[string]any{}
		collect(t, form, from+"."+strconv.Itoa(i+1)+".", to+"."+strconv.Itoa(len(rows)+1)+".", nested, back)
		if len(nested) > 0 {
			rows = append(rows, nested)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return rows
}

// rowsIn is the number of the last row of a list in a form, at most 100, which is all a command may hold.
func rowsIn(form url.Values, path string) int {
	last := 0
	for name := range form {
		rest, ok := strings.CutPrefix(name, path+".")
		if !ok {
			continue
		}
		number, _, _ := strings.Cut(rest, ".")
		if n, err := strconv.Atoi(number); err == nil {
			last = max(last, n)
		}
	}
	return min(last, 100)
}

func lines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// kinds of inputs.
const (
	inputText   = "text"
	inputArea   = "area"
	inputLines  = "lines" // one entry a line
	inputDate   = "date"
	inputNumber = "number"
	inputChoice = "choice"
	inputCheck  = "check"
	inputMoney  = "money" // typed in yuan
	inputRows   = "rows"
)

// formField is one input of a form, ready to be shown.
type formField struct {
	Path     string // its name in the form and in the command
	Key      string // name without numbers of rows: what its words are found by
	Kind     string
	Required bool
	Min, Max string // of numbers and dates; Max of texts in characters
	Value    string
	Options  []optionGroup
	Faults   []string
	Rows     [][]formField
}

// optionGroup is a part of a choice; Label "" stands without a heading.
type optionGroup struct {
	Label   string
	Options []option
}

type option struct{ Value, Label string }

// fieldsOf lists the inputs of a command in the order of its struct, the common ones left out but for the date, and
// the number where the command may be without one.
func fieldsOf(do string) []formField {
	cmd := workflow.NewCommand(do)
	if cmd == nil {
		return nil
	}
	fields := []formField{{Path: "on", Key: "on", Kind: inputDate}}
	if do == "register" {
		fields = append(fields, formField{Path: "application", Key: "application", Kind: inputText, Max: "64"})
	}
	return append(fields, inputs(reflect.TypeOf(cmd).Elem(), "", "", true)...)
}

func inputs(t reflect.Type, path, key string, required bool) []formField {
	var fields []formField
	for i := range t.NumField() {
		spec := t.Field(i)
		if spec.Anonymous {
			continue
		}
		name, omit, _ := strings.Cut(spec.Tag.Get("json"), ",")
		fields = append(fields, input(spec.Type, spec.Tag, path+name, key+name, required && omit == "")...)
	}
	return fields
}

func input(t reflect.Type, tag reflect.StructTag, path, key string, required bool) []formField {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	f := formField{Path: path, Key: key, Required: required, Min: tag.Get("minimum"), Max: tag.Get("maximum"), Kind: inputText}
	switch {
	case t == reflect.TypeFor[law.Date]():
		f.Kind = inputDate
	case t.Kind() == reflect.Struct:
		return inputs(t, path+".", key+".", required)
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		f.Kind = inputRows
		for i := range rowsOffered {
			f.Rows = append(f.Rows, inputs(t.Elem(), path+"."+strconv.Itoa(i+1)+".", key+".", required && i == 0))
		}
	case t.Kind() == reflect.Slice:
		f.Kind = inputLines
	case t.Kind() == reflect.Map:
		return nil // corrections have a page of their own
	case t.Kind() == reflect.Bool:
		f.Kind, f.Required = inputCheck, false
	case t.Kind() == reflect.Int && strings.HasSuffix(path, fenField):
		f.Kind, f.Min, f.Max = inputMoney, "0.01", ""
	case t.Kind() == reflect.Int:
		f.Kind = inputNumber
	case tag.Get("enum") != "":
		f.Kind = inputChoice
		f.Options = enumOptions(key, tag.Get("enum"))
	default:
		f.Max = tag.Get("maxLength")
		if n, err := strconv.Atoi(f.Max); err == nil && n >= 2000 {
			f.Kind = inputArea
		}
	}
	return []formField{f}
}

func enumOptions(key, enum string) []optionGroup {
	var group optionGroup
	for value := range strings.SplitSeq(enum, ",") {
		group.Options = append(group.Options, option{Value: value, Label: key + "." + value})
	}
	return []optionGroup{group}
}

// each calls f for every input, rows included.
func each(fields []formField, f func(*formField)) {
	for i := range fields {
		f(&fields[i])
		for _, row := range fields[i].Rows {
			each(row, f)
		}
	}
}

// fill puts what was typed, or else the defaults, into the inputs.
func fill(fields []formField, values typed) {
	each(fields, func(f *formField) {
		if v, ok := values[f.Path]; ok {
			f.Value = v
		}
	})
}

// accuse puts each fault beside its input and gives back those that have none. A fault of one line of a list stands
// beside the list.
func accuse(fields []formField, refusal *workflow.Refusal, lang string) []string {
	var homeless []string
	for _, fault := range refusal.Faults {
		found := false
		each(fields, func(f *formField) {
			if found || (f.Path != fault.Field && (f.Kind == inputRows || !strings.HasPrefix(fault.Field, f.Path+"."))) {
				return
			}
			found = true
			_, text, _ := strings.Cut(fault.Text(lang), ": ")
			f.Faults = append(f.Faults, text)
		})
		if !found {
			homeless = append(homeless, fault.Text(lang))
		}
	}
	return homeless
}
