package oracle

import "slices"

// life is one application on its way through its facts.
type life struct {
	book     *Book
	practice Practice
	today    Day
	received Day
	run      run
	notice   *wait // the supplement or fee notice that is open
	lapsed   Day
	closed   Day // the day of the act that closed it
	asked    bool
}

// run is one count of the reply period. A restart makes a new one and drops all of the old.
type run struct {
	day0    Day
	longer  int
	letters []letter
	delayed Day
}

type letter struct {
	party              string
	sent, got, opinion Day
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
	l := &life{book: b, practice: practice, today: today}
	facts = slices.Clone(facts)
	slices.SortStableFunc(facts, func(a, b Fact) int { return int(a.On - b.On) })
	for _, f := range facts {
		if f.On > today {
			break
		}
		l.pass(f.On - 1)
		if l.closed != 0 {
			break
		}
		l.take(f)
	}
	l.pass(today)
	return l.verdict()
}

// Allowed says whether the law lets the agency take this step after these facts: an extension only while the unextended
// period still runs, at most twenty days, once in a run; a notice that needs no override only in its time.
func (b *Book) Allowed(facts []Fact, next Fact, practice Practice) bool {
	l := &life{book: b, practice: practice, today: next.On}
	for _, f := range facts {
		l.take(f)
	}
	switch next.What {
	case Extended:
		return l.run.longer == 0 && next.Days >= 1 && next.Days <= longestExtension && next.On <= l.due(next.On)
	case SupplementAsked:
		return !l.asked && next.On <= l.book.Known(next.On).Nth(l.received, noticePeriod)
	case FeeAsked:
		return next.On <= l.due(next.On)
	default:
		return true
	}
}

// take lets one fact work.
func (l *life) take(f Fact) {
	switch f.What {
	case Received, Confirmed:
		l.received = f.On
		if l.practice.RestDayShifts {
			l.received = l.book.Known(f.On).Roll(f.On)
		}
		l.run = run{day0: l.received}
	case SupplementAsked:
		l.asked = true
		timely := f.On <= l.book.Known(f.On).Nth(l.received, noticePeriod)
		l.notice = &wait{days: f.Days, served: f.Served, timely: timely}
	case FeeAsked:
		l.notice = &wait{days: paymentPeriod, fee: true, served: f.Served, timely: f.On <= l.due(f.On)}
	case SupplementCame, FeePaid:
		l.restart(f)
	case SupplementDropped, FeeDropped:
		l.notice = nil
	case Consulted:
		l.run.letters = append(l.run.letters, letter{party: f.Party, sent: f.On, got: f.Served})
	case Opinion:
		for i := range l.run.letters {
			if l.run.letters[i].party == f.Party {
				l.run.letters[i].opinion = f.On
			}
		}
	case Extended:
		l.run.longer = f.Days
	case Delayed:
		l.run.delayed = f.Until
	case Replied, GivenUp:
		l.closed, l.notice = f.On, nil
	case Arrived:
	}
}

// restart begins the period again with the supplement or the payment; after an unlawfully late notice the first date
// stays the binding one, so there it does not.
func (l *life) restart(f Fact) {
	if l.notice.timely {
		l.run = run{day0: f.On}
		if f.What == SupplementCame && l.practice.RestDayShifts {
			l.run.day0 = l.book.Known(f.On).Roll(f.On) // the supplement is received by the same rules as the application
		}
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
		pauses = append(pauses, Pause{From: m.sent, To: m.end(a), Mode: l.practice.Pauses})
	}
	return a.Due(l.run.day0, replyPeriod+l.run.longer, pauses)
}

// last is the last day for the opinion, fifteen working days after the letter was received. While nobody can prove that
// it was, the rulebook has no date; the forecast then takes the day of sending, as if it had come the same day.
func (m letter) last(a *Almanac) Day {
	if m.got == 0 {
		return a.Nth(m.sent, opinionPeriod)
	}
	return a.Nth(m.got, opinionPeriod)
}

// end is the day on which the pause ends: the opinion, at the latest the last day for it.
func (m letter) end(a *Almanac) Day {
	if last := m.last(a); m.opinion == 0 || m.opinion > last {
		return last
	}
	return m.opinion
}

func (l *life) verdict() Verdict {
	v := Verdict{Received: l.received, Lapsed: l.lapsed, Closed: l.closed != 0, Opinions: map[string]Day{}}
	if l.received == 0 {
		return v
	}
	day := l.today // a closed case is never reckoned again: it keeps the calendar of its last day
	if l.closed != 0 {
		day = l.closed
	}
	a := l.book.Known(day)
	for _, m := range l.run.letters {
		if m.got != 0 {
			v.Opinions[m.party] = m.last(a)
		}
	}
	if l.notice == nil || !l.notice.timely {
		v.Due = l.due(day)
		if day > v.Due {
			v.Overdue = v.Due + 1
		}
	}
	if l.notice != nil && l.notice.served != 0 && l.closed == 0 {
		last := a.Nth(l.notice.served, l.notice.days)
		if l.notice.fee {
			v.FeeEnd = last
		} else {
			v.SupplementEnd = last
		}
	}
	return v
}
