package law

import "errors"

// Unit says how a term is counted.
type Unit string

// Units of terms. A calendar-day term that ends on a day off ends on the first
// working day after it (民事诉讼法 art. 85); so does one of months.
const (
	WorkingDays  Unit = "working_day"
	CalendarDays Unit = "calendar_day"
	Months       Unit = "month"
)

// Facts from which a term runs; the day of the fact is day 0.
const (
	FromReceipt          = "receipt"           // of the application or supplement (arts. 31, 30)
	FromLetterReceived   = "letter_received"   // the addressee got the letter or decision
	FromSupplementServed = "supplement_served" // the applicant got the supplement notice
	FromFeeNoticeServed  = "fee_notice_served" // the applicant got the fee notice
	FromReasonsServed    = "reasons_served"    // the applicant got the request for reasons
	FromReviewCopy       = "review_copy"       // copy of the application for review received
	FromSuitCopy         = "suit_copy"         // copy of the complaint received
	FromKnowing          = "knowing"           // the applicant learnt of the act
	FromInformationMade  = "information_made"  // information made or changed (art. 26)
)

// What stops a clock: a consultation pauses it, the others begin a new run.
const (
	StoppedByConsultation = "consultation" // arts. 32 to 34
	StoppedBySupplement   = "supplement"   // art. 30
	StoppedByFee          = "fee"          // art. 42
)

// What silence to the end of a term means.
const (
	SilenceAgencyDecides = "agency_decides"      // art. 32
	SilenceConsent       = "consent"             // 视为同意公开, art. 34
	SilenceAbandoned     = "application_dropped" // 视为放弃申请, arts. 30, 42
)

// Term is one period of the law. A number never travels without its unit and
// counting rule.
type Term struct {
	Key       string   // name in this package, such as reply
	Number    int      // how many units; the default where Reading is set
	Min, Max  int      // what an office may choose; both equal to Number where the law fixes it
	Unit      Unit     //
	From      string   // fact that is day 0
	FirstDay  bool     // whether day 0 itself counts; it never does here
	StoppedBy []string // what stops the clock: pause or restart
	Silence   string   // what silence to the end means
	Law       string   // short name of the act when it is not the Regulation
	Article   string   // where it stands: number of the article
	Paragraph int      // and of its paragraph; 0 = the whole article
	Reading   string   // open reading (A7 …) where the law gives no number
}

// Has reports whether the law knows this term.
func (t Term) Has() bool { return t.Key != "" }

// Allows reports whether an office may set the term to n units.
func (t Term) Allows(n int) bool { return t.Has() && t.Min <= n && n <= t.Max }

// End gives the last day of the term when the fact happened on day0: the n-th
// working day after it, or the calendar end rolled to a working day. n is the
// number chosen; 0 takes the term's own number.
func (t Term) End(c *Calendar, day0 Date, n int) Date {
	if n == 0 {
		n = t.Number
	}
	switch t.Unit {
	case CalendarDays:
		return c.Roll(day0, n)
	case Months:
		return c.RollDay(day0.AddMonths(n))
	default:
		return c.Nth(day0, n)
	}
}

func fixed(key string, n int, unit Unit, from, article string, paragraph int) Term {
	return Term{Key: key, Number: n, Min: n, Max: n, Unit: unit, From: from, Article: article, Paragraph: paragraph}
}

func (t Term) of(act string) Term { t.Law = act; return t }

func (t Term) stopped(by ...string) Term { t.StoppedBy = by; return t }

func (t Term) silence(means string) Term { t.Silence = means; return t }

// upTo marks a number as the most: an office may choose any from 1.
func (t Term) upTo() Term { t.Min = 1; return t }

func (t Term) open(reading string, lowest, highest int) Term {
	t.Reading, t.Min, t.Max = reading, lowest, highest
	return t
}

// ErrNoVersion: no version of the Regulation is in force on the day of receipt.
var ErrNoVersion = errors.New("no version of the Regulation is in force")
