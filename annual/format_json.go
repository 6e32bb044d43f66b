package annual

import (
	"encoding/json"
	"fmt"
	"io"

	"gongkai/law"
)

// wire is the JSON of a report as the contract gives it (section 5).
type wire struct {
	Agency       string   `json:"agency"`
	Year         int      `json:"year"`
	Form         string   `json:"form"`
	Table3Format string   `json:"table3_format,omitempty"`
	AsOf         law.Date `json:"as_of"`
	Status       Status   `json:"status"`
	Position     int64    `json:"position"`
	Digest       string   `json:"digest"`
	Partial      bool     `json:"partial,omitempty"`
	Table2       Table2   `json:"table2"`
	Table3       Grid     `json:"table3"`
	Table4       Table4   `json:"table4"`
	Checks       []Check  `json:"checks"`
}

// MarshalJSON writes all keys, in one order.
func (r Report) MarshalJSON() ([]byte, error) {
	b, err := json.Marshal(r.wire())
	if err != nil {
		return nil, fmt.Errorf("write report %s %d: %w", r.Agency, r.Year, err)
	}
	return b, nil
}

func (r Report) wire() wire {
	w := wire{
		Agency: r.Agency, Year: r.Year, Form: r.Form, AsOf: r.AsOf, Status: r.Status, Position: r.Position,
		Digest: r.Digest, Partial: r.Partial, Table2: r.Table2, Table3: r.Table3, Table4: r.Table4, Checks: r.Checks,
	}
	if r.Table3.Form != r.Form {
		w.Table3Format = r.Table3.Form
	}
	if w.Checks == nil {
		w.Checks = []Check{}
	}
	return w
}

// UnmarshalJSON reads back what MarshalJSON wrote. Reports of others are for ReadPublished.
func (r *Report) UnmarshalJSON(b []byte) error {
	var w wire
	if err := json.Unmarshal(b, &w); err != nil {
		return fmt.Errorf("read report: %w", err)
	}
	form3 := w.Form
	if w.Table3Format != "" {
		form3 = w.Table3Format
	}
	*r = Report{
		Agency: w.Agency, Year: w.Year, Form: w.Form, AsOf: w.AsOf, Status: w.Status, Position: w.Position,
		Digest: w.Digest, Partial: w.Partial, Table2: w.Table2, Table3: w.Table3.on(form3), Table4: w.Table4,
		Checks: w.Checks,
	}
	return nil
}

// WriteJSON writes the report indented by two spaces, with a final line feed.
func WriteJSON(w io.Writer, r Report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		return fmt.Errorf("write report %s %d as json: %w", r.Agency, r.Year, err)
	}
	return nil
}
