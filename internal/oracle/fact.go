package oracle

// What names a fact of one application.
type What int

// The facts that move a date. On is the day of each; what else it needs stands behind.
const (
	Received          What = iota // by a channel that needs no confirmation
	Arrived                       // by one that does (ordinary letter, fax): no day 0 yet
	Confirmed                     // with the applicant: day 0
	SupplementAsked               // Days, Served
	SupplementCame                // Excused
	SupplementDropped             // the agency takes its notice back
	Consulted                     // Party, Other, Served, Tried
	Opinion                       // Party
	Extended                      // Days
	FeeAsked                      // Served
	FeePaid                       // in full
	FeeDropped                    // the agency takes its notice back
	ReasonsAsked                  // Days, Served
	ReasonsCame                   //
	Delayed                       // Until: a date set under art. 35
	Replied                       // posted, or signed for
	GivenUp                       // the applicant withdraws
)

// Fact is one dated fact.
type Fact struct {
	What    What
	On      Day
	Served  Day // the other side received the letter; zero when there is no proof of it
	Tried   Day // first documented attempt to deliver it that failed
	Days    int // of a period or an extension, in working days
	Party   string
	Other   bool // the party is another agency, for which the law sets no period
	Excused bool // the supplement is late for a good reason
	Until   Day
}

// Practice is what an office chose where the rulebook leaves a choice; its zero value is the rulebook's default.
type Practice struct {
	Pauses        Mode // A4
	RestDayShifts bool // A2: what comes on a rest day counts as received on the next working day
	Again         bool // A6: a second supplement notice is allowed
	ReasonsPause  bool // A9: a request for reasons stops the clock, as a letter of consultation does
	OtherCap      int  // A10: working days for another agency; zero = 15
}

// Periods of the Regulation and of the rulebook's defaults, in working days.
const (
	replyPeriod    = 20 // art. 33, and the longest extension
	oldReplyPeriod = 15 // the same before the revision of 2019 (A27)
	noticePeriod   = 7  // art. 30
	opinionPeriod  = 15 // arts. 32, 34
	paymentPeriod  = 20 // fee measures art. 6
)

// Verdict is what the law says about an application at the end of a day; a zero Day is "none".
type Verdict struct {
	Received      Day // day 0 of the first run
	Due           Day // none while nothing is received, and while a timely notice waits
	Overdue       Day // since when, the day after the due date; none when in time
	Asked         bool
	SupplementEnd Day // last day of the open supplement period; none without proof of service
	Charged       bool
	FeeEnd        Day            // the same for the fee
	Opinions      map[string]Day // last day of each party that was reached
	Lapsed        Day            // the day on which silence closed the case
	Closed        bool
}
