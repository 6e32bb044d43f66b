package handlers_test

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gongkai/access"
	"gongkai/workflow"
)

func TestTheOneTimeLinkMakesTheFirstAdministratorOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	v := o.visitor()
	path := "/welcome/" + o.welcome
	require.Equal(t, http.StatusNotFound, v.get("/welcome/"+o.welcome[:len(o.welcome)-2]+"AA").status)
	require.Equal(t, http.StatusOK, v.get(path).status)
	short := v.post(path, url.Values{"login": {"zhang"}, "name": {"张"}, "password": {"short"}, "again": {"short"}})
	require.Equal(t, http.StatusUnprocessableEntity, short.status)
	require.NotContains(t, short.body, `value="short"`)
	require.Contains(t, short.body, `value="zhang"`)
	differs := v.post(path, url.Values{"login": {"zhang"}, "name": {"张"}, "password": {password}, "again": {password + "x"}})
	require.Equal(t, http.StatusUnprocessableEntity, differs.status)
	done := v.post(path, url.Values{"login": {"zhang"}, "name": {"张"}, "password": {password}, "again": {password}})
	require.Equal(t, http.StatusSeeOther, done.status, done.body)
	require.Equal(t, http.StatusOK, v.get("/settings").status, "signed in at once")
	require.Equal(t, http.StatusNotFound, o.visitor().get(path).status)
	again := o.visitor().post(path, url.Values{"login": {"mallory"}, "name": {"M"}, "password": {password}, "again": {password}})
	require.Equal(t, http.StatusNotFound, again.status)
	people, err := o.store.People(t.Context())
	require.NoError(t, err)
	require.Len(t, people, 1)
	require.Equal(t, []string{"administrator"}, people[0].Roles)
}

func TestAWrongPasswordAndAnUnknownNameReadTheSame(t *testing.T) {
	t.Parallel()
	o := newOffice(t).township()
	o.person("li", "T1", nil, "intake")
	v := o.visitor()
	wrong := v.post("/login", url.Values{"login": {"li"}, "password": {"not the password"}})
	unknown := v.post("/login", url.Values{"login": {"lo"}, "password": {"not the password"}})
	require.Equal(t, http.StatusUnauthorized, wrong.status)
	require.Equal(t, http.StatusUnauthorized, unknown.status)
	require.Contains(t, wrong.body, "登录名或密码不对")
	require.Contains(t, unknown.body, "登录名或密码不对")
	require.NotContains(t, wrong.body, "not the password")
	limited := reply{}
	for range 8 {
		limited = v.post("/login", url.Values{"login": {"li"}, "password": {"guess again and again"}})
	}
	require.Equal(t, http.StatusTooManyRequests, limited.status)
	require.NotEmpty(t, limited.header.Get("Retry-After"))
}

func TestSigningInLeadsBackAndSigningOutEndsIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t).township()
	o.person("li", "T1", nil, "intake")
	v := o.visitor()
	first := v.get("/agencies/T1/register")
	require.Equal(t, "/login?next=%2Fagencies%2FT1%2Fregister", first.header.Get("Location"))
	in := v.post("/login", url.Values{"login": {"li"}, "password": {password}, "next": {"/agencies/T1/register"}})
	require.Equal(t, "/agencies/T1/register", in.header.Get("Location"))
	away := o.visitor().post("/login", url.Values{"login": {"li"}, "password": {password}, "next": {"https://example.org/"}})
	require.Equal(t, "/", away.header.Get("Location"))
	require.Equal(t, http.StatusOK, v.get("/agencies/T1/register").status)
	require.Equal(t, http.StatusSeeOther, v.post("/logout", nil).status)
	require.Equal(t, http.StatusSeeOther, v.get("/agencies/T1/register").status)
}

func TestANewPasswordEndsOtherSessions(t *testing.T) {
	t.Parallel()
	o := newOffice(t).township()
	o.person("li", "T1", nil, "intake")
	desk, phone := o.as("li"), o.as("li")
	const better = "另一句更长的话 evening"
	wrong := desk.post("/account", url.Values{"old": {"no"}, "password": {better}, "again": {better}})
	require.Equal(t, http.StatusUnprocessableEntity, wrong.status)
	done := desk.post("/account", url.Values{"old": {password}, "password": {better}, "again": {better}})
	require.Equal(t, http.StatusSeeOther, done.status, done.body)
	require.Equal(t, http.StatusOK, desk.get("/").status)
	require.Equal(t, http.StatusSeeOther, phone.get("/").status)
	require.Equal(t, http.StatusUnauthorized, o.visitor().post("/login", url.Values{"login": {"li"}, "password": {password}}).status)
}

