package workflow

import (
	"maps"
	"slices"

	"gongkai/law"
)

// told says something about an event.
func (x *explaining) told(code string, e Event, args ...any) Told {
	t := Told{Code: code, On: e.On, Sequence: e.Seq, Text: x.say(code, args...)}
	if data, ok := e.Data.(*Data); ok {
		t.Article = ArticleOf(e.Type, data.Result)
	}
	return t
}

// receipt says what makes the day of receipt (art. 31).
func (x *explaining) receipt(now *Application, e Event) Told {
	channel, _ := law.ChannelByKey(now.Channel)
	code := "began_" + channel.Receipt
	switch e.Type {
	case ReceiptConfirmed:
		code = "began_" + law.ReceivedConfirmed
	case RecordedFromLedger:
		code = "began_ledger"
	}
	t := x.told(code, e, now.ReceivedOn)
	t.On = now.ReceivedOn
	if channel.Article != "" {
		t.Article = channel.Article
	}
	return t
}

// restart says why a new run begins.
func (x *explaining) restart(e Event) Told {
	switch e.Type {
	case SupplementReceived, RecordedFromLedger:
		return x.told("began_supplement", e)
	case FeePaid:
		return x.told("began_payment", e)
	}
	return x.told("began_again", e, eventName(e.Type))
}

// closing says how the case ended, and against which date.
func (x *explaining) closing(now *Application, e Event) Told {
	code := "ended_by_" + e.Type
	if _, known := explainWords[code]; !known {
		return x.told("ended_by_event", e, eventName(e.Type))
	}
	on := now.ClosedOn
	if on.IsZero() {
		on = e.On
	}
	t := x.told(code, e, on)
	t.On = on
	return t
}

// notes tells what an event did to the run it falls into.
func (x *explaining) notes(was standing, now *Application, e Event, data *Data) []Told {
	one := func(code string, args ...any) []Told { return []Told{x.told(code, e, args...)} }
	switch e.Type {
	case SupplementRequested, SupplementReceived, SupplementWithdrawn, LapseReversed:
		return x.supplementNotes(now, e, data)
	case FeeRequested, FeePaid, FeeWithdrawn:
		return x.feeNotes(now, e, data)
	case ConsultationSent, OpinionReceived, ConsultationClosed:
		return x.consultNotes(now, e, data)
	case ServiceRecorded:
		return x.serviceNotes(now, e, data)
	case Extended:
		return one("extended", data.Days)
	case ReasonsRequested:
		if now.Reasons.StopsClock {
			return one("reasons_stop", data.Days)
		}
		return one("reasons_go_on", data.Days)
	case ReasonsReceived:
		if data.Acceptable {
			return one("reasons_good")
		}
		return one("reasons_bad")
	case DelayedDateSet:
		return one("delayed", data.Until)
	case OverdueMarked:
		return one("overdue", was.due)
	case DueRecomputed:
		return one("recomputed", was.due, now.Due.On, now.Due.Calendar)
	case Corrected:
		if data.Due != nil && data.Due.On != was.due {
			return one("corrected", data.Sequence, dayOr(was.due), dayOr(data.Due.On))
		}
	}
	return nil
}

func (x *explaining) supplementNotes(now *Application, e Event, data *Data) []Told {
	switch e.Type {
	case SupplementRequested:
		if data.Override {
			t := x.told("supplement_late", e, now.clock(x.cal).NoticeBy)
			return []Told{x.by(t, "late_supplement", data)}
		}
		return []Told{x.told("supplement_asked", e, data.Days)}
	case SupplementReceived:
		var list []Told
		if data.Override {
			list = append(list, x.told("supplement_good_reason", e))
		}
		if now.Supplement.TooLate {
			list = append(list, x.told("supplement_no_restart", e))
		}
		return list
	case SupplementWithdrawn:
		return []Told{x.told("supplement_withdrawn", e)}
	}
	return []Told{x.told("lapse_reversed", e)}
}

