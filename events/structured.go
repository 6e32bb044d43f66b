package events

import (
	"strconv"
	"time"

	"gongkai/workflow"
)

// Structured writes a message as one JSON object, CloudEvents 1.0 in structured mode (JSON event format), for receivers
// that are not on the bus.
func Structured(m Message) ([]byte, error) {
	source := "/agencies/" + m.Agency
	if m.Agency == "" {
		source += NoName
	}
	out := map[string]any{
		"specversion": "1.0", "id": m.ID, "source": source, "type": m.Type, "time": m.RecordedAt.Format(time.RFC3339Nano),
		"dataschema": workflow.EventSchemaID(m.Type, m.Version), "datacontenttype": "application/json",
		// Integers of CloudEvents end at 32 bits, and the sequence extension is text.
		"sequence": strconv.Itoa(m.Seq), "position": strconv.FormatInt(m.Position, 10), "epoch": strconv.FormatInt(m.Epoch, 10), "stream": m.Stream,
	}
	for name, value := range map[string]string{"subject": m.Application, "department": m.Department, "law": m.Law, "dataref": m.DataRef} {
		if value != "" {
			out[name] = value
		}
	}
	if !m.OnDate.IsZero() {
		out["ondate"] = m.OnDate
	}
	if len(m.Data) > 0 {
		out["data"] = m.Data
	}
	return workflow.EncodeData(out)
}
