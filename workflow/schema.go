package workflow

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gongkai/law"
)

// Schema is a JSON Schema (draft 2020-12) of a command or of an event's data. It is read from the same structs and tags
// as the decoders read, so that a document cannot promise what the program does not keep.
type Schema struct {
	Dialect     string `json:"$schema,omitempty"`
	ID          string `json:"$id,omitempty"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`

	Type      string   `json:"type,omitempty"`
	Enum      []string `json:"enum,omitempty"`
	Format    string   `json:"format,omitempty"`
	Pattern   string   `json:"pattern,omitempty"`
	MinLength *int     `json:"minLength,omitempty"`
	MaxLength *int     `json:"maxLength,omitempty"`
	Minimum   *int     `json:"minimum,omitempty"`
	Maximum   *int     `json:"maximum,omitempty"`
	MinItems  *int     `json:"minItems,omitempty"`
	MaxItems  *int     `json:"maxItems,omitempty"`
	Items     *Schema  `json:"items,omitempty"`
	Examples  []string `json:"examples,omitempty"`

	Properties map[string]*Schema `json:"properties,omitempty"`
	Required   []string           `json:"required,omitempty"`
	// Closed objects take no other properties; Values is the schema of the values where names are free.
	Closed bool    `json:"-"`
	Values *Schema `json:"-"`
}

// MarshalJSON writes the schema; an object says whether it takes more than it names.
func (s *Schema) MarshalJSON() ([]byte, error) {
	type plain Schema
	out := struct {
		*plain
		More any `json:"additionalProperties,omitempty"`
	}{plain: (*plain)(s)}
	switch {
	case s.Values != nil:
		out.More = s.Values
	case s.Closed:
		out.More = false
	}
	return EncodeData(out)
}

// Dialect is the version of JSON Schema that schemas are written in.
const Dialect = "https://json-schema.org/draft/2020-12/schema"

// CommandSchema describes one command of the language; nil for a name that is not of it. The rules are those of Decode:
// no unknown fields, no empty lists, at most 100 entries, no empty text where a field is required.
func CommandSchema(name string) *Schema {
	cmd := NewCommand(name)
	if cmd == nil {
		return nil
	}
	s := objectSchema(reflect.TypeOf(cmd).Elem(), true)
	s.Dialect, s.ID = Dialect, CommandSchemaID(name)
	s.Title, s.Description = CommandLabel(name, "en"), CommandLabel(name, "zh")
	s.Properties["do"] = &Schema{Type: "string", Enum: []string{name}, Description: "name of the command"}
	_, ofCase := cmd.(CaseCommand)
	switch {
	case !ofCase:
		delete(s.Properties, "application")
	case s.Properties["case"] != nil: // about a case, by which its application is found
	case name != "register":
		s.Required = append(s.Required, "application")
	}
	return s
}

// CommandSchemaID is the URI of a command's schema.
func CommandSchemaID(name string) string { return "urn:gongkai:command:" + name }

// EventSchemaID is the URI of the schema of a version of an event type; messages carry it as ce-dataschema.
func EventSchemaID(eventType string, version int) string {
	return "urn:gongkai:event:" + eventType + ":v" + strconv.Itoa(version)
}

// EventTypes lists every type of event that the log may hold, in alphabetical order.
func EventTypes() []string {
	all := slices.Collect(maps.Keys(payloads))
	for _, t := range machine {
		all = append(all, t.Event)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// OfApplication says whether events of this type stand in the streams of applications.
func OfApplication(eventType string) bool {
	_, other := payloads[eventType]
	return !other
}

// EventSchema describes the data of the newest version of an event type; nil for an unknown type.
func EventSchema(eventType string) *Schema {
	payload := newPayload(eventType)
	if payload == nil {
		return nil
	}
	s := objectSchema(reflect.TypeOf(payload).Elem(), false)
	if OfApplication(eventType) {
		only(s, eventType)
	}
	s.Dialect, s.ID = Dialect, EventSchemaID(eventType, EventVersion(eventType))
	s.Title, s.Description = EventLabel(eventType, "en"), EventLabel(eventType, "zh")
	return s
}

// only leaves the fields of Data that the type uses.
func only(s *Schema, eventType string) {
	listed, known := eventFields[eventType]
	if !known {
		return
	}
	fields := strings.Fields(everyEvent + " " + listed)
	kept := make(map[string]*Schema, len(fields))
	s.Required = nil
	for _, field := range fields {
		name, always := strings.CutSuffix(field, "!")
		if always {
			s.Required = append(s.Required, name)
		}
		kept[name] = s.Properties[name]
	}
	s.Properties = kept
}

// objectSchema describes a struct. input says that it is what somebody sends, which is held to stricter rules than what
// the log holds.
func objectSchema(t reflect.Type, input bool) *Schema {
	s := &Schema{Type: "object", Properties: map[string]*Schema{}, Closed: true}
	addFields(s, t, input)
	return s
}

func addFields(s *Schema, t reflect.Type, input bool) {
	for i := range t.NumField() {
		spec := t.Field(i)
		if spec.Anonymous {
			addFields(s, spec.Type, input)
			continue
		}
		name, omit, _ := strings.Cut(spec.Tag.Get("json"), ",")
		property := fieldSchema(spec.Type, spec.Tag, input, omit == "")
		if !input && property.Type == "string" && property.Enum == nil {
			property.Enum = wordsOf(name)
		}
		if doc := spec.Tag.Get("doc"); doc != "" {
			property.Description = doc
		}
		s.Properties[name] = property
		if omit == "" {
			s.Required = append(s.Required, name)
		}
	}
}

func fieldSchema(t reflect.Type, tag reflect.StructTag, input, required bool) *Schema {
	switch {
	case t == reflect.TypeFor[law.Date]():
		return &Schema{Type: "string", Format: "date", Description: "civil date in Asia/Shanghai", Examples: []string{"2025-03-04"}}
	case t == reflect.TypeFor[json.RawMessage](), t == reflect.TypeFor[CellValue](): // a number or a text
		return &Schema{}
	case t.Kind() == reflect.Pointer:
		return fieldSchema(t.Elem(), tag, input, required)
	case t.Kind() == reflect.Struct:
		return objectSchema(t, input)
	case t.Kind() == reflect.Slice:
		s := &Schema{Type: "array", Items: fieldSchema(t.Elem(), tag, input, true)}
		if input {
			one, hundred := 1, 100
			s.MinItems, s.MaxItems = &one, &hundred
		}
		return s
	case t.Kind() == reflect.Map:
		return &Schema{Type: "object", Values: fieldSchema(t.Elem(), "", input, false)}
	case t.Kind() == reflect.Bool:
		return &Schema{Type: "boolean"}
	case t.Kind() == reflect.String:
		return textSchema(tag, input && required)
	}
	return &Schema{Type: "integer", Minimum: bound(tag.Get("minimum")), Maximum: bound(tag.Get("maximum"))}
}

func textSchema(tag reflect.StructTag, filled bool) *Schema {
	s := &Schema{Type: "string", MaxLength: bound(tag.Get("maxLength"))}
	if enum := tag.Get("enum"); enum != "" {
		s.Enum = strings.Split(enum, ",")
	}
	switch tag.Get("pattern") {
	case "code":
		s.Pattern = `^[A-Za-z0-9_-]{1,32}$`
	case "number":
		s.Pattern = `^[^/\s]([^/]{0,62}[^/\s])?$`
	}
	if one := 1; filled && s.Pattern == "" && len(s.Enum) == 0 {
		s.MinLength = &one
	}
	return s
}

func bound(text string) *int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return nil
	}
	return &n
}
