package workflow

import "slices"

// Facts lists what holds beside the state, by the contract's names: extended, consulting, overdue, reasons_requested,
// delayed, proposed, approved, late_entry, unsigned, waiting_for_proof, archived, in_review, in_suit, answer_overdue,
// performance_overdue, rehandled, and one `task:DEPARTMENT:STATUS` for each department.
func (a *Application) Facts() []string {
	facts := []string{}
	add := func(holds bool, name string) {
		if holds {
			facts = append(facts, name)
		}
	}
	add(a.extended(), "extended")
	add(a.consulting(), "consulting")
	add(a.Overdue(), "overdue")
	add(a.Reasons != nil && a.Reasons.ReceivedOn.IsZero() && !a.State.Closed(), "reasons_requested")
	add(a.delayed() != nil, "delayed")
	add(a.State == Received && a.Proposal != nil && a.Proposal.Status == "open", "proposed")
	add(a.Proposal != nil && a.Proposal.Status == "approved", "approved")
	add(a.LateEntry, "late_entry")
	add(a.Reply != nil && a.Reply.Unsigned, "unsigned")
	add(len(a.WaitsForProof()) > 0, "waiting_for_proof")
	add(!a.ArchivedOn.IsZero(), "archived")
	add(a.pending(Review), "in_review")
	add(a.pending(Suit), "in_suit")
	add(slices.ContainsFunc(a.Disputes, func(d Dispute) bool { return d.AnswerOverdue() }), "answer_overdue")
	add(a.performanceOverdue(), "performance_overdue")
	add(len(a.Rehandlings) > 0, "rehandled")
	for _, t := range a.Tasks {
		facts = append(facts, "task:"+t.Department+":"+t.Status)
	}
	return facts
}

func (a *Application) consulting() bool {
	return a.State == Received && slices.ContainsFunc(a.Consultations, func(c Consultation) bool { return c.Open() && a.sinceRehandled(c.Seq) })
}

// extended says that the run that counts has an extension: a restart drops the old one.
func (a *Application) extended() bool { return a.extension() != nil }

func (a *Application) extension() *Extension {
	for i := range a.Extensions {
		if a.inRun(a.Extensions[i].Seq, a.Extensions[i].On) {
			return &a.Extensions[i]
		}
	}
	return nil
}
