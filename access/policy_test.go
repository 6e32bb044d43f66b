package access

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// contract is the column "who" of the public contract, copied by hand.
const contract = `
register: intake
confirm_receipt: intake
assign: intake
accept_task, return_task, report_task: department
request_supplement: handler
receive_supplement: intake
withdraw_supplement_request: handler
consult: handler
receive_opinion: handler
extend: head
request_reasons, receive_reasons, set_delayed_date: handler
notify_fee: handler
record_payment, withdraw_fee_notice: handler
record_service: handler
propose_reply: handler
approve_reply, reject_reply: head
reply: handler
withdraw: intake
correct: head
void: head
file_review, answer_review, decide_review: handler
file_suit, answer_suit, decide_suit: handler
rehandle: handler
record_search, attach, archive: handler
record_figure: statistician
lapse_supplement, lapse_fee, close_consultation, mark_overdue, recompute_due: -
`

func contractRows(t *testing.T) map[string][]Role {
	t.Helper()
	rows := map[string][]Role{}
	for line := range strings.Lines(strings.TrimSpace(contract)) {
		commands, who, ok := strings.Cut(strings.TrimSpace(line), ": ")
		require.True(t, ok, line)
		for _, command := range strings.Split(commands, ", ") {
			rows[command] = nil
			if who != "-" {
				role, ok := ParseRole(who)
				require.True(t, ok, who)
				rows[command] = []Role{role}
			}
		}
	}
	return rows
}

func TestTheTableSaysOfEveryCommandWhatTheContractSays(t *testing.T) {
	t.Parallel()
	rows := contractRows(t)
	require.Len(t, rows, 42)
	verbs := Verbs()
	for command, who := range rows {
		require.Contains(t, verbs, command)
		require.Equal(t, who, Who(command), command)
	}
}

func TestOnlyTheRoleOfTheTableMayGiveACommand(t *testing.T) {
	t.Parallel()
	for command, who := range contractRows(t) {
		for _, role := range Roles() {
			subject := Subject{Person: "li", Roles: []string{string(role)}, Agency: "A", Departments: []string{"D"}}
			place := Place{Agency: "A", Departments: []string{"D"}}
			if slices.Contains(who, role) {
				require.NoError(t, Allowed(subject, command), "%s %s", role, command)
				require.NoError(t, AllowedAt(subject, command, place), "%s %s", role, command)
				continue
			}
			why := WhyRole
			if who == nil {
				why = WhyClock
			}
			want := &Refusal{Code: CodeForbidden, Verb: command, Why: why, Needs: who}
			require.Equal(t, want, Allowed(subject, command))
			require.Equal(t, want, AllowedAt(subject, command, place))
		}
	}
}

func TestAPersonActsInTheOwnBodyOnly(t *testing.T) {
	t.Parallel()
	city := Subject{Person: "wang", Agency: "city", Departments: []string{"D"}, Roles: []string{
		"intake", "handler", "head", "department", "statistician", "administrator"}}
	county := Place{Agency: "county", Above: []string{"province", "city"}, Departments: []string{"D"}}
	readsBelow := []string{VerbEvents, VerbList, VerbReport, VerbReportCell, VerbSearch, VerbShow}
	administersBelow := []string{VerbAgency, VerbDepartment, VerbUsers}
	openToAll := []string{VerbAgencyList, VerbCalendarList, VerbClock, VerbDepartmentList, VerbLawList, VerbToken, VerbWorkflow}
	want := slices.Concat(readsBelow, administersBelow, openToAll)
	var got []string
	for _, verb := range Verbs() {
		if AllowedAt(city, verb, county) == nil {
			got = append(got, verb)
		}
		if !slices.Contains(openToAll, verb) {
			require.Error(t, AllowedAt(city, verb, Place{Agency: "elsewhere", Above: []string{"province"}, Departments: []string{"D"}}), verb)
			require.Error(t, AllowedAt(city, verb, Place{Agency: "province", Departments: []string{"D"}}), "not upwards: %s", verb)
		}
	}
	require.ElementsMatch(t, want, got)

	city.Roles = []string{"intake", "handler", "head"}
	require.Equal(t, &Refusal{Code: CodeForbidden, Verb: VerbShow, Why: WhyAgency, Needs: Who(VerbShow)},
		AllowedAt(city, VerbShow, county), "reading below is the statistician's")
}

