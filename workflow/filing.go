package workflow

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/law"
)

// ReportData is the payload of year_drafted, report_imported, report_filed and report_amended: the tables as they were
// known at Position, as the JSON of contract section 5 or 4, and what was doubtful then. The names and words of a filing
// (signer, reason, explanation of a carry-over that differs) are sealed.
type ReportData struct {
	Agency   string          `json:"agency"`
	Year     int             `json:"year"`
	Version  int             `json:"version,omitempty"` // of the filed report, from 1; none for a draft
	Position int64           `json:"position"`
	Digest   string          `json:"digest"`
	Report   json.RawMessage `json:"report"`
	Doubtful json.RawMessage `json:"doubtful,omitempty"`
	// Recounted are the applications that an amendment lets count in their own year again.
	Recounted []string `json:"recounted,omitempty"`
	Sealed
}

// FigureData is the payload of figure_recorded: one number cell of table 2 (主动公开), in the stream of its report. The
// remark is printed beside the number in the published table, so it is no secret; who vouches for it and where it comes
// from are sealed.
type FigureData struct {
	Agency string `json:"agency"`
	Year   int    `json:"year"`
	Cell   string `json:"cell"`
	CellFigure
	Remark string `json:"remark,omitempty"`
	Sealed
}

// CellFigure is what a number cell of table 2 holds: a number (fees in 分), or the text that stands in its place, "" or
// a stroke.
type CellFigure struct {
	Number *int64 `json:"number,omitempty"`
	Text   string `json:"text,omitempty"`
}

// Filing is a filed version of a year's report and what stands beside its tables.
type Filing struct {
	Agency      string          `json:"agency"`
	Year        int             `json:"year"`
	Version     int             `json:"version"` // 1, 2, 3 …; the last one is in force
	Status      string          `json:"status"`  // frozen, amended
	Imported    bool            `json:"imported,omitempty"`
	On          law.Date        `json:"on"`
	Actor       string          `json:"actor"`
	Signer      string          `json:"signer,omitempty"`
	Reason      string          `json:"reason,omitempty"`
	Explanation string          `json:"explanation,omitempty"` // of a carry-over that differs from what was filed before
	Position    int64           `json:"position"`              // up to which was counted
	Digest      string          `json:"digest"`
	Report      json.RawMessage `json:"-"`
	Doubtful    json.RawMessage `json:"doubtful,omitempty"`
	Recounted   []string        `json:"recounted,omitempty"`
}

// Figure is a recorded cell of table 2 with where it comes from.
type Figure struct {
	Cell string `json:"cell"`
	CellFigure
	Remark   string   `json:"remark,omitempty"`
	Source   string   `json:"source"`
	Signer   string   `json:"signer"`
	On       law.Date `json:"on"`
	Actor    string   `json:"actor"`
	Sequence int      `json:"sequence"` // in the stream of the report
}

// FileRequest files a year's report as it stands: table, digest and position are kept and never change by themselves.
type FileRequest struct {
	Agency      string `json:"agency"`
	Year        int    `json:"year"`
	Form        string `json:"form,omitempty"`        // 2021 or 2019; empty: the one prescribed
	Signer      string `json:"signer,omitempty"`      // empty: who files
	Explanation string `json:"explanation,omitempty"` // demanded where the carry-over differs from the report before
	Key         string `json:"key,omitempty"`         // idempotency key
}

// AmendRequest files a corrected version of a filed report. The applications whose facts were entered or changed since
// count by them again, the figures of table 2 given here replace those before.
type AmendRequest struct {
	FileRequest
	Reason  string          `json:"reason"`
	Figures []*RecordFigure `json:"figures,omitempty"`
}

// Check holds the shape of a request to file. Errors are refusals of the kind Malformed.
func (r FileRequest) Check() error {
	var faults []Fault
	if r.Form != "" && r.Form != law.Form2021 && r.Form != law.Form2019 {
		faults = append(faults, Fault{Field: "form", Code: "unknown_value", Want: "2021, 2019"})
	}
	if r.Year < law.FirstYear || r.Year > law.LastYear {
		faults = append(faults, Fault{Field: "year", Code: "not_a_number"})
	}
	faults = append(faults, wordFault("signer", r.Signer, 200)...)
	faults = append(faults, wordFault("explanation", r.Explanation, 5000)...)
	return refuseFaults(faults)
}

// Check holds the shape of a request to amend.
func (r AmendRequest) Check() error {
	if err := r.FileRequest.Check(); err != nil {
		return err
	}
	if strings.TrimSpace(r.Reason) == "" {
		return badField("reason", "missing_field", "")
	}
	return refuseFaults(wordFault("reason", r.Reason, 5000))
}

func wordFault(field, text string, most int) []Fault {
	switch {
	case utf8.RuneCountInString(text) > most:
		return []Fault{{Field: field, Code: "too_long", Want: strconv.Itoa(most)}}
	case strings.ContainsFunc(text, forbiddenRune):
		return []Fault{{Field: field, Code: "control_characters"}}
	}
	return nil
}

func refuseFaults(faults []Fault) error {
	if len(faults) == 0 {
		return nil
	}
	return &Refusal{Code: "malformed", Faults: faults, Allowed: []string{}}
}

// AmendFigure turns a figure that an amendment brings into its event; the year was filed already.
func AmendFigure(ctx Context, c *RecordFigure) (Event, error) {
	if c.On.IsZero() {
		c.On = ctx.Today
	}
	return c.decideReport(ctx)
}
