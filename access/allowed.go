package access

import (
	"slices"
	"strings"
)

// Allowed says whether one of the subject's roles may do verb at all. It knows
// no place: ask AllowedAt before acting. The error is a *Refusal.
func Allowed(subject Subject, verb string) error {
	_, _, err := granting(subject, verb)
	return err
}

// AllowedAt says whether the subject may do verb at place: as Allowed, and
// within the own body (for some verbs and roles also those below it), and for
// a grant that rests on the role department alone, for an own department only.
// The error is a *Refusal.
func AllowedAt(subject Subject, verb string, place Place) error {
	held, g, err := granting(subject, verb)
	if err != nil || subject.Operator {
		return err
	}
	refusal := refuse(verb, WhyAgency)
	for _, role := range held {
		if !g.reaches(role, subject, place) {
			continue
		}
		if role != Department || g.reach == anywhere || slices.ContainsFunc(subject.Departments, func(d string) bool {
			return d != "" && slices.Contains(place.Departments, d)
		}) {
			return nil
		}
		refusal = refuse(verb, WhyDepartment)
	}
	return refusal
}

// granting answers the roles of the subject on which the verb may rest.
func granting(subject Subject, verb string) ([]Role, grant, error) {
	g, known := policy[verb]
	switch {
	case !known:
		return nil, g, refuse(verb, WhyUnknown)
	case g.clock:
		return nil, g, refuse(verb, WhyClock)
	case subject.Person == "":
		return nil, g, refuse(verb, WhyNobody)
	case subject.Operator:
		return nil, g, nil
	case len(g.roles) == 0:
		return nil, g, refuse(verb, WhyOperator)
	}
	var held []Role
	for _, role := range g.roles {
		if subject.holds(role) {
			held = append(held, role)
		}
	}
	if len(held) == 0 {
		return nil, g, refuse(verb, WhyRole)
	}
	return held, g, nil
}

func (g grant) reaches(role Role, subject Subject, place Place) bool {
	switch g.reach {
	case anywhere:
		return true
	case installation:
		return subject.Agency == "" && place.Agency == ""
	case below:
		// The installation's own administrators stand above every body.
		return subject.Agency == "" || subject.Agency == place.Agency || slices.Contains(place.Above, subject.Agency)
	}
	if subject.Agency == "" || place.Agency == "" {
		return false
	}
	return subject.Agency == place.Agency ||
		slices.Contains(g.deep, role) && slices.Contains(place.Above, subject.Agency)
}

// ProposerNeverApproves refuses an approval by the one who proposed. It holds
// for everybody, the operator included; letter case and surrounding spaces make
// no second person, and an unknown one is nobody's second pair of eyes.
func ProposerNeverApproves(proposer, approver string) error {
	proposer, approver = strings.TrimSpace(proposer), strings.TrimSpace(approver)
	if proposer == "" || approver == "" || strings.EqualFold(proposer, approver) {
		return &Refusal{Code: CodeSamePerson, Verb: "approve_reply", Why: WhySamePerson, Needs: Who("approve_reply")}
	}
	return nil
}
