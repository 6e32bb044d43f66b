package handlers

import (
	"maps"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/workflow"
)

// commandSchemas gives one schema for every command, told apart by `do`, and registers each under its name. What stands
// in them is workflow's: the bus publishes the same.
func commandSchemas(registry huma.Registry) *huma.Schema {
	all := &huma.Schema{Discriminator: &huma.Discriminator{PropertyName: "do", Mapping: map[string]string{}}}
	for _, name := range workflow.CommandNames() {
		registry.Map()["Command."+name] = asHuma(workflow.CommandSchema(name))
		ref := "#/components/schemas/Command." + name
		all.OneOf = append(all.OneOf, &huma.Schema{Ref: ref})
		all.Discriminator.Mapping[name] = ref
	}
	return all
}

// asHuma writes a schema as the OpenAPI document wants it.
func asHuma(s *workflow.Schema) *huma.Schema {
	out := &huma.Schema{
		Title: s.Title, Description: s.Description, Type: s.Type, Format: s.Format, Pattern: s.Pattern, Required: s.Required,
		MinLength: s.MinLength, MaxLength: s.MaxLength, MinItems: s.MinItems, MaxItems: s.MaxItems,
		Minimum: asFloat(s.Minimum), Maximum: asFloat(s.Maximum),
	}
	for _, value := range s.Enum {
		out.Enum = append(out.Enum, value)
	}
	for _, example := range s.Examples {
		out.Examples = append(out.Examples, example)
	}
	if s.Items != nil {
		out.Items = asHuma(s.Items)
	}
	switch {
	case s.Values != nil:
		out.AdditionalProperties = asHuma(s.Values)
	case s.Closed:
		out.AdditionalProperties = false
	}
	if s.Properties != nil {
		out.Properties = make(map[string]*huma.Schema, len(s.Properties))
		for name, property := range s.Properties {
			out.Properties[name] = asHuma(property)
		}
	}
	return out
}

func asFloat(n *int) *float64 {
	if n == nil {
		return nil
	}
	f := float64(*n)
	return &f
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

var typeOfAssumption = reflect.TypeFor[workflow.Assumption]()

// withCommands adds to the fields of a question the list of any commands, which its type reads by itself.
func withCommands(fields map[string]*huma.Schema) map[string]*huma.Schema {
	all := maps.Clone(fields)
	all["commands"] = &huma.Schema{
		Type: huma.TypeArray, Description: "any commands in their order; agency and application may be left out",
		Items: &huma.Schema{Type: huma.TypeObject},
	}
	return all
}
