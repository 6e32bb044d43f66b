package law

import "time"

// regulation2008 is Order 492 of 2007, in force from 2008-05-01 until the
// revision of 2019 (open reading A27). It knew no term for the supplement
// notice, the applicant's supplement or the third party's opinion, no request
// for reasons, no fee by number and no restart of the clock: an unclear
// application was to be changed or completed (art. 21(4)) within the one reply
// period. An absent term is refused, never borrowed from the later text.
func regulation2008() Version {
	return Version{
		Name:  "2008",
		Act:   Act2008,
		Title: "中华人民共和国政府信息公开条例（国务院令第492号）",
		From:  NewDate(2008, time.May, 1),
		// Art. 24: on the spot, else within 15 working days; up to 15 more with
		// the consent of the head of the disclosure office; the time in which a
		// third party is asked does not count.
		Reply:            fixed("reply", 15, WorkingDays, FromReceipt, "24", 2).stopped(StoppedByConsultation),
		Extension:        fixed("extension", 15, WorkingDays, FromReceipt, "24", 2).upTo(),
		Publication:      fixed("publication", 20, WorkingDays, FromInformationMade, "18", 0),
		ExtensionsPerRun: 1,
	}
}
