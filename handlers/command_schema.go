package handlers

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/law"
	"gongkai/workflow"
)

// The schema of the command language is read from the same structs and tags as its decoder reads; the rules are those of
// workflow.Decode: no unknown fields, no empty lists, at most 100 entries, no empty text where a field is required.

// commandSchemas gives one schema for every command, told apart by `do`, and registers each under its name.
func commandSchemas(registry huma.Registry) *huma.Schema {
	all := &huma.Schema{Discriminator: &huma.Discriminator{PropertyName: "do", Mapping: map[string]string{}}}
	for _, name := range workflow.CommandNames() {
		t := reflect.TypeOf(workflow.NewCommand(name)).Elem()
		schema := structSchema(t)
		schema.Title = workflow.CommandLabel(name, english)
		schema.Description = workflow.CommandLabel(name, chinese)
		schema.Properties["do"] = &huma.Schema{Type: huma.TypeString, Enum: []any{name}, Description: "name of the command"}
		if name != "register" {
			schema.Required = append(schema.Required, "application")
		}
		registry.Map()["Command."+name] = schema
		ref := "#/components/schemas/Command." + name
		all.OneOf = append(all.OneOf, &huma.Schema{Ref: ref})
		all.Discriminator.Mapping[name] = ref
	}
	return all
}

func structSchema(t reflect.Type) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{}, AdditionalProperties: false}
	addFields(s, t)
	return s
}

func addFields(s *huma.Schema, t reflect.Type) {
	for i := range t.NumField() {
		spec := t.Field(i)
		if spec.Anonymous {
			addFields(s, spec.Type)
			continue
		}
		name, omit, _ := strings.Cut(spec.Tag.Get("json"), ",")
		property := fieldSchema(spec.Type, spec.Tag, omit == "")
		property.Description = spec.Tag.Get("doc")
		s.Properties[name] = property
		if omit == "" {
			s.Required = append(s.Required, name)
		}
	}
}

func fieldSchema(t reflect.Type, tag reflect.StructTag, required bool) *huma.Schema {
	switch {
	case t == reflect.TypeFor[law.Date]():
		return dateSchema()
	case t.Kind() == reflect.Pointer:
		return fieldSchema(t.Elem(), tag, required)
	case t.Kind() == reflect.Struct:
		return structSchema(t)
	case t.Kind() == reflect.Slice:
		one, hundred := 1, 100
		return &huma.Schema{Type: huma.TypeArray, Items: fieldSchema(t.Elem(), tag, true), MinItems: &one, MaxItems: &hundred}
	case t.Kind() == reflect.Map:
		return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: structSchema(t.Elem())}
	case t.Kind() == reflect.Bool:
		return &huma.Schema{Type: huma.TypeBoolean}
	case t.Kind() == reflect.String:
		return textSchema(tag, required)
	}
	return &huma.Schema{Type: huma.TypeInteger, Minimum: bound(tag.Get("minimum")), Maximum: bound(tag.Get("maximum"))}
}

func textSchema(tag reflect.StructTag, required bool) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	if n, err := strconv.Atoi(tag.Get("maxLength")); err == nil {
		s.MaxLength = &n
	}
	if enum := tag.Get("enum"); enum != "" {
		for value := range strings.SplitSeq(enum, ",") {
			s.Enum = append(s.Enum, value)
		}
	}
	switch tag.Get("pattern") {
	case "code":
		s.Pattern = `^[A-Za-z0-9_-]{1,32}$`
	case "number":
		s.Pattern = `^[^/\s]([^/]{0,62}[^/\s])?$`
	}
	if one := 1; required && s.Pattern == "" && len(s.Enum) == 0 {
		s.MinLength = &one
	}
	return s
}

func dateSchema() *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date", Description: "civil date in Asia/Shanghai", Examples: []any{"2025-03-04"}}
}

func bound(text string) *float64 {
	if text == "" {
		return nil
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil
	}
	return &n
}

// describeDates gives the dates of answers, which huma sees as text, the format of a date.
func describeDates(document *huma.OpenAPI) {
	for _, schema := range document.Components.Schemas.Map() {
		for name, property := range schema.Properties {
			if property.Type == huma.TypeString && property.Format == "" && (strings.HasSuffix(name, "_on") || name == "date" || name == "as_of") {
				property.Format = "date"
			}
		}
	}
}
