package events

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go"
)

// StreamOptions say how the stream is kept. The zero value fits.
type StreamOptions struct {
	Replicas int   // 0 = three where the cluster has three nodes, else one
	MaxBytes int64 // 0 = 2 GiB; then the oldest messages go, and are read from the log instead
}

// ErrStreamDiffers says that a stream GONGKAI is there but is not fit to be ours, and cannot be made so.
var ErrStreamDiffers = errors.New("the stream GONGKAI on this bus is of another kind")

// streamConfig is the part of a JetStream configuration that matters here. nats.go's own type does not know atomic
// publishing, so the API is spoken directly.
type streamConfig struct {
	Name        string        `json:"name"`
	Description string        `json:"description"`
	Subjects    []string      `json:"subjects"`
	Retention   string        `json:"retention"`
	Storage     string        `json:"storage"`
	Discard     string        `json:"discard"`
	Replicas    int           `json:"num_replicas"`
	MaxBytes    int64         `json:"max_bytes"`
	MaxMsgs     int64         `json:"max_msgs"`
	MaxCons     int           `json:"max_consumers"`
	MaxPer      int64         `json:"max_msgs_per_subject"`
	Duplicates  time.Duration `json:"duplicate_window"`
	DenyDelete  bool          `json:"deny_delete"`
	DenyPurge   bool          `json:"deny_purge"`
	Atomic      bool          `json:"allow_atomic"`
	Direct      bool          `json:"allow_direct"` // off: a follower may answer late, and the relay must see the last message
}

type streamState struct {
	Messages uint64 `json:"messages"`
	First    uint64 `json:"first_seq"`
	Last     uint64 `json:"last_seq"`
}

type streamReply struct {
	Config streamConfig `json:"config"`
	State  streamState  `json:"state"`
	Error  *apiError    `json:"error"`
}

// apiError is what the server answers when it will not.
type apiError struct {
	Code    int    `json:"code"`
	ErrCode int    `json:"err_code"`
	Text    string `json:"description"`
}

func (e *apiError) Error() string { return fmt.Sprintf("bus: %s (%d)", e.Text, e.ErrCode) }

// Codes of the server that we act on (nats-server, errors.json).
const (
	codeNoPeers        = 10005
	codeNotFound       = 10059
	codeNoMessage      = 10037
	codeWrongLast      = 10071
	codeWrongLastConst = 10164
	codeNoReplicas     = 10074
	codeDuplicateID    = 10201
)

func hasCode(err error, codes ...int) bool {
	api, ok := errors.AsType[*apiError](err)
	return ok && slices.Contains(codes, api.ErrCode)
}

const apiTimeout = 5 * time.Second

// call sends one request of the JetStream API and decodes the answer.
func call(ctx context.Context, nc *nats.Conn, subject string, body, into any) error {
	ctx, cancel := context.WithTimeout(ctx, apiTimeout)
	defer cancel()
	var raw []byte
	if body != nil {
		var err error
		if raw, err = json.Marshal(body); err != nil {
			return fmt.Errorf("encode %s: %w", subject, err)
		}
	}
	reply, err := nc.RequestWithContext(ctx, "$JS.API."+subject, raw)
	if err != nil {
		return fmt.Errorf("ask the bus for %s: %w", subject, err)
	}
	if err := json.Unmarshal(reply.Data, into); err != nil {
		return fmt.Errorf("decode the answer to %s: %w", subject, err)
	}
	return nil
}

func streamCall(ctx context.Context, nc *nats.Conn, verb string, body any) (streamReply, error) {
	var reply streamReply
	if err := call(ctx, nc, "STREAM."+verb+"."+StreamName, body, &reply); err != nil {
		return reply, err
	}
	if reply.Error != nil {
		return reply, fmt.Errorf("stream %s: %w", StreamName, reply.Error)
	}
	return reply, nil
}

