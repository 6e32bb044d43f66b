package events

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
)

// ErrNotSynced says that a server acknowledges messages before they are on disk: with the default of two minutes a power
// cut took every acknowledged message of a stream and the stream with them.
var ErrNotSynced = errors.New("the bus does not run with sync_interval: always")

// ErrSyncUnknown says that no server told how it syncs: the user may not ask. A reason to warn, not to stop.
var ErrSyncUnknown = errors.New("the bus does not tell whether it runs with sync_interval: always")

// subjectServers is where the servers of a cluster describe their JetStream. It belongs to the system account; the
// template in deploy/nats lets the engine ask this one question.
const subjectServers = "$SYS.REQ.SERVER.PING.JSZ"

// CheckSync asks every server of the cluster whether it syncs before it acknowledges. It returns nil when all do,
// ErrNotSynced with the server's name when one does not, ErrSyncUnknown when none answers.
func CheckSync(ctx context.Context, nc *nats.Conn) error {
	inbox := nc.NewRespInbox()
	sub, err := nc.SubscribeSync(inbox)
	if err != nil {
		return fmt.Errorf("ask the bus how it syncs: %w", err)
	}
	// The subscription dies with the connection anyway; an error of giving it up early tells nothing.
	defer func() { _ = sub.Unsubscribe() }()
	if err := nc.PublishRequest(subjectServers, inbox, nil); err != nil {
		return fmt.Errorf("ask the bus how it syncs: %w", err)
	}
	answers := 0
	for patience := time.Second; ; patience = 200 * time.Millisecond {
		each, cancel := context.WithTimeout(ctx, patience)
		msg, err := sub.NextMsgWithContext(each)
		cancel()
		if err != nil {
			break // silence, or nobody there: no more answers will come
		}
		name, always, ok := readSync(msg)
		if !ok {
			break
		}
		if !always {
			return fmt.Errorf("server %s: %w", name, ErrNotSynced)
		}
		answers++
	}
	if answers == 0 {
		return ErrSyncUnknown
	}
	return nil
}

func readSync(msg *nats.Msg) (server string, always, ok bool) {
	var answer struct {
		Server struct {
			Name string `json:"name"`
		} `json:"server"`
		Data *struct {
			Disabled bool `json:"disabled"`
			Config   struct {
				Always bool `json:"sync_always"`
			} `json:"config"`
		} `json:"data"`
	}
	if err := json.Unmarshal(msg.Data, &answer); err != nil || answer.Data == nil {
		return "", false, false
	}
	return answer.Server.Name, answer.Data.Config.Always || answer.Data.Disabled, true
}
