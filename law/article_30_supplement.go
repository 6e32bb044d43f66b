package law

// Article 30. When the content of an application is unclear, the agency guides
// the applicant and tells him within 7 working days of receipt, once and for
// everything, what to supply and within which reasonable period. The reply
// period begins when the supplement is received: a restart, not a pause. No
// supplement without good reason by the end: the application is taken as
// dropped and the agency need not go on.

func art30Notice() Term {
	return fixed("supplement_notice", 7, WorkingDays, FromReceipt, "30", 0)
}

// art30Supplement: the law says "reasonable"; the office chooses (A7).
func art30Supplement() Term {
	return fixed("supplement", 15, WorkingDays, FromSupplementServed, "30", 0).
		silence(SilenceAbandoned).open("A7", 5, 30)
}
