package main

import (
	"maps"
	"slices"
	"strings"

	"gongkai/events"
)

// eventsSchemaCmd prints how the bus speaks: the AsyncAPI document, or the JSON Schema of one event type or command.
type eventsSchemaCmd struct {
	Name string `arg:"" optional:"" help:"${arg_schema}"`
}

func (c *eventsSchemaCmd) Run(o *output) error {
	if c.Name == "" {
		document, err := events.AsyncAPI()
		if err != nil {
			return err
		}
		_, err = o.out.Write(document)
		return err
	}
	files, err := events.Schemas()
	if err != nil {
		return err
	}
	for _, file := range slices.Backward(slices.Sorted(maps.Keys(files))) { // of two versions the newer
		name := file[strings.Index(file, "/")+1:]
		if strings.HasPrefix(name, c.Name+".") {
			_, err := o.out.Write(files[file])
			return err
		}
	}
	return usage(o.pick("没有名为 %q 的事件或命令", "there is no event or command called %q"), c.Name)
}
