package handlers

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics is what /metrics shows, in a registry of its own.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	commands *prometheus.CounterVec
}

func newMetrics(o Options) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "gongkai_http_requests_total", Help: "Requests answered, by route and status.",
		}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "gongkai_http_request_seconds", Help: "Time to answer, by route.",
			Buckets: []float64{.001, .003, .01, .03, .1, .3, 1, 3, 10},
		}, []string{"route"}),
		commands: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "gongkai_commands_total", Help: "Commands sent, by name and outcome (done, or the refusal's code).",
		}, []string{"command", "outcome"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "gongkai_build_info", Help: "Always 1.", ConstLabels: prometheus.Labels{"version": o.Version},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.seconds, m.commands, build, partCollector{o.Parts}, watchCollector{o.Watched}, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) answered(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

// partCollector asks the other parts for their figures when somebody looks.
type partCollector struct{ parts []Part }

func (c partCollector) Describe(chan<- *prometheus.Desc) {}

func (c partCollector) Collect(out chan<- prometheus.Metric) {
	for _, p := range c.parts {
		state := p.State()
		healthy := 0.0
		if state.Healthy {
			healthy = 1
		}
		gauge(out, "gongkai_"+p.Name+"_healthy", healthy)
		for name, value := range state.Figures {
			gauge(out, "gongkai_"+p.Name+"_"+name, value)
		}
	}
}

func gauge(out chan<- prometheus.Metric, name string, value float64) {
	out <- prometheus.MustNewConstMetric(prometheus.NewDesc(name, "State of a part of the program.", nil, nil),
		prometheus.GaugeValue, value)
}
