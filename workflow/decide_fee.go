package workflow

import (
	"fmt"
	"strconv"
	"time"

	"gongkai/law"
)

// feesFrom is the day from which an information processing fee may be asked (国办函〔2020〕109号).
var feesFrom = law.NewDate(2021, time.January, 1)

// Month names the applications of one applicant that were counted in a natural month (自然月).
const (
	byReceipt    = "received_on"
	bySubmission = "submitted_on"
)

// decide asks for the fee (art. 42): within the reply period, once, and by one of the two scales. The amount must equal
// the scale: by item it goes on from the applicant's earlier items of the same month, by page it is this application's.
func (c *NotifyFee) decide(d *decision) error {
	if d.app.State != Received {
		return d.notNow()
	}
	version, err := law.InForce(d.app.ReceivedOn)
	if err != nil || !version.FeePayment.Has() || d.on < feesFrom {
		return refuse("no_fee_then", "42", feesFrom)
	}
	if f := d.app.fee(); f != nil {
		return refuse("fee_already_asked", "42", f.On)
	}
	if clock := d.app.clock(d.Calendar); d.on > clock.Due.On {
		return refuse("fee_too_late", "42", clock.Due.On, d.on)
	}
	if day0 := d.app.day0(); d.on < day0 {
		return refuse("before_receipt", "42", d.on, day0)
	}
	if err := d.checkService(d.on, c.ServedOn, "42"); err != nil {
		return err
	}
	switch want := d.scale(c); {
	case d.replaying: // a correction changes no amount
	case want == 0:
		return refuse("no_fee_due", "42")
	case want != c.AmountFen:
		return refuse("not_the_scale", "42", yuan(want), yuan(c.AmountFen))
	}
	data := Data{Basis: c.Basis, Quantity: c.Quantity, AmountFen: c.AmountFen, ServedOn: c.ServedOn}
	if !c.ServedOn.IsZero() {
		data.LastDay = version.FeePayment.End(d.Calendar, c.ServedOn, 0)
	}
	return d.emit(FeeRequested, FeeNotified, d.on, data, nil)
}

// scale gives what the scale asks, in fen.
func (d *decision) scale(c *NotifyFee) int {
	if c.Basis == "page" {
		return law.FeeByPages(c.Quantity)
	}
	basis := d.choice("monthly_count_basis")
	if d.replaying {
		return c.AmountFen
	}
	before := d.Office.ItemsBefore(d.app.Agency, d.app.Number, basis)
	return law.FeeByItems(before+c.Quantity) - law.FeeByItems(before)
}

// Items is the number of items an application counts as when the fee is asked by item: one, unless a notice said more.
func (a *Application) Items() int {
	if f := a.fee(); f != nil && f.Basis == "item" {
		return f.Quantity
	}
	return 1
}

// CountedOn is the day by which an application belongs to a month of the fee count (open reading A22); none while it was
// not received. Voided ones count nowhere.
func (a *Application) CountedOn(basis string) law.Date {
	if a.State == Void || a.ReceivedOn.IsZero() {
		return 0
	}
	if basis == bySubmission {
		if data := a.History[0].Data.(*Data); !data.SubmittedOn.IsZero() {
			return data.SubmittedOn
		}
		return a.RegisteredOn
	}
	return a.ReceivedOn
}

// yuan is an amount of fen as people read it.
type yuan int

// Label writes the amount in yuan, with its fen where there are any.
func (y yuan) Label(lang string) string {
	unit := " 元"
	if lang == "en" {
		unit = " yuan"
	}
	return money(int(y)) + unit
}

// decide records a payment. Part of the fee is not yet the fee; the day the whole is paid is day 0 of a new run. A payment
// made in time but entered after the lapse takes the lapse back.
func (c *RecordPayment) decide(d *decision) error {
	f := d.app.fee()
	switch {
	case f == nil:
		return refuse("no_fee_asked", "42")
	case !f.PaidOn.IsZero():
		return refuse("fee_already_paid", "42", f.PaidOn)
	case d.app.State != FeeNotified && f.LapsedOn.IsZero():
		return d.notNow()
	case d.on < f.On:
		return refuse("before_request", "42", d.on, f.On)
	case c.AmountFen > f.Amount-f.Paid:
		return refuse("overpaid", "42", yuan(f.Amount-f.Paid), yuan(c.AmountFen))
	}
	if last := d.app.FeeEnd(d.Calendar); !last.IsZero() && d.on > last {
		return refuse("fee_lapsed", "42", last, d.on)
	}
	whole := c.AmountFen == f.Amount-f.Paid
	to := None
	if whole && d.app.State == FeeNotified {
		to = Received
	}
	if err := d.emit(FeePaid, to, d.on, Data{AmountFen: c.AmountFen}, nil); err != nil {
		return err
	}
	if whole && d.app.State == OtherwiseClosed {
		return d.reverseLapse(Received)
	}
	return nil
}

// decide takes the fee notice back: the run goes on from its own day 0 as if none had been given.
func (c *WithdrawFeeNotice) decide(d *decision) error {
	if d.app.State != FeeNotified {
		return d.notNow()
	}
	if f := d.app.fee(); f.Paid > 0 {
		return refuse("fee_partly_paid", "42", yuan(f.Paid))
	}
	return d.emit(FeeWithdrawn, Received, d.on, Data{}, map[string]string{"reason": c.Reason})
}

// money writes fen as yuan, with two decimals only where there are fen.
func money(fen int) string {
	if fen%100 == 0 {
		return strconv.Itoa(fen / 100)
	}
	return fmt.Sprintf("%d.%02d", fen/100, fen%100)
}
