package db

import (
	"time"

	"github.com/lib/pq"
)

// How the listening connection is kept alive: it is asked now and then, and silence beyond the limit means that the path
// is dead.
const (
	listenPing  = 30 * time.Second
	listenLimit = 90 * time.Second
)

// listen wakes this process when another one commits. A lost connection comes back by itself and wakes too, because
// something may have been missed; polling by whoever reads is the backstop.
func (s *Store) listen(url string) {
	report := func(event pq.ListenerEventType, err error) {
		if err != nil {
			s.log.Warn("the connection that hears of new events failed", "event", int(event), "error", err)
		}
	}
	listener := pq.NewDialListener(deadlineDialer{listenLimit}, url, 100*time.Millisecond, 10*time.Second, report)
	quit, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		// Listen waits until the connection stands; a failure is one of the connection and comes back by itself.
		if err := listener.Listen(wakeChannel); err != nil {
			s.log.Warn("cannot listen for new events", "error", err)
		}
		s.hear(listener, quit)
	}()
	s.stop = append(s.stop, func() {
		close(quit)
		if err := listener.Close(); err != nil {
			s.log.Warn("end listening", "error", err)
		}
		<-ended
	})
}

func (s *Store) hear(listener *pq.Listener, quit <-chan struct{}) {
	ping := time.NewTicker(listenPing)
	defer ping.Stop()
	for {
		select {
		case <-quit:
			return
		case _, open := <-listener.Notify: // nil: the connection was lost and is back
			if !open {
				return
			}
			s.recent.heard()
		case <-ping.C:
			if err := listener.Ping(); err != nil {
				s.log.Warn("the connection that hears of new events failed", "error", err)
			}
		}
	}
}
