package law

// Reasons of a DayLine.
const (
	ReasonDay0    = "day0"
	ReasonCounted = "counted"
	ReasonWeekend = "weekend"
	ReasonHoliday = "holiday"
	ReasonMakeup  = "makeup" // counted although it is a Saturday or Sunday
	ReasonPause   = "pause"  // a working day that does not count
)

// DayLine is one calendar day of a run.
type DayLine struct {
	Date        Date   `json:"date"`
	Counted     bool   `json:"counted"`
	N           int    `json:"n"` // working days counted through this day
	Reason      string `json:"reason"`
	Notice      string `json:"notice,omitempty"`
	Holiday     string `json:"holiday,omitempty"`
	Provisional bool   `json:"provisional,omitempty"`
}

// Explain gives every calendar day from Day0 to the due date, counted or not,
// and why. A day off inside a pause keeps its own reason: the pause costs
// working days only. It is empty when there is no due date.
func (c *Calendar) Explain(r Run) []DayLine {
	due := c.Due(r)
	if due == 0 {
		return nil
	}
	pauses := mergePauses(r.Pauses)
	out := make([]DayLine, 0, int(due-r.Day0)+1)
	n := 0
	for d := r.Day0; d <= due; d++ {
		day := c.Day(d)
		line := DayLine{Date: d, Notice: day.Notice, Holiday: day.Holiday, Provisional: day.Provisional}
		for len(pauses) > 0 && pauses[0].To < d {
			pauses = pauses[1:]
		}
		switch paused := len(pauses) > 0 && pauses[0].Has(d); {
		case d == r.Day0:
			line.Reason = ReasonDay0
		case day.Kind == Weekend:
			line.Reason = ReasonWeekend
		case day.Kind == Holiday:
			line.Reason = ReasonHoliday
		case paused:
			line.Reason = ReasonPause
		default:
			n++
			line.Counted, line.Reason = true, ReasonCounted
			if day.Kind == Makeup {
				line.Reason = ReasonMakeup
			}
		}
		line.N = n
		out = append(out, line)
	}
	return out
}

// Named gives the calendar whose version has that name: the state in which a
// closed case was counted. An unknown name gives the calendar itself.
func (c *Calendar) Named(version string) *Calendar {
	for _, n := range c.notices {
		if then := c.AsOf(n.Announced); then.Version() == version {
			return then
		}
	}
	return c
}