func TestProgramsComeWithATokenThatEnds(t *testing.T) {
	t.Parallel()
	o := newOffice(t).township()
	o.person("bot", "T1", nil, "intake")
	secret, token, err := access.NewToken("bot", access.API, now(), time.Hour, rand.Reader)
	require.NoError(t, err)
	require.NoError(t, o.store.IssueToken(t.Context(), "operator", workflow.Token{
		Stored: token.Stored, Person: "bot", Expires: token.Expires,
	}))
	v := o.visitor()
	send := func(secret string) reply {
		return v.command(`{"do":"register","channel":"online","applicant":{"category":"natural_person","name":"王"},"content":"甲"}`,
			"Authorization", "Bearer "+secret)
	}
	done := send(secret)
	require.Equal(t, http.StatusOK, done.status, done.body)
	answer := decoded[workflow.Answer](t, done)
	c, err := o.store.Application(t.Context(), "T1", answer.Application)
	require.NoError(t, err)
	require.Equal(t, "person:bot", c.History[0].Actor)
	require.Equal(t, http.StatusUnauthorized, send(secret[:len(secret)-3]+"AAA").status)
	require.Equal(t, http.StatusUnauthorized, send("nonsense").status)
	require.NoError(t, o.store.RevokeToken(t.Context(), "operator", token.Stored))
	require.Equal(t, http.StatusUnauthorized, send(secret).status)
}

func TestAnAdministratorAddsBodiesAndPeople(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.person("zhang", "", nil, "administrator")
	v := o.as("zhang")
	require.Equal(t, http.StatusSeeOther, v.post("/agencies", url.Values{"code": {"C1"}, "name": {"县政府"}}).status)
	require.Equal(t, http.StatusSeeOther, v.post("/agencies", url.Values{"code": {"T1"}, "name": {"镇政府"}, "parent": {"C1"}}).status)
	require.Equal(t, http.StatusConflict, v.post("/agencies", url.Values{"code": {"T1"}, "name": {"又一个"}}).status)
	require.Equal(t, http.StatusUnprocessableEntity, v.post("/agencies", url.Values{"code": {"含汉字"}, "name": {"x"}}).status)
	require.Equal(t, http.StatusSeeOther, v.post("/departments", url.Values{"agency": {"T1"}, "code": {"D1"}, "name": {"规划办"}}).status)
	require.Equal(t, http.StatusNotFound, v.post("/departments", url.Values{"agency": {"X"}, "code": {"D1"}, "name": {"规划办"}}).status)
	for name, form := range map[string]url.Values{
		"no role":       {"code": {"li"}, "name": {"李"}, "agency": {"T1"}, "password": {password}},
		"odd role":      {"code": {"li"}, "name": {"李"}, "agency": {"T1"}, "role": {"king"}, "password": {password}},
		"no agency":     {"code": {"li"}, "name": {"李"}, "role": {"intake"}, "password": {password}},
		"no department": {"code": {"li"}, "name": {"李"}, "agency": {"T1"}, "role": {"department"}, "password": {password}},
		"easy password": {"code": {"li"}, "name": {"李"}, "agency": {"T1"}, "role": {"intake"}, "password": {"1234567890"}},
	} {
		require.Equal(t, http.StatusUnprocessableEntity, v.post("/people", form).status, name)
	}
	added := v.post("/people", url.Values{
		"code": {"li"}, "name": {"李"}, "agency": {"T1"}, "role": {"department", "handler"}, "departments": {"D1"}, "password": {password},
	})
	require.Equal(t, http.StatusSeeOther, added.status, added.body)
	require.Equal(t, http.StatusOK, o.as("li").get("/").status)
	page := v.get("/people").body
	require.Contains(t, page, "业务部门承办、公开机构经办")
}
