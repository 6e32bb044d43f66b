package law

// Article 33. What can be answered on the spot is answered on the spot;
// everything else within 20 working days of receipt. If more time is needed,
// the head of the disclosure office agrees and the applicant is told; at most
// 20 working days more. The time in which third parties and other agencies are
// asked does not count.

func art33Reply() Term {
	return fixed("reply", 20, WorkingDays, FromReceipt, "33", 2).
		stopped(StoppedByConsultation, StoppedBySupplement, StoppedByFee)
}

func art33Extension() Term {
	return fixed("extension", 20, WorkingDays, FromReceipt, "33", 2).upTo()
}

// art33OtherAgency: the time does not count, but no period is set; without a
// cap a case could rest for ever (A10).
func art33OtherAgency() Term {
	return fixed("other_opinion", 15, WorkingDays, FromLetterReceived, "33", 3).
		silence(SilenceAgencyDecides).open("A10", 1, 15)
}
