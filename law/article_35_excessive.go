package law

// Article 35. When number or frequency of a person's applications is clearly
// beyond reason, the agency may ask for reasons. Bad reasons: told that the
// application is not processed. Good reasons, but too much for the period: a
// reasonable later date is set and told. No period for the reasons and no number
// that is too many stands in the law; the request does not stop the clock (A9).

func art35Reasons() Term {
	return fixed("reasons", 10, WorkingDays, FromReasonsServed, "35", 0).open("A9", 1, 30)
}

// ExcessiveHint is the number of applications of one applicant in a natural
// month from which the office is shown a hint. The law sets no number; this is
// the threshold of the fee by item, and never more than a hint.
const ExcessiveHint = 10
