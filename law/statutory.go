package law

import "time"

// A festival is one statutory holiday of 全国年节及纪念日放假办法 art. 2.
type festival struct {
	on   Date
	name string
}

// lunar holds the first day of the first lunar month (春节), Qingming (清明),
// and the festivals of the fifth (端午) and eighth month (中秋), as month*100+day.
type lunar struct{ spring, qingming, dragonBoat, midAutumn int }

// lunarYears tables the festivals that follow the lunar calendar or the sun's
// course, 2008 to 2030, by Beijing time (GB/T 33661). A year outside is
// provisional with its solar festivals alone.
var lunarYears = map[int]lunar{
	2008: {207, 404, 608, 914}, 2009: {126, 404, 528, 1003}, 2010: {214, 405, 616, 922},
	2011: {203, 405, 606, 912}, 2012: {123, 404, 623, 930}, 2013: {210, 404, 612, 919},
	2014: {131, 405, 602, 908}, 2015: {219, 405, 620, 927}, 2016: {208, 404, 609, 915},
	2017: {128, 404, 530, 1004}, 2018: {216, 405, 618, 924}, 2019: {205, 405, 607, 913},
	2020: {125, 404, 625, 1001}, 2021: {212, 404, 614, 921}, 2022: {201, 405, 603, 910},
	2023: {122, 405, 622, 929}, 2024: {210, 404, 610, 917}, 2025: {129, 404, 531, 1006},
	2026: {217, 405, 619, 925}, 2027: {206, 405, 609, 915}, 2028: {126, 404, 528, 1003},
	2029: {213, 404, 616, 922}, 2030: {203, 405, 605, 912},
}

// Names of the statutory holidays.
const (
	newYear       = "元旦"
	springFest    = "春节"
	qingming      = "清明节"
	labourDay     = "劳动节"
	dragonBoat    = "端午节"
	midAutumn     = "中秋节"
	nationalDay   = "国庆节"
	holidayJoiner = "、"
)

// festivals gives the statutory holidays of a year. The measures were changed
// with effect from 2008 (three days from New Year's Eve), 2014 (three days from
// the first day of the year) and 2025 (four from New Year's Eve; 2 May added).
func festivals(year int) []festival {
	out := []festival{{NewDate(year, time.January, 1), newYear}, {NewDate(year, time.May, 1), labourDay}}
	if year >= 2025 {
		out = append(out, festival{NewDate(year, time.May, 2), labourDay})
	}
	for d := range 3 {
		out = append(out, festival{NewDate(year, time.October, 1+d), nationalDay})
	}
	l, ok := lunarYears[year]
	if !ok {
		return out
	}
	at := func(mmdd int) Date { return NewDate(year, time.Month(mmdd/100), mmdd%100) }
	first, days := at(l.spring), 3
	switch {
	case year >= 2025:
		first, days = first-1, 4
	case year < 2014:
		first--
	}
	for d := range days {
		out = append(out, festival{first.AddDays(d), springFest})
	}
	return append(out, festival{at(l.qingming), qingming}, festival{at(l.dragonBoat), dragonBoat}, festival{at(l.midAutumn), midAutumn})
}

// statutory reports the holiday that falls on d by the measures alone.
func statutory(d Date) (string, bool) {
	y, m, day := d.civil()
	switch {
	case m == time.January && day == 1:
		return newYear, true
	case m == time.May && (day == 1 || day == 2 && y >= 2025):
		return labourDay, true
	case m == time.October && day <= 3:
		return nationalDay, true
	}
	if _, ok := lunarYears[y]; !ok {
		return "", false
	}
	for _, f := range festivals(y) {
		if f.on == d {
			return f.name, true
		}
	}
	return "", false
}
