package oracle_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"gongkai/internal/oracle"
	"gongkai/law"
	"gongkai/workflow"
)

// Random lives under the newest calendar, as one who looks back reckons them: late entries, several consultations at
// once, notices in time and too late, with and without proof of service, whatever reading the office holds.
func TestWholeApplicationsAgreeWithTheOracle(t *testing.T) {
	t.Parallel()
	cal, book := calendar(t), oracle.Newest()
	share(t, "whole applications", *lives, func(r *rand.Rand) string {
		o := &office{calendar: func(oracle.Day) *law.Calendar { return cal }, book: book,
			referee: workflow.NewReferee(), app: workflow.NewApplication("T1", "A1")}
		o.choose(r.IntN)
		return (&walk{office: o, r: r, late: true}).live()
	})
}

// The same under the calendar that was known on each day: notices come while the application waits, and move it.
func TestWholeApplicationsAgreeWithTheOracleWhileNoticesAppear(t *testing.T) {
	t.Parallel()
	cal, book := calendar(t), oracle.NewBook()
	share(t, "whole applications under notices to come", *lives/2, func(r *rand.Rand) string {
		o := &office{calendar: func(d oracle.Day) *law.Calendar { return cal.AsOf(both(d)) }, book: book,
			referee: workflow.NewReferee(), app: workflow.NewApplication("T1", "A1")}
		o.choose(r.IntN)
		return (&walk{office: o, r: r}).live()
	})
}

// walk is one random life.
type walk struct {
	*office
	r       *rand.Rand
	late    bool // facts may be entered later than they happened
	day     oracle.Day
	parties []party
	notice  int // sequence number of the open notice's event
	asked   int // place of its fact
	served  bool
	owed    int // fen of the fee not yet paid
	request int // place of the fact about reasons
	reasons int // 0 not asked, 1 asked, 2 accepted
}

type party struct {
	name             string
	seq, fact        int
	served, answered bool
}

func (w *walk) live() string {
	w.day = between(w.r, oracle.On(2019, 1, 2), oracle.On(2026, 6, 30))
	if !w.late && w.chance(50) { // around the two notices that changed a year under way
		w.day = between(w.r, oracle.On(2019, 12, 15), oracle.On(2020, 1, 26))
	}
	for range 3 + w.r.IntN(14) {
		if err := w.open(w.day); err != nil {
			return w.account([]string{err.Error()})
		}
		if found := w.differences(w.day); w.app.State != workflow.None && len(found) > 0 {
			return w.account(found)
		}
		if detail := w.step(); detail != "" {
			return w.account([]string{detail})
		}
		if found := w.differences(w.day); len(found) > 0 {
			return w.account(found)
		}
		if detail := w.pass([]int{0, 1, 2, 3, 5, 9, 14, 30}[w.r.IntN(8)]); detail != "" {
			return w.account([]string{detail})
		}
	}
	return ""
}

// pass lets days go by; a notice published on one of them is heard by the open application.
func (w *walk) pass(days int) string {
	for range days {
		before := w.calendar(w.day)
		w.day++
		now := w.calendar(w.day)
		if now == before || w.app.State == workflow.None {
			continue
		}
		if err := w.open(w.day - 1); err != nil {
			return err.Error()
		}
		w.script = append(w.script, w.day.String()+": a notice is published")
		_, app, err := workflow.Recompute(w.context(w.day, workflow.ClockActor), w.app, both(w.day))
		if err != nil {
			return err.Error()
		}
		w.app = app
	}
	return ""
}

func (w *walk) chance(percent int) bool { return w.r.IntN(100) < percent }

// back is the legal day of a fact entered today: mostly today, sometimes some days ago, never before earliest.
func (w *walk) back(earliest oracle.Day) oracle.Day {
	if !w.late || !w.chance(40) {
		return w.day
	}
	return max(earliest, w.day-oracle.Day(w.r.IntN(25)))
}

// post is the day a letter sent on a day was received, where that is proven at once.
func (w *walk) post(sent oracle.Day) oracle.Day {
	if w.chance(40) {
		return 0
	}
	return sent + oracle.Day(w.r.IntN(6))
}

