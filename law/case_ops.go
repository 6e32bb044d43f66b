package law

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// op is one kind of question a case may ask: the facts it wants, those it may
// have, and how it is answered. A mistake in a fact is an error; "none" is an
// answer.
type op struct {
	facts, maybe []string
	answer       func(*asked) string
}

const none = "none"

// ops is every kind of question.
var ops = map[string]op{
	OpNth: {[]string{"start", "n"}, []string{"known"}, func(a *asked) string {
		return a.day(a.calendar.Nth(a.date("start"), a.number("n")))
	}},
	OpDue: {[]string{"start", "n"}, []string{"pauses", "known"}, func(a *asked) string {
		return a.day(a.calendar.Due(Run{a.date("start"), a.number("n"), a.pauses()}))
	}},
	OpCal: {[]string{"start", "n"}, []string{"known"}, func(a *asked) string {
		return a.day(a.calendar.Roll(a.date("start"), a.number("n")))
	}},
	"working": {[]string{"day"}, []string{"known"}, func(a *asked) string {
		d := a.calendar.Day(a.date("day"))
		return string(d.Kind) + map[bool]string{true: " provisional"}[d.Provisional]
	}},
	"version": {[]string{"received"}, nil, func(a *asked) string {
		v, err := InForce(a.date("received"))
		if err != nil {
			return none
		}
		return v.Name
	}},
	"term":      {[]string{"term", "on"}, []string{"day0", "n", "known"}, answerTerm},
	"fee_items": {[]string{"n"}, nil, func(a *asked) string { return yuan(FeeByItems(a.number("n"))) }},
	"fee_pages": {[]string{"n"}, nil, func(a *asked) string { return yuan(FeeByPages(a.number("n"))) }},
	"result":    {[]string{"result"}, nil, answerResult},
	"review": {[]string{"result", "given"}, nil, func(a *asked) string {
		return string(a.result().Review(a.date("given")))
	}},
	"bodies": {[]string{"agency", "given"}, nil, func(a *asked) string {
		return bodyKeys(ReviewBodies(BodyKind(a.k.Facts["agency"]), a.date("given")))
	}},
	"kind":    {[]string{"name"}, nil, func(a *asked) string { return string(KindOfBody(a.k.Facts["name"])) }},
	"remedy":  {[]string{"result", "given", "agency"}, []string{"known", "items", "inquiry"}, answerRemedy},
	"reading": {[]string{"reading", "value"}, nil, answerReading},
}

// Ops lists what a case may ask.
func Ops() []string { return slices.Sorted(maps.Keys(ops)) }

// asked is one case on the way to its answer; the first bad fact stays in err.
type asked struct {
	k        WorkedCase
	calendar *Calendar
	err      error
}

// Try gives what comes out of a case by the calendar; a fact known=DATE asks the
// calendar as it was announced by then. The error names the fact that cannot be
// read and wraps ErrCases.
func (c *Calendar) Try(k WorkedCase) (string, error) {
	a := &asked{k: k, calendar: c}
	op, ok := ops[k.Op]
	if !ok {
		return "", fmt.Errorf("%w: unknown op %.20q", ErrCases, k.Op)
	}
	if _, ok := k.Facts["known"]; ok && k.Op != "remedy" {
		a.calendar = c.AsOf(a.date("known"))
	}
	got := op.answer(a)
	if a.err != nil {
		return "", fmt.Errorf("%w: line %d, %w", ErrCases, k.Line, a.err)
	}
	return got, nil
}

func (a *asked) fail(err error) {
	if a.err == nil {
		a.err = err
	}
}

func (a *asked) date(fact string) Date {
	d, err := ParseDate(isoDate(a.k.Facts[fact]))
	if err != nil {
		a.fail(fmt.Errorf("fact %s: %w", fact, err))
	}
	return d
}

func (a *asked) number(fact string) int {
	n, err := strconv.Atoi(a.k.Facts[fact])
	if err != nil || n < 0 || n > maxBatchDays {
		a.fail(fmt.Errorf("fact %s: %.20q, want a whole number 0 to %d", fact, a.k.Facts[fact], maxBatchDays))
		return 0
	}
	return n
}

