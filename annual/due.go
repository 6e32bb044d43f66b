package annual

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gongkai/law"
)

// Body is a body as far as its duty to report is concerned.
type Body struct {
	Code, Name string
	Filed      bool // the report of the year was filed here or imported as published
	Drafted    bool // a draft of it waits, made on 1 January
}

// Duties are the reports that are due of a year (Regulation, art. 49): every body's own by 31 January, the total of a body
// that has others below it by 31 March. The dates are calendar days and do not roll to a working day. The program asks for
// the figures a week earlier (rulebook 6.6).
type Duties struct {
	Year int
	list []Duty
}

// Kinds of reports that are due.
const (
	OwnReport   = "report" // of the body itself
	TotalReport = "total"  // of the government: the sum over all bodies below
)

// States of a duty on a day.
const (
	DutyDone    = "done"    // filed; a total is done when every body it counts has filed
	DutyLate    = "late"    // its day has passed
	DutyClosing = "closing" // within the last week
	DutyOpen    = "open"
)

// Duty is one report that is due.
type Duty struct {
	Agency  string   `json:"agency"`
	Name    string   `json:"name"`
	Year    int      `json:"year"`
	Kind    string   `json:"kind"`
	CloseOn law.Date `json:"close_on"` // figures are asked for
	DueOn   law.Date `json:"due_on"`   // submitted and published
	State   string   `json:"state"`
	Drafted bool     `json:"drafted,omitempty"` // the draft of 1 January waits for the statistician
	Missing []string `json:"missing,omitempty"` // codes of the bodies that have not filed, for a total
}

// notice is how many days before the legal date the figures are asked for.
const notice = 7

// Add notes a body's own report.
func (d *Duties) Add(b Body) {
	duty := d.duty(b, OwnReport, law.NewDate(d.Year+1, time.January, 31))
	duty.Drafted = b.Drafted && !b.Filed
	if b.Filed {
		duty.State = DutyDone
	}
	d.list = append(d.list, duty)
}

// AddTotal notes the total of a body that has others below it; missing are those that have not filed.
func (d *Duties) AddTotal(b Body, missing []string) {
	duty := d.duty(b, TotalReport, law.NewDate(d.Year+1, time.March, 31))
	duty.Missing = missing
	if len(missing) == 0 {
		duty.State = DutyDone
	}
	d.list = append(d.list, duty)
}

func (d *Duties) duty(b Body, kind string, due law.Date) Duty {
	return Duty{Agency: b.Code, Name: b.Name, Year: d.Year, Kind: kind, CloseOn: due.AddDays(-notice), DueOn: due}
}

// On gives the list as of a day: by date, then by code.
func (d Duties) On(day law.Date) []Duty {
	out := slices.Clone(d.list)
	for i := range out {
		switch duty := &out[i]; {
		case duty.State == DutyDone:
		case day > duty.DueOn:
			duty.State = DutyLate
		case day >= duty.CloseOn:
			duty.State = DutyClosing
		default:
			duty.State = DutyOpen
		}
	}
	slices.SortFunc(out, func(a, b Duty) int {
		if a.DueOn != b.DueOn {
			return int(a.DueOn - b.DueOn)
		}
		return strings.Compare(a.Agency, b.Agency)
	})
	return append([]Duty{}, out...)
}

// Text says in one sentence what is due and how it stands, in English when lang begins with "en", else in Chinese.
func (d Duty) Text(lang string) string {
	what := map[string]told{
		OwnReport: {"本机关年度报告", "its own report"}, TotalReport: {"本级政府汇总年度报告", "the government's total"},
	}[d.Kind]
	state := map[string]told{
		DutyDone: {"已报送", "filed"}, DutyLate: {"已逾期", "late"},
		DutyClosing: {"一周内到期", "due within a week"}, DutyOpen: {"未报送", "not filed yet"},
	}[d.State]
	if english(lang) {
		text := fmt.Sprintf("%s of %d by %s (figures by %s): %s", what.en, d.Year, d.DueOn, d.CloseOn, state.en)
		if len(d.Missing) > 0 {
			text += ", not filed by " + strings.Join(d.Missing, ", ")
		}
		return text
	}
	text := fmt.Sprintf("%s（%d年度），%s 前报送并公布，%s 前内部截止：%s", what.zh, d.Year, d.DueOn, d.CloseOn, state.zh)
	if len(d.Missing) > 0 {
		text += "，尚未报送的机关：" + strings.Join(d.Missing, "、")
	}
	return text
}
