package events

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"
	"github.com/stretchr/testify/require"
)

// serviceBus runs a bus with a command service behind the door, and gives a program's connection.
func serviceBus(t *testing.T, door Door) (*Bus, *CommandService, *nats.Conn) {
	b := startBus(t, t.TempDir())
	service := NewCommandService(b.Dial, door, CommandOptions{Version: "1.2.3", AtOnce: 4})
	running(t, service.Run)
	eventually(t, "the service is there", func() bool { return service.State().Connected })
	nc, err := nats.Connect(b.Address().URL)
	require.NoError(t, err)
	t.Cleanup(nc.Close)
	return b, service, nc
}

func TestACommandReachesTheDoorWithItsHeadersAndTheAnswerComesBackWhole(t *testing.T) {
	t.Parallel()
	heard := make(chan Asked, 1)
	_, service, nc := serviceBus(t, func(_ context.Context, asked Asked) Told {
		heard <- asked
		return Told{Status: 422, Header: map[string]string{"Content-Type": "application/problem+json"}, Body: []byte(`{"code":"not_now"}`)}
	})
	msg := nats.NewMsg("gongkai.commands.A")
	msg.Data = []byte(`{"do":"withdraw"}`)
	msg.Header.Set("authorization", "bearer secret")
	msg.Header.Set("Nats-Msg-Id", "k1")
	msg.Header.Set("If-Match", `"7"`)
	msg.Header.Set("Accept-Language", "en")
	reply, err := nc.RequestMsg(msg, 5*time.Second)
	require.NoError(t, err)
	want := Asked{Agency: "A", Token: "secret", Key: "k1", Match: `"7"`, Language: "en", Body: []byte(`{"do":"withdraw"}`)}
	require.Empty(t, cmp.Diff(want, <-heard))
	require.Equal(t, `{"code":"not_now"}`, string(reply.Data))
	require.Equal(t, []string{"422", "422", "application/problem+json"},
		[]string{reply.Header.Get(StatusHeader), reply.Header.Get(micro.ErrorCodeHeader), reply.Header.Get("Content-Type")})
	require.Equal(t, CommandState{Connected: true, Refused: 1}, service.State())
}

func TestTheServiceIsFoundAsNATSServicesAre(t *testing.T) {
	t.Parallel()
	_, _, nc := serviceBus(t, func(context.Context, Asked) Told { return Told{Status: 200} })
	reply, err := nc.Request("$SRV.INFO.gongkai", nil, 5*time.Second)
	require.NoError(t, err)
	var info micro.Info
	require.NoError(t, json.Unmarshal(reply.Data, &info))
	require.Equal(t, "gongkai", info.Name)
	require.Equal(t, "1.2.3", info.Version)
	require.Equal(t, "gongkai.commands.*", info.Endpoints[0].Subject)
}

func TestAStoppedServiceAnswersWhatItHadBegun(t *testing.T) {
	t.Parallel()
	began, finish := make(chan struct{}), make(chan struct{})
	b := startBus(t, t.TempDir())
	var once sync.Once
	service := NewCommandService(b.Dial, func(context.Context, Asked) Told {
		once.Do(func() {
			close(began)
			<-finish
		})
		return Told{Status: 200, Body: []byte("{}")}
	}, CommandOptions{})
	stop := running(t, service.Run)
	eventually(t, "the service is there", func() bool { return service.State().Connected })
	nc, err := nats.Connect(b.Address().URL)
	require.NoError(t, err)
	defer nc.Close()
	answered := make(chan error, 1)
	go func() {
		_, err := nc.Request("gongkai.commands.A", []byte("{}"), 10*time.Second)
		answered <- err
	}()
	<-began
	stopped := make(chan struct{})
	go func() { stop(); close(stopped) }()
	eventually(t, "no more commands are taken", func() bool {
		_, err := nc.Request("$SRV.PING.gongkai", nil, 100*time.Millisecond)
		return err == nats.ErrNoResponders
	})
	close(finish)
	require.NoError(t, <-answered)
	<-stopped
}

func TestTheServiceComesBackWithTheBus(t *testing.T) {
	t.Parallel()
	b, service, _ := serviceBus(t, func(context.Context, Asked) Told { return Told{Status: 200, Body: []byte("{}")} })
	require.NoError(t, b.Restart())
	nc, err := nats.Connect(b.Address().URL)
	require.NoError(t, err)
	defer nc.Close()
	eventually(t, "it answers again", func() bool {
		_, err := nc.Request("gongkai.commands.A", []byte("{}"), time.Second)
		return err == nil
	})
	eventually(t, "and says so", func() bool { return service.State().Connected })
}

func TestAProgramCannotListenToTheCommandsOfOthers(t *testing.T) {
	t.Parallel()
	_, _, nc := serviceBus(t, func(context.Context, Asked) Told { return Told{Status: 200} })
	refused := make(chan error, 1)
	nc.SetErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { refused <- err })
	_, err := nc.SubscribeSync("gongkai.commands.A")
	require.NoError(t, err)
	require.True(t, strings.Contains((<-refused).Error(), "Permissions Violation"))
}
