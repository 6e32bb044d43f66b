package events

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
)

// puller asks the bus for one event after the other. The iterator of nats.go loses count of its requests now and then
// when it may hold only one message, and then hears nothing for half a minute; this asks again when it has no answer.
type puller struct {
	nc   *nats.Conn
	sub  *nats.Subscription
	next string          // subject of the requests
	ask  context.Context // runs out when the last request has; nil when none is open
	done context.CancelFunc
}

// pullExpiry is how long the bus keeps a request; then it says so and is asked again.
const pullExpiry = 10 * time.Second

func newPuller(nc *nats.Conn, consumer string) (*puller, error) {
	sub, err := nc.SubscribeSync(nc.NewInbox())
	if err != nil {
		return nil, fmt.Errorf("follow the department's events: %w", err)
	}
	return &puller{nc: nc, sub: sub, next: "$JS.API.CONSUMER.MSG.NEXT." + StreamName + "." + consumer}, nil
}

// event waits for the next event, at most so long; nil without an error means that the time passed.
func (p *puller) event(ctx context.Context, most time.Duration) (*nats.Msg, error) {
	limit, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for {
		if err := p.request(); err != nil {
			return nil, err
		}
		msg, err := p.either(limit)
		switch {
		case errors.Is(err, context.DeadlineExceeded) && limit.Err() == nil:
			p.settled() // no word of the request: ask again
		case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
			return nil, nil
		case err != nil:
			return nil, fmt.Errorf("wait for an event: %w", err)
		default:
			p.settled()
			if msg.Header.Get("Status") == "" || len(msg.Data) > 0 {
				return msg, nil
			}
			if status := msg.Header.Get("Status"); status != "404" && status != "408" {
				return nil, fmt.Errorf("wait for an event: the bus answers %s %s", status, msg.Header.Get("Description"))
			}
		}
	}
}

// either waits until the limit or until the open request has run out, whichever is first.
func (p *puller) either(limit context.Context) (*nats.Msg, error) {
	ctx, cancel := context.WithCancel(limit)
	defer cancel()
	stop := context.AfterFunc(p.ask, cancel)
	defer stop()
	msg, err := p.sub.NextMsgWithContext(ctx)
	if errors.Is(err, context.Canceled) && p.ask.Err() != nil {
		return nil, context.DeadlineExceeded
	}
	return msg, err
}

func (p *puller) request() error {
	if p.ask != nil {
		return nil
	}
	body, err := json.Marshal(map[string]any{"batch": 1, "expires": pullExpiry})
	if err != nil {
		return fmt.Errorf("ask for an event: %w", err)
	}
	if err := p.nc.PublishRequest(p.next, p.sub.Subject, body); err != nil {
		return fmt.Errorf("ask for an event: %w", err)
	}
	p.ask, p.done = context.WithTimeout(context.Background(), pullExpiry+time.Second)
	return nil
}

func (p *puller) settled() {
	if p.ask != nil {
		p.done()
		p.ask, p.done = nil, nil
	}
}

// close gives back what came and was not begun, so that the next worker need not wait for it. A request that is open goes
// with the subscription.
func (p *puller) close() error {
	p.settled()
	for n, _, err := p.sub.Pending(); err == nil && n > 0; n, _, err = p.sub.Pending() {
		msg, err := p.sub.NextMsg(time.Millisecond)
		if err != nil {
			break
		}
		if err := msg.Nak(); err != nil {
			return fmt.Errorf("give an event back: %w", err)
		}
	}
	if err := p.sub.Unsubscribe(); err != nil && !errors.Is(err, nats.ErrConnectionClosed) {
		return fmt.Errorf("stop asking for events: %w", err)
	}
	return nil
}
