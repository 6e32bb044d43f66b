package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"gongkai/events"
	"gongkai/handlers"
	"gongkai/workflow"
)

// ways lead an application into each state; probes is one ordinary object of each command.
var ways = map[workflow.State][]string{
	workflow.None:               {},
	workflow.Arrived:            {registered("fax")},
	workflow.Received:           {registered("online")},
	workflow.AwaitingSupplement: {registered("online"), `"do":"request_supplement","items":["x"],"days":10`},
	workflow.Disclosed:          {registered("online"), replied("disclosed")},
	workflow.PartiallyDisclosed: {registered("online"), replied("partial")},
	workflow.Refused:            {registered("online"), replied("refused.state_secret")},
	workflow.Unable:             {registered("online"), replied("unable.not_held")},
	workflow.NotProcessed:       {registered("online"), replied("not_processed.complaint")},
	workflow.OtherwiseClosed:    {registered("online"), `"do":"withdraw"`},
	workflow.Void:               {registered("online"), `"do":"void","reason":"x"`},
}

func registered(channel string) string {
	return `"do":"register","channel":"` + channel + `","applicant":{"category":"other","name":"甲"},"content":"乙"`
}

func replied(result string) string {
	return `"do":"reply","result":"` + result + `","grounds":"x","served_by":"post"`
}

var probes = []string{
	registered("online"), `"do":"confirm_receipt"`, `"do":"assign","departments":[{"code":"D1"}]`,
	`"do":"assign","departments":[{"code":"D9"}]`, `"do":"accept_task","department":"D1"`,
	`"do":"return_task","department":"D1","reason":"x"`, `"do":"report_task","department":"D1"`,
	`"do":"request_supplement","items":["x"],"days":10`, `"do":"request_supplement","items":["x"],"days":99`,
	`"do":"receive_supplement","content":"x"`, `"do":"consult","party":"P1","kind":"third_party","name":"x"`,
	`"do":"receive_opinion","party":"P1","stance":"agree"`, `"do":"extend","days":5,"reason":"x","approved_by":"y"`,
	`"do":"extend","days":25,"reason":"x","approved_by":"y"`, `"do":"record_service","sequence":2,"outcome":"served"`,
	`"do":"propose_reply","result":"disclosed","grounds":"x"`, `"do":"approve_reply"`, `"do":"reject_reply","comment":"x"`,
	replied("disclosed"), replied("unable.still_unclear"), replied("nix"), `"do":"withdraw","colour":"red"`,
	`"do":"withdraw","on":"2199-01-01"`, `"do":"withdraw","seen":99`, `"do":"mark_overdue"`, `"do":"fly"`, `"do":"withdraw"`,
	`"do":"correct","sequence":1,"fields":{"category":{"before":"other","after":"enterprise"}},"reason":"x"`,
	`"do":"void","reason":"x"`,
}

// door carries out objects one after the other and tells what became of the last: the state, or the refusal's code.
type door func(t *testing.T, objects []string) string

// The same command is accepted into the same state or refused with the same code, whichever door it comes through.
func TestEveryCommandInEveryStateIsAnsweredTheSameThroughEveryDoor(t *testing.T) {
	t.Parallel()
	script, line, web, bus := scriptDoor(t), lineDoor(t), webDoor(t), busDoor(t)
	for state, way := range ways {
		for i, probe := range probes {
			number := fmt.Sprintf(`,"application":"%s-%d","agency":"T1"}`, orNew(state), i)
			objects := make([]string, 0, len(way)+1)
			for _, object := range append(append([]string{}, way...), probe) {
				objects = append(objects, "{"+object+number)
			}
			byScript := script(t, objects)
			require.Equal(t, byScript, line(t, objects), "%s: %s", state, probe)
			require.Equal(t, byScript, web(t, objects), "%s: %s", state, probe)
			require.Equal(t, byScript, bus(t, objects), "%s: %s", state, probe)
		}
	}
}

func orNew(s workflow.State) string {
	if s == workflow.None {
		return "new"
	}
	return string(s)
}

