package law

import "time"

// regulation2019 is Order 711, revised on 2019-04-03, in force from 2019-05-15.
// The values of an article stand in the file of its number.
func regulation2019() Version {
	return Version{
		Name:             "2019",
		Act:              ActRegulation,
		Title:            "中华人民共和国政府信息公开条例（国务院令第711号）",
		From:             NewDate(2019, time.May, 15),
		Reply:            art33Reply(),
		Extension:        art33Extension(),
		SupplementNotice: art30Notice(),
		Supplement:       art30Supplement(),
		Opinion:          art32Opinion(),
		JointOpinion:     art34Opinion(),
		OtherOpinion:     art33OtherAgency(),
		FeePayment:       art42Payment(),
		Reasons:          art35Reasons(),
		Publication:      fixed("publication", 20, WorkingDays, FromInformationMade, "26", 0),
		ExtensionsPerRun: 1,
		Restarts:         true,
	}
}