func TestADepartmentActsOnItsOwnTasksOnly(t *testing.T) {
	t.Parallel()
	s := Subject{Person: "zhao", Roles: []string{"department"}, Agency: "A", Departments: []string{"D1", "D2", ""}}
	for _, verb := range []string{"accept_task", "return_task", "report_task", VerbShow, VerbList, VerbEvents, VerbSearch} {
		require.NoError(t, AllowedAt(s, verb, Place{Agency: "A", Departments: []string{"D2"}}), verb)
		require.NoError(t, AllowedAt(s, verb, Place{Agency: "A", Departments: []string{"D3", "D1"}}), verb)
		for _, others := range [][]string{{"D3"}, nil, {""}} {
			require.Equal(t, &Refusal{Code: CodeForbidden, Verb: verb, Why: WhyDepartment, Needs: Who(verb)},
				AllowedAt(s, verb, Place{Agency: "A", Departments: others}))
		}
		require.Equal(t, &Refusal{Code: CodeForbidden, Verb: verb, Why: WhyAgency, Needs: Who(verb)},
			AllowedAt(s, verb, Place{Agency: "B", Departments: []string{"D1"}}), "codes of another body")
	}
	s.Roles = []string{"department", "handler"}
	require.NoError(t, AllowedAt(s, VerbShow, Place{Agency: "A", Departments: []string{"D3"}}), "a handler sees all")
	require.Error(t, AllowedAt(s, "accept_task", Place{Agency: "A", Departments: []string{"D3"}}))
}

func TestTheInstallationIsItsAdministratorsAndOpensNoApplication(t *testing.T) {
	t.Parallel()
	s := Subject{Person: "root", Roles: []string{"administrator"}}
	var here, there []string
	for _, verb := range Verbs() {
		if AllowedAt(s, verb, Place{}) == nil {
			here = append(here, verb)
		}
		if AllowedAt(s, verb, Place{Agency: "A"}) == nil {
			there = append(there, verb)
		}
	}
	open := []string{VerbAgencyList, VerbCalendarList, VerbClock, VerbDepartmentList, VerbLawList, VerbToken, VerbWorkflow}
	bodies := []string{VerbAgency, VerbDepartment, VerbUsers}
	running := []string{VerbBackup, VerbCalendar, VerbConfig, VerbSweep, VerbVerify, VerbWording}
	require.ElementsMatch(t, slices.Concat(open, bodies, running), here)
	require.ElementsMatch(t, slices.Concat(open, bodies), there)

	s.Roles = []string{"intake", "handler", "head", "department", "statistician"}
	for _, verb := range []string{"register", "reply", "void", VerbShow, VerbUnmask, VerbReport, "record_figure"} {
		require.Error(t, AllowedAt(s, verb, Place{}), "%s without a body", verb)
		require.Error(t, AllowedAt(s, verb, Place{Agency: "A"}), "%s without a body", verb)
	}
}

func TestTheOperatorMayDoEverythingButTheClocksOwn(t *testing.T) {
	t.Parallel()
	s := Subject{Person: "operator", Operator: true}
	rows := contractRows(t)
	for _, verb := range Verbs() {
		who, command := rows[verb]
		if command && who == nil {
			require.Equal(t, &Refusal{Code: CodeForbidden, Verb: verb, Why: WhyClock}, AllowedAt(s, verb, Place{Agency: "A"}))
			continue
		}
		require.NoError(t, Allowed(s, verb), verb)
		require.NoError(t, AllowedAt(s, verb, Place{Agency: "A"}), verb)
	}
}

func TestWhatTheTableDoesNotKnowIsRefused(t *testing.T) {
	t.Parallel()
	for _, s := range []Subject{
		{Person: "operator", Operator: true},
		{Person: "li", Agency: "A", Roles: []string{"handler"}},
	} {
		require.Equal(t, &Refusal{Code: CodeForbidden, Verb: "delete", Why: WhyUnknown}, Allowed(s, "delete"))
		require.Error(t, Allowed(s, ""))
	}
	li := Subject{Person: "li", Agency: "A", Roles: []string{"supervisor", "HANDLER", "handler "}}
	require.Error(t, AllowedAt(li, "reply", Place{Agency: "A"}), "a misspelt role grants nothing")
}

