package oracle

// block is a run of days, both ends counted, each as month*100+day of its year.
type block struct{ from, to int }

// notice is one notice of the State Council's office, as the rulebook tells it (section 9): what it makes days off and
// what it makes days of work. Years are written with the dates, because a notice may reach into the December before.
type notice struct {
	year  int    // the year it arranges
	known [3]int // the day it was published
	off   []span
	work  [][3]int
	// instead takes the place of everything the earlier notice said about these days.
	instead span
}

type span struct{ from, to [3]int }

func in(year int, blocks ...block) []span {
	var all []span
	for _, b := range blocks {
		all = append(all, span{[3]int{year, b.from / 100, b.from % 100}, [3]int{year, b.to / 100, b.to % 100}})
	}
	return all
}

func on(year int, days ...int) [][3]int {
	var all [][3]int
	for _, d := range days {
		all = append(all, [3]int{year, d / 100, d % 100})
	}
	return all
}

// notices in the order in which they were published.
func notices() []notice {
	return []notice{
		{year: 2019, known: [3]int{2018, 12, 6},
			off: append([]span{{[3]int{2018, 12, 30}, [3]int{2019, 1, 1}}},
				in(2019, block{204, 210}, block{405, 407}, block{501, 501}, block{607, 609}, block{913, 915}, block{1001, 1007})...),
			work: append(on(2018, 1229), on(2019, 202, 203, 929, 1012)...)},
		{year: 2019, known: [3]int{2019, 3, 22}, // Labour Day made longer
			off:     in(2019, block{501, 504}),
			work:    on(2019, 428, 505),
			instead: span{[3]int{2019, 4, 28}, [3]int{2019, 5, 5}}},
		{year: 2020, known: [3]int{2019, 11, 21},
			off:  in(2020, block{101, 101}, block{124, 130}, block{404, 406}, block{501, 505}, block{625, 627}, block{1001, 1008}),
			work: on(2020, 119, 201, 426, 509, 628, 927, 1010)},
		{year: 2020, known: [3]int{2020, 1, 27}, // Spring Festival made longer
			off:     in(2020, block{124, 202}),
			instead: span{[3]int{2020, 1, 24}, [3]int{2020, 2, 2}}},
		{year: 2021, known: [3]int{2020, 11, 25},
			off:  in(2021, block{101, 103}, block{211, 217}, block{403, 405}, block{501, 505}, block{612, 614}, block{919, 921}, block{1001, 1007}),
			work: on(2021, 207, 220, 425, 508, 918, 926, 1009)},
		{year: 2022, known: [3]int{2021, 10, 25},
			off:  in(2022, block{101, 103}, block{131, 206}, block{403, 405}, block{430, 504}, block{603, 605}, block{910, 912}, block{1001, 1007}),
			work: on(2022, 129, 130, 402, 424, 507, 1008, 1009)},
		{year: 2023, known: [3]int{2022, 12, 8},
			off: append([]span{{[3]int{2022, 12, 31}, [3]int{2023, 1, 2}}},
				in(2023, block{121, 127}, block{405, 405}, block{429, 503}, block{622, 624}, block{929, 1006})...),
			work: on(2023, 128, 129, 423, 506, 625, 1007, 1008)},
		{year: 2024, known: [3]int{2023, 10, 25},
			off:  in(2024, block{101, 101}, block{210, 217}, block{404, 406}, block{501, 505}, block{610, 610}, block{915, 917}, block{1001, 1007}),
			work: on(2024, 204, 218, 407, 428, 511, 914, 929, 1012)},
		{year: 2025, known: [3]int{2024, 11, 12},
			off:  in(2025, block{101, 101}, block{128, 204}, block{404, 406}, block{501, 505}, block{531, 602}, block{1001, 1008}),
			work: on(2025, 126, 208, 427, 928, 1011)},
		{year: 2026, known: [3]int{2025, 11, 4},
			off:  in(2026, block{101, 103}, block{215, 223}, block{404, 406}, block{501, 505}, block{619, 621}, block{925, 927}, block{1001, 1007}),
			work: on(2026, 104, 214, 228, 509, 920, 1010)},
	}
}

// feasts are the days of the lunar calendar and of the sun on which the statutory days off of a year lie, month*100+day:
// first day of the first month, 清明, 端午, 中秋. They are needed only where no notice was known.
type feasts struct{ spring, qingming, dragonBoat, midAutumn int }

func feastsOf(year int) feasts {
	return map[int]feasts{
		2018: {216, 405, 618, 924}, 2019: {205, 405, 607, 913}, 2020: {125, 404, 625, 1001}, 2021: {212, 404, 614, 921},
		2022: {201, 405, 603, 910}, 2023: {122, 405, 622, 929}, 2024: {210, 404, 610, 917}, 2025: {129, 404, 531, 1006},
		2026: {217, 405, 619, 925}, 2027: {206, 405, 609, 915}, 2028: {126, 404, 528, 1003}, 2029: {213, 404, 616, 922},
		2030: {203, 405, 605, 912}, 2031: {123, 405, 624, 1001},
	}[year]
}

// statutory are the days off of a year without a notice (全国年节及纪念日放假办法): eleven days by the text of 2013,
// thirteen from 2025 on, when New Year's Eve and 2 May came in. Where two feasts fall on one day there is one day off.
func statutory(year int) map[Day]bool {
	f := feastsOf(year)
	at := func(md int) Day { return On(year, md/100, md%100) }
	days := map[Day]bool{at(101): true, at(f.qingming): true, at(501): true, at(f.dragonBoat): true, at(f.midAutumn): true,
		at(1001): true, at(1002): true, at(1003): true, at(f.spring): true, at(f.spring) + 1: true, at(f.spring) + 2: true}
	if year >= 2025 {
		days[at(f.spring)-1] = true
		days[at(502)] = true
	}
	return days
}
