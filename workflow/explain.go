package workflow

import (
	"gongkai/law"
)

// Explanation tells why the reply clock of an application stands where it stands: every run of the clock in order, each
// with its day 0, its days and why it ended, then what else is armed. Texts are in the language asked for (zh or en);
// dates are civil dates in Asia/Shanghai.
type Explanation struct {
	DueOn   law.Date        `json:"due_on,omitzero"`
	DueKind string          `json:"due_kind,omitempty" doc:"firm, forecast, provisional"`
	Because []Told          `json:"because" doc:"why there is a date or none, and why it is firm, a forecast or provisional"`
	Runs    []ExplainedRun  `json:"runs"`
	Terms   []ExplainedTerm `json:"terms" doc:"periods that run now, the reply date included"`
}

// Told is one sentence: what happened or holds, by which event and article, and which answer to an open question of the
// law (rulebook 11) it rests on.
type Told struct {
	Code     string   `json:"code"`
	On       law.Date `json:"on,omitzero"`
	Sequence int      `json:"sequence,omitempty" doc:"event"`
	Article  string   `json:"article,omitempty" doc:"of the Regulation"`
	Reading  string   `json:"reading,omitempty" doc:"number of the open question, such as A4"`
	Value    string   `json:"value,omitempty" doc:"the answer that holds"`
	Text     string   `json:"text"`
}

// ExplainedRun is one run of the clock. A restart (supplement, payment, a reply that was set aside) begins a new one at
// zero; a pause belongs to its run.
type ExplainedRun struct {
	Number    int            `json:"number"`
	Day0      law.Date       `json:"day0" doc:"itself not counted"`
	Began     Told           `json:"began"`
	Allowance int            `json:"allowance" doc:"working days, extension included"`
	Extended  int            `json:"extended"`
	DueOn     law.Date       `json:"due_on,omitzero" doc:"last day of this run; none where it stopped before"`
	Days      []ExplainedDay `json:"days" doc:"every calendar day up to the last one, or to the day on which the run stopped"`
	Notes     []Told         `json:"notes" doc:"what moved or touched this run, in the order of the history"`
	Ended     *Told          `json:"ended,omitempty"`
}

// ExplainedDay is one calendar day of a run; Sequence names the event that keeps it from counting.
type ExplainedDay struct {
	law.DayLine
	Sequence int    `json:"sequence,omitempty"`
	Text     string `json:"text"`
}

// ReasonDelayed marks the days between the counted date and the one told to the applicant under art. 35.
const ReasonDelayed = "delayed"

// Explain explains an application by the calendar in force; a closed one by the calendar it was counted with.
func Explain(a *Application, cal *law.Calendar, lang string) Explanation {
	if a.State.Closed() {
		cal = cal.Named(a.Due.Calendar)
	}
	x := explaining{a: a, cal: cal, lang: lang}
	x.walk()
	for i := range x.runs {
		x.count(i)
	}
	out := Explanation{DueOn: a.Due.On, DueKind: a.Due.Kind, Because: x.because(), Terms: x.terms(), Runs: []ExplainedRun{}}
	for _, r := range x.runs {
		out.Runs = append(out.Runs, r.ExplainedRun)
	}
	return out
}

// explaining is an explanation being made.
type explaining struct {
	a    *Application
	cal  *law.Calendar
	lang string
	runs []toldRun
}

// toldRun is a run while it is told: stop is the day on which it stopped to count, none while it counts.
type toldRun struct {
	ExplainedRun
	stop law.Date
}

// walk goes through the history as corrections left it, and tells runs, notes and ends.
func (x *explaining) walk() {
	effective, err := corrected(x.a.History)
	if err != nil { // the history was folded before: it cannot be
		return
	}
	b := &Application{Agency: x.a.Agency, Number: x.a.Number}
	for _, e := range effective {
		was := standing{due: b.Due.On, received: b.ReceivedOn, restarts: len(b.Restarts), day0: b.day0(), closed: b.State.Closed()}
		data, ok := e.Data.(*Data)
		if !ok || b.apply(e) != nil {
			return
		}
		x.tell(was, b, e, data)
	}
}

// standing is what the walk compares before and after an event.
type standing struct {
	due, received, day0 law.Date
	restarts            int
	closed              bool
}

func (x *explaining) tell(was standing, now *Application, e Event, data *Data) {
	if was.received.IsZero() && !now.ReceivedOn.IsZero() {
		x.begin(now.ReceivedOn, x.receipt(now, e))
	}
	if began := now.day0(); !was.received.IsZero() && (len(now.Restarts) > was.restarts || began != was.day0) || e.Type == RecordedFromLedger && len(now.Restarts) > 0 {
		x.end(x.told("ended_by_restart", e, eventName(e.Type)), stoppedBy(now, e))
		x.begin(began, x.restart(e))
	}
	run := x.runOf(e)
	if run == nil {
		return
	}
	run.Notes = append(run.Notes, x.notes(was, now, e, data)...)
	run.Notes = append(run.Notes, x.readings(e, data)...)
	switch closed := now.State.Closed(); {
	case closed && !was.closed:
		last := &x.runs[len(x.runs)-1]
		ended := x.closing(now, e)
		last.Ended = &ended
	case e.Type == LapseReversed:
		x.reopen(e)
	}
}

