package workflow

import (
	"cmp"
	"slices"

	"gongkai/law"
)

// Assumption is a question: what if this happened? The usual ones need none of the words that a command needs; Commands
// may hold any others. Zero values assume nothing. Dates may lie ahead.
type Assumption struct {
	On         law.Date         `json:"on,omitzero" doc:"day of the agency's own acts: extension, fee notice, reply; missing = today"`
	Until      law.Date         `json:"until,omitzero" doc:"open the days up to this one"`
	Extend     int              `json:"extend,omitempty" minimum:"1" doc:"working days"`
	Opinions   []AssumedOpinion `json:"opinions,omitempty"`
	Supplement law.Date         `json:"supplement,omitzero" doc:"day the supplement comes"`
	Reasons    law.Date         `json:"reasons,omitzero" doc:"day good reasons come (art. 35)"`
	Fee        *AssumedFee      `json:"fee,omitempty"`
	Payment    law.Date         `json:"payment,omitzero" doc:"day the whole fee is paid"`
	Reply      string           `json:"reply,omitempty" maxLength:"64" doc:"result key of a reply"`

	Others []Command `json:"-"` // in the order given; the key is commands
}

// AssumedOpinion is the answer of one consulted party.
type AssumedOpinion struct {
	Party  string   `json:"party" maxLength:"32" pattern:"code"`
	On     law.Date `json:"on"`
	Stance string   `json:"stance,omitempty" enum:"agree,object"`
}

// AssumedFee is a fee notice served on the day it is given; what it amounts to the scale says.
type AssumedFee struct {
	Basis    string `json:"basis" enum:"item,page"`
	Quantity int    `json:"quantity" minimum:"1" maximum:"100000"`
}

// Commands gives the commands that an assumption stands for, in the order of their dates; the agency's acts of a day come
// after what reached it that day. The fee is what the scale asks.
func (s Assumption) Commands(office Office, a *Application, today law.Date) []Command {
	const assumed = "…" // words of an assumption: nothing of it is stored
	on := s.On
	if on.IsZero() {
		on = today
	}
	base := func(do string, day law.Date) Common {
		return Common{Do: do, Agency: a.Agency, Application: a.Number, On: day}
	}
	var list []Command
	for _, o := range s.Opinions {
		stance := o.Stance
		if stance == "" {
			stance = "agree"
		}
		list = append(list, &ReceiveOpinion{Common: base("receive_opinion", o.On), Party: o.Party, Stance: stance})
	}
	if !s.Supplement.IsZero() {
		list = append(list, &ReceiveSupplement{Common: base("receive_supplement", s.Supplement), Content: assumed})
	}
	if !s.Reasons.IsZero() {
		list = append(list, &ReceiveReasons{Common: base("receive_reasons", s.Reasons), Reasons: assumed, Acceptable: true})
	}
	owed := a.Outstanding()
	if f := s.Fee; f != nil {
		_, owed = FeeScale(office, a, f.Basis, f.Quantity, on)
		list = append(list, &NotifyFee{Common: base("notify_fee", on), Basis: f.Basis, Quantity: f.Quantity, AmountFen: owed, ServedOn: on})
	}
	if !s.Payment.IsZero() {
		list = append(list, &RecordPayment{Common: base("record_payment", s.Payment), AmountFen: owed})
	}
	if s.Extend != 0 {
		list = append(list, &Extend{Common: base("extend", on), Days: s.Extend, Reason: assumed, ApprovedBy: assumed})
	}
	if s.Reply != "" {
		list = append(list, &Reply{Common: base("reply", on), Result: s.Reply, Grounds: assumed, ServedBy: "hand"})
	}
	slices.SortStableFunc(list, func(x, y Command) int { return cmp.Compare(x.Base().On, y.Base().On) })
	return append(list, s.Others...)
}

// Outstanding is what is still to be paid on the fee notice that stands, in fen; 0 without one.
func (a *Application) Outstanding() int {
	if f := a.fee(); f != nil && f.PaidOn.IsZero() {
		return f.Amount - f.Paid
	}
	return 0
}

// FeeScale gives what the scale asks of an application on a day, in fen, and how many items of the same applicant came
// before it in the month (国办函〔2020〕109号).
func FeeScale(office Office, a *Application, basis string, quantity int, on law.Date) (before, fen int) {
	before = office.ItemsBefore(a.Agency, a.Number, office.Choice(a.Agency, "monthly_count_basis", on))
	if basis == "page" {
		return before, law.FeeByPages(quantity)
	}
	return before, law.FeeByItems(before+quantity) - law.FeeByItems(before)
}
