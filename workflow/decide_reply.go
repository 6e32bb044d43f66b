package workflow

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/law"
)

// decide records the letter that went out and closes the case with one row of table 3. An open or rejected proposal
// blocks it, an approved one must equal it; with none it is accepted and listed as unsigned. A late reply is still owed.
func (c *Reply) decide(d *decision) error {
	if d.app.State != Received {
		return d.notNow()
	}
	if d.on < d.app.ReceivedOn {
		return refuse("before_receipt", "33", d.on, d.app.ReceivedOn)
	}
	if !c.ReceivedOn.IsZero() && c.ReceivedOn < d.on {
		return refuse("served_before_sent", "", c.ReceivedOn, d.on)
	}
	if c.ReceivedOn > d.Today {
		return refuse("in_future", "", "received_on", c.ReceivedOn, d.Today)
	}
	if c.DocumentOn > d.on {
		return refuse("document_after_service", "", c.DocumentOn, d.on)
	}
	results, err := d.checkResult(c.Result, c.Items, c.Earlier)
	if err != nil {
		return err
	}
	if c.Result == "refused.administrative_inquiry" { // its remedies are an open reading (A19)
		d.choice("inquiry_review")
	}
	unsigned, err := d.checkSignature(c, results)
	if err != nil {
		return err
	}
	data := Data{
		Result: c.Result, ServedBy: c.ServedBy, ReceivedOn: c.ReceivedOn, Items: results, Earlier: c.Earlier, Unsigned: unsigned,
		DocumentOn: c.DocumentOn, Carrier: c.Carrier,
	}
	if !c.DocumentOn.IsZero() {
		d.choice("result_year_basis")
	}
	if c.ServedBy == "electronic" {
		d.choice("eservice_date")
	}
	words := replyWords(c.Grounds, c.Items)
	words["other_agency"] = c.OtherAgency
	state, _ := StateOf(head(c.Result))
	if err := d.emit(Replied, state, d.on, data, words); err != nil {
		return err
	}
	return d.closeTasks(d.on)
}

// checkSignature holds the reply against the proposal, if there is one: what goes out is what was signed, grounds
// included.
func (d *decision) checkSignature(c *Reply, items []string) (unsigned bool, err error) {
	p := d.app.Proposal
	switch {
	case p == nil && !d.replaying && d.choice("reply_approval") == "required":
		return false, refuse("approval_required", "45")
	case p == nil:
		return true, nil
	case p.Status == "open":
		return false, refuse("proposal_open", "", p.Seq)
	case p.Status == "rejected":
		return false, refuse("proposal_rejected", "", p.Seq)
	case p.Result != c.Result || !slices.Equal(p.Items, items):
		return false, refuse("not_as_approved", "", p.Result, c.Result)
	}
	if d.replaying {
		return false, nil
	}
	if grounds, ok := d.Office.Words(d.app.Agency, d.app.Number, p.Seq, "grounds"); ok && strings.TrimSpace(grounds) != strings.TrimSpace(c.Grounds) {
		return false, refuse("grounds_not_as_approved", "", p.Seq)
	}
	return false, nil
}

// checkResult says whether a result may be given now: what must have happened before it, and the rule for mixed items.
func (d *decision) checkResult(key string, items []ReplyItem, earlier string) ([]string, error) {
	if err := d.needs(key, earlier); err != nil {
		return nil, err
	}
	results := make([]string, 0, len(items))
	for _, item := range items {
		if err := d.needs(item.Result, earlier); err != nil {
			return nil, err
		}
		results = append(results, item.Result)
	}
	if want := mixed(results); len(results) > 0 && !slices.Contains(want, key) {
		return nil, refuse("mixed_result", "37", strings.Join(want, ", "), key)
	}
	return results, nil
}

// needs holds a result, of the whole or of one item, to what must have happened before it.
func (d *decision) needs(key, earlier string) error {
	result, ok := law.ResultByKey(key)
	if !ok {
		return refuse("unknown_result", "", key)
	}
	for _, need := range result.Needs {
		if err := d.need(need, result, earlier); err != nil {
			return err
		}
	}
	return nil
}

// need checks one precondition of a result (rulebook, acceptance list 4).
func (d *decision) need(need string, result law.Result, earlier string) error {
	switch need {
	case law.NeedClock:
		return refuse("only_the_clock", result.Articles, result.Label)
	case law.NeedSupplement:
		if !slices.ContainsFunc(append(d.app.Earlier, copies(d.app.Supplement)...), func(s Supplement) bool { return !s.Received.IsZero() }) {
			return refuse("needs_supplement", "30")
		}
	case law.NeedReasons:
		return d.needReasons()
	case law.NeedEarlierReply:
		if earlier == "" && d.command == "propose_reply" { // the reply itself names it
			return nil
		}
		if earlier == "" {
			return refuse("needs_earlier", "36")
		}
		answered, same := d.Office.Earlier(d.app.Agency, d.app.Number, earlier, d.on)
		if !answered {
			return refuse("earlier_not_answered", "36", earlier)
		}
		if !same {
			return refuse("earlier_of_another", "36", earlier)
		}
	}
	return nil
}

// mixed gives the results that the items of one application allow as its one row (rulebook 5.1, open reading A17):
// something given and something not is partial; all given is disclosed; nothing given is the row of one of the items.
func mixed(items []string) []string {
	given, withheld := 0, 0
	for _, r := range items {
		switch head(r) {
		case "disclosed":
			given++
		case "partial":
			given, withheld = given+1, withheld+1
		default:
			withheld++
		}
	}
	switch {
	case given > 0 && withheld > 0:
		return []string{"partial"}
	case given > 0:
		return []string{"disclosed"}
	}
	return slices.Compact(slices.Sorted(slices.Values(items)))
}

func knownResult(key string) bool {
	_, ok := law.ResultByKey(key)
	return ok
}

func replyWords(grounds string, items []ReplyItem) map[string]string {
	words := map[string]string{"grounds": grounds}
	for i, item := range items {
		words["items."+strconv.Itoa(i+1)] = item.Text
	}
	return words
}