func (w *walk) step() string {
	v := w.book.Look(w.facts, w.day, w.practice)
	switch {
	case w.app.State == workflow.None:
		return w.register()
	case v.Received == 0:
		if w.chance(60) {
			return w.do(w.day, "confirm_receipt", nil, oracle.Fact{What: oracle.Confirmed})
		}
		return ""
	case w.changed() > w.day: // by choice received on the next working day only; nothing can be done before
		return ""
	case v.Lapsed != 0:
		return w.answerNotice()
	case v.Closed:
		return w.answerParty()
	case v.Asked || v.Charged:
		return w.wait()
	default:
		return w.act()
	}
}

// do enters a command; fact is what it means to the oracle. Both must find it lawful, or both not.
func (w *walk) do(on oracle.Day, name string, fields words, fact oracle.Fact) string {
	fact.On = on
	allowed := w.book.Allowed(w.facts, fact, w.practice)
	if override := fields["override"]; override != nil {
		allowed = true
	}
	refused, err := w.send(w.day, on, name, fields)
	switch {
	case err != nil:
		return err.Error()
	case allowed != (refused == ""):
		return fmt.Sprintf("%s on %s: oracle allows it: %v, clock refuses it: %q", name, on, allowed, refused)
	case refused == "":
		w.facts = append(w.facts, fact)
	}
	return ""
}

func (w *walk) register() string {
	channel := []string{"in_person", "mail_signed", "mail_ordinary", "online", "fax", "oral", "forwarded"}[w.r.IntN(7)]
	fact := oracle.Fact{What: oracle.Received}
	if channel == "mail_ordinary" || channel == "fax" || channel == "online" && w.choices["online_receipt"] == "manual_confirm" {
		fact.What = oracle.Arrived
	}
	return w.do(w.day, "register", words{"channel": channel, "content": "x",
		"applicant": words{"category": "other", "name": "x"}}, fact)
}

// act takes a step of a running case.
func (w *walk) act() string {
	switch w.r.IntN(12) {
	case 0, 1, 2:
		return w.consult()
	case 3, 4:
		return w.answerParty()
	case 5, 6:
		days := 1 + w.r.IntN(22)
		on := w.back(w.changed())
		return w.do(on, "extend", words{"days": days, "reason": "x", "approved_by": "y"}, oracle.Fact{What: oracle.Extended, Days: days})
	case 7, 8, 9, 10:
		return w.ask()
	default:
		if w.chance(70) {
			return ""
		}
		if w.chance(30) {
			return w.do(w.day, "withdraw", nil, oracle.Fact{What: oracle.GivenUp})
		}
		return w.do(w.day, "reply", words{"result": "disclosed", "grounds": "x", "served_by": "post"}, oracle.Fact{What: oracle.Replied})
	}
}

// changed is the day of the last change of state, before which no step of the agency may be dated.
func (w *walk) changed() oracle.Day {
	day := max(w.app.ChangedOn, w.app.ReceivedOn)
	if s := w.app.Supplement; s != nil {
		day = max(day, s.Received) // by choice the next working day
	}
	return oracle.Day(day-firstDay) + 1
}

// latest is the day of the newest fact: a notice that may end the case is not dated before what was done since.
func (w *walk) latest() oracle.Day {
	day := w.changed()
	for _, f := range w.facts {
		day = max(day, f.On)
	}
	return min(day, w.day)
}

func (w *walk) consult() string {
	on := w.back(w.changed())
	p := party{name: fmt.Sprintf("P%d", len(w.parties)+1), seq: w.app.Seq() + 1, fact: len(w.facts)}
	kind := []string{"third_party", "joint_agency", "other_agency"}[w.r.IntN(3)]
	fact := oracle.Fact{What: oracle.Consulted, Party: p.name, Other: kind == "other_agency", Served: w.post(on)}
	p.served = fact.Served != 0
	before := len(w.facts)
	detail := w.do(on, "consult", words{"party": p.name, "kind": kind, "name": "x", "served_on": fact.Served}, fact)
	if detail == "" && len(w.facts) > before {
		p.seq = w.find(workflow.ConsultationSent)
		w.parties = append(w.parties, p)
	}
	return detail
}

// find is the sequence number of the newest event of a type.
func (w *walk) find(eventType string) int {
	for i := len(w.app.History) - 1; i >= 0; i-- {
		if w.app.History[i].Type == eventType {
			return i + 1
		}
	}
	return 0
}

