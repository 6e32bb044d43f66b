package oracle

import "slices"

// life is one application on its way through its facts.
type life struct {
	book     *Book
	practice Practice
	received Day
	first    Day // the day from which the seven days of a supplement notice run
	run      run
	notice   *wait // the supplement or fee notice that is open
	asked    bool
	dropped  bool // a notice was withdrawn: as if none had been given
	supplied bool // and the supplement came
	charged  bool
	lapsed   Day
	closed   Day // the day of the act that closed it
}

// run is one count of the reply period. A restart makes a new one and drops all of the old.
type run struct {
	day0    Day
	longer  int
	letters []letter
	delayed Day
}

// letter is a consultation, or where the office reads art. 35 so a request for reasons.
type letter struct {
	party                      string
	sent, tried, served, ended Day
	days                       int
	mode                       Mode
}

type wait struct {
	days   int
	fee    bool
	served Day
	timely bool
}

// Look is the verdict about an application at the end of today, from the facts of that day and before. The order in
// which they were entered does not matter: only the days on which they happened do.
func (b *Book) Look(facts []Fact, today Day, practice Practice) Verdict {
	l := b.live(facts, today, practice)
	return l.verdict(today)
}

func (b *Book) live(facts []Fact, today Day, practice Practice) *life {
	l := &life{book: b, practice: practice}
	facts = slices.Clone(facts)
	slices.SortStableFunc(facts, func(a, b Fact) int { return int(a.On - b.On) })
	for _, f := range facts {
		if f.On > today {
			break
		}
		l.pass(f.On)
		if l.lapsed != 0 && f.What == SupplementCame && f.Excused {
			l.lapsed, l.closed = 0, 0
		}
		if l.closed == 0 {
			l.take(f)
		} else if f.What == Opinion {
			l.answer(f) // it may have come before the closing
		}
	}
	l.pass(today)
	return l
}

// Allowed says whether the law lets this step be taken after these facts: an extension only while the unextended period
// still runs, at most as long as the period itself, once in a run; a supplement notice that needs no override only in its
// time and once; a fee notice before the due date; a supplement or a payment until its last day.
func (b *Book) Allowed(facts []Fact, next Fact, practice Practice) bool {
	today := next.On // a step may be entered late: what happened after it, and is known by now, counts too
	for _, f := range facts {
		today = max(today, f.On)
	}
	l := b.live(facts, today, practice)
	last := Day(0)
	if l.notice != nil && l.notice.served != 0 {
		last = b.Known(next.On).Nth(l.notice.served, l.notice.days)
	}
	switch next.What {
	case Extended:
		return l.run.longer == 0 && l.run.delayed == 0 && next.Days <= l.period() && next.On <= l.due(next.On)
	case SupplementAsked:
		return (!l.asked || practice.Again && (l.supplied || l.dropped)) && l.noticeInTime(next.On)
	case SupplementCame:
		return last == 0 || next.On <= last || next.Excused
	case FeePaid:
		return last == 0 || next.On <= last
	case FeeAsked:
		return !l.charged && next.On <= l.due(next.On)
	case Delayed:
		return l.run.delayed == 0 && next.On <= l.due(next.On) && next.Until > l.due(next.On)
	default:
		return true
	}
}

func (l *life) noticeInTime(on Day) bool { return on <= l.book.Known(on).Nth(l.first, noticePeriod) }

// period is the reply period of the law under which the application was received.
func (l *life) period() int {
	if l.received < On(2019, 5, 15) {
		return oldReplyPeriod
	}
	return replyPeriod
}

// arrival is the day on which what came on d counts as received.
func (l *life) arrival(d Day) Day {
	if l.practice.RestDayShifts {
		return l.book.Known(d).Roll(d)
	}
	return d
}

