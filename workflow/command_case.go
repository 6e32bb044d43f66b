package workflow

import "gongkai/law"

// FileReview records that the agency received the copy of an application for review (行政复议法 arts. 48, 54): On is
// that day, from which its own term to answer runs. Without an application the case is about no application.
type FileReview struct {
	Common
	Case      string `json:"case" maxLength:"64" pattern:"number"`
	Procedure string `json:"procedure,omitempty" enum:"ordinary,simple"`
	By        string `json:"by,omitempty" enum:"applicant,third_party"`
}

// AnswerReview records that the agency answered, with its evidence.
type AnswerReview struct {
	Common
	Case string `json:"case" maxLength:"64" pattern:"number"`
}

// DecideReview records how the review ended (行政复议法 arts. 33, 41, 63-69, 73, 74). Until is the day by which the
// agency must act, where the decision set one.
type DecideReview struct {
	Common
	Case   string   `json:"case" maxLength:"64" pattern:"number"`
	Result string   `json:"result" enum:"upheld,corrected,other"`
	Until  law.Date `json:"until,omitzero"`
	Note   string   `json:"note,omitempty" maxLength:"5000"`
}

// FileSuit records that the agency received the copy of a complaint (行政诉讼法 art. 67). AfterReview says that a
// decision of review about the same application came first; Reviewer that the agency stands in court only as the body
// that reviewed, in which case the first agency alone counts it.
type FileSuit struct {
	Common
	Case        string `json:"case" maxLength:"64" pattern:"number"`
	AfterReview bool   `json:"after_review"`
	By          string `json:"by,omitempty" enum:"applicant,third_party"`
	Reviewer    bool   `json:"reviewer,omitempty"`
}

// AnswerSuit records that the agency answered in court.
type AnswerSuit struct {
	Common
	Case string `json:"case" maxLength:"64" pattern:"number"`
}

// DecideSuit records the latest effective ruling: an appeal makes no second case, and while it runs the case is pending.
type DecideSuit struct {
	Common
	Case   string   `json:"case" maxLength:"64" pattern:"number"`
	Result string   `json:"result" enum:"upheld,corrected,other"`
	Until  law.Date `json:"until,omitzero"`
	Note   string   `json:"note,omitempty" maxLength:"5000"`
}

// Rehandle takes an application up again after its reply was set aside, or no reply was held unlawful: a new run from
// On. Of a case about no application it records that what was ordered was done.
type Rehandle struct {
	Common
	Case string `json:"case" maxLength:"64" pattern:"number"`
}

// opensCase are the commands that bring a case.
var opensCase = map[string]bool{"file_review": true, "file_suit": true}

// OpensCase says whether a command brings a new case.
func OpensCase(cmd Command) bool { return opensCase[cmd.Base().Do] }

// CaseOf gives the case that a command is about, "" for other commands. A command about a case may leave out the
// application: the store finds it by the case.
func CaseOf(cmd Command) string {
	switch c := cmd.(type) {
	case *FileReview:
		return c.Case
	case *AnswerReview:
		return c.Case
	case *DecideReview:
		return c.Case
	case *FileSuit:
		return c.Case
	case *AnswerSuit:
		return c.Case
	case *DecideSuit:
		return c.Case
	case *Rehandle:
		return c.Case
	case *Correct:
		return c.Case
	case *VoidApplication:
		return c.Case
	}
	return ""
}
