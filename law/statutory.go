package law

import "time"

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

// Names of the statutory holidays (全国年节及纪念日放假办法 art. 2).
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

// springSpan gives the statutory days of 春节. The measures were changed with
// effect from 2008 (three days from New Year's Eve), 2014 (three from the first
// day of the lunar year) and 2025 (four from New Year's Eve).
func springSpan(year int, l lunar) Span {
	first := NewDate(year, time.Month(l.spring/100), l.spring%100)
	switch {
	case year >= 2025:
		return Span{first - 1, first + 2}
	case year >= 2014:
		return Span{first, first + 2}
	}
	return Span{first - 1, first + 1}
}

// festival is one statutory holiday of a year.
type festival struct {
	span Span
	name string
}

// festivals gives the statutory holidays of a year; two may meet on one day
// (中秋 and 国庆). 2 May is one since 2025.
func festivals(year int) []festival {
	at := func(mmdd int) Date { return NewDate(year, time.Month(mmdd/100), mmdd%100) }
	one := func(mmdd int) Span { return Span{at(mmdd), at(mmdd)} }
	labour := one(501)
	if year >= 2025 {
		labour.To++
	}
	out := []festival{{one(101), newYear}, {labour, labourDay}, {Span{at(1001), at(1003)}, nationalDay}}
	if l, ok := lunarYears[year]; ok {
		out = append(out, festival{one(l.qingming), qingming}, festival{one(l.dragonBoat), dragonBoat},
			festival{one(l.midAutumn), midAutumn}, festival{springSpan(year, l), springFest})
	}
	return out
}

// statutory names the holidays that fall on d by the measures alone.
func statutory(d Date) []string {
	var names []string
	for _, f := range festivals(d.Year()) {
		if f.span.Has(d) {
			names = append(names, f.name)
		}
	}
	return names
}