func (a *asked) pauses() []Pause {
	var out []Pause
	for _, part := range a.list("pauses") {
		p, err := ParsePause(part)
		if err != nil {
			a.fail(fmt.Errorf("fact pauses: %w", err))
		}
		out = append(out, p)
	}
	return out
}

// list reads a fact of several values, parted by commas.
func (a *asked) list(fact string) []string {
	return strings.FieldsFunc(a.k.Facts[fact], func(r rune) bool { return r == ',' || r == ' ' || r == '，' })
}

func (a *asked) result() Result {
	r, ok := ResultByKey(a.k.Facts["result"])
	if !ok {
		a.fail(fmt.Errorf("fact result: unknown %.40q", a.k.Facts["result"]))
	}
	return r
}

func (a *asked) day(d Date) string {
	if d == 0 {
		return none
	}
	return d.String()
}

func yuan(fen int) string { return strconv.Itoa(fen / 100) }

// answerTerm gives the last day of a term, or with no day0 its number and unit,
// by the version in force on the day (of receipt, or of the act for remedies).
func answerTerm(a *asked) string {
	on := a.date("on")
	var terms []Term
	if v, err := InForce(on); err == nil {
		terms = v.Terms()
	}
	if r, err := RemediesOn(on); err == nil {
		terms = append(terms, r.terms()...)
	}
	at := slices.IndexFunc(terms, func(t Term) bool { return t.Key == a.k.Facts["term"] })
	if _, known := termWords[a.k.Facts["term"]]; !known {
		a.fail(fmt.Errorf("fact term: unknown %.40q", a.k.Facts["term"]))
	}
	if at < 0 || a.k.Facts["term"] == "" {
		return none
	}
	t := terms[at]
	if _, ok := a.k.Facts["day0"]; !ok {
		return fmt.Sprintf("%d %s", t.Number, t.Unit)
	}
	n := 0
	if _, ok := a.k.Facts["n"]; ok {
		if n = a.number("n"); !t.Allows(n) {
			return "refused"
		}
	}
	return a.day(t.End(a.calendar, a.date("day0"), n))
}

// answerResult gives code, articles, row and what must have happened before.
func answerResult(a *asked) string {
	r := a.result()
	out := fmt.Sprintf("%s | %s | row %d", r.Code, r.Articles, r.Row)
	for _, need := range r.Needs {
		out += " | needs " + need
	}
	return out
}

func bodyKeys(bodies []ReviewBody) string {
	if len(bodies) == 0 {
		return none
	}
	keys := make([]string, 0, len(bodies))
	for _, b := range bodies {
		keys = append(keys, b.Key+" "+b.Article)
	}
	return strings.Join(keys, " | ")
}

// answerRemedy gives the order, the last day of review, and that of suit where
// the way to court is open.
func answerRemedy(a *asked) string {
	reply := Reply{
		Result: a.result().Key, Items: a.list("items"), Given: a.date("given"), Agency: BodyKind(a.k.Facts["agency"]),
		InquiryFirst: a.k.Facts["inquiry"] == "review_first",
	}
	if _, ok := a.k.Facts["known"]; ok {
		reply.Known = a.date("known")
	}
	if a.err != nil {
		return none
	}
	r, err := RemedyOf(reply, a.calendar)
	if errors.Is(err, ErrNoVersion) {
		return none
	}
	if err != nil {
		a.fail(err)
		return none
	}
	out := string(r.Order)
	if r.ReviewUntil != 0 {
		out += " | review " + r.ReviewUntil.String()
	}
	if r.SuitUntil != 0 {
		out += " | suit " + r.SuitUntil.String()
	}
	return out
}

// answerReading says whether an office may choose a value.
func answerReading(a *asked) string {
	at := slices.IndexFunc(readings[:], func(r Reading) bool { return r.ID == a.k.Facts["reading"] })
	if at < 0 {
		a.fail(fmt.Errorf("fact reading: unknown %.20q", a.k.Facts["reading"]))
		return none
	}
	if !readings[at].Admits(a.k.Facts["value"]) {
		return "refused"
	}
	return "admitted"
}