// EnsureStream makes the stream GONGKAI when it is missing and brings an older one up to date. Errors: ErrStreamDiffers
// when it cannot be made right. How the servers sync is CheckSync's question.
func EnsureStream(ctx context.Context, nc *nats.Conn, o StreamOptions) error {
	want := wanted(o)
	have, err := streamCall(ctx, nc, "INFO", nil)
	if hasCode(err, codeNotFound) {
		have, err = withReplicas(want, o, func(c streamConfig) (streamReply, error) { return streamCall(ctx, nc, "CREATE", c) })
	}
	if err != nil {
		return err
	}
	if fits(have.Config, want, o) {
		return nil
	}
	if have.Config.Storage != want.Storage || have.Config.Retention != want.Retention {
		return fmt.Errorf("%w: storage %s, retention %s", ErrStreamDiffers, have.Config.Storage, have.Config.Retention)
	}
	have, err = withReplicas(want, o, func(c streamConfig) (streamReply, error) {
		if o.Replicas == 0 {
			c.Replicas = max(c.Replicas, have.Config.Replicas)
		}
		return streamCall(ctx, nc, "UPDATE", c)
	})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStreamDiffers, err)
	}
	if !fits(have.Config, want, o) {
		return ErrStreamDiffers
	}
	return nil
}

func wanted(o StreamOptions) streamConfig {
	c := streamConfig{
		Name: StreamName, Description: "events of gongkai: keys, dates and codes, in order of position",
		Subjects: []string{SubjectPrefix + ".>"}, Retention: "limits", Storage: "file", Discard: "old",
		Replicas: o.Replicas, MaxBytes: o.MaxBytes, MaxMsgs: -1, MaxCons: -1, MaxPer: -1, Duplicates: 2 * time.Minute,
		DenyDelete: true, DenyPurge: true, Atomic: true,
	}
	if c.Replicas == 0 {
		c.Replicas = 3
	}
	if c.MaxBytes == 0 {
		c.MaxBytes = 2 << 30
	}
	return c
}

// withReplicas tries three replicas first and falls back to one where there is no cluster of three.
func withReplicas(c streamConfig, o StreamOptions, do func(streamConfig) (streamReply, error)) (streamReply, error) {
	reply, err := do(c)
	if o.Replicas == 0 && hasCode(err, codeNoPeers, codeNoReplicas) {
		c.Replicas = 1
		return do(c)
	}
	return reply, err
}

func fits(have, want streamConfig, o StreamOptions) bool {
	return slices.Equal(have.Subjects, want.Subjects) && have.Storage == want.Storage && have.Retention == want.Retention &&
		have.Atomic && have.DenyDelete && have.DenyPurge && !have.Direct && have.Duplicates == want.Duplicates &&
		have.MaxBytes == want.MaxBytes && have.Discard == want.Discard && (o.Replicas == 0 || have.Replicas == want.Replicas)
}

// stored is a message as the stream keeps it.
type stored struct {
	Subject string `json:"subject"`
	Seq     uint64 `json:"seq"`
	Header  []byte `json:"hdrs"`
	Data    []byte `json:"data"`
}

// message reads one message of the stream from its leader.
func message(ctx context.Context, nc *nats.Conn, seq uint64) (Message, error) {
	return wantedMessage(ctx, nc, seq, map[string]any{"seq": seq})
}

// messageBehind reads the first message from a number on whose subject a filter admits.
func messageBehind(ctx context.Context, nc *nats.Conn, seq uint64, filter string) (Message, error) {
	return wantedMessage(ctx, nc, seq, map[string]any{"seq": seq, "next_by_subj": filter})
}

func wantedMessage(ctx context.Context, nc *nats.Conn, seq uint64, which map[string]any) (Message, error) {
	var reply struct {
		Message *stored   `json:"message"`
		Error   *apiError `json:"error"`
	}
	if err := call(ctx, nc, "STREAM.MSG.GET."+StreamName, which, &reply); err != nil {
		return Message{}, err
	}
	if reply.Error != nil {
		return Message{}, fmt.Errorf("message %d: %w", seq, reply.Error)
	}
	if reply.Message == nil {
		return Message{}, fmt.Errorf("message %d: %w", seq, ErrNotAnEvent)
	}
	header, err := nats.DecodeHeadersMsg(reply.Message.Header)
	if err != nil {
		return Message{}, fmt.Errorf("message %d: %w: %w", seq, ErrNotAnEvent, err)
	}
	m, err := Decode(reply.Message.Subject, header, reply.Message.Data)
	if err != nil {
		return Message{}, fmt.Errorf("message %d: %w", seq, err)
	}
	return m, nil
}