// take lets one fact work.
func (l *life) take(f Fact) {
	switch f.What {
	case Received, Confirmed:
		l.received = l.arrival(f.On)
		l.first, l.run = l.received, run{day0: l.received}
	case SupplementAsked:
		l.asked, l.supplied = true, false
		l.notice = &wait{days: f.Days, served: f.Served, timely: l.noticeInTime(f.On)}
	case FeeAsked: // one after the due date is not allowed at all
		l.charged = true
		l.notice = &wait{days: paymentPeriod, fee: true, served: f.Served, timely: true}
	case SupplementCame, FeePaid:
		l.restart(f)
	case SupplementDropped:
		l.notice, l.dropped = nil, true
	case FeeDropped:
		l.notice, l.charged = nil, false
	case Consulted:
		days := opinionPeriod
		if f.Other && l.practice.OtherCap > 0 {
			days = l.practice.OtherCap
		}
		l.run.letters = append(l.run.letters, letter{party: f.Party, sent: f.On, tried: f.Tried, served: f.Served, days: days, mode: l.practice.Pauses})
	case ReasonsAsked:
		if l.practice.ReasonsPause {
			l.run.letters = append(l.run.letters, letter{sent: f.On, served: f.Served, days: f.Days})
		}
	case Opinion, ReasonsCame:
		l.answer(f)
	case Extended:
		l.run.longer = f.Days
	case Delayed:
		l.run.delayed = f.Until
	case Replied, GivenUp:
		l.closed = f.On
	case Arrived:
	}
}

// answer ends the wait for a party; reasons come from the party without a name.
func (l *life) answer(f Fact) {
	for i := range l.run.letters {
		if l.run.letters[i].party == f.Party {
			l.run.letters[i].ended = f.On
		}
	}
}

// restart begins the period again with the supplement or the payment; after an unlawfully late notice the first date
// stays the binding one, so there it does not. A supplement is received by the same rules as the application.
func (l *life) restart(f Fact) {
	day0 := f.On
	if f.What == SupplementCame {
		day0 = l.arrival(f.On)
		l.first, l.supplied = day0, true
	}
	if l.notice.timely {
		l.run = run{day0: day0}
	}
	l.notice = nil
}

// pass lets the days up to and with d go by: silence closes a case on the first working day after the last day, on the
// calendar that was known on that working day.
func (l *life) pass(d Day) {
	if l.notice == nil || l.notice.served == 0 || l.closed != 0 {
		return
	}
	for day := l.notice.served + 1; day <= d; day++ {
		a := l.book.Known(day)
		if a.Works(day) && day > a.Nth(l.notice.served, l.notice.days) {
			l.lapsed, l.closed = day, day
			return
		}
	}
}

// due is the last day of the reply, on the calendar known on day d.
func (l *life) due(d Day) Day {
	if l.run.delayed != 0 {
		return l.run.delayed
	}
	a := l.book.Known(d)
	var pauses []Pause
	for _, m := range l.run.letters {
		pauses = append(pauses, Pause{From: m.sent, To: m.end(a), Mode: m.mode})
	}
	return a.Due(l.run.day0, l.period()+l.run.longer, pauses)
}

// last is the last day for the answer, fifteen working days after the letter was received; where that is not proven,
// after the first documented attempt (A11). Without either the rulebook has no date: the forecast then takes the day of
// sending, as if it had come the same day.
func (m letter) last(a *Almanac) Day {
	known := m.sent
	if m.tried != 0 {
		known = m.tried
	}
	undelivered := a.Nth(known, m.days) // A11: at the latest, whatever is proven after it
	if m.served == 0 || m.party != "" && m.served > undelivered {
		return undelivered
	}
	return a.Nth(m.served, m.days)
}

// end is the day on which the pause ends: the answer, at the latest the last day for it.
func (m letter) end(a *Almanac) Day {
	if last := m.last(a); m.ended == 0 || m.ended > last {
		return last
	}
	return m.ended
}

func (l *life) verdict(today Day) Verdict {
	v := Verdict{Received: l.received, Lapsed: l.lapsed, Closed: l.closed != 0, Opinions: map[string]Day{}}
	if l.received == 0 {
		return v
	}
	day := today // a closed case is never reckoned again: it keeps the calendar of its last day
	if l.closed != 0 {
		day = l.closed
	}
	a := l.book.Known(day)
	for _, m := range l.run.letters {
		if m.served != 0 && m.party != "" {
			v.Opinions[m.party] = m.last(a)
		}
	}
	if l.notice == nil || !l.notice.timely {
		v.Due = l.due(day)
		if day > v.Due {
			v.Overdue = v.Due + 1
		}
	}
	if l.notice == nil || l.closed != 0 {
		return v
	}
	last := Day(0)
	if l.notice.served != 0 {
		last = a.Nth(l.notice.served, l.notice.days)
	}
	if l.notice.fee {
		v.Charged, v.FeeEnd = true, last
	} else {
		v.Asked, v.SupplementEnd = true, last
	}
	return v
}
