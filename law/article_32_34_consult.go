package law

// Article 32. When disclosure would harm the lawful interests of a third party,
// the agency asks it in writing; it answers within 15 working days of receiving
// the letter. Silence is neither consent nor refusal: the agency decides. With
// reasonable grounds against it the information is not disclosed, unless not
// disclosing would gravely harm the public interest.

func art32Opinion() Term {
	return fixed("opinion", 15, WorkingDays, FromLetterReceived, "32", 0).silence(SilenceAgencyDecides)
}

// Article 34. For information that several agencies made together, the one
// that led answers and may ask the others, who answer within 15 working days of
// receiving the letter; silence is consent to disclosure (视为同意公开).

func art34Opinion() Term {
	return fixed("joint_opinion", 15, WorkingDays, FromLetterReceived, "34", 0).silence(SilenceConsent)
}
