package workflow

import "gongkai/law"

// wait is one pause of a run with what it comes from.
type wait struct {
	law.Pause
	seq   int
	kind  string // third_party, joint_agency, other_agency, reasons
	party string
}

// waits lists the pauses of a run that began on a day and ended before another (none: it runs), as the clock takes them.
func (x *explaining) waits(day0, before law.Date) []wait {
	var list []wait
	inRun := func(on law.Date) bool { return on >= day0 && (before.IsZero() || on < before) }
	for i := range x.a.Consultations {
		c := &x.a.Consultations[i]
		if !inRun(c.SentOn) {
			continue
		}
		end := x.a.ConsultationEnd(x.cal, c)
		if !c.OpinionOn.IsZero() && c.OpinionOn < end {
			end = c.OpinionOn
		}
		if p := c.pause(end); p.To > p.From {
			list = append(list, wait{Pause: p, seq: c.Seq, kind: c.Kind, party: c.Party})
		}
	}
	if r := x.a.Reasons; r != nil && r.StopsClock && inRun(r.On) {
		end := x.a.ReasonsEnd(x.cal)
		if !r.ReceivedOn.IsZero() {
			end = min(end, r.ReceivedOn)
		}
		list = append(list, wait{Pause: law.Pause{From: r.On, To: end}, seq: r.Seq, kind: "reasons"})
	}
	return list
}

// openWait is the day from which no date exists because the next step is the applicant's: the day of the supplement or
// fee notice that stands open, or with which the case ended.
func (x *explaining) openWait() law.Date {
	if !x.a.waits() {
		return 0
	}
	if f := x.a.fee(); f != nil && f.PaidOn.IsZero() {
		return f.On
	}
	return x.a.Supplement.On
}
