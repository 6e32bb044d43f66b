// Package oracle answers the questions of the statutory clock a second time. It was written from the rulebook alone, by
// other hands than the clock, without a look at it; so when both agree on millions of random cases, a common mistake is a
// mistake in the reading of the law and not one of the program.
//
// It walks one day at a time over calendars typed in from the State Council's notices and takes no short cut: what is
// slow and plain here is clever in the clock. Nothing but tests may use it. "make oracle" runs the comparison at length.
//
// Where the rulebook is silent, the oracle holds no view: a comment at the place says which reading it was given, and why.
package oracle