func TestNobodyMayDoNothing(t *testing.T) {
	t.Parallel()
	for _, s := range []Subject{{}, {Operator: true}, {Agency: "A", Roles: []string{"handler", "administrator"}}} {
		for _, verb := range Verbs() {
			require.Error(t, Allowed(s, verb), verb)
			require.Error(t, AllowedAt(s, verb, Place{Agency: "A"}), verb)
		}
	}
}

func TestAtAPlaceNobodyMayMoreThanAtAll(t *testing.T) {
	t.Parallel()
	words := rapid.SampledFrom([]string{"", "A", "B", "C"})
	rapid.Check(t, func(r *rapid.T) {
		s := Subject{
			Person: words.Draw(r, "person"), Agency: words.Draw(r, "agency"),
			Roles:       rapid.SliceOfN(rapid.SampledFrom([]string{"intake", "handler", "head", "department", "statistician", "administrator", "x"}), 0, 3).Draw(r, "roles"),
			Departments: rapid.SliceOfN(words, 0, 2).Draw(r, "departments"), Operator: rapid.Bool().Draw(r, "operator"),
		}
		place := Place{Agency: words.Draw(r, "place"), Above: rapid.SliceOfN(words, 0, 2).Draw(r, "above"),
			Departments: rapid.SliceOfN(words, 0, 2).Draw(r, "concerned")}
		verb := rapid.SampledFrom(Verbs()).Draw(r, "verb")
		if Allowed(s, verb) != nil {
			require.Error(r, AllowedAt(s, verb, place))
		}
	})
}

func TestTheProposerNeverApproves(t *testing.T) {
	t.Parallel()
	require.NoError(t, ProposerNeverApproves("li", "wang"))
	for _, pair := range [][2]string{{"li", "li"}, {"li", " LI "}, {"operator", "operator"}, {"", "wang"}, {"li", ""}, {"", ""}} {
		require.Equal(t, &Refusal{Code: CodeSamePerson, Verb: "approve_reply", Why: WhySamePerson, Needs: []Role{Head}},
			ProposerNeverApproves(pair[0], pair[1]), "%q", pair)
	}
}

func TestARefusalTellsInBothLanguagesWhatWouldBeAllowed(t *testing.T) {
	t.Parallel()
	li := Subject{Person: "li", Agency: "A", Roles: []string{"intake", "department"}, Departments: []string{"D"}}
	cases := []struct {
		err    error
		zh, en string
	}{
		{Allowed(li, "extend"), "无权进行 extend，需要角色：负责人", "extend needs one of these roles: head"},
		{Allowed(li, VerbEvents+"x"), "没有名为 eventsx 的操作", "there is nothing called eventsx"},
		{Allowed(li, VerbRestore), "restore 只能由本机运维人员进行", "restore is left to the operator at the machine"},
		{Allowed(li, "lapse_fee"), "lapse_fee 由系统时钟自动进行，任何人不得代行", "lapse_fee is done by the clock and by nobody else"},
		{Allowed(Subject{}, "reply"), "reply 需要先登录", "reply needs somebody who is signed in"},
		{AllowedAt(li, "register", Place{Agency: "B"}), "register 仅限本机关范围内（角色：收件登记）", "register is possible within your own body only (roles: intake)"},
		{AllowedAt(li, "accept_task", Place{Agency: "A"}), "accept_task 仅限本部门承办的事项", "accept_task is possible for tasks of your own department only"},
		{ProposerNeverApproves("li", "li"), "拟办人不得审批本人提出的答复，须由他人审批（角色：负责人）", "who proposed a reply may not approve it: a second person is needed (roles: head)"},
	}
	for _, c := range cases {
		var r *Refusal
		require.ErrorAs(t, c.err, &r)
		require.Equal(t, c.zh, r.Message("zh-CN"))
		require.Equal(t, c.en, r.Message("en"))
		require.EqualError(t, c.err, c.en)
	}
}

func TestEveryRoleHasItsLabels(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, role := range Roles() {
		for _, lang := range []string{"zh-CN", "en"} {
			label := role.Label(lang)
			require.NotEmpty(t, label)
			require.False(t, seen[label+lang], label)
			seen[label+lang] = true
		}
		require.NotEqual(t, string(role), role.Label("zh-CN"))
	}
	_, ok := ParseRole("supervisor")
	require.False(t, ok)
}
