package events

import (
	"bytes"
	"encoding/json"
	"fmt"

	"gongkai/workflow"
)

// Schemas gives the JSON Schema (2020-12) of the data of every event type and of every command, by the name of its file
// under docs/schemas: events/TYPE.vN.json, commands/NAME.json. They are read from the Go types.
func Schemas() (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, eventType := range workflow.EventTypes() {
		name := fmt.Sprintf("events/%s.v%d.json", eventType, workflow.EventVersion(eventType))
		var err error
		if files[name], err = indented(workflow.EventSchema(eventType)); err != nil {
			return nil, err
		}
	}
	for _, command := range workflow.CommandNames() {
		var err error
		if files["commands/"+command+".json"], err = indented(workflow.CommandSchema(command)); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func indented(v any) ([]byte, error) {
	raw, err := workflow.EncodeData(v)
	if err != nil {
		return nil, fmt.Errorf("write a schema: %w", err)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		return nil, fmt.Errorf("write a schema: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

type object = map[string]any

// AsyncAPI gives the description of the bus (AsyncAPI 3.0.0, JSON): a channel for each type of event, and the channel of
// commands with its answers.
func AsyncAPI() ([]byte, error) {
	channels, operations, messages := object{}, object{}, object{}
	for _, eventType := range workflow.EventTypes() {
		if !publishes(eventType) {
			continue
		}
		messages[eventType] = eventMessage(eventType)
		channels[eventType] = object{
			"address":    SubjectPrefix + ".{agency}.{department}." + eventType,
			"title":      workflow.EventLabel(eventType, "en"),
			"messages":   object{eventType: ref("components/messages/" + eventType)},
			"parameters": object{"agency": ref("components/parameters/agency"), "department": ref("components/parameters/department")},
		}
		operations["publish_"+eventType] = object{
			"action": "send", "channel": ref("channels/" + eventType),
			"summary": workflow.EventLabel(eventType, "zh") + " · " + workflow.EventLabel(eventType, "en"),
		}
	}
	addCommands(channels, operations, messages)
	return indented(object{
		"asyncapi": "3.0.0",
		"info": object{
			"title": "gongkai", "version": "1",
			"description": "依申请公开的事件总线。Events of applications under the Regulation on Open Government Information, as CloudEvents 1.0 " +
				"messages in binary mode on the JetStream stream " + StreamName + ", and commands as requests. A message holds keys, dates and " +
				"codes, never a person's name, number, address or words. Each event comes at least once, in order of ce-position.",
			"license": object{"name": "Apache-2.0"},
		},
		"defaultContentType": "application/json",
		"servers": object{"bus": object{
			"host": "127.0.0.1", "protocol": "nats", "description": "an embedded server tells its port and password in DATA/bus.json",
		}},
		"channels": channels, "operations": operations,
		"components": object{
			"messages": messages,
			"parameters": object{
				"agency":     object{"description": "code of the agency; _ for what is of none (calendar, day)"},
				"department": object{"description": "code of the department the event concerns; _ for none"},
			},
			"schemas": object{"Headers": headers(), "Answer": answer(), "Problem": problem()},
		},
	})
}

// publishes says whether events of a type are published: all but those of people's own streams.
func publishes(eventType string) bool {
	switch eventType {
	case workflow.PersonAdded, workflow.PasswordSet, workflow.TokenIssued, workflow.TokenRevoked:
		return false
	}
	return true
}

func ref(to string) object { return object{"$ref": "#/" + to} }

// inline is a schema inside the document, whose dialect is the document's.
func inline(s *workflow.Schema) *workflow.Schema {
	s.Dialect, s.ID = "", ""
	return s
}

func eventMessage(eventType string) object {
	version := workflow.EventVersion(eventType)
	return object{
		"name": eventType, "title": workflow.EventLabel(eventType, "en"), "summary": workflow.EventLabel(eventType, "zh"),
		"contentType": "application/json", "headers": ref("components/schemas/Headers"), "payload": inline(workflow.EventSchema(eventType)),
		"x-dataschema": workflow.EventSchemaID(eventType, version),
	}
}

func addCommands(channels, operations, messages object) {
	commands, all := object{}, []any{}
	for _, name := range workflow.CommandNames() {
		key := "command_" + name
		messages[key] = object{
			"name": name, "title": workflow.CommandLabel(name, "en"), "summary": workflow.CommandLabel(name, "zh"),
			"contentType": "application/json", "payload": inline(workflow.CommandSchema(name)),
		}
		commands[key] = ref("components/messages/" + key)
		all = append(all, ref("channels/commands/messages/"+key))
	}
	messages["answer"] = object{
		"name": "answer", "title": "what became of the command", "contentType": "application/json", "payload": ref("components/schemas/Answer"),
	}
	messages["problem"] = object{
		"name": "problem", "title": "refusal (RFC 9457)", "contentType": "application/problem+json", "payload": ref("components/schemas/Problem"),
	}
	channels["commands"] = object{
		"address": CommandPrefix + ".{agency}", "title": "commands, answered", "messages": commands,
		"parameters": object{"agency": ref("components/parameters/agency")},
	}
	channels["answers"] = object{
		"address": nil, "title": "the inbox of whoever asked",
		"messages": object{"answer": ref("components/messages/answer"), "problem": ref("components/messages/problem")},
	}
	operations["command"] = object{
		"action": "receive", "channel": ref("channels/commands"), "messages": all,
		"summary": "命令 · one command, the same object as everywhere; answered like POST /api/v1/commands",
		"reply": object{
			"channel":  ref("channels/answers"),
			"messages": []any{ref("channels/answers/messages/answer"), ref("channels/answers/messages/problem")},
		},
	}
}

func headers() object {
	text := func(description string) object { return object{"type": "string", "description": description} }
	digits := func(description string) object {
		return object{"type": "string", "pattern": "^[0-9]+$", "description": description}
	}
	return object{
		"type": "object",
		"required": []string{"ce-specversion", "ce-id", "ce-source", "ce-type", "ce-time", "ce-sequence", "ce-position", "ce-epoch", "ce-stream",
			"ce-dataschema", "Nats-Msg-Id"},
		"properties": object{
			"ce-specversion": object{"type": "string", "enum": []string{"1.0"}}, "ce-id": text("id of the event"), "ce-source": text("/agencies/AGENCY"),
			"ce-type": text("type of the event"), "ce-time": text("when the database recorded it, UTC"), "ce-subject": text("number of the application"),
			"ce-sequence": digits("place in its own stream, 1, 2, 3 …"), "ce-position": digits("place in the whole history; rises, with gaps"),
			"ce-epoch": digits("raised by a restore; messages of a lower epoch are dead"), "ce-stream": text("stream of the log"),
			"ce-ondate": text("legal date of the fact, Asia/Shanghai"), "ce-law": text("version of the law"),
			"ce-dataref": text("where to read data that are too large for the bus"), "ce-dataschema": text("urn:gongkai:event:TYPE:vN"),
			"ce-datacontenttype": text("application/json"), "Nats-Msg-Id": text("id of the event"),
		},
	}
}

func answer() object {
	return object{
		"type": "object", "required": []string{"application", "sequence", "state", "due_on", "events"},
		"properties": object{
			"application": object{"type": "string"}, "sequence": object{"type": "integer"}, "state": object{"type": "string"},
			"due_on": object{"type": []string{"string", "null"}, "format": "date"}, "events": object{"type": "array", "items": object{}},
		},
	}
}

func problem() object {
	text := object{"type": "string"}
	list := object{"type": "array", "items": text}
	fault := object{"type": "object", "properties": object{"field": text, "code": text, "want": text, "detail": text}}
	return object{
		"type": "object", "required": []string{"type", "title", "status", "code", "detail", "allowed"},
		"properties": object{
			"type": text, "title": text, "status": object{"type": "integer"}, "code": text, "article": text, "detail": text, "allowed": list,
			"faults": object{"type": "array", "items": fault},
		},
	}
}
