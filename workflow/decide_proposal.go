package workflow

// decide drafts an answer for the head to sign, checked like the reply but for the number of the earlier one. A new draft takes the place of one that was not approved.
func (c *ProposeReply) decide(d *decision) error {
	if d.app.State != Received {
		return d.notNow()
	}
	if p := d.app.Proposal; p != nil && p.Status == "open" {
		return refuse("proposal_open", "", p.Seq)
	}
	results, err := d.checkResult(c.Result, c.Items, "")
	if err != nil {
		return err
	}
	words := replyWords(c.Grounds, c.Items)
	words["letter"] = c.Letter
	return d.emit(ReplyProposed, None, d.on, Data{Result: c.Result, Items: results}, words)
}

// decide signs the open proposal. The proposer never approves, whoever he is: not the operator of the machine either.
func (c *ApproveReply) decide(d *decision) error {
	p, err := d.openProposal()
	if err != nil {
		return err
	}
	if p.By == d.Actor {
		return refuse("own_proposal", "", p.Seq)
	}
	return d.emit(ReplyApproved, None, d.on, Data{Sequence: p.Seq}, nil)
}

// decide sends the open proposal back.
func (c *RejectReply) decide(d *decision) error {
	p, err := d.openProposal()
	if err != nil {
		return err
	}
	return d.emit(ReplyRejected, None, d.on, Data{Sequence: p.Seq}, map[string]string{"comment": c.Comment})
}

func (d *decision) openProposal() (*Proposal, error) {
	if d.app.State != Received {
		return nil, d.notNow()
	}
	if p := d.app.Proposal; p != nil && p.Status == "open" {
		return p, nil
	}
	return nil, refuse("no_proposal", "")
}
