package law

import (
	"fmt"
	"slices"
)

// Version is the Regulation as it stood in [From, To): the terms that hold for
// an application received in that time, to its end.
type Version struct {
	Name  string // 2008, 2019
	Title string // name and order by which it was issued
	From  Date   // first day in force
	To    Date   // first day no longer in force; zero = still in force

	Reply            Term // answer to the applicant
	Extension        Term // most that may be added to Reply, in one run
	SupplementNotice Term // the agency asks for a supplement
	Supplement       Term // the applicant supplies it
	Opinion          Term // a third party answers
	JointOpinion     Term // a joint maker of the information answers
	OtherOpinion     Term // another agency answers
	FeePayment       Term // the applicant pays
	Reasons          Term // the applicant gives reasons for very many applications
	Publication      Term // information is published on the agency's own motion

	ExtensionsPerRun int  // how often one run may be extended (open reading A8)
	Restarts         bool // a supplement begins a new run (2019 art. 30)
}

// versions is every version of the Regulation, oldest first.
var versions = [...]Version{regulation2008(), regulation2019()}

// Versions gives every version of the Regulation, oldest first.
func Versions() []Version { return slices.Clone(versions[:]) }

// InForce gives the version in force on the day an application was received.
// The error wraps ErrNoVersion when there is none (before 2008-05-01).
func InForce(received Date) (Version, error) {
	for _, v := range versions {
		if v.Covers(received) {
			return v, nil
		}
	}
	return Version{}, fmt.Errorf("%w on %q", ErrNoVersion, received)
}

// VersionByName gives the version an event was recorded under.
func VersionByName(name string) (Version, bool) {
	for _, v := range versions {
		if v.Name == name {
			return v, true
		}
	}
	return Version{}, false
}

// Covers reports whether the version is in force on d.
func (v Version) Covers(d Date) bool {
	return d != 0 && v.From <= d && (v.To == 0 || d < v.To)
}

// Terms gives the terms the version knows.
func (v Version) Terms() []Term {
	var out []Term
	for _, t := range []Term{
		v.Reply, v.Extension, v.SupplementNotice, v.Supplement, v.Opinion, v.JointOpinion, v.OtherOpinion,
		v.FeePayment, v.Reasons, v.Publication,
	} {
		if t.Has() {
			out = append(out, t)
		}
	}
	return out
}
