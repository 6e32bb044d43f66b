package handlers

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
)

// policy is what browsers may load and where forms may go: nothing but this program. Pico's small icons are data: images.
const policy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; " +
	"base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

// headers sets what every answer carries. Answers hold cases of people: no cache keeps them.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// limits bounds the body and the time of a request.
func limits(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), answerTimeout)
		defer cancel()
		r = r.WithContext(ctx)
		r.Body = http.MaxBytesReader(w, r.Body, maxBodyBytes)
		next.ServeHTTP(w, r)
	})
}

// ownOrigin refuses what another site makes a browser send (CSRF), by Sec-Fetch-Site and Origin.
func (s *Server) ownOrigin(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, problem(http.StatusForbidden, "cross_origin"))
	}))
	return guard.Handler(next)
}

// ownHost refuses names other than those of this machine where nobody signs in: a page elsewhere whose name was made to
// point here (DNS rebinding) would otherwise act for the operator.
func (s *Server) ownHost(next http.Handler) http.Handler {
	if !s.options.NoLogin {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		host = strings.Trim(host, "[]")
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			s.fail(w, r, problem(http.StatusForbidden, "not_this_host"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// recorder notes what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap gives the writer below to http.ResponseController.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// watch keeps the access log and the metrics and turns a panic into an answer. What is logged holds no personal data:
// the pattern of the route, not the address with its search words and numbers, and no network address.
func (s *Server) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.options.Now()
		rec := &recorder{ResponseWriter: w}
		t := &trace{route: "-", role: "-"}
		r = r.WithContext(context.WithValue(r.Context(), traceKey{}, t))
		defer func() {
			if cause := recover(); cause != nil {
				if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(cause)
				}
				s.log.Error("a handler panicked", "route", t.route, "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
				if rec.status == 0 {
					s.fail(rec, r, problem(http.StatusInternalServerError, "internal"))
				}
			}
			took := s.options.Now().Sub(start)
			s.metrics.answered(t.route, rec.status, took)
			level := slog.LevelInfo
			if t.quiet {
				level = slog.LevelDebug
			}
			s.log.Log(r.Context(), level, "answered", "route", t.route, "status", rec.status, "bytes", rec.bytes,
				"took", took.Round(time.Microsecond).String(), "role", t.role)
		}()
		next.ServeHTTP(rec, r)
	})
}

type traceKey struct{}

// trace is what the inner handlers tell the access log.
type trace struct {
	route, role string
	quiet       bool
}

func traceOf(ctx context.Context) *trace {
	if t, ok := ctx.Value(traceKey{}).(*trace); ok {
		return t
	}
	return &trace{}
}

// retryAfter tells a sender when to come again.
func retryAfter(w http.ResponseWriter, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int(max(1, (wait+time.Second-1)/time.Second))))
}
