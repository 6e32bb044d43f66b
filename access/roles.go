package access

import "slices"

// Role is what a person is in an office; one person may hold several.
type Role string

// The roles. Their keys are public (people are stored with them).
const (
	Intake        Role = "intake"
	Handler       Role = "handler"
	Head          Role = "head"
	Department    Role = "department"
	Statistician  Role = "statistician"
	Administrator Role = "administrator"
)

var roles = []Role{Intake, Handler, Head, Department, Statistician, Administrator}

// Roles lists every role in the order of an application's way through the office.
func Roles() []Role { return slices.Clone(roles) }

// ParseRole reads a role's key; the second answer is false for any other word.
func ParseRole(key string) (Role, bool) {
	return Role(key), slices.Contains(roles, Role(key))
}

// Label is the role's name for people, "en" in English, otherwise in Chinese.
func (r Role) Label(lang string) string {
	zh, en := r.labels()
	if lang == "en" {
		return en
	}
	return zh
}

func (r Role) labels() (zh, en string) {
	switch r {
	case Intake:
		return "收件登记", "intake"
	case Handler:
		return "公开机构经办", "handler"
	case Head:
		return "负责人", "head"
	case Department:
		return "业务部门承办", "department"
	case Statistician:
		return "统计", "statistician"
	case Administrator:
		return "管理员", "administrator"
	}
	return string(r), string(r)
}

// Subject is who asks: a person, or the operator of the machine.
type Subject struct {
	Person      string   // login name, the actor of the events; never empty
	Roles       []string // keys of Role; others grant nothing
	Agency      string   // code of the person's body; empty = the installation itself, where only administrators have a say
	Departments []string // codes within Agency, for the role department
	Operator    bool     // sits at the machine; may do everything but the clock's own and approving own proposals
}

func (s Subject) holds(r Role) bool { return slices.Contains(s.Roles, string(r)) }

// Place is what is asked about. The zero Place is the installation itself.
type Place struct {
	Agency      string   // the body whose application, report, people … it is
	Above       []string // the bodies above Agency, in any order
	Departments []string // the departments concerned: that of a task, or all that work on the application
}
