package access

import "strings"

// Codes of refusals, part of the public list.
const (
	CodeForbidden  = "forbidden"
	CodeSamePerson = "proposer_never_approves"
)

// Why a refusal was made.
type Why string

// The reasons.
const (
	WhyRole       Why = "role"        // none of the person's roles may
	WhyAgency     Why = "agency"      // the role may, but not at this body
	WhyDepartment Why = "department"  // the role may, but the task is another department's
	WhyOperator   Why = "operator"    // only the operator at the machine
	WhyClock      Why = "clock"       // only the clock
	WhyNobody     Why = "nobody"      // nobody is signed in
	WhyUnknown    Why = "unknown"     // the table has no such verb
	WhySamePerson Why = "same_person" // who proposed may not approve
)

// Refusal is the answer to one who may not. It is no error of the program.
type Refusal struct {
	Code  string
	Verb  string
	Why   Why
	Needs []Role // any of these would be allowed, at the right place
}

func refuse(verb string, why Why) *Refusal {
	return &Refusal{Code: CodeForbidden, Verb: verb, Why: why, Needs: Who(verb)}
}

// Error is Message in English.
func (r *Refusal) Error() string { return r.Message("en") }

// Message says in "en" or, for any other language, in Chinese why and what
// would be allowed.
func (r *Refusal) Message(lang string) string {
	names := make([]string, len(r.Needs))
	for i, role := range r.Needs {
		names[i] = role.Label(lang)
	}
	if lang == "en" {
		return r.english(strings.Join(names, ", "))
	}
	return r.chinese(strings.Join(names, "、"))
}

func (r *Refusal) english(needs string) string {
	switch r.Why {
	case WhyRole:
		return r.Verb + " needs one of these roles: " + needs
	case WhyAgency:
		return r.Verb + " is possible within your own body only (roles: " + needs + ")"
	case WhyDepartment:
		return r.Verb + " is possible for tasks of your own department only"
	case WhyOperator:
		return r.Verb + " is left to the operator at the machine"
	case WhyClock:
		return r.Verb + " is done by the clock and by nobody else"
	case WhyNobody:
		return r.Verb + " needs somebody who is signed in"
	case WhySamePerson:
		return "who proposed a reply may not approve it: a second person is needed (roles: " + needs + ")"
	}
	return "there is nothing called " + r.Verb
}

func (r *Refusal) chinese(needs string) string {
	switch r.Why {
	case WhyRole:
		return "无权进行 " + r.Verb + "，需要角色：" + needs
	case WhyAgency:
		return r.Verb + " 仅限本机关范围内（角色：" + needs + "）"
	case WhyDepartment:
		return r.Verb + " 仅限本部门承办的事项"
	case WhyOperator:
		return r.Verb + " 只能由本机运维人员进行"
	case WhyClock:
		return r.Verb + " 由系统时钟自动进行，任何人不得代行"
	case WhyNobody:
		return r.Verb + " 需要先登录"
	case WhySamePerson:
		return "拟办人不得审批本人提出的答复，须由他人审批（角色：" + needs + "）"
	}
	return "没有名为 " + r.Verb + " 的操作"
}
