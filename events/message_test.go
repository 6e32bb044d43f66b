package events

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"gongkai/law"
	"gongkai/workflow"
)

func recorded() workflow.Recorded {
	return workflow.Recorded{
		Position: 42, ID: "018f-42", Stream: "application:A1/依申请 第3号", Seq: 7, Type: "task_assigned",
		OnDate: law.NewDate(2025, time.March, 4), RecordedAt: time.Date(2025, 3, 4, 1, 2, 3, 456000, time.UTC),
		Actor: "zhang", Law: "2019", Department: "JS-1", Data: json.RawMessage(`{"days":5}`), Digest: "d",
	}
}

func TestAnEventIsACloudEventInBinaryMode(t *testing.T) {
	t.Parallel()
	msg := Encode(recorded(), 3)
	require.Equal(t, "gongkai.events.A1.JS-1.task_assigned", msg.Subject)
	require.Equal(t, `{"days":5}`, string(msg.Data))
	require.Equal(t, nats.Header{
		"ce-specversion": {"1.0"}, "ce-id": {"018f-42"}, "ce-source": {"/agencies/A1"}, "ce-type": {"task_assigned"},
		"ce-time": {"2025-03-04T01:02:03.000456Z"}, "ce-subject": {"%E4%BE%9D%E7%94%B3%E8%AF%B7%20%E7%AC%AC3%E5%8F%B7"},
		"ce-sequence": {"7"}, "ce-position": {"42"}, "ce-epoch": {"3"},
		"ce-stream": {"application:A1/%E4%BE%9D%E7%94%B3%E8%AF%B7%20%E7%AC%AC3%E5%8F%B7"}, "ce-ondate": {"2025-03-04"},
		"ce-law": {"2019"}, "ce-datacontenttype": {"application/json"},
		"ce-dataschema": {"urn:gongkai:event:task_assigned:v1"}, "Content-Type": {"application/json"},
		"Nats-Msg-Id": {"018f-42"},
	}, msg.Header)
}

func TestSubjectsOfEventsWithoutAgencyOrDepartment(t *testing.T) {
	t.Parallel()
	for stream, want := range map[string]string{
		"application:A/1": "gongkai.events.A._.x", "agency:A": "gongkai.events.A._.x", "report:A/2024": "gongkai.events.A._.x",
		"calendar": "gongkai.events._._.x", "day": "gongkai.events._._.x", "agency:A.b c>": "gongkai.events.A%2Eb%20c%3E._.x",
	} {
		require.Equal(t, want, Subject(workflow.Recorded{Stream: stream, Type: "x"}), stream)
	}
	require.False(t, Published(workflow.Recorded{Stream: "person:zhang"}))
	require.True(t, Published(workflow.Recorded{Stream: "day"}))
	require.NotEqual(t, ConsumerName("A_B", "C"), ConsumerName("A", "B_C"))
}

func TestWhatIsEncodedIsDecoded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.StringMatching(`[A-Za-z0-9_-]{1,32}`).Filter(func(s string) bool { return s != NoName })
		r := recorded()
		r.Position, r.Seq = rapid.Int64Range(1, 1<<50).Draw(t, "position"), rapid.IntRange(1, 1<<30).Draw(t, "seq")
		r.ID = rapid.StringN(1, 40, -1).Draw(t, "id")
		r.Law = rapid.StringN(0, 10, -1).Draw(t, "law")
		agency := code.Draw(t, "agency")
		number := rapid.StringN(1, 64, -1).Draw(t, "number")
		r.Stream = rapid.SampledFrom([]string{
			"application:" + agency + "/" + number, "agency:" + agency, "report:" + agency + "/2024", "calendar", "day",
		}).Draw(t, "stream")
		r.Department = rapid.OneOf(rapid.Just(""), code).Draw(t, "department")
		if rapid.Bool().Draw(t, "undated") {
			r.OnDate = 0
		}
		epoch := rapid.Int64Range(0, 9).Draw(t, "epoch")
		msg := Encode(r, epoch)
		for name, values := range msg.Header {
			for _, v := range values {
				for i := range len(v) {
					if v[i] < 0x20 || v[i] > 0x7e {
						t.Fatalf("%s: %q", name, v)
					}
				}
			}
		}
		m, err := Decode(msg.Subject, msg.Header, msg.Data)
		if err != nil {
			t.Fatal(err)
		}
		require.Equal(t, MessageOf(r, epoch), m)
	})
}

