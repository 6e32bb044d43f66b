package events

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"gongkai/workflow"
)

// ErrNewerVersion says that an event's data are of a version that this program does not know. Its worker must be brought
// up to date; until then the event waits, and with it its application.
var ErrNewerVersion = errors.New("the data are of a newer version than this program knows")

// Router calls a handler by the type of the event. Types without a handler are passed over.
type Router struct{ handlers map[string]Handler }

// NewRouter makes a router that handles nothing yet.
func NewRouter() *Router { return &Router{handlers: map[string]Handler{}} }

// Handle registers what is done on events of one type, with their data read into T: workflow.Data for events of
// applications, or a struct of one's own with the fields one needs (docs/schemas names them). Fields that T does not have
// are left out, so a program outlives fields that are added. Errors: a type that does not exist or is handled already; they
// show at start, not on the day of the event.
func Handle[T any](r *Router, eventType string, handle func(ctx context.Context, m Message, data T) error) error {
	if r.handlers[eventType] != nil || workflow.EventSchema(eventType) == nil {
		return fmt.Errorf("handle events %q: there is no such type, or it is handled already", eventType)
	}
	r.handlers[eventType] = func(ctx context.Context, m Message) error {
		if known := workflow.EventVersion(eventType); m.Version > known {
			return fmt.Errorf("%s version %d: %w (%d)", eventType, m.Version, ErrNewerVersion, known)
		}
		var data T
		if len(m.Data) > 0 {
			if err := json.Unmarshal(m.Data, &data); err != nil {
				return fmt.Errorf("read the data of %s: %w", eventType, err)
			}
		}
		return handle(ctx, m, data)
	}
	return nil
}

// Do is the handler for a worker.
func (r *Router) Do(ctx context.Context, m Message) error {
	if handle := r.handlers[m.Type]; handle != nil {
		return handle(ctx, m)
	}
	return nil
}
