package law

import (
	"fmt"
	"strings"
)

// Chinese unless the language asked for begins with "en"; the two are complete.
func english(lang string) bool { return strings.HasPrefix(strings.ToLower(lang), "en") }

func pick(lang, zh, en string) string {
	if english(lang) {
		return en
	}
	return zh
}

// ReasonText words a reason of Explain in zh-CN, or in English when lang begins
// with "en". An unknown code comes back as it is.
func ReasonText(code, lang string) string {
	switch code {
	case ReasonDay0:
		return pick(lang, "起算日，不计入", "day 0, not counted")
	case ReasonCounted:
		return pick(lang, "工作日，计入", "working day, counted")
	case ReasonWeekend:
		return pick(lang, "周末，不计入", "weekend, not counted")
	case ReasonHoliday:
		return pick(lang, "节假日，不计入", "holiday, not counted")
	case ReasonMakeup:
		return pick(lang, "调休上班日，计入", "make-up working day, counted")
	case ReasonPause:
		return pick(lang, "征求意见期间，不计入", "consultation, clock paused, not counted")
	}
	return code
}

// HolidayText gives the name of a holiday as Day and DayLine hold it in zh-CN
// or English; several are joined as they stand.
func HolidayText(name, lang string) string {
	if !english(lang) {
		return name
	}
	return strings.NewReplacer(
		newYear, "New Year", springFest, "Spring Festival", qingming, "Qingming", labourDay, "Labour Day",
		dragonBoat, "Dragon Boat Festival", midAutumn, "Mid-Autumn Festival", nationalDay, "National Day", holidayJoiner, ", ",
	).Replace(name)
}

// Text words the line without its date: the number of the day or the reason it
// does not count, the holiday, the notice, and whether it may still change.
func (l DayLine) Text(lang string) string {
	out := ReasonText(l.Reason, lang)
	if l.Counted {
		out = pick(lang, fmt.Sprintf("第%d个工作日", l.N), fmt.Sprintf("working day %d", l.N))
		if l.Reason == ReasonMakeup {
			out += pick(lang, "（调休上班）", " (make-up day)")
		}
	}
	if l.Holiday != "" {
		out += pick(lang, "：", ": ") + HolidayText(l.Holiday, lang)
	}
	if l.Notice != "" {
		out += pick(lang, "，依据"+l.Notice, ", by "+l.Notice)
	}
	if l.Provisional {
		out += pick(lang, "，当年放假安排尚未公布", ", calendar of that year not announced")
	}
	return out
}
