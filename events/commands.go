package events

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"
)

// Asked is a command that came over the bus: a request on gongkai.commands.<agency> whose payload is one object of the
// command language.
type Asked struct {
	Agency   string // of the subject: it fills the command's agency, and must be it
	Token    string // from the header Authorization: Bearer TOKEN
	Key      string // from Idempotency-Key, or else Nats-Msg-Id: the same key gives the same answer, once
	Match    string // from If-Match: the sequence number the sender decided on
	Language string // from Accept-Language, for the words of refusals
	Body     []byte
}

// Told is the answer: what HTTP would have answered, status and headers included.
type Told struct {
	Status int
	Header map[string]string
	Body   []byte
}

// Door decides who may and carries the command out. It is the same one as that of HTTP.
type Door func(ctx context.Context, asked Asked) Told

// Headers of an answer: the status in numbers of HTTP, and for refusals what NATS tools show (micro, ADR-32).
const (
	StatusHeader = "Gongkai-Status"
	codeHeader   = micro.ErrorCodeHeader
	errorHeader  = micro.ErrorHeader
)

// CommandOptions say how commands are taken. The zero value fits.
type CommandOptions struct {
	Version string        // of the program, shown by `nats micro`; semantic version
	AtOnce  int           // most commands under way; further ones wait on the bus. 0 = 64
	Timeout time.Duration // longest time for one command; 0 = 60 s
	Logger  *slog.Logger
}

// CommandService takes commands over the bus as a NATS micro service "gongkai": `nats micro ls` finds it, and several
// replicas share the work.
type CommandService struct {
	dial Dial
	door Door
	o    CommandOptions

	answered, refused atomic.Int64
	mu                sync.Mutex
	state             CommandState
}

// CommandState is how the service does.
type CommandState struct {
	Connected bool
	Answered  int64 // commands answered with 200
	Refused   int64 // answered with anything else
	LastError string
}

// NewCommandService makes the service; nothing happens before Run.
func NewCommandService(dial Dial, door Door, o CommandOptions) *CommandService {
	if o.AtOnce <= 0 {
		o.AtOnce = 64
	}
	if o.Timeout <= 0 {
		o.Timeout = time.Minute
	}
	if o.Version == "" {
		o.Version = "0.0.0"
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &CommandService{dial: dial, door: door, o: o}
}

// State tells how the service does.
func (c *CommandService) State() CommandState {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.state
	s.Answered, s.Refused = c.answered.Load(), c.refused.Load()
	return s
}

func (c *CommandService) note(connected bool, problem string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state.Connected, c.state.LastError = connected, problem
}

// Run takes commands until the context ends, through restarts of the bus; then it takes no more, lets those under way
// finish and returns nil.
func (c *CommandService) Run(ctx context.Context) error {
	for failures := 1; ctx.Err() == nil; failures++ {
		began, err := c.session(ctx)
		if ctx.Err() != nil {
			break
		}
		if began {
			failures = 1
		}
		c.note(false, err.Error())
		delay := pause(100*time.Millisecond, 15*time.Second, failures)
		c.o.Logger.Warn("commands: bus out of reach, will try again", "error", err, "in", delay)
		wait(ctx, delay)
	}
	c.note(false, "")
	return nil
}

// session takes commands over one connection until it is lost or the context ends.
func (c *CommandService) session(ctx context.Context) (began bool, err error) {
	nc, err := c.dial(ctx)
	if err != nil {
		return false, err
	}
	defer nc.Close()
	lost := make(chan struct{})
	nc.SetClosedHandler(func(*nats.Conn) { close(lost) })
	var underWay sync.WaitGroup
	places := make(chan struct{}, c.o.AtOnce)
	service, err := micro.AddService(nc, micro.Config{
		Name: "gongkai", Version: c.o.Version, Description: "依申请公开：命令。One command of the language for each request; answers as POST /api/v1/commands does.",
		StatsHandler: func(*micro.Endpoint) any { return c.State() },
		Endpoint: &micro.EndpointConfig{
			Subject: CommandPrefix + ".*",
			Handler: micro.HandlerFunc(func(r micro.Request) {
				places <- struct{}{}
				underWay.Go(func() {
					defer func() { <-places }()
					c.answer(ctx, nc, r)
				})
			}),
			Metadata: map[string]string{"request": "application/json", "problem": "application/problem+json", "asyncapi": "/asyncapi.json"},
		},
	})
	if err != nil {
		return false, fmt.Errorf("take commands over the bus: %w", err)
	}
	if err := nc.FlushTimeout(apiTimeout); err != nil { // until the server has the subscription, nobody answers
		return false, errors.Join(fmt.Errorf("take commands over the bus: %w", err), service.Stop())
	}
	c.note(true, "")
	select {
	case <-ctx.Done():
		err = service.Stop() // drains: what has come is still answered
	case <-lost:
		err = errors.New("the connection was lost")
	}
	underWay.Wait()
	return true, errors.Join(err, nc.FlushTimeout(apiTimeout))
}

// answer carries out one command and answers it. A command is finished even when the service stops meanwhile.
func (c *CommandService) answer(ctx context.Context, nc *nats.Conn, r micro.Request) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.o.Timeout)
	defer cancel()
	h := nats.Header(r.Headers())
	told := c.door(ctx, Asked{
		Agency: strings.TrimPrefix(r.Subject(), CommandPrefix+"."), Token: bearer(first(h, "Authorization")),
		Key: first(h, "Idempotency-Key", nats.MsgIdHdr), Match: first(h, "If-Match"), Language: first(h, "Accept-Language"), Body: r.Data(),
	})
	reply := nats.NewMsg(r.Reply())
	reply.Data = told.Body
	for name, value := range told.Header {
		reply.Header.Set(name, value)
	}
	reply.Header.Set(StatusHeader, strconv.Itoa(told.Status))
	if told.Status == 200 {
		c.answered.Add(1)
	} else {
		c.refused.Add(1)
		reply.Header.Set(codeHeader, strconv.Itoa(told.Status))
		reply.Header.Set(errorHeader, "refused; the reason is in the payload")
	}
	if reply.Subject == "" {
		return // nobody waits for an answer
	}
	// Not by the request itself: its bookkeeping belongs to the goroutine that delivered it.
	if err := nc.PublishMsg(reply); err != nil {
		c.o.Logger.Warn("commands: an answer could not be sent; the sender asks again with the same key", "error", err)
	}
}

// first gives the first header there is, whatever the case of its name.
func first(h nats.Header, names ...string) string {
	for _, name := range names {
		for have, values := range h {
			if strings.EqualFold(have, name) && len(values) > 0 && values[0] != "" {
				return strings.TrimSpace(values[0])
			}
		}
	}
	return ""
}

func bearer(authorization string) string {
	scheme, token, ok := strings.Cut(authorization, " ")
	if strings.EqualFold(authorization, "Bearer") {
		return "" // "Bearer " and nothing
	}
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return authorization // a scheme we do not know is a token that nobody has
	}
	return strings.TrimSpace(token)
}
