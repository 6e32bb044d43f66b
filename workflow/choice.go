package workflow

import (
	"gongkai/law"
)

// ReadingData is the payload of reading_chosen, in the stream of an agency: from a day on the office holds one of the
// admitted answers to an open question (law.Readings). The reason is sealed.
type ReadingData struct {
	Agency  string   `json:"agency"`
	Reading string   `json:"reading"` // key of the choice, such as pause_mode
	Value   string   `json:"value"`
	From    law.Date `json:"from"` // first legal date it holds for
	Sealed
}

// Check holds a choice to the closed list: the question is open to choice, and the value is one of its answers, none of
// which is looser than the statute. Errors are refusals of the kind Malformed.
func (r ReadingData) Check() error {
	q, ok := law.ReadingByConfig(r.Reading)
	switch {
	case !ok:
		return &Refusal{Code: "malformed", Allowed: []string{}, Faults: []Fault{{Field: "reading", Code: "unknown_value", Want: openReadings()}}}
	case !q.Admits(r.Value):
		return &Refusal{Code: "malformed", Article: q.Article, Allowed: []string{}, Faults: []Fault{{Field: "value", Code: "unknown_value", Want: q.Admitted()}}}
	case r.From.IsZero():
		return &Refusal{Code: "malformed", Allowed: []string{}, Faults: []Fault{{Field: "from", Code: "missing_field"}}}
	}
	return nil
}

func openReadings() string {
	text := ""
	for _, r := range law.Readings() {
		if r.Config != "" {
			if text != "" {
				text += ", "
			}
			text += r.Config
		}
	}
	return text
}

// choice asks for the answer that the office holds to an open question on the day of this command, and notes it for the
// event that rests on it. A history that is decided again keeps the answers written into its events.
func (d *decision) choice(key string) string {
	value := d.chosen(key)
	if d.choices == nil {
		d.choices = map[string]string{}
	}
	d.choices[key] = value
	return value
}

func (d *decision) chosen(key string) string {
	if d.replaying {
		return chosenIn(d.held, key)
	}
	return d.Office.Choice(d.app.Agency, key, d.on)
}

// chosenIn reads a choice out of an event: the default where none is written.
func chosenIn(choices map[string]string, key string) string {
	if value, ok := choices[key]; ok {
		return value
	}
	return law.DefaultReading(key)
}

// Choice is one answer that a body holds from a legal date on, and who chose it when.
type Choice struct {
	Reading  string   `json:"reading" db:"reading"`
	Value    string   `json:"value" db:"value"`
	From     law.Date `json:"from" db:"from_on"`
	ChosenOn law.Date `json:"chosen_on" db:"chosen_on"`
	Actor    string   `json:"actor" db:"actor"`
}

// ChoiceOn finds the answer in force on a day in a body's choices, which are ordered by reading and first day; the
// default where none was chosen by then.
func ChoiceOn(list []Choice, key string, on law.Date) string {
	value := law.DefaultReading(key)
	for _, c := range list {
		if c.Reading == key && c.From <= on {
			value = c.Value
		}
	}
	return value
}