func TestMessagesThatAreNoEventsAreRefusedWithTheirReason(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*nats.Msg)
		want   string
	}{
		"no headers":      {func(m *nats.Msg) { m.Header = nil }, `CloudEvents version ""`},
		"other version":   {func(m *nats.Msg) { m.Header.Set("ce-specversion", "0.3") }, `CloudEvents version "0.3"`},
		"no id":           {func(m *nats.Msg) { m.Header.Del("ce-id") }, "ce-id, ce-type"},
		"position zero":   {func(m *nats.Msg) { m.Header.Set("ce-position", "0") }, "must be there"},
		"negative":        {func(m *nats.Msg) { m.Header.Set("ce-position", "-1") }, "negative"},
		"no number":       {func(m *nats.Msg) { m.Header.Set("ce-epoch", "x") }, "ce-epoch"},
		"broken percent":  {func(m *nats.Msg) { m.Header.Set("ce-law", "%G1") }, "ce-law: broken percent-encoding"},
		"not UTF-8":       {func(m *nats.Msg) { m.Header.Set("ce-law", "%FF") }, "ce-law: not UTF-8"},
		"impossible date": {func(m *nats.Msg) { m.Header.Set("ce-ondate", "2025-02-30") }, "ce-ondate"},
		"no time":         {func(m *nats.Msg) { m.Header.Del("ce-time") }, "ce-time"},
		"other agency":    {func(m *nats.Msg) { m.Subject = "gongkai.events.A2.JS-1.task_assigned" }, "different things"},
		"other type":      {func(m *nats.Msg) { m.Subject = "gongkai.events.A1.JS-1.replied" }, "different things"},
		"short subject":   {func(m *nats.Msg) { m.Subject = "gongkai.events.A1" }, "subject"},
		"other subject":   {func(m *nats.Msg) { m.Subject = "a.b.A1.JS-1.task_assigned" }, "subject"},
		"not JSON":        {func(m *nats.Msg) { m.Data = []byte("{") }, "not JSON"},
		"empty":           {func(m *nats.Msg) { m.Data = nil }, "not JSON"},
	} {
		msg := Encode(recorded(), 1)
		c.change(msg)
		_, err := Decode(msg.Subject, msg.Header, msg.Data)
		require.ErrorIs(t, err, ErrNotAnEvent, name)
		require.ErrorContains(t, err, c.want, name)
	}
}

func TestHeaderNamesAreReadWithoutRegardToCase(t *testing.T) {
	t.Parallel()
	msg := Encode(recorded(), 1)
	upper := nats.Header{}
	for name, values := range msg.Header {
		upper["C"+name[1:]] = values
	}
	m, err := Decode(msg.Subject, upper, msg.Data)
	require.NoError(t, err)
	require.Equal(t, MessageOf(recorded(), 1), m)
}

func FuzzDecode(f *testing.F) {
	msg := Encode(recorded(), 1)
	f.Add(msg.Subject, "ce-law", "2019", msg.Data)
	f.Add("gongkai.events._._.day_opened", "ce-stream", "day", []byte(`{}`))
	f.Add("gongkai.events.%.%4.x", "ce-id", "%E4%BE", []byte(`null`))
	f.Fuzz(func(t *testing.T, subject, name, value string, data []byte) {
		changed := Encode(recorded(), 1)
		changed.Header[name] = []string{value}
		m, err := Decode(subject, changed.Header, data)
		if err != nil {
			require.ErrorIs(t, err, ErrNotAnEvent)
			return
		}
		// What is accepted can be written again and means the same.
		again := Encode(workflow.Recorded{
			Position: m.Position, ID: m.ID, Stream: m.Stream, Seq: m.Seq, Type: m.Type, OnDate: m.OnDate,
			RecordedAt: m.RecordedAt, Law: m.Law, Department: m.Department, Data: m.Data,
		}, m.Epoch)
		again.Header.Set("ce-dataref", percentEncode(m.DataRef))
		twice, err := Decode(again.Subject, again.Header, again.Data)
		require.NoError(t, err)
		require.Equal(t, m, twice)
	})
}

func FuzzPercent(f *testing.F) {
	f.Add("依申请 %41")
	f.Fuzz(func(t *testing.T, s string) {
		back, err := percentDecode(percentEncode(s))
		require.NoError(t, err)
		require.Equal(t, s, back)
		if d, err := percentDecode(s); err == nil {
			back, err := percentDecode(percentEncode(d))
			require.NoError(t, err)
			require.Equal(t, d, back)
		}
	})
}

// The binding wants values in quotes read as older senders wrote them, and the version of the data taken from its schema.
func TestQuotedHeadersAndVersionsAreRead(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]int{"": 1, "urn:gongkai:event:registered:v1": 1, `"urn:gongkai:event:registered:v12"`: 12} {
		msg := Encode(newLog().add(application(1), "", "registered"), 1)
		msg.Header.Set("ce-dataschema", value)
		msg.Header.Set("ce-law", `"20\19"`)
		m, err := Decode(msg.Subject, msg.Header, msg.Data)
		require.NoError(t, err)
		require.Equal(t, want, m.Version)
		require.Equal(t, "2019", m.Law)
	}
	for _, value := range []string{"x", "urn:gongkai:event:registered:v0", "urn:gongkai:event:registered:v-1", "urn:gongkai:event:registered:vx"} {
		msg := Encode(newLog().add(application(1), "", "registered"), 1)
		msg.Header.Set("ce-dataschema", value)
		_, err := Decode(msg.Subject, msg.Header, msg.Data)
		require.ErrorIs(t, err, ErrNotAnEvent)
	}
}
