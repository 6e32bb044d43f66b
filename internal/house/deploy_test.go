package house_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// manifest is as much of a Kubernetes object as is looked at.
type manifest struct {
	Kind     string `yaml:"kind"`
	Metadata struct {
		Name string `yaml:"name"`
	} `yaml:"metadata"`
	Spec struct {
		Template struct {
			Metadata struct {
				Labels map[string]string `yaml:"labels"`
			} `yaml:"metadata"`
			Spec struct {
				Grace           int  `yaml:"terminationGracePeriodSeconds"`
				ServiceAccount  bool `yaml:"automountServiceAccountToken"`
				SecurityContext struct {
					NonRoot bool `yaml:"runAsNonRoot"`
				} `yaml:"securityContext"`
				Containers []container `yaml:"containers"`
			} `yaml:"spec"`
		} `yaml:"template"`
	} `yaml:"spec"`
}

type container struct {
	Args []string `yaml:"args"`
	Env  []struct {
		Name string `yaml:"name"`
	} `yaml:"env"`
	Readiness probe `yaml:"readinessProbe"`
	Liveness  probe `yaml:"livenessProbe"`
}

type probe struct {
	Get struct {
		Path string `yaml:"path"`
	} `yaml:"httpGet"`
}

func manifests(t *testing.T, name string) (all []manifest) {
	t.Helper()
	d := yaml.NewDecoder(bytes.NewReader([]byte(read(t, name))))
	for {
		var m manifest
		err := d.Decode(&m)
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err, name)
		all = append(all, m)
	}
}

func TestKubernetesRunsEveryPartWithFlagsThatExist(t *testing.T) {
	t.Parallel()
	names, flags := subcommands(t)
	main := read(t, "cmd/gongkai/settings.go") + read(t, "cmd/gongkai/serve.go")
	parts := map[string]int{}
	kinds := map[string]int{}
	for _, m := range manifests(t, "deploy/kubernetes/gongkai.yaml") {
		require.NotEmpty(t, m.Metadata.Name)
		kinds[m.Kind]++
		if m.Kind != "Deployment" {
			continue
		}
		pod := m.Spec.Template.Spec
		require.True(t, pod.SecurityContext.NonRoot)
		require.False(t, pod.ServiceAccount)
		require.Len(t, pod.Containers, 1)
		c := pod.Containers[0]
		require.Contains(t, names, c.Args[0])
		for _, arg := range c.Args[1:] {
			flag, value, ok := strings.Cut(strings.TrimPrefix(arg, "--"), "=")
			require.True(t, ok || flag == "secure", arg)
			require.Contains(t, flags, flag)
			if flag == "parts" {
				for _, part := range strings.Split(value, ",") {
					parts[part]++
				}
			}
		}
		for _, e := range c.Env {
			require.Contains(t, main, `env:"`+e.Name+`"`, "an environment variable that nobody reads")
		}
		require.Equal(t, "/readyz", c.Readiness.Get.Path)
		require.Equal(t, "/healthz", c.Liveness.Get.Path)
		require.GreaterOrEqual(t, pod.Grace, 35, "--drain and 20 s for requests at hand")
	}
	require.Equal(t, map[string]int{"api": 1, "relay": 1, "clock": 1, "workers": 1}, parts)
	require.Equal(t, 1, kinds["PodDisruptionBudget"])
	require.Equal(t, 1, kinds["Service"])
}

var metricName = regexp.MustCompile(`gongkai_[a-z_]+`)

// shownMetric says whether the program shows a metric: named in handlers, or made of a part's name and figure.
func shownMetric(t *testing.T, name string) bool {
	t.Helper()
	base := strings.TrimSuffix(name, "_bucket")
	var code strings.Builder
	for _, s := range sources(t) {
		if !s.test && (s.dir == "handlers" || s.dir == "cmd/gongkai") {
			code.WriteString(read(t, s.path))
		}
	}
	if strings.Contains(code.String(), `"`+base+`"`) {
		return true
	}
	part, figure, ok := strings.Cut(strings.TrimPrefix(base, "gongkai_"), "_")
	return ok && strings.Contains(code.String(), `Name: "`+part+`"`) && (figure == "healthy" || strings.Contains(code.String(), `"`+figure+`":`))
}

func TestAlertsNameMetricsThatAreShownAndStandInTheRunbook(t *testing.T) {
	t.Parallel()
	var rules struct {
		Groups []struct {
			Rules []struct {
				Alert       string
				Expr        string
				Annotations map[string]string
			}
		}
	}
	require.NoError(t, yaml.Unmarshal([]byte(read(t, "deploy/prometheus/gongkai.rules.yml")), &rules))
	require.Len(t, rules.Groups, 1)
	runbook := read(t, "docs/runbook.md")
	for _, r := range rules.Groups[0].Rules {
		require.NotEmpty(t, metricName.FindAllString(r.Expr, -1), r.Alert)
		for _, m := range metricName.FindAllString(r.Expr, -1) {
			require.True(t, shownMetric(t, m), "%s asks for %s", r.Alert, m)
		}
		require.Contains(t, runbook, "\n## "+r.Alert+"\n")
		require.Equal(t, "docs/runbook.md#"+slug(r.Alert), r.Annotations["runbook"])
	}
	var reasons []string
	for _, m := range regexp.MustCompile(`= "([a-z_]+)" +// `).FindAllStringSubmatch(read(t, "events/watch.go"), -1) {
		reasons = append(reasons, m[1])
		require.Contains(t, runbook, "`"+m[1]+"`")
		require.Contains(t, read(t, "handlers/status.go"), `"`+m[1]+`"`, "a gauge of this alarm")
		require.Contains(t, read(t, "handlers/words_office.go"), `"alarm.`+m[1]+`"`, "words of this alarm")
	}
	require.Len(t, reasons, 6)
}

func TestTheDashboardAsksForMetricsThatAreShown(t *testing.T) {
	t.Parallel()
	var board struct {
		Title  string
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(read(t, "deploy/grafana/gongkai.json")), &board))
	require.GreaterOrEqual(t, len(board.Panels), 8)
	for _, p := range board.Panels {
		require.NotEmpty(t, p.Targets, p.Title)
		for _, target := range p.Targets {
			for _, m := range metricName.FindAllString(target.Expr, -1) {
				require.True(t, shownMetric(t, m), "%s asks for %s", p.Title, m)
			}
		}
	}
}