// stoppedBy is the day on which the run before a restart had stopped: the notice that was answered.
func stoppedBy(now *Application, e Event) law.Date {
	switch {
	case e.Type == FeePaid && now.fee() != nil:
		return now.fee().On
	case (e.Type == SupplementReceived || e.Type == RecordedFromLedger) && now.Supplement != nil:
		return now.Supplement.On
	}
	return 0
}

// begin starts a run; what ended the one before is told by end.
func (x *explaining) begin(day0 law.Date, began Told) {
	x.runs = append(x.runs, toldRun{ExplainedRun: ExplainedRun{Number: len(x.runs) + 1, Day0: day0, Began: began, Notes: []Told{}, Days: []ExplainedDay{}}})
}

func (x *explaining) end(how Told, on law.Date) {
	if len(x.runs) == 0 {
		return
	}
	last := &x.runs[len(x.runs)-1]
	if last.Ended == nil {
		last.Ended = &how
	}
	if last.stop.IsZero() {
		last.stop = on
	}
}

// reopen takes the end of a lapse back from the run that it ended.
func (x *explaining) reopen(e Event) {
	for i := range x.runs {
		if r := &x.runs[i]; r.Ended != nil && (r.Ended.Code == "ended_by_"+SupplementLapsed || r.Ended.Code == "ended_by_"+FeeLapsed) {
			r.Ended = nil
			if i+1 < len(x.runs) {
				next := x.runs[i+1].Began
				r.Ended = &Told{Code: "ended_by_restart", On: next.On, Sequence: next.Sequence, Article: next.Article}
				r.Ended.Text = x.say("ended_by_restart", eventName(x.a.History[next.Sequence-1].Type))
			}
		}
	}
}

// runOf finds the run to which an event belongs: the last one begun, or for a fact of earlier days entered late the one
// that ran then.
func (x *explaining) runOf(e Event) *toldRun {
	i := len(x.runs) - 1
	for i > 0 && e.On < x.runs[i].Day0 {
		i--
	}
	if i < 0 {
		return nil
	}
	return &x.runs[i]
}

// count fills the days of a run: to its due date, or to the day on which it stopped.
func (x *explaining) count(i int) {
	r := &x.runs[i]
	last := i == len(x.runs)-1
	run := law.Run{Day0: r.Day0}
	void := x.a.State == Void
	if last && !void {
		clock := x.a.Clock(x.cal)
		run, r.Extended = clock.Run, clock.Extended
	} else {
		run.Allowance, r.Extended = x.allowance(i)
		run.Allowance += r.Extended
	}
	waits := x.waits(r.Day0, x.next(i))
	if !last || void {
		for _, w := range waits {
			run.Pauses = append(run.Pauses, w.Pause)
		}
	}
	r.Allowance = run.Allowance
	stop := r.stop
	if last {
		stop = x.openWait()
	}
	if stop.IsZero() {
		r.DueOn = x.cal.Due(run)
	}
	if h := x.a.rehandling(); last && h != nil && !h.Until.IsZero() {
		r.DueOn = h.Until
	}
	for _, line := range x.cal.Explain(run) {
		if !stop.IsZero() && line.Date > stop {
			break
		}
		r.Days = append(r.Days, x.day(line, waits))
	}
	if d := x.a.delayed(); last && d != nil && stop.IsZero() {
		x.delay(r, d)
	}
}

// next is day 0 of the run after, or no date.
func (x *explaining) next(i int) law.Date {
	if i+1 < len(x.runs) {
		return x.runs[i+1].Day0
	}
	return 0
}

func (x *explaining) allowance(i int) (reply, extended int) {
	version, err := law.InForce(x.a.ReceivedOn)
	if err != nil {
		return 0, 0
	}
	for _, e := range x.a.Extensions {
		if next := x.next(i); e.On >= x.runs[i].Day0 && (next.IsZero() || e.On < next) {
			extended += e.Days
		}
	}
	return version.Reply.Number, extended
}

func (x *explaining) day(line law.DayLine, waits []wait) ExplainedDay {
	day := ExplainedDay{DayLine: line, Text: line.Text(x.lang)}
	if line.Reason != law.ReasonPause {
		return day
	}
	for _, w := range waits {
		if w.Has(line.Date) {
			day.Sequence, day.Text = w.seq, x.say("day_"+w.kind, w.party)
			break
		}
	}
	return day
}

// delay replaces the counted end by the date told to the applicant: days after the counted one are shown up to it, days
// after it are cut.
func (x *explaining) delay(r *toldRun, d *Delayed) {
	for n := len(r.Days); n > 0 && r.Days[n-1].Date > d.Until; n-- {
		r.Days = r.Days[:n-1]
	}
	n := 0
	if k := len(r.Days); k > 0 {
		n = r.Days[k-1].N
	}
	for at := r.DueOn.AddDays(1); at <= d.Until; at = at.AddDays(1) {
		day := x.cal.Day(at)
		r.Days = append(r.Days, ExplainedDay{
			DayLine:  law.DayLine{Date: at, N: n, Reason: ReasonDelayed, Notice: day.Notice, Holiday: day.Holiday, Provisional: day.Provisional},
			Sequence: d.Seq, Text: x.say("day_delayed", d.Until),
		})
	}
	r.DueOn = d.Until
}
