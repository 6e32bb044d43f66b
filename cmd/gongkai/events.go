package main

import (
	"encoding/json"
	"fmt"

	"gongkai/access"
	"gongkai/db"
	"gongkai/workflow"
)

// eventsCmd is what one can ask about events.
type eventsCmd struct {
	List   eventsListCmd   `cmd:"" default:"withargs" help:"${events_list}"`
	Schema eventsSchemaCmd `cmd:"" help:"${events_schema}"`
}

// eventsListCmd reads the history back in order of position, one a line.
type eventsListCmd struct {
	From int64 `default:"1" help:"${flag_posfrom}"`
	JSON bool  `name:"json" help:"${flag_json}"`
}

func (c *eventsListCmd) Run(o *output) error {
	if c.From < 1 {
		return usage("--from: %s", o.pick("从 1 开始", "starts at 1"))
	}
	return o.withLog(func(store *db.Store) error {
		if _, err := o.settings.actor(o, store, access.VerbEvents, access.Place{}); err != nil {
			return err
		}
		enc := json.NewEncoder(o.out)
		enc.SetEscapeHTML(false)
		for from := c.From; ; {
			page, err := store.Events(o, from, 1000)
			if err != nil {
				return err
			}
			for _, e := range page {
				if err := c.line(o, enc, e); err != nil {
					return err
				}
				from = e.Position + 1
			}
			if len(page) == 0 {
				return nil
			}
		}
	})
}

func (c *eventsListCmd) line(o *output, enc *json.Encoder, e workflow.Recorded) error {
	if c.JSON {
		return enc.Encode(e)
	}
	_, err := fmt.Fprintf(o.out, "%8d  %s  %s #%d  %s  %s\n", e.Position, e.OnDate, e.Stream, e.Seq, workflow.EventLabel(e.Type, o.lang), e.Actor)
	return err
}
