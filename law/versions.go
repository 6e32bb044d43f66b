package law

import (
	"fmt"
	"slices"
)

// Version is the Regulation as it stood in [From, To): the terms that hold for
// an application received in that time, to its end.
type Version struct {
	Name  string // 2008, 2019
	Act   string // short name, as the sheet and the cases cite it
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

// Timeline is the versions of the Regulation in order, each in force until the
// next begins: no day after the first has none or two.
type Timeline struct{ versions []Version }

// NewTimeline puts versions in the order of their first days and closes each
// with the first day of the next: the law of tomorrow is added with its date,
// and nothing else changes. Refused: none at all, one without name, reply term
// or first day, two of one name or one first day.
func NewTimeline(versions ...Version) (Timeline, error) {
	list := slices.Clone(versions)
	slices.SortStableFunc(list, func(a, b Version) int { return int(a.From - b.From) })
	names := map[string]bool{}
	for i := range list {
		v := &list[i]
		switch {
		case v.Name == "" || names[v.Name]:
			return Timeline{}, fmt.Errorf("versions of the law: the name %q is empty or there twice", v.Name)
		case v.From < firstDay || !v.Reply.Has():
			return Timeline{}, fmt.Errorf("versions of the law: %s has no first day or no reply term", v.Name)
		case i > 0 && list[i-1].From == v.From:
			return Timeline{}, fmt.Errorf("versions of the law: %s and %s begin on one day", list[i-1].Name, v.Name)
		}
		names[v.Name], v.To = true, 0
		if i > 0 {
			list[i-1].To = v.From
		}
	}
	if len(list) == 0 {
		return Timeline{}, fmt.Errorf("versions of the law: %w", ErrNoVersion)
	}
	return Timeline{list}, nil
}

// Versions gives every version, oldest first.
func (t Timeline) Versions() []Version { return slices.Clone(t.versions) }

// InForce gives the version in force on the day an application was received.
// The error wraps ErrNoVersion when there is none.
func (t Timeline) InForce(received Date) (Version, error) {
	for _, v := range t.versions {
		if v.Covers(received) {
			return v, nil
		}
	}
	return Version{}, fmt.Errorf("%w on %q", ErrNoVersion, received)
}

// regulation is every version of the Regulation there is.
var regulation = must(NewTimeline(regulation2008(), regulation2019()))

// Versions gives every version of the Regulation, oldest first.
func Versions() []Version { return regulation.Versions() }

// InForce gives the version in force on the day an application was received.
// The error wraps ErrNoVersion when there is none (before 2008-05-01).
func InForce(received Date) (Version, error) { return regulation.InForce(received) }

// VersionByName gives the version an event was recorded under.
func VersionByName(name string) (Version, bool) {
	for _, v := range regulation.versions {
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
