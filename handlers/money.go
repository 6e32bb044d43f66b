package handlers

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gongkai/law"
	"gongkai/workflow"
)

// Commands and events hold money in fen; pages show and take yuan. A field of a command whose name ends in _fen is typed
// in yuan.

const fenField = "_fen"

var yuanText = regexp.MustCompile(`^([0-9]{1,9})(?:\.([0-9]{1,2}))?$`)

// fenOf reads an amount typed in yuan: 4700, 4,700.50, 4700元. False for anything else.
func fenOf(text string) (int, bool) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.ReplaceAll(text, ",", ""), "元"))
	m := yuanText.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	yuan, err := strconv.Atoi(m[1])
	if err != nil {
		return 0, false
	}
	cents, err := strconv.Atoi((m[2] + "00")[:2])
	return yuan*100 + cents, err == nil
}

// yuanOf writes fen as they are typed, with decimals only where there are any.
func yuanOf(fen int) string {
	if fen%100 == 0 {
		return strconv.Itoa(fen / 100)
	}
	return fmt.Sprintf("%d.%02d", fen/100, fen%100)
}

// money names an amount for people.
func (p page) money(fen int) string { return p.T("money", yuanOf(fen)) }

// scaleOf gives what the scale asks of the case for a basis and a quantity, in fen.
func (v *caseView) scaleOf(basis string, quantity int) (before, fen int) {
	return workflow.FeeScale(rehearsal{v.Case, v.kin}, v.App, basis, quantity, v.Today)
}

// feeValues fills the fee notice: by item where the month's count makes a fee due, else by page, for which the pages are
// typed and the amount follows.
func (v *caseView) feeValues(values typed) {
	values["basis"] = "page"
	if _, fen := v.scaleOf("item", 1); fen > 0 {
		values["basis"], values["quantity"], values["amount_fen"] = "item", "1", yuanOf(fen)
	}
}

// feeNote tells both scales for this case.
func (v *caseView) feeNote() string {
	before, fen := v.scaleOf("item", 1)
	note := v.T("fee.first_items", before+1)
	if fen > 0 {
		note = v.T("fee.items", before+1, v.money(fen))
	}
	return note + v.T("fee.pages", v.money(law.FeeByPages(31)), v.money(law.FeeByPages(100)), v.money(law.FeeByPages(200)))
}

// priced answers a fee notice sent without its amount, or with one that is not the scale's: the form comes back with what
// the scale asks. False where there is nothing to put right.
func (v *caseView) priced(back *sentBack) bool {
	quantity, err := strconv.Atoi(back.values["quantity"])
	if back.do != "notify_fee" || err != nil || quantity < 1 || quantity > 100000 {
		return false
	}
	basis := back.values["basis"]
	if basis != "item" && basis != "page" {
		return false
	}
	_, fen := v.scaleOf(basis, quantity)
	if fen == 0 {
		back.refusal = workflow.NewRefusal("no_fee_due", "42")
		return false
	}
	back.note = v.T("fee.computed", v.money(fen))
	back.values["amount_fen"] = yuanOf(fen)
	return true
}

// unpriced says that a fee notice was sent without its amount and with nothing else wrong.
func unpriced(do string, back typed, refusal *workflow.Refusal) bool {
	return do == "notify_fee" && back["amount_fen"] == "" && refusal.Code == "malformed" && len(refusal.Faults) == 1 && refusal.Faults[0].Field == "amount_fen"
}