func scriptDoor(t *testing.T) door {
	o := newOffice(t)
	out := testOutput(t, o)
	store, err := out.settings.open(out)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	return func(t *testing.T, objects []string) string {
		steps, err := workflow.ReadStory(strings.NewReader(strings.Join(objects, "\n")))
		require.NoError(t, err)
		state := ""
		p := workflow.Player{Engine: store, Script: objects[len(objects)-1], Agency: "T1", Actor: operator, Today: today(),
			Did: func(_ workflow.Step, _ workflow.Command, a workflow.Answer) { state = string(a.State) }}
		_, err = p.Play(t.Context(), steps)
		var fault *workflow.PlayError
		if errors.As(err, &fault) {
			return fault.Refusal.Code
		}
		require.NoError(t, err)
		return state
	}
}

func testOutput(t *testing.T, o *office) *output {
	var buf bytes.Buffer
	return &output{Context: t.Context(), in: strings.NewReader(""), out: &buf, err: &buf, lang: "zh", settings: &Settings{Data: o.data, Log: "error"}}
}

var coded = regexp.MustCompile(`被拒绝 \[([a-z_]+)\]`)

func lineDoor(t *testing.T) door {
	o := newOffice(t)
	return func(t *testing.T, objects []string) string {
		var out, errs bytes.Buffer
		status := run(t.Context(), []string{"--data", o.data, "do", "--json", "-"}, strings.NewReader(strings.Join(objects, "\n")), &out, &errs)
		if found := coded.FindStringSubmatch(errs.String()); found != nil {
			require.Equal(t, exitRefused, status)
			return found[1]
		}
		require.Equal(t, exitDone, status, errs.String())
		answers := json.NewDecoder(&out)
		var last workflow.Answer
		for answers.More() {
			require.NoError(t, answers.Decode(&last))
		}
		return string(last.State)
	}
}

func webDoor(t *testing.T) door {
	o := newOffice(t)
	out := testOutput(t, o)
	store, err := out.settings.open(out)
	require.NoError(t, err)
	handler, err := handlers.New(handlers.Options{Store: store, Now: time.Now, Random: rand.Reader, NoLogin: true})
	require.NoError(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(func() { server.Close(); require.NoError(t, store.Close()) })
	return func(t *testing.T, objects []string) string {
		answered := ""
		for _, object := range objects {
			resp, err := http.Post(server.URL+"/api/v1/commands", "application/json", strings.NewReader(object))
			require.NoError(t, err)
			var body struct{ Code, State string }
			require.NoError(t, json.NewDecoder(resp.Body).Decode(&body))
			require.NoError(t, resp.Body.Close())
			if answered = body.State; resp.StatusCode != http.StatusOK {
				require.Contains(t, []int{400, 403, 404, 409, 422}, resp.StatusCode)
				return body.Code
			}
		}
		return answered
	}
}

// busDoor asks over a real bus, as any program with a NATS client does.
func busDoor(t *testing.T) door {
	o := newOffice(t)
	out := testOutput(t, o)
	store, err := out.settings.open(out)
	require.NoError(t, err)
	handler, err := handlers.New(handlers.Options{Store: store, Now: time.Now, Random: rand.Reader, NoLogin: true})
	require.NoError(t, err)
	bus, err := events.StartBus(events.BusOptions{Data: t.TempDir(), Random: rand.Reader})
	require.NoError(t, err)
	service := events.NewCommandService(bus.Dial, func(ctx context.Context, asked events.Asked) events.Told {
		return events.Told(handler.Ask(ctx, handlers.Asked(asked)))
	}, events.CommandOptions{})
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- service.Run(ctx) }()
	nc, err := nats.Connect(bus.Address().URL)
	require.NoError(t, err)
	t.Cleanup(func() {
		nc.Close()
		stop()
		require.NoError(t, errors.Join(<-ended, bus.Close(), store.Close()))
	})
	require.Eventually(t, func() bool { return service.State().Connected }, 10*time.Second, 5*time.Millisecond)
	return func(t *testing.T, objects []string) string {
		answered := ""
		for _, object := range objects {
			reply, err := nc.Request("gongkai.commands.T1", []byte(object), 10*time.Second)
			require.NoError(t, err)
			var body struct {
				Code, State string
				Status      int
			}
			require.NoError(t, json.Unmarshal(reply.Data, &body))
			if answered = body.State; reply.Header.Get(events.StatusHeader) != "200" {
				require.Equal(t, fmt.Sprint(body.Status), reply.Header.Get("Nats-Service-Error-Code"))
				require.Equal(t, "application/problem+json", reply.Header.Get("Content-Type"))
				return body.Code
			}
		}
		return answered
	}
}
