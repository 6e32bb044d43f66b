package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/db"
	"gongkai/workflow"
)

// doCmd carries out commands of the language: one built from FIELD=VALUE words, one given as a JSON object, or one a line
// from a file or standard input ("-"). It opens the log itself and acts for the operator (--as for somebody else).
type doCmd struct {
	Agency string   `env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	JSON   bool     `name:"json" help:"${flag_json}"`
	Words  []string `arg:"" optional:"" name:"command" help:"COMMAND [NUMBER] [FIELD=VALUE …] | {JSON} | FILE | -"`
}

func (c *doCmd) Run(o *output) error {
	if len(c.Words) == 0 {
		return usage(o.pick("用法：gongkai do 命令 [编号] [字段=值 …]；命令有：%s", "usage: gongkai do COMMAND [NUMBER] [FIELD=VALUE …]; commands: %s"), strings.Join(workflow.CommandNames(), ", "))
	}
	objects, err := c.objects(o)
	if err != nil {
		return err
	}
	return o.withStore(func(store *db.Store) error {
		for _, raw := range objects {
			if err := c.one(o, store, raw); err != nil {
				return err
			}
		}
		return nil
	})
}

// objects reads what is to be done before anything is done.
func (c *doCmd) objects(o *output) ([][]byte, error) {
	first := c.Words[0]
	if strings.HasPrefix(strings.TrimSpace(first), "{") {
		return [][]byte{[]byte(first)}, nil
	}
	if slices.Contains(workflow.CommandNames(), first) || workflow.IsClockCommand(first) || len(c.Words) > 1 {
		raw, err := commandObject(c.Words)
		return [][]byte{raw}, err
	}
	in := o.in
	if first != "-" {
		f, err := os.Open(first)
		if err != nil {
			return nil, usage(o.pick("没有名为 %s 的命令，也没有这个文件", "there is neither a command nor a file %s"), first)
		}
		defer f.Close()
		in = f
	}
	return lines(in)
}

func lines(in io.Reader) ([][]byte, error) {
	scanner := bufio.NewScanner(in)
	scanner.Buffer(make([]byte, 0, 64<<10), workflow.MaxCommandBytes)
	var objects [][]byte
	for scanner.Scan() {
		if text := strings.TrimSpace(scanner.Text()); text != "" && text[0] != '#' {
			objects = append(objects, []byte(text))
		}
	}
	if err := scanner.Err(); err != nil {
		return nil, usage("%w", err)
	}
	return objects, nil
}

// commandObject builds the JSON object from words: `extend 2025-0001 days=10 reason=…`. A dot goes into an object or a
// list (applicant.name=…, items.1=…); a value that reads as JSON (number, true, list, object) is taken as such where
// the field is no text.
func commandObject(words []string) ([]byte, error) {
	object := map[string]any{"do": words[0]}
	for _, w := range words[1:] {
		name, value, ok := strings.Cut(w, "=")
		if !ok {
			name, value = "application", w
		}
		if err := set(object, strings.Split(name, "."), scalar(words[0], name, value)); err != nil {
			return nil, usage("%s: %w", name, err)
		}
	}
	return json.Marshal(settled(object))
}

func set(object map[string]any, path []string, value any) error {
	if len(path) == 1 {
		if _, double := object[path[0]]; double {
			return errors.New("写了两次 (given twice)")
		}
		object[path[0]] = value
		return nil
	}
	inner, ok := object[path[0]].(map[string]any)
	if !ok {
		if object[path[0]] != nil {
			return errors.New("写了两次 (given twice)")
		}
		inner = map[string]any{}
		object[path[0]] = inner
	}
	return set(inner, path[1:], value)
}

// scalar reads a value as what the command's field wants: the decoder checks the rest.
func scalar(command, name, value string) any {
	switch last := name[strings.LastIndex(name, ".")+1:]; last {
	case "year", "days", "sequence", "seen", "needs_help", "after_review", "reviewer", "departments", "fields", "override", "finding":
		var v any
		if json.Unmarshal([]byte(value), &v) == nil {
			return v
		}
		if last == "departments" {
			return departmentsOf(value)
		}
	case "items":
		var v []any
		if json.Unmarshal([]byte(value), &v) == nil {
			return v
		}
		return []string{value}
	}
	return value
}

func departmentsOf(list string) []map[string]string {
	var all []map[string]string
	for code := range strings.SplitSeq(list, ",") {
		all = append(all, map[string]string{"code": strings.TrimSpace(code)})
	}
	return all
}

// settled turns objects whose keys are 1, 2, 3 … into lists.
func settled(v any) any {
	object, ok := v.(map[string]any)
	if !ok {
		return v
	}
	list := make([]any, len(object))
	for key, value := range object {
		object[key] = settled(value)
		if n, err := strconv.Atoi(key); err != nil || n < 1 || n > len(list) {
			list = nil
		} else if list != nil {
			list[n-1] = object[key]
		}
	}
	if len(list) > 0 && list != nil {
		return list
	}
	return object
}

func (c *doCmd) one(o *output, store *db.Store, raw []byte) error {
	cmd, err := workflow.Decode(raw, c.Agency)
	if err != nil {
		return err
	}
	base := cmd.Base()
	actor, err := o.settings.actor(o, store, base.Do, access.Place{Agency: base.Agency, Departments: departmentOf(cmd)})
	if err != nil {
		return err
	}
	answer, err := store.Do(o, workflow.Request{Command: cmd, Actor: actor, Today: today(), Entered: today()})
	if err != nil {
		return err
	}
	if c.JSON {
		return o.json(answer)
	}
	o.tell(base.Agency, answer)
	return nil
}

// tell prints what a command did, an event a line.
func (o *output) tell(agency string, a workflow.Answer) {
	for _, e := range a.Events {
		o.print("%s  %s  %s/%s  #%d  %s", e.OnDate, workflow.EventLabel(e.Type, o.lang), agency, a.Application, e.Sequence, e.Type)
	}
	due := o.pick("无", "none")
	if a.DueOn != nil {
		due = a.DueOn.String()
	}
	if a.Application == "" { // about a report: there is no state to tell
		return
	}
	o.print("%s", fmt.Sprintf(o.pick("%s：%s，答复期限 %s", "%s: %s, due %s"), a.Application, a.State.Label(o.lang), due))
}

// departmentOf names the department whose task a command is about.
func departmentOf(cmd workflow.Command) []string {
	switch c := cmd.(type) {
	case *workflow.AcceptTask:
		return []string{c.Department}
	case *workflow.ReturnTask:
		return []string{c.Department}
	case *workflow.ReportTask:
		return []string{c.Department}
	}
	return nil
}
