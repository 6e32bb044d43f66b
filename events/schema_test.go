package events_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"gongkai/events"
	"gongkai/workflow"
)

var update = flag.Bool("update", false, "write docs/asyncapi.json and docs/schemas anew")

const docs = "../docs"

func TestTheDocumentsOfTheBusAreWhatTheTypesSay(t *testing.T) {
	t.Parallel()
	document, err := events.AsyncAPI()
	require.NoError(t, err)
	files, err := events.Schemas()
	require.NoError(t, err)
	files["../asyncapi.json"] = document
	for name, want := range files {
		file := filepath.Join(docs, "schemas", name)
		if *update {
			require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
			require.NoError(t, os.WriteFile(file, want, 0o644))
		}
		have, err := os.ReadFile(file)
		require.NoError(t, err, "go test ./events -run Documents -update")
		require.Equal(t, string(want), string(have), "%s: go test ./events -run Documents -update", name)
	}
}

// Each sample of each version keeps to the schema of its version, the old ones too.
func TestEverySampleKeepsToTheSchemaOfItsVersion(t *testing.T) {
	t.Parallel()
	samples, err := filepath.Glob("../workflow/testdata/events/*.json")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(samples), len(workflow.EventTypes()))
	for _, file := range samples {
		schema, err := jsonschema.NewCompiler().Compile(filepath.Join(docs, "schemas", "events", filepath.Base(file)))
		require.NoError(t, err, file)
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		sample, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		require.NoError(t, err)
		require.NoError(t, schema.Validate(sample), file)
	}
}

// What the stories send is what the schemas of the commands let through.
func TestEveryCommandOfEveryStoryKeepsToItsSchema(t *testing.T) {
	t.Parallel()
	stories, err := filepath.Glob("../workflow/stories/*.jsonl")
	require.NoError(t, err)
	schemas := map[string]*jsonschema.Schema{}
	for _, name := range workflow.CommandNames() {
		schemas[name], err = jsonschema.NewCompiler().Compile(filepath.Join(docs, "schemas", "commands", name+".json"))
		require.NoError(t, err, name)
	}
	checked := 0
	for _, file := range stories {
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, line := range strings.Split(string(raw), "\n") {
			var object map[string]any
			if json.Unmarshal([]byte(line), &object) != nil || object["do"] == nil {
				continue
			}
			object["agency"] = "T1"
			whole, err := json.Marshal(object)
			require.NoError(t, err)
			if _, err := workflow.Decode(whole, ""); err != nil {
				continue // a story about a malformed command
			}
			parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(whole))
			require.NoError(t, err)
			require.NoError(t, schemas[object["do"].(string)].Validate(parsed), "%s: %s", file, line)
			checked++
		}
	}
	require.Greater(t, checked, 100)
}

func TestTheDescriptionOfTheBusPointsAtNothingThatIsMissing(t *testing.T) {
	t.Parallel()
	raw, err := events.AsyncAPI()
	require.NoError(t, err)
	var document map[string]any
	require.NoError(t, json.Unmarshal(raw, &document))
	var look func(any)
	look = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				look(e)
			}
		case map[string]any:
			if to, ok := v["$ref"].(string); ok {
				require.NotNil(t, at(document, strings.Split(strings.TrimPrefix(to, "#/"), "/")), to)
			}
			for _, name := range slices.Sorted(maps.Keys(v)) {
				look(v[name])
			}
		}
	}
	look(document)
	for _, name := range workflow.CommandNames() {
		require.NotNil(t, at(document, []string{"channels", "commands", "messages", "command_" + name}), name)
	}
	require.Nil(t, at(document, []string{"channels", workflow.PersonAdded}), "events of people are not on the bus")
}

func at(v any, path []string) any {
	for _, step := range path {
		object, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = object[step]
	}
	return v
}
