package handlers

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Watched is what the watch over log, bus and workers saw last; the zero value before its first look.
type Watched struct {
	At      time.Time
	Epoch   int64
	Log     int64 // last position of the log
	Bus     int64 // position up to which the bus holds it; -1 = the bus does not answer
	Workers []WorkerPlace
	Alarms  []Alarm
}

// WorkerPlace is how far a department's program came.
type WorkerPlace struct {
	Worker   string
	Position int64 // up to which it took everything
	Behind   int64 // events it has not taken yet
	Waiting  *time.Time
	Idle     bool // no program ever asked
	Attached bool // a program is there now
}

// Alarm says that something waits longer than it may; docs/runbook.md says what to do about each reason.
type Alarm struct {
	Reason, About, Detail string
}

// alarmReasons are all reasons there are, so that a gauge of each is there before it alarms.
var alarmReasons = []string{"bus_unreachable", "days_unopened", "foreign_history", "log_unpublished", "log_unreadable", "worker_behind"}

// Drain says that this process is about to stop: readiness is refused, connections are closed after the answer at hand,
// and everything else goes on.
func (s *Server) Drain() { s.draining.Store(true) }

// closing tells clients not to send another request on a connection that will soon be closed.
func (s *Server) closing(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.draining.Load() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// statusView is the page of the running program.
type statusView struct {
	page
	Seen  Watched
	Parts []shownPart
}

// status shows those who run the installation how far everything came.
func (s *Server) status(w http.ResponseWriter, r *http.Request) error {
	v := statusView{page: s.page(r, "status.title")}
	if s.options.Watched != nil {
		v.Seen = s.options.Watched()
	}
	for _, p := range s.options.Parts {
		v.Parts = append(v.Parts, shownPart{p.Name, p.State()})
	}
	s.render(w, r, http.StatusOK, statusPage(v))
	return nil
}

// Moment gives a moment in the office's time.
func (v statusView) Moment(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(china).Format("2006-01-02 15:04:05")
}

// watchCollector gives what the watch saw as gauges.
type watchCollector struct{ watched func() Watched }

var (
	logPosition   = prometheus.NewDesc("gongkai_log_position", "Last position of the log.", nil, nil)
	logEpoch      = prometheus.NewDesc("gongkai_log_epoch", "Epoch of the log, raised by a restore.", nil, nil)
	busPosition   = prometheus.NewDesc("gongkai_bus_position", "Position up to which the bus holds the log; -1 while it does not answer.", nil, nil)
	workerBehind  = prometheus.NewDesc("gongkai_worker_behind", "Events on the bus that a worker has not taken yet.", []string{"worker"}, nil)
	workerOldest  = prometheus.NewDesc("gongkai_worker_oldest_seconds", "Age of the first event that waits for a worker.", []string{"worker"}, nil)
	alarmGauge    = prometheus.NewDesc("gongkai_alarm", "How many alarms of a reason there are; docs/runbook.md.", []string{"reason"}, nil)
	watchedAtDesc = prometheus.NewDesc("gongkai_watch_last_look_seconds", "When the watch looked last, Unix time.", nil, nil)
)

func (c watchCollector) Describe(chan<- *prometheus.Desc) {}

func (c watchCollector) Collect(out chan<- prometheus.Metric) {
	if c.watched == nil {
		return
	}
	s := c.watched()
	if s.At.IsZero() {
		return // it has not looked yet
	}
	set := func(d *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	set(logPosition, float64(s.Log))
	set(logEpoch, float64(s.Epoch))
	set(busPosition, float64(s.Bus))
	set(watchedAtDesc, float64(s.At.Unix()))
	for _, w := range s.Workers {
		if w.Idle {
			continue // a department that works by pages
		}
		set(workerBehind, float64(w.Behind), w.Worker)
		age := 0.0
		if w.Waiting != nil {
			age = s.At.Sub(*w.Waiting).Seconds()
		}
		set(workerOldest, age, w.Worker)
	}
	count := map[string]int{}
	for _, a := range s.Alarms {
		count[a.Reason]++
	}
	for _, reason := range alarmReasons {
		set(alarmGauge, float64(count[reason]), reason)
	}
}
