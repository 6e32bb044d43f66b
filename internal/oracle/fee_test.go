package oracle_test

import (
	"gongkai/internal/oracle"
	"gongkai/law"
	"gongkai/workflow"
)

func (o *office) compareFee(v oracle.Verdict, differ func(string, any, any), cal *law.Calendar) {
	differ("awaits a fee", v.Charged, o.app.State == workflow.FeeNotified)
	if v.Charged {
		differ("last day of the fee", both(v.FeeEnd), o.app.FeeEnd(cal))
	}
}

// charge asks for a fee by pages: 31 to 90 pages, ten yuan for each over thirty. Before 2021 there was none.
func (w *walk) charge() string {
	on := max(w.back(w.latest()), oracle.On(2021, 1, 1))
	if on > w.day {
		return ""
	}
	pages := 31 + w.r.IntN(60)
	fact := oracle.Fact{What: oracle.FeeAsked, Served: w.post(on)}
	before := len(w.facts)
	detail := w.do(on, "notify_fee", words{"basis": "page", "quantity": pages, "amount_fen": 1000 * (pages - 30), "served_on": fact.Served}, fact)
	if len(w.facts) > before {
		w.notice, w.asked, w.served, w.owed = w.find(workflow.FeeRequested), before, fact.Served != 0, 1000*(pages-30)
	}
	return detail
}

// pay brings the money, now and then a part of it only, which moves nothing.
func (w *walk) pay() string {
	on := w.back(w.facts[w.asked].On)
	if w.chance(20) && w.owed > 1000 {
		part := oracle.Fact{What: oracle.FeePaid, On: on}
		allowed := w.book.Allowed(w.facts, part, w.practice)
		refused, err := w.send(w.day, on, "record_payment", words{"amount_fen": 1000})
		if err != nil || allowed != (refused == "") {
			return "a part of the fee: " + refused
		}
		if allowed {
			w.owed -= 1000
		}
		return ""
	}
	return w.do(on, "record_payment", words{"amount_fen": w.owed}, oracle.Fact{What: oracle.FeePaid})
}

// excess asks for reasons, takes them, and sets a later date.
func (w *walk) excess() string {
	switch w.reasons {
	case 0:
		w.reasons = 1
		on, days := w.back(w.changed()), 1+w.r.IntN(30)
		w.request = len(w.facts)
		fact := oracle.Fact{What: oracle.ReasonsAsked, Days: days, Served: w.post(on)}
		return w.do(on, "request_reasons", words{"days": days, "served_on": fact.Served}, fact)
	case 1:
		w.reasons = 2
		on := max(w.back(w.changed()), w.facts[w.request].On)
		w.request = len(w.facts)
		return w.do(on, "receive_reasons", words{"reasons": "x", "acceptable": true}, oracle.Fact{What: oracle.ReasonsCame})
	default:
		on := max(w.back(w.changed()), w.facts[w.request].On)
		until := w.day + oracle.Day(w.r.IntN(90))
		return w.do(on, "set_delayed_date", words{"until": until}, oracle.Fact{What: oracle.Delayed, Until: until})
	}
}

// choose gives the office its readings: half of all offices hold the defaults.
func (o *office) choose(n func(int) int) {
	o.choices = map[string]string{}
	if n(2) == 0 {
		return
	}
	pick := func(key string, values ...string) int {
		i := n(len(values))
		o.choices[key] = values[i]
		return i
	}
	o.practice.Pauses = oracle.Mode(pick("pause_mode", "after_sent_through_end", "exclude_both", "count_both"))
	o.practice.RestDayShifts = pick("rest_day_receipt", "actual", "next_working_day") == 1
	o.practice.Again = pick("second_supplement", "false", "true") == 1
	o.practice.ReasonsPause = pick("reasons_stop_clock", "false", "true") == 1
	o.practice.OtherCap = 3 + pick("other_agency_cap_wd", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15")
	pick("online_receipt", "auto_ack", "manual_confirm")
}
