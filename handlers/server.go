package handlers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/alexedwards/scs/v2"

	"gongkai/access"
	"gongkai/law"
)

// Options say what the pages and the API work with. Store, Now and Random are required, Sessions unless NoLogin is set.
type Options struct {
	Store  Store
	Now    func() time.Time
	Random io.Reader // cryptographic, safe for concurrent use
	Logger *slog.Logger
	// Version of the program, shown in settings, metrics and the OpenAPI document.
	Version string

	// NoLogin lets whoever reaches the port act for the operator of the machine. The caller sees to it that the port is
	// on a loopback address; requests for any other host name are refused, so that no page elsewhere can reach in by
	// making its name point here.
	NoLogin bool
	// Secure says that browsers come by TLS (here or at a proxy): cookies get Secure and the prefix __Host-.
	Secure bool
	// Sessions keeps who is signed in.
	Sessions scs.Store
	// Welcome, when it is set, is the one-time link of the first administrator. It works while nobody exists.
	Welcome *access.Token
	// Bearer finds the person a token belongs to by its stored form (access.StoredToken), false for an unknown, ended or
	// expired one. Nil: no tokens.
	Bearer func(ctx context.Context, stored string, now time.Time) (person string, ok bool, err error)

	// KeepNotice, when it is set, keeps a copy of an added notice for programs that count without the log.
	KeepNotice func(notice law.Notice, raw []byte) error
	// Letters are the events that workers of this machine could not do; nil where there are none to show.
	Letters Letters
	// AsyncAPI is the description of the bus, served beside the OpenAPI document; nil where there is no bus.
	AsyncAPI []byte

	// PDF makes a PDF of a Word file; ok is false where the machine has no program for it. Nil: it has none.
	PDF func(ctx context.Context, docx []byte) (pdf []byte, ok bool, err error)

	// Parts are the other parts of the program whose state is shown (relay, clock); they must answer at once.
	Parts []Part
	// Watched gives what the watch over log, bus and workers saw last; it must answer at once. Nil: nobody watches.
	Watched func() Watched
	// Bare leaves out pages and API: health, readiness and metrics of a process that runs other parts.
	Bare bool
}

// Part is a part of the program that runs beside the server.
type Part struct {
	Name  string // relay, clock
	State func() PartState
}

// PartState is how a part does. Figures become metrics `gongkai_<part>_<name>`.
type PartState struct {
	Healthy bool
	Text    string             // for people
	Figures map[string]float64 // snake_case
}

// Server answers HTTP. It is safe for concurrent use.
type Server struct {
	options  Options
	store    Store
	log      *slog.Logger
	sessions *scs.SessionManager
	throttle *access.Throttle
	hasher   *access.Hasher
	metrics  *metrics
	welcome  chan struct{} // one at a time through the welcome page
	handler  http.Handler
	draining atomic.Bool // Drain was called
}

// New builds the server. It starts nothing and opens no port.
func New(o Options) (*Server, error) {
	if o.Store == nil || o.Now == nil || o.Random == nil {
		return nil, errors.New("build the server: a store, a clock and a source of randomness are required")
	}
	if !o.NoLogin && !o.Bare && o.Sessions == nil {
		return nil, errors.New("build the server: a session store is required where people sign in")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	s := &Server{
		options: o, store: o.Store, log: o.Logger, throttle: access.NewThrottle(), hasher: access.NewHasher(2),
		welcome: make(chan struct{}, 1),
	}
	s.sessions = newSessions(o)
	s.metrics = newMetrics(o)
	handler, err := s.routes()
	if err != nil {
		return nil, fmt.Errorf("build the server: %w", err)
	}
	s.handler = handler
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Bounds of one exchange. A slow or endless sender must not hold a connection.
const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 60 * time.Second
	writeTimeout      = 120 * time.Second
	idleTimeout       = 120 * time.Second
	maxHeaderBytes    = 64 << 10
	answerTimeout     = 60 * time.Second
	maxBodyBytes      = 1 << 20
)

// HTTPServer gives a net/http server with the timeouts this handler wants. Its errors go to the log.
func (s *Server) HTTPServer() *http.Server {
	return &http.Server{
		Handler: s, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
}

// today is the civil date in China by the wall clock.
func (s *Server) today() law.Date { return law.DateOf(s.options.Now()) }