// answerParty brings an opinion, or the proof that a letter came, or that it did not.
func (w *walk) answerParty() string {
	if len(w.parties) == 0 {
		return ""
	}
	p := &w.parties[w.r.IntN(len(w.parties))]
	fact := &w.facts[p.fact]
	if p.served || w.chance(50) {
		if p.answered {
			return ""
		}
		p.answered = true
		return w.do(w.back(fact.On), "receive_opinion", words{"party": p.name, "stance": "agree"}, oracle.Fact{What: oracle.Opinion, Party: p.name})
	}
	served, tried := w.prove(p.seq, fact.On)
	if served.detail != "" {
		return served.detail
	}
	if served.on != 0 {
		p.served, fact.Served = true, served.on
	} else if fact.Tried == 0 || tried < fact.Tried {
		fact.Tried = tried
	}
	return ""
}

type proof struct {
	on     oracle.Day
	detail string
}

// prove records that a letter was served, or that it could not be.
func (w *walk) prove(seq int, sent oracle.Day) (served proof, tried oracle.Day) {
	on := w.back(sent)
	fields := words{"sequence": seq, "outcome": "served"}
	if w.chance(25) {
		fields["outcome"] = "unreachable"
		tried = on
	} else {
		served.on = on
	}
	refused, err := w.send(w.day, on, "record_service", fields)
	if err != nil || refused != "" {
		served.detail = fmt.Sprintf("record_service: %v %s", err, refused)
	}
	return served, tried
}

// ask wants something of the applicant: a supplement, money, reasons. Of applications under the law before 2019 the
// rulebook says only how long they and their extension take (A27), so there nothing is asked.
func (w *walk) ask() string {
	if w.app.ReceivedOn < both(oracle.On(2019, 5, 15)) {
		return ""
	}
	switch w.r.IntN(4) {
	case 0:
		return w.charge()
	case 1:
		return w.excess()
	default:
		return w.askSupplement()
	}
}

func (w *walk) askSupplement() string {
	on, days := w.back(w.latest()), 5+w.r.IntN(26)
	fact := oracle.Fact{What: oracle.SupplementAsked, Days: days, Served: w.post(on)}
	fields := words{"items": []string{"x"}, "days": days, "served_on": fact.Served}
	again := slices.ContainsFunc(w.facts, func(f oracle.Fact) bool { return f.What == oracle.SupplementAsked })
	if !again && w.chance(30) {
		fields["override"] = words{"reason": "x"}
	}
	before := len(w.facts)
	detail := w.do(on, "request_supplement", fields, fact)
	if len(w.facts) > before {
		w.notice, w.asked, w.served = w.find(workflow.SupplementRequested), before, fact.Served != 0
	}
	return detail
}

// wait is a step while the applicant is awaited.
func (w *walk) wait() string {
	switch w.r.IntN(8) {
	case 0, 1, 2:
		return w.answerNotice()
	case 3:
		return w.answerParty()
	case 4, 5:
		if w.served {
			return ""
		}
		served, _ := w.prove(w.notice, w.facts[w.asked].On)
		if served.detail == "" && served.on != 0 {
			w.served, w.facts[w.asked].Served = true, served.on
		}
		return served.detail
	case 6:
		return w.takeBack()
	default:
		return ""
	}
}

func (w *walk) takeBack() string {
	switch {
	case w.chance(20):
		return w.do(w.day, "withdraw", nil, oracle.Fact{What: oracle.GivenUp})
	case w.facts[w.asked].What == oracle.SupplementAsked:
		return w.do(w.day, "withdraw_supplement_request", words{"reason": "x"}, oracle.Fact{What: oracle.SupplementDropped})
	case w.paid():
		return ""
	default:
		return w.do(w.day, "withdraw_fee_notice", words{"reason": "x"}, oracle.Fact{What: oracle.FeeDropped})
	}
}

// paid says that a part of the fee came: then the notice stands.
func (w *walk) paid() bool { return w.app.Fees[len(w.app.Fees)-1].Paid > 0 }

// answerNotice brings what the applicant was asked for, in time or not, entered at once or later.
func (w *walk) answerNotice() string {
	if w.facts[w.asked].What == oracle.FeeAsked {
		return w.pay()
	}
	fact, fields := oracle.Fact{What: oracle.SupplementCame}, words{"content": "x"}
	if w.chance(20) {
		fact.Excused, fields["good_reason"] = true, "x"
	}
	on := w.back(w.facts[w.asked].On)
	return w.do(on, "receive_supplement", fields, fact)
}