func (x *explaining) feeNotes(now *Application, e Event, data *Data) []Told {
	switch e.Type {
	case FeeRequested:
		return []Told{x.told("fee_asked", e, yuan(data.AmountFen))}
	case FeeWithdrawn:
		return []Told{x.told("fee_withdrawn", e)}
	}
	if f := now.fee(); f != nil && f.PaidOn.IsZero() {
		return []Told{x.told("fee_part", e, yuan(data.AmountFen), yuan(f.Amount-f.Paid))}
	}
	return nil
}

func (x *explaining) consultNotes(now *Application, e Event, data *Data) []Told {
	c := now.consultation(data.Party)
	var t Told
	switch {
	case e.Type == ConsultationSent:
		t = x.told("consult_"+c.Kind, e, c.Party)
	case e.Type == ConsultationClosed:
		t = x.told("consult_over_"+data.Silence, e, c.Party, data.LastDay)
	case e.On > now.ConsultationEnd(x.cal, c):
		t = x.told("opinion_after", e, c.Party, now.ConsultationEnd(x.cal, c))
	default:
		t = x.told("opinion", e, c.Party)
	}
	t.Article = articleOfKind(c.Kind)
	return []Told{t}
}

// serviceNotes tells of service that starts or fails to start a period of the other side.
func (x *explaining) serviceNotes(now *Application, e Event, data *Data) []Told {
	last := law.Date(0)
	c := (*Consultation)(nil)
	for i := range now.Consultations {
		if now.Consultations[i].Seq == data.Sequence {
			c = &now.Consultations[i]
		}
	}
	switch f := now.fee(); {
	case now.Supplement != nil && now.Supplement.Seq == data.Sequence:
		last = now.SupplementEnd(x.cal)
	case f != nil && f.Seq == data.Sequence:
		last = now.FeeEnd(x.cal)
	case now.Reasons != nil && now.Reasons.Seq == data.Sequence:
		last = now.ReasonsEnd(x.cal)
	case c != nil:
		last = now.ConsultationEnd(x.cal, c)
	}
	switch {
	case data.ServedOn.IsZero() && c != nil:
		t := x.told("attempt", e, data.Sequence, last)
		t.Reading = "A11"
		return []Told{t}
	case data.ServedOn.IsZero():
		return []Told{x.told("not_served", e, data.Sequence)}
	case last.IsZero():
		return nil
	}
	return []Told{x.told("served", e, data.Sequence, data.ServedOn, last)}
}

// readings tells which answers to open questions of the law an event rests on.
func (x *explaining) readings(e Event, data *Data) []Told {
	var list []Told
	for _, key := range slices.Sorted(maps.Keys(data.Choices)) {
		r, ok := law.ReadingByConfig(key)
		if !ok {
			continue
		}
		code := "reading_chosen"
		if data.Choices[key] == r.Default {
			code = "reading_default"
		}
		t := x.told(code, e, r.ID, reading(r), answer{r, data.Choices[key]})
		t.Article, t.Reading, t.Value = r.Article, r.ID, data.Choices[key]
		list = append(list, t)
	}
	return list
}

// by notes the reading that a sentence rests on.
func (x *explaining) by(t Told, key string, data *Data) Told {
	r, _ := law.ReadingByConfig(key)
	t.Reading, t.Value = r.ID, chosenIn(data.Choices, key)
	return t
}

// reading and answer say an open question and the answer to it in the reader's language.
type (
	reading law.Reading
	answer  struct {
		law.Reading
		value string
	}
)

func (r reading) Label(lang string) string { return pick(lang, r.Chinese, r.English) }

func (a answer) Label(lang string) string {
	for _, o := range a.Options {
		if o.Key == a.value {
			return pick(lang, o.Chinese, o.English)
		}
	}
	return a.value
}

// dayOr is a date, or says that there is none.
type dayOr law.Date

func (d dayOr) Label(lang string) string {
	if law.Date(d).IsZero() {
		return pick(lang, "无", "none")
	}
	return law.Date(d).String()
}

func pick(lang, zh, en string) string {
	if lang == "en" {
		return en
	}
	return zh
}
