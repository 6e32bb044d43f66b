package main

import (
	"errors"
	"time"

	"gongkai/events"
	"gongkai/handlers"
	"gongkai/workflow"
)

// workerLettersCmd lists the events that workers of this machine could not do.
type workerLettersCmd struct {
	Dir  string `placeholder:"DIR" help:"${flag_dir}"`
	JSON bool   `name:"json" help:"${flag_json}"`
}

func (c *workerLettersCmd) Run(o *output) error {
	all, err := events.Letters(o.workers(c.Dir))
	if err != nil {
		return err
	}
	if c.JSON {
		return o.json(append([]events.Letter{}, all...))
	}
	if len(all) == 0 {
		o.say(o.pick("没有未能处理的事项", "nothing waits"))
	}
	for _, l := range all {
		state := o.pick("再试于 "+local(l.Next), "again at "+local(l.Next))
		if l.SetAside {
			state = o.pick("已搁置", "set aside")
		}
		o.print(o.pick("%s  %s  %s  %s  失败 %d 次，%s；其后 %d 件\n    %s", "%s  %s  %s  %s  failed %d times, %s; %d behind it\n    %s"),
			l.Worker, l.ID, workflow.EventLabel(l.Type, o.lang), l.Stream, l.Attempts, state, l.Behind, l.Error)
	}
	return nil
}

// workerRetryCmd gives events that were set aside a new series of attempts. A worker that runs finds them within seconds.
type workerRetryCmd struct {
	Worker string `arg:"" help:"${arg_worker}"`
	ID     string `arg:"" optional:"" help:"${arg_letter}"`
	Dir    string `placeholder:"DIR" help:"${flag_dir}"`
}

func (c *workerRetryCmd) Run(o *output) error {
	n, err := events.Retry(o.workers(c.Dir), c.Worker, c.ID, time.Now())
	if err != nil {
		return err
	}
	o.say(o.pick("将再试 %d 件", "%d will be tried again"), n)
	return nil
}

// letters shows on the page what `gongkai worker letters` lists.
type letters struct{ dir string }

func (l letters) Letters() ([]handlers.Letter, error) {
	all, err := events.Letters(l.dir)
	if err != nil {
		return nil, err
	}
	shown := make([]handlers.Letter, len(all))
	for i, f := range all {
		shown[i] = handlers.Letter{
			Worker: f.Worker, ID: f.ID, Type: f.Type, Stream: f.Stream, Attempts: f.Attempts, Behind: f.Behind,
			Error: f.Error, Since: f.Since, Next: f.Next, SetAside: f.SetAside,
		}
	}
	return shown, nil
}

func (l letters) Retry(worker, id string) error {
	_, err := events.Retry(l.dir, worker, id, time.Now())
	if errors.Is(err, events.ErrNoLetter) {
		return handlers.ErrNoLetter
	}
	return err
}
