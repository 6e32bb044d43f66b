package events

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"

	"gongkai/workflow"
)

// EventIDVariable is the environment variable that tells a program which event it is called for.
const EventIDVariable = "GONGKAI_EVENT_ID"

// Exec gives a handler that runs a program for each event: the message as one JSON object on stdin, the event's id in
// GONGKAI_EVENT_ID, the rest of the environment as it is. Exit status 0 means done; anything else, or running out of
// time, means "try again later". Its output goes to out and errout; the end of what it wrote to stderr is told in the
// failure. No shell stands between: argv[0] is a file.
func Exec(argv []string, out, errout io.Writer) Handler {
	return func(ctx context.Context, m Message) error {
		input, err := workflow.EncodeData(m)
		if err != nil {
			return fmt.Errorf("write event %s for %s: %w", m.ID, argv[0], err)
		}
		cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
		last := &tail{most: 500}
		cmd.Stdin = bytes.NewReader(append(input, '\n'))
		cmd.Stdout, cmd.Stderr = out, io.MultiWriter(errout, last)
		cmd.Env = append(cmd.Environ(), EventIDVariable+"="+m.ID)
		// A child of the program that keeps its output open must not keep the worker.
		cmd.WaitDelay = 5 * time.Second
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%s: %w%s", argv[0], err, last.text())
		}
		return nil
	}
}

// tail keeps the end of what is written to it.
type tail struct {
	most int
	end  []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.end = append(t.end, p...)
	if extra := len(t.end) - t.most; extra > 0 {
		t.end = append([]byte(nil), t.end[extra:]...)
	}
	return len(p), nil
}

func (t *tail) text() string {
	s := strings.TrimSpace(strings.ToValidUTF8(string(t.end), ""))
	if s == "" {
		return ""
	}
	return ": " + s
}
