package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/alecthomas/kong"
)

// readSettingsFile reads the settings that neither a flag nor the environment gives: one flat JSON object of flag names,
// in the folder the program is started in. A missing file is an empty one.
func readSettingsFile(name string) (kong.Resolver, error) {
	values := map[string]any{}
	raw, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(raw, &values)
	} else if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		for _, env := range flag.Envs {
			if _, set := os.LookupEnv(env); set {
				return nil, nil // the environment comes before the file
			}
		}
		return values[flag.Name], nil
	}), nil
}
