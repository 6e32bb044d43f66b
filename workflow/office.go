package workflow

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/law"
)

// AgencyData is the payload of agency_added: a body that answers applications. Parent is the code of the body above it,
// or none.
type AgencyData struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Parent   string `json:"parent,omitempty"`
	Vertical bool   `json:"vertical,omitempty"` // see Agency
}

// DepartmentData is the payload of department_added, in the stream of its agency.
type DepartmentData struct {
	Agency string `json:"agency"`
	Code   string `json:"code"`
	Name   string `json:"name"`
}

// CalendarData is the payload of calendar_announced: the whole notice, so that every date can be computed again from
// the log alone, whatever calendars a later program carries.
type CalendarData struct {
	Notice law.Notice `json:"notice"`
}

// DayData is the payload of day_opened: the clock went through that day's deadlines.
type DayData struct {
	Day   law.Date `json:"day"`
	Fired int      `json:"fired"`
	Late  bool     `json:"late,omitempty"`
}

// ChapterData is the payload of chapter_written: words for one chapter of the annual report (1, 4, 5, 6; 0 stands for the
// opening paragraph), which replace those before. The words are sealed although they are meant to be published: an event
// carries no words, and a draft may hold somebody's data by mistake, which then can be erased.
type ChapterData struct {
	Agency  string `json:"agency"`
	Year    int    `json:"year"`
	Chapter int    `json:"chapter"`
	Sealed
}

// WordingData is the payload of wording_listed: the administrator's list of wrong expressions, whole, sealed as words are.
type WordingData struct {
	Sealed
}

// PersonData is the payload of person_added. The person's name and the words of a credential are sealed.
type PersonData struct {
	Person      string   `json:"person"`
	Agency      string   `json:"agency,omitempty"`
	Departments []string `json:"departments,omitempty"`
	Roles       []string `json:"roles"`
	Sealed
}

// CredentialData is the payload of password_set, token_issued and token_revoked. The secret's hash is sealed too.
type CredentialData struct {
	Person  string   `json:"person"`
	Token   string   `json:"token,omitempty"`
	Expires law.Date `json:"expires,omitzero"`
	Sealed
}

// Check holds the shape of a body: code and name. Errors are refusals of the kind Malformed.
func (a AgencyData) Check() error { return checkCodeAndName(a.Code, a.Name) }

// Check holds the shape of a department. The code _ stands on the bus for events of no department.
func (d DepartmentData) Check() error {
	if d.Code == "_" {
		return refuse("reserved_code", "")
	}
	return checkCodeAndName(d.Code, d.Name)
}

// Check holds the shape of a person's login and name.
func (p Person) Check() error { return checkCodeAndName(p.Code, p.Name) }

func checkCodeAndName(code, name string) error {
	if !patterns["code"].MatchString(code) {
		return &Refusal{Code: "malformed", Faults: []Fault{{Field: "code", Code: "bad_code"}}, Allowed: []string{}}
	}
	if text := strings.TrimSpace(name); text == "" || utf8.RuneCountInString(text) > 200 || strings.ContainsFunc(text, unicode.IsControl) {
		return &Refusal{Code: "malformed", Faults: []Fault{{Field: "name", Code: "bad_name"}}, Allowed: []string{}}
	}
	return nil
}
