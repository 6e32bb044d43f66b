package workflow

import (
	"time"

	"gongkai/law"
)

// Reminder is something one person is told once: keys and dates, never words. Key names the thing it is about (an event, or
// a rule with an application and a date), so that nobody is told the same twice.
type Reminder struct {
	ID          int64     `json:"id"`
	Person      string    `json:"person"`
	Key         string    `json:"key"`
	Rule        string    `json:"rule"` // of the rules of package notify
	Agency      string    `json:"agency"`
	Application string    `json:"application"`
	Department  string    `json:"department,omitempty"`
	On          law.Date  `json:"on"` // the date it is about: due date, day of the event
	ToldAt      time.Time `json:"told_at"`
	Read        bool      `json:"read"`
}
