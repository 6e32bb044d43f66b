package workflow_test

import (
	"encoding/json"

	"fmt"
	"maps"
	"os"

	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gongkai/law"
	"gongkai/workflow"
)

// usedFields plays every story and gathers, for each type of event, how often each field was there and one of its fullest
// payloads.
func usedFields(t *testing.T) (count map[string]int, fields map[string]map[string]int, fullest map[string][]byte) {
	files, err := filepath.Glob("stories/*.jsonl")
	require.NoError(t, err)
	count, fields, fullest = map[string]int{}, map[string]map[string]int{}, map[string][]byte{}
	most := map[string]int{}
	for _, file := range files {
		m := newMemory(t)
		_, err := player(m, file).Play(t.Context(), read(t, file))
		require.NoError(t, err)
		for _, e := range m.log {
			if d, ok := e.Data.(*workflow.Data); ok && len(e.Private) > 0 {
				d.Sealed.Sealed = map[string]string{}
				for field := range e.Private {
					d.Sealed.Sealed[field] = "b7c1…"
				}
			}
			raw, err := workflow.EncodeData(e.Data)
			require.NoError(t, err)
			var there map[string]json.RawMessage
			require.NoError(t, json.Unmarshal(raw, &there))
			count[e.Type]++
			if fields[e.Type] == nil {
				fields[e.Type] = map[string]int{}
			}
			for name := range there {
				fields[e.Type][name]++
			}
			if len(there) > most[e.Type] || fullest[e.Type] == nil {
				most[e.Type], fullest[e.Type] = len(there), raw
			}
		}
	}
	return count, fields, fullest
}

// everyEvent repeats event_fields.go: what any event may carry is in no row.
var everyEvent = []string{"entered", "late_entry", "counted", "choices", "due", "sealed"}

func TestTheSchemaOfAnEventNamesTheFieldsThatStoriesWrite(t *testing.T) {
	t.Parallel()
	count, fields, _ := usedFields(t)
	for _, eventType := range workflow.EventTypes() {
		if !workflow.OfApplication(eventType) || count[eventType] == 0 {
			continue
		}
		schema := workflow.EventSchema(eventType)
		var row []string
		right := len(schema.Properties) < reflect.TypeFor[workflow.Data]().NumField()
		for _, name := range slices.Sorted(maps.Keys(fields[eventType])) {
			always := ""
			if fields[eventType][name] == count[eventType] {
				always = "!"
			}
			if !slices.Contains(everyEvent, name) {
				row = append(row, name+always)
			}
			right = right && schema.Properties[name] != nil
		}
		for name, property := range schema.Properties {
			right = right && property != nil
			if slices.Contains(schema.Required, name) {
				right = right && fields[eventType][name] == count[eventType]
			}
		}
		if !right {
			t.Errorf("the row of %s in event_fields.go does not fit; stories write %q (! = in all %d of them)", eventType, strings.Join(row, " "), count[eventType])
		}
	}
}

// A sample of each version of each type of event was written when the version was new, and is never changed: what stands
// in an old log must be read for ever.
func TestEverySampleOfEveryVersionOfAnEventIsStillRead(t *testing.T) {
	t.Parallel()
	_, _, fullest := usedFields(t)
	for _, eventType := range workflow.EventTypes() {
		for version := 1; version <= workflow.EventVersion(eventType); version++ {
			file := fmt.Sprintf("testdata/events/%s.v%d.json", eventType, version)
			raw, err := os.ReadFile(file)
			if os.IsNotExist(err) && *update {
				raw = sample(t, eventType, fullest[eventType])
				require.NoError(t, os.WriteFile(file, append(raw, '\n'), 0o644))
				err = nil
			}
			require.NoError(t, err, "go test ./workflow -update writes a first one and changes none; look at it before you keep it")
			data, err := workflow.DecodeData(eventType, raw)
			require.NoError(t, err, file)
			require.Equal(t, version, workflow.VersionOf(raw), file)
			again, err := workflow.EncodeData(data)
			require.NoError(t, err)
			require.JSONEq(t, string(raw), string(again), "%s: nothing of it is lost", file)
		}
	}
	files, err := filepath.Glob("testdata/events/*.json")
	require.NoError(t, err)
	for _, file := range files {
		eventType, _, _ := strings.Cut(filepath.Base(file), ".")
		require.NotNil(t, workflow.EventSchema(eventType), "%s: a type that was once written is known for ever", file)
	}
}

// sample fills every field of the type: with what a story wrote, where one did.
func sample(t *testing.T, eventType string, fromStory []byte) []byte {
	require.Less(t, len(workflow.EventSchema(eventType).Properties), reflect.TypeFor[workflow.Data]().NumField(), "%s has no row in event_fields.go", eventType)
	filled := map[string]any{}
	for name, property := range workflow.EventSchema(eventType).Properties {
		filled[name] = fill(property)
	}
	if fromStory != nil {
		require.NoError(t, json.Unmarshal(fromStory, &filled))
	}
	raw, err := workflow.EncodeData(filled)
	require.NoError(t, err)
	data, err := workflow.DecodeData(eventType, raw)
	require.NoError(t, err)
	raw, err = workflow.EncodeData(data)
	require.NoError(t, err)
	return raw
}

func fill(s *workflow.Schema) any {
	switch {
	case len(s.Enum) > 0:
		return s.Enum[0]
	case s.Format == "date":
		return law.NewDate(2025, 3, 4)
	case s.Type == "array":
		return []any{fill(s.Items)}
	case s.Type == "integer":
		return 1
	case s.Type == "boolean":
		return true
	case s.Type == "string":
		return "x"
	case s.Values != nil:
		return map[string]any{"x": fill(s.Values)}
	}
	object := map[string]any{}
	for name, property := range s.Properties {
		object[name] = fill(property)
	}
	return object
}
